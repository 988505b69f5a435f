"""Rates are exact, labels are what a recorder would print, and no sample is ever off."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import islice, pairwise

import numpy as np
import pytest
from edits import NTSC_24, NTSC_30, NTSC_60, PAL
from hypothesis import given, settings
from hypothesis import strategies as st

from otio_v2a.timecode import (
    can_drop,
    frames_in,
    guess_drop_frame,
    is_known_rate,
    sample_at,
    snap_rate,
    timecode,
)

NTSC_48 = Fraction(48000, 1001)
NTSC_120 = Fraction(120000, 1001)
NINE = (
    NTSC_24,
    *map(Fraction, (24, 25, 30)),
    NTSC_30,
    NTSC_48,
    Fraction(50),
    NTSC_60,
    Fraction(60),
)
DAY = 24 * 3600


def clock(rate: Fraction, samples: int = 48_000) -> Iterator[int]:
    """The nearest sample of every frame, counted up by carrying the remainder."""
    whole, carry = divmod(samples * rate.denominator, rate.numerator)
    at, rest = 0, 0
    while True:
        yield at + (2 * rest >= rate.numerator)
        at, rest = at + whole, rest + carry
        if rest >= rate.numerator:
            at, rest = at + 1, rest - rate.numerator


def nearest(exact: Fraction) -> int:
    """The nearest whole number, halves up, by comparing both neighbours."""
    below = exact.numerator // exact.denominator
    return below if exact - below < below + 1 - exact else below + 1


def labels(base: int, dropped: int, minutes: range = range(DAY // 60)) -> Iterator[str]:
    """Every label a recorder prints in those minutes, one a frame; it skips `dropped` of them."""
    mark = ";" if dropped else ":"
    for minute in minutes:
        skipped = dropped if minute % 10 else 0
        hour = f"{minute // 60:02}:{minute % 60:02}"
        yield from (
            f"{hour}:{frame // base:02}{mark}{frame % base:02}"
            for frame in range(skipped, 60 * base)
        )


def wrong_labels(rate: Fraction, base: int, dropped: int, minutes: range) -> list[tuple[int, str]]:
    """The first frames from 00:00:00:00 on whose label is not the recorder's."""
    counted = enumerate(labels(base, dropped, minutes))
    wrong = (
        (frame, label) for frame, label in counted if timecode(frame, rate, drop=True) != label
    )
    return list(islice(wrong, 3))


def wrong_samples(rate: Fraction, seconds: int) -> list[tuple[int, int]]:
    """The first frames that do not start at the sample the clock counts."""
    counted = enumerate(islice(clock(rate), int(seconds * rate)))
    wrong = ((frame, sample) for frame, sample in counted if sample_at(frame, rate) != sample)
    return list(islice(wrong, 3))


@pytest.mark.parametrize(
    ("written", "exact"),
    [
        *((float(fps), Fraction(fps)) for fps in (1, 10, 12, 15, 24, 25, 30, 60, 100, 120, 240)),
        (23.976, NTSC_24),
        (23.98, NTSC_24),
        (23.976024627685547, NTSC_24),
        (23.976023976023978, NTSC_24),
        (24000 / 1001, NTSC_24),
        (29.97, NTSC_30),
        (29.97002997002997, NTSC_30),
        (47.952, NTSC_48),
        (59.94, NTSC_60),
        (59.94005994005994, NTSC_60),
        (119.88, NTSC_120),
        (119.88011988011988, NTSC_120),
        (Fraction(24000, 1001), NTSC_24),
        (25.004, PAL),
        (24.996, PAL),
        (179 / 6, Fraction(179, 6)),
        (12.5, Fraction(25, 2)),
        (14.985, Fraction(2997, 200)),
        (29.964, Fraction(29964, 1000)),
        (25.006, Fraction(25006, 1000)),
        (250.0, Fraction(250)),
        (1000.0, Fraction(1000)),
    ],
)
def test_every_spelling_of_a_rate_means_its_exact_rate(
    written: float | Fraction, exact: Fraction
) -> None:
    assert snap_rate(written) == exact


