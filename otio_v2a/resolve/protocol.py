"""What the engine and the launcher in Resolve say to one another; both sides say which version.

The engine prints lines of JSON. The launcher answers with files in the run's folder, each whole or
not there: `request.json` at first, `answer-<seq>.json` to every `do`, `cancel` to stop.

    hello     protocol, engine        say       text        progress  text
    do        seq, actions            done      code, text  error     title, why, fix, code
    beat      nothing: whether the launcher is still there

Source: Resolve fact sheet section 15; its `render`, `place` and `need_approval` are a `do` and a
`say` here, so that there is one way to have something done.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from pydantic import BaseModel, ConfigDict

DONE, NO_ENGINE, CANCELLED = 0, 5, 6
"""Exit codes of the launcher that the engine may ask for."""

ACTIONS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "export": ("path", "target"),
        "know": ("end_is_inclusive",),
        "read_video": (),
        "duplicate_timeline": ("name",),
        "use_timeline": ("id",),
        "delete_timeline": ("id",),
        "import_timeline": ("path", "name", "bin"),
        "put_marker": ("frame", "color", "name", "note", "duration", "data", "over"),
        "delete_marker": ("data",),
        "import_media": ("bin", "paths"),
        "delete_media": ("bin",),
        "add_track": ("name",),
        "enable_track": ("track", "on"),
        "delete_track": ("track", "name"),
        "read_tracks": ("only",),
        "append": ("file", "track", "record", "duration", "start", "end", "slack"),
        "delete_items": ("track", "ids"),
        "set_fades": ("track", "record", "fade_in", "fade_out"),
        "add_transition": ("track", "record", "kind", "duration"),
        "add_take": ("track", "record", "file"),
        "render": ("jobs", "folder", "width", "height", "rate"),
    }
)
"""Every action there is, with what it takes."""


class _Said(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class Marker(_Said):
    """A marker of the timeline. Unit: frames from the timeline's first."""

    frame: int
    duration: float = 1
    name: str = ""
    note: str = ""
    color: str = ""
    customData: str = ""  # noqa: N815


class Standing(_Said):
    """A timeline in Resolve. Unit: `start_frame` absolute; `rate` as Resolve spells it."""

    name: str
    id: str
    start_frame: int
    start_tc: str = ""
    rate: str
    is_current: bool = True
    markers: tuple[Marker, ...] = ()


class Product(_Said):
    """Which Resolve it is."""

    product: str = ""
    version: tuple[int | str, ...] = ()

    @property
    def number(self) -> tuple[int, ...]:
        """Its version, to be compared."""
        return tuple(one for one in self.version[:3] if isinstance(one, int))

    @property
    def told(self) -> str:
        """As a person reads it: `DaVinci Resolve Studio 21.0.4`."""
        return " ".join((self.product or "Resolve", ".".join(map(str, self.number)))).strip()

    @property
    def is_studio(self) -> bool:
        """Whether it is the paid edition."""
        return "Studio" in self.product


class Project(_Said):
    """The project the timeline is in. Sounds count their frames at its `rate`."""

    name: str = ""
    id: str = ""
    rate: str = ""


class Request(_Said):
    """What a menu entry starts the engine with."""

    protocol: int
    launcher: str = ""
    verb: str
    resolve: Product
    capabilities: tuple[str, ...] = ()
    project: Project
    timelines: tuple[str, ...] = ()
    timeline: Standing
    otio: str


class Result(_Said):
    """What came of one action."""

    i: int
    ok: bool
    readback: dict[str, Any] = {}
    why: str = ""


class Answer(_Said):
    """What came of a list of actions; those after the first that failed were not tried."""

    protocol: int
    seq: int
    ok: bool
    results: tuple[Result, ...]


def action(do: str, **arguments: object) -> dict[str, object]:
    """An action as it is sent."""
    return {"do": do, **arguments}
