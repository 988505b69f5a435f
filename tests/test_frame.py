"""The frame of a picture: how large it is, where each clip stands in it, what that hides."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from coded import Coded, make, read_numbers
from looked import looked, looks
from showing import frames
from timelines import (
    Json,
    a_clip,
    a_gap,
    a_marker,
    a_range,
    a_reference,
    a_track,
    premiere,
    read,
    resolve,
    written,
)

from otio_v2a.cli.configuration import settings_for
from otio_v2a.errors import MediaError, UsageError
from otio_v2a.model import WHOLE, Fit, Notice, Shot
from otio_v2a.picture.canvas import Canvas, Place, canvas, covers, place
from otio_v2a.picture.source import Coding, Source
from otio_v2a.settings import Settings

PAL = Fraction(25)
HALF = Fraction(1, 2)
HD = (1920, 1080)


def a_source(width: int, height: int, **more: Any) -> Source:
    plain = Source(Path("a.mov"), PAL, 100, Fraction(0), False, True, width, height, "ff")
    return replace(plain, **more)


# --- its size --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("seen", "frame", "expected"),
    [
        ([], None, (1280, 720)),
        ([((1920, 1080), 1)], None, (1280, 720)),
        # Never larger than what it shows, or than the timeline.
        ([((320, 180), 1)], None, (320, 180)),
        ([((1920, 1080), 1)], (1024, 576), (1024, 576)),
        ([((320, 180), 1)], HD, (320, 180)),
        ([((320, 180), 9), ((3840, 2160), 1)], None, (1280, 720)),
        # The shape that most frames have.
        ([((640, 480), 30), ((1280, 720), 20)], None, (960, 720)),
        ([((640, 480), 20), ((1280, 720), 30)], None, (1280, 720)),
        ([((640, 480), 20), ((1280, 720), 19), ((1920, 1080), 2)], None, (1280, 720)),
        ([((1080, 1920), 1)], None, (404, 720)),
        ([((1998, 1080), 1)], None, (1332, 720)),
        # The timeline's own shape, whatever the clips have.
        ([((640, 480), 30)], HD, (852, 480)),
        ([((1920, 1080), 30)], (1080, 1080), (720, 720)),
        ([], (1080, 1920), (404, 720)),
    ],
)
def test_a_frame_has_the_timelines_shape_else_that_of_most_frames(
    seen: list[tuple[tuple[int, int], int]],
    frame: tuple[int, int] | None,
    expected: tuple[int, int],
) -> None:
    shown = [(a_source(*size), count) for size, count in seen]
    found = canvas(shown, PAL, 720, frame)
    assert (found.size, found.rate, found.frame, found.most) == (expected, PAL, frame, None)


def test_a_frame_is_as_high_as_the_provider_takes_it() -> None:
    assert canvas([(a_source(1920, 1080), 1)], PAL, 360).size == (640, 360)
    assert canvas([(a_source(1920, 1080), 1)], PAL, 1080).size == (1920, 1080)


# --- where a clip stands in it -----------------------------------------------------------------

ON = Canvas(1280, 720, PAL)
IN_HD = replace(ON, frame=HD)


@pytest.mark.parametrize(
    ("size", "fit", "expected"),
    [
        ((1920, 1080), WHOLE, Place((1280, 720), (1280, 720))),
        ((320, 180), WHOLE, Place((1280, 720), (1280, 720))),
        # Another shape stands whole in the middle.
        ((1440, 1080), WHOLE, Place((960, 720), (960, 720))),
        ((1080, 1920), WHOLE, Place((404, 720), (404, 720))),
        ((2390, 1000), WHOLE, Place((1280, 534), (1280, 534))),
        # A line or two that would only be there because sides are even are not.
        ((853, 480), WHOLE, Place((1280, 720), (1280, 720))),
        ((1282, 720), WHOLE, Place((1280, 720), (1280, 720))),
        ((1274, 720), WHOLE, Place((1274, 720), (1274, 720))),
        # What is larger than the frame is cut at its edges.
        ((1920, 1080), Fit(Fraction(2)), Place((2560, 1440), (1280, 720))),
        ((1440, 1080), Fit(Fraction(4, 3)), Place((1280, 960), (1280, 720))),
        ((1920, 1080), Fit(HALF), Place((640, 360), (640, 360))),
        ((1920, 1080), Fit(Fraction(1, 1000)), Place((2, 2), (2, 2))),
        ((1920, 1080), Fit(Fraction(0)), Place((2, 2), (2, 2))),
        # A compound of half the size shows its own frame, and nothing beyond that.
        ((1920, 1080), Fit(HALF, window=HALF), Place((640, 360), (640, 360))),
        ((1920, 1080), Fit(Fraction(1), window=HALF), Place((1280, 720), (640, 360))),
        ((1440, 1080), Fit(HALF, window=HALF), Place((480, 360), (480, 360))),
        ((1920, 1080), Fit(Fraction(2), window=Fraction(3)), Place((2560, 1440), (1280, 720))),
    ],
)
def test_a_clip_stands_whole_in_the_middle_at_its_scale(
    size: tuple[int, int], fit: Fit, expected: Place
) -> None:
    assert place(a_source(*size), fit, ON) == expected
    if not fit.pixels:
        assert place(a_source(*size), fit, IN_HD) == expected


@pytest.mark.parametrize(
    ("size", "scale", "expected"),
    [
        ((1920, 1080), "1", Place((1280, 720), (1280, 720))),
        ((3840, 2160), "1/2", Place((1280, 720), (1280, 720))),
        ((3840, 2160), "1", Place((2560, 1440), (1280, 720))),
        ((960, 540), "1", Place((640, 360), (640, 360))),
        ((960, 540), "2", Place((1280, 720), (1280, 720))),
        ((1080, 1920), "1", Place((720, 1280), (720, 720))),
        ((1280, 720), "151/100", Place((1288, 724), (1280, 720))),
    ],
)
def test_a_scale_of_the_clips_own_pixels_counts_them_in_the_timelines_frame(
    size: tuple[int, int], scale: str, expected: Place
) -> None:
    assert place(a_source(*size), Fit(Fraction(scale), pixels=True), IN_HD) == expected


def test_where_nobody_says_the_frame_a_scale_of_pixels_is_one_of_the_whole() -> None:
    fit = Fit(HALF, pixels=True)
    assert place(a_source(3840, 2160), fit, ON) == Place((640, 360), (640, 360))


@pytest.mark.parametrize(
    ("source", "fit", "hides"),
    [
        (a_source(1920, 1080), WHOLE, True),
        (a_source(853, 480), WHOLE, True),
        (a_source(1440, 1080), WHOLE, False),
        (a_source(1440, 1080), Fit(Fraction(4, 3)), True),
        (a_source(1920, 1080), Fit(Fraction(99, 100)), False),
        (a_source(1920, 1080), Fit(Fraction(2), window=HALF), False),
        (a_source(1920, 1080, coding=Coding(alpha=True)), WHOLE, False),
    ],
)
def test_a_clip_hides_what_is_below_where_it_fills_the_frame(
    source: Source, fit: Fit, hides: bool
) -> None:
    assert covers(Shot(1, fit=fit), source, ON) is hides


# --- who says it -----------------------------------------------------------------------------


def sequence(folder: Path, told: Json) -> tuple[int, int] | None:
    """The frame of a timeline whose stack Premiere signed so."""
    timeline = premiere(a_track(a_clip("A", a_range(0.0, 24.0), a_reference("/m/A.mov"))))
    timeline["tracks"]["metadata"] = {"PremierePro_OTIO": told}
    return read(folder, timeline).frame


SQUARE = {"numerator": 1, "denominator": 1}


@pytest.mark.parametrize(
    ("told", "frame"),
    [
        ({"VideoResolution": {"width": 1920, "height": 1080}}, HD),
        ({"VideoResolution": {"width": 1920.0, "height": 1080.0}}, HD),
        (
            {"VideoResolution": {"width": 1440, "height": 1080}, "PixelAspectRatio": SQUARE},
            (1440, 1080),
        ),
        (
            {
                "VideoResolution": {"width": 1440, "height": 1080},
                "PixelAspectRatio": {"numerator": 4, "denominator": 3},
            },
            HD,
        ),
        ({"VideoResolution": {"width": 0, "height": 1080}}, None),
        ({"VideoResolution": {"width": "wide", "height": 1080}}, None),
        ({"VideoResolution": [1920, 1080]}, None),
        ({}, None),
    ],
)
def test_premiere_says_the_frame_of_its_sequence(
    told: Json, frame: tuple[int, int] | None, tmp_path: Path
) -> None:
    assert sequence(tmp_path, told) == frame


@pytest.mark.parametrize("wrong", ["1920", "0x1080", "1920X1080", "1920x1080p", "-1x5", "16:9"])
def test_a_frame_is_configured_as_width_x_height_and_as_nothing_else(
    wrong: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    beside = tmp_path / "otio-v2a.toml"
    beside.write_text('frame = "1920x1080"\n')
    assert settings_for(tmp_path / "Cut.otio", {}).frame_size == HD
    beside.write_text(f'frame = "{wrong}"\n')
    with pytest.raises(UsageError, match=rf"^the setting 'frame' is '{wrong}': "):
        settings_for(tmp_path / "Cut.otio", {})


# --- of real media ---------------------------------------------------------------------------


@pytest.fixture(scope="module")
def media(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Movies of 100 frames: two of 16:9, one narrow, one of a graphic that can be seen through."""
    folder = tmp_path_factory.mktemp("media")
    make(folder / "wide.mp4", Coded(PAL, 100, 1000, (320, 180)))
    make(folder / "also.mp4", Coded(PAL, 100, 2000, (320, 180)))
    make(folder / "narrow.mp4", Coded(PAL, 100, 3000, (160, 180)))
    return folder


