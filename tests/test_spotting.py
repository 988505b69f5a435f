"""Markers become cues with the right range and a lasting id; what is unclear is held and said."""

import re
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from edits import PAL, a_clip, a_compound, a_marker, a_media, an_edit, video
from hypothesis import given, settings
from hypothesis import strategies as st

from otio_v2a.edit import Edit, Event, Marker, Track
from otio_v2a.model import Cue, CueOptions, Fade, Level, Notice, Prompts, Role, Span
from otio_v2a.spotting import Held, Spotted, SpottingOptions, spot

RAIN = Prompts(sound_effect="rain", background_music="")
NO_CLIP = "there is no clip under this marker. Give it a duration, or move it over a clip."
OUTSIDE = "its range lies outside the timeline. Move it, then export again."
SKIPPED = "its clip or track is disabled: skipped. Enable it to have it scored."
UNMARKED = SpottingOptions(unmarked=True, unmarked_prompt="room tone")


def span(start: int, length: int) -> Span:
    """A record span at 25 fps."""
    return Span(start, length, PAL)


LOW = a_clip(span(0, 200), a_media("LOW.mov"))
HIGH = a_clip(span(50, 40), a_media("HIGH.mov"))
LATE = a_clip(span(300, 100), a_media("LATE.mov"))


def marked(*markers: Marker, tracks: tuple[Track, ...] | None = None, **more: Any) -> Edit:
    """Two tracks, picture to frame 200 and from 300 to 400 of 500, with markers."""
    return an_edit(
        *(tracks or (video(LOW, LATE), video(HIGH))), length=500, markers=markers, **more
    )


def records(spotted: Spotted) -> list[tuple[int, int]]:
    """First frame and length of every cue."""
    return [(cue.record.start, cue.record.length) for cue in spotted.cues]


def ids(spotted: Spotted) -> list[str]:
    """The id of every cue."""
    return [cue.id for cue in spotted.cues]


def test_a_marker_with_a_duration_becomes_a_cue_of_its_range() -> None:
    marker = a_marker(
        span(10, 60),
        "rain | bgm: piano | takes: 2 | gain: -3 dB | fade: 12f | asmr",
        address="video track 1, clip 'LOW.mov', marker 'sfx'",
        event=LOW,
    )
    (cue,) = spot(marked(marker)).cues
    assert re.fullmatch(r"[0-9a-f]{8}", cue.id)
    assert cue == Cue(
        cue.id,
        "sfx",
        "video track 1, clip 'LOW.mov', marker 'sfx'",
        span(10, 60),
        Prompts(sound_effect="rain", background_music="piano", asmr=True),
        CueOptions(takes=2, gain_db=-3.0, fade=Fade(Fraction(12), "f")),
        frozenset({Role.SFX, Role.BGM}),
    )


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("sfx", {Role.SFX}),
        ("music", {Role.BGM}),
        ("sfx + bgm", {Role.SFX, Role.BGM}),
        ("v2a: rain", {Role.SFX}),
        ("asmr", {Role.SFX}),
    ],
)
def test_a_cue_has_the_roles_its_marker_names(name: str, expected: set[Role]) -> None:
    (cue,) = spot(marked(a_marker(span(0, 9), "wet" if ":" not in name else "", name=name))).cues
    assert cue.roles == expected


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        (span(150, 200), (150, 200)),
        (span(480, 60), (480, 20)),
        (span(-20, 60), (0, 40)),
        (span(220, 2), (220, 2)),
    ],
)
def test_a_range_may_span_cuts_and_ends_with_the_timeline(
    record: Span, expected: tuple[int, int]
) -> None:
    assert records(spot(marked(a_marker(record, event=LOW)))) == [expected]


def test_a_point_marker_on_a_clip_means_the_whole_clip_even_where_it_is_covered() -> None:
    marker = a_marker(span(60, 1), point=True, event=LOW)
    assert records(spot(marked(marker))) == [(0, 200)]


