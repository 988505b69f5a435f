"""Builders of small edits, cues and providers, and the model that conform is held against."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal

from hypothesis import strategies as st

from otio_v2a.edit import Edit, Event, Marker, Track
from otio_v2a.model import Cue, Media, Part, Prompts, Role, Segment, Shot, Span
from otio_v2a.providers.base import Limits, Price

PAL = Fraction(25)
NTSC_24 = Fraction(24000, 1001)
NTSC_30 = Fraction(30000, 1001)
NTSC_60 = Fraction(60000, 1001)


def a_media(name: str = "A012.mov", **known: Any) -> Media:
    """A media of that name; `start` and `duration` in seconds where they are known."""
    return Media(name, (f"/footage/{name}",), **known)


def a_clip(record: Span, media: Media | None = None, **more: Any) -> Event:
    """A clip of the edit, of media 'A012.mov' unless given."""
    media = media or a_media()
    return Event(media.name, f"clip '{media.name}'", record, media, **more)


def a_compound(record: Span, *contents: Track, **more: Any) -> Event:
    """A compound clip; the contents are in record frames already."""
    return Event("Compound", "compound 'Compound'", record, contents=contents, **more)


def video(*events: Event, enabled: bool = True) -> Track:
    """A video track."""
    return Track("V", "video", events, enabled)


def an_edit(
    *tracks: Track, length: int, rate: Fraction = PAL, markers: Sequence[Marker] = (), **more: Any
) -> Edit:
    """An edit of those tracks, bottom first."""
    return Edit("Cut 01", rate, 90_000, length, tracks, tuple(markers), **more)


def a_marker(record: Span | None, note: str = "rain", **more: Any) -> Marker:
    """A marker of ours, on the timeline unless its event is given."""
    told = {"name": "sfx", "address": "marker 'sfx'", "anchor": f"record|{record}", **more}
    return Marker(note=note, record=record, **told)


def a_cue(start: int = 0, length: int = 250, rate: Fraction = PAL, **more: Any) -> Cue:
    """A cue with an effects prompt."""
    told = {
        "id": f"{start:04x}{length:04x}",
        "name": "sfx",
        "address": f"marker 'sfx' at {start}",
        "prompts": Prompts(sound_effect="rain", background_music=""),
        "roles": frozenset({Role.SFX}),
        **more,
    }
    return Cue(record=Span(start, length, rate), **told)


def a_part(cue: Cue, role: Role = Role.SFX, head: int = 25, tail: int = 25) -> Part:
    """A part in one segment and one take, with its handles."""
    segment = Segment(0, cue.record.widened(head, tail))
    return Part(cue, role, cue.prompts, (segment,), head, tail, (1,))


@dataclass(frozen=True, slots=True)
class Seller:
    """A provider that takes 3 to 20 seconds and 3.5 cents, unless told otherwise."""

    name: str = "seller"
    model: str = "seller/1"
    limits: Limits = field(default_factory=lambda: Limits(Fraction(3), Fraction(20)))
    price: Price = field(default_factory=lambda: Price(Decimal("0.035")))
    concurrency: int = 2


Seen = tuple[str, Fraction] | None
"""What one frame shows: the name of a media and its exact source second; None is black."""

HOUR = Fraction(3600)
LONG = a_media("LONG.mov", start=HOUR, duration=Fraction(8))
SHORT = a_media("SHORT.mov", start=Fraction(0), duration=Fraction(1))
UNKNOWN = a_media("UNKNOWN.mov")


def painted(tracks: Sequence[Track], frame: int, rate: Fraction) -> Seen:
    """What a viewer sees at a frame: the first picture from the top, through compounds' holes."""
    for track in reversed(tracks):
        for event in track.events:
            hit = event.enabled and event.record.start <= frame < event.record.end
            if not hit or track.kind != "video" or not track.enabled:
                continue
            if event.contents:
                inside = painted(event.contents, frame, rate)
            else:
                inside = shown_by(event, frame, rate)
            if inside:
                return inside
    return None


def shown_by(event: Event, frame: int, rate: Fraction) -> Seen:
    """What a plain event shows at a record frame."""
    if event.media is None:
        return None
    since = frame - event.record.start
    return event.media.name, event.source_in + since / rate * event.speed


def played(shown: Sequence[Shot], rate: Fraction) -> list[Seen]:
    """What every frame of some shots shows."""
    return [
        (shot.media.name, shot.source_in + frame / rate * shot.speed) if shot.media else None
        for shot in shown
        for frame in range(shot.length)
    ]


SPEEDS = [Fraction(speed) for speed in ("1", "1", "0", "-1", "1/2", "2", "-3/2", "1001/1000")]
COMPOUND = "compound"
NUMBERS = st.lists(st.lists(st.integers(0, 2**32), min_size=2, max_size=7), min_size=1, max_size=4)
"""Tracks of events, each event one number that says everything about it."""


@dataclass
class Dice:
    """One number as a row of small choices; neighbours differ in all of them."""

    number: int

    def __post_init__(self) -> None:
        self.number = (self.number + 1) * 0x9E3779B97F4A7C15 % 2**64

    def roll(self, sides: int) -> int:
        """The next choice, 0 to `sides` - 1."""
        self.number, rolled = divmod(self.number, sides)
        return rolled


def a_track(numbers: Sequence[int], room: Span, inner: Sequence[Sequence[int]]) -> Track:
    """A track inside `room`: events with gaps, some off, some without length, some compounds."""
    events, at = [], room.start
    for number in numbers:
        dice = Dice(number)
        at += dice.roll(3) * dice.roll(3)
        record = Span(at, dice.roll(10), room.rate).clipped(room)
        if record.start > room.end:
            break
        events.append(an_event(dice, record, inner))
        at = record.end
    dice = Dice(sum(numbers))
    kind: Literal["video", "audio"] = "audio" if dice.roll(9) == 0 else "video"
    return Track("V", kind, tuple(events), enabled=dice.roll(9) > 0)


def an_event(dice: Dice, record: Span, inner: Sequence[Sequence[int]]) -> Event:
    """A clip, a title without media, or a compound of the inner tracks, one level less deep."""
    enabled, deeper = dice.roll(7) > 0, inner[:-1]
    media = (LONG, SHORT, UNKNOWN, None, COMPOUND, COMPOUND)[dice.roll(6)]
    if isinstance(media, str):
        contents = [a_track(numbers, record, deeper) for numbers in inner]
        return a_compound(record, *contents, enabled=enabled)
    speed, source_in = SPEEDS[dice.roll(8)], HOUR + (dice.roll(30) - 4) / record.rate
    return Event("clip", "clip", record, media, source_in, speed, enabled)


@st.composite
def edits(draw: st.DrawFn) -> Edit:
    """A small edit of up to four tracks, compounds in compounds."""
    rate, room = draw(st.sampled_from([PAL, NTSC_24, NTSC_30])), draw(st.integers(15, 40))
    tracks, inner = draw(NUMBERS), draw(NUMBERS)
    made = [a_track(numbers, Span(0, room, rate), inner[:3]) for numbers in tracks]
    return an_edit(*made, length=room, rate=rate)
