"""Every output frame is the one that a slow and obvious renderer shows, on all timelines.

The reference is checked by hand first; then random timelines and the whole matrix of cuts are
rendered, and every frame is compared with it.
"""

import json
from collections.abc import Sequence
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any

import matrix
import numpy as np
import pytest
from coded import blocks
from compared import TOLERANCE, cells_apart, differences, in_short, wrong
from conformed import conformed, frames
from dealt import deal
from dealt_table import FEATURES
from effects import opacity, scale
from reference import Json, Medium, Pixels, Shelf, Size, frame_at, length_of
from shelf import SHELF, half_covered, stock
from timelines import (
    a_clip,
    a_dissolve,
    a_gap,
    a_range,
    a_reference,
    a_stack,
    a_time,
    a_track,
    a_warp,
    premiere,
    resolve,
)

PAL, FILM, P50, NTSC_24 = Fraction(25), Fraction(24), Fraction(50), Fraction(24000, 1001)
SMALL: Size = (16, 8)

SEEDS = range(1000)
QUICK = SEEDS[:13]
CHUNK = 50
CASES = tuple(matrix.cases())
QUICK_CASES = CASES[19::149]


def level(number: int, size: Size) -> Pixels:
    """A plain picture as bright as its number."""
    return np.full((size[1], size[0]), number, np.float32)


PLAIN = partial(Medium, frames=60, size=SMALL, paint=level)
MEDIA = (
    PLAIN("low.mov", PAL),
    PLAIN("mid.mov", PAL, first=100),
    PLAIN("film.mov", FILM),
    PLAIN("fast.mov", P50),
    PLAIN("ntsc.mov", NTSC_24),
    PLAIN("tall.mov", PAL, size=(4, 8), first=100),
    PLAIN("alpha.mov", PAL, first=100, cover=half_covered),
    Medium("coded.mov", PAL, 60, 700, (320, 180)),
)
BRIGHT: Shelf = {medium.name: medium for medium in MEDIA}
"""Media as bright as their frame's number, so that a frame of them can be named by its level."""


def shot(name: str, start: float, length: float, *effects: Json, **fields: Any) -> Json:
    """A clip at 25; its medium starts at timecode 01:00:00:00, `start` counts from there."""
    rate = float(BRIGHT[name].rate)
    reference = a_reference(f"/m/{name}", a_range(3600 * rate, BRIGHT[name].frames, rate))
    span = a_range(3600 * 25 + start, length, 25.0)
    return a_clip(name, span, reference, effects=list(effects), **fields)


def held(name: str, at: float, length: float, **fields: Any) -> Json:
    """A clip that stands still."""
    return shot(name, at, length, a_warp(0.0), **fields)


def dissolve(head: float, tail: float, **fields: Any) -> Json:
    offsets = {"in_offset": a_time(head, 25.0), "out_offset": a_time(tail, 25.0)}
    return {**a_dissolve(), **offsets, **fields}


def gap(length: float) -> Json:
    return a_gap(length, 25.0)


def compound(tracks: Sequence[Json], start: float, length: float, *effects: Json) -> Json:
    return a_stack(*tracks, source_range=a_range(start, length, 25.0), effects=list(effects))


def levels(*tracks: Json, write: Any = resolve) -> list[float]:
    """How bright every frame of a timeline at 25 is in its middle."""
    timeline = write(*tracks, rate=25.0)
    pictures = [frame_at(timeline, at, SMALL, BRIGHT) for at in range(length_of(timeline))]
    return [round(float(picture[4, 8]), 2) for picture in pictures]


# --- the reference, by hand -----------------------------------------------------------------


def test_clips_stand_one_after_another_and_gaps_are_black() -> None:
    assert levels(a_track(shot("low.mov", 7, 3), gap(2), shot("mid.mov", 0, 2))) == (
        [7, 8, 9, 0, 0, 100, 101]
    )


