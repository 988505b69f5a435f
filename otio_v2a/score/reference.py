"""A reference movie of the whole timeline, or of parts of it, in place of conforming."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from otio_v2a.conform import Program, program
from otio_v2a.edit import Edit, Event, Track
from otio_v2a.errors import MediaError, OfflineError
from otio_v2a.model import Media, Span
from otio_v2a.picture.media import Library, Source
from otio_v2a.timecode import timecode
from otio_v2a.timeline.document import load


def reference(movie: Path, edit: Edit, library: Library) -> Program:
    """The timeline as a movie of it shows it, its first frame on the timeline's first.

    An `.otio` in its place says where movies of parts of the timeline stand.
    Raises: MediaError when the movie cannot be read, or is not one of this timeline: another rate,
    another length, another timecode.
    """
    if movie.suffix.lower() == ".otio":
        return _parts(movie, edit)
    source = _source(movie, library)
    _check(source, edit)
    shown = Span(0, min(edit.length, source.frames or edit.length), edit.rate)
    length = shown.length / edit.rate
    media = Media(movie.name, (str(movie),), Fraction(0), length, edit.rate)
    event = Event(movie.name, f"the movie '{movie.name}'", shown, media)
    return program(replace(edit, tracks=(Track(movie.name, "video", (event,)),)))


def _parts(path: Path, edit: Edit) -> Program:
    """Raises: MediaError when its rate is another."""
    parts = load(path).edit
    if parts.rate != edit.rate:
        message = (
            f"the pictures '{path.name}' run at {float(parts.rate):.6g} fps, the timeline at"
            f" {float(edit.rate):.6g} fps. Have them rendered again."
        )
        raise MediaError(message)
    return program(replace(edit, tracks=parts.tracks))


def _source(movie: Path, library: Library) -> Source:
    try:
        return library.source(Media(movie.name, (str(movie),)))
    except OfflineError as error:
        message = (
            f"there is no movie '{movie}' to take the picture from. Export the whole timeline to"
            " it, or name another."
        )
        raise MediaError(message) from error


def _check(source: Source, edit: Edit) -> None:
    name = f"the movie '{source.path.name}'"
    if not source.constant:
        message = (
            f"{name} has a varying rate, {float(source.rate):.4g} fps on average. Export it again"
            f" at {float(edit.rate):.6g} fps, the timeline's rate."
        )
        raise MediaError(message)
    if source.rate != edit.rate:
        message = (
            f"{name} runs at {float(source.rate):.6g} fps, the timeline at"
            f" {float(edit.rate):.6g} fps. Export it again at the timeline's rate."
        )
        raise MediaError(message)
    start = source.start * source.rate
    if source.has_timecode and start not in (0, edit.start):
        written, own = (
            timecode(int(frame), edit.rate, drop=edit.drop_frame) for frame in (start, edit.start)
        )
        message = (
            f"{name} starts at {written}, the timeline at {own}. Export the whole timeline again,"
            " or name the right movie."
        )
        raise MediaError(message)
    if source.frames not in (edit.length, _picture_end(edit)):
        message = (
            f"{name} has {source.frames} frames, the timeline {edit.length}. Export the whole"
            " timeline again."
        )
        raise MediaError(message)


def _picture_end(edit: Edit) -> int:
    """The frame after the last that any video track has."""
    ends = (
        event.record.end for track in edit.tracks if track.kind == "video" for event in track.events
    )
    return max(ends, default=0)
