"""What is mixed and what is resized: dissolves, opacities and sizes, conformed exactly."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from functools import partial
from pathlib import Path

import pytest
from edits import HOUR, LONG, PAL, SHORT, UNKNOWN, a_clip, a_compound, an_edit, video
from effort import lines_run
from timelines import (
    Json,
    a_dissolve,
    a_gap,
    a_range,
    a_reference,
    a_stack,
    a_time,
    a_track,
    read,
    resolve,
)
from timelines import a_clip as a_written

from otio_v2a.conform import program, shots, unconformed
from otio_v2a.edit import Event, Track, Transition
from otio_v2a.model import WHOLE, Fit, Layers, Mix, Shot, Span, Visual

FILM = Fraction(24)
HALF = Fraction(1, 2)


def span(start: int, length: int) -> Span:
    return Span(start, length, PAL)


def frames(count: int) -> Fraction:
    """So many frames in seconds."""
    return count / PAL


def dissolving(
    outgoing: Event | None, incoming: Event | None, start: int, length: int
) -> Transition:
    """A whole dissolve: at frame k of it, k + 1/2 of `length` parts are the incoming one's."""
    record, step = span(start, length), Fraction(1, length)
    return Transition("dissolve", record, outgoing, incoming, step / 2, step)


def a_row(*events: Event, transitions: tuple[Transition, ...] = (), enabled: bool = True) -> Track:
    return Track("V", "video", events, enabled, transitions)


def shown(*tracks: Track, start: int = 0, length: int = 40) -> tuple[Visual, ...]:
    """What is seen from a record frame on, in an edit of 40 frames."""
    return shots(program(an_edit(*tracks, length=40)), span(start, length))


OLD = a_clip(span(0, 20), LONG, source_in=HOUR)
NEW = a_clip(span(20, 20), UNKNOWN, source_in=Fraction(50))
CUT = dissolving(OLD, NEW, 16, 10)


def old(length: int, at: int = 0) -> Shot:
    """The outgoing clip from a record frame on, which may lie beyond its own end."""
    return Shot(length, LONG, HOUR + frames(at))


def new(length: int, at: int = 20) -> Shot:
    """The incoming clip from a record frame on, which may lie before its own start."""
    return Shot(length, UNKNOWN, 50 + frames(at - 20))


def test_both_sides_of_a_dissolve_go_on_beyond_their_ends() -> None:
    assert shown(a_row(OLD, NEW, transitions=(CUT,))) == (
        old(16),
        Mix(old(10, 16), new(10, 16), Fraction(1, 20), Fraction(1, 10)),
        new(14, 26),
    )


@pytest.mark.parametrize(
    ("start", "length", "share"),
    [(16, 1, "1/20"), (16, 10, "1/20"), (19, 3, "7/20"), (25, 1, "19/20")],
)
def test_a_range_inside_a_dissolve_has_the_shares_of_its_own_frames(
    start: int, length: int, share: str
) -> None:
    mixed = Mix(old(length, start), new(length, start), Fraction(share), Fraction(1, 10))
    row = a_row(OLD, NEW, transitions=(CUT,))
    assert shown(row, start=start, length=length) == (mixed,)


LOW = a_clip(span(0, 40), SHORT, source_in=Fraction(3))


def low(length: int, at: int = 0) -> Shot:
    return Shot(length, SHORT, 3 + frames(at))


GONE: dict[str, tuple[Track, Callable[[int, int], Mix]]] = {
    "into a gap": (
        a_row(OLD, transitions=(dissolving(OLD, None, 16, 4),)),
        lambda at, length: Mix(old(length, at), Shot(length), Fraction(1, 8), Fraction(1, 4)),
    ),
    "into a clip that is off": (
        a_row(OLD, transitions=(dissolving(OLD, replace(NEW, enabled=False), 16, 4),)),
        lambda at, length: Mix(old(length, at), Shot(length), Fraction(1, 8), Fraction(1, 4)),
    ),
    "into a title": (
        a_row(OLD, transitions=(dissolving(OLD, replace(NEW, media=None), 16, 4),)),
        lambda at, length: Mix(old(length, at), Shot(length), Fraction(1, 8), Fraction(1, 4)),
    ),
}


