"""What the engine asks of Resolve, word by word."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from edits import a_cue

from otio_v2a.model import CueOptions, Fade, Lane, Placement, Role
from otio_v2a.resolve.placing import Native, finished, wanted
from otio_v2a.resolve.protocol import Marker
from otio_v2a.resolve.statuses import Status, told, untold

FILE = "/sounds/v2a_1.wav"
PLACED = Status(40, "\u2713", "Rain", "v2a: take 1/1, sketch, 2026-11-21")


def a_lane(length: int, fade: str) -> Lane:
    cue = a_cue(10, length, options=CueOptions(fade=Fade(Fraction(fade[:-1]), fade[-1])))
    placement = Placement(
        cue=cue, role=Role.SFX, take=1, record=cue.record, file=FILE, head=25, tail=25
    )
    return Lane("V2A SFX", Role.SFX, (placement,), ())


@pytest.mark.parametrize(
    ("length", "fade", "frames"),
    [(75, "6f", 6), (75, "37f", 37), (75, "38f", 37), (75, "9s", 37), (76, "9s", 38), (1, "6f", 0)],
)
def test_two_fades_have_room_in_their_sound(length: int, fade: str, frames: int):
    lanes = (a_lane(length, fade),)
    clips = wanted(lanes, (3,), 90_000, {FILE: "25"})
    asked = [
        {"do": "set_fades", "track": 3, "record": 90_010, "fade_in": frames, "fade_out": frames}
    ]
    assert finished(clips, lanes, (3,), Native(fades=True)) == (asked if frames else [])
    assert finished(clips, lanes, (3,), Native()) == []


def put(markers: list[Marker], length: int = 100) -> list[tuple[Any, ...]]:
    """Where a status is put, over what, and what the marker says."""
    return [
        (one["frame"], one["over"], one["color"], one["name"], one["note"])
        for one in told((PLACED,), markers, length)
    ]


OURS = ("Mint", "\u2713 placed", PLACED.line)


def test_a_marker_that_is_ours_by_its_words_says_itself_what_became_of_it():
    asked = replace(PLACED, name="sfx: rain")
    marker = Marker(frame=40, name="sfx: rain", note="", color="Rose", customData="mine")
    (said,) = told((asked,), [marker], 100)
    assert said == {
        **{"do": "put_marker", "frame": 40, "color": "Rose", "over": "*", "data": "mine"},
        **{"name": "\u2713 sfx: rain", "note": PLACED.line, "duration": 1},
    }


def test_a_marker_that_is_ours_by_a_keyword_is_left_alone():
    """Resolve tells scripts of no keywords: whoever puts a marker anew loses them."""
    assert put([Marker(frame=40, name="Rain", note="on glass")]) == [(41, "otio_v2a", *OURS)]


def test_where_another_marker_is_ours_stands_on_the_next_free_frame():
    notes = [Marker(frame=frame, name="Marker 1", note="check") for frame in (40, 41, 43)]
    assert put(notes) == [(42, "otio_v2a", *OURS)]


def test_ours_of_an_earlier_run_is_replaced():
    ours = Marker(frame=40, name="\u26a0 not placed", customData="otio_v2a")
    assert put([ours]) == [(40, "otio_v2a", *OURS)]


def test_a_marker_is_as_before_once_the_sounds_are_taken_off():
    marker = Marker(frame=40, duration=9, name="bgm", note="slow\nbgm: piano", color="Rose")
    asked = replace(PLACED, name="bgm")
    (said,) = told((asked,), [marker], 100)
    words = {name: said[name] for name in ("frame", "duration", "name", "note", "color")}
    placed = Marker.model_validate({**words, "customData": said["data"]})
    assert placed.note == f"slow\nbgm: piano\n{PLACED.line}"
    (back,) = untold([placed])
    assert back == {
        **{"do": "put_marker", "frame": 40, "duration": 9, "color": "Rose", "over": "*"},
        **{"data": "", "name": "bgm", "note": "slow\nbgm: piano"},
    }


def test_markers_that_we_never_touched_are_not_touched():
    markers = (
        Marker(frame=1, name="bgm", note="v2a: not ours to take away"),
        Marker(frame=2, name="\u2713 placed", customData="otio_v2a"),
    )
    assert list(untold(markers)) == []
