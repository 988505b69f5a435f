"""The picture that is sent is the picture the viewer sees, frame by frame, and as long as asked."""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from functools import partial
from itertools import groupby, pairwise, product
from typing import Any

import pytest
from edits import (
    HOUR,
    LONG,
    NTSC_24,
    PAL,
    SHORT,
    UNKNOWN,
    Dice,
    a_clip,
    a_compound,
    an_edit,
    edits,
    painted,
    played,
    shown_by,
    video,
)
from effort import lines_run
from hypothesis import given, settings
from hypothesis import strategies as st

from otio_v2a.conform import program, shots, unconformed
from otio_v2a.edit import Edit, Event, Track
from otio_v2a.model import Media, Shot, Span


def frames(count: int, rate: Fraction = PAL) -> Fraction:
    """So many frames in seconds."""
    return count / rate


def span(start: int, length: int, rate: Fraction = PAL) -> Span:
    """A record span at 25 fps unless told otherwise."""
    return Span(start, length, rate)


@settings(derandomize=True, deadline=None, max_examples=250)
@given(edit=edits())
def test_every_frame_shows_what_is_on_top(edit: Edit) -> None:
    shown = program(edit)
    expected = [painted(edit.tracks, frame, edit.rate) for frame in range(edit.length)]
    on_top = [shown.on_top(frame) for frame in range(edit.length)]
    assert played(shots(shown, span(0, edit.length, edit.rate)), edit.rate) == expected
    assert [event and shown_by(event, frame, edit.rate) for frame, event in enumerate(on_top)] == (
        expected
    )


@settings(derandomize=True, deadline=None, max_examples=250)
@given(edit=edits(), row=st.integers(0, 10**9))
def test_any_range_shows_its_own_frames_between_handles_of_exact_length(
    edit: Edit, row: int
) -> None:
    dice = Dice(row)
    start = dice.roll(edit.length)
    length, head, tail = 1 + dice.roll(edit.length - start), dice.roll(13), dice.roll(13)
    made = shots(program(edit), span(start, length, edit.rate), head, tail)
    seen = played(made, edit.rate)
    expected = [painted(edit.tracks, at, edit.rate) for at in range(start, start + length)]
    assert seen[head : head + length] == expected
    assert len(seen) == head + length + tail
    assert not [left for left, right in pairwise(made) if goes_on(left, right, edit.rate)]


def goes_on(left: Shot, right: Shot, rate: Fraction) -> bool:
    """Whether a shot does nothing but run on from the one before."""
    run_on = left.source_in + left.length / rate * left.speed if left.media else Fraction(0)
    return replace(left, source_in=run_on, length=right.length) == right


def drawn(row: str) -> Track:
    """A track as a row of letters, a frame each: runs of a letter are one clip, dots are gaps."""
    media, at, events = {"L": LONG, "S": SHORT}, 0, []
    for letter, run in groupby(row):
        length = len(list(run))
        if letter != ".":
            events.append(a_clip(span(at, length), media[letter]))
        at += length
    return video(*events)


def test_two_tracks_of_four_frames_show_the_upper_one_in_every_possible_arrangement() -> None:
    rows = ["".join(row) for row in product(".LS", repeat=4)]
    tracks = {row: drawn(row) for row in rows}
    wrong = []
    for low, high in product(rows, rows):
        shown = program(an_edit(tracks[low], tracks[high], length=4))
        seen = [shown.on_top(frame) for frame in range(4)]
        letters = "".join(one.name[0] if one else "." for one in seen)
        if letters != "".join(
            top if top != "." else under for under, top in zip(low, high, strict=True)
        ):
            wrong.append((low, high, letters))
    assert wrong == []


