"""Media: found again wherever they went, nothing but local files, in their right colours."""

import json
import shutil
import struct
import subprocess
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import av
import imageio_ffmpeg
import numpy as np
import pytest
from coded import Coded, blocks, make, run_ffmpeg
from numpy.typing import NDArray
from showing import (
    NTSC,
    PAL,
    SMALL,
    frames,
    media_of,
    middles,
    numbers,
    raw,
    rendered,
)

from otio_v2a.errors import MediaError, OfflineError, RenderError
from otio_v2a.model import Media, Shot
from otio_v2a.picture.canvas import Canvas, Place
from otio_v2a.picture.filters import filters, opening, pieces
from otio_v2a.picture.media import Library
from otio_v2a.picture.remembered import read, written

RED, GREEN, BLUE, WHITE, GREY = (
    (1.0, 0.0, 0.0),
    (0.0, 1.0, 0.0),
    (0.0, 0.0, 1.0),
    (1.0, 1.0, 1.0),
    (0.5, 0.5, 0.5),
)
COLOURS = (RED, GREEN, BLUE, WHITE, GREY)
Colour = tuple[float, float, float]


def coded_as(colour: Colour, red: float, blue: float, bits: int = 8) -> tuple[int, int, int]:
    """Y, Cb and Cr of a colour in tv range, by the shares of red and blue in its luma."""
    r, g, b = colour
    luma = red * r + (1 - red - blue) * g + blue * b
    cb, cr = (b - luma) / (2 - 2 * blue), (r - luma) / (2 - 2 * red)
    scale = 1 << bits - 8
    return (
        round((16 + 219 * luma) * scale),
        round((128 + 224 * cb) * scale),
        round((128 + 224 * cr) * scale),
    )


def hd(colour: Colour) -> tuple[int, int, int]:
    """A colour as BT.709 codes it."""
    return coded_as(colour, 0.2126, 0.0722)


def near(found: tuple[int, ...], wanted: tuple[int, ...], levels: int = 3) -> bool:
    return all(abs(one - other) <= levels for one, other in zip(found, wanted, strict=True))


def flat(
    colour: Colour, kind: type[np.uint8 | np.uint16], size: tuple[int, int] = SMALL
) -> NDArray[np.generic]:
    """A picture of one colour, packed RGB."""
    top = np.iinfo(kind).max
    return np.broadcast_to((np.array(colour) * top).round().astype(kind), (*size[::-1], 3)).copy()


def yuv(
    values: tuple[int, int, int], size: tuple[int, int], kind: type[np.uint8 | np.uint16] = np.uint8
) -> bytes:
    width, height = size
    luma = np.full(width * height, values[0], kind).tobytes()
    chroma = [np.full(width * height // 4, value, kind).tobytes() for value in values[1:]]
    return b"".join([luma, *chroma])


def a_clip(path: Path, values: tuple[int, int, int], size: tuple[int, int], *options: str) -> Path:
    """A clip of two frames whose every pixel has these stored values."""
    deep = max(values) > 255
    pixels = "yuv420p10le" if deep else "yuv420p"
    shape = ("-f", "rawvideo", "-pix_fmt", pixels, "-s", f"{size[0]}x{size[1]}", "-r", "25")
    content = 2 * yuv(values, size, np.uint16 if deep else np.uint8)
    path.parent.mkdir(parents=True, exist_ok=True)
    run_ffmpeg((*shape, "-i", "-", *options, f"file:{path}"), content)
    return path


def seen(path: Path, folder: Path, size: tuple[int, int] = SMALL) -> tuple[int, int, int]:
    """Y, Cb and Cr in the middle of what a file shows."""
    return middles(frames(rendered([Shot(1, media_of(path))], folder, size=size))[0])


# --- colours --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["flat.png", "flat.bmp", "flat.tga", "flat.tif", "flat.dpx"])
def test_the_colours_of_a_picture_come_out_as_bt709(tmp_path: Path, name: str) -> None:
    for n, colour in enumerate(COLOURS):
        path = raw(tmp_path / f"{n} {name}", flat(colour, np.uint8), "rgb24")
        assert near(seen(path, tmp_path), hd(colour))


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("deep.png", ("-pix_fmt", "rgb48be")),
        ("deep.tif", ("-pix_fmt", "rgb48le")),
        ("ten.dpx", ("-pix_fmt", "gbrp10le")),
        ("twelve.dpx", ("-pix_fmt", "gbrp12le")),
        ("alpha.png", ("-pix_fmt", "rgba")),
        ("deep alpha.png", ("-pix_fmt", "rgba64be")),
        ("full.jpg", ("-q:v", "1", "-pix_fmt", "yuvj444p")),
        ("lossless.webp", ("-c:v", "libwebp", "-lossless", "1")),
    ],
)
def test_deep_and_full_range_pictures_keep_their_colours(
    tmp_path: Path, name: str, options: tuple[str, ...]
) -> None:
    for n, colour in enumerate(COLOURS):
        path = raw(tmp_path / f"{n} {name}", flat(colour, np.uint16), "rgb48le", *options)
        assert near(seen(path, tmp_path), hd(colour))


