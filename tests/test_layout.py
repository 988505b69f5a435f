"""Takes stand on as few lanes as hold them, none over another, crossfaded where they abut."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest
from edits import PAL, a_cue, a_part
from hypothesis import given, settings
from hypothesis import strategies as st

from otio_v2a.layout import Finished, Laid, LaidLane, lay_out, placed
from otio_v2a.model import CueOptions, Fade, Lane, Part, Placement, Role, Span

WHOLE = {"head": 25, "tail": 25}
"""The handles of a take that crossfades with nothing."""


def span(start: int, length: int) -> Span:
    """A record span at 25 fps."""
    return Span(start, length, PAL)


def a_take(start: int, length: int = 100, take: int = 1, **part: Any) -> Finished:
    """A chosen effects take at a record position, with handles of 25 frames unless given."""
    return Finished(a_part(a_cue(start, length), **part), take, "sketch")


def of_role(finished: Finished, role: Role) -> Finished:
    """The same take in another role."""
    return replace(finished, part=replace(finished.part, role=role))


def faded(finished: Finished, fade: Fade) -> Finished:
    """The same take with a fade its editor asked for."""
    cue = replace(finished.part.cue, options=CueOptions(fade=fade))
    return replace(finished, part=replace(finished.part, cue=cue))


def stands(lanes: Sequence[LaidLane]) -> list[tuple[str, list[tuple[int, int]]]]:
    """Name of every lane with first frame and length of its takes."""
    return [
        (lane.name, [(laid.record.start, laid.record.length) for laid in lane.laid])
        for lane in lanes
    ]


def test_no_takes_need_no_lanes() -> None:
    assert lay_out([], 24, transitions=True) == ()


@pytest.mark.parametrize("transitions", [True, False])
def test_a_take_alone_stands_on_its_cue_with_all_its_handles(transitions: bool) -> None:
    one = a_take(40, head=25, tail=31)
    assert lay_out([one], 24, transitions=transitions) == (
        LaidLane("V2A SFX", Role.SFX, (Laid(one, span(40, 100), head=25, tail=31),), ()),
    )


@pytest.mark.parametrize(("start", "head"), [(0, 10), (7, 17), (15, 25), (90_000, 25)])
def test_no_handle_reaches_back_beyond_midnight(start: int, head: int) -> None:
    (lane,) = lay_out([a_take(10)], 24, transitions=True, start=start)
    assert [(one.head, one.tail) for one in lane.laid] == [(head, 25)]


def test_roles_stand_on_their_own_lanes_effects_music_mix() -> None:
    takes = [of_role(a_take(40), role) for role in (Role.MIX, Role.SFX, Role.BGM)]
    mix, sfx, bgm = takes
    assert lay_out(takes, 24, transitions=True) == (
        LaidLane("V2A SFX", Role.SFX, (Laid(sfx, span(40, 100), **WHOLE),), ()),
        LaidLane("V2A BGM", Role.BGM, (Laid(bgm, span(40, 100), **WHOLE),), ()),
        LaidLane("V2A MIX", Role.MIX, (Laid(mix, span(40, 100), **WHOLE),), ()),
    )


@pytest.mark.parametrize("transitions", [True, False])
def test_overlapping_cues_stand_on_further_lanes(transitions: bool) -> None:
    takes = [a_take(*one) for one in ((150, 20), (0, 100), (10, 30), (20, 200), (60, 50))]
    assert stands(lay_out(takes, 24, transitions=transitions)) == [
        ("V2A SFX", [(0, 100), (150, 20)]),
        ("V2A SFX 2", [(10, 30), (60, 50)]),
        ("V2A SFX 3", [(20, 200)]),
    ]


def test_abutting_cues_crossfade_by_a_transition_around_the_cut() -> None:
    first, second, third = a_take(0), a_take(100, 60), a_take(160, 80)
    assert lay_out([third, first, second], 24, transitions=True) == (
        LaidLane(
            "V2A SFX",
            Role.SFX,
            (
                Laid(first, span(0, 100), tail=25, half_out=12),
                Laid(second, span(100, 60), **WHOLE, half_in=12, half_out=12),
                Laid(third, span(160, 80), **WHOLE, half_in=12),
            ),
            (24, 24),
        ),
    )


def test_without_transitions_abutting_cues_overlap_on_two_lanes_with_baked_fades() -> None:
    first, second, third = a_take(0), a_take(100, 60), a_take(160, 80)
    assert lay_out([first, second, third], 24, transitions=False) == (
        LaidLane(
            "V2A SFX",
            Role.SFX,
            (
                Laid(first, span(0, 112), fade_out=24),
                Laid(third, span(148, 92), tail=25, fade_in=24),
            ),
            (0,),
        ),
        LaidLane("V2A SFX 2", Role.SFX, (Laid(second, span(88, 84), fade_in=24, fade_out=24),), ()),
    )


def test_cues_a_frame_apart_do_not_crossfade() -> None:
    (lane,) = lay_out([a_take(0), a_take(101)], 24, transitions=True)
    assert ([(laid.half_in, laid.half_out) for laid in lane.laid], lane.crossfades) == (
        [(0, 0), (0, 0)],
        (0,),
    )


@pytest.mark.parametrize("side", [0, 1])
@pytest.mark.parametrize("fade", [Fade(Fraction(12), "f"), Fade(Fraction(0), "ms")])
@pytest.mark.parametrize("transitions", [True, False])
def test_a_fade_of_the_editors_own_forbids_the_crossfade(
    side: int, fade: Fade, transitions: bool
) -> None:
    takes = [a_take(0), a_take(100)]
    takes[side] = faded(takes[side], fade)
    assert lay_out(takes, 24, transitions=transitions) == (
        LaidLane(
            "V2A SFX",
            Role.SFX,
            (Laid(takes[0], span(0, 100), tail=25), Laid(takes[1], span(100, 100), **WHOLE)),
            (0,),
        ),
    )


@pytest.mark.parametrize(
    ("crossfade", "tail", "head", "length", "expected"),
    [
        (24, 25, 25, 100, 24),
        (25, 25, 25, 100, 24),
        (1, 25, 25, 100, 0),
        (0, 25, 25, 100, 0),
        (60, 25, 25, 100, 50),
        (60, 7, 25, 100, 14),
        (60, 25, 9, 100, 18),
        (60, 0, 25, 100, 0),
        (24, 25, 25, 9, 8),
        (24, 25, 25, 1, 0),
    ],
)
def test_a_crossfade_is_as_long_as_handles_and_the_shorter_cue_allow(
    crossfade: int, tail: int, head: int, length: int, expected: int
) -> None:
    takes = [a_take(0, 100, tail=tail), a_take(100, length, head=head)]
    (lane,) = lay_out(takes, crossfade, transitions=True)
    assert lane.crossfades == (expected,)


def test_a_cue_that_continues_another_joins_its_lane_and_not_the_first_free_one() -> None:
    takes = [a_take(0, 50), a_take(10, 90), a_take(100, 40)]
    assert stands(lay_out(takes, 24, transitions=True)) == [
        ("V2A SFX", [(0, 50)]),
        ("V2A SFX 2", [(10, 90), (100, 40)]),
    ]


def test_alternates_stand_plain_on_disabled_lanes_a_lane_a_take() -> None:
    chosen = [a_take(0, take=2), a_take(100)]
    others = [
        replace(a_take(start, take=take), alternate=True)
        for start, take in ((0, 1), (100, 2), (0, 3), (100, 3), (150, 3))
    ]
    lanes = lay_out([*others, *chosen], 24, transitions=True)
    assert [(lane.name, lane.enabled, lane.crossfades) for lane in lanes] == [
        ("V2A SFX", True, (24,)),
        ("V2A SFX · take 1", False, ()),
        ("V2A SFX · take 2", False, ()),
        ("V2A SFX · take 3", False, (0,)),
        ("V2A SFX 2 · take 3", False, ()),
    ]
    assert [lane.laid for lane in lanes[1:]] == [
        (Laid(others[0], span(0, 100), tail=25),),
        (Laid(others[1], span(100, 100), **WHOLE),),
        (Laid(others[2], span(0, 100), tail=25), Laid(others[3], span(100, 100), **WHOLE)),
        (Laid(others[4], span(150, 100), **WHOLE),),
    ]


def test_a_file_that_carries_its_timecode_says_where_its_first_frame_stands() -> None:
    one = Laid(a_take(40), span(40, 100), head=12, tail=3)
    lane = LaidLane("V2A SFX", Role.SFX, (one,), ())
    files = {one: "a.wav"}
    told = [placed(lane, files, start).placements[0].first for start in (90_000, 0, None)]
    assert told == [90_028, 28, 0]


@pytest.mark.parametrize("enabled", [True, False])
def test_a_placed_lane_says_which_file_stands_where(enabled: bool) -> None:
    first, second = (
        Laid(a_take(0), span(0, 100), tail=12),
        Laid(a_take(100), span(100, 60), head=12),
    )
    lane = LaidLane("V2A SFX 2", Role.SFX, (first, second), (24,), enabled)
    assert placed(lane, {first: "a.wav", second: "b.wav"}) == Lane(
        "V2A SFX 2",
        Role.SFX,
        (
            Placement(
                *(first.cue, Role.SFX, 1, span(0, 100), "a.wav"),
                tail=12,
                provider="sketch",
                enabled=enabled,
            ),
            Placement(
                *(second.cue, Role.SFX, 1, span(100, 60), "b.wav"),
                head=12,
                provider="sketch",
                enabled=enabled,
            ),
        ),
        (24,),
        enabled,
    )


@st.composite
def reels(draw: st.DrawFn) -> list[Finished]:
    """Takes of short cues in a short timeline, so that they overlap and abut."""
    takes = []
    for index in range(draw(st.integers(0, 9))):
        start, length = draw(st.integers(0, 30)), draw(st.integers(1, 12))
        number, role = draw(st.integers(0, 99)), draw(st.sampled_from(Role))
        options = CueOptions(fade=Fade(Fraction(1), "f")) if number % 7 == 0 else CueOptions()
        cue = a_cue(start, length, id=f"{index:08x}", options=options)
        part = Part(cue, role, cue.prompts, (), number % 6, number // 6 % 6, (1, 2))
        takes.append(Finished(part, 1 + number % 2, "sketch", number % 5 == 0))
    return takes


@settings(derandomize=True, deadline=None, max_examples=200)
@given(takes=reels(), crossfade=st.integers(0, 15), transitions=st.booleans())
def test_every_take_is_laid_once_and_nothing_overlaps_on_a_lane(
    takes: list[Finished], crossfade: int, transitions: bool
) -> None:
    lanes = lay_out(takes, crossfade, transitions=transitions)
    laid = [one for lane in lanes for one in lane.laid]
    assert Counter(one.finished for one in laid) == Counter(takes)
    assert len({lane.name for lane in lanes}) == len(lanes)
    assert [problem for lane in lanes for problem in problems(lane, crossfade)] == []
    assert [one for one in laid if not sounds_right(one)] == []
    assert transitions or not any(one.half_in or one.half_out for one in laid)
    assert not transitions or not any(one.fade_in or one.fade_out for one in laid)


def problems(lane: LaidLane, crossfade: int) -> list[str]:
    """What is wrong with a lane: order, overlaps, crossfades longer than their handles."""
    pairs = list(zip(pairwise(lane.laid), lane.crossfades, strict=True))
    found = {
        "overlap": any(left.record.end > right.record.start for (left, right), _ in pairs),
        "odd": any(length % 2 or not 0 <= length <= crossfade for _, length in pairs),
        "uncut": any(
            length and left.record.end != right.record.start for (left, right), length in pairs
        ),
        "halves": any(
            (left.half_out, right.half_in) != (length // 2, length // 2)
            for (left, right), length in pairs
        ),
        "handles": any(one.half_in > one.head or one.half_out > one.tail for one in lane.laid),
        "edges": bool(lane.laid[0].half_in or lane.laid[-1].half_out),
        "role": any(one.finished.part.role is not lane.role for one in lane.laid),
        "disabled": any(one.finished.alternate is lane.enabled for one in lane.laid),
    }
    return [name for name, wrong in found.items() if wrong]


def sounds_right(laid: Laid) -> bool:
    """Whether a take is heard over its own cue, and beyond it only inside its fades.

    All its handles are kept, but where a baked fade ends it.
    """
    part, own = laid.finished.part, laid.cue.record
    before = laid.half_in or own.start - laid.record.start
    after = laid.half_out or laid.record.end - own.end
    fades = (laid.fade_in, laid.fade_out)
    kept = (laid.head, laid.tail)
    head = min(part.head, own.start)
    return (
        0 <= before <= head
        and 0 <= after <= part.tail
        and before + after <= own.length
        and fades in {(0, 0), (2 * before, 2 * after)}
        and kept == (0 if laid.fade_in else head, 0 if laid.fade_out else part.tail)
        and own.clipped(laid.record) == own
    )


@settings(derandomize=True, deadline=None, max_examples=200)
@given(takes=reels())
def test_chosen_takes_need_only_as_many_lanes_as_sound_at_once(takes: list[Finished]) -> None:
    lanes = lay_out(takes, 0, transitions=True)
    for role in Role:
        chosen = [
            one.part.cue.record for one in takes if one.part.role is role and not one.alternate
        ]
        at_once = [sum(one.start <= frame < one.end for one in chosen) for frame in range(45)]
        assert sum(lane.role is role and lane.enabled for lane in lanes) == max(at_once)


@settings(derandomize=True, deadline=None, max_examples=100)
@given(takes=reels(), transitions=st.booleans(), back=st.booleans(), turn=st.integers(0, 9))
def test_the_order_in_which_takes_arrive_does_not_matter(
    takes: list[Finished], transitions: bool, back: bool, turn: int
) -> None:
    again = [*takes[turn:], *takes[:turn]][:: -1 if back else 1]
    assert lay_out(again, 8, transitions=transitions) == lay_out(takes, 8, transitions=transitions)
