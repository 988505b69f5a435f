"""Where things stand in the record: lengths, speeds, transitions, compound clips."""

from fractions import Fraction
from pathlib import Path

import pytest
from timelines import (
    a_clip,
    a_dissolve,
    a_gap,
    a_range,
    a_reference,
    a_shot,
    a_stack,
    a_time,
    a_timeline,
    a_track,
    a_warp,
    events,
    premiere,
    read,
    resolve,
)

from otio_v2a.edit import Event, Track, Transition
from otio_v2a.model import Media, Notice, Span

FILM, PAL, NTSC = Fraction(24), Fraction(25), Fraction(24000, 1001)


def test_fractional_lengths_do_not_add_up_to_drift(tmp_path: Path) -> None:
    clip = a_clip("A", a_range(0.0, 10.0, 24.0), a_reference("/m/A.mov"))
    clips = [clip] * 2400
    found = events(tmp_path, a_timeline(a_track(*clips), start=a_time(0.0, 25.0)))
    # 10 frames at 24 are 10 5/12 at 25: the n-th clip starts at n * 125 / 12, halves up.
    assert [event.record.start for event in found] == [
        (2 * 125 * n + 12) // 24 for n in range(2400)
    ]
    assert found[-1].record.end == 25000


def test_transitions_take_no_room_and_mix_what_stands_beside_them(tmp_path: Path) -> None:
    uneven = {**a_dissolve(), "in_offset": a_time(4.0), "out_offset": a_time(12.0), "name": "X"}
    track = a_track(a_dissolve(), a_shot(), uneven, a_shot(), a_gap(10.0), a_dissolve())
    (found,) = read(tmp_path, a_timeline(track)).tracks
    assert [event.record for event in found.events] == [Span(0, 48, FILM), Span(48, 48, FILM)]
    half, sixteenth = Fraction(1, 24), Fraction(1, 16)
    one, other = found.events
    assert found.transitions == (
        # Nothing is seen of it before the first frame: there it is half done.
        Transition(
            *("video track 1, transition 'SMPTE_Dissolve'", Span(0, 6, FILM), None, one),
            *(Fraction(1, 2) + half, Fraction(1, 12)),
        ),
        Transition(
            *("video track 1, transition 'X'", Span(44, 16, FILM), one, other),
            *(sixteenth / 2, sixteenth),
        ),
    )


def test_a_transition_without_a_name_is_found_by_what_it_joins(tmp_path: Path) -> None:
    bare = {**a_dissolve(), "transition_type": None}
    unnamed = a_clip("", a_range(0.0, 48.0), a_reference(""))
    inner = a_track(a_shot(), bare, unnamed)
    compound = a_stack(inner, name="Comp")
    track = a_track(bare, a_shot(), bare, compound, a_gap(10.0), unnamed, bare)
    (found,) = read(tmp_path, a_timeline(track)).tracks
    (inside,) = found.events[1].contents
    assert [one.address for one in (*found.transitions, *inside.transitions)] == [
        "video track 1, transition to clip 'A'",
        "video track 1, transition from clip 'A' to compound 'Comp'",
        "video track 1, transition from clip 6",
        "video track 1, compound 'Comp', video track 1, transition from clip 'A' to clip 3",
    ]
    assert found.transitions[0].unsupported == "it is shown as a dissolve"


def test_a_transition_that_cannot_be_read_is_a_cut_and_said(tmp_path: Path) -> None:
    broken = {**a_dissolve(), "in_offset": {"OTIO_SCHEMA": "RationalTime.1", "rate": 24.0}}
    found = read(tmp_path, a_timeline(a_track(a_shot(), broken, a_shot())))
    assert (found.tracks[0].transitions, found.notices) == (
        (),
        (
            Notice(
                "video track 1",
                "a transition is read as a cut: video track 1: a time has no 'value'."
                " Export the timeline again.",
            ),
        ),
    )


@pytest.mark.parametrize(
    ("scalar", "length", "speed", "source_in"),
    [
        (2.0, 48, Fraction(2), Fraction(1)),
        (0.1, 48, Fraction(1, 10), Fraction(1)),
        (-1.0, 48, Fraction(-1), Fraction(71, 24)),
        (-2.5, 48, Fraction(-5, 2), Fraction(283, 48)),
        (0.0, 48, Fraction(0), Fraction(1)),
    ],
)
def test_resolve_keeps_the_record_length_of_a_retimed_clip(
    tmp_path: Path, scalar: float, length: int, speed: Fraction, source_in: Fraction
) -> None:
    (event,) = events(tmp_path, resolve(a_track(a_shot(24.0, effects=[a_warp(scalar)]))))
    assert (event.record.length, event.speed, event.source_in) == (length, speed, source_in)


@pytest.mark.parametrize(
    ("scalar", "length", "source_in"),
    [
        (2.0, 24, Fraction(1)),
        (-2.0, 24, Fraction(35, 12)),
        (0.5, 96, Fraction(1)),
        (0.0, 48, Fraction(1)),
        (1.0, 48, Fraction(1)),
    ],
)
def test_premiere_keeps_the_source_length_of_a_retimed_clip(
    tmp_path: Path, scalar: float, length: int, source_in: Fraction
) -> None:
    retimed = a_shot(24.0, effects=[a_warp(scalar)])
    first, second = events(tmp_path, premiere(a_track(retimed, a_shot())))
    assert (first.record, first.source_in) == (Span(0, length, FILM), source_in)
    assert second.record == Span(length, 48, FILM)