@pytest.mark.parametrize(
    ("kind", "deep", "options"),
    [("gray", np.uint8, ()), ("gray16le", np.uint16, ("-pix_fmt", "gray16be"))],
)
def test_a_grey_picture_keeps_its_levels(
    tmp_path: Path, kind: str, deep: type[np.uint8 | np.uint16], options: tuple[str, ...]
) -> None:
    for level in (0.0, 0.5, 1.0):
        grey = flat((level,) * 3, deep)[..., 0].copy()
        path = raw(tmp_path / f"{level}.png", grey, kind, *options)
        assert near(seen(path, tmp_path), hd((level,) * 3), levels=1)


TAGS_601 = ("-vf", "setparams=colorspace=smpte170m:color_primaries=smpte170m:color_trc=smpte170m")


@pytest.mark.parametrize(
    ("size", "options"),
    [
        ((720, 576), ("-c:v", "ffv1")),
        ((720, 480), ("-c:v", "mpeg2video", "-q:v", "1")),
        (SMALL, ("-c:v", "ffv1", *TAGS_601)),
    ],
    ids=["untagged pal", "untagged ntsc", "tagged"],
)
def test_the_colours_of_sd_are_converted(
    tmp_path: Path, size: tuple[int, int], options: tuple[str, ...]
) -> None:
    for n, colour in enumerate(COLOURS):
        sd = coded_as(colour, 0.299, 0.114)
        path = a_clip(tmp_path / f"{n}.mkv", sd, size, *options)
        assert near(seen(path, tmp_path), hd(colour))


