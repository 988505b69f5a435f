"""What effects make of a picture: opacity and size as numbers, everything else in words."""

import json
import os
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from effort import lines_run
from running import ROOT
from timelines import (
    Json,
    a_clip,
    a_dissolve,
    a_gap,
    a_marker,
    a_range,
    a_reference,
    a_shot,
    a_stack,
    a_timeline,
    a_track,
    a_warp,
    premiere,
    read,
    resolve,
    written,
)

from otio_v2a.conform import unconformed
from otio_v2a.edit import Event
from otio_v2a.model import WHOLE, Fit, Notice
from otio_v2a.score.prepare import prepare
from otio_v2a.settings import Settings
from otio_v2a.timeline.document import load
from otio_v2a.timeline.looks import Look, look

SHARED = Path(os.environ.get("OTIO_V2A_SHARED", ROOT.parent / "shared"))
REAL = SHARED / "timelines" / "otio-core" / "effects.otio"
ONE = Fraction(1)


def a_parameter(name: str, value: object, default: object, **frames: Json) -> Json:
    """A parameter as Resolve writes it; key frames by their frame number."""
    return {
        "Default Parameter Value": default,
        "Key Frames": {number.removeprefix("at_"): frame for number, frame in frames.items()},
        "Parameter ID": name,
        "Parameter Value": value,
        "Variant Type": "Double",
    }


def a_frame(value: object, **more: object) -> Json:
    return {"Value": value, "Variant Type": "Double", **more}


def in_resolve(kind: object, *parameters: Json, name: str = "Effect", **more: object) -> Json:
    """An effect as Resolve writes it; the measured ones carry no `enabled` of OTIO's."""
    said = {"Effect Name": name, "Name": name, "Type": kind, "Enabled": True, **more}
    return {
        "OTIO_SCHEMA": "Effect.1",
        "metadata": {"Resolve_OTIO": {**said, "Parameters": [*parameters]}},
        "name": "",
        "effect_name": "Resolve Effect",
    }


def composite(*parameters: Json) -> Json:
    return in_resolve(1, *parameters, name="Composite")


def transform(*parameters: Json) -> Json:
    return in_resolve(2, *parameters, name="Transform")


def opacity(value: object, **frames: Json) -> Json:
    return a_parameter("opacity", value, 100.0, **frames)


def zoom(x: object, y: object) -> tuple[Json, Json]:
    sides = (("X", x), ("Y", y))
    first, second = (a_parameter(f"transformationZoom{side}", one, 1.0) for side, one in sides)
    return first, second


def pan(value: float) -> Json:
    return a_parameter("transformationPan", value, 0.0)


def in_premiere(match: str, *parameters: Json, name: str = "", enabled: bool = True) -> Json:
    """An effect as Premiere writes it."""
    said = {"MatchName": match, "IsIntrinsic": True, "Parameters": [*parameters]}
    return {
        "OTIO_SCHEMA": "Effect.1",
        "metadata": {"PremierePro_OTIO": said},
        "name": name or match,
        "effect_name": name or match,
        "enabled": enabled,
    }


def set_to(number: object, value: object) -> Json:
    """A parameter of Premiere that stands still."""
    start = {"Position": -10_800_000, "Value": value}
    return {"DisplayName": f"parameter {number}", "ID": number, "StartValue": start}


def moved(number: int, *values: object) -> Json:
    """A parameter of Premiere with a key frame each ten frames."""
    frames = [{"Position": 10 * at, "Value": value} for at, value in enumerate(values)]
    return {**set_to(number, values[0]), "Keyframes": frames}


def opaque(*parameters: Json) -> Json:
    return in_premiere("AE.ADBE Opacity", *parameters, name="Opacity")


def motion(*parameters: Json) -> Json:
    return in_premiere("AE.ADBE Motion", *parameters, name="Motion")


def pixels(scale: str | Fraction) -> Fit:
    return Fit(Fraction(scale), pixels=True)


def seen(*effects: Json) -> Look:
    return look({"effects": [*effects]})