def test_the_upper_track_covers_the_lower_unless_it_is_off() -> None:
    low, high = a_track(shot("low.mov", 10, 4)), a_track(gap(1), shot("mid.mov", 0, 2))
    off = a_track(shot("mid.mov", 0, 4), enabled=False)
    hidden = a_track(shot("mid.mov", 0, 4, enabled=False))
    sound = a_track(shot("mid.mov", 0, 6), kind="Audio")
    assert levels(low, high, off, hidden, sound) == [10, 100, 101, 13, 0, 0]


@pytest.mark.parametrize(
    ("name", "start", "expected"),
    [
        ("film.mov", 0, [0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14]),
        ("film.mov", 25, [24, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38]),
        ("film.mov", 5 * 25 / 24, [5, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19]),
        ("fast.mov", 3, [6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30, 32, 34, 36]),
    ],
)
def test_media_at_other_rates_show_the_frame_on_screen(
    name: str, start: float, expected: list[int]
) -> None:
    assert levels(a_track(shot(name, start, 16))) == expected


@pytest.mark.parametrize(
    ("speed", "expected"),
    [
        (2.0, [10, 12, 14, 16, 18, 20]),
        (0.5, [10, 10, 11, 11, 12, 12]),
        (0.0, [10, 10, 10, 10, 10, 10]),
        (-1.0, [15, 14, 13, 12, 11, 10]),
        (-2.5, [22, 20, 17, 15, 12, 10]),
        (-0.5, [12, 12, 11, 11, 10, 10]),
    ],
)
def test_resolve_counts_record_frames_at_every_speed(speed: float, expected: list[int]) -> None:
    assert levels(a_track(shot("low.mov", 10, 6, a_warp(speed)))) == expected


@pytest.mark.parametrize(
    ("speed", "expected"),
    [(2.0, [10, 12, 14]), (0.5, [10, 10, 11, 11, 12, 12, 13, 13, 14, 14, 15, 15]), (0.0, [10] * 6)],
)
def test_premiere_counts_source_frames(speed: float, expected: list[int]) -> None:
    assert levels(a_track(shot("low.mov", 10, 6, a_warp(speed))), write=premiere) == expected


def test_outside_of_its_media_a_clip_holds_the_outermost_frame() -> None:
    assert levels(a_track(shot("low.mov", -2, 4), shot("low.mov", 57, 5))) == (
        [0, 0, 0, 1, 57, 58, 59, 59, 59]
    )


def test_a_dissolve_mixes_at_the_middle_of_each_frame() -> None:
    track = a_track(held("low.mov", 40, 4), dissolve(2, 2), held("mid.mov", 20, 4))
    assert levels(track) == [40, 40, 50, 70, 90, 110, 120, 120]


def test_both_sides_of_a_dissolve_go_on_beyond_the_cut() -> None:
    track = a_track(shot("low.mov", 10, 4), dissolve(1, 2), shot("mid.mov", 5, 4))
    mixed = [13 * 5 / 6 + 104 / 6, (14 + 105) / 2, 15 / 6 + 106 * 5 / 6]
    assert levels(track) == [10, 11, 12, *(round(one, 2) for one in mixed), 107, 108]


def test_a_wipe_is_a_dissolve() -> None:
    wipe = dissolve(2, 2, transition_type="Custom_Transition")
    track = a_track(held("low.mov", 40, 4), wipe, held("mid.mov", 20, 4))
    assert levels(track) == [40, 40, 50, 70, 90, 110, 120, 120]