@pytest.mark.parametrize("size", [SMALL, (640, 360), (1280, 720)])
def test_a_clip_that_says_nothing_of_its_colours_is_left_as_it_is(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    stored = (100, 90, 200)
    path = a_clip(tmp_path / "plain.mkv", stored, size, "-c:v", "ffv1")
    assert Library().source(media_of(path)).coding.transfer == ""
    assert near(seen(path, tmp_path), stored, levels=1)


def test_a_clip_in_full_range_comes_out_in_tv_range(tmp_path: Path) -> None:
    tags = ("-vf", "setparams=range=pc:colorspace=bt709", "-c:v", "ffv1")
    for stored, shown in ((0, 16), (255, 235)):
        path = a_clip(tmp_path / f"{stored}.mkv", (stored, 128, 128), SMALL, *tags)
        assert near(seen(path, tmp_path), (shown, 128, 128), levels=1)


# --- light ----------------------------------------------------------------------------------


def pq(nits: float) -> float:
    """The signal of a brightness. Source: SMPTE ST 2084."""
    y = (nits / 10_000) ** 0.1593017578125
    return float(((0.8359375 + 18.8515625 * y) / (1 + 18.6875 * y)) ** 78.84375)


def hlg(nits: float) -> float:
    """The signal that a screen of 1000 cd/m² shows as a grey. Source: ITU-R BT.2100."""
    scene = (nits / 1000) ** (1 / 1.2)
    if scene <= 1 / 12:
        return float(np.sqrt(3 * scene))
    return float(0.17883277 * np.log(12 * scene - 0.28466892) + 0.55991073)


@pytest.mark.parametrize("tagged", [True, False], ids=["2020", "only the curve"])
@pytest.mark.parametrize(("name", "curve"), [("pq", pq), ("hlg", hlg)])
def test_hdr_is_brought_to_the_range_of_a_usual_screen(
    tmp_path: Path, name: str, curve: "type[float]", *, tagged: bool
) -> None:
    """Black stays black, mid grey a mid grey, diffuse white is bright, and the peak is white."""
    transfer = {"pq": "smpte2084", "hlg": "arib-std-b67"}[name]
    more = ":colorspace=bt2020nc:color_primaries=bt2020" if tagged else ""
    options = ("-vf", f"setparams=color_trc={transfer}{more}", "-c:v", "ffv1")
    white = 203
    for nits, shown in ((0, 16), (0.18 * white, 123), (white, 202), (1000, 235)):
        stored = (round(4 * (16 + 219 * curve(nits))), 512, 512)
        path = a_clip(tmp_path / f"{nits}.mkv", stored, SMALL, *options)
        assert Library().source(media_of(path)).coding.transfer == name
        assert near(seen(path, tmp_path), (shown, 128, 128))


def test_the_colours_of_hdr_are_those_of_a_usual_screen(tmp_path: Path) -> None:
    """BT.709 red at 60 cd/m² in BT.2020 and PQ; below 0.3 of white nothing is bent."""
    light = np.array([0.627404, 0.069097, 0.016391]) * 60
    stored = coded_as(tuple(pq(float(nits)) for nits in light), 0.2627, 0.0593, bits=10)  # type: ignore[arg-type] # three
    tags = "setparams=color_trc=smpte2084:colorspace=bt2020nc:color_primaries=bt2020"
    path = a_clip(tmp_path / "red.mkv", stored, SMALL, "-vf", tags, "-c:v", "ffv1")
    level = (60 / 203) ** (1 / 2.4)
    assert near(seen(path, tmp_path), hd((level, 0, 0)))


def srgb(light: float) -> float:
    """Source: IEC 61966-2-1."""
    return 12.92 * light if light <= 0.0031308 else 1.055 * light ** (1 / 2.4) - 0.055


@pytest.mark.parametrize("depth", ["half", "float"])
@pytest.mark.parametrize("packing", ["none", "zip16"])
def test_linear_light_is_shown_on_the_srgb_curve(tmp_path: Path, depth: str, packing: str) -> None:
    options = ("-c:v", "exr", "-format", depth, "-compression", packing)
    for light in (0.0, 0.02, 0.18, 0.5, 1.0, 3.0):
        planes = np.full((3, 90, 160), light, np.float32)
        path = raw(tmp_path / f"{light}.exr", planes, "gbrpf32le", *options)
        level = round(16 + 219 * min(1.0, srgb(light)))
        assert Library().source(media_of(path)).coding.transfer == "linear"
        assert near(seen(path, tmp_path), (level, 128, 128), levels=1)


# --- alpha ----------------------------------------------------------------------------------


def planes_of(path: Path, options: tuple[str, ...] = ()) -> list[int]:
    """Y, Cb, Cr and alpha in the middle of what a source is handed on as."""
    media = media_of(path)
    canvas = Canvas(*SMALL, PAL)
    source = Library().source(media)
    assert source.coding.alpha
    (piece,) = pieces(Shot(1, media), {media: source}, canvas)
    opened = opening(piece, canvas, seek=True)
    given = [word for name, value in opened.options.items() for word in (f"-{name}", value)]
    words = [str(word) for word in given if word is not None]
    chain = ",".join(
        f"{step.name}="
        + ":".join([*map(str, step.values), *(f"{k}='{v}'" for k, v in step.options.items())])
        for step in filters(piece, Place(SMALL, SMALL), PAL)
    )
    own = (imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-copyts", *words, "-i", opened.name)
    end = ("-vf", chain, "-frames:v", "1", "-f", "rawvideo", *options, "-")
    found = np.frombuffer(
        subprocess.run([*own, *end], capture_output=True, check=True).stdout, np.uint8
    )
    luma, chroma = SMALL[0] * SMALL[1], SMALL[0] * SMALL[1] // 4
    assert len(found) == 2 * luma + 2 * chroma
    starts = (0, luma, luma + chroma, luma + 2 * chroma)
    return [
        int(found[start + size // 2 + 40])
        for start, size in zip(starts, (luma, chroma, chroma, luma), strict=True)
    ]


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("a.png", ("-pix_fmt", "rgba")),
        ("deep.png", ("-pix_fmt", "rgba64be")),
        ("a.tif", ("-pix_fmt", "rgba")),
        ("a.dpx", ("-pix_fmt", "rgba")),
        ("a.tga", ("-pix_fmt", "bgra")),
        ("a.webp", ("-c:v", "libwebp", "-lossless", "1")),
        ("4444.mov", ("-c:v", "prores_ks", "-profile:v", "4", "-pix_fmt", "yuva444p10le")),
        ("rle.mov", ("-c:v", "qtrle", "-pix_fmt", "argb")),
        ("ffv1.mkv", ("-c:v", "ffv1", "-pix_fmt", "yuva420p")),
        ("vp9.webm", ("-c:v", "libvpx-vp9", "-pix_fmt", "yuva420p", "-crf", "4", "-b:v", "0")),
    ],
)
def test_alpha_is_handed_on_straight(tmp_path: Path, name: str, options: tuple[str, ...]) -> None:
    colour = np.broadcast_to(np.array([255, 0, 0, 102], np.uint8), (90, 160, 4)).copy()
    matrix = ("-vf", "scale=out_color_matrix=bt709:out_range=tv")
    path = raw(tmp_path / name, colour, "rgba", *matrix, *options, "-frames:v", "1")
    assert near(tuple(planes_of(path)), (*hd(RED), 102), levels=4)


def test_the_alpha_of_linear_light_is_handed_on_straight(tmp_path: Path) -> None:
    """Its colours are stored multiplied by it, which ffmpeg does when it writes them."""
    planes = np.full((4, 90, 160), 0.5, np.float32)
    path = raw(tmp_path / "a.exr", planes, "gbrapf32le", "-c:v", "exr")
    with av.open(str(path)) as container:
        stored = next(container.decode(video=0)).to_ndarray()
    assert stored[45, 80].tolist() == [0.25, 0.25, 0.25, 0.5]
    assert near(tuple(planes_of(path)), (round(16 + 219 * srgb(0.5)), 128, 128, 128), levels=1)


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("a.png", ()),
        ("422.mov", ("-c:v", "prores_ks", "-profile:v", "2")),
        ("4444.mov", ("-c:v", "prores_ks", "-profile:v", "4", "-pix_fmt", "yuv444p10le")),
        ("rle.mov", ("-c:v", "qtrle", "-pix_fmt", "rgb24")),
        ("vp9.webm", ("-c:v", "libvpx-vp9", "-pix_fmt", "yuv420p")),
    ],
)
def test_what_is_stored_without_alpha_has_none(
    tmp_path: Path, name: str, options: tuple[str, ...]
) -> None:
    path = raw(tmp_path / name, flat(RED, np.uint8), "rgb24", *options, "-frames:v", "1")
    assert not Library().source(media_of(path)).coding.alpha