def shown(opacity: str = "1", scale: str = "1") -> Look:
    """A look without anything missing, as Resolve gives it."""
    return Look(Fraction(opacity), Fit(Fraction(scale)))


def without(*words: str) -> Look:
    return Look(missing=words)


CENTRE = {"X": 0.5, "Y": 0.5}

IN_RESOLVE: dict[str, tuple[list[Json], Look]] = {
    "nothing": ([], Look()),
    "all as it comes": ([composite(opacity(100.0)), transform(*zoom(1.0, 1.0), pan(0.0))], Look()),
    "half seen": ([composite(opacity(50.0))], shown("1/2")),
    "a third seen": ([composite(opacity(33.3))], shown("333/1000")),
    "not seen": ([composite(opacity(0.0))], shown("0")),
    "more than whole": ([composite(opacity(250.0))], shown()),
    "opacity twice": ([composite(opacity(50.0)), composite(opacity(50.0))], shown("1/4")),
    "zoomed": ([transform(*zoom(1.5, 1.5))], shown(scale="3/2")),
    "zoomed out": ([transform(*zoom(0.25, 0.25))], shown(scale="1/4")),
    "zoomed twice": ([transform(*zoom(2.0, 2.0)), transform(*zoom(0.25, 0.25))], shown("1", "1/2")),
    "of no size": ([transform(*zoom(0.0, 0.0))], Look(Fraction(0), Fit(Fraction(0)))),
    "zoom and opacity": (
        [transform(*zoom(2.0, 2.0)), composite(opacity(25.0))],
        shown("1/4", "2"),
    ),
    "stretched": ([transform(*zoom(2.0, 1.0))], without("zoom")),
    "mirrored": ([transform(*zoom(-1.0, -1.0))], without("zoom")),
    "no number": ([transform(*zoom("much", "much"))], without("zoom")),
    "panned": ([transform(pan(0.25))], without("position")),
    "tilted": ([transform(a_parameter("transformationTilt", -1.65, 0.0))], without("position")),
    "turned": (
        [transform(*zoom(2.0, 2.0), a_parameter("transformationRotationAngle", 30.0, 0.0))],
        Look(fit=Fit(Fraction(2)), missing=("transform",)),
    ),
    "cropped": ([in_resolve(3, a_parameter("cropLeft", 12.0, 0.0))], without("crop")),
    "dynamic zoom": (
        [in_resolve(59, a_parameter("dynamicZoomScale", 1.0, 1.0, at_0=a_frame(0.8)))],
        without("dynamic zoom"),
    ),
    "faded": ([in_resolve(36, a_parameter("faderIn", 12.0, 0.0))], without("video fade")),
    "lens": ([in_resolve(43, a_parameter("lensDistortion", 0.5, 0.0))], without("lens correction")),
    "scaling": ([in_resolve(22, a_parameter("scaleMode", 2, 0))], without("scaling")),
    "screened": (
        [composite(a_parameter("compositeMode", 7, 0), opacity(50.0))],
        Look(Fraction(1, 2), missing=("composite mode",)),
    ),
    "a plug-in": (
        [in_resolve(1004, name="Gaussian Blur")],
        without("the effect 'Gaussian Blur'"),
    ),
    "a plug-in without a name": ([in_resolve(1004, name="")], without("an effect")),
    "of no known type": ([in_resolve([1], name="Odd")], without("the effect 'Odd'")),
    "a plug-in twice": (
        [in_resolve(1004, name="Glow"), in_resolve(1004, name="Glow")],
        without("the effect 'Glow'"),
    ),
}


@pytest.mark.parametrize("case", IN_RESOLVE)
def test_resolves_effects_are_numbers_or_words(case: str) -> None:
    effects, expected = IN_RESOLVE[case]
    assert seen(*effects) == expected