@pytest.mark.parametrize(
    ("frame", "expected"),
    [
        *((0, (0, 200)), (49, (0, 200)), (50, (50, 40)), (89, (50, 40)), (90, (0, 200))),
        *((199, (0, 200)), (300, (300, 100)), (399, (300, 100))),
    ],
)
def test_a_point_on_the_timeline_means_the_topmost_clip_under_it(
    frame: int, expected: tuple[int, int]
) -> None:
    assert records(spot(marked(a_marker(span(frame, 1), point=True)))) == [expected]


@pytest.mark.parametrize(
    "top",
    [
        video(replace(HIGH, enabled=False)),
        video(HIGH, enabled=False),
        Track("A", "audio", (HIGH,)),
        video(a_compound(span(50, 40))),
    ],
    ids=["clip off", "track off", "sound", "empty compound"],
)
def test_what_is_not_seen_is_not_under_a_point(top: Track) -> None:
    marker = a_marker(span(60, 1), point=True)
    assert records(spot(marked(marker, tracks=(video(LOW), top)))) == [(0, 200)]


@pytest.mark.parametrize("frame", [200, 250, 299, 400, 499])
def test_a_point_over_black_is_held(frame: int) -> None:
    spotted = spot(marked(a_marker(span(frame, 1), point=True, address="timeline, marker 'sfx'")))
    (held,) = spotted.held
    assert spotted == Spotted((), (held,), ())
    assert held == Held(held.id, "sfx", "timeline, marker 'sfx'", None, NO_CLIP)


@pytest.mark.parametrize("record", [span(500, 60), span(-60, 60)])
def test_a_range_outside_the_timeline_is_held(record: Span) -> None:
    (held,) = spot(marked(a_marker(record))).held
    assert (held.record, held.message, held.skipped) == (None, OUTSIDE, False)


def test_a_point_on_a_clip_without_frames_is_held_and_never_a_cue_without_length() -> None:
    events = (a_clip(span(60, 0)), a_clip(span(500, 50)))
    markers = [a_marker(span(60, 1), point=True, event=event, anchor="x") for event in events]
    spotted = spot(marked(*markers))
    message = "its clip shows no frame in the timeline. Move it to another clip."
    assert spotted.cues == ()
    assert [(held.record, held.message) for held in spotted.held] == [(None, message)] * 2


def test_a_marker_its_reader_could_not_place_is_held_with_the_readers_words() -> None:
    (held,) = spot(marked(a_marker(None, problem="it stands at frame 7. Move it."))).held
    assert (held.record, held.message) == (None, "it stands at frame 7. Move it.")


def test_a_note_with_errors_is_held_with_all_of_them_and_the_reel_goes_on() -> None:
    bad = a_marker(span(0, 50), "x" * 201 + " | takes: 99", name="bgm", address="marker 'bgm'")
    spotted = spot(marked(bad, a_marker(span(100, 50))))
    assert spotted.held == (
        Held(
            spotted.held[0].id,
            "bgm",
            "marker 'bgm'",
            span(0, 50),
            "the bgm prompt has 201 characters, at most 200 fit. Shorten it. takes is '99';"
            " it has to be a whole number from 1 to 8.",
        ),
    )
    assert records(spotted) == [(100, 50)]


def test_a_providers_own_prompt_limit_is_kept() -> None:
    edit = marked(a_marker(span(0, 50), "thunder"))
    (held,) = spot(edit, SpottingOptions(prompt_characters=6)).held
    assert held.message == "the sfx prompt has 7 characters, at most 6 fit. Shorten it."


def test_a_marker_on_something_disabled_is_skipped_and_said() -> None:
    event = replace(HIGH, enabled=False)
    marker = a_marker(span(50, 40), "x" * 201, event=event, enabled=False, address="marker 'off'")
    (held,) = spot(marked(marker)).held
    assert held == Held(held.id, "sfx", "marker 'off'", span(50, 40), SKIPPED, skipped=True)


