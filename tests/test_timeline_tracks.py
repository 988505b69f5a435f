"""Our tracks as each application wants them, the check before they are written, and the writing."""

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from placing import FILE, NEXT, a_lane, a_placement, place, two_that_fade
from timelines import (
    Json,
    a_clip,
    a_gap,
    a_range,
    a_reference,
    a_time,
    a_timeline,
    a_track,
    kdenlive,
    premiere,
    resolve,
    written,
)

from otio_v2a.errors import TimelineError
from otio_v2a.model import Lane, Role
from otio_v2a.timeline.check import verify
from otio_v2a.timeline.document import load, save

FILM, PAL = Fraction(24), Fraction(25)


def our_track(tmp_path: Path, timeline: Json, lane: Lane) -> Json:
    document = load(written(tmp_path, timeline))
    text = place(document, [lane])
    verify(text, document)
    track: Json = json.loads(text)["tracks"]["children"][-1]
    return track


def test_resolve_gets_its_own_words_and_a_gap_to_the_end(tmp_path: Path) -> None:
    track = our_track(tmp_path, resolve(a_track(a_gap(100.0))), two_that_fade(FILM))
    channels = {"Channels": [{"Source Channel ID": n, "Source Track ID": 0} for n in (0, 1)]}
    told = {"version": 1, "cue": "0a1b2c3d", "role": "sfx", "take": 2, "provider": "sketch"}
    prompts = {"sound_effect": "rain on glass", "background_music": "", "asmr": False}
    gap = {
        "OTIO_SCHEMA": "Gap.1",
        "metadata": {},
        "name": "",
        "source_range": a_range(0.0, 10.0),
        "effects": [],
        "markers": [],
        "enabled": True,
    }
    clip = {
        "OTIO_SCHEMA": "Clip.2",
        "metadata": {"Resolve_OTIO": channels, "otio_v2a": {**told, "prompts": prompts}},
        "name": "sfx \N{EN DASH} rain on glass \N{EN DASH} t2",
        "source_range": a_range(0.0, 20.0),
        "effects": [],
        "markers": [],
        "enabled": True,
        "media_references": {
            "DEFAULT_MEDIA": {
                "OTIO_SCHEMA": "ExternalReference.1",
                "metadata": {},
                "name": "v2a_0a1b2c3d_sfx_t2_11223344.wav",
                "available_range": a_range(0.0, 26.0),
                "available_image_bounds": None,
                "target_url": FILE,
            }
        },
        "active_media_reference_key": "DEFAULT_MEDIA",
    }
    fade = {
        "OTIO_SCHEMA": "Transition.1",
        "metadata": {
            "Resolve_OTIO": {
                "Transition Type": "Cross Fade 0DB",
                "Effects": {
                    "Effect Name": "Cross Fade 0 dB",
                    "Name": "Cross Fade",
                    "Type": 40,
                    "Enabled": True,
                    "Parameters": [],
                },
            }
        },
        "name": "Cross Fade 0 dB",
        "in_offset": a_time(6.0),
        "out_offset": a_time(6.0),
        "transition_type": "SMPTE_Dissolve",
    }
    second = {
        **clip,
        "metadata": {
            "Resolve_OTIO": channels,
            "otio_v2a": {**told, "cue": "5e6f7081", "take": 1, "prompts": prompts},
        },
        "name": "sfx \N{EN DASH} rain on glass \N{EN DASH} t1",
        "source_range": a_range(6.0, 25.0),
        "media_references": {
            "DEFAULT_MEDIA": {
                "OTIO_SCHEMA": "ExternalReference.1",
                "metadata": {},
                "name": "v2a_5e6f7081_sfx_t1_55667788.wav",
                "available_range": a_range(0.0, 31.0),
                "available_image_bounds": None,
                "target_url": NEXT,
            }
        },
    }
    assert track == {
        "OTIO_SCHEMA": "Track.1",
        "metadata": {
            "Resolve_OTIO": {"Audio Type": "Stereo", "Locked": False, "SoloOn": False},
            "otio_v2a": {"version": 1, "role": "sfx"},
        },
        "name": "V2A SFX",
        "source_range": None,
        "effects": [],
        "markers": [],
        "enabled": True,
        "children": [gap, clip, fade, second, {**gap, "source_range": a_range(0.0, 45.0)}],
        "kind": "Audio",
    }


def test_numbers_are_floats_at_the_rate_the_source_spells(tmp_path: Path) -> None:
    for spelled in (23.976024627685547, 24):
        clip = a_clip("A", a_range(0, 100, spelled), a_reference("/m/A.mov"))
        path = written(tmp_path, a_timeline(a_track(clip)))
        document = load(path)
        text = place(document, [two_that_fade(document.edit.rate)])
        ours = text[text.index('"V2A SFX"') :]
        assert f'"rate": {float(spelled)!r},' in ours
        assert '"value": 10.0' in ours
        assert '"value": 10\n' not in ours


def forms(track: Json) -> tuple[list[str], list[str]]:
    """The schemas of a track's children, and the URLs of its clips."""
    children = track["children"]
    media = [
        one.get("media_reference") or one["media_references"]["DEFAULT_MEDIA"]
        for one in children
        if one["OTIO_SCHEMA"].startswith("Clip")
    ]
    return [one["OTIO_SCHEMA"] for one in children], [one["target_url"] for one in media]