@pytest.mark.parametrize("kind", [62, 63, 64, 67, 72])
def test_what_resolve_does_to_the_sound_of_a_clip_is_no_part_of_its_picture(kind: int) -> None:
    assert seen(in_resolve(kind, a_parameter("volume", -17.0, 0.0), name="Fairlight")) == Look()


@pytest.mark.parametrize("kind", [1, 2, 3, 22, 36, 43, 59, 1004])
def test_an_effect_that_is_switched_off_does_nothing(kind: int) -> None:
    frames = {"at_0": a_frame(0.0), "at_99": a_frame(50.0)}
    off = in_resolve(kind, opacity(50.0, **frames), *zoom(2.0, 2.0), Enabled=False)
    assert seen(off) == Look()
    assert seen({**in_resolve(kind, opacity(50.0)), "enabled": False}) == Look()


KEYED: dict[str, tuple[dict[str, Json], Look]] = {
    "from one to another": ({"at_0": a_frame(0.0), "at_9": a_frame(100.0)}, without("opacity")),
    "there and back": (
        {"at_0": a_frame(40.0), "at_9": a_frame(90.0), "at_20": a_frame(40.0)},
        without("opacity"),
    ),
    "one alone": ({"at_65": a_frame(40.0)}, shown("2/5")),
    "all the same": ({"at_0": a_frame(40.0), "at_9": a_frame(40.0)}, shown("2/5")),
    "all as by default": ({"at_0": a_frame(100.0), "at_9": a_frame(100.0)}, shown()),
    "a curve between the same": (
        {"at_0": a_frame(40.0, OutBez={"OutBez": [50.0, 9.0]}), "at_9": a_frame(40.0)},
        without("opacity"),
    ),
    "one without a value": ({"at_0": {"Variant Type": "Double"}}, without("opacity")),
}


@pytest.mark.parametrize("case", KEYED)
def test_key_frames_of_resolve_are_a_number_only_where_they_all_say_it(case: str) -> None:
    # What stands beside key frames is not what is seen: the real file has 1.19 beside 2.11 and 1.5.
    frames, expected = KEYED[case]
    assert seen(composite(opacity(70.0, **frames))) == expected


def test_key_frames_that_are_no_object_are_said_to_move() -> None:
    odd = {**opacity(70.0), "Key Frames": [1, 2]}
    assert seen(composite(odd)) == without("opacity")


IN_PREMIERE: dict[str, tuple[list[Json], Look]] = {
    "half seen": ([opaque(set_to(1, 50.0))], shown("1/2")),
    "wholly seen": ([opaque(set_to(1, 100.0), set_to(2, 18))], shown()),
    "without a number": ([opaque()], shown()),
    "not in the way of others": ([opaque(set_to(1, 50), set_to(2, 0))], shown("1/2")),
    "multiplied": (
        [opaque(set_to(1, 50.0), set_to(2, 5))],
        Look(Fraction(1, 2), missing=("blend mode",)),
    ),
    "fading": ([opaque(moved(1, 0.0, 100.0))], without("opacity")),
    "keyed but still": ([opaque(moved(1, 25.0, 25.0, 25.0))], shown("1/4")),
    "as large as it is": ([motion(set_to(2, 100.0))], Look(fit=pixels("1"))),
    "without a scale": ([motion()], Look(fit=pixels("1"))),
    "half as large": ([motion(set_to(1, CENTRE), set_to(2, 50.0))], Look(fit=pixels("1/2"))),
    "keyed but as large": ([motion(moved(2, 50.0, 50.0))], Look(fit=pixels("1/2"))),
    "growing": (
        [motion(moved(2, 100.0, 120.0))],
        Look(fit=WHOLE, missing=("scale",)),
    ),
    "uniform, whatever the width": (
        [motion(set_to(2, 50.0), set_to(3, 80.0), set_to(4, value=True))],
        Look(fit=pixels("1/2")),
    ),
    "stretched": (
        [motion(set_to(2, 50.0), set_to(3, 80.0), set_to(4, value=False))],
        without("scale"),
    ),
    "two equal sides": (
        [motion(set_to(2, 50.0), set_to(3, 50.0), set_to(4, value=False))],
        Look(fit=pixels("1/2")),
    ),
    "moved aside": (
        [motion(set_to(1, {"X": 0.25, "Y": 0.5}), set_to(2, 50.0))],
        Look(fit=pixels("1/2"), missing=("position",)),
    ),
    "travelling": (
        [motion(moved(1, CENTRE, {"X": 0.75, "Y": 0.5}))],
        Look(fit=pixels("1"), missing=("position",)),
    ),
    "turned about a corner": (
        [motion(set_to(5, 90.0), set_to(6, {"X": 0.0, "Y": 0.0}))],
        Look(fit=pixels("1"), missing=("rotation", "anchor point")),
    ),
    "cropped on two sides": (
        [motion(set_to(8, 10.0), set_to(9, 0.0), set_to(10, 5.0), set_to(11, 0.0))],
        Look(fit=pixels("1"), missing=("crop",)),
    ),
    "no size at all": ([motion(set_to(2, 0.0))], Look(Fraction(0), pixels("0"))),
    "an effect": (
        [in_premiere("AE.ADBE Gaussian Blur 2", name="Gaussian Blur")],
        without("the effect 'Gaussian Blur'"),
    ),
    "an effect by its match name": (
        [{**in_premiere("AE.ADBE Mosaic"), "effect_name": ""}],
        without("the effect 'AE.ADBE Mosaic'"),
    ),
    "switched off": (
        [in_premiere("AE.ADBE Opacity", set_to(1, 5.0), enabled=False)],
        Look(),
    ),
    "an unreadable parameter": ([opaque({"ID": [1]}, set_to(1, 50.0))], shown("1/2")),
}