@pytest.mark.parametrize("base", [24, 30, 48, 60, 120])
@pytest.mark.parametrize("decimals", [2, 3, 4, 6, 9, 12])
def test_an_ntsc_rate_is_known_at_any_number_of_decimals(base: int, decimals: int) -> None:
    exact = Fraction(base * 1000, 1001)
    assert snap_rate(round(base * 1000 / 1001, decimals)) == exact


def test_every_known_rate_is_left_alone() -> None:
    known = [*map(Fraction, range(1, 241)), NTSC_24, NTSC_30, NTSC_48, NTSC_60, NTSC_120]
    assert [snap_rate(rate) for rate in known] == known
    assert all(is_known_rate(rate) for rate in known)


@pytest.mark.parametrize("rate", [Fraction(179, 6), Fraction(25, 2), Fraction(15000, 1001), 0, 241])
def test_an_odd_rate_is_said_to_be_unknown(rate: Fraction) -> None:
    assert not is_known_rate(Fraction(rate))


@pytest.mark.parametrize(
    ("frame", "rate", "sample"),
    [
        (0, NTSC_30, 0),
        (1, NTSC_24, 2002),
        (1, NTSC_48, 1001),
        (86_400, NTSC_24, 172_972_800),
        (3600 * 25, PAL, 172_800_000),
        (DAY * 24, NTSC_24, 4_151_347_200),
        (DAY * 30, NTSC_30, 4_151_347_200),
        (DAY * 60, NTSC_60, 4_151_347_200),
        (1, Fraction(179, 6), 1609),
        (-1, NTSC_30, -1602),
        (-5, NTSC_30, -8008),
    ],
)
def test_a_frame_starts_at_the_sample_worked_out_by_hand(
    frame: int, rate: Fraction, sample: int
) -> None:
    assert sample_at(frame, rate) == sample


def test_half_a_sample_is_rounded_up() -> None:
    # 44 100 / 8 = 5512.5
    halves = [(frame, sample_at(frame, Fraction(8), 44_100)) for frame in (1, 3, 5)]
    assert halves == [(1, 5513), (3, 16_538), (5, 27_563)]


@pytest.mark.parametrize(
    ("rate", "steps"),
    [
        (NTSC_24, [2002, 2002, 2002, 2002, 2002]),
        (Fraction(24), [2000, 2000, 2000, 2000, 2000]),
        (PAL, [1920, 1920, 1920, 1920, 1920]),
        (NTSC_30, [1602, 1601, 1602, 1601, 1602]),
        (NTSC_60, [801, 801, 800, 801, 801]),
    ],
)
def test_the_first_five_frames_last_as_long_as_the_table_says(
    rate: Fraction, steps: list[int]
) -> None:
    starts = [sample_at(frame, rate) for frame in range(6)]
    assert [after - before for before, after in pairwise(starts)] == steps


@pytest.mark.parametrize("rate", NINE)
def test_the_first_half_minute_of_every_rate_starts_on_its_samples(rate: Fraction) -> None:
    assert wrong_samples(rate, 30) == []


@pytest.mark.sweep
@pytest.mark.parametrize("rate", NINE)
def test_every_frame_of_an_hour_starts_on_its_sample(rate: Fraction) -> None:
    assert wrong_samples(rate, 3600) == []


@pytest.mark.parametrize("rate", [*NINE, NTSC_120, Fraction(179, 6)])
def test_nothing_has_drifted_after_any_hour_of_a_day(rate: Fraction) -> None:
    frames = [int(hour * 3600 * rate) + around for hour in range(25) for around in (-1, 0, 1)]
    expected = [nearest(Fraction(frame) * 48_000 / rate) for frame in frames]
    assert [sample_at(frame, rate) for frame in frames] == expected


