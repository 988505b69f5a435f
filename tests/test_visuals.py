"""Visuals cut, held, joined and looked through; handles of them; where the picture cuts."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest
from edits import HOUR, LONG, PAL, SHORT, UNKNOWN, a_clip, a_compound, a_media, an_edit, video
from hypothesis import given, settings
from hypothesis import strategies as st

from otio_v2a.conform import cuts, fills, leaves, part, program, shots, visible
from otio_v2a.conform.visuals import held, joined, layered, opaque
from otio_v2a.edit import Event, Track, Transition
from otio_v2a.model import Fit, Layers, Media, Mix, Shot, Span, Visual

HALF = Fraction(1, 2)
SMALL = Fit(HALF)


def span(start: int, length: int) -> Span:
    return Span(start, length, PAL)


def frames(count: int) -> Fraction:
    """So many frames in seconds."""
    return count / PAL


def a_shot(length: int = 10, at: int = 0, media: Media = LONG, **more: Any) -> Shot:
    """A shot that begins at a frame of its media."""
    return Shot(length, media, (media.start or 0) + frames(at), **more)


def under(length: int = 10, at: int = 0, **more: Any) -> Shot:
    return a_shot(length, at, UNKNOWN, **more)


FADE = Mix(a_shot(), under(), Fraction(1, 20), Fraction(1, 10))
FAINT = Mix(Shot(10), a_shot(), Fraction(1, 4))


# --- part, held, joined ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("visual", "start", "length", "expected"),
    [
        (a_shot(), 3, 4, a_shot(4, 3)),
        (a_shot(), -3, 4, a_shot(4, -3)),
        (a_shot(), 10, 2, a_shot(2, 10)),
        (a_shot(at=50, speed=Fraction(2)), 3, 4, a_shot(4, 56, speed=Fraction(2))),
        (a_shot(at=50, speed=Fraction(-1)), 3, 4, a_shot(4, 47, speed=Fraction(-1))),
        (a_shot(at=50, speed=Fraction(0)), 3, 4, a_shot(4, 50, speed=Fraction(0))),
        (a_shot(fit=SMALL), 3, 4, a_shot(4, 3, fit=SMALL)),
        (Shot(10), 3, 4, Shot(4)),
        (FADE, 3, 4, Mix(a_shot(4, 3), under(4, 3), Fraction(7, 20), Fraction(1, 10))),
        (FAINT, 3, 4, Mix(Shot(4), a_shot(4, 3), Fraction(1, 4))),
        (Layers((under(), FAINT)), 9, 1, Layers((under(1, 9), part(FAINT, 9, 1, PAL)))),
    ],
)
def test_a_part_shows_the_same_frames_at_the_same_shares(
    visual: Visual, start: int, length: int, expected: Visual
) -> None:
    assert part(visual, start, length, PAL) == expected


def test_the_parts_of_a_part_are_parts_of_the_whole() -> None:
    for visual in (a_shot(speed=Fraction(-3, 2)), FADE, Layers((under(), FAINT, FADE))):
        assert part(part(visual, 2, 7, PAL), 3, 2, PAL) == part(visual, 5, 2, PAL)
        assert part(visual, 0, visual.length, PAL) == visual


def test_a_held_frame_stands_still_in_all_its_layers_and_shares() -> None:
    still = {"speed": Fraction(0)}
    shown = Layers((under(speed=Fraction(3)), FADE, Shot(10)))
    assert held(shown, 4, 25, PAL) == Layers(
        (
            under(25, 12, **still),
            Mix(a_shot(25, 4, **still), under(25, 4, **still), Fraction(9, 20)),
            Shot(25),
        )
    )


def test_what_runs_on_is_joined_and_what_does_not_is_not() -> None:
    assert joined([a_shot(4), a_shot(5, 4), a_shot(1, 9)], PAL) == (a_shot(10),)
    assert joined([part(FADE, 0, 4, PAL), part(FADE, 4, 6, PAL)], PAL) == (FADE,)
    assert joined([Shot(3), Shot(4)], PAL) == (Shot(7),)
    apart: tuple[Visual, ...] = (
        a_shot(4),
        a_shot(4, 5),
        a_shot(4, 9, fit=SMALL),
        a_shot(4, 13, speed=Fraction(2), fit=SMALL),
        Shot(4),
        part(FADE, 0, 4, PAL),
        part(FADE, 5, 4, PAL),
    )
    assert joined(apart, PAL) == apart
    assert joined([], PAL) == ()


@settings(derandomize=True, deadline=None, max_examples=200)
@given(at=st.lists(st.integers(1, 9), max_size=4), which=st.integers(0, 3))
def test_a_visual_cut_anywhere_and_joined_is_whole_again(at: list[int], which: int) -> None:
    visual = (a_shot(speed=Fraction(-3, 2)), FADE, FAINT, Layers((under(), FADE)))[which]
    edges = sorted({0, *at, 10})
    pieces = [part(visual, start, end - start, PAL) for start, end in pairwise(edges)]
    assert joined(pieces, PAL) == (visual,)


# --- looking through -----------------------------------------------------------------------------


def asking(answer: Callable[[Shot], bool]) -> tuple[list[str], Callable[[Shot], bool]]:
    """The names of the media that are asked about, and who asks."""
    asked: list[str] = []

    def covers(shot: Shot) -> bool:
        assert shot.media is not None
        asked.append(shot.media.name)
        return answer(shot)

    return asked, covers


TOP, MIDDLE, BOTTOM = (a_shot(media=a_media(name)) for name in ("top", "middle", "bottom"))
STACK = Layers((BOTTOM, MIDDLE, TOP))


@pytest.mark.parametrize(
    ("covering", "expected", "asked"),
    [
        ({"top", "middle", "bottom"}, TOP, ["top"]),
        ({"middle", "bottom"}, Layers((MIDDLE, TOP)), ["top", "middle"]),
        ({"bottom"}, STACK, ["top", "middle", "bottom"]),
        (set(), STACK, ["top", "middle", "bottom"]),
    ],
)
def test_what_is_hidden_is_left_out_and_never_asked_about(
    covering: set[str], expected: Visual, asked: list[str]
) -> None:
    seen, covers = asking(lambda shot: bool(shot.media and shot.media.name in covering))
    assert (visible(STACK, covers), seen) == (expected, asked)


def test_a_mix_hides_what_is_below_where_both_its_sides_do() -> None:
    mix = Mix(MIDDLE, TOP, HALF)
    for hidden, covering in ((True, {"top", "middle"}), (False, {"top"}), (False, {"middle"})):
        _, covers = asking(lambda shot, wide=covering: bool(shot.media and shot.media.name in wide))
        expected = mix if hidden else Layers((BOTTOM, mix))
        assert visible(Layers((BOTTOM, mix)), covers) == expected
        assert opaque(mix, covers) is hidden


def test_inside_a_mix_each_side_hides_what_is_below_it_alone() -> None:
    _, covers = asking(lambda shot: shot.media is not None and shot.media.name != "bottom")
    mix = Mix(STACK, Layers((TOP, BOTTOM)), HALF)
    assert visible(mix, covers) == Mix(TOP, Layers((TOP, BOTTOM)), HALF)


@pytest.mark.parametrize(("share", "expected"), [(1, TOP), (0, MIDDLE)])
def test_a_mix_of_one_side_alone_is_that_side(share: int, expected: Shot) -> None:
    asked, covers = asking(lambda _: True)
    mix = Mix(MIDDLE, TOP, Fraction(share))
    assert visible(Layers((BOTTOM, mix)), covers) == expected
    assert asked == [expected.media.name if expected.media else ""]


def test_a_share_that_moves_is_mixed_though_it_begins_at_an_end() -> None:
    moving = Mix(MIDDLE, TOP, Fraction(0), Fraction(1, 10))
    assert visible(moving, fills) == moving


def test_layers_that_show_nothing_are_none() -> None:
    nothing = Shot(10)
    assert visible(Layers((nothing, nothing)), fills) == nothing
    assert visible(Layers((BOTTOM, nothing)), fills) == BOTTOM
    assert layered((), 7) == Shot(7)


def test_the_shots_of_a_visual_are_told_the_lowest_first() -> None:
    deep = Layers((BOTTOM, Mix(Layers((MIDDLE, TOP)), Shot(10), HALF)))
    assert list(leaves(deep)) == [BOTTOM, MIDDLE, TOP, Shot(10)]
    # The middle one is behind the top, which fills the frame in its half of the mix.
    assert list(leaves(visible(deep, fills))) == [BOTTOM, TOP, Shot(10)]


@pytest.mark.parametrize(
    ("fit", "whole"),
    [
        (Fit(), True),
        (Fit(Fraction(3)), True),
        (Fit(Fraction(99, 100)), False),
        (Fit(Fraction(3), window=Fraction(99, 100)), False),
        (Fit(window=Fraction(2)), True),
    ],
)
def test_a_shot_fills_the_frame_unless_it_or_its_window_is_smaller(fit: Fit, whole: bool) -> None:
    assert (fills(a_shot(fit=fit)), fills(Shot(10, fit=fit))) == (whole, False)


# --- handles of mixed pictures -----------------------------------------------------------------


def shown(*tracks: Track, start: int, length: int, handles: tuple[int, int]) -> tuple[Visual, ...]:
    edit = an_edit(*tracks, length=60)
    return shots(program(edit), span(start, length), *handles)


OLD = a_clip(span(0, 30), LONG, source_in=HOUR + 4)
NEW = a_clip(span(30, 30), LONG, source_in=HOUR + 1)
FADING = Transition("dissolve", span(25, 10), OLD, NEW, Fraction(1, 20), Fraction(1, 10))
ROW = Track("V", "video", (OLD, NEW), transitions=(FADING,))


def old(length: int, at: int, **more: Any) -> Shot:
    return Shot(length, LONG, HOUR + 4 + frames(at), **more)


def new(length: int, at: int, **more: Any) -> Shot:
    return Shot(length, LONG, HOUR + 1 + frames(at - 30), **more)


def mixed(length: int, at: int) -> Mix:
    share = Fraction(2 * (at - 25) + 1, 20)
    return Mix(old(length, at), new(length, at), share, Fraction(1, 10))


def test_handles_of_a_dissolve_are_the_timelines_picture() -> None:
    # However much media there is: another share belongs to every frame of a dissolve.
    assert shown(ROW, start=28, length=4, handles=(5, 6)) == (
        old(2, 23),
        mixed(10, 25),
        new(3, 35),
    )


def test_where_the_timeline_ends_within_a_dissolve_it_is_held_at_its_share() -> None:
    still = {"speed": Fraction(0)}
    shown = program(an_edit(ROW, length=34))
    assert shots(shown, span(26, 8), 27, 27) == (
        old(1, 0, **still),
        old(25, 0),
        mixed(9, 25),
        Mix(old(27, 33, **still), new(27, 33, **still), mixed(1, 33).share),
    )


def test_handles_of_layers_go_on_as_far_as_all_their_media_do() -> None:
    # One second is there before the lower shot, 4 seconds before the upper one.
    low = a_clip(span(10, 20), LONG, source_in=HOUR + 1)
    high = a_clip(span(10, 20), SHORT, source_in=frames(4), fit=SMALL)
    edit = an_edit(video(low), video(high), length=60)

    def both(length: int, at: int) -> Layers:
        lower = Shot(length, LONG, HOUR + 1 + frames(at - 10))
        return Layers((lower, Shot(length, SHORT, frames(at - 6), fit=SMALL)))

    record = span(10, 20)
    assert shots(program(edit), record, 4, 1) == (both(25, 6),)
    # The upper one begins four frames earlier at most, and ends a frame later: it has a second.
    assert shots(program(edit), record, 5, 2) == (Shot(5), both(20, 10), Shot(2))


def test_a_faint_clip_goes_on_faintly() -> None:
    faint = a_clip(span(10, 20), LONG, source_in=HOUR + 1, opacity=HALF)
    shots_of = shown(video(faint), start=10, length=20, handles=(10, 10))
    assert shots_of == (Mix(Shot(40), Shot(40, LONG, HOUR + frames(15)), HALF),)


def test_a_clip_that_is_hidden_lends_no_handles_and_lacks_none() -> None:
    # Nothing is known of the clip below, which is never seen.
    low = a_clip(span(10, 20), UNKNOWN)
    high = a_clip(span(10, 20), LONG, source_in=HOUR + 1)
    assert shown(video(low), video(high), start=10, length=20, handles=(10, 10)) == (
        Shot(40, LONG, HOUR + frames(15)),
    )


def test_handles_of_a_moment_come_from_its_own_clip() -> None:
    # The cut lies five frames into the range: the head is the first clip's, the tail the second's.
    assert shown(video(OLD, NEW), start=25, length=10, handles=(5, 5)) == (old(10, 20), new(10, 30))


# --- cuts --------------------------------------------------------------------------------------


def cuts_of(*tracks: Track, length: int = 60) -> tuple[int, ...]:
    return cuts(program(an_edit(*tracks, length=length)))


def test_a_cut_is_where_another_picture_begins_or_none() -> None:
    first, second = a_clip(span(5, 20), LONG), a_clip(span(25, 10), SHORT)
    assert cuts_of(video(first, second)) == (5, 25, 35)
    # An upper clip covers a cut and makes two.
    assert cuts_of(video(first, second), video(a_clip(span(20, 10), UNKNOWN))) == (5, 20, 30, 35)


def test_the_ends_of_the_timeline_are_no_cuts() -> None:
    assert cuts_of(video(a_clip(span(0, 60), LONG))) == ()
    assert cuts_of() == ()


def halves(**second: Any) -> tuple[Event, Event]:
    """A clip cut through in its middle; something may be different after it."""
    whole = a_clip(span(0, 60), LONG, source_in=HOUR, speed=second.pop("both", Fraction(1)))
    rest = replace(whole, record=span(30, 30), source_in=HOUR + 30 / PAL * whole.speed)
    return replace(whole, record=span(0, 30)), replace(rest, **second)


@pytest.mark.parametrize("speed", ["1", "2", "1/2", "-1", "0", "1001/1000"])
def test_a_cut_through_a_clip_that_goes_on_is_none(speed: str) -> None:
    assert cuts_of(video(*halves(both=Fraction(speed)))) == ()


@pytest.mark.parametrize(
    "changed",
    [
        {"source_in": HOUR + frames(31)},
        {"speed": Fraction(2)},
        {"fit": SMALL},
        {"media": replace(LONG, name="LONG 2.mov")},
    ],
    ids=["a frame is missing", "another speed", "another size", "another file"],
)
def test_a_cut_at_which_anything_changes_is_one(changed: dict[str, Any]) -> None:
    assert cuts_of(video(*halves(**changed))) == (30,)


def test_a_cut_at_which_a_clip_turns_faint_is_one() -> None:
    assert cuts_of(video(*halves(opacity=HALF))) == (30,)


def test_a_cut_on_which_an_upper_clip_ends_is_one_though_the_lower_goes_on() -> None:
    assert cuts_of(video(*halves()), video(a_clip(span(10, 20), SHORT))) == (10, 30)


def test_a_cut_through_a_covered_clip_is_none() -> None:
    assert cuts_of(video(*halves()), video(a_clip(span(20, 20), SHORT))) == (20, 40)


def test_a_dissolve_is_a_cut_where_its_clips_meet() -> None:
    assert cuts_of(ROW) == (30,)


def test_cuts_in_compounds_are_cuts_and_what_is_off_has_none() -> None:
    inner = video(a_clip(span(10, 10), SHORT), a_clip(span(20, 10), LONG))
    comp = a_compound(span(10, 20), inner)
    assert cuts_of(video(comp)) == (10, 20, 30)
    assert cuts_of(video(replace(comp, enabled=False))) == ()
    assert cuts_of(replace(video(comp), enabled=False)) == ()
    assert cuts_of(replace(video(comp), kind="audio")) == ()