@pytest.mark.parametrize("case", IN_PREMIERE)
def test_premieres_effects_are_numbers_or_words(case: str) -> None:
    effects, expected = IN_PREMIERE[case]
    assert seen(*effects) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ({"effect_name": "Film Grain", "name": "fx 1"}, "the effect 'Film Grain'"),
        ({"effect_name": "", "name": "fx 1"}, "the effect 'fx 1'"),
        ({}, "an effect"),
        ({"effect_name": ["a list"]}, "an effect"),
    ],
)
def test_anybody_elses_effect_is_named(written: Json, expected: str) -> None:
    assert seen({"OTIO_SCHEMA": "Effect.1", **written}) == without(expected)


def test_speeds_are_no_looks_and_what_is_no_object_is_nothing() -> None:
    assert look({"effects": [a_warp(2.0), None, "blur", 7]}) == Look()
    assert look({"effects": "blur"}) == look({}) == Look()


# --- in a timeline ---------------------------------------------------------------------------


def the_event(tmp_path: Path, timeline: Json) -> Event:
    return read(tmp_path, timeline).tracks[0].events[0]


def test_a_clip_has_the_look_of_its_effects_and_says_what_is_missing(tmp_path: Path) -> None:
    effects = [composite(opacity(40.0)), transform(*zoom(2.0, 2.0), pan(0.5)), a_warp(2.0)]
    event = the_event(tmp_path, resolve(a_track(a_shot(effects=effects))))
    assert (event.opacity, event.fit, event.speed, event.unsupported) == (
        *(Fraction(2, 5), Fit(Fraction(2)), Fraction(2)),
        "it is shown without: position",
    )


def test_a_compound_clip_has_a_look_of_its_own(tmp_path: Path) -> None:
    inner = a_track(a_shot(effects=[composite(opacity(50.0)), in_resolve(9, name="Glow")]))
    compound = a_stack(inner, name="Comp", effects=[composite(opacity(20.0), opacity(20.0)), a_x()])
    event = the_event(tmp_path, resolve(a_track(compound)))
    (deep,) = event.contents[0].events
    assert (event.opacity, event.unsupported) == (
        Fraction(1, 5),
        "it is shown without: the effect 'X'",
    )
    assert (deep.opacity, deep.unsupported) == (
        Fraction(1, 2),
        "it is shown without: the effect 'Glow'",
    )