def of(media: Path, name: str, start: float, length: float, **fields: Any) -> Json:
    path = "/nowhere/gone.mov" if name == "gone" else str(media / f"{name}.mp4")
    reference = a_reference(path, a_range(0.0, 100.0, 25.0))
    return a_clip(name, a_range(start, length, 25.0), reference, **fields)


def a_cut(folder: Path, *tracks: Json, cue: tuple[float, float] = (0.0, 40.0)) -> Path:
    marker = a_marker(90_000.0 + cue[0], cue[1], rate=25.0)
    timeline = resolve(*tracks, start=90_000.0, rate=25.0, markers=[marker])
    return written(folder, timeline)


BARE = Settings(handles=Fraction(0))
MIDDLE = (0.25, 0.0, 0.75, 1.0)
"""Where the narrow movie stands in a wide frame."""


def test_an_offline_clip_under_a_picture_that_fills_the_frame_does_not_matter(
    media: Path, tmp_path: Path
) -> None:
    over = a_track(of(media, "wide", 0.0, 40.0))
    (out,) = looked(
        a_cut(tmp_path, a_track(of(media, "gone", 0.0, 40.0)), over), BARE, tmp_path / "a.mp4"
    )
    assert read_numbers(out) == [*range(1000, 1040)]


OFFLINE = (
    r"^timeline, marker 'sfx': media is offline: 'gone\.mov' \(looked in /nowhere/gone\.mov\)\. "
)