# --- stills ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["a.png", "a.jpg", "a.tif", "a.dpx", "a.webp", "a.bmp", "a.tga"])
def test_a_still_stands_however_it_is_used(tmp_path: Path, name: str) -> None:
    still = media_of(raw(tmp_path / name, blocks(77, SMALL), "gray"))
    shots = [
        Shot(3, still, Fraction(-4)),
        Shot(3, still, Fraction(3600), Fraction(2)),
        Shot(40, still, Fraction(1, 50), Fraction(-1)),
        Shot(
            2, replace(still, start=Fraction(10), duration=Fraction(5)), Fraction(12), Fraction(0)
        ),
    ]
    assert numbers(shots, tmp_path, NTSC) == [77] * 48


def test_a_photograph_is_shown_upright(tmp_path: Path) -> None:
    """Taken with the camera on its side, which it noted (EXIF orientation 6)."""
    upright = blocks(77, (90, 160))[None]
    lying = raw(tmp_path / "lying.jpg", upright, "gray", "-vf", "transpose=cclock", "-q:v", "2")
    turn = struct.pack(">HHIHH", 0x0112, 3, 1, 6, 0) + bytes(4)
    note = b"Exif\0\0MM\0*" + struct.pack(">IH", 8, 1) + turn
    content = lying.read_bytes()
    lying.write_bytes(
        content[:2] + b"\xff\xe1" + struct.pack(">H", len(note) + 2) + note + content[2:]
    )
    source = Library().source(media_of(lying))
    assert (source.width, source.height) == (90, 160)
    assert numbers([Shot(2, media_of(lying))], tmp_path, size=(90, 160)) == [77, 77]