def test_upper_tracks_cover_lower_ones_and_holes_are_black() -> None:
    low = a_clip(span(0, 100), LONG, source_in=HOUR)
    high = a_clip(span(60, 20), SHORT)
    late = a_clip(span(120, 30), UNKNOWN, source_in=Fraction(7))
    edit = an_edit(video(low, late), video(high), length=160)
    assert shots(program(edit), span(0, 160)) == (
        Shot(60, LONG, HOUR),
        Shot(20, SHORT, Fraction(0)),
        Shot(20, LONG, HOUR + frames(80)),
        Shot(20),
        Shot(30, UNKNOWN, Fraction(7)),
        Shot(10),
    )


def test_an_edit_without_a_picture_is_black() -> None:
    assert shots(program(an_edit(length=50)), span(10, 20), 5, 5) == (Shot(30),)


@pytest.mark.parametrize(
    "hidden",
    [
        video(a_clip(span(0, 50), SHORT, enabled=False)),
        video(a_clip(span(0, 50), SHORT), enabled=False),
        video(a_clip(span(20, 0), SHORT)),
        video(Event("Title", "clip 'Title'", span(0, 50), unsupported="a title")),
        video(a_compound(span(0, 50), video(a_clip(span(0, 50), SHORT)), enabled=False)),
        video(a_compound(span(0, 50), video(a_clip(span(0, 50), SHORT), enabled=False))),
        video(a_compound(span(0, 50), video())),
        Track("A", "audio", (a_clip(span(0, 50), SHORT),)),
    ],
    ids=[
        *("clip off", "track off", "no length", "title", "compound off", "inner track off"),
        *("empty compound", "sound"),
    ],
)
def test_what_shows_nothing_covers_nothing(hidden: Track) -> None:
    low = a_clip(span(0, 50), LONG, source_in=HOUR)
    edit = an_edit(video(low), hidden, length=50)
    assert shots(program(edit), span(0, 50)) == (Shot(50, LONG, HOUR),)


def test_the_holes_of_a_compound_show_what_is_under_it() -> None:
    low = a_clip(span(0, 100), LONG, source_in=HOUR)
    inner = video(a_clip(span(20, 10), SHORT), a_clip(span(50, 10), SHORT))
    deep = a_compound(span(20, 40), video(a_compound(span(20, 40), inner)))
    edit = an_edit(video(low), video(deep), length=100)
    assert shots(program(edit), span(0, 100)) == (
        Shot(20, LONG, HOUR),
        Shot(10, SHORT),
        Shot(20, LONG, HOUR + frames(30)),
        Shot(10, SHORT),
        Shot(40, LONG, HOUR + frames(60)),
    )


@pytest.mark.parametrize(
    ("speed", "source_in"),
    [("1", "3604"), ("2", "3608"), ("1/2", "3602"), ("-1", "3596"), ("0", "3600")],
)
def test_a_range_inside_a_retimed_clip_starts_at_its_exact_source_time(
    speed: str, source_in: str
) -> None:
    clip = a_clip(span(100, 300), LONG, source_in=HOUR, speed=Fraction(speed))
    seen = shots(program(an_edit(video(clip), length=400)), span(200, 40))
    assert seen == (Shot(40, LONG, Fraction(source_in), Fraction(speed)),)


def test_source_times_stay_exact_at_ntsc_rates() -> None:
    clip = a_clip(span(7, 500, NTSC_24), LONG, source_in=HOUR + Fraction(1001, 24000))
    seen = shots(program(an_edit(video(clip), length=600, rate=NTSC_24)), span(107, 72, NTSC_24))
    assert seen == (Shot(72, LONG, HOUR + Fraction(101 * 1001, 24000)),)


def test_a_cut_within_running_media_is_no_cut() -> None:
    first = a_clip(span(0, 40), LONG, source_in=HOUR)
    second = a_clip(span(40, 60), LONG, source_in=HOUR + frames(40))
    jump = a_clip(span(100, 10), LONG, source_in=HOUR)
    edit = an_edit(video(first, second, jump), length=110)
    assert shots(program(edit), span(0, 110)) == (Shot(100, LONG, HOUR), Shot(10, LONG, HOUR))