@pytest.mark.parametrize(
    ("children", "expected"),
    [
        ((dissolve(0, 2), held("mid.mov", 20, 4)), [50, 100, 120, 120]),
        ((held("mid.mov", 20, 4), dissolve(2, 0)), [120, 120, 100, 60 - 10]),
        ((held("mid.mov", 20, 2), dissolve(1, 1), gap(2)), [120, 100, 60 - 10, 40]),
        ((gap(0), dissolve(0, 2), held("mid.mov", 20, 4)), [50, 100, 120, 120]),
        (
            (held("low.mov", 0, 2, enabled=False), dissolve(1, 1), held("mid.mov", 20, 2)),
            [40, 50, 100, 120],
        ),
    ],
    ids=["at the head", "at the tail", "into a gap", "from a gap of no length", "from a clip off"],
)
def test_where_one_side_is_missing_the_other_fades_over_what_is_below(
    children: tuple[Json, ...], expected: list[float]
) -> None:
    below = a_track(held("low.mov", 40, 4))
    share = {50: 40 * 0.75 + 120 * 0.25, 100: 40 * 0.25 + 120 * 0.75}
    assert levels(below, a_track(*children)) == [share.get(one, one) for one in expected]


@pytest.mark.parametrize(("dialect", "write"), [("resolve", resolve), ("premiere", premiere)])
def test_opacity_mixes_with_what_is_below(dialect: str, write: Any) -> None:
    seen_through = a_track(shot("mid.mov", 20, 2, opacity(dialect, 25.0)))
    below = a_track(held("low.mov", 40, 1))
    assert levels(below, seen_through, write=write) == [0.25 * 120 + 0.75 * 40, 0.25 * 121]


def test_a_dissolve_of_half_seen_clips_keeps_what_is_below_them() -> None:
    low = a_track(held("low.mov", 40, 4))
    half = held("mid.mov", 20, 2)
    half["effects"].append(opacity("resolve", 50.0))
    track = a_track(half, dissolve(1, 1), held("mid.mov", 40, 2))
    # 3/4 of (120 half over 40) and 1/4 of 140; then 1/4 and 3/4.
    assert levels(low, track) == [80, 95, 125, 140]


def drawn(*tracks: Json, size: Size = SMALL, write: Any = resolve) -> Pixels:
    """The first frame of a timeline at 25."""
    return frame_at(write(*tracks, rate=25.0), 0, size, BRIGHT)


@pytest.mark.parametrize(("dialect", "write"), [("resolve", resolve), ("premiere", premiere)])
def test_half_as_large_is_centred_and_shows_what_is_below_around_it(
    dialect: str, write: Any
) -> None:
    small = a_track(shot("mid.mov", 20, 1, scale(dialect, 0.5)))
    expected = np.full((8, 16), 40.0)
    expected[2:6, 4:12] = 120
    assert (drawn(a_track(held("low.mov", 40, 1)), small, write=write) == expected).all()


def test_premiere_scales_by_the_pixels_of_its_sequence() -> None:
    clip = shot("tall.mov", 20, 1, scale("premiere", 2.0))
    timeline = premiere(a_track(clip), rate=25.0)
    shape = {"VideoResolution": {"width": 64, "height": 32}}
    timeline["tracks"]["metadata"] = {"PremierePro_OTIO": shape}
    expected = np.zeros((8, 16))
    # 4 x 8 pixels, twice as large, in a sequence of 64 x 32 that is seen at a quarter.
    expected[2:6, 7:9] = 120
    assert (frame_at(timeline, 0, SMALL, BRIGHT) == expected).all()


def test_twice_as_large_shows_the_middle() -> None:
    large = a_track(shot("coded.mov", 5, 1, scale("resolve", 2.0)))
    expected = blocks(705, (640, 360))[90:270, 160:480]
    assert (drawn(large, size=(320, 180)) == expected).all()


def test_a_tall_picture_stands_in_the_middle_over_what_is_below() -> None:
    expected = np.full((8, 16), 40.0)
    expected[:, 6:10] = 120
    tall = a_track(held("tall.mov", 20, 1))
    assert (drawn(a_track(held("low.mov", 40, 1)), tall) == expected).all()


def test_what_is_see_through_shows_what_is_below() -> None:
    expected = np.repeat([[120.0, 80.0, 40.0]], [8, 4, 4], axis=1)
    seen = drawn(a_track(held("low.mov", 40, 1)), a_track(held("alpha.mov", 20, 1)))
    assert (seen == expected).all()


