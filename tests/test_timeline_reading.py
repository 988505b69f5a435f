"""Reading .otio: rates, records, speeds, media and compound clips of every dialect."""

import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import pytest
from timelines import (
    Json,
    a_clip,
    a_gap,
    a_range,
    a_reference,
    a_shot,
    a_time,
    a_timeline,
    a_track,
    events,
    kdenlive,
    premiere,
    read,
    resolve,
    written,
)

from otio_v2a.edit import Edit, Event, Track
from otio_v2a.model import Media, Notice, Numbering, Span
from otio_v2a.timeline.document import load
from otio_v2a.timeline.reading import Reading

FILM, PAL, NTSC = Fraction(24), Fraction(25), Fraction(24000, 1001)


def test_a_whole_edit_reads_as_neutral_data(tmp_path: Path) -> None:
    picture = a_clip(
        "A012",
        a_range(86424.0, 480.0),
        a_reference("C:\\Media\\A012 #1.mov", a_range(90025.0, 2500.0, 25.0), name="A012 media"),
    )
    sound = a_clip("A012", a_range(86424.0, 480.0), a_reference("/m/A012.wav"), enabled=False)
    timeline = resolve(
        a_track(a_gap(48.0), picture, name="Video 1"),
        a_track(sound, name="Audio 1", kind="Audio", enabled=False),
        name="Reel 3",
    )

    assert read(tmp_path, timeline) == Edit(
        name="Reel 3",
        rate=FILM,
        start=86400,
        length=528,
        tracks=(
            Track(
                "Video 1",
                "video",
                (
                    Event(
                        name="A012",
                        address="video track 1, clip 'A012'",
                        record=Span(48, 480, FILM),
                        media=Media(
                            "A012 media",
                            ("C:\\Media\\A012 #1.mov",),
                            Fraction(3601),
                            Fraction(100),
                            PAL,
                        ),
                        source_in=Fraction(3601),
                    ),
                ),
            ),
            Track(
                "Audio 1",
                "audio",
                (
                    Event(
                        name="A012",
                        address="audio track 1, clip 'A012'",
                        record=Span(0, 480, FILM),
                        media=Media("A012.wav", ("/m/A012.wav",)),
                        source_in=Fraction(3601),
                        enabled=False,
                    ),
                ),
                enabled=False,
            ),
        ),
        markers=(),
    )


@pytest.mark.parametrize(
    ("spelled", "rate", "start", "drop"),
    [
        (24.0, FILM, 86400, False),
        (25, PAL, 90000, False),
        (23.976, NTSC, 86400, False),
        (23.976024627685547, NTSC, 86400, False),
        (23.976023976023978, NTSC, 86313, False),
        (23.98, NTSC, 86400, False),
        (29.97002997002997, Fraction(30000, 1001), 107892, True),
        (29.97, Fraction(30000, 1001), 108000, False),
        (59.94, Fraction(60000, 1001), 215784, True),
        (119.88, Fraction(120000, 1001), 0, True),
        (15.0, Fraction(15), 0, False),
    ],
)
def test_rates_are_exact_however_they_are_spelled(
    tmp_path: Path, spelled: float, rate: Fraction, start: int, drop: bool
) -> None:
    clip = a_clip("A", a_range(0.0, 100.0, spelled), a_reference("/m/A.mov"))
    timeline = a_timeline(a_track(clip), start=a_time(start, spelled))
    found = read(tmp_path, timeline)
    assert (found.rate, found.start, found.length) == (rate, start, 100)
    assert (found.drop_frame, found.notices) == (drop, ())


def test_without_a_start_the_rate_is_that_of_most_video_clips(tmp_path: Path) -> None:
    clips = [
        a_clip(name, a_range(0.0, 50.0, rate), a_reference("/m/A.mov"))
        for name, rate in (("A", 24.0), ("B", 25.0), ("C", 25.0))
    ]
    found = read(tmp_path, a_timeline(a_track(*clips)))
    assert (found.rate, found.start) == (PAL, 0)
    assert [event.record.start for event in found.tracks[0].events] == [0, 52, 102]
    assert [event.record.length for event in found.tracks[0].events] == [52, 50, 50]


def test_a_start_that_only_says_zero_does_not_make_the_rate_one(tmp_path: Path) -> None:
    found = read(tmp_path, a_timeline(a_track(a_shot()), start=a_time(0.0, 1.0)))
    assert (found.rate, found.start, found.length) == (FILM, 0, 48)


def test_an_unusual_rate_is_kept_and_said(tmp_path: Path) -> None:
    clip = a_clip("A", a_range(0.0, 100.0, 18.75), a_reference("/m/A.mov"))
    found = read(tmp_path, a_timeline(a_track(clip), start=a_time(0.0, 18.75)))
    assert found.rate == Fraction(75, 4)
    assert found.notices == (
        Notice("timeline", "its rate (18.75) is unusual; it is kept as it is."),
    )


