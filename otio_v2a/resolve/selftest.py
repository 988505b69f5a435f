"""What the last self-test inside Resolve left; its report may hold anything."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from otio_v2a.resolve.hints import version_of

_DATES = ("at", "date", "when", "ended", "started", "time")


@dataclass(frozen=True, slots=True)
class Selftest:
    """When it ran, in which Resolve; what nobody said is empty."""

    at: str
    product: str = ""
    version: tuple[int, ...] = ()

    @property
    def told(self) -> str:
        """As a person reads it."""
        where = " ".join((self.product or "Resolve", ".".join(map(str, self.version)))).strip()
        return f"{self.at}, in {where}"


def last(path: Path) -> Selftest | None:
    """The report at this path; None where there is none that can be read."""
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
        changed = datetime.fromtimestamp(path.stat().st_mtime).astimezone()
    except (OSError, ValueError):
        return None
    report = said if isinstance(said, dict) else {}
    resolve = report.get("resolve")
    known = {**report, **(resolve if isinstance(resolve, dict) else {})}
    at = _text(report, *_DATES) or changed.isoformat(" ", "minutes")
    return Selftest(at, _text(known, "product"), _version(known.get("version")))


def _text(said: Mapping[str, Any], *names: str) -> str:
    """The first of these that is a text."""
    found = (said.get(name) for name in names)
    return next((one for one in found if isinstance(one, str) and one), "")


def _version(said: object) -> tuple[int, ...]:
    """A version as a text, or as the list that Resolve says it as."""
    if isinstance(said, list):
        said = ".".join(str(part) for part in said if isinstance(part, int))
    return version_of(said) if isinstance(said, str) else ()
