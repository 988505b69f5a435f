"""A timeline file: read once into an Edit, changed only as text, saved whole or not at all."""

import gc
import os
import secrets
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from otio_v2a.edit import Edit
from otio_v2a.errors import TimelineError
from otio_v2a.model import Lane, Notice
from otio_v2a.timeline.clips import objects
from otio_v2a.timeline.clips import text as spelled
from otio_v2a.timeline.dialects import Dialect, detect, named
from otio_v2a.timeline.items import Setting
from otio_v2a.timeline.otio_json import first_frame, read_edit
from otio_v2a.timeline.ours import Claim, claim
from otio_v2a.timeline.rates import timeline_rate
from otio_v2a.timeline.scan import Scan, scan
from otio_v2a.timeline.surgery import Layout, Slot, replaced
from otio_v2a.timeline.tracks import Style, style_of, track

LARGEST_FILE = 2**30
"""Bytes; a larger file is no timeline."""

_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Document:
    """A timeline as its file holds it: the text, and the edit it means.

    `text` has no byte order mark; `bom` says whether the file does.
    """

    path: Path
    text: str
    bom: bool
    dialect: Dialect
    edit: Edit
    layout: Layout
    claims: tuple[Claim, ...]
    style: Style


def load(path: Path, dialect: str | None = None) -> Document:
    """The timeline in a file, in the dialect it is written in unless another is named.

    Raises: TimelineError, one line naming the file and the place in it.
    """
    raw = _read(path)
    bom = raw.startswith(_BOM)
    try:
        text = raw.decode("utf-8-sig")
        with _collector_resting():
            return _understood(path, (text, bom), dialect)
    except UnicodeDecodeError as error:
        message = (
            f"{path.name}: byte {error.start + 1} is not UTF-8 text, so it is no .otio file."
            " Export the timeline as OTIO."
        )
        raise TimelineError(message) from error
    except TimelineError as error:
        message = f"{path.name}: {error}"
        raise TimelineError(message) from error


def place(document: Document, lanes: Sequence[Lane], files: Collection[str] = ()) -> str:
    """The text of the timeline with our tracks after all others, those of an earlier run replaced.

    `files` are the names of sound files known to be ours. No lanes: our tracks are only removed.
    """
    claims = enumerate(document.claims)
    ours = frozenset(index for index, found in claims if found.holds(files))
    tracks = [track(lane, document.style, document.edit.length) for lane in lanes]
    return replaced(document.text, document.layout, ours, tracks)


def save(text: str, bom: bool, out: Path) -> None:
    """Write a timeline's text to a file: all of it, or nothing at all.

    Raises: TimelineError when it cannot be written; an existing file is then as it was.
    """
    temporary = out.with_name(f".v2a-{secrets.token_hex(6)}.tmp")
    try:
        with temporary.open("xb") as file:
            file.write(_BOM if bom else b"")
            file.write(text.encode())
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(out)
    except OSError as error:
        message = f"{out}: cannot be written ({error.strerror}). Name another file with -o."
        raise TimelineError(message) from error
    finally:
        with suppress(OSError):
            temporary.unlink()


@contextmanager
def _collector_resting() -> Iterator[None]:
    """Decoding makes millions of objects and no cycles; the collector would halve its speed."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _read(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > LARGEST_FILE:
            message = (
                f"{path.name}: the file has {size} bytes; at most {LARGEST_FILE} are read."
                " Export one timeline."
            )
            raise TimelineError(message)
        return path.read_bytes()
    except OSError as error:
        message = f"{path}: cannot be read ({error.strerror}). Check the path."
        raise TimelineError(message) from error


def _understood(path: Path, content: tuple[str, bool], dialect: str | None) -> Document:
    text, bom = content
    scanned = scan(text)
    claims = tuple(claim(child.value) for child in scanned.children)
    ours = frozenset(index for index, found in enumerate(claims) if found.holds(found.files))
    kept = (child for index, child in enumerate(scanned.children) if index not in ours)
    root, foreign = scanned.root, objects([child.value for child in kept])
    chosen = named(dialect) if dialect else detect(root, foreign)
    rate, written_rate = timeline_rate(root, foreign)
    setting = Setting(rate, first_frame(root, rate), chosen, path.absolute().parent)
    edit = read_edit(scanned, setting, ours)
    return Document(
        path=path,
        text=text,
        bom=bom,
        dialect=chosen,
        edit=replace(edit, notices=(*edit.notices, *_mixed(scanned, claims))),
        layout=_layout(scanned),
        claims=claims,
        style=style_of(foreign, setting, written_rate),
    )


def _mixed(scanned: Scan, claims: Sequence[Claim]) -> Iterator[Notice]:
    """A word on each track where clips of the user's stand beside sounds of an earlier run."""
    for child, found in zip(scanned.children, claims, strict=True):
        if found.is_mixed:
            name = spelled(child.value.get("name")) or "unnamed"
            message = "clips of yours stand beside ours: left as it is; new sounds get new tracks."
            yield Notice(f"audio track '{name}'", message)


def _layout(scanned: Scan) -> Layout:
    return Layout(scanned.array, tuple(Slot(child.start, child.end) for child in scanned.children))
