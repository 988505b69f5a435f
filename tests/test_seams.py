"""Seams of long cues lie on picture cuts where the limits allow it; the sound stays whole."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise, product
from pathlib import Path

import numpy as np
import pytest
from edits import NTSC_24, PAL, Seller, a_cue
from hypothesis import given, settings
from hypothesis import strategies as st
from sounds import SECOND, a_file, baked, level, noise
from timelines import a_clip, a_marker, a_range, a_reference, a_track, resolve, written

from otio_v2a.audio.bake import Finish, Piece, bake
from otio_v2a.conform import cuts, program
from otio_v2a.model import Segment, Span
from otio_v2a.planning import Frames, PlanOptions, in_frames, plan, split
from otio_v2a.providers.base import Limits
from otio_v2a.score.prepare import prepare
from otio_v2a.settings import Settings
from otio_v2a.timecode import sample_at
from otio_v2a.timeline.document import load

LIMITS = Limits(Fraction(3), Fraction(20))
BARE = PlanOptions(handles=Fraction(0))
FRAMES = in_frames(LIMITS, BARE, PAL)
"""75 to 500 frames, 499 where a cue is split; neighbours share 25."""

BEFORE, AFTER = 13, 12
"""A seam stands in the middle of what two segments share: 13 frames before it, 12 after."""


def seams(made: Sequence[Segment]) -> list[int]:
    """The record frames between segments: the middle of what each two share."""
    return [right.record.start + BEFORE for right in made[1:]]


def broken(record: Span, made: Sequence[Segment], frames: Frames) -> list[str]:
    """Which promises a split does not keep."""
    single = frames.single or 0
    shared = [left.record.end - right.record.start for left, right in pairwise(made)]
    lengths = [one.record.length for one in made]
    inner = [one.record.start for one in made]
    least = min(frames.shortest, record.length)
    kept = {
        "numbered": [one.index for one in made] == list(range(len(made))),
        "whole": (made[0].record.start, made[-1].record.end) == (record.start, record.end),
        "short enough": max(lengths) <= (single if len(made) == 1 else single - 1),
        "long enough": min(lengths) >= min(least, *_even(record, frames)),
        "in order": inner == sorted(set(inner)),
        "shared": all(one >= frames.overlap for one in shared),
        "fewest": len(made) == len(_even(record, frames)),
        "three never meet": all(
            first.record.end <= third.record.start
            for first, third in zip(made, made[2:], strict=False)
        ),
    }
    return [promise for promise, is_kept in kept.items() if not is_kept]


def _even(record: Span, frames: Frames) -> list[int]:
    """The lengths of segments where there are no cuts."""
    return [one.record.length for one in split(record, frames)]


# --- where the limits allow it -------------------------------------------------------------------

LONG = Span(1000, 900, PAL)
"""Two segments, equal without cuts: 463 and 463 frames, the seam at 1450."""


@pytest.mark.parametrize(
    ("found", "seam"),
    [
        ((), None),
        ((1450,), 1450),
        ((1449,), 1449),
        # A segment may have 499 frames: the first ends 12 frames behind the seam.
        ((1487,), 1487),
        ((1488,), None),
        ((1413,), None),
        ((1414,), 1414),
        # The nearest one; of two as near, the earlier.
        ((1420, 1445, 1470), 1445),
        ((1440, 1460), 1440),
        ((1000, 1900), None),
        ((3, 999, 1901, 9000), None),
    ],
)
def test_the_seam_of_two_segments_lies_on_the_nearest_cut_within_reach(
    found: tuple[int, ...], seam: int | None
) -> None:
    made = split(LONG, FRAMES, found)
    if seam is None:
        assert made == (Segment(0, Span(1000, 463, PAL)), Segment(1, Span(1437, 463, PAL)))
    else:
        assert made == (
            Segment(0, Span(1000, seam + AFTER - 1000, PAL)),
            Segment(1, Span(seam - BEFORE, 1900 - seam + BEFORE, PAL)),
        )


THREE = Span(0, 1200, PAL)
"""Three segments of 417 frames without cuts, the seams at 405 and 796."""


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ((), [404, 796]),
        ((400, 800), [400, 800]),
        # One of the two: the other stays where it was, if the limits let it.
        ((410,), [410, 796]),
        ((790,), [404, 790]),
        # Rather both on cuts and moved far than one on a cut.
        ((340, 780), [340, 780]),
        # 300 and 900 are each within reach, but not both: 600 frames lie between.
        ((300, 900), None),
        # One cut cannot be two seams.
        ((600,), None),
    ],
)
def test_as_many_seams_as_can_be_lie_on_cuts(
    found: tuple[int, ...], expected: list[int] | None
) -> None:
    made = split(THREE, FRAMES, found)
    assert broken(THREE, made, FRAMES) == []
    if expected:
        assert seams(made) == expected
    else:
        on_cuts = [one for one in seams(made) if one in found]
        assert on_cuts == on_cuts_by_trying(THREE, found)


def on_cuts_by_trying(record: Span, found: Sequence[int]) -> list[int]:
    """The seams on cuts of the best of all pairs there are, tried one after the other."""
    first, second = seams(split(record, FRAMES))
    ways = [
        (sum(one not in found for one in (a, b)), abs(a - first) + abs(b - second), a, b)
        for a, b in product({first, *found}, {second, *found})
        if all(75 <= length <= 499 for length in lengths_of(record, a, b))
    ]
    _, _, a, b = min(ways)
    return [one for one in (a, b) if one in found]


def lengths_of(record: Span, a: int, b: int) -> list[int]:
    return [a + AFTER - record.start, b - a + 25, record.end - b + BEFORE]


@settings(derandomize=True, deadline=None, max_examples=100)
@given(
    length=st.integers(975, 1440),
    found=st.lists(st.integers(0, 1440), max_size=6, unique=True).map(sorted),
)
def test_three_segments_have_the_best_seams_there_are(length: int, found: list[int]) -> None:
    record = Span(0, length, PAL)
    made = split(record, FRAMES, found)
    best = on_cuts_by_trying(record, found)
    assert [one for one in seams(made) if one in found] == best
    if not best:
        assert made == split(record, FRAMES)


RATES = (NTSC_24, PAL, Fraction(60))
FADES = ("0", "1/2", "1", "4")


@st.composite
def cases(draw: st.DrawFn) -> tuple[Span, Frames, list[int]]:
    """A span of up to five minutes somewhere, limits in frames, and cuts in and around it."""
    rate = draw(st.sampled_from(RATES))
    shortest, longest = draw(st.sampled_from(((3, 20), (1, 30), (8, 10), (9, 10))))
    options = PlanOptions(crossfade=Fraction(draw(st.sampled_from(FADES))))
    margin = draw(st.integers(0, 1))
    limits = Limits(Fraction(shortest), Fraction(longest), margin=margin)
    start, length = draw(st.integers(-50, 90_000)), draw(st.integers(1, int(300 * rate)))
    found = draw(st.lists(st.integers(start - 99, start + length + 99), max_size=60))
    return Span(start, length, rate), in_frames(limits, options, rate), sorted(set(found))


@settings(derandomize=True, deadline=None, max_examples=120)
@given(case=cases())
def test_wherever_the_cuts_are_a_split_keeps_its_promises(
    case: tuple[Span, Frames, list[int]],
) -> None:
    record, frames, found = case
    made = split(record, frames, found)
    assert broken(record, made, frames) == []
    assert split(record, frames, tuple(found)) == made


def test_a_cut_on_every_frame_leaves_the_segments_as_they_are() -> None:
    for length in (501, 900, 1200, 2500):
        record = Span(0, length, PAL)
        every = range(length + 1)
        assert seams(split(record, FRAMES, every)) == seams(split(record, FRAMES))


def test_a_cue_in_one_segment_does_not_mind_its_cuts() -> None:
    record = Span(7, 500, PAL)
    assert split(record, FRAMES, (100, 250, 400)) == (Segment(0, record),)


def test_without_a_limit_there_are_no_seams() -> None:
    record = Span(0, 90_000, PAL)
    assert split(record, in_frames(Limits(), BARE, PAL), range(0, 90_000, 50)) == (
        Segment(0, record),
    )


# --- of a timeline ---------------------------------------------------------------------------


def a_timeline(folder: Path, lengths: Sequence[int], cue: tuple[int, int]) -> Path:
    """Clips of these lengths end to end at 25 fps, one movie each, and a marked range."""
    clips = [
        a_clip(
            f"c{number}",
            a_range(0.0, length, 25.0),
            a_reference(f"/m/{number}.mov", a_range(0.0, length, 25.0)),
        )
        for number, length in enumerate(lengths)
    ]
    marker = a_marker(90_000.0 + cue[0], cue[1], rate=25.0)
    return written(folder, resolve(a_track(*clips), start=90_000.0, rate=25.0, markers=[marker]))


@pytest.mark.parametrize("seconds", [21, 30, 39, 41, 50, 60])
def test_the_seams_of_a_marked_range_lie_on_the_cuts_of_the_timeline(
    tmp_path: Path, seconds: int
) -> None:
    # A cut every 4.2 seconds: there is always one within reach of each seam.
    length = 25 * seconds
    path = a_timeline(tmp_path, [105] * 16, (40, length))
    seen = program(load(path).edit)
    (part,) = plan(
        [a_cue(40, length)], Seller(limits=LIMITS), PlanOptions(), found := cuts(seen)
    ).parts
    picture = part.cue.record.widened(part.head, part.tail)
    assert found == tuple(range(105, 16 * 105, 105))
    assert broken(picture, part.segments, in_frames(LIMITS, PlanOptions(), PAL)) == []
    assert len(part.segments) > 1
    assert [one for one in seams(part.segments) if one not in found] == []


def test_a_run_plans_with_the_cuts_of_its_own_timeline(tmp_path: Path) -> None:
    # 30 s from frame 0; the only cut, at 400, is 13 frames off the middle of 775 with its tail.
    path = a_timeline(tmp_path, [400, 500], (0, 750))
    limited = Settings(provider="sketch", handles=Fraction(0))
    prepared = prepare(path, limited, {})
    assert prepared.provider.limits.max_seconds is None
    (whole,) = prepared.plan.parts
    assert [one.record for one in whole.segments] == [Span(0, 750, PAL)]
    sold = prepare(path, limited.model_copy(update={"provider": "wavespeed"}), {})
    (split_up,) = sold.plan.parts
    assert [one.record for one in split_up.segments] == [
        Span(0, 400 + AFTER, PAL),
        Span(400 - BEFORE, 750 - 400 + BEFORE, PAL),
    ]


# --- of the sound ----------------------------------------------------------------------------


def test_the_sound_of_uneven_segments_is_as_long_as_its_cue_and_seamless(tmp_path: Path) -> None:
    rate = NTSC_24
    frames = in_frames(LIMITS, BARE, rate)
    record = Span(100, int(41 * rate), rate)
    even = split(record, frames)
    found = [even[1].record.start - 60, even[2].record.start + 70]
    made = split(record, frames, found)
    assert made != even
    assert len({one.record.length for one in made}) == 3
    # One long noise, each segment's reply cut out of it: joined, it is itself again.
    first, last = (sample_at(frame, rate) for frame in (record.start, record.end))
    whole = noise(5, last - first)
    pieces = []
    for one in made:
        start, end = (sample_at(frame, rate) for frame in (one.record.start, one.record.end))
        reply = a_file(tmp_path / f"{one.index}.wav", whole[start - first : end - first])
        pieces.append(Piece(reply, start, end))
    done = bake(pieces, Finish(first, last), tmp_path / "out.wav")
    assert (done.samples, done.remarks) == (last - first, ())
    np.testing.assert_allclose(baked(tmp_path / "out.wav"), whole, atol=3e-7)


def test_strangers_joined_at_uneven_seams_have_no_dip(tmp_path: Path) -> None:
    made = split(Span(0, 900, PAL), FRAMES, (1487 - 1000,))
    pieces = [
        Piece(
            a_file(tmp_path / f"{one.index}.wav", noise(one.index, one.record.length * 1920)),
            one.record.start * 1920,
            one.record.end * 1920,
        )
        for one in made
    ]
    done = bake(pieces, Finish(0, 36 * SECOND), tmp_path / "out.wav")
    quarters = np.split(baked(tmp_path / "out.wav"), 36 * 4)
    assert (done.samples, done.remarks) == (36 * SECOND, ())
    assert max(abs(level(quarter) + 20) for quarter in quarters) <= 0.5