def a_x() -> Json:
    return {"OTIO_SCHEMA": "Effect.1", "effect_name": "X", "name": ""}


def test_a_ramp_and_effects_are_said_in_one_sentence(tmp_path: Path) -> None:
    ramp = {"OTIO_SCHEMA": "TimeEffect.1", "effect_name": "Ramp"}
    clip = a_shot(effects=[ramp, composite(opacity(1.0, at_0=a_frame(0.0), at_9=a_frame(9.0)))])
    event = the_event(tmp_path, resolve(a_track(clip)))
    assert event.unsupported == "it is shown without: speed ramp, opacity"


@pytest.mark.parametrize("write", [resolve, premiere, a_timeline])
def test_effects_are_read_in_every_dialect(tmp_path: Path, write: Callable[..., Json]) -> None:
    clips = [a_shot(effects=[composite(opacity(25.0))]), a_shot(effects=[opaque(set_to(1, 75.0))])]
    found = read(tmp_path, write(a_track(*clips))).tracks[0].events
    assert [event.opacity for event in found] == [Fraction(1, 4), Fraction(3, 4)]


SAID = "it is shown without: the effect 'Glow'"


def glowing(name: str, start: float, length: float, **fields: Any) -> Json:
    media = a_reference(f"/m/{name}.mov")
    effects = [in_resolve(9, name="Glow")]
    return a_clip(name, a_range(start, length), media, effects=effects, **fields)


def the_notices(tmp_path: Path, timeline: Json) -> tuple[Notice, ...]:
    path = written(tmp_path, timeline)
    return prepare(path, Settings(), {}).notices


def a_cue(start: float, length: float) -> Json:
    """A timeline marker of ours, in frames from the timeline's first."""
    return a_marker(86_400 + start, length)


@pytest.mark.parametrize(
    ("start", "length", "expected"),
    [
        (20.0, 80.0, []),
        (20.0, 81.0, ["A"]),
        (149.0, 100.0, ["A"]),
        (149.0, 102.0, ["A", "B"]),
        (150.0, 100.0, []),
        (100.0, 200.0, ["A", "B"]),
        (299.0, 60.0, ["B"]),
        (300.0, 60.0, []),
    ],
)
def test_a_notice_names_each_clip_that_a_cue_overlaps_and_no_other(
    tmp_path: Path, start: float, length: float, expected: list[str]
) -> None:
    clips = [glowing("A", 0.0, 50.0), a_shot(0.0, 100.0), glowing("B", 0.0, 50.0), a_shot()]
    track = a_track(a_gap(100.0), *clips, a_shot())
    found = the_notices(tmp_path, resolve(track, markers=[a_cue(start, length)]))
    assert [one for one in found if SAID in one.message] == [
        Notice("timeline, marker 'sfx'", f"video track 1, clip '{name}': {SAID}.")
        for name in expected
    ]


def test_what_is_off_or_sound_is_not_said(tmp_path: Path) -> None:
    timeline = resolve(
        a_track(glowing("off", 0.0, 90.0, enabled=False)),
        a_track(glowing("track off", 0.0, 90.0), enabled=False),
        a_track(a_stack(a_track(glowing("in a compound", 0.0, 90.0)), enabled=False)),
        a_track(glowing("sound", 0.0, 90.0), kind="Audio"),
        markers=[a_cue(10.0, 80.0)],
    )
    assert [one for one in the_notices(tmp_path, timeline) if "Glow" in one.message] == []


