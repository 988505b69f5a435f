"""What a user may set, with its defaults; the command line knows where values come from."""

from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer

from otio_v2a.model import Stems


def _exact(value: object) -> Fraction:
    """0.1 as written, not as the nearest binary float."""
    return Fraction(str(value))


Seconds = Annotated[
    Fraction, BeforeValidator(_exact), PlainSerializer(float, return_type=float), Field(ge=0)
]
Dollars = Annotated[Decimal, Field(ge=0)]


class PathMap(BaseModel):
    """Where a folder of the editor's machine is found on this one."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    source: str = Field(alias="from")
    target: str = Field(alias="to")


class MarkerSettings(BaseModel):
    """How markers are understood."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    note_key_is_enough: bool = False


class Settings(BaseModel):
    """One run's settings, whole. Unit: seconds and USD."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    provider: str = Field("sketch", description="who scores")
    takes: int = Field(1, ge=1, le=8, description="takes of each cue that does not say itself")
    stems: Stems = Field(
        Stems.MIX, description="`mix`: one request with both prompts; `split`: two"
    )
    crossfade: Seconds = Field(Fraction(1), description="seconds, between segments and cues")
    handles: Seconds = Field(
        Fraction(1), description="seconds scored beyond each end of a cue, where that is free"
    )
    edge_fade: Seconds = Field(Fraction(1, 100), description="seconds, at the edges of each sound")
    max_cost: Dollars = Field(Decimal("5.00"), description="USD a run; above it nothing is sent")
    auto_approve_below: Dollars = Field(Decimal("0.50"), description="USD; above it you are asked")
    search_dirs: tuple[Path, ...] = Field((), description="folders where offline media may be")
    path_maps: tuple[PathMap, ...] = Field(
        (), description="`from` and `to`: where a folder of the editor's machine is on this one"
    )
    unmarked_prompt: str = Field("", description="what `--unmarked` asks of clips without a marker")
    dialect: str = Field("", description="which application wrote the timeline; empty: detected")
    drop_frame: bool | None = Field(None, description="how timecodes are told; none: detected")
    ffmpeg: str = Field("", description="an ffmpeg of your own; empty: the one that comes along")
    workers: int = Field(0, ge=0, description="renders side by side; 0: one a processor")
    markers: MarkerSettings = Field(
        MarkerSettings(), description="`note_key_is_enough`: a note that begins with `sfx:` is ours"
    )
