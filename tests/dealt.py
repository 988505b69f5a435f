"""Small random timelines, dealt from a seed: always the same ones, with what is in them by name.

Left out, because nothing settles what they mean: source positions that miss a media frame by less
than a sixteenth (applications round them), Premiere clips played backwards, transitions that meet
inside a clip, and inside a retimed compound all but clips at the timeline's rate, without speeds
and transitions.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from pathlib import Path
from random import Random

import timelines
from dealt_clips import a_clip, looks, warp
from dealt_table import ONE, Table
from reference import Json, Size
from shelf import MOVIES, RATES

ASPECTS: dict[str, Size] = {"16:9": (480, 270), "4:3": (240, 180), "square": (180, 180)}
COMPOUND_SPEEDS = (Fraction(2), Fraction(1, 2), Fraction(3, 2), Fraction(4))
_LONGEST_HALF = 6


@dataclass(frozen=True, slots=True)
class Dealt:
    """One timeline and what is in it."""

    seed: int
    timeline: Json
    features: frozenset[str]


@dataclass(frozen=True, slots=True)
class Item:
    """One child of a track. `runs_on` says whether it has a picture beyond its ends."""

    written: Json
    length: int
    runs_on: bool = True

    @property
    def is_gap(self) -> bool:
        return self.written["OTIO_SCHEMA"] == "Gap.1"

    @property
    def is_compound(self) -> bool:
        return self.written["OTIO_SCHEMA"] in ("Stack.1", "Track.1")


def deal(seed: int, folder: Path) -> Dealt:
    """The timeline of a seed; its media lie in `folder`."""
    dice = Random(seed)
    dialect = dice.choice(("resolve", "resolve", "premiere", "premiere", "generic"))
    rate = RATES[seed % len(RATES)]
    spelled = float(rate) if dice.random() < 0.5 else round(float(rate), 3)
    aspect = dice.choice(("16:9", "16:9", "4:3", "square")) if dialect == "premiere" else ""
    media = MOVIES if aspect else tuple(one for one in MOVIES if one.size[0] > one.size[1])
    table = Table(dice, folder, dialect, rate, spelled, media)
    table.note(dialect, f"{float(rate):.3f} fps")
    table.note("letterbox", when=aspect not in ("", "16:9"))
    length = dice.randint(10, 40)
    tracks = _tracks(table, dice.choice((1, 2, 2, 3)), length)
    if table.happens(0.1, "sound track"):
        tracks.append({**_track(table, 10, depth=2), "kind": "Audio"})
    return Dealt(seed, _timeline(table, tracks, length, aspect), frozenset(table.seen))


def _timeline(table: Table, tracks: Sequence[Json], length: int, aspect: str) -> Json:
    start = table.dice.choice((0, round(table.rate) * 3600))
    write = {"resolve": timelines.resolve, "premiere": timelines.premiere}.get(table.dialect)
    more = {"markers": [_marker(table, start, length)]}
    if write:
        timeline = write(*tracks, start=float(start), rate=table.spelled, **more)
    else:
        first = timelines.a_time(float(start), table.spelled)
        timeline = timelines.a_timeline(*tracks, start=first, **more)
    if aspect:
        width, height = ASPECTS[aspect]
        shape = {"VideoResolution": {"width": width, "height": height}}
        timeline["tracks"]["metadata"] = {"PremierePro_OTIO": shape}
    return timeline


def _marker(table: Table, start: int, length: int) -> Json:
    """One marker of ours over the whole timeline. Only Resolve's count from its timecode."""
    at = start if table.dialect == "resolve" else 0
    marker = timelines.a_marker(float(at), float(length), rate=table.spelled)
    return marker if table.dialect == "resolve" else {**marker, "comment": "rain"}


def _tracks(table: Table, count: int, longest: int) -> list[Json]:
    lengths = [longest, *(table.dice.randint(6, longest) for _ in range(count - 1))]
    table.dice.shuffle(lengths)
    table.note("several tracks", when=count > 1)
    tracks = [_track(table, length) for length in lengths]
    return [
        {**track, "enabled": not (count > 1 and table.happens(0.08, "track off"))}
        for track in tracks
    ]


def _track(table: Table, length: int, *, depth: int = 0, plain: bool = False) -> Json:
    """A track of that length. `plain`: of clips at the timeline's own rate, without transitions."""
    items = [_item(table, share, depth, plain) for share in _shares(table, length)]
    children = [item.written for item in items]
    if not plain:
        children = _joined(table, items, depth)
    return timelines.a_track(*children)