INSIDE = (a_track(shot("low.mov", 10, 6), gap(3), shot("low.mov", 30, 9)),)


@pytest.mark.parametrize(
    ("seen", "expected"),
    [
        (compound(INSIDE, 0, 8), [10, 11, 12, 13, 14, 15, 150, 150]),
        (compound(INSIDE, 4, 6), [14, 15, 150, 150, 150, 30]),
        (compound(INSIDE, 1, 6, a_warp(2.0)), [11, 13, 15, 150, 30, 32]),
        (compound(INSIDE, 4, 6, a_warp(0.5)), [14, 14, 15, 15, 150, 150]),
        (compound(INSIDE, 3, 6, a_warp(1.5)), [13, 14, 150, 150, 30, 31]),
        (compound([a_track(compound(INSIDE, 4, 9))], 1, 3), [15, 150, 150]),
        ({**INSIDE[0], "source_range": a_range(8, 3, 25.0)}, [150, 30, 31]),
        (a_stack(*INSIDE), [10, 11, 12, 13, 14, 15, 150, 150, 150, *range(30, 39)]),
    ],
    ids=["plain", "trimmed", "fast", "slow", "uneven", "nested", "a track", "whole"],
)
def test_a_compound_shows_its_inside_and_what_is_below_its_holes(
    seen: Json, expected: list[int]
) -> None:
    below = a_track(held("mid.mov", 50, len(expected)))
    assert levels(below, a_track(seen)) == expected


def test_a_retimed_compound_of_premiere_counts_inside_frames() -> None:
    seen = compound(INSIDE, 1, 6, a_warp(2.0))
    assert levels(a_track(seen), write=premiere) == [11, 13, 15]


def test_the_opacity_of_a_compound_is_that_of_the_whole_of_it() -> None:
    both = [a_track(held("low.mov", 40, 1)), a_track(held("mid.mov", 20, 1))]
    seen = compound(both, 0, 1, opacity("resolve", 50.0))
    assert levels(a_track(held("mid.mov", 0, 1)), a_track(seen)) == [0.5 * 120 + 0.5 * 100]


def test_a_compound_dissolves_as_one_picture_and_goes_on_inside() -> None:
    track = a_track(compound(INSIDE, 2, 2), dissolve(1, 1), shot("mid.mov", 5, 2))
    assert levels(track) == [12, 13 * 0.75 + 104 * 0.25, 14 * 0.25 + 105 * 0.75, 106]


# --- the comparison -------------------------------------------------------------------------


def test_one_wrong_bit_in_a_fading_picture_is_found() -> None:
    right, other = (0.25 * blocks(number, (320, 180)) for number in (700, 701))
    assert wrong([right, right], [right, other]) == [
        "frame 1: 8 of 128 cells differ, the one in row 0, column 0 by 52 levels;"
        f" expected {in_short(right)}, found {in_short(other)}"
    ]


def test_a_plain_picture_is_named_by_its_number() -> None:
    assert in_short(blocks(0x3C75, (320, 180)).astype(np.float32)) == "number 15477"


def test_blurred_edges_are_no_difference() -> None:
    sharp = blocks(700, (320, 180)).astype(np.float32)
    blurred = (np.roll(sharp, 1, 0) + sharp + np.roll(sharp, 1, 1)) / 3
    blurred[0], blurred[:, 0] = sharp[0], sharp[:, 0]
    assert cells_apart(sharp, blurred).max() < TOLERANCE / 100


# --- the program ----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return stock(tmp_path_factory.mktemp("shelf"))


def shown(timeline: Json, folder: Path) -> list[Pixels]:
    """All frames of a timeline as the program renders it."""
    path, movie = folder / "Cut 01.otio", folder / "cut.mp4"
    path.write_text(json.dumps(timeline), encoding="utf-8")
    return frames(conformed(path, movie))