def test_an_offline_clip_beside_a_picture_that_does_not_fill_it_does(
    media: Path, tmp_path: Path
) -> None:
    under = a_track(of(media, "gone", 0.0, 40.0))
    over = a_track(of(media, "narrow", 0.0, 40.0))
    cut = a_cut(tmp_path, under, over)
    # Alone it gives the picture its own shape, and fills it.
    (out,) = looked(cut, BARE, tmp_path / "a.mp4")
    assert read_numbers(out) == [*range(3000, 3040)]
    with pytest.raises(MediaError, match=OFFLINE):
        looked(cut, BARE.model_copy(update={"frame": "1920x1080"}), tmp_path / "b.mp4")


@pytest.mark.parametrize("name", ["half as large", "half seen", "one frame shorter"])
def test_an_offline_clip_of_which_anything_is_seen_matters(
    name: str, media: Path, tmp_path: Path
) -> None:
    over = {
        "half as large": of(media, "wide", 0.0, 40.0, effects=[zoomed(0.5)]),
        "half seen": of(media, "wide", 0.0, 40.0, effects=[faint(50.0)]),
        "one frame shorter": of(media, "wide", 0.0, 39.0),
    }[name]
    cut = a_cut(tmp_path, a_track(of(media, "gone", 0.0, 40.0)), a_track(over))
    with pytest.raises(MediaError, match=OFFLINE):
        looked(cut, BARE, tmp_path / "a.mp4")
    assert [path.name for path in tmp_path.iterdir()] == [cut.name]


def an_effect(number: int, **values: float) -> Json:
    parameters = [
        {"Parameter ID": key, "Parameter Value": value, "Default Parameter Value": -1.0}
        for key, value in values.items()
    ]
    said = {"Type": number, "Enabled": True, "Parameters": parameters}
    return {"OTIO_SCHEMA": "Effect.1", "metadata": {"Resolve_OTIO": said}}


def zoomed(factor: float) -> Json:
    return an_effect(2, transformationZoomX=factor, transformationZoomY=factor)


def faint(percent: float) -> Json:
    return an_effect(1, opacity=percent)


