"""The files of a result, best first, whatever its shape; and inputs found in a model's schema.

Source: facts 'providers', sections 3.5, 4 to 11 (results), 5 and 8 (schemas).
"""

from itertools import permutations
from typing import Any

import pytest
from steps import a_job, answer, driven, seller

from otio_v2a.errors import UsageError
from otio_v2a.providers.base import Remote
from otio_v2a.providers.results import urls
from otio_v2a.providers.schema import by_description, by_name
from otio_v2a.providers.wire import Answer

WAV, MP3, M4A, MP4 = (f"https://cdn.example/out.{form}" for form in ("wav", "mp3", "m4a", "mp4"))
BARE = "https://cdn.example/"


@pytest.mark.parametrize(
    ("result", "expected"),
    [
        (WAV, (WAV,)),
        ([MP4, WAV], (WAV, MP4)),
        ({"url": MP3}, (MP3,)),
        ({"uri": MP3}, (MP3,)),
        ({"video": {"url": MP4}, "audio": {"url": MP3}}, (MP3, MP4)),
        ({"audio": {"uri": MP3}, "video": MP4}, (MP3, MP4)),
        ({"a": [{"b": [{"c": WAV}]}], "d": MP4}, (WAV, MP4)),
        ([MP4, {"url": MP4}, MP4], (MP4,)),
        # Without a suffix the keys on the way tell.
        (
            {
                "videos": [{"id": "v2", "url": f"{BARE}1", "duration": "5.041"}],
                "audios": [{"id": "a1", "url_mp3": f"{BARE}2", "url_wav": f"{BARE}3"}],
            },
            (f"{BARE}3", f"{BARE}2", f"{BARE}1"),
        ),
        ({"video": {"url": f"{BARE}v"}, "audio": {"url": f"{BARE}a"}}, (f"{BARE}a", f"{BARE}v")),
        ([{"video": f"{BARE}v"}, {"audio": f"{BARE}a"}], (f"{BARE}a", f"{BARE}v")),
        ({"video": {"url": f"{BARE}v", "audio": f"{BARE}a"}}, (f"{BARE}a", f"{BARE}v")),
        # Unknown is better than a picture, worse than a sound.
        ([MP4, f"{BARE}x", M4A], (M4A, f"{BARE}x", MP4)),
        ({"output": f"{BARE}x"}, (f"{BARE}x",)),
        # A query may hold a secret and says nothing of the file.
        (
            [f"{BARE}a.mp4?x=.wav", f"{BARE}b.WAV?Signature=x"],
            (f"{BARE}b.WAV?Signature=x", f"{BARE}a.mp4?x=.wav"),
        ),
        ("HTTPS://cdn.example/A.MP3", ("HTTPS://cdn.example/A.MP3",)),
    ],
)
def test_a_result_s_files_are_offered_best_first(result: Any, expected: tuple[str, ...]) -> None:
    assert urls(result) == expected


def test_sound_goes_before_picture_and_wav_before_mp3_in_any_order() -> None:
    best = (WAV, MP3, M4A, f"{BARE}x", MP4)
    assert {urls(list(one)) for one in permutations(best)} == {best}


@pytest.mark.parametrize(
    "nothing",
    [
        *(None, 7, True, "", "out.wav", "ftp://x.example/o.wav", "file:///etc/passwd", "data:,x"),
        *([], {}, "javascript:https://x", "https://[", {"url": None}, {"https://x.example/k": 1}),
    ],
)
def test_what_is_no_address_is_no_file(nothing: object) -> None:
    assert urls(nothing) == ()


def test_a_result_without_bottom_is_not_followed_for_ever() -> None:
    deep: Any = WAV
    for _ in range(100):
        deep = [deep]
    assert urls([deep, MP4]) == (MP4,)


NAMED = {
    "video": "video",
    "sound_effect": "sound_effect_prompt",
    "background_music": "bgm_prompt",
    "asmr": "asmr_mode",
}


