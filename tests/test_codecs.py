"""Codecs, containers and clocks: whatever a movie is stored as, exactly its frames are shown."""

import bisect
import itertools
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from coded import LONG_GOP, X264, Coded, blocks, make, run_ffmpeg
from numpy.typing import NDArray
from showing import NTSC, PAL, SMALL, frames, media_of, numbers, raw, rendered
from slices import diagonal

from otio_v2a.model import Shot
from otio_v2a.picture.media import Library

NTSC_24, P50, NTSC_60 = Fraction(24000, 1001), Fraction(50), Fraction(60000, 1001)
FRAMES = 40
HD = (1920, 1080)

OPEN_GOP = (*X264, "-x264-params", "open-gop=1:keyint=12:bframes=4:b-pyramid=normal:b-adapt=0")
HEVC = ("-c:v", "libx265", "-preset", "ultrafast", "-pix_fmt", "yuv420p")
HEVC_OPEN = (*HEVC, "-x265-params", "log-level=none:open-gop=1:keyint=12:bframes=4:b-adapt=0")
PRORES = ("-c:v", "prores_ks", "-profile:v", "2")
PRORES_4444 = ("-c:v", "prores_ks", "-profile:v", "4", "-pix_fmt", "yuva444p10le")
DNXHR = ("-c:v", "dnxhd", "-profile:v", "dnxhr_lb", "-pix_fmt", "yuv422p")
DNXHD = ("-c:v", "dnxhd", "-b:v", "36M", "-pix_fmt", "yuv422p")
MPEG2 = ("-c:v", "mpeg2video", "-q:v", "3", "-g", "12", "-bf", "2")
MJPEG = ("-c:v", "mjpeg", "-q:v", "3")
VP9 = ("-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8", "-g", "12")
VP9_HIDDEN = ("-c:v", "libvpx-vp9", "-cpu-used", "5", "-lag-in-frames", "16", "-auto-alt-ref", "1")
AV1 = ("-c:v", "libsvtav1", "-preset", "10", "-crf", "12", "-svtav1-params", "keyint=16:lp=1")

Case = tuple[str, tuple[str, ...], Fraction]

CASES: tuple[Case, ...] = (
    ("intra.mov", (*X264, "-g", "1"), NTSC_24),
    ("ten.mp4", (*LONG_GOP, "-pix_fmt", "yuv422p10le"), PAL),
    ("444.mkv", (*LONG_GOP, "-pix_fmt", "yuv444p"), NTSC),
    ("open.mp4", OPEN_GOP, P50),
    ("open.ts", OPEN_GOP, PAL),
    ("open.mkv", OPEN_GOP, NTSC),
    ("hevc.mp4", HEVC_OPEN, NTSC_60),
    ("hevc.ts", HEVC_OPEN, PAL),
    ("hevc12.mkv", (*HEVC_OPEN, "-pix_fmt", "yuv420p12le"), NTSC_24),
    ("prores.mov", PRORES, NTSC_24),
    ("prores.mxf", PRORES, NTSC),
    ("4444.mov", PRORES_4444, P50),
    ("dnxhr.mov", DNXHR, NTSC_24),
    ("dnxhr.mxf", DNXHR, PAL),
    ("mpeg2.mxf", MPEG2, PAL),
    ("mpeg2.ts", MPEG2, NTSC),
    ("mpeg2.mpg", MPEG2, PAL),
    ("jpeg.avi", MJPEG, NTSC),
    ("jpeg.mov", MJPEG, PAL),
    ("vp9.webm", VP9, NTSC),
    ("hidden.webm", VP9_HIDDEN, PAL),
    ("av1.mp4", AV1, PAL),
    ("av1.mkv", AV1, NTSC_60),
    ("ffv1.mkv", ("-c:v", "ffv1", "-level", "3"), NTSC_24),
    ("rle.mov", ("-c:v", "qtrle", "-pix_fmt", "rgb24"), NTSC),
)


def size_of(codec: tuple[str, ...]) -> tuple[int, int]:
    """DNxHR is not made any smaller."""
    return (256, 144) if codec == DNXHR else SMALL


@pytest.mark.parametrize(("name", "codec", "rate"), CASES, ids=[name for name, _, _ in CASES])
def test_every_codec_shows_exactly_its_frames(
    tmp_path: Path, name: str, codec: tuple[str, ...], rate: Fraction
) -> None:
    path = make(tmp_path / name, Coded(rate, FRAMES, 700, size_of(codec), codec=codec))
    media = media_of(path)
    source = Library().source(media)
    assert (source.rate, source.frames, source.constant) == (rate, FRAMES, True)
    firsts = (0, 11, 13, 24, FRAMES - 2)
    shots = [Shot(min(4, FRAMES - first), media, first / rate) for first in firsts]
    expected = [700 + first + k for first in firsts for k in range(min(4, FRAMES - first))]
    assert numbers(shots, tmp_path, rate) == expected