@pytest.mark.parametrize(
    ("start", "length", "said"),
    [(0.0, 94.0, 0), (80.0, 15.0, 1), (105.0, 80.0, 1), (106.0, 80.0, 0)],
)
def test_a_wipe_is_said_where_it_is_seen(
    tmp_path: Path, start: float, length: float, said: int
) -> None:
    wipe = {
        **{"OTIO_SCHEMA": "Transition.1", "name": "Clock Wipe", "metadata": {}},
        "transition_type": "Custom_Transition",
        "in_offset": a_range(0, 6)["duration"],
        "out_offset": a_range(0, 6)["duration"],
    }
    track = a_track(a_shot(0.0, 100.0), wipe, a_shot(200.0, 100.0))
    found = the_notices(tmp_path, resolve(track, markers=[a_cue(start, length)]))
    message = "video track 1, transition 'Clock Wipe': it is shown as a dissolve."
    assert [one for one in found if "Clock" in one.message] == [
        Notice("timeline, marker 'sfx'", message)
    ] * said


def test_a_clip_that_is_seen_only_dissolving_is_said_too(tmp_path: Path) -> None:
    # The first clip is seen to frame 56.
    track = a_track(glowing("A", 0.0, 50.0), a_dissolve(6.0), a_shot(100.0, 90.0))
    found = the_notices(tmp_path, resolve(track, markers=[a_cue(52.0, 50.0)]))
    assert [one.message for one in found] == [f"video track 1, clip 'A': {SAID}."]


def test_ten_times_the_clips_take_ten_times_the_work_to_be_said(tmp_path: Path) -> None:
    counts = []
    for number in (30, 300):
        clips = [glowing(f"c{at}", 0.0, 24.0) for at in range(number)]
        markers = [a_cue(24.0 * at, 24.0) for at in range(number)]
        path = written(tmp_path, resolve(a_track(*clips), markers=markers))
        made = prepare(path, Settings(), {})
        assert sum(SAID in one.message for one in made.notices) == number
        counts.append(lines_run(lambda made=made: made.notices))
    assert counts[1] <= 10.5 * counts[0]


# --- a real export -----------------------------------------------------------------------------


@pytest.mark.skipif(not REAL.is_file(), reason="the real timeline is not on this machine")
def test_a_real_export_says_of_each_clip_what_its_effects_do(tmp_path: Path) -> None:
    copy = tmp_path / "effects.otio"
    copy.write_bytes(REAL.read_bytes())
    edit = load(copy).edit
    rows = [
        (
            event.address,
            event.enabled,
            event.record.start,
            event.opacity,
            event.fit,
            event.unsupported,
        )
        for track in edit.tracks
        if track.kind == "video"
        for event in track.events
        if event.unsupported or event.opacity != 1 or event.fit != WHOLE
    ]
    # Read by eye in the file: zoom 2.11 to 1.5 with pan and tilt; zoom 1 to 1.18 with both; the
    # titles fade in and out besides; the bar stands 1.65 lower, its zoom and pan keyed as they are
    # by default. Dynamic zoom is off everywhere, and a colour, lens or crop is set nowhere.
    moving = "it is shown without: zoom, position"
    assert rows == [
        ("video track 1, clip 'Picchu_V7_310821_0003.png'", True, 0, ONE, WHOLE, moving),
        ("video track 1, clip 'Picchu_V7_310821_0015.png'", True, 1055, ONE, WHOLE, moving),
        ("video track 2, clip 'A_title.png'", True, 0, ONE, WHOLE, f"{moving}, opacity"),
        *[
            (f"video track {track}, clip '{name}'", False, 0, ONE, WHOLE, said)
            for track, name, said in (
                (3, "_bar.png", "it is shown without: position"),
                (4, "A_title.png", f"{moving}, opacity"),
            )
        ],
    ]
    assert [one.address for one in unconformed(edit)] == [row[0] for row in rows if row[1]]


@pytest.mark.skipif(not REAL.is_file(), reason="the real timeline is not on this machine")
def test_the_effects_of_a_real_export_are_all_of_known_types() -> None:
    root = json.loads(REAL.read_text("utf-8"))
    clips = [one for track in root["tracks"]["children"] for one in track["children"]]
    looks = [look(clip) for clip in clips]
    named = {word for one in looks for word in one.missing if word.startswith("the effect")}
    assert (len([clip for clip in clips if clip.get("effects")]), named) == (22, set())