def test_a_still_is_decoded_once_for_a_shot(tmp_path: Path) -> None:
    still = media_of(raw(tmp_path / "a.png", blocks(77, SMALL), "gray"))
    canvas, sources = Canvas(*SMALL, PAL), {still: Library().source(still)}
    for speed in (Fraction(1), Fraction(-1), Fraction(3, 7), Fraction(0)):
        (piece,) = pieces(Shot(500, still, Fraction(2), speed), sources, canvas)
        chain = [
            (step.name, dict(step.options)) for step in filters(piece, Place(SMALL, SMALL), PAL)
        ]
        names = [name for name, _ in chain]
        before = dict(chain[: names.index("scale")])
        assert before["trim"] == {"start_pts": 0, "end_pts": 1}


# --- relinking ------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def short_and_long(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A movie of half a second and one of four."""
    folder = tmp_path_factory.mktemp("lengths")
    frames = {"short": 12, "long": 100}
    short, long = (make(folder / f"{name}.mp4", Coded(PAL, n)) for name, n in frames.items())
    return short, long


def laid(folder: Path, **movies: Path) -> Path:
    """A shoot: the same name on every day, for another movie."""
    for day, movie in movies.items():
        (folder / day / "cam A").mkdir(parents=True)
        shutil.copy(movie, folder / day / "cam A" / "A012.mp4")
    return folder


def test_of_files_with_one_name_the_one_that_is_as_long_is_taken(
    tmp_path: Path, short_and_long: tuple[Path, Path]
) -> None:
    short, long = short_and_long
    shoot = laid(tmp_path, monday=short, tuesday=long, wednesday=long)
    library = Library((shoot,))
    media = Media("A012.mp4", ("/gone/monday/cam A/A012.mp4",), duration=Fraction(4))
    assert library.source(media).path == shoot / "tuesday" / "cam A" / "A012.mp4"
    # Within a second, the folders decide.
    near_it = replace(media, paths=("/gone/wednesday/cam A/A012.mp4",), duration=Fraction(49, 10))
    assert library.source(near_it).path == shoot / "wednesday" / "cam A" / "A012.mp4"
    unknown = replace(media, duration=None)
    assert library.source(unknown).path == shoot / "monday" / "cam A" / "A012.mp4"