@pytest.mark.parametrize("case", GONE)
def test_a_side_that_is_not_there_lets_the_tracks_below_be_seen(case: str) -> None:
    row, mixed = GONE[case]
    assert shown(a_row(LOW), row) == (
        old(16),
        Layers((low(4, 16), mixed(16, 4))),
        low(20, 20),
    )


def test_a_fade_from_nothing_is_the_mirror_of_one_to_nothing() -> None:
    row = a_row(NEW, transitions=(dissolving(None, NEW, 20, 5),))
    assert shown(row) == (
        Shot(20),
        Mix(Shot(5), new(5), Fraction(1, 10), Fraction(1, 5)),
        new(15, 25),
    )


@pytest.mark.parametrize(
    "row",
    [
        a_row(OLD, NEW, transitions=(CUT,), enabled=False),
        Track("A", "audio", (OLD, NEW), transitions=(CUT,)),
    ],
    ids=["off", "sound"],
)
def test_dissolves_on_tracks_that_are_not_seen_are_not_seen(row: Track) -> None:
    wiped = replace(row, transitions=(replace(CUT, unsupported="a wipe"),))
    assert shown(a_row(LOW), wiped) == (low(40),)
    assert unconformed(an_edit(wiped, length=40)) == ()


def test_where_both_sides_are_off_a_dissolve_is_nothing() -> None:
    off = [replace(one, enabled=False) for one in (OLD, NEW)]
    row = a_row(*off, transitions=(dissolving(*off, 16, 10),))
    assert shown(a_row(LOW), row) == (low(40),)


def test_a_dissolve_under_a_picture_is_not_seen_and_over_it_is() -> None:
    row = a_row(OLD, NEW, transitions=(CUT,))
    mixed = Mix(old(10, 16), new(10, 16), Fraction(1, 20), Fraction(1, 10))
    assert shown(row, a_row(LOW)) == (low(40),)
    # Both sides fill the frame, so nothing is seen through them.
    assert shown(a_row(LOW), row) == (old(16), mixed, new(14, 26))


def test_dissolves_that_meet_follow_one_another_and_keep_their_shares() -> None:
    middle = a_clip(span(20, 8), SHORT)
    last = a_clip(span(28, 12), UNKNOWN, source_in=Fraction(50))
    # 14 to 26 and 22 to 34: what the first still covers is taken off the second.
    pair = (dissolving(OLD, middle, 14, 12), dissolving(middle, last, 22, 12))
    assert shown(a_row(OLD, middle, last, transitions=pair)) == (
        old(14),
        Mix(old(12, 14), Shot(12, SHORT, -frames(6)), Fraction(1, 24), Fraction(1, 12)),
        Mix(
            Shot(8, SHORT, frames(6)),
            Shot(8, UNKNOWN, 50 - frames(2)),
            Fraction(9, 24),
            Fraction(1, 12),
        ),
        Shot(6, UNKNOWN, 50 + frames(6)),
    )


def test_a_dissolve_longer_than_the_clip_it_leads_to_does_not_swallow_the_next_clip() -> None:
    short = a_clip(span(20, 4), SHORT)
    last = a_clip(span(24, 16), UNKNOWN, source_in=Fraction(50))
    row = a_row(OLD, short, last, transitions=(dissolving(OLD, short, 16, 12),))
    under = a_row(LOW)
    found = {shots(program(an_edit(under, row, length=40)), span(at, 1)) for at in range(28, 40)}
    # Past the dissolve, which may end at 24 or at 28, the last clip is seen to its end.
    assert found == {(Shot(1, UNKNOWN, 50 + frames(at - 24)),) for at in range(28, 40)}


def nested(depth: int) -> Track:
    """Compounds in one another, each with a dissolve beside it."""
    row = a_row(OLD, NEW, transitions=(CUT,))
    for _ in range(depth):
        comp = a_compound(span(0, 20), row)
        row = a_row(comp, NEW, transitions=(dissolving(comp, NEW, 16, 10),))
    return row


def test_twice_the_depth_of_compounds_that_dissolve_takes_little_more_than_twice_the_work() -> None:
    small, large = (
        lines_run(partial(program, an_edit(nested(depth), length=40))) for depth in (5, 10)
    )
    assert large <= 4 * small