def test_markers_that_are_not_ours_are_left_alone_and_near_misses_hinted_at() -> None:
    near = a_marker(span(0, 50), "sfx: rain", name="Marker 3", address="marker 'Marker 3'")
    spotted = spot(marked(a_marker(span(0, 50), "boom in shot", name="Fix sound"), near))
    hint = "the note begins with 'sfx:', but the name 'Marker 3' is not ours."
    hint += " Write 'sfx' into the marker's name."
    assert spotted == Spotted((), (), (Notice("marker 'Marker 3'", hint, Level.HINT),))


def test_an_option_makes_a_key_in_the_note_enough() -> None:
    edit = marked(a_marker(span(0, 50), "sfx: rain", name="Marker 3"))
    spotted = spot(edit, SpottingOptions(note_key_is_enough=True))
    assert [(cue.name, cue.prompts) for cue in spotted.cues] == [("Marker 3", RAIN)]


def test_warnings_come_with_the_address_after_the_edits_own_notices() -> None:
    ours, theirs = a_marker(span(0, 50), "", address="marker A"), Notice("edit", "odd rate")
    empty = "the sfx prompt is empty, so the model decides. Write one to say what should be heard."
    spotted = spot(marked(ours, notices=(theirs,)))
    assert spotted.notices == (theirs, Notice("marker A", empty, Level.WARNING))
    assert [cue.prompts for cue in spotted.cues] == [Prompts(sound_effect="", background_music="")]


def test_cues_come_in_record_order_the_shorter_first() -> None:
    spans = [span(90, 10), span(0, 60), span(0, 20), span(70, 5)]
    spotted = spot(marked(*(a_marker(one) for one in spans)))
    assert records(spotted) == [(0, 20), (0, 60), (70, 5), (90, 10)]


def test_a_moved_clip_and_a_reworded_prompt_keep_the_id_and_another_place_does_not() -> None:
    first = a_marker(span(10, 60), anchor="/footage/A012.mov|3601/25")
    moved = replace(first, record=span(200, 60), note="hail", name="foley", address="elsewhere")
    other = replace(first, anchor="/footage/A012.mov|3602/25")
    assert ids(spot(marked(first))) == ids(spot(marked(moved))) != ids(spot(marked(other)))


def test_an_id_in_the_note_wins_over_the_place_and_never_meets_another_markers() -> None:
    named = a_marker(span(10, 60), "rain | id: roof", anchor="here")
    moved = replace(named, anchor="there", record=span(100, 60))
    other = replace(named, note="rain | id: yard")
    like_an_id = a_marker(span(10, 60), anchor="roof")
    (one,), (again,), (yard,), (place,) = (
        ids(spot(marked(marker))) for marker in (named, moved, other, like_an_id)
    )
    assert one == again
    assert len({one, yard, place}) == 3


def test_the_same_clip_used_twice_is_two_cues_whose_ids_stay_the_same() -> None:
    twice = [a_marker(span(start, 50), anchor="A012.mov|1") for start in (0, 100, 200)]
    first = ids(spot(marked(*twice)))
    assert len(set(first)) == 3
    assert ids(spot(marked(*twice))) == first
    assert ids(spot(marked(twice[0]))) == first[:1]


@pytest.mark.parametrize("change", [{"enabled": False}, {"note": "rain | takes: 99"}])
def test_holding_one_of_two_alike_leaves_the_other_its_id(change: dict[str, Any]) -> None:
    twice = [a_marker(span(start, 50), anchor="A012.mov|1") for start in (0, 100)]
    before = spot(marked(*twice))
    after = spot(marked(replace(twice[0], **change), twice[1]))
    assert ([held.id for held in after.held], ids(after)) == (ids(before)[:1], ids(before)[1:])