def test_only_as_many_files_are_opened_as_it_takes(
    tmp_path: Path, short_and_long: tuple[Path, Path]
) -> None:
    _, long = short_and_long
    library = Library((laid(tmp_path, monday=long, tuesday=long),))
    library.source(Media("A012.mp4", ("/gone/tuesday/cam A/A012.mp4",), duration=Fraction(4)))
    assert [Path(path).parts[-3] for path in library.known] == ["tuesday"]


def test_a_file_of_the_right_name_and_another_length_is_not_taken(
    tmp_path: Path, short_and_long: tuple[Path, Path]
) -> None:
    short, long = short_and_long
    shoot = laid(tmp_path, monday=short, tuesday=long)
    media = Media("A012.mp4", ("/gone/A012.mp4",), duration=Fraction(30))
    message = (
        rf"^media is offline: 'A012\.mp4' \(the nearest of that name, "
        rf"{shoot}/tuesday/cam A/A012\.mp4, lasts 4\.00 s, and the timeline says 30\.00 s\)\. "
        r"Relink it in the editor, or add its folder to search_dirs\.$"
    )
    with pytest.raises(OfflineError, match=message):
        Library((shoot,)).source(media)


def test_a_file_where_the_timeline_says_is_taken_whatever_its_length(
    short_and_long: tuple[Path, Path],
) -> None:
    short, _ = short_and_long
    written_path = replace(media_of(short), duration=Fraction(4))
    assert Library().source(written_path).path == short
    mapped = Media("A", (f"P:\\{short.name}",), duration=Fraction(4))
    library = Library(path_maps=(("P:\\", f"{short.parent}/"),))
    assert library.source(mapped).path == short


def test_stills_are_found_by_name_alone(tmp_path: Path) -> None:
    still = raw(tmp_path / "in" / "plate.png", blocks(1, SMALL), "gray")
    media = Media("plate.png", ("/gone/plate.png",), duration=Fraction(60))
    assert Library((tmp_path,)).source(media).path == still


def test_a_file_of_the_name_that_cannot_be_read_is_passed_over(
    tmp_path: Path, short_and_long: tuple[Path, Path]
) -> None:
    _, long = short_and_long
    shoot = laid(tmp_path, monday=long, tuesday=long)
    broken = shoot / "tuesday" / "cam A" / "A012.mp4"
    broken.write_text("gone")
    media = Media("A012.mp4", ("/gone/tuesday/cam A/A012.mp4",), duration=Fraction(4))
    assert Library((shoot,)).source(media).path == shoot / "monday" / "cam A" / "A012.mp4"
    (shoot / "monday" / "cam A" / "A012.mp4").unlink()
    with pytest.raises(MediaError, match=r"^cannot read 'A012\.mp4' as a movie"):
        Library((shoot,)).source(media)


# --- names and disguises --------------------------------------------------------------------


