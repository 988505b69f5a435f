"""Builders of small edits, cues and providers, for the tests of the pure rooms."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

from otio_v2a.edit import Edit, Event, Marker, Track
from otio_v2a.model import Cue, Media, Part, Prompts, Role, Segment, Span
from otio_v2a.providers.base import Limits

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
    price: Decimal = Decimal("0.035")
    concurrency: int = 2