@pytest.mark.parametrize("codec", [DNXHD], ids=["dnxhd.mxf"])
def test_a_format_of_fixed_size_shows_exactly_its_frames(
    tmp_path: Path, codec: tuple[str, ...]
) -> None:
    media = media_of(make(tmp_path / "hd.mxf", Coded(PAL, 8, 700, HD, "01:00:00:00", codec)))
    shots = [Shot(3, media, Fraction(first, 25)) for first in (0, 5)]
    assert numbers(shots, tmp_path) == [700, 701, 702, 705, 706, 707]


@pytest.mark.sweep
@pytest.mark.parametrize(("name", "codec", "_"), CASES, ids=[name for name, _, _ in CASES])
@pytest.mark.parametrize("rate", [NTSC_24, PAL, NTSC, P50, NTSC_60])
def test_every_codec_shows_every_frame_at_every_rate(
    tmp_path: Path, name: str, codec: tuple[str, ...], rate: Fraction, _: Fraction
) -> None:
    media = media_of(make(tmp_path / name, Coded(rate, FRAMES, 0, size_of(codec), codec=codec)))
    shots: list[Shot] = []
    expected: list[int] = []
    for first in range(FRAMES):
        shots += [Shot(2, media, first / rate), Shot(2, media, first / rate, Fraction(-1))]
        expected += [first, min(first + 1, FRAMES - 1), first, max(first - 1, 0)]
    assert numbers(shots, tmp_path, rate) == expected


# --- clocks ---------------------------------------------------------------------------------


def on_screen(shown: list[int], grid: Fraction, at: Fraction, rate: Fraction, n: int) -> list[int]:
    """Of frames that appear at `shown` / `grid`, the last at or before each of n record frames."""
    times = [number / grid for number in shown]
    return [shown[bisect.bisect_right(times, at + k / rate) - 1] for k in range(n)]


PHONE = [n for n in range(120) if n % 13 not in {4, 5} and n % 31 != 7]
"""A telephone drops some frames of 30000/1001."""

SCREEN = [*range(30), 175, 176, 177, 326, 340, *range(640, 660), 1100]
"""A recording of a screen writes a frame when something moves; here it stands 5, 10 and 15 s."""


def picked(kept: list[int]) -> str:
    return "+".join(
        f"between(n,{run[0]},{run[-1]})"
        for run in (
            [number for _, number in group]
            for _, group in itertools.groupby(enumerate(kept), lambda pair: pair[1] - pair[0])
        )
    )


@dataclass(frozen=True, slots=True)
class Clock:
    """Which frames of a grid a movie of varying rate has, and where it is looked at."""

    kept: list[int]
    grid: Fraction
    starts: tuple[int, ...]


VARYING = {
    "v.mp4": LONG_GOP,
    "v.mkv": LONG_GOP,
    "v.ts": LONG_GOP,
    "v.webm": VP9,
    "hevc.mov": HEVC_OPEN,
}
CLOCKS = {
    "phone": Clock(PHONE, NTSC, (0, 40, 77)),
    "screen": Clock(SCREEN, Fraction(30), (0, 60, 200, 325, 639, 900)),
}


@pytest.mark.parametrize(("name", "clock"), diagonal(VARYING, CLOCKS))
def test_a_varying_rate_shows_the_last_frame_that_has_come(
    tmp_path: Path, name: str, clock: str
) -> None:
    codec, begun = VARYING[name], CLOCKS[clock]
    kept, grid = begun.kept, begun.grid
    movie = Coded(grid, kept[-1] + 1, 0, SMALL, codec=codec, filters=f"select='{picked(kept)}'")
    media = media_of(make(tmp_path / name, replace(movie, varying=True)))
    source = Library().source(media)
    assert (source.constant, source.frames) == (False, len(kept))
    # Half way between two frames of the source: no rounding of time stamps can matter.
    begins = [(start + Fraction(1, 2)) / grid for start in begun.starts]
    shots = [Shot(12, media, at) for at in begins]
    expected = [frame for at in begins for frame in on_screen(kept, grid, at, PAL, 12)]
    assert numbers(shots, tmp_path) == expected


@pytest.mark.parametrize("name", ["late.mp4", "late.mkv", "late.ts", "late.mov"])
def test_a_clock_that_does_not_start_at_zero_moves_nothing(tmp_path: Path, name: str) -> None:
    made = make(tmp_path / "made.mkv", Coded(PAL, FRAMES, 300, SMALL))
    late = tmp_path / name
    shifted = ("-c", "copy", "-output_ts_offset", "3.5", "-movflags", "+use_metadata_tags")
    run_ffmpeg(("-i", str(made), *shifted, str(late)))
    shots = [Shot(3, media_of(late), Fraction(first, 25)) for first in (0, 25)]
    assert numbers(shots, tmp_path) == [300, 301, 302, 325, 326, 327]