def _shares(table: Table, length: int) -> list[int]:
    """A length in one to four parts of at least three frames."""
    count = min(table.dice.randint(1, 4), max(1, length // 3))
    spare = length - 3 * count
    marks = sorted(table.dice.randint(0, spare) for _ in range(count - 1))
    return [3 + end - start for start, end in zip([0, *marks], [*marks, spare], strict=True)]


def _item(table: Table, length: int, depth: int, plain: bool) -> Item:
    kind = table.dice.random()
    if kind < 0.12:
        table.note("gap")
        return Item(timelines.a_gap(length, table.spelled), length)
    if kind < 0.32 and depth < 2 and not plain:
        return _compound(table, length, depth)
    return Item(a_clip(table, length, plain=plain), length)


# --- compounds ------------------------------------------------------------------------------


def _compound(table: Table, length: int, depth: int) -> Item:
    """A Stack, or a Track, in a track: whole, trimmed, or trimmed and retimed."""
    table.note("compound")
    table.note("compound in a compound", when=depth > 0)
    is_track, retimed = table.happens(0.2, "track in a track"), table.happens(0.3)
    speed = table.dice.choice(COMPOUND_SPEEDS) if retimed else ONE
    table.note("retimed compound", when=retimed)
    trimmed = retimed or table.happens(0.6)
    table.note("trimmed compound" if trimmed else "whole compound")
    before = after = 0
    if trimmed:
        before = table.dice.randint(0, 5) + ceil(_LONGEST_HALF * speed)
        after = table.dice.randint(0, 5) + ceil(_LONGEST_HALF * speed)
    inside = before + ceil(length * speed) + after
    counted = length * speed if table.dialect == "premiere" else Fraction(length)
    window = table.range(Fraction(before), counted)
    if not trimmed and table.happens(0.5):
        window = None
    effects = [*warp(table, speed), *looks(table, " of a compound")]
    more = {"source_range": window, "effects": effects, "name": "Compound"}
    count = 1 if is_track else table.dice.randint(1, 2)
    tracks = [_track(table, inside, depth=depth + 1, plain=retimed) for _ in range(count)]
    written = {**tracks[0], **more} if is_track else timelines.a_stack(*tracks, **more)
    return Item(written, length, trimmed)


# --- transitions ----------------------------------------------------------------------------


def _joined(table: Table, items: Sequence[Item], depth: int) -> list[Json]:
    """The items with transitions at some of their cuts, and at the ends of their track."""
    children: list[Json] = []
    for before, after in zip([None, *items], [*items, None], strict=True):
        children += _transition(table, before, after, depth)
        if after:
            children.append(after.written)
    return children


def _transition(table: Table, before: Item | None, after: Item | None, depth: int) -> list[Json]:
    sides = [side for side in (before, after) if side and not side.is_gap]
    at_an_end = before is None or after is None
    if not sides or not table.happens(0.2 if at_an_end else 0.4):
        return []
    head, tail = _offsets(table, before, after)
    if head + tail == 0:
        return []
    _note_transition(table, sides, (head, tail), depth)
    written = {**timelines.a_dissolve(), "transition_type": "SMPTE_Dissolve"}
    if table.happens(0.2, "wipe"):
        written["transition_type"] = "Custom_Transition"
    written["in_offset"] = timelines.a_time(float(head), table.spelled)
    written["out_offset"] = timelines.a_time(float(tail), table.spelled)
    if at_an_end and table.dialect == "premiere" and table.happens(0.5, "gap of no length"):
        nothing = timelines.a_gap(0.0, table.spelled)
        return [written, nothing] if after is None else [nothing, written]
    return [written]


def _offsets(table: Table, before: Item | None, after: Item | None) -> tuple[int, int]:
    """How far a transition reaches to both sides: at most half of each, and where a picture is."""
    room = [min(_LONGEST_HALF, side.length // 2) if side else 0 for side in (before, after)]
    runs_on = [side is None or side.runs_on for side in (before, after)]
    head = table.dice.randint(0, room[0]) if runs_on[1] else 0
    tail = table.dice.randint(0, room[1]) if runs_on[0] else 0
    even = min(head, tail) if table.happens(0.4) else 0
    return (even, even) if even else (head, tail)


def _note_transition(
    table: Table, sides: Sequence[Item], offsets: tuple[int, int], depth: int
) -> None:
    table.note("dissolve")
    table.note("asymmetric", when=offsets[0] != offsets[1])
    table.note("one-sided", when=len(sides) == 1)
    table.note("dissolve in a compound", when=depth > 0)
    table.note("dissolve of a compound", when=any(side.is_compound for side in sides))
