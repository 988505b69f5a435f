"""What the page and others say to the review's HTTP API.

Unit: seconds and frames of the timeline, USD, dB.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from otio_v2a.model import PROMPT_CHARACTERS
from otio_v2a.score.overrides import FadeChange

Prompt = Annotated[str, Field(max_length=PROMPT_CHARACTERS)]


class Said(BaseModel):
    """What is asked: nothing unknown in it."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class CueEdit(Said):
    """Changes of one cue; what is left out stays. `reset` takes all changes back first."""

    sound_effect: Prompt | None = None
    background_music: Prompt | None = None
    asmr: bool | None = None
    takes: Annotated[int, Field(ge=1, le=32)] | None = None
    gain_db: Annotated[float, Field(ge=-60, le=24)] | None = None
    fade: FadeChange | None = None
    reset: bool = False


class Choices(Said):
    """Who scores, how many takes, one mix or stems; what is left out stays."""

    provider: str | None = None
    takes: Annotated[int, Field(ge=1, le=8)] | None = None
    stems: Literal["mix", "split"] | None = None


class Approval(Said):
    """A yes: to these cues (none named: all), at the price that was shown."""

    cues: tuple[str, ...] = ()
    price_usd: Annotated[float, Field(ge=0)]


class Rerolling(Said):
    """A yes to a further take, at the price that was shown."""

    price_usd: Annotated[float, Field(ge=0)]


class Cancelling(Said):
    """What is to be stopped: one cue, or all."""

    cue: str = ""


class Deciding(Said):
    """What becomes of a request: it is `job`, found at the seller, or may be paid again."""

    job: Annotated[str, Field(max_length=200)] = ""


class Chosen(Said):
    """A take that is to be placed."""

    role: Literal["sfx", "bgm", "mix"]
    take: Annotated[int, Field(ge=1)]