@pytest.mark.parametrize(
    ("inputs", "expected"),
    [
        (NAMED.values(), NAMED),
        (
            ("video", "soundEffectPrompt", "backgroundMusicPrompt", "asmrMode"),
            {
                "video": "video",
                "sound_effect": "soundEffectPrompt",
                "background_music": "backgroundMusicPrompt",
                "asmr": "asmrMode",
            },
        ),
        (
            (
                *("video_url", "prompt", "negative_prompt", "seed", "num_steps", "duration"),
                *("cfg_strength", "mask_away_clip"),
            ),
            {
                "video": "video_url",
                "prompt": "prompt",
                "negative": "negative_prompt",
                "seed": "seed",
                "steps": "num_steps",
                "duration": "duration",
                "guidance": "cfg_strength",
            },
        ),
        (("clip", "video", "source_video"), {"video": "video"}),
        ((), {}),
    ],
)
def test_inputs_are_told_by_their_names(inputs: Any, expected: dict[str, str]) -> None:
    assert by_name(inputs) == expected


def test_inputs_are_told_by_what_they_are_described_as_where_the_name_says_nothing() -> None:
    told = {
        "in1": "The video to score",
        "text1": "Describes the sound effects",
        "text2": "Describes the background music",
        "flag": "ASMR mode, makes details of the video's sound louder",
        "seed": "",
    }
    expected = {
        "video": "in1",
        "sound_effect": "text1",
        "background_music": "text2",
        "asmr": "flag",
        "seed": "seed",
    }
    assert by_description(told) == expected


def test_a_name_goes_before_a_description() -> None:
    told = {"extra": "a video of the set", "video": "what to score"}
    assert by_description(told)["video"] == "video"


def learned(name: str, given: Answer, **options: Any) -> tuple[str, Remote]:
    """What was asked, and the provider that knows the answer."""
    provider = seller(name, **options)
    steps = provider.learned()
    assert steps is not None
    (call,), found = driven(provider, steps, given)
    assert isinstance(found, Remote)
    return call.url, found


def sent(provider: Remote) -> Any:
    return provider.submit(a_job(video="u")).json


def test_inference_s_app_says_what_its_inputs_are_called() -> None:
    properties = {
        "clip": {"description": "Video file"},
        "sfx": {"description": "..."},
        "tune": {"description": "Background music"},
        "asmr": {},
    }
    schema = {"data": {"version": {"input_schema": {"properties": properties}}}}
    asked, known = learned("inference", Answer(200, schema), model="klingai/video-to-audio@6yhw")
    assert asked == "https://api.inference.sh/apps/klingai/video-to-audio"
    assert sent(known) == {
        "app": "klingai/video-to-audio@6yhw",
        "input": {"clip": "u", "sfx": "rain", "tune": "piano", "asmr": False},
    }


@pytest.mark.parametrize("given", [Answer(404), Answer(500), Answer(200, {}), Answer(200)])
def test_an_app_that_does_not_say_is_called_as_usual(given: Answer) -> None:
    _, known = learned("inference", given)
    assert sent(known) == sent(seller("inference"))


def test_what_the_user_configured_goes_before_what_a_model_says() -> None:
    properties = {"clip": {"description": "Video file"}}
    schema = {"data": {"version": {"input_schema": {"properties": properties}}}}
    _, known = learned("inference", Answer(200, schema), fields={"video": "mine"})
    assert set(sent(known)["input"]) == {"mine", *NAMED.values()} - {"video"}


def test_scenario_s_model_says_what_its_inputs_are_called_and_gets_no_others() -> None:
    inputs = [{"name": name} for name in ("video", "prompt", "negativePrompt")]
    asked, known = learned("scenario-mmaudio", Answer(200, {"model": {"inputs": inputs}}))
    assert asked == "https://api.cloud.scenario.com/v1/models/model_mm-audio-2"
    assert sent(known) == {"video": "u", "prompt": "rain, piano", "negativePrompt": ""}


def test_a_model_that_scenario_does_not_have_has_to_be_named() -> None:
    expected = (
        r"^Scenario has no model 'model_kling-video-to-audio'\. Look up its id there and write it"
        r" into your configuration: \[providers\.scenario\] model\.$"
    )
    with pytest.raises(UsageError, match=expected):
        learned("scenario", answer("scenario", "no model", 404))


@pytest.mark.parametrize("name", ["wavespeed", "kling", "kkiai", "fal", "replicate-mmaudio"])
def test_others_need_not_be_asked(name: str) -> None:
    assert seller(name).learned() is None
