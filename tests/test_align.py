"""A reply's first sample is the time 0 of its media, whatever wraps it."""

import math
from fractions import Fraction

import av
import numpy as np
import pytest
from sounds import PICTURE, X264, a_file, clicks, errors, ffmpeg, noise

from otio_v2a.audio.decode import decode

UNTOLD = "does not say where its sound starts, {} samples of delay are assumed"


def decoded(path):
    remarks = []
    return np.concatenate(list(decode(path, remarks.append))), remarks


TOLD = [
    (44_100, "a.mp3", ("-c:a", "libmp3lame")),
    (48_000, "a.mp3", ("-c:a", "libmp3lame")),
    (22_050, "a.mp3", ("-c:a", "libmp3lame")),
    (44_100, "a.m4a", ("-c:a", "aac")),
    (48_000, "a.m4a", ("-c:a", "aac")),
    (48_000, "a.mov", ("-c:a", "aac")),
    (44_100, "a.mkv", ("-c:a", "aac")),
    (44_100, "a.flac", ()),
    (96_000, "a.flac", ()),
    (44_100, "a.ogg", ("-c:a", "libvorbis")),
    (48_000, "a.opus", ("-c:a", "libopus")),
    (48_000, "a.webm", ("-c:a", "libopus")),
    (22_050, "a.wav", ("-c:a", "pcm_s16le")),
    (44_100, "a.wav", ("-c:a", "pcm_s24le")),
    (96_000, "a.wav", ("-c:a", "pcm_f32le")),
    (48_000, "a.aiff", ()),
]


@pytest.mark.parametrize(("rate", "name", "how"), TOLD)
def test_sound_stands_where_its_container_says(tmp_path, rate, name, how):
    ffmpeg("-i", clicks(tmp_path, rate), *how, tmp_path / name)
    sound, remarks = decoded(tmp_path / name)
    assert (errors(sound), remarks) == ([0, 0, 0], [])
    assert sound.shape[1] == 2
    assert abs(len(sound) - 161_760) <= (1024 if name == "a.mkv" else 96)


@pytest.mark.parametrize(
    ("name", "how", "delay"),
    [
        ("a.mp3", ("-c:a", "libmp3lame", "-write_xing", "0"), 1105),
        ("a.aac", ("-c:a", "aac"), 1024),
        ("a.m4a", ("-c:a", "aac", "-use_editlist", "0"), 1024),
        ("a.mp4", ("-c:a", "aac", "-movflags", "frag_keyframe+empty_moov"), 1024),
    ],
)
def test_a_delay_that_no_header_tells_is_assumed_and_said(tmp_path, name, how, delay):
    ffmpeg("-i", clicks(tmp_path, 44_100), *how, tmp_path / name)
    sound, remarks = decoded(tmp_path / name)
    assert (errors(sound), remarks) == ([0, 0, 0], [f"{name}: {UNTOLD.format(delay)}"])


@pytest.mark.parametrize("name", ["film.mp4", "film.mkv", "film.mov"])
@pytest.mark.parametrize("late", [Fraction(0), Fraction(1, 2)])
def test_sound_in_a_film_keeps_the_films_clock(tmp_path, name, late):
    source = ("-itsoffset", float(late), "-i", clicks(tmp_path, 48_000))
    ffmpeg(*PICTURE, *source, *X264, "-c:a", "aac", tmp_path / name)
    sound, remarks = decoded(tmp_path / name)
    assert (errors(sound, late), remarks) == ([0, 0, 0], [])


def test_sound_before_the_first_picture_is_left_out(tmp_path):
    source = ("-i", clicks(tmp_path, 48_000))
    ffmpeg("-itsoffset", "0.24", *PICTURE, *source, *X264, "-c:a", "aac", tmp_path / "film.mkv")
    sound, _ = decoded(tmp_path / "film.mkv")
    assert errors(sound, -Fraction(24, 100)) == [0, 0, 0]


def test_a_cover_picture_is_no_film(tmp_path):
    picture = ("-f", "lavfi", "-i", "color=red:size=64x64:duration=0.04", "-c:v", "mjpeg")
    cover = (*picture, "-pix_fmt", "yuvj420p", "-disposition:v", "attached_pic")
    ffmpeg(
        "-i",
        clicks(tmp_path, 44_100),
        *cover,
        "-c:a",
        "aac",
        "-use_editlist",
        "0",
        tmp_path / "a.m4a",
    )
    sound, remarks = decoded(tmp_path / "a.m4a")
    assert (errors(sound), remarks) == ([0, 0, 0], [f"a.m4a: {UNTOLD.format(1024)}"])


def test_lost_packets_leave_silence_and_keep_what_follows_in_place(tmp_path):
    ffmpeg("-i", clicks(tmp_path, 48_000), "-c:a", "aac", tmp_path / "whole.mkv")
    with av.open(tmp_path / "whole.mkv") as whole, av.open(tmp_path / "lossy.mkv", "w") as lossy:
        stream = lossy.add_stream_from_template(whole.streams.audio[0])
        for index, packet in enumerate(whole.demux(whole.streams.audio[0])):
            packet.stream = stream
            if index not in range(30, 60) and packet.dts is not None:
                lossy.mux(packet)
    sound, _ = decoded(tmp_path / "lossy.mkv")
    before, _, after = errors(sound)
    assert before == 0
    assert abs(after) < 48  # Matroska rounds its time stamps to the millisecond


def test_damaged_parts_are_left_out_and_said(tmp_path):
    ffmpeg("-i", clicks(tmp_path, 48_000), "-c:a", "aac", tmp_path / "bad.m4a")
    with av.open(tmp_path / "bad.m4a") as whole:
        places = [(packet.pos, packet.size) for packet in whole.demux(audio=0)][90:95]
    with (tmp_path / "bad.m4a").open("r+b") as file:
        for place, size in places:
            file.seek(place)
            file.write(b"\xff" * size)
    sound, remarks = decoded(tmp_path / "bad.m4a")
    assert remarks == ["bad.m4a: parts of it are damaged and left out"]
    assert errors(sound) == [0, 0, 0]


def test_mono_stands_on_both_channels_at_its_own_level(tmp_path):
    mono = a_file(tmp_path / "mono.wav", np.full(4800, 0.25, np.float32))
    assert np.array_equal(decoded(mono)[0], np.full((4800, 2), 0.25, np.float32))


def test_surround_is_mixed_down_by_the_book(tmp_path):
    six = np.tile(np.float32([0.1, 0.2, 0.1, 0.4, 0.05, 0.02]), (4800, 1))
    ffmpeg(
        *("-i", a_file(tmp_path / "six.wav", six), "-af", "channelmap=channel_layout=5.1"),
        *("-c:a", "pcm_f32le", tmp_path / "surround.wav"),
    )
    sides = [0.1 + math.sqrt(0.5) * (0.1 + 0.05), 0.2 + math.sqrt(0.5) * (0.1 + 0.02)]
    np.testing.assert_allclose(decoded(tmp_path / "surround.wav")[0][2400], sides, atol=1e-6)


def test_samples_that_are_no_numbers_become_silence_or_full_scale(tmp_path):
    odd = np.zeros((4800, 2), np.float32)
    odd[10], odd[20], odd[30] = np.nan, np.inf, -np.inf
    sound, _ = decoded(a_file(tmp_path / "odd.wav", odd))
    assert sound[[10, 20, 30], 0].tolist() == [0.0, 1.0, -1.0]


def test_names_with_odd_characters_are_names(tmp_path):
    path = a_file(tmp_path / "a b#%20:é'ü.wav", noise(1, 4800))
    assert len(decoded(path)[0]) == 4800