def test_sound_that_begins_first_moves_nothing(tmp_path: Path) -> None:
    made = make(tmp_path / "made.mp4", Coded(PAL, FRAMES, 300, SMALL))
    both = tmp_path / "both.mp4"
    sound = ("-f", "lavfi", "-i", "sine=d=4", "-itsoffset", "0.7", "-i", str(made))
    run_ffmpeg((*sound, "-map", "0", "-map", "1", "-c:v", "copy", str(both)))
    shots = [Shot(3, media_of(both), Fraction(first, 25)) for first in (0, 25)]
    assert numbers(shots, tmp_path) == [300, 301, 302, 325, 326, 327]


@pytest.mark.parametrize("codec", [LONG_GOP, OPEN_GOP], ids=["closed", "open"])
def test_an_edit_list_hides_what_stands_before_its_begin(
    tmp_path: Path, codec: tuple[str, ...]
) -> None:
    """Cut without encoding, a movie keeps the frames since its last key frame, but hidden."""
    made = make(tmp_path / "made.mp4", Coded(PAL, 60, 300, SMALL, codec=codec))
    cut = tmp_path / "cut.mp4"
    run_ffmpeg(("-ss", "0.6", "-i", str(made), "-c", "copy", str(cut)))
    shots = [Shot(3, media_of(cut), Fraction(first, 25)) for first in (0, 20)]
    assert numbers(shots, tmp_path) == [315, 316, 317, 335, 336, 337]


# --- fields ---------------------------------------------------------------------------------


FIELDS = {
    "mpeg2.mxf": (*MPEG2, "-flags", "+ildct+ilme"),
    "mpeg2.ts": (*MPEG2, "-flags", "+ildct+ilme"),
    "h264.mp4": (*LONG_GOP, "-flags", "+ildct+ilme"),
    "h264.ts": (*LONG_GOP, "-flags", "+ildct+ilme"),
    "prores.mov": (*PRORES, "-flags", "+ildct"),
}


def combing(luma: NDArray[np.uint8]) -> float:
    """How much every other line differs from its neighbours."""
    lines = luma.astype(float)
    return float(np.abs(lines[1:-1] - (lines[:-2] + lines[2:]) / 2).mean())


def interlaced(path: Path, codec: tuple[str, ...], count: int) -> Path:
    """A bar that moves from field to field, top field first, over grey."""
    fields = np.full((2 * count, 96, 160), 60, np.uint8)
    for n, field in enumerate(fields):
        field[:, 8 + 3 * n : 32 + 3 * n] = 220
    movie = fields[0::2].copy()
    movie[:, 1::2] = fields[1::2, 1::2]
    flags = ("-vf", "setfield=tff", "-r", "25", *codec)
    return raw(path, movie, "gray", *flags)


@pytest.mark.parametrize("name", FIELDS)
def test_interlaced_pictures_come_out_whole(tmp_path: Path, name: str) -> None:
    media = media_of(interlaced(tmp_path / name, FIELDS[name], 20))
    source = Library().source(media)
    assert (source.coding.interlaced, source.rate, source.frames) == (True, PAL, 20)
    shown = frames(rendered([Shot(6, media, Fraction(9, 25))], tmp_path, size=(160, 96)))
    for n, (luma, _, _) in enumerate(shown, start=9):
        assert combing(luma[8:-8]) < 1.5
        bright = np.flatnonzero(luma[48] > 140)
        # The bar where the first field of that frame has it.
        assert abs(bright[0] - (8 + 6 * n)) <= 3


@pytest.mark.parametrize("name", FIELDS)
def test_interlaced_movies_show_exactly_their_frames(tmp_path: Path, name: str) -> None:
    movie = Coded(PAL, FRAMES, 100, (160, 96), codec=FIELDS[name], filters="setfield=tff")
    media = media_of(make(tmp_path / name, movie))
    assert Library().source(media).coding.interlaced
    firsts = (0, 1, 17, FRAMES - 1)
    shots = [Shot(1, media, Fraction(first, 25)) for first in firsts]
    shots += [Shot(3, media, Fraction(20, 25), Fraction(-1))]
    assert numbers(shots, tmp_path) == [100, 101, 117, 139, 120, 119, 118]


def test_progressive_pictures_are_left_alone(tmp_path: Path) -> None:
    assert not Library().source(media_of(make(tmp_path / "a.mp4", Coded(PAL, 3)))).coding.interlaced


