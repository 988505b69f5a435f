"""Which tracks are ours: they go and come, all others stay."""

import json
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from placing import place, two_that_fade
from timelines import (
    Json,
    a_clip,
    a_gap,
    a_marker,
    a_range,
    a_reference,
    a_track,
    resolve,
    written,
)

from otio_v2a.model import Lane, Notice
from otio_v2a.timeline.check import verify
from otio_v2a.timeline.document import load
from otio_v2a.timeline.written import Document

FILM = Fraction(24)


def placed(path: Path, lanes: Sequence[Lane], files: Sequence[str] = ()) -> tuple[Document, str]:
    document = load(path)
    text = place(document, lanes, files)
    verify(text, document)
    return document, text


def sound(name: str, **fields: Any) -> Json:
    return a_clip(name, a_range(0.0, 24.0), a_reference(f"C:\\old\\{name}"), **fields)


def audio(*clips: Json, **fields: Any) -> Json:
    return a_track(*clips, kind="Audio", **fields)


OURS = {"otio_v2a": {"version": 1}}


@pytest.mark.parametrize(
    ("track", "files", "goes"),
    [
        (audio(sound("v2a_a.wav"), metadata=OURS), (), True),
        (audio(sound("v2a_a.wav"), name="renamed"), ("v2a_a.wav",), True),
        (audio(sound("v2a_a.wav"), sound("v2a_b.wav")), ("v2a_a.wav", "v2a_b.wav"), True),
        (audio(sound("v2a_a.wav"), sound("v2a_b.wav")), ("v2a_a.wav",), False),
        (audio(sound("v2a_a.wav"), sound("voice.wav")), ("v2a_a.wav",), False),
        (audio(sound("v2a_a.wav"), sound("voice.wav"), metadata=OURS), (), False),
        (audio(a_gap(24.0), metadata=OURS), (), True),
        (audio(a_gap(24.0)), ("v2a_a.wav",), False),
        (audio(sound("voice.wav", metadata=OURS), metadata=OURS), (), True),
        (a_track(sound("v2a_a.wav")), ("v2a_a.wav",), False),
        (
            audio(
                a_clip(
                    "gone",
                    a_range(0.0, 24.0),
                    {
                        "OTIO_SCHEMA": "MissingReference.1",
                        "metadata": {"Resolve_OTIO": {"Media Url": "/x/v2a_a.wav"}},
                    },
                )
            ),
            ("v2a_a.wav",),
            True,
        ),
    ],
)
def test_a_track_is_ours_by_its_mark_or_its_files_and_never_with_a_foreign_clip(
    tmp_path: Path, track: Json, files: tuple[str, ...], goes: bool
) -> None:
    before, after = a_track(a_gap(9.0), name="before"), audio(a_gap(9.0), name="after")
    path = written(tmp_path, resolve(before, track, after))
    document, text = placed(path, [], files)
    left = [before, after] if goes else [before, track, after]
    assert json.loads(text)["tracks"]["children"] == left
    assert (text == document.text) is not goes


def test_a_track_of_ours_with_the_user_s_clips_on_it_is_kept_and_told(tmp_path: Path) -> None:
    mixed = audio(sound("v2a_a.wav"), sound("voice.wav"), name="V2A SFX", metadata=OURS)
    edit = load(written(tmp_path, resolve(a_track(a_gap(9.0)), mixed))).edit
    assert edit.notices == (
        Notice(
            "audio track 'V2A SFX'",
            "clips of yours stand beside ours: left as it is; new sounds get new tracks.",
        ),
    )


@pytest.mark.parametrize("pattern", ["O", "OF", "FO", "OOF", "OFO", "FOOF", "OFOFO", "OO"])
def test_our_tracks_go_wherever_they_stand(tmp_path: Path, pattern: str) -> None:
    tracks = [audio(a_gap(9.0), metadata=OURS if one == "O" else {}) for one in pattern]
    _, text = placed(written(tmp_path, resolve(*tracks)), [two_that_fade(FILM)])
    kept = json.loads(text)["tracks"]["children"]
    assert [one["metadata"] for one in kept[:-1]] == [{}] * pattern.count("F")
    assert kept[-1]["name"] == "V2A SFX"


def test_markers_on_our_own_tracks_are_not_read_again(tmp_path: Path) -> None:
    mine = audio(sound("v2a_a.wav", markers=[a_marker(0.0, 1.0)]), metadata=OURS)
    renamed = audio(sound("v2a_b.wav", markers=[a_marker(0.0, 1.0)]))
    edit = load(written(tmp_path, resolve(a_track(a_gap(9.0)), mine, renamed))).edit
    assert (len(edit.tracks), edit.length, edit.markers) == (1, 9, ())