@pytest.mark.parametrize(
    ("rate", "samples", "frames"),
    [
        (NTSC_24, 2002, 1),
        (NTSC_30, 8008, 5),
        (Fraction(48_000, 1001), 1001, 1),
        (NTSC_60, 4004, 5),
        (NTSC_120, 2002, 5),
    ],
)
def test_every_frame_of_a_day_at_ntsc_rates_starts_on_the_nearest_sample(
    rate: Fraction, samples: int, frames: int
) -> None:
    # So many samples are so many frames: a day of them, all at once, in whole numbers.
    day = np.arange(24 * 3600 * round(rate) + 1, dtype=np.int64)
    off = 2 * (frames * sample_at(day, rate) - samples * day)
    assert (off.min() > -frames, off.max() <= frames) == (True, True)


@pytest.mark.parametrize("rate", NINE)
def test_lengths_of_clips_add_up_without_drift(rate: Fraction) -> None:
    cuts = [0]
    for index in range(5000):
        cuts.append(cuts[-1] + 1 + index * 7919 % 85)
    spans = [sample_at(end, rate) - sample_at(start, rate) for start, end in pairwise(cuts)]
    shortest, longest = 48_000 // rate, -(-48_000 // rate)
    assert sum(spans) == nearest(Fraction(cuts[-1]) * 48_000 / rate)
    assert all(
        (end - start) * shortest <= span <= (end - start) * longest
        for span, (start, end) in zip(spans, pairwise(cuts), strict=True)
    )


@settings(derandomize=True, deadline=None, max_examples=300)
@given(
    frame=st.integers(-(10**9), 10**9),
    rate=st.sampled_from([*NINE, Fraction(179, 6)]),
    sample_rate=st.sampled_from([8000, 44_100, 48_000, 96_000]),
)
def test_any_frame_starts_at_the_nearest_sample_and_before_the_next(
    frame: int, rate: Fraction, sample_rate: int
) -> None:
    exact = Fraction(frame) * sample_rate / rate
    assert sample_at(frame, rate, sample_rate) == nearest(exact)
    assert sample_at(frame, rate, sample_rate) < sample_at(frame + 1, rate, sample_rate)


@pytest.mark.parametrize(
    ("seconds", "rate", "frames"),
    [
        ("1", NTSC_30, 30),
        ("2.9", PAL, 73),
        ("2.9", NTSC_24, 70),
        ("20", NTSC_30, 599),
        ("1/50", PAL, 1),
        ("1/51", PAL, 0),
        ("3600", NTSC_24, 86_314),
        ("-1/50", PAL, 0),
        ("-3", PAL, -75),
    ],
)
def test_seconds_are_the_nearest_frames_halves_up(
    seconds: str, rate: Fraction, frames: int
) -> None:
    assert frames_in(Fraction(seconds), rate) == frames


@pytest.mark.parametrize(
    ("frame", "rate", "drop", "label"),
    [
        (0, PAL, False, "00:00:00:00"),
        (90_102, PAL, False, "01:00:04:02"),
        (86_399, NTSC_24, False, "00:59:59:23"),
        (86_400, NTSC_24, False, "01:00:00:00"),
        (107_892, NTSC_30, False, "00:59:56:12"),
        (107_892, NTSC_30, True, "01:00:00;00"),
        (1799, NTSC_30, True, "00:00:59;29"),
        (1800, NTSC_30, True, "00:01:00;02"),
        (17_981, NTSC_30, True, "00:09:59;29"),
        (17_982, NTSC_30, True, "00:10:00;00"),
        (2_589_407, NTSC_30, True, "23:59:59;29"),
        (2_589_408, NTSC_30, True, "24:00:00;00"),
        (3599, NTSC_60, True, "00:00:59;59"),
        (3600, NTSC_60, True, "00:01:00;04"),
        (215_784, NTSC_60, True, "01:00:00;00"),
        (7200, NTSC_120, True, "00:01:00;08"),
        (119, NTSC_120, False, "00:00:00:119"),
        (1800, Fraction(30), True, "00:01:00:00"),
        (1500, PAL, True, "00:01:00:00"),
        (25 * DAY + 25, PAL, False, "24:00:01:00"),
        (30, Fraction(179, 6), False, "00:00:01:00"),
        (-1, PAL, False, "-00:00:00:01"),
        (-1800, NTSC_30, True, "-00:01:00;02"),
    ],
)
def test_a_frame_has_the_label_a_recorder_shows(
    frame: int, rate: Fraction, drop: bool, label: str
) -> None:
    assert timecode(frame, rate, drop=drop) == label