def test_a_narrow_clip_stands_in_the_middle_of_a_wide_frame_over_what_is_below(
    media: Path, tmp_path: Path
) -> None:
    under, over = a_track(of(media, "also", 0.0, 40.0)), a_track(of(media, "narrow", 20.0, 40.0))
    cut = a_cut(tmp_path, under, over)
    (out,) = looked(cut, BARE.model_copy(update={"frame": "1920x1080"}), tmp_path / "a.mp4")
    assert read_numbers(out, MIDDLE) == [*range(3020, 3060)]
    # Left and right of it the outermost columns of blocks of the clip below.
    alone = looked(a_cut(tmp_path, under), BARE, tmp_path / "b.mp4")
    for shown, below in zip(frames(out), frames(alone[0]), strict=True):
        gap = np.abs(shown[0].astype(int) - below[0].astype(int))
        assert gap[:, :72].mean() < 6
        assert gap[:, -72:].mean() < 6


def guessed(size: str) -> str:
    return (
        f"its clips have several shapes and the timeline does not say its own: {size} is assumed."
        " If that is wrong, set frame."
    )


def test_a_shape_that_had_to_be_guessed_is_said_once(media: Path, tmp_path: Path) -> None:
    track = a_track(of(media, "wide", 0.0, 25.0), of(media, "narrow", 0.0, 15.0))
    cut = a_cut(tmp_path, track)
    found = looks(cut, BARE, tmp_path / "a.mp4")
    assert found.notices == (Notice("timeline, marker 'sfx'", guessed("320x180")),)
    said = looks(cut, BARE.model_copy(update={"frame": "1920x1080"}), tmp_path / "b.mp4")
    assert said.notices == ()
    # The same picture, guessed or said.
    assert said.files[0].picture.key == found.files[0].picture.key
    numbers = read_numbers(found.files[0].file, MIDDLE)[25:]
    assert numbers == [*range(3000, 3015)]


@pytest.mark.parametrize("names", [("wide", "also"), ("narrow", "narrow")])
def test_where_all_clips_have_one_shape_nothing_is_guessed(
    names: tuple[str, str], media: Path, tmp_path: Path
) -> None:
    track = a_track(*(of(media, name, 0.0, 20.0) for name in names))
    assert looks(a_cut(tmp_path, track), BARE, tmp_path / "a.mp4").notices == ()


def test_the_shape_of_a_hidden_clip_is_nobodys_business(media: Path, tmp_path: Path) -> None:
    tracks = a_track(of(media, "narrow", 0.0, 40.0)), a_track(of(media, "wide", 0.0, 40.0))
    (one,) = looks(a_cut(tmp_path, *tracks), BARE, tmp_path / "a.mp4").files
    assert one.picture.canvas.size == (320, 180)
    assert [path.path.name for path in one.picture.sources.values()] == ["wide.mp4"]


BLACK = "its picture is black from beginning to end: there is nothing to be seen there."


def test_a_picture_with_nothing_in_it_is_said_and_one_with_a_frame_is_not(
    media: Path, tmp_path: Path
) -> None:
    track = a_track(a_gap(50.0, 25.0), of(media, "wide", 0.0, 40.0))
    found = looks(a_cut(tmp_path, track, cue=(5.0, 45.0)), BARE, tmp_path / "a.mp4")
    assert found.notices == (Notice("timeline, marker 'sfx'", BLACK),)
    assert found.files[0].picture.canvas.size == (1280, 720)
    later = looks(a_cut(tmp_path, track, cue=(5.0, 46.0)), BARE, tmp_path / "b.mp4")
    assert later.notices == ()
    assert read_numbers(later.files[0].file) == [*[-1] * 45, 1000]


def test_premieres_pixels_count_in_its_own_frame(media: Path, tmp_path: Path) -> None:
    # A movie of 320 x 180 at 100 % in a sequence twice as large, and at 200 %.
    for percent, area in ((100.0, (0.25, 0.25, 0.75, 0.75)), (200.0, (0.0, 0.0, 1.0, 1.0))):
        scale = {"ID": 2, "StartValue": {"Value": percent}}
        said = {"MatchName": "AE.ADBE Motion", "Parameters": [scale]}
        motion = {"OTIO_SCHEMA": "Effect.1", "metadata": {"PremierePro_OTIO": said}}
        clip = of(media, "wide", 0.0, 40.0, effects=[motion])
        marker = {**a_marker(0.0, 40.0, rate=25.0), "comment": "rain"}
        timeline = premiere(a_track(clip), rate=25.0, markers=[marker])
        sequence = {"VideoResolution": {"width": 640, "height": 360}}
        timeline["tracks"]["metadata"] = {"PremierePro_OTIO": sequence}
        cut = written(tmp_path, timeline, f"Cut {percent:g}.otio")
        (one,) = looks(cut, BARE, tmp_path / f"{percent:g}.mp4").files
        assert (one.picture.canvas.size, one.picture.canvas.frame) == ((320, 180), (640, 360))
        assert read_numbers(one.file, area) == [*range(1000, 1040)]
