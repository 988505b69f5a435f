"""Cues become the fewest equal segments a provider takes, and the price is known beforehand."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import islice, pairwise, product
from math import ceil, floor
from typing import Any

import pytest
from edits import NTSC_24, NTSC_30, NTSC_60, PAL, Seller, a_cue

from otio_v2a.model import (
    CueOptions,
    Level,
    Notice,
    Part,
    Plan,
    Prompts,
    Role,
    Segment,
    Span,
    Stems,
)
from otio_v2a.planning import (
    Frames,
    PlanOptions,
    by_id,
    handles,
    in_frames,
    plan,
    roles,
    segment_count,
    split,
)
from otio_v2a.providers import registry
from otio_v2a.providers.base import Limits, Price, Remote

LIMITS = Limits(Fraction(3), Fraction(20))
BARE = PlanOptions(handles=Fraction(0))
SFX, BGM = (
    Prompts(sound_effect="rain", background_music=""),
    Prompts(sound_effect="", background_music="piano"),
)
BOTH = Prompts(sound_effect="rain", background_music="piano", asmr=True)
FADES = tuple(PlanOptions(crossfade=Fraction(fade)) for fade in ("0", "1/2", "1"))
RATES = (NTSC_24, Fraction(24), PAL, NTSC_30, NTSC_60)


def fewest(length: int, most: int, overlap: int) -> int:
    """The fewest segments below 20 s by trying 1, 2, 3…; one alone may have all of 20 s."""
    count = 1
    while count * (most - (count > 1)) - (count - 1) * overlap < length:
        count += 1
    return count


def broken(record: Span, made: tuple[Segment, ...], seconds: Fraction, fade: Fraction) -> list[str]:
    """Which promises of a split are not kept; limits of `seconds` and `fade` seconds."""
    most, overlap = floor(seconds * record.rate), floor(fade * record.rate)
    shared = [left.record.end - right.record.start for left, right in pairwise(made)]
    sizes = {segment.record.length for segment in made}
    smallest = -(-(record.length + (len(made) - 1) * overlap) // len(made))
    kept = {
        "numbered": [segment.index for segment in made] == list(range(len(made))),
        "rate": {segment.record.rate for segment in made} == {record.rate},
        "whole": (made[0].record.start, made[-1].record.end) == (record.start, record.end),
        "equal": sizes == {smallest},
        "shared": all(overlap <= one < smallest for one in shared),
        "even": max(shared, default=0) - min(shared, default=0) <= 1,
        "fewest": len(made) == fewest(record.length, most, overlap),
        "limit": max(sizes) <= (most if len(made) == 1 else most - 1),
    }
    return [promise for promise, is_kept in kept.items() if not is_kept]


def wrong_splits(
    lengths: Iterable[int], rate: Fraction, options: PlanOptions
) -> list[tuple[int, list[str]]]:
    """The first cue lengths that are split wrongly, and how."""
    frames = in_frames(LIMITS, options, rate)
    tried = (Span(977, length, rate) for length in lengths)
    found = (
        (record.length, broken(record, split(record, frames), Fraction(20), options.crossfade))
        for record in tried
    )
    return list(islice((one for one in found if one[1]), 3))


@pytest.mark.parametrize(
    ("rate", "crossfade", "expected"),
    [
        (NTSC_24, "1", Frames(shortest=72, single=479, crossfade=23, handles=23)),
        (PAL, "1", Frames(shortest=75, single=500, crossfade=25, handles=25)),
        (NTSC_30, "1/2", Frames(shortest=90, single=599, crossfade=14, handles=29)),
        (NTSC_60, "0", Frames(shortest=180, single=1198, crossfade=0, handles=59)),
    ],
)
def test_limits_in_frames_never_exceed_what_the_provider_said(
    rate: Fraction, crossfade: str, expected: Frames
) -> None:
    assert in_frames(LIMITS, PlanOptions(crossfade=Fraction(crossfade)), rate) == expected


TABLE = [
    # rate, seconds, frames of the cue; head, tail, segments, frames of each
    (NTSC_24, "2.9", 70, (1, 1, 1, 72)),
    (NTSC_24, "3.0", 72, (0, 0, 1, 72)),
    (NTSC_24, "just under 20.0", 479, (0, 0, 1, 479)),
    (NTSC_24, "just over 20.0", 480, (0, 0, 2, 252)),
    (NTSC_24, "21", 503, (0, 0, 2, 263)),
    (NTSC_24, "29", 695, (0, 0, 2, 359)),
    (NTSC_24, "40.1", 961, (0, 0, 3, 336)),
    (PAL, "2.9", 73, (1, 1, 1, 75)),
    (PAL, "3.0", 75, (0, 0, 1, 75)),
    (PAL, "20.0", 500, (0, 0, 1, 500)),
    (PAL, "20.04", 501, (0, 0, 2, 263)),
    (PAL, "21", 525, (0, 0, 2, 275)),
    (PAL, "29", 725, (0, 0, 2, 375)),
    (PAL, "2 x 499 - 25", 973, (0, 0, 2, 499)),
    (PAL, "a frame more", 974, (0, 0, 3, 342)),
    (PAL, "40.1", 1003, (0, 0, 3, 351)),
    (NTSC_30, "2.9", 87, (1, 2, 1, 90)),
    (NTSC_30, "3.0", 90, (0, 0, 1, 90)),
    (NTSC_30, "20.0", 599, (0, 0, 1, 599)),
    (NTSC_30, "20.04", 601, (0, 0, 2, 315)),
    (NTSC_30, "21", 629, (0, 0, 2, 329)),
    (NTSC_30, "29", 869, (0, 0, 2, 449)),
    (NTSC_30, "40.1", 1202, (0, 0, 3, 420)),
]


@pytest.mark.parametrize(("rate", "_seconds", "length", "expected"), TABLE)
def test_a_cue_becomes_the_segments_of_the_table(
    rate: Fraction, _seconds: str, length: int, expected: tuple[int, int, int, int]
) -> None:
    (part,) = plan([a_cue(977, length, rate)], Seller(), BARE).parts
    sizes = {segment.record.length for segment in part.segments}
    assert (part.head, part.tail, len(part.segments), *sizes) == expected
    assert (
        broken(
            part.cue.record.widened(part.head, part.tail), part.segments, Fraction(20), Fraction(1)
        )
        == []
    )


def test_three_segments_stand_evenly_in_their_cue() -> None:
    segments = split(Span(977, 1003, PAL), in_frames(LIMITS, BARE, PAL))
    assert segments == (
        Segment(0, Span(977, 351, PAL)),
        Segment(1, Span(977 + 326, 351, PAL)),
        Segment(2, Span(977 + 652, 351, PAL)),
    )


@pytest.mark.parametrize(("rate", "options"), [*product(RATES, FADES)])
def test_lengths_around_every_limit_are_split_as_promised(
    rate: Fraction, options: PlanOptions
) -> None:
    most, overlap = floor(20 * rate), floor(options.crossfade * rate)
    edges = [most, *(count * (most - 1 - overlap) + overlap for count in range(2, 15))]
    near = (edge + off for edge in edges for off in (-1, 0, 1, 2))
    assert wrong_splits((1, 2, ceil(3 * rate), *near), rate, options) == []


@pytest.mark.sweep
@pytest.mark.parametrize(("rate", "options"), [*product(RATES, FADES)])
def test_every_length_to_five_minutes_is_split_as_promised(
    rate: Fraction, options: PlanOptions
) -> None:
    assert wrong_splits(range(1, ceil(300 * rate) + 1), rate, options) == []


@pytest.mark.parametrize("crossfade", ["8", "19", "60"])
def test_a_crossfade_takes_at_most_half_a_segment(crossfade: str) -> None:
    options = PlanOptions(crossfade=Fraction(crossfade), handles=Fraction(0))
    frames = in_frames(LIMITS, options, PAL)
    segments = split(Span(0, 1500, PAL), frames)
    overlap = min(249, 25 * int(crossfade))
    assert broken(Span(0, 1500, PAL), segments, Fraction(20), Fraction(overlap, 25)) == []


def wrong_handles(lengths: Iterable[int], rate: Fraction, options: PlanOptions) -> list[int]:
    """The first cue lengths whose handles cost a segment, break a limit, or are unequal."""
    frames = in_frames(LIMITS, options, rate)
    most, overlap = floor(20 * rate), floor(options.crossfade * rate)
    asked, shortest = floor(options.handles * rate), ceil(3 * rate)

    def promised(length: int) -> tuple[int, int]:
        count = fewest(length, most, overlap)
        side = next(
            side
            for side in range(asked, -1, -1)
            if fewest(length + 2 * side, most, overlap) == count
        )
        missing = max(0, shortest - length - 2 * side)
        return side + missing // 2, side + ceil(missing / 2)

    return list(islice((one for one in lengths if handles(one, frames) != promised(one)), 3))


@pytest.mark.parametrize("rate", RATES)
def test_handles_are_as_long_as_asked_unless_they_would_cost_a_segment(rate: Fraction) -> None:
    most, fade = floor(20 * rate), floor(rate)
    edges = [0, ceil(3 * rate), most, 2 * most - fade, 3 * most - 2 * fade]
    near = {max(1, edge + off) for edge in edges for off in (*range(-2 * fade, 3), 99)}
    assert wrong_handles(sorted(near), rate, PlanOptions()) == []


@pytest.mark.sweep
@pytest.mark.parametrize(("rate", "seconds"), [*product(RATES, ("0", "1/2", "1", "3"))])
def test_handles_of_every_length_to_a_minute_and_a_half_are_as_promised(
    rate: Fraction, seconds: str
) -> None:
    options = PlanOptions(handles=Fraction(seconds))
    assert wrong_handles(range(1, ceil(90 * rate)), rate, options) == []


@pytest.mark.parametrize(
    ("length", "expected"),
    [(1, (37, 37)), (2, (36, 37)), (50, (12, 13)), (74, (0, 1)), (75, (0, 0))],
)
def test_a_short_cue_is_filled_to_the_shortest_picture(
    length: int, expected: tuple[int, int]
) -> None:
    assert handles(length, in_frames(LIMITS, BARE, PAL)) == expected


@pytest.mark.parametrize(
    ("length", "expected"),
    [
        (10, (32, 33)),
        (25, (25, 25)),
        (450, (25, 25)),
        (451, (24, 24)),
        (499, (0, 0)),
        (500, (0, 0)),
        (501, (25, 25)),
        (923, (25, 25)),
        (926, (23, 23)),
        (973, (0, 0)),
    ],
)
def test_handles_of_a_second_shrink_near_the_limit(length: int, expected: tuple[int, int]) -> None:
    assert handles(length, in_frames(LIMITS, PlanOptions(), PAL)) == expected


def test_a_provider_without_limits_gets_one_segment_with_whole_handles() -> None:
    frames = in_frames(Limits(), PlanOptions(handles=Fraction(2)), PAL)
    record = Span(0, 90_000, PAL)
    assert (handles(90_000, frames), segment_count(90_000, frames)) == ((50, 50), 1)
    assert split(record, frames) == (Segment(0, record),)


@pytest.mark.parametrize(
    ("named", "stems", "prompts", "expected"),
    [
        ("sfx", Stems.MIX, SFX, ((Role.SFX, SFX),)),
        ("sfx", Stems.SPLIT, SFX, ((Role.SFX, SFX),)),
        ("bgm", Stems.MIX, BGM, ((Role.BGM, BGM),)),
        ("bgm", Stems.SPLIT, BGM, ((Role.BGM, BGM),)),
        ("sfx bgm", Stems.MIX, BOTH, ((Role.MIX, BOTH),)),
        ("", Stems.MIX, Prompts(sound_effect="", background_music=""), None),
        ("", Stems.SPLIT, Prompts(sound_effect="", background_music=""), None),
        (
            "sfx bgm",
            Stems.SPLIT,
            BOTH,
            (
                (Role.SFX, Prompts(sound_effect="rain", background_music="", asmr=True)),
                (Role.BGM, Prompts(sound_effect="", background_music="piano", asmr=True)),
            ),
        ),
    ],
)
def test_one_role_is_scored_alone_and_two_are_a_mix_unless_split(
    named: str, stems: Stems, prompts: Prompts, expected: tuple[tuple[Role, Prompts], ...] | None
) -> None:
    cue = a_cue(prompts=prompts, roles=frozenset(map(Role, named.split())))
    assert roles(cue, stems) == (expected or ((Role.MIX, prompts),))


def test_a_plan_holds_every_part_its_price_and_nothing_else() -> None:
    cue = a_cue(100, 250, prompts=BOTH, roles=frozenset({Role.SFX, Role.BGM}))
    segments = (Segment(0, Span(75, 300, PAL)),)
    assert plan([cue], Seller(), PlanOptions(takes=2)) == Plan(
        "seller",
        (Part(cue, Role.MIX, BOTH, segments, head=25, tail=25, takes=(1, 2)),),
        Decimal("0.070"),
    )


def test_the_price_is_every_segment_of_every_take_of_every_role() -> None:
    both: dict[str, Any] = {"prompts": BOTH, "roles": frozenset({Role.SFX, Role.BGM})}
    cues = [
        a_cue(0, 1003),
        a_cue(2000, 501, **both, options=CueOptions(stems=Stems.SPLIT)),
        a_cue(4000, 250, **both, options=CueOptions(takes=4)),
    ]
    made = plan(cues, Seller(price=Price(Decimal("0.0088"))), PlanOptions(takes=3))
    # 3 segments x 3 takes, 2 segments x 2 roles x 3 takes, 1 segment x 4 takes
    assert (made.requests, made.price) == (25, Decimal("0.2200"))
    assert [part.takes for part in made.parts] == [(1, 2, 3), (1, 2, 3), (1, 2, 3), (1, 2, 3, 4)]


@pytest.mark.parametrize(("asked", "expected"), [(None, Role.SFX), (Stems.MIX, Role.MIX)])
def test_a_notes_own_stems_win_over_the_runs(asked: Stems | None, expected: Role) -> None:
    cue = a_cue(prompts=BOTH, roles=frozenset(Role) - {Role.MIX}, options=CueOptions(stems=asked))
    assert plan([cue], Seller(), PlanOptions(stems=Stems.SPLIT)).parts[0].role is expected


@pytest.mark.parametrize(
    ("price", "length", "takes", "told"),
    [
        ("0.035", 250, 1, "two stems are two requests: $0.07 instead of $0.035."),
        ("0.05", 501, 3, "two stems are two requests: $0.60 instead of $0.30."),
        ("0", 250, 1, None),
    ],
)
def test_two_stems_say_what_they_cost_more(
    price: str, length: int, takes: int, told: str | None
) -> None:
    cue = a_cue(0, length, prompts=BOTH, roles=frozenset({Role.SFX, Role.BGM}))
    options = PlanOptions(takes=takes, stems=Stems.SPLIT)
    made = plan([cue], Seller(price=Price(Decimal(price))), options)
    said = [one.message for one in made.notices if "stems" in one.message]
    assert said == ([told] if told else [])


def test_nothing_to_score_costs_nothing() -> None:
    assert plan([], Seller(), PlanOptions()) == Plan("seller", (), Decimal(0))


def test_short_and_long_cues_are_remarked_once_each_with_their_address() -> None:
    both = frozenset({Role.SFX, Role.BGM})
    cues = [
        a_cue(0, 45),
        a_cue(100, 74),
        a_cue(300, 75),
        a_cue(800, 500),
        a_cue(2000, 501, roles=both),
    ]
    assert plan(cues, Seller(), PlanOptions(stems=Stems.SPLIT)).notices == (
        Notice(
            "marker 'sfx' at 0",
            "shorter than the provider takes: its picture is extended by 1.20 s.",
            Level.INFO,
        ),
        Notice(
            "marker 'sfx' at 100",
            "shorter than the provider takes: its picture is extended by 0.04 s.",
            Level.INFO,
        ),
        Notice(
            "marker 'sfx' at 2000",
            "longer than the provider takes: 2 segments, crossfaded into one take.",
            Level.INFO,
        ),
        Notice(
            "marker 'sfx' at 2000",
            "two stems are two requests: $0.14 instead of $0.07.",
            Level.INFO,
        ),
    )


SOLD = Seller(limits=Limits(Fraction(3), Fraction(20), margin=1))


@pytest.mark.parametrize(
    ("rate", "single"),
    [(NTSC_24, 478), (Fraction(24), 479), (PAL, 499), (NTSC_30, 598), (NTSC_60, 1197)],
)
def test_a_picture_for_a_seller_stays_a_frame_below_its_limit(rate: Fraction, single: int) -> None:
    # Containers round lengths up, and some cut what is longer than 20 s without a word.
    assert in_frames(SOLD.limits, BARE, rate).single == single
    (whole,) = plan([a_cue(0, single, rate)], SOLD, BARE).parts
    (longer,) = plan([a_cue(0, single + 1, rate)], SOLD, BARE).parts
    assert (len(whole.segments), len(longer.segments)) == (1, 2)
    sizes = [one.record.length for part in (whole, longer) for one in part.segments]
    assert max(sizes) + 1 <= 20 * rate


def test_every_seller_keeps_that_margin_and_no_local_scorer_needs_it() -> None:
    margins = {name: registry.provider(name).limits.margin for name in registry.names()}
    sold = {name for name in margins if isinstance(registry.provider(name), Remote)}
    assert margins == {name: int(name in sold) for name in margins}


@pytest.mark.parametrize(
    ("price", "seconds", "expected"),
    [
        (Price(second=Decimal("0.001")), "12.5", "0.0125"),
        (Price(second=Decimal("0.001")), "4", "0.0040"),
        # A part of a hundredth of a cent is one whole: never less than what will be charged.
        (Price(second=Decimal("0.001")), "10/3", "0.0034"),
        (Price(second=Decimal("0.001")), "1001/240", "0.0042"),
        (Price(Decimal("0.01"), Decimal("0.002")), "3", "0.0160"),
        (Price(Decimal("0.0088")), "20", "0.0088"),
        (Price(), "20", "0"),
    ],
)
def test_a_second_of_picture_may_have_its_price(price: Price, seconds: str, expected: str) -> None:
    assert price.of(Fraction(seconds)) == Decimal(expected)


def test_a_price_by_the_second_counts_handles_and_what_segments_share() -> None:
    by_second = Seller(limits=SOLD.limits, price=Price(second=Decimal("0.001")))
    cues = [a_cue(0, 250), a_cue(1000, 1003)]
    made = plan(cues, by_second, PlanOptions(takes=2))
    lengths = [one.record.length for part in made.parts for one in part.segments]
    # 250 frames and a second either side; three segments of the long one.
    assert (lengths[0], len(lengths)) == (300, 4)
    expected = sum(2 * by_second.price.of(Fraction(length, 25)) for length in lengths)
    assert (made.price, made.requests) == (expected, 8)


@dataclass(frozen=True, slots=True)
class Maker(Seller):
    """A seller that made some clips itself."""

    takes_video_id: bool = True


MADE = CueOptions(video_id="made-7")


@pytest.mark.parametrize("length", [1, 74, 500, 1003, 9000])
def test_a_clip_that_the_seller_made_is_asked_for_in_one_piece_without_handles(
    length: int,
) -> None:
    cue = a_cue(40, length, prompts=BOTH, options=MADE)
    made = plan([cue], Maker(limits=SOLD.limits), PlanOptions(takes=2))
    segments = (Segment(0, Span(40, length, PAL)),)
    assert made == Plan(
        "seller",
        (Part(cue, Role.SFX, BOTH, segments, head=0, tail=0, takes=(1, 2)),),
        Decimal("0.070"),
    )


def test_a_clip_that_the_seller_made_may_be_split_into_stems_and_have_takes_of_its_own() -> None:
    options = CueOptions(video_id="made-7", takes=3, stems=Stems.SPLIT)
    cue = a_cue(prompts=BOTH, roles=frozenset({Role.SFX, Role.BGM}), options=options)
    made = plan([cue], Maker(), PlanOptions())
    assert [(part.role, part.takes) for part in made.parts] == [
        (Role.SFX, (1, 2, 3)),
        (Role.BGM, (1, 2, 3)),
    ]


@pytest.mark.parametrize("provider", [Seller(), Maker(takes_video_id=False)])
def test_a_seller_that_knows_no_clips_is_sent_the_picture_and_that_is_said(
    provider: Seller,
) -> None:
    cue = a_cue(100, 250, options=MADE)
    made = plan([cue], provider, PlanOptions())
    (part,) = made.parts
    assert (part.head, part.tail, part.segments[0].record) == (25, 25, Span(75, 300, PAL))
    message = "seller knows no video_id: its picture is sent instead."
    assert made.notices == (Notice("marker 'sfx' at 100", message, Level.INFO),)


def test_only_kling_and_who_passes_its_words_on_know_clips_by_their_ids() -> None:
    cue = a_cue(options=MADE)
    takers = {name for name in registry.names() if by_id(cue, registry.provider(name))}
    assert takers == {"kling", "kkiai"}
    assert [name for name in takers if by_id(a_cue(), registry.provider(name))] == []