def test_dissolves_that_touch_leave_nothing_of_the_clip_between_alone() -> None:
    middle = a_clip(span(20, 8), SHORT)
    last = a_clip(span(28, 12), UNKNOWN)
    pair = (dissolving(OLD, middle, 16, 8), dissolving(middle, last, 24, 8))
    lengths = [one.length for one in shown(a_row(OLD, middle, last, transitions=pair))]
    assert lengths == [16, 8, 8, 8]


def test_a_compound_dissolves_as_one_picture_and_goes_on_inside() -> None:
    # Inside it a cut at 18, in the midst of the dissolve; both inner clips go on beyond 20.
    inner = video(
        a_clip(span(0, 18), LONG, source_in=HOUR), a_clip(span(18, 8), SHORT, source_in=Fraction(9))
    )
    comp = a_compound(span(0, 20), inner)
    row = a_row(comp, NEW, transitions=(dissolving(comp, NEW, 16, 10),))
    assert shown(row) == (
        old(16),
        Mix(old(2, 16), new(2, 16), Fraction(1, 20), Fraction(1, 10)),
        Mix(Shot(8, SHORT, Fraction(9)), new(8, 18), Fraction(5, 20), Fraction(1, 10)),
        new(14, 26),
    )


def test_a_hole_in_a_dissolving_compound_shows_what_is_below() -> None:
    comp = a_compound(span(0, 20), video(a_clip(span(0, 20), LONG, source_in=HOUR)))
    row = a_row(comp, NEW, transitions=(dissolving(comp, NEW, 16, 10),))
    # Its contents end at 20: from there on, the dissolve is one from nothing.
    assert shown(a_row(LOW), row) == (
        old(16),
        Mix(old(4, 16), new(4, 16), Fraction(1, 20), Fraction(1, 10)),
        Layers((low(6, 20), Mix(Shot(6), new(6, 20), Fraction(9, 20), Fraction(1, 10)))),
        new(14, 26),
    )


# --- opacity ---------------------------------------------------------------------------------


def test_an_opacity_is_a_mix_over_what_is_below() -> None:
    half = replace(OLD, opacity=Fraction(1, 4))
    mixed = Mix(Shot(20), old(20), Fraction(1, 4))
    assert shown(a_row(half)) == (mixed, Shot(20))
    assert shown(a_row(LOW), a_row(half)) == (Layers((low(20), mixed)), low(20, 20))


def test_what_is_not_seen_at_all_is_as_good_as_off() -> None:
    gone = replace(OLD, opacity=Fraction(0))
    edit = an_edit(a_row(LOW), a_row(gone), length=40)
    assert shots(program(edit), span(0, 40)) == (low(40),)
    assert {program(edit).on_top(frame) for frame in (0, 19)} == {LOW}


def test_the_opacity_of_a_compound_is_that_of_all_its_layers_together() -> None:
    under = a_clip(span(0, 20), SHORT, source_in=Fraction(3))
    over = replace(OLD, fit=Fit(HALF))
    comp = a_compound(span(0, 20), video(under), video(over), opacity=Fraction(1, 5))
    inside = Layers((low(20), Shot(20, LONG, HOUR, fit=Fit(HALF))))
    assert shown(a_row(comp), length=20) == (Mix(Shot(20), inside, Fraction(1, 5)),)


def test_opacities_stand_within_one_another_and_within_dissolves() -> None:
    half = replace(OLD, opacity=HALF)
    comp = a_compound(span(0, 20), video(half), opacity=Fraction(1, 3))
    deep = Mix(Shot(16), Mix(Shot(16), old(16), HALF), Fraction(1, 3))
    fading = replace(deep, outgoing=Shot(4), incoming=Mix(Shot(4), old(4, 16), HALF))
    row = a_row(comp, transitions=(dissolving(comp, None, 16, 4),))
    assert shown(row, length=20) == (deep, Mix(fading, Shot(4), Fraction(1, 8), Fraction(1, 4)))


# --- size ------------------------------------------------------------------------------------