def test_what_has_no_picture_to_conform_is_said_in_words(tmp_path: Path) -> None:
    ramp = a_shot(effects=[{"OTIO_SCHEMA": "TimeEffect.1", "effect_name": "Ramp"}])
    title = a_clip(
        "T", a_range(0.0, 24.0), {"OTIO_SCHEMA": "GeneratorReference.1", "generator_kind": "Rich"}
    )
    remote = a_clip("R", a_range(0.0, 24.0), a_reference("https://example.org/a.mov"))
    found = events(tmp_path, resolve(a_track(ramp, title, remote)))
    assert [(event.unsupported, event.media) for event in found] == [
        ("it is shown without: speed ramp", Media("A.mov", ("/m/A.mov",))),
        ("the generator 'Rich' is left out", None),
        ("its media is elsewhere (https) and is not fetched", Media("R", ())),
    ]


@pytest.mark.parametrize(
    ("base", "expected"),
    [
        ("C:\\seq", "C:\\seq\\shot.1001.exr"),
        ("C:/seq\\", "C:/seq/shot.1001.exr"),
        ("/seq a/", "/seq a/shot.1001.exr"),
        ("file:///seq%20a", "/seq a/shot.1001.exr"),
    ],
)
def test_an_image_sequence_is_named_by_its_first_file(
    tmp_path: Path, base: str, expected: str
) -> None:
    reference = {
        "OTIO_SCHEMA": "ImageSequenceReference.1",
        "available_range": a_range(87399.0, 101.0),
        "target_url_base": base,
        "name_prefix": "shot.",
        "name_suffix": ".exr",
        "start_frame": 1001,
        "frame_step": 1,
        "rate": 24.0,
        "frame_zero_padding": 4,
    }
    (event,) = events(tmp_path, resolve(a_track(a_clip("S", a_range(87399.0, 50.0), reference))))
    numbering = Numbering("shot.", ".exr", 1001, padding=4)
    assert (event.unsupported, event.media) == (
        "",
        Media(
            *("shot.1001.exr", (expected,), Fraction(87399, 24), Fraction(101, 24), FILM),
            numbering=numbering,
        ),
    )


def test_offline_media_is_looked_for_where_it_used_to_be(tmp_path: Path) -> None:
    missing = {
        "OTIO_SCHEMA": "MissingReference.1",
        "metadata": {"Resolve_OTIO": {"Media Url": "P:\\old\\A.mov"}},
        "available_range": a_range(100.0, 50.0),
        "original_target_url": "file:///older/A.mov",
    }
    clip = a_clip(
        "A",
        None,
        media_references={
            "proxy": a_reference("file:///proxy/A%20p.mov"),
            "DEFAULT_MEDIA": missing,
        },
    )
    (event,) = events(tmp_path, resolve(a_track(clip)))
    paths = ("P:\\old\\A.mov", "/older/A.mov", "/proxy/A p.mov")
    assert event.media == Media("A.mov", paths, Fraction(25, 6), Fraction(25, 12), FILM)
    assert (event.record, event.source_in) == (Span(0, 50, FILM), Fraction(25, 6))


def test_old_clips_and_relative_paths_are_read_beside_the_timeline(tmp_path: Path) -> None:
    clip = {**a_shot(), "OTIO_SCHEMA": "Clip.1", "media_reference": a_reference("media\\A%201.mov")}
    del clip["media_references"]
    (event,) = events(tmp_path, a_timeline(a_track(clip)))
    assert event.media
    assert event.media.paths == tuple(
        str(tmp_path / name) for name in ("media\\A%201.mov", "media\\A 1.mov", "media/A%201.mov")
    )


@pytest.mark.parametrize(
    ("timeline", "expected"),
    [
        (resolve(a_track()), "resolve"),
        (a_timeline(a_track(a_shot(metadata={"Resolve_OTIO": {}}))), "resolve"),
        (premiere(a_track()), "premiere"),
        (kdenlive(a_track(a_gap(9.0, 25.0)), length=9.0), "kdenlive"),
        (a_timeline(a_track(), metadata={"foundry.timeline.framerate": "24"}), "hiero"),
        (a_timeline(a_track(a_shot())), "generic"),
        (a_timeline(), "generic"),
    ],
)
def test_a_dialect_is_known_by_what_its_application_leaves(
    tmp_path: Path, timeline: Json, expected: str
) -> None:
    path = written(tmp_path, timeline)
    assert load(path).dialect.name == expected
    assert load(path, Reading(dialect="generic")).dialect.name == "generic"


def test_reading_needs_no_opentimelineio(tmp_path: Path) -> None:
    path = written(tmp_path, resolve(a_track(a_shot())))
    code = (
        "import sys; from pathlib import Path; from otio_v2a.timeline.document import load;"
        "load(Path(sys.argv[1])); raise SystemExit('opentimelineio' in sys.modules)"
    )
    root = Path(__file__).parents[1]
    assert (
        subprocess.run([sys.executable, "-c", code, str(path)], cwd=root, check=False).returncode
        == 0
    )
