"""What the last self-test inside Resolve found, and what may be relied on for it."""

from contextlib import suppress
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from otio_v2a.errors import ResolveError
from otio_v2a.resolve.placing import BAKED, Native
from otio_v2a.resolve.protocol import Product, Request

_NEEDED = {
    "record_frame": "clips do not land where they are laid",
    "stereo_track": "a stereo sound does not become one clip on one track",
    "timeline_marker_zero": "timeline markers are counted from elsewhere",
}
"""What placing stands on, and what is wrong where it is not so."""


class Probe(BaseModel):
    """One thing that was tried: what was seen, and whether it is what we rely on."""

    model_config = ConfigDict(frozen=True)

    ok: bool
    seen: Any = None
    expected: Any = None


class Report(BaseModel):
    """A self-test. `at` is when, as ISO 8601; `left` what Resolve did not delete."""

    model_config = ConfigDict(frozen=True)

    resolve: Product
    at: str
    probes: dict[str, Probe] = {}
    left: tuple[str, ...] = ()

    @property
    def bad(self) -> tuple[str, ...]:
        """The probes that are not as expected."""
        return tuple(sorted(name for name, one in self.probes.items() if not one.ok))

    @property
    def end_is_inclusive(self) -> bool:
        """Whether this Resolve was seen to count the last frame of what is laid."""
        probe = self.probes.get("end_frame_is_inclusive")
        return bool(probe and probe.seen)

    def write(self, path: Path) -> None:
        """Raises: ResolveError when it cannot be written."""
        temporary = path.with_suffix(".tmp")
        try:
            temporary.write_text(self.model_dump_json(indent=2) + "\n", encoding="utf-8")
            temporary.replace(path)
        except OSError as error:
            message = f"'{path}' cannot be written: {error.strerror}. Free some space."
            raise ResolveError(message) from error


def known(request: Request, path: Path) -> Report | None:
    """The report of this very Resolve; None where it was never tested."""
    report = last(path)
    return report if report and report.resolve.told == request.resolve.told else None


def last(path: Path) -> Report | None:
    """The report at this path; None where there is none that can be read."""
    with suppress(OSError, ValidationError):
        return Report.model_validate_json(path.read_bytes())
    return None


def native(request: Request, report: Report | None) -> Native:
    """What may be left to Resolve: only what was seen to work, in the edition that has it.

    The free edition answers such a call with a window, after which others fail. Source: Resolve
    fact sheet section 1.
    Raises: ResolveError when this Resolve was seen not to do what placing needs.
    """
    if report is None:
        return BAKED
    wrong = next((why for name, why in _NEEDED.items() if name in report.bad), "")
    if wrong:
        message = (
            f"the self-test saw that in {report.resolve.told} {wrong}. Set `place = "
            '"import"` under [resolve] in your otio-v2a.toml, and please send us its report.'
        )
        raise ResolveError(message)
    there = request.capabilities if request.resolve.is_studio else ()

    def works(probe: str, call: str) -> bool:
        return call in there and probe in report.probes and probe not in report.bad

    return Native(
        fades=works("set_fades", "Item.SetFades"),
        crossfades=works("add_transition", "Item.AddTransition"),
    )