def around(clip: Event, head: int, tail: int) -> tuple[Shot, ...]:
    """A clip with its handles, between 20 frames of other clips, in an edit that ends there."""
    start, end = clip.record.start, clip.record.end
    before = a_clip(span(start - 20, 20), UNKNOWN, source_in=Fraction(100))
    after = a_clip(span(end, 20), UNKNOWN, source_in=Fraction(200))
    edit = an_edit(video(before, clip, after), length=end + 20)
    return shots(program(edit), clip.record, head, tail)


@pytest.mark.parametrize(
    ("speed", "expected"),
    [
        ("1", Shot(65, LONG, HOUR + 2 - frames(10))),
        ("2", Shot(65, LONG, HOUR + 2 - frames(20), Fraction(2))),
        ("1/2", Shot(65, LONG, HOUR + 2 - frames(5), Fraction(1, 2))),
    ],
)
def test_handles_come_from_the_clips_own_media(speed: str, expected: Shot) -> None:
    clip = a_clip(span(20, 50), LONG, source_in=HOUR + 2, speed=Fraction(speed))
    assert around(clip, 10, 5) == (expected,)


def test_handles_use_the_media_to_its_first_and_last_frame() -> None:
    whole = a_clip(span(20, 150), LONG, source_in=HOUR + 1)
    assert around(whole, 25, 25) == (Shot(200, LONG, HOUR),)


@pytest.mark.parametrize(
    ("media", "source_in"), [(LONG, HOUR), (UNKNOWN, HOUR + 2), (SHORT, Fraction(0))]
)
def test_without_media_for_it_the_handle_shows_the_timeline(
    media: Media, source_in: Fraction
) -> None:
    short = replace(media, duration=Fraction(2)) if media.start is not None else media
    clip = a_clip(span(20, 50), short, source_in=source_in)
    assert around(clip, 10, 5) == (
        Shot(10, UNKNOWN, 100 + frames(10)),
        Shot(50, short, source_in),
        Shot(5, UNKNOWN, Fraction(200)),
    )


def test_a_head_handle_needs_no_known_end_of_the_media() -> None:
    growing = replace(LONG, duration=None)
    clip = a_clip(span(20, 50), growing, source_in=HOUR + 1)
    assert around(clip, 10, 5) == (
        Shot(60, growing, HOUR + 1 - frames(10)),
        Shot(5, UNKNOWN, Fraction(200)),
    )


@pytest.mark.parametrize("more", [0, 1, 30])
def test_handles_show_the_timeline_to_its_very_ends_and_hold_them(more: int) -> None:
    clip = a_clip(span(20, 50), UNKNOWN, source_in=Fraction(9))
    first = Shot(more, UNKNOWN, Fraction(100), Fraction(0))
    last = Shot(more, UNKNOWN, 200 + frames(19), Fraction(0))
    seen = (
        Shot(20, UNKNOWN, Fraction(100)),
        Shot(50, UNKNOWN, Fraction(9)),
        Shot(20, UNKNOWN, Fraction(200)),
    )
    assert around(clip, 20 + more, 20 + more) == ((first, *seen, last) if more else seen)


def test_where_the_timeline_ends_too_the_outermost_frames_are_held() -> None:
    clip = a_clip(span(0, 25), SHORT)
    seen = shots(program(an_edit(video(clip), length=25)), span(0, 25), 10, 5)
    assert seen == (
        Shot(10, SHORT, Fraction(0), Fraction(0)),
        Shot(25, SHORT),
        Shot(5, SHORT, frames(24), Fraction(0)),
    )


def test_the_last_frame_of_a_reversed_clip_is_the_one_held() -> None:
    clip = a_clip(span(0, 25), LONG, source_in=HOUR + 1, speed=Fraction(-1))
    seen = shots(program(an_edit(video(clip), length=25)), span(0, 25), 0, 5)
    assert seen == (
        Shot(25, LONG, HOUR + 1, Fraction(-1)),
        Shot(5, LONG, HOUR + frames(1), Fraction(0)),
    )


