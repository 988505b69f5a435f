"""A segment's picture: what it shows, how large, from which files, and what is to be said of it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from otio_v2a.conform import Program, fills, leaves, shots
from otio_v2a.model import WHOLE, Media, Part, Shot, Span, Visual
from otio_v2a.picture.canvas import Canvas, canvas, covers, place
from otio_v2a.picture.key import picture_key
from otio_v2a.picture.media import Library, Source
from otio_v2a.picture.shown import missing_in, short_by
from otio_v2a.providers.base import Provider, Remote


@dataclass(frozen=True, slots=True)
class Picture:
    """What one segment shows, ready to be rendered; `key` is the same for the same picture."""

    key: str
    visuals: tuple[Visual, ...]
    sources: Mapping[Media, Source]
    canvas: Canvas

    @property
    def stem(self) -> str:
        """What the names of its files begin with."""
        return self.key[:32]

    @property
    def frames(self) -> int:
        """Its length in frames of the timeline."""
        return sum(visual.length for visual in self.visuals)

    @property
    def shots(self) -> Iterator[Shot]:
        """Every shot that is seen in it."""
        return (shot for visual in self.visuals for shot in leaves(visual))


_NAMED = 3

NOTHING = Picture("", (), {}, Canvas(0, 0, Fraction(1)))
"""The picture of a request that sends none."""


@dataclass(frozen=True, slots=True)
class Studio:
    """What pictures are made from: the edit as it is seen, where media are, who will score them.

    `shown` is `program`, or one reference movie in its place. `frame` is the size of the timeline's
    picture where it is known.
    """

    shown: Program
    program: Program
    library: Library
    provider: Provider
    frame: tuple[int, int] | None = None
    ffmpeg: str = ""


def pictures(part: Part, studio: Studio) -> tuple[Picture, ...]:
    """What each segment of a part shows, all on canvases alike.

    Media that nothing is seen of are not looked for.
    Raises: OfflineError, MediaError.
    """
    record, provider = part.cue.record, studio.provider
    sized = canvas(_votes(studio, record), record.rate, provider.limits.height, studio.frame)
    most = provider.max_bytes if isinstance(provider, Remote) else None
    on = replace(sized, ffmpeg=studio.ffmpeg, most=most)
    return tuple(_picture(segment.record, record, on, studio) for segment in part.segments)


def still(record: Span, frame: int, studio: Studio, height: int) -> Picture:
    """The one frame that is seen at record frame `frame`, in the shape of all that `record` shows.

    Unit: `height` in pixels, at most. Raises: OfflineError, MediaError.
    """
    sized = canvas(_votes(studio, record), record.rate, height, studio.frame)
    on = replace(sized, ffmpeg=studio.ffmpeg)
    return _picture(Span(frame, 1, record.rate), record, on, studio)


def stretch(record: Span, studio: Studio, height: int) -> Picture:
    """All that is seen from the beginning of `record` to its end, to be looked at.

    Unit: `height` in pixels, at most. Raises: OfflineError, MediaError.
    """
    sized = canvas(_votes(studio, record), record.rate, height, studio.frame)
    return _picture(record, record, replace(sized, ffmpeg=studio.ffmpeg), studio)


def _picture(whole: Span, record: Span, on: Canvas, studio: Studio) -> Picture:
    """What is seen from the beginning to the end of a segment; beyond the cue, handles."""
    core = whole.clipped(record)
    head, tail = core.start - whole.start, whole.end - core.end

    def hides(shot: Shot) -> bool:
        return shot.media is not None and covers(shot, studio.library.source(shot.media), on)

    seen = shots(studio.shown, core, head, tail, hides)
    media = dict.fromkeys(shot.media for one in seen for shot in leaves(one) if shot.media)
    sources = {one: studio.library.source(one) for one in media}
    return Picture(picture_key(seen, sources, on), seen, sources, on)


def _votes(studio: Studio, record: Span) -> tuple[tuple[Source, int], ...]:
    """The sources that decide on the shape of a picture, and for how many frames each is seen.

    A title or logo that can be seen through does not, where there is anything else.
    """

    def hides(shot: Shot) -> bool:
        return fills(shot) and shot.media is not None and not source_of(shot.media).coding.alpha

    source_of = studio.library.source
    seen = shots(studio.shown, record, covers=hides)
    found = [
        (source_of(shot.media), shot.length) for one in seen for shot in leaves(one) if shot.media
    ]
    return tuple((one, length) for one, length in found if not one.coding.alpha) or tuple(found)


def remarks(pictures: Iterable[Picture]) -> Iterator[str]:
    """What is to be said of pictures before they are rendered."""
    made = tuple(pictures)
    yield from _short(made)
    yield from _missing(made)
    if made and not any(shot.media for one in made for shot in one.shots):
        yield "its picture is black from beginning to end: there is nothing to be seen there."
    if any(map(_is_unmeasured, made)):
        yield (
            "its clips are sized in pixels and the timeline does not say its own size: they are"
            " fitted into the frame. Set frame."
        )
    if any(map(_is_guessed, made)):
        size = f"{made[0].canvas.width}x{made[0].canvas.height}"
        yield (
            f"its clips have several shapes and the timeline does not say its own: {size} is"
            " assumed. If that is wrong, set frame."
        )


def _short(pictures: Iterable[Picture]) -> Iterator[str]:
    """What is to be said of media that end before the edit does."""
    found: dict[str, int] = {}
    for shown in pictures:
        for shot in shown.shots:
            if shot.media and shot.speed:
                source = shown.sources[shot.media]
                frames = short_by(shot, source, shown.canvas.rate)
                found[source.path.name] = found.get(source.path.name, 0) + frames
    for name, frames in found.items():
        if frames:
            yield f"'{name}' is {frames} frames shorter than the edit shows: its edge is held."


def _missing(pictures: Iterable[Picture]) -> Iterator[str]:
    """What is to be said of image sequences with holes."""
    names = {
        name: None
        for shown in pictures
        for shot in shown.shots
        if shot.media
        for name in missing_in(shot, shown.sources[shot.media], shown.canvas.rate)
    }
    if names:
        some = ", ".join([*names][:_NAMED]) + (", ..." if len(names) > _NAMED else "")
        yield f"files are missing in an image sequence: {some} ({len(names)} in all)."


def _is_unmeasured(shown: Picture) -> bool:
    """Whether sizes are told in pixels of a frame that nobody gave the size of."""
    return not shown.canvas.frame and any(shot.fit.pixels for shot in shown.shots)


def _is_guessed(shown: Picture) -> bool:
    """Whether clips of several shapes had to share a frame that nobody gave the size of."""
    if shown.canvas.frame:
        return False
    whole = (
        place(one, WHOLE, shown.canvas) for one in shown.sources.values() if not one.coding.alpha
    )
    return any(where.seen != shown.canvas.size for where in whole)