def test_a_cue_that_starts_while_another_runs_is_remarked_once() -> None:
    spans = {"A": span(0, 100), "B": span(10, 10), "C": span(30, 10), "D": span(100, 50)}
    markers = (a_marker(one, address=f"marker {name}") for name, one in spans.items())
    message = "overlaps the cue of marker A: both are scored, on separate tracks."
    spotted = spot(marked(*markers))
    assert spotted.notices == tuple(Notice(f"marker {name}", message, Level.INFO) for name in "BC")
    assert len(spotted.cues) == 4


def test_without_markers_nothing_is_scored_unless_it_is_asked_for() -> None:
    assert spot(marked()) == Spotted((), (), ())


def test_unmarked_cues_are_the_stretches_of_picture_with_the_configured_prompt() -> None:
    spotted = spot(marked(), UNMARKED)
    prompts = Prompts(sound_effect="room tone", background_music="")
    assert spotted.cues == tuple(
        Cue(cue_id, "unmarked", f"clip '{name}.mov'", record, prompts)
        for cue_id, name, record in zip(
            ids(spotted),
            ("LOW", "HIGH", "LOW", "LATE"),
            (span(0, 50), span(50, 40), span(90, 110), span(300, 100)),
            strict=True,
        )
    )
    assert len(set(ids(spotted))) == 4


def test_an_unmarked_clip_keeps_its_id_when_it_moves() -> None:
    before = spot(an_edit(video(LATE), length=500), UNMARKED)
    moved = spot(an_edit(video(replace(LATE, record=span(7, 100))), length=500), UNMARKED)
    assert ids(before) == ids(moved)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, [(0, 50), (50, 40), (90, 10), (160, 40), (300, 100)]),
        ({"note": "rain | takes: 99"}, [(0, 50), (50, 40), (90, 10), (160, 40), (300, 100)]),
        ({"enabled": False}, [(0, 50), (50, 40), (90, 110), (300, 100)]),
        ({"name": "Marker 1"}, [(0, 50), (50, 40), (90, 110), (300, 100)]),
    ],
    ids=["ours", "held", "skipped", "not ours"],
)
def test_a_held_marker_is_not_scored_as_unmarked_but_a_skipped_one_leaves_its_place(
    change: dict[str, Any], expected: list[tuple[int, int]]
) -> None:
    marker = replace(a_marker(span(100, 60)), **change)
    spotted = spot(marked(marker), UNMARKED)
    assert [(c.record.start, c.record.length) for c in spotted.cues if c.name == "unmarked"] == (
        expected
    )


CLIPS = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 12)), max_size=8)
RANGES = st.lists(st.tuples(st.integers(-5, 60), st.integers(1, 30)), max_size=6)


@settings(derandomize=True, deadline=None, max_examples=200)
@given(low=CLIPS, high=CLIPS, ranges=RANGES)
def test_every_seen_frame_is_marked_or_unmarked_exactly_once(
    low: list[tuple[int, int]], high: list[tuple[int, int]], ranges: list[tuple[int, int]]
) -> None:
    tracks = (laid_end_to_end(low), laid_end_to_end(high))
    markers = [a_marker(span(*one), anchor=str(n)) for n, one in enumerate(ranges)]
    cues = spot(an_edit(*tracks, length=200, markers=markers), UNMARKED).cues
    seen = {frame for track in tracks for event in track.events for frame in covered(event.record)}
    asked = {frame for start, length in ranges for frame in range(max(0, start), start + length)}
    unmarked = [frame for cue in cues if cue.name == "unmarked" for frame in covered(cue.record)]
    assert sorted(unmarked) == sorted(seen - asked)
    assert all(cue.record.length > 0 for cue in cues)
    assert len(set(map(id_of, cues))) == len(cues)


def laid_end_to_end(clips: list[tuple[int, int]]) -> Track:
    """A track of clips, each a gap and a length."""
    events: list[Event] = []
    at = 0
    for gap, length in clips:
        events.append(a_clip(span(at + gap, length)))
        at += gap + length
    return video(*events)


def covered(record: Span) -> range:
    """Its frames."""
    return range(record.start, record.end)


def id_of(cue: Cue) -> str:
    """Its id."""
    return cue.id