@pytest.mark.parametrize("handles", [(30, 0), (0, 30), (30, 30)])
def test_black_at_the_edges_of_the_timeline_stays_plain_black(handles: tuple[int, int]) -> None:
    edit = an_edit(video(a_clip(span(20, 10), SHORT)), length=50)
    seen = shots(program(edit), span(0, 50), *handles)
    assert seen == (Shot(20 + handles[0]), Shot(10, SHORT), Shot(20 + handles[1]))


def test_source_positions_may_miss_their_frame_by_a_sixteenth() -> None:
    written = [HOUR + frames(10) - frames(1) * miss for miss in (Fraction(1, 16), Fraction(1, 15))]
    clips = [a_clip(span(20, 50), LONG, source_in=source_in) for source_in in written]
    assert [around(clip, 10, 0) for clip in clips] == [
        (Shot(60, LONG, written[0] - frames(10)),),
        (Shot(10, UNKNOWN, 100 + frames(10)), Shot(50, LONG, written[1])),
    ]


def test_a_range_without_frames_shows_nothing() -> None:
    shown = program(an_edit(video(a_clip(span(0, 50), LONG)), length=50))
    assert (shots(shown, span(20, 0)), list(shown.within(20, 20))) == ((), [])


def test_a_range_past_the_end_of_the_edit_goes_on_in_black() -> None:
    edit = an_edit(video(a_clip(span(0, 50), UNKNOWN)), length=50)
    assert shots(program(edit), span(40, 30)) == (Shot(10, UNKNOWN, frames(40)), Shot(20))


def test_what_cannot_be_rendered_is_named_at_any_depth_but_not_when_it_is_off() -> None:
    def title(**more: Any) -> Event:
        return Event("Title", "clip 'Title'", span(0, 50), unsupported="a title", **more)

    plain, deep = title(), replace(title(), name="Deep")
    off = replace(title(enabled=False), name="Off")
    comp = a_compound(span(0, 50), video(off, deep, enabled=True), unsupported="a grade")
    dark = a_compound(span(0, 50), video(deep), enabled=False)
    sound = Track("A", "audio", (plain,))
    edit = an_edit(
        video(plain, off), video(comp, dark), video(plain, enabled=False), sound, length=50
    )
    assert [(one.address, one.message) for one in unconformed(edit)] == [
        ("clip 'Title'", "a title"),
        ("compound 'Compound'", "a grade"),
        ("clip 'Title'", "a title"),
    ]


def a_reel(clips: int) -> Iterator[Track]:
    """Three tracks: clips end to end, a clip over every second cut, one long clip over all."""
    low = (a_clip(span(10 * index, 10), LONG) for index in range(clips))
    high = (a_clip(span(20 * index + 15, 10), SHORT) for index in range(clips // 2))
    yield from (video(*low), video(*high))
    yield video(a_clip(span(5, 10 * clips - 10), UNKNOWN))


def test_ten_times_the_clips_take_ten_times_the_work() -> None:
    edits_of = [an_edit(*a_reel(clips), length=10 * clips) for clips in (200, 2000)]
    small, large = (lines_run(partial(program, edit)) for edit in edits_of)
    assert large <= 10 * small


@pytest.mark.parametrize("start", [5, 10_005, 19_965])
def test_a_short_range_costs_the_same_anywhere_in_a_long_edit(start: int) -> None:
    clips = [a_clip(span(10 * index, 10), UNKNOWN) for index in range(2000)]
    long = program(an_edit(video(*clips), length=20_000))
    short = program(an_edit(video(*clips[:6]), length=60))
    assert [layer for one in long.within(start, start + 20) for layer in one.layers] == (
        clips[start // 10 : start // 10 + 3]
    )
    assert lines_run(lambda: list(long.within(start, start + 20))) == lines_run(
        lambda: list(short.within(15, 35))
    )