def sized(*fits: Fit) -> Fit:
    """The fit of a clip of the first fit, in compound clips of the others, the innermost first."""
    event = replace(OLD, fit=fits[0])
    for fit in fits[1:]:
        event = a_compound(span(0, 20), video(event), fit=fit)
    (shot,) = shown(a_row(event), length=20)
    assert isinstance(shot, Shot)
    return shot.fit


HUGE = Fit(Fraction(2))
SMALL = Fit(HALF)
PIXELS = Fit(Fraction(3, 4), pixels=True)


@pytest.mark.parametrize(
    ("fits", "expected"),
    [
        ((SMALL,), SMALL),
        ((SMALL, WHOLE), SMALL),
        # A clip as large as the frame of a compound at half its size: half, in half of the frame.
        ((WHOLE, SMALL), Fit(HALF, window=HALF)),
        ((SMALL, SMALL), Fit(Fraction(1, 4), window=HALF)),
        # Four times the frame of the compound, of which half the outer frame is left.
        ((HUGE, HUGE, SMALL), Fit(Fraction(2), window=HALF)),
        ((HUGE, SMALL), Fit(Fraction(1), window=HALF)),
        ((SMALL, HUGE), Fit(Fraction(1), window=Fraction(2))),
        # What the inner frame cut off stays cut off, however large it is made.
        ((HUGE, SMALL, HUGE), Fit(Fraction(2), window=Fraction(1))),
        ((WHOLE, SMALL, SMALL), Fit(Fraction(1, 4), window=Fraction(1, 4))),
        ((PIXELS, SMALL), Fit(Fraction(3, 8), pixels=True, window=HALF)),
        ((WHOLE, PIXELS), Fit(Fraction(3, 4), window=Fraction(3, 4))),
    ],
)
def test_sizes_multiply_through_compounds_each_of_which_cuts_at_its_frame(
    fits: tuple[Fit, ...], expected: Fit
) -> None:
    assert sized(*fits) == expected


def test_everything_in_a_compound_is_resized_dissolves_and_opacities_too() -> None:
    faint = replace(OLD, opacity=HALF)
    inner = a_row(faint, NEW, transitions=(dissolving(faint, NEW, 16, 10),))
    small = Fit(HALF, window=HALF)

    def resized(shot: Shot) -> Shot:
        return replace(shot, fit=small)

    assert shown(a_row(a_compound(span(0, 40), inner, fit=SMALL))) == (
        Mix(Shot(16), resized(old(16)), HALF),
        Mix(
            Mix(Shot(10), resized(old(10, 16)), HALF),
            resized(new(10, 16)),
            Fraction(1, 20),
            Fraction(1, 10),
        ),
        resized(new(14, 26)),
    )


@pytest.mark.parametrize(
    ("fit", "hidden"),
    [(WHOLE, True), (HUGE, True), (SMALL, False), (Fit(HUGE.scale, window=HALF), False)],
)
def test_what_is_smaller_than_the_frame_shows_what_is_below(fit: Fit, hidden: bool) -> None:
    over = Shot(20, LONG, HOUR, fit=fit)
    expected = over if hidden else Layers((low(20), over))
    assert shown(a_row(LOW), a_row(replace(OLD, fit=fit)), length=20) == (expected,)


# --- as timelines write them -------------------------------------------------------------------


def written(name: str, start: float, length: float, **fields: object) -> Json:
    media = a_reference(f"/m/{name}.mov", a_range(0.0, 500.0))
    return a_written(name, a_range(start, length), media, **fields)


def a_transition(before: float, after: float, kind: str = "SMPTE_Dissolve") -> Json:
    offsets = {"in_offset": a_time(before), "out_offset": a_time(after)}
    return {**a_dissolve(), **offsets, "transition_type": kind}


Told = tuple[tuple[int, int], str, str, str, str]


def told(tmp_path: Path, *children: Json) -> list[Told]:
    """Each transition of a track: its record span, its sides, its share and what is said of it."""
    (track,) = read(tmp_path, resolve(a_track(*children), start=0.0)).tracks
    return [
        (
            (one.record.start, one.record.length),
            one.outgoing.name if one.outgoing else "",
            one.incoming.name if one.incoming else "",
            f"{one.share} + k * {one.step}",
            one.unsupported,
        )
        for one in track.transitions
    ]


