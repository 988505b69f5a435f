"""What the numbers in markers count from: checked against real exports and by hand."""

import json
import os
from fractions import Fraction
from pathlib import Path

import pytest
from timelines import (
    Json,
)

from otio_v2a.timeline.dialects import Domain
from otio_v2a.timeline.markers import Offset, Use, offset
from otio_v2a.timeline.times import Range

SHARED = Path(os.environ.get("OTIO_V2A_SHARED", Path(__file__).parents[2] / "shared")) / "timelines"


def use_of(clip: Json) -> Use:
    """A clip's use of its media at its own rate, worked out here from its numbers alone."""
    source = clip["source_range"]
    rate = source["duration"]["rate"]
    media = clip["media_references"]["DEFAULT_MEDIA"]["available_range"]
    ratio = Fraction(rate) / Fraction(media["duration"]["rate"])
    warps = [one["time_scalar"] for one in clip["effects"] if "time_scalar" in one]
    return Use(
        start=Fraction(source["start_time"]["value"]),
        duration=Fraction(source["duration"]["value"]),
        speed=Fraction(warps[0]).limit_denominator(1000) if warps else Fraction(1),
        available=Range(
            Fraction(media["start_time"]["value"]) * ratio,
            Fraction(media["duration"]["value"]) * ratio,
        ),
    )


@pytest.mark.parametrize(
    ("name", "domain", "expected"),
    [
        ("movie_with_handles", Domain.WARPED, 85),
        ("qt_embedded_tc", Domain.WARPED, 22),
        ("qt_handle_tail_review", Domain.WARPED, 33),
        ("qt_retimed_speed", Domain.WARPED, 85),
        ("img_seq_2x_speed_resolve", Domain.WARPED, Fraction(9, 2)),
        ("img_seq_embedded_tc_review", Domain.WARPED, 50),
        ("img_seq_no_handles", Domain.WARPED, 50),
        ("img_seq_with_handles", Domain.WARPED, 19),
        ("legacy_img_sequence", Domain.SOURCE, 52),
        ("img_seq_reverse_speed_0_7", Domain.SOURCE, 22),
        ("img_seq_2x_speed", Domain.RELATIVE, 0),
        ("img_seq_freeze_frame", Domain.RELATIVE, 0),
        ("qt_reverse_speed_2x", Domain.RELATIVE, 0),
    ],
)
def test_the_markers_of_thirteen_real_clips_stand_where_their_tools_put_them(
    name: str, domain: Domain, expected: Fraction
) -> None:
    path = SHARED / "ayon" / f"{name}.json"
    if not path.exists():
        pytest.skip(f"the real export {path.name} is not here")
    clip = json.loads(path.read_text(encoding="utf-8"))
    marked = clip["markers"][0]["marked_range"]
    length = Fraction(marked["duration"]["value"])
    mark = Range(Fraction(marked["start_time"]["value"]), length)

    assert offset(use_of(clip), mark, domain) == Offset(expected, length)


@pytest.mark.parametrize(
    ("use", "mark", "expected"),
    [
        (Use(90032, 44, Fraction(1), Range(90000, Fraction(625, 6))), 90054, 22),
        (Use(39, 11, Fraction(2), Range(0, 99)), 24, Fraction(9, 2)),
        (Use(0, 171, Fraction(5, 2), Range(0, 16450)), 85, 85),
        (Use(20, 41, Fraction(-1), Range(0, 100)), 59, 20),
    ],
)
def test_resolve_counts_markers_of_retimed_clips_in_the_warped_domain(
    use: Use, mark: int, expected: Fraction
) -> None:
    assert offset(use, Range(mark, 1), Domain.WARPED) == Offset(expected, 1)


def test_a_marker_on_a_trimmed_part_is_reported_and_never_moved() -> None:
    use = Use(100, 50, Fraction(1), Range(0, 1000))
    assert offset(use, Range(20, 1), Domain.SOURCE) == (
        "the marker stands at frame 20, outside what its clip shows (frames 100 to 150)."
        " Move it onto the clip."
    )


@pytest.mark.parametrize(
    ("use", "mark", "domain", "expected"),
    [
        (Use(86424, 480, Fraction(1), Range(86400, 2400)), 48, Domain.SOURCE, 48),
        (Use(86424, 480, Fraction(1), Range(86400, 2400)), 490, Domain.SOURCE, 466),
        (Use(86424, 480, record=90240), 90250, Domain.SOURCE, 10),
        (Use(86424, 480), 86472, Domain.RELATIVE, 48),
        (Use(100, 50, Fraction(0), Range(0, 1000)), 120, Domain.WARPED, 20),
    ],
    ids=["clip-relative", "media without timecode", "record timecode", "source", "held frame"],
)
def test_a_number_that_is_no_time_of_the_media_is_tried_in_the_other_domains(
    use: Use, mark: int, domain: Domain, expected: int
) -> None:
    assert offset(use, Range(mark, 1), domain) == Offset(expected, 1)


def test_a_marker_outside_a_held_frame_means_the_whole_clip() -> None:
    use = Use(100, 50, Fraction(0), Range(0, 1000))
    assert offset(use, Range(900, 1), Domain.WARPED) == Offset(0, 0, whole=True)


def test_premiere_counts_markers_in_source_time_whatever_the_speed() -> None:
    fast = Use(100, 50, Fraction(2))
    backwards = Use(100, 50, Fraction(-2))
    assert offset(fast, Range(140, 20), Domain.SOURCE) == Offset(20, 10)
    assert offset(backwards, Range(140, 20), Domain.SOURCE) == Offset(20, 10)


def test_otio_itself_leaves_the_speed_of_a_marker_aside() -> None:
    assert offset(Use(100, 50, Fraction(2)), Range(140, 20), Domain.PLAIN) == Offset(40, 20)