def test_several_speeds_multiply_and_disabled_ones_do_not_count(tmp_path: Path) -> None:
    effects = [a_warp(2.0), {**a_warp(9.0), "enabled": False}, a_warp(-0.75)]
    freeze = {"OTIO_SCHEMA": "FreezeFrame.1", "time_scalar": 0}
    track = a_track(a_shot(effects=effects), a_shot(effects=[a_warp(2.0), freeze]))
    found = events(tmp_path, resolve(track))
    assert [event.speed for event in found] == [Fraction(-3, 2), Fraction(0)]


def test_a_compound_clip_shows_its_part_in_record_frames(tmp_path: Path) -> None:
    inner = a_track(
        a_clip("one", a_range(250.0, 100.0, 25.0), a_reference("/m/1.mov")),
        a_clip("two", a_range(0.0, 100.0, 25.0), a_reference("/m/2.mov"), effects=[a_warp(-2.0)]),
        name="Inner",
    )
    compound = a_stack(inner, name="Comp", source_range=a_range(24.0, 96.0))
    (event,) = events(tmp_path, resolve(a_track(a_gap(240.0), compound, name="Outer"), start=0.0))

    where = "video track 1, compound 'Comp'"
    assert event == Event(
        name="Comp",
        address=where,
        record=Span(240, 96, FILM),
        source_in=Fraction(1),
        contents=(
            Track(
                "Inner",
                "video",
                (
                    Event(
                        name="one",
                        address=f"{where}, video track 1, clip 'one'",
                        record=Span(240, 72, FILM),
                        media=Media("1.mov", ("/m/1.mov",)),
                        source_in=Fraction(11),
                    ),
                    Event(
                        name="two",
                        address=f"{where}, video track 1, clip 'two'",
                        record=Span(312, 24, FILM),
                        media=Media("2.mov", ("/m/2.mov",)),
                        source_in=Fraction(95, 12),
                        speed=Fraction(-2),
                    ),
                ),
            ),
        ),
    )


def test_a_retimed_compound_clip_retimes_what_is_in_it(tmp_path: Path) -> None:
    inner = a_track(a_shot(0.0, 48.0, effects=[a_warp(0.5)]), a_shot(240.0, 48.0))
    compound = a_stack(inner, source_range=a_range(24.0, 30.0), effects=[a_warp(2.0)])
    (event,) = events(tmp_path, resolve(a_track(compound)))
    # 30 record frames at double speed are inner frames 24 to 84.
    assert [(one.record, one.source_in, one.speed) for one in event.contents[0].events] == [
        (Span(0, 12, FILM), Fraction(1, 2), Fraction(1)),
        (Span(12, 18, FILM), Fraction(10), Fraction(2)),
    ]


def test_compounds_hold_compounds_and_bare_clips(tmp_path: Path) -> None:
    inmost = a_stack(a_shot(96.0, 48.0), name="inmost")
    nested = a_track(a_gap(24.0), inmost, name="nested", source_range=a_range(12.0, 24.0))
    outer = a_stack(nested, name="outer")
    (event,) = events(tmp_path, resolve(a_track(a_gap(100.0), outer)))
    assert event.record == Span(100, 24, FILM)
    (deep,) = event.contents[0].events
    (clip,) = deep.contents[0].events
    where = "video track 1, compound 'outer', video track 1, compound 'inmost'"
    assert (clip.address, clip.record, clip.source_in) == (
        f"{where}, video track 1, clip 'A'",
        Span(112, 12, FILM),
        Fraction(4),
    )


SAID = "it runs at {} fps: its frames may be seen one frame early or late"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (24.0, ""),
        (24.0001, ""),
        (25, SAID.format(25)),
        (23.976, SAID.format(23.976)),
        (1000.0, SAID.format(1000)),
        *((odd, "") for odd in (float("nan"), float("inf"), float("-inf"), 1e308, 10**400)),
        *((odd, "") for odd in (1001, 0, -25.0, "25", None)),
    ],
)
def test_a_compound_clip_at_a_rate_of_its_own_is_said(
    tmp_path: Path, written: object, said: str
) -> None:
    own = {"metadata": {"Resolve_OTIO": {"Sequence Fps": written}}}
    compound = a_stack(a_track(a_shot(0.0, 48.0)), **own)
    (event,) = events(tmp_path, resolve(a_track(compound)))
    assert event.unsupported == said


def test_kdenlive_tracks_are_trimmed_by_their_own_range(tmp_path: Path) -> None:
    clips = [a_clip("", a_range(0.0, 50.0, 25.0), a_reference(f"G:/{n}.mp4")) for n in range(3)]
    track = a_track(*clips, source_range=a_range(20.0, 100.0, 25.0))
    (first, second, third) = events(tmp_path, a_timeline(track))
    assert [one.record for one in (first, second, third)] == [
        Span(0, 30, PAL),
        Span(30, 50, PAL),
        Span(80, 20, PAL),
    ]
    assert (first.name, first.source_in) == ("0.mp4", Fraction(4, 5))


@pytest.mark.parametrize(
    ("written", "source_in"),
    [
        # Frame 32 of 24 fps media from 86400: 3601 1/3 s, 90033 1/3 at 25, exported to an eighth.
        (90033.375, Fraction(10804, 3)),
        (90033.333333333, Fraction(10804, 3)),
        (90033.25, Fraction(10804, 3) - Fraction(1, 12) / 25),
        (90033.0, Fraction(90033, 25)),
    ],
)
def test_a_source_time_rounded_by_the_application_still_means_its_frame(
    tmp_path: Path, written: float, source_in: Fraction
) -> None:
    media = a_reference("/m/A.mov", a_range(86400.0, 2400.0, 24.0))
    clip = a_clip("A", a_range(written, 44.0, 25.0), media)
    (event,) = events(tmp_path, resolve(a_track(clip), start=90000.0, rate=25.0))
    assert event.source_in == source_in