def wrong_in_seed(seed: int, shelf: Path, folder: Path) -> list[str]:
    """What is wrong with a random timeline as the program renders it."""
    timeline = deal(seed, shelf).timeline
    found = differences(timeline, shown(timeline, folder), SHELF)
    return [f"seed {seed}, {line}" for line in found]


def wrong_in_case(case: matrix.Case, shelf: Path, folder: Path) -> list[str]:
    """What is wrong with a cut of the matrix as the program renders it."""
    movie = shown(matrix.timeline(case, shelf), folder)
    size = (movie[0].shape[1], movie[0].shape[0])
    expected = [matrix.picture(mix, size) for mix in matrix.listed(case)]
    if len(movie) != len(expected):
        return [f"{case}: {len(movie)} frames, not {len(expected)}"]
    return [f"{case}, {line}" for line in wrong(expected, movie)]


def test_a_few_seeds_have_everything_a_timeline_may_have(tmp_path: Path) -> None:
    assert frozenset().union(*(deal(seed, tmp_path).features for seed in QUICK)) == FEATURES


def test_a_seed_is_always_the_same_timeline(tmp_path: Path) -> None:
    first, again = (deal(17, tmp_path) for _ in range(2))
    assert (first, first == deal(18, tmp_path)) == (again, False)


def test_a_few_cases_have_each_word_of_the_matrix() -> None:
    words = [{getattr(case, name) for case in QUICK_CASES} for name in matrix.Case.__slots__]
    every = [{getattr(case, name) for case in CASES} for name in matrix.Case.__slots__]
    assert words == every


@pytest.mark.parametrize("seed", QUICK)
def test_a_random_timeline_shows_exactly_what_the_reference_shows(
    seed: int, shelf: Path, tmp_path: Path
) -> None:
    assert wrong_in_seed(seed, shelf, tmp_path) == []


@pytest.mark.sweep
@pytest.mark.parametrize("first", SEEDS[::CHUNK])
def test_a_thousand_random_timelines_show_exactly_what_the_reference_shows(
    first: int, shelf: Path, tmp_path: Path
) -> None:
    seeds = SEEDS[first : first + CHUNK]
    assert [line for seed in seeds for line in wrong_in_seed(seed, shelf, tmp_path)] == []


@pytest.mark.parametrize("case", QUICK_CASES, ids=str)
def test_a_cut_shows_exactly_its_listed_frames(
    case: matrix.Case, shelf: Path, tmp_path: Path
) -> None:
    assert wrong_in_case(case, shelf, tmp_path) == []


@pytest.mark.sweep
@pytest.mark.parametrize("first", range(0, len(CASES), CHUNK))
def test_every_cut_of_the_matrix_shows_exactly_its_listed_frames(
    first: int, shelf: Path, tmp_path: Path
) -> None:
    chosen = CASES[first : first + CHUNK]
    assert [line for case in chosen for line in wrong_in_case(case, shelf, tmp_path)] == []


@pytest.mark.parametrize("case", QUICK_CASES, ids=str)
def test_the_reference_shows_the_listed_frames_too(case: matrix.Case, tmp_path: Path) -> None:
    assert wrong_in_reference(case, tmp_path) == []


@pytest.mark.sweep
def test_the_reference_shows_the_listed_frames_of_the_whole_matrix(tmp_path: Path) -> None:
    assert [line for case in CASES for line in wrong_in_reference(case, tmp_path)] == []


def wrong_in_reference(case: matrix.Case, folder: Path) -> list[str]:
    """What the reference shows otherwise than the list."""
    timeline, size = matrix.timeline(case, folder), (64, 36)
    listed = [matrix.picture(mix, size) for mix in matrix.listed(case)]
    drawn = [frame_at(timeline, frame, size, SHELF) for frame in range(length_of(timeline))]
    return [f"{case}, {line}" for line in wrong(listed, drawn)]