COUNTS = (
    *((Fraction(base), base, 0) for base in (24, 25, 30, 50, 60)),
    *((NTSC_24, 24, 0), (NTSC_48, 48, 0)),
    *((NTSC_30, 30, 2), (NTSC_60, 60, 4), (NTSC_120, 120, 8)),
)


@pytest.mark.parametrize(("rate", "base", "dropped"), COUNTS)
def test_the_first_minutes_are_labelled_as_a_recorder_does(
    rate: Fraction, base: int, dropped: int
) -> None:
    assert wrong_labels(rate, base, dropped, range(11 if base == 30 else 2)) == []


@pytest.mark.sweep
@pytest.mark.parametrize(("rate", "base", "dropped"), COUNTS)
def test_every_frame_of_two_hours_is_labelled_as_a_recorder_does(
    rate: Fraction, base: int, dropped: int
) -> None:
    assert wrong_labels(rate, base, dropped, range(121)) == []


@pytest.mark.sweep
def test_every_frame_of_a_day_is_labelled_as_a_drop_frame_recorder_does() -> None:
    assert wrong_labels(NTSC_30, 30, 2, range(DAY // 60)) == []


@pytest.mark.parametrize(
    ("rate", "base", "dropped", "day"),
    [(NTSC_30, 30, 2, 2_589_408), (NTSC_60, 60, 4, 5_178_816), (NTSC_120, 120, 8, 10_357_632)],
)
def test_both_sides_of_every_minute_of_a_day_are_labelled(
    rate: Fraction, base: int, dropped: int, day: int
) -> None:
    frame, wrong = 0, []
    for minute in range(DAY // 60):
        clock_face, first = f"{minute // 60:02}:{minute % 60:02}", dropped if minute % 10 else 0
        last = frame + 60 * base - first - 1
        if timecode(frame, rate, drop=True) != f"{clock_face}:00;{first:02}":
            wrong.append(frame)
        if timecode(last, rate, drop=True) != f"{clock_face}:59;{base - 1}":
            wrong.append(last)
        frame = last + 1
    assert (wrong, frame) == ([], day)


@pytest.mark.parametrize(
    ("rate", "answer"),
    [
        *((rate, True) for rate in (NTSC_30, NTSC_60, NTSC_120)),
        *((rate, False) for rate in (NTSC_24, NTSC_48, PAL, Fraction(30), Fraction(60))),
    ],
)
def test_only_multiples_of_29_97_can_drop(rate: Fraction, answer: bool) -> None:
    assert can_drop(rate) is answer


@pytest.mark.parametrize(
    ("start", "rate", "drop"),
    [
        (107_892, NTSC_30, True),
        (108_000, NTSC_30, False),
        (0, NTSC_30, True),
        (1798, NTSC_30, True),
        (215_784, NTSC_60, True),
        (216_000, NTSC_60, False),
        (86_400, NTSC_24, False),
        (0, PAL, False),
        (108_000, Fraction(30), False),
    ],
)
def test_a_start_on_a_whole_second_tells_how_the_timeline_counts(
    start: int, rate: Fraction, drop: bool
) -> None:
    assert guess_drop_frame(start, rate) is drop
