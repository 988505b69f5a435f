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

    provider: str = "sketch"
    takes: int = Field(1, ge=1, le=8)
    stems: Stems = Stems.MIX
    crossfade: Seconds = Fraction(1)
    handles: Seconds = Fraction(1)
    edge_fade: Seconds = Fraction(1, 100)
    max_cost: Dollars = Decimal("5.00")
    auto_approve_below: Dollars = Decimal("0.50")
    search_dirs: tuple[Path, ...] = ()
    path_maps: tuple[PathMap, ...] = ()
    unmarked_prompt: str = ""
    dialect: str = ""
    drop_frame: bool | None = None
    ffmpeg: str = ""
    workers: int = Field(0, ge=0)
    markers: MarkerSettings = MarkerSettings()
