"""The timeline's own audio tracks as sounds in their places."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path

from otio_v2a.audio.decode import Samples
from otio_v2a.audio.excerpt import excerpt
from otio_v2a.audio.mix import Ramp, Sound
from otio_v2a.edit import Edit, Event, Track, Transition
from otio_v2a.errors import AudioError, MediaError
from otio_v2a.model import Level, Media, Notice, Span
from otio_v2a.score.sound_files import SoundFiles
from otio_v2a.timecode import SAMPLE_RATE, sample_at
from otio_v2a.timeline import urls
from otio_v2a.timeline.ours import PREFIX

_EDGE = SAMPLE_RATE // 200
"""Samples: a cut that is faded for 5 ms does not click. Source: media fact sheet, section 16."""

_RAMP = "speed ramp"
_HALF = Fraction(1, 2)


@dataclass(frozen=True, slots=True)
class Stretch:
    """What is heard of one clip. Unit: `source_in` in seconds of source time where `heard` begins.

    `fades` are those of its transitions; a side that has none is cut.
    """

    event: Event
    media: Media
    heard: Span
    source_in: Fraction
    fades: tuple[Ramp, ...] = ()
    cut_in: bool = True
    cut_out: bool = True

    @property
    def sound(self) -> tuple[Media, Span, Fraction]:
        """What two stretches have in common that are channels of one sound."""
        return self.media, self.heard, self.source_in


@dataclass(slots=True)
class TimelineSound:
    """The timeline's own sounds; `notices` say what is not heard, and grow while they are mixed."""

    sounds: tuple[Sound, ...] = ()
    notices: list[Notice] = field(default_factory=list)


def timeline_sound(
    edit: Edit, files: SoundFiles, chosen: Callable[[Track], bool] = lambda _: True
) -> TimelineSound:
    """The enabled audio tracks of an edit, of those that are `chosen`, from its first frame on.

    Sounds of ours among the user's clips are left out: the mix has them already. A clip that
    stands on several tracks, one for each channel of its file, is heard once, with all of them.
    """
    made = TimelineSound()
    tracks = [one for one in edit.tracks if one.kind == "audio" and one.enabled and chosen(one)]
    whole = Span(0, edit.length, edit.rate)
    known: dict[object, Stretch] = {}
    for track in tracks:
        for one in _joined(_stretches(track, whole, made.notices)):
            known.setdefault(one.sound, one)
    made.sounds = tuple(_sounds(known.values(), files, made.notices))
    return made


def _stretches(track: Track, window: Span, notices: list[Notice]) -> Iterator[Stretch]:
    """What is heard of the clips on a track within a window, those in compound clips included."""
    entered = {id(one.incoming): one for one in track.transitions}
    left = {id(one.outgoing): one for one in track.transitions}
    for event in track.events:
        if not event.enabled:
            continue
        before, after = entered.get(id(event)), left.get(id(event))
        start = before.record.start if before else event.record.start
        end = after.record.end if after else event.record.end
        heard = Span(start, end - start, window.rate).clipped(window)
        fades = (*_fades(before, comes=True), *_fades(after, comes=False))
        if not heard.length:
            continue
        if event.contents:
            for inner in _within(event.contents, heard, notices):
                yield replace(inner, fades=(*inner.fades, *fades))
        elif event.media and _is_heard(event, notices):
            since = Fraction(heard.start - event.record.start) / window.rate
            yield Stretch(
                *(event, event.media, heard, event.source_in + since, fades),
                cut_in=before is None or heard.start > start,
                cut_out=after is None or heard.end < end,
            )


def _within(tracks: Sequence[Track], window: Span, notices: list[Notice]) -> Iterator[Stretch]:
    for track in tracks:
        if track.kind == "audio" and track.enabled:
            yield from _stretches(track, window, notices)


def _fades(transition: Transition | None, *, comes: bool) -> Iterator[Ramp]:
    """The straight line of a transition for the clip that comes, or for the one that goes."""
    if transition:
        begin = transition.record.start + _HALF - transition.share / transition.step
        rate = transition.record.rate
        start = sample_at(round(begin), rate)
        end = sample_at(round(begin + 1 / transition.step), rate)
        yield Ramp(start, end) if comes else Ramp(end, start)


def _is_heard(event: Event, notices: list[Notice]) -> bool:
    """Whether a clip can be mixed; if not, why is said."""
    media = event.media
    if event.speed != 1:
        told = f"it plays at {float(event.speed):.6g} times its speed: it is left out of the mix."
    elif _RAMP in event.unsupported:
        told = "its speed changes: it is left out of the mix."
    elif media and any(urls.basename(path).startswith(PREFIX) for path in media.paths):
        told = "it is a sound of ours: it is left out of the timeline's own audio."
    else:
        return True
    notices.append(Notice(event.address, told))
    return False


def _joined(stretches: Iterable[Stretch]) -> Iterator[Stretch]:
    """Stretches of a track, those made one that were cut and go on as if they had not been."""
    last: Stretch | None = None
    for one in stretches:
        if last and _goes_on(last, one):
            length = last.heard.length + one.heard.length
            heard = Span(last.heard.start, length, one.heard.rate)
            # What fades both is their compound clip's, and fades them once.
            fades = tuple(dict.fromkeys((*last.fades, *one.fades)))
            last = replace(last, heard=heard, fades=fades, cut_out=one.cut_out)
            continue
        if last:
            yield last
        last = one
    if last:
        yield last


def _goes_on(last: Stretch, one: Stretch) -> bool:
    since = last.heard.length / last.heard.rate
    return (
        last.cut_out
        and one.cut_in
        and (last.media, last.heard.end) == (one.media, one.heard.start)
        and last.source_in + since == one.source_in
    )


def _sounds(
    stretches: Iterable[Stretch], files: SoundFiles, notices: list[Notice]
) -> Iterator[Sound]:
    said: set[object] = set()
    for one in stretches:
        try:
            found = files.found(one.media, one.source_in)
        except (MediaError, AudioError) as error:
            if one.media not in said:
                notices.append(Notice(one.event.address, f"silent in the mix: {error}"))
            said.add(one.media)
            continue
        if found.streams > 1 and found.path not in said:
            message = f"'{found.path.name}' has {found.streams} audio streams: one is heard."
            notices.append(Notice(one.event.address, message))
            said.add(found.path)
        yield _sound(one, _File(found.path, one.event.address, notices), found.origin)


def _sound(one: Stretch, file: "_File", origin: Fraction) -> Sound:
    start = sample_at(one.heard.start, one.heard.rate)
    end = sample_at(one.heard.end, one.heard.rate)
    shift = round((one.source_in - origin) * SAMPLE_RATE) - start
    cuts = []
    if one.cut_in:
        cuts.append(Ramp(start, start + _EDGE))
    if one.cut_out:
        cuts.append(Ramp(end, end - _EDGE))
    return Sound(start, end, lambda at: file.read(at + shift), (*one.fades, *cuts))


@dataclass(frozen=True, slots=True)
class _File:
    """A file as one clip hears it."""

    path: Path
    address: str
    notices: list[Notice]

    def read(self, start: int) -> Iterator[Samples]:
        """Its sound from a sample on; what cannot be decoded is silent, and said."""
        try:
            yield from excerpt(self.path, start)
        except AudioError as error:
            self.notices.append(Notice(self.address, f"silent in the mix from there on: {error}"))


UNREAD = Notice(
    "timeline",
    "levels, pans and effects of its own audio are not read: it sounds as it was recorded.",
    Level.INFO,
)
"""What is to be said of every mix that has the timeline's own sounds."""
