"""What is known of media files as plain text, so that a later run need not probe them again."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from fractions import Fraction
from pathlib import Path
from typing import Any

from otio_v2a.model import Numbering
from otio_v2a.picture.source import Coding, Source

_EXACT = ("rate", "start", "first", "opened", "longest")


def written(known: Mapping[str, tuple[str, Source]]) -> Iterator[tuple[str, str, str]]:
    """Each source as path, stamp and text."""
    for path, (stamp, source) in known.items():
        yield path, stamp, json.dumps(asdict(source), default=str)


def read(rows: Iterable[tuple[str, str, str]]) -> dict[str, tuple[str, Source]]:
    """The sources that were written; a row of another version is left out."""
    known: dict[str, tuple[str, Source]] = {}
    for path, stamp, text in rows:
        found = json.loads(text)
        if _is_current(found):
            known[path] = (stamp, _source(found))
    return known


def _is_current(found: Mapping[str, Any]) -> bool:
    """Whether a text has exactly what is known of a source today."""
    if set(found) != set(Source.__dataclass_fields__):
        return False
    return set(found["coding"]) == set(Coding.__dataclass_fields__)


def _source(found: Mapping[str, Any]) -> Source:
    exact = {name: Fraction(found[name]) for name in _EXACT}
    numbering = Numbering(**found["numbering"]) if found["numbering"] else None
    there = tuple((first, last) for first, last in found["there"])
    coding = Coding(**found["coding"])
    own = {"path": Path(found["path"]), "coding": coding, "numbering": numbering, "there": there}
    return Source(**{**found, **exact, **own})