# --- shapes ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("degrees", "size"), [(90, (90, 160)), (180, (160, 90)), (270, (90, 160)), (-90, (90, 160))]
)
def test_a_turned_picture_is_shown_upright(
    tmp_path: Path, degrees: int, size: tuple[int, int]
) -> None:
    """Recorded lying on its side, with a note to the player to turn it back."""
    turns = {90: "transpose=clock", 180: "hflip,vflip"}
    lying = turns.get(degrees % 360, "transpose=cclock")
    upright = np.stack([blocks(number, size) for number in range(5, 11)])
    made = raw(tmp_path / "made.mp4", upright, "gray", "-r", "25", "-vf", lying, *LONG_GOP)
    turned = tmp_path / "turned.mov"
    run_ffmpeg(("-display_rotation", str(degrees), "-i", str(made), "-c", "copy", str(turned)))
    source = Library().source(media_of(turned))
    assert (source.width, source.height) == size
    assert numbers([Shot(2, media_of(turned), Fraction(3, 25))], tmp_path, size=size) == [8, 9]


def test_wide_pixels_are_shown_square(tmp_path: Path) -> None:
    wide = Coded(PAL, 6, 40, (720, 576), filters="setsar=64/45", codec=MPEG2)
    media = media_of(make(tmp_path / "wide.mpg", wide))
    source = Library().source(media)
    assert (source.width, source.height) == (1024, 576)
    assert numbers([Shot(2, media, Fraction(3, 25))], tmp_path, size=(256, 144)) == [43, 44]
    across, high = frames(rendered([Shot(1, media)], tmp_path, size=(256, 144)))[0][0].shape[::-1]
    assert (across, high) == (256, 144)


@pytest.mark.parametrize("size", [(159, 91), (161, 89)])
@pytest.mark.parametrize("name", ["odd.mov", "odd.mkv"])
def test_odd_sizes_lose_nothing(tmp_path: Path, name: str, size: tuple[int, int]) -> None:
    codec = ("-c:v", "ffv1", "-pix_fmt", "yuv420p") if "mkv" in name else CASES[-1][1]
    media = media_of(make(tmp_path / name, Coded(PAL, 6, 40, size, codec=codec)))
    assert numbers([Shot(2, media, Fraction(3, 25))], tmp_path) == [43, 44]


def test_a_size_that_changes_on_the_way_is_fitted(tmp_path: Path) -> None:
    """Recordings from browsers do that when a window is resized."""
    parts = [
        make(tmp_path / f"{n}.ts", Coded(PAL, 12, 12 * n, size))
        for n, size in enumerate([(160, 90), (320, 180), (128, 72)])
    ]
    whole = tmp_path / "whole.ts"
    joined = f"concat:{'|'.join(map(str, parts))}"
    run_ffmpeg(("-i", joined, "-c", "copy", str(whole)))
    shown = numbers([Shot(30, media_of(whole), Fraction(3, 25))], tmp_path)
    assert shown == [*range(3, 33)]


# --- streams and timecode -------------------------------------------------------------------


def test_the_first_picture_that_is_no_cover_is_shown(tmp_path: Path) -> None:
    first = make(tmp_path / "first.mp4", Coded(PAL, 12, 500, SMALL))
    second = make(tmp_path / "second.mp4", Coded(PAL, 12, 900, SMALL))
    cover = raw(tmp_path / "cover.png", blocks(7, SMALL), "gray")
    several = tmp_path / "several.mp4"
    inputs = [word for path in (cover, first, second) for word in ("-i", str(path))]
    maps = ("-map", "0", "-map", "1", "-map", "2", "-c", "copy", "-disposition:v:0", "attached_pic")
    run_ffmpeg((*inputs, *maps, str(several)))
    assert numbers([Shot(3, media_of(several), Fraction(4, 25))], tmp_path) == [504, 505, 506]


@pytest.mark.parametrize(
    ("name", "movie", "frame"),
    [
        ("a.mxf", Coded(PAL, 20, 60, SMALL, "10:00:00:00", MPEG2), 900_000),
        ("b.mov", Coded(NTSC, 20, 60, SMALL, "01:00:00;00", PRORES), 107_892),
        ("c.mp4", Coded(NTSC_24, 20, 60, SMALL, "00:59:58:12", LONG_GOP), 86_364),
    ],
)
def test_a_clip_without_a_known_start_counts_by_the_files_timecode(
    tmp_path: Path, name: str, movie: Coded, frame: int
) -> None:
    media = media_of(make(tmp_path / name, movie))
    source = Library().source(media)
    assert (source.has_timecode, source.start * source.rate) == (True, frame)
    shown = numbers([Shot(3, media, (frame + 9) / movie.rate)], tmp_path, movie.rate)
    assert shown == [69, 70, 71]