A, B = written("A", 100.0, 50.0), written("B", 200.0, 50.0)
WRITTEN: dict[str, tuple[tuple[Json, ...], list[Told]]] = {
    "in the middle": ((A, a_transition(6, 6), B), [((44, 12), "A", "B", "1/24 + k * 1/12", "")]),
    "uneven": ((A, a_transition(2, 8), B), [((48, 10), "A", "B", "1/20 + k * 1/10", "")]),
    "before the cut": ((A, a_transition(8, 0), B), [((42, 8), "A", "B", "1/16 + k * 1/8", "")]),
    "after the cut": ((A, a_transition(0, 8), B), [((50, 8), "A", "B", "1/16 + k * 1/8", "")]),
    "at the end": ((A, a_transition(4, 0)), [((46, 4), "A", "", "1/8 + k * 1/4", "")]),
    "at the head": ((a_transition(0, 4), A), [((0, 4), "", "A", "1/8 + k * 1/4", "")]),
    "into a gap": (
        (A, a_transition(4, 4), a_gap(20.0)),
        [((46, 8), "A", "", "1/16 + k * 1/8", "")],
    ),
    "out of a gap without length": (
        (a_gap(0.0), a_transition(0, 4), A),
        [((0, 4), "", "A", "1/8 + k * 1/4", "")],
    ),
    "beyond the timeline's head": (
        (a_transition(4, 4), A),
        # Its first four frames are none of the timeline's.
        [((0, 4), "", "A", "9/16 + k * 1/8", "")],
    ),
    "a wipe": (
        (A, a_transition(6, 6, "Custom_Transition"), B),
        [((44, 12), "A", "B", "1/24 + k * 1/12", "it is shown as a dissolve")],
    ),
    "of no length": ((A, a_transition(0, 0), B), []),
    "between gaps": ((a_gap(20.0), a_transition(4, 4), a_gap(20.0)), []),
    "one frame": ((A, a_transition(0, 1), B), [((50, 1), "A", "B", "1/2 + k * 1", "")]),
}


@pytest.mark.parametrize("case", WRITTEN)
def test_a_written_transition_is_read_exactly(case: str, tmp_path: Path) -> None:
    children, expected = WRITTEN[case]
    assert told(tmp_path, *children) == expected


@pytest.mark.parametrize("half", [1.0, 5.0, 12.0])
def test_a_transition_takes_no_room(half: float, tmp_path: Path) -> None:
    dissolved = resolve(a_track(A, a_transition(half, half), B), start=0.0)
    edit = read(tmp_path, dissolved)
    places = [(event.record.start, event.record.length) for event in edit.tracks[0].events]
    assert (edit.length, places) == (100, [(0, 50), (50, 50)])


def test_a_transition_that_cannot_be_read_is_a_cut_and_said(tmp_path: Path) -> None:
    broken = {**a_transition(6, 6), "in_offset": {"OTIO_SCHEMA": "RationalTime.1", "rate": 24.0}}
    edit = read(tmp_path, resolve(a_track(A, broken, B), start=0.0))
    assert edit.tracks[0].transitions == ()
    assert [(one.address, one.message) for one in edit.notices] == [
        (
            "video track 1",
            "a transition is read as a cut: video track 1: a time has no 'value'."
            " Export the timeline again.",
        )
    ]


def test_a_dissolve_in_a_trimmed_compound_shows_only_what_is_seen_of_it(tmp_path: Path) -> None:
    # Of the compound's 100 frames 46 to 66 are seen: of the dissolve at 44 to 56 its last ten.
    inner = a_stack(
        a_track(A, a_transition(6, 6), B), name="Comp", source_range=a_range(46.0, 20.0)
    )
    edit = read(tmp_path, resolve(a_track(inner), start=0.0))
    (first, second) = shots(program(edit), Span(0, 20, FILM))
    a, b = (one.media for one in edit.tracks[0].events[0].contents[0].events)
    assert (first, second) == (
        Mix(
            Shot(10, a, Fraction(146, 24)),
            Shot(10, b, Fraction(196, 24)),
            Fraction(5, 24),
            Fraction(1, 12),
        ),
        Shot(10, b, Fraction(206, 24)),
    )