HOSTILE = (
    "concat:a.mp4|b.mp4",
    "http://localhost/y.mp4",
    "-i.mp4",
    "|touch x.mp4",
    "line\nbreak.mp4",
    "subfile,,start,0,end,0,,:etc/passwd",
    "data:video,mp4",
    "file:a.mp4",
    "pipe:0",
    "a%03d.mp4",
    "*.mp4",
)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_is_only_ever_the_name_of_a_local_file(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = make(tmp_path / "made.mp4", Coded(PAL, 8, 40, SMALL))
    place = tmp_path / "in" / name
    media = Media("", (name,))
    with pytest.raises(OfflineError, match=r"^media is offline: '"):
        Library((Path("in"),)).source(media)
    place.parent.mkdir(parents=True)
    shutil.copy(made, place)
    monkeypatch.chdir(tmp_path)
    # A folder that is written as a relative one must not make the name stand alone either.
    source = Library((Path("in"),)).source(media)
    assert source.path == place
    assert numbers([Shot(2, media_of(place), Fraction(3, 25))], tmp_path) == [43, 44]


def disguises(inside: Path) -> dict[str, str]:
    name = inside.name
    return {
        "hls": f"#EXTM3U\n#EXT-X-TARGETDURATION:3\n#EXTINF:1,\n{name}\n#EXT-X-ENDLIST\n",
        "concat": f"ffconcat version 1.0\nfile {name}\n",
        "sdp": "v=0\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video 9 RTP/AVP 96\n",
        "dash": f"<?xml version='1.0'?><MPD><BaseURL>{name}</BaseURL></MPD>",
    }


@pytest.mark.parametrize("kind", ["hls", "concat", "sdp", "dash"])
def test_a_list_in_disguise_opens_nothing(tmp_path: Path, kind: str) -> None:
    inside = make(tmp_path / "inside.mp4", Coded(PAL, 8, 40, SMALL))
    media = media_of(inside)
    source = Library().source(media)
    listed = tmp_path / "list.mp4"
    listed.write_text(disguises(inside)[kind])
    with pytest.raises(MediaError, match=r"^cannot read 'list\.mp4' as a movie"):
        Library().source(media_of(listed))
    # It may take the place of a movie that was probed before.
    moved = Library(known={str(listed): (stamp(listed), replace(source, path=listed))})
    with pytest.raises(RenderError, match=r"^cannot render 'list\.mp4': "):
        numbers([Shot(2, media_of(listed))], tmp_path, library=moved)


def stamp(path: Path) -> str:
    return f"{path.stat().st_size}:{path.stat().st_mtime_ns}"


def test_a_pattern_in_the_name_of_a_still_opens_no_other_file(tmp_path: Path) -> None:
    wanted = raw(tmp_path / "a%d.png", blocks(5, SMALL), "gray", "-update", "1")
    raw(tmp_path / "a0.png", blocks(6, (320, 180)), "gray")
    raw(tmp_path / "a1.png", blocks(7, (320, 180)), "gray")
    assert Library().source(media_of(wanted)).width == 160
    assert numbers([Shot(2, media_of(wanted))], tmp_path) == [5, 5]


def test_ffmpeg_may_open_files_and_nothing_else(tmp_path: Path) -> None:
    media = media_of(make(tmp_path / "a.mp4", Coded(PAL, 8, 40, SMALL)))
    (piece,) = pieces(Shot(1, media), {media: Library().source(media)}, Canvas(*SMALL, PAL))
    opened = opening(piece, Canvas(*SMALL, PAL), seek=True)
    assert opened.name == f"file:{tmp_path / 'a.mp4'}"
    assert opened.options["protocol_whitelist"] == "file"
    formats = set(str(opened.options["format_whitelist"]).split(","))
    assert not formats & {"hls", "dash", "concat", "sdp", "rtsp", "lavfi", "tee", "svg_pipe"}


# --- what is remembered ---------------------------------------------------------------------


def test_what_was_probed_is_remembered_whole(tmp_path: Path) -> None:
    movie = Coded(NTSC, 8, 40, SMALL, "01:00:00;00", ("-c:v", "mpeg2video"))
    library = Library()
    library.source(media_of(make(tmp_path / "a.mov", movie)))
    library.source(media_of(raw(tmp_path / "b.png", blocks(5, SMALL), "gray")))
    assert read(written(library.known)) == library.known


def test_what_another_version_wrote_is_probed_again(tmp_path: Path) -> None:
    library = Library()
    library.source(media_of(make(tmp_path / "a.mp4", Coded(PAL, 3))))
    ((path, stamped, text),) = written(library.known)
    whole = json.loads(text)
    coding = whole["coding"]
    without = {name: value for name, value in coding.items() if name != "decoder"}
    others = (
        {name: value for name, value in whole.items() if name != "mixed"},
        {**whole, "depth": 10},
        {**whole, "coding": {**coding, "depth": 10}},
        {**whole, "coding": without},
        {**{name: value for name, value in whole.items() if name != "coding"}, **coding},
    )
    assert [read([(path, stamped, json.dumps(one))]) for one in others] == [{}] * 5