PICTURE = a_clip("A", a_range(0.0, 100.0), a_reference("/m/A.mov"))
LINKED = a_clip("A", a_range(0.0, 100.0), a_reference("file:///m/A.mov"))
OLD = {**a_clip("A", a_range(0.0, 100.0)), "OTIO_SCHEMA": "Clip.1", "media_reference": None}
URL = "file:///out/Cut%2001.v2a/audio/"


@pytest.mark.parametrize(
    ("timeline", "schemas", "url"),
    [
        (premiere(a_track(LINKED)), ["Gap.1", "Clip.1", "Clip.1"], f"{URL}{Path(FILE).name}"),
        (premiere(a_track(PICTURE)), ["Gap.1", "Clip.1", "Clip.1"], f"{URL}{Path(FILE).name}"),
        (
            kdenlive(a_track(a_gap(100.0, 24.0)), length=100.0, rate=24.0),
            ["Gap.1", "Clip.2", "Clip.2", "Gap.1"],
            FILE,
        ),
        (
            a_timeline(a_track(LINKED)),
            ["Gap.1", "Clip.2", "Transition.1", "Clip.2"],
            f"{URL}{Path(FILE).name}",
        ),
        (a_timeline(a_track(PICTURE)), ["Gap.1", "Clip.2", "Transition.1", "Clip.2"], FILE),
        (a_timeline(a_track(OLD)), ["Gap.1", "Clip.1", "Transition.1", "Clip.1"], FILE),
    ],
    ids=["premiere", "premiere, bare paths", "kdenlive", "generic, URLs", "generic", "old clips"],
)
def test_each_dialect_gets_its_schemas_urls_and_crossfades(
    tmp_path: Path, timeline: Json, schemas: list[str], url: str
) -> None:
    found, urls = forms(our_track(tmp_path, timeline, two_that_fade(FILM)))
    assert (found, urls[0]) == (schemas, url)


@pytest.mark.parametrize(
    "timeline",
    [
        resolve(a_track(PICTURE)),
        premiere(a_track(PICTURE)),
        kdenlive(a_track(a_gap(100.0)), length=100.0, rate=24.0),
        a_timeline(a_track(LINKED)),
        a_timeline(a_track(OLD)),
        a_timeline(),
    ],
)
def test_the_output_of_a_run_is_read_and_placed_like_its_input(
    tmp_path: Path, timeline: Json
) -> None:
    document = load(written(tmp_path, timeline))
    lane = two_that_fade(document.edit.rate)
    text = place(document, [lane])
    save(text.encode(), document.path)
    again = load(document.path)
    assert (again.dialect, again.style, again.edit) == (
        document.dialect,
        document.style,
        document.edit,
    )
    assert place(again, [lane]) == text


def test_a_relative_sound_starts_at_the_folder_of_the_timeline(tmp_path: Path) -> None:
    lane = a_lane(a_placement(0, 20, FILM, file="Cut 01.v2a/v2a_a.wav"))
    _, urls = forms(our_track(tmp_path, a_timeline(a_track(PICTURE)), lane))
    assert urls == [str(tmp_path / "Cut 01.v2a/v2a_a.wav")]


def test_what_is_disabled_is_written_disabled(tmp_path: Path) -> None:
    lane = a_lane(a_placement(0, 20, FILM, enabled=False), enabled=False)
    track = our_track(tmp_path, resolve(a_track(PICTURE)), lane)
    assert [track["enabled"], track["children"][0]["enabled"]] == [False, False]


@pytest.mark.parametrize(
    ("more", "name"),
    [
        ({"prompt": ""}, "sfx - t2"),
        (
            {"prompt": "a very long prompt, with glass, that does not fit"},
            "sfx - a very long prompt, with glass, that… - t2",
        ),
        ({"prompt": "x" * 41}, f"sfx - {'x' * 40}… - t2"),
        ({"role": Role.BGM, "music": "slow piano", "take": 11}, "bgm - slow piano - t11"),
        ({"role": Role.MIX, "music": "piano"}, "mix - rain on glass + piano - t2"),
        ({"prompt": "x" * 36 + " yes no"}, f"sfx - {'x' * 36} yes… - t2"),
    ],
)
def test_a_sound_is_named_by_role_prompt_and_take(
    tmp_path: Path, more: dict[str, Any], name: str
) -> None:
    lane = a_lane(a_placement(0, 20, FILM, **more))
    track = our_track(tmp_path, resolve(a_track(PICTURE)), lane)
    assert track["children"][0]["name"] == name.replace(" - ", " \N{EN DASH} ")


def test_sounds_that_overlap_on_one_track_are_refused(tmp_path: Path) -> None:
    document = load(written(tmp_path, resolve(a_track(PICTURE))))
    lane = a_lane(a_placement(0, 20, FILM), a_placement(19, 20, FILM))
    with pytest.raises(
        TimelineError, match=r"^track 'V2A SFX': the sound at frame 19 starts before frame 20\.$"
    ):
        place(document, [lane])
