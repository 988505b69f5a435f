"""Image sequences: numbered files that are a movie, whatever their names and however many miss."""

import math
import shutil
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from coded import BLACK, COLUMNS, ROWS, blocks, run_ffmpeg
from numpy.typing import NDArray
from showing import NTSC, PAL, SMALL, frames, numbers, rendered

from otio_v2a.errors import MediaError, OfflineError, RenderError
from otio_v2a.model import Media, Numbering, Shot
from otio_v2a.picture.media import Library
from otio_v2a.picture.remembered import read, written
from otio_v2a.picture.shown import MISSING, frames_shown, missing_in, short_by

FILM = Fraction(24)
PNG = Numbering("shot.", ".png", 1001, padding=4)
TIMECODE = Fraction(87_399, 24)


@dataclass(frozen=True, slots=True)
class Kind:
    """How the files of a sequence are stored; `linear` ones hold light as floating point."""

    size: tuple[int, int] = SMALL
    options: tuple[str, ...] = ()
    linear: bool = False


USUAL = Kind()


def drawn(
    folder: Path, numbering: Numbering, count: int, first: int = 0, stored: Kind = USUAL
) -> Path:
    """A sequence whose file i carries the number first + i."""
    size, options = stored.size, stored.options
    kind = f".{numbering.suffix.rpartition('.')[2]}"
    work = folder / "work"
    work.mkdir(parents=True)
    grays = (blocks(first + n, size) for n in range(count))
    pixels = "gbrpf32le" if stored.linear else "gray"
    raw = b"".join(light(gray) if stored.linear else gray.tobytes() for gray in grays)
    shape = ("-f", "rawvideo", "-pix_fmt", pixels, "-s", f"{size[0]}x{size[1]}", "-i", "-")
    pattern = str(work).replace("%", "%%") + f"/%d{kind}"
    run_ffmpeg((*shape, *options, "-start_number", "0", f"file:{pattern}"), raw)
    for n in range(count):
        (work / f"{n}{kind}").rename(folder / numbering.name(n))
    work.rmdir()
    return folder


def media_of(
    folder: Path, numbering: Numbering, count: int | None = None, rate: Fraction = PAL
) -> Media:
    """A sequence as a timeline names it."""
    duration = None if count is None else count / rate
    path = str(folder / numbering.name(0))
    return Media("shot", (path,), Fraction(0), duration, rate, numbering)


def remove(folder: Path, numbering: Numbering, *gone: int) -> None:
    for frame in gone:
        (folder / numbering.name(frame)).unlink()


# --- what is shown --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ending", "options"),
    [
        (".png", ()),
        (".png", ("-pix_fmt", "rgba64be")),
        (".jpg", ("-q:v", "2", "-pix_fmt", "yuvj420p")),
        (".tif", ("-pix_fmt", "rgb48le")),
        (".dpx", ("-pix_fmt", "gbrp10le")),
        (".tga", ("-pix_fmt", "bgr24")),
        (".bmp", ("-pix_fmt", "bgr24")),
        (".webp", ("-c:v", "libwebp")),
    ],
)
def test_a_sequence_shows_exactly_its_files(
    tmp_path: Path, ending: str, options: tuple[str, ...]
) -> None:
    numbering = replace(PNG, suffix=ending)
    folder = drawn(tmp_path / "in", numbering, 20, 300, Kind(options=options))
    media = replace(media_of(folder, numbering, 20, FILM), start=TIMECODE)
    source = Library().source(media)
    assert (source.rate, source.frames, source.constant) == (FILM, 20, True)
    assert (source.width, source.height) == SMALL
    shots = [Shot(3, media, TIMECODE + first / FILM) for first in (0, 9, 17)]
    expected = [300, 301, 302, 309, 310, 311, 317, 318, 319]
    assert numbers(shots, tmp_path, FILM) == expected


@pytest.mark.parametrize("depth", ["half", "float"])
def test_linear_sequences_are_shown_as_a_screen_shows_them(tmp_path: Path, depth: str) -> None:
    numbering = Numbering("linear_", ".exr", 7, padding=3)
    folder = drawn(tmp_path / "in", numbering, 4, 40, exr(depth))
    media = media_of(folder, numbering, 4)
    assert Library().source(media).coding.transfer == "linear"
    planes = frames(rendered([Shot(2, media, Fraction(1, 25))], tmp_path))
    assert [dark_and_bright(luma, 41 + n) for n, (luma, _, _) in enumerate(planes)] == [True] * 2


def exr(depth: str, size: tuple[int, int] = SMALL) -> Kind:
    return Kind(size, ("-c:v", "exr", "-format", depth), linear=True)


def light(gray: NDArray[np.uint8]) -> bytes:
    """Three planes of floats, 255 as 1."""
    return 3 * (gray / np.float32(255)).astype(np.float32).tobytes()


def dark_and_bright(luma: NDArray[np.uint8], number: int) -> bool:
    """Whether a frame has the blocks of a number, whose 20 and 230 are taken as linear light."""
    curve = [1.055 * (level / 255) ** (1 / 2.4) - 0.055 for level in (20, 230)]
    dark, bright = (16 + 219 * level for level in curve)
    wanted = np.where(blocks(number, (COLUMNS, ROWS)) > 128, bright, dark)
    high, wide = luma.shape[0] / ROWS, luma.shape[1] / COLUMNS
    rows = [int((row + 0.5) * high) for row in range(ROWS)]
    columns = [int((column + 0.5) * wide) for column in range(COLUMNS)]
    return bool(np.abs(luma[rows][:, columns] - wanted).max() < 6)


NAMINGS = (
    Numbering("take #3 100%d.", ".png", 1, padding=5),
    Numbering("%04d ", ".png", 1, padding=4),
    Numbering("Straße é 🎬 [1-9]*?{a}'\"|", ".png", 0),
    Numbering("", ".png", 86_400),
    Numbering("v2.", "_final.0001.png", 12, padding=2),
    Numbering("-i ", ".png", 3, padding=2),
    Numbering("line\nbreak.", ".png", 3, padding=2),
    Numbering("concat:a|", ".png", 3, padding=2),
    Numbering("over.", ".png", 996, padding=3),
    Numbering("below.", ".png", -4, padding=3),
    Numbering("every second.", ".png", 1001, step=2, padding=4),
    Numbering("backwards.", ".png", 1009, step=-1, padding=4),
)


@pytest.mark.parametrize("numbering", NAMINGS, ids=[naming.prefix for naming in NAMINGS])
def test_no_naming_is_too_strange(tmp_path: Path, numbering: Numbering) -> None:
    folder = drawn(tmp_path / "100%d in %04d", numbering, 9, 60)
    # Neighbours with nearly the same name are no part of it.
    near = numbering.name(3).replace(".png", ".0.png")
    shutil.copy(folder / numbering.name(0), folder / near)
    media = media_of(folder, numbering)
    assert Library().source(media).frames == 9
    shots = [Shot(4, media, Fraction(first, 25)) for first in (0, 4)]
    assert numbers(shots, tmp_path / "%d") == [60, 61, 62, 63, 64, 65, 66, 67]


@pytest.mark.parametrize(
    ("shot", "expected"),
    [
        (Shot(4, None, Fraction(5, 25), Fraction(2)), [5, 7, 9, 11]),
        (Shot(5, None, Fraction(5, 25), Fraction(1, 2)), [5, 5, 6, 6, 7]),
        (Shot(40, None, Fraction(39, 25), Fraction(-1)), [*range(39, -1, -1)]),
        (Shot(4, None, Fraction(9, 25), Fraction(-3, 2)), [9, 7, 6, 4]),
        (Shot(30, None, Fraction(9, 25), Fraction(0)), [9] * 30),
        (Shot(5, None, Fraction(5, 25), Fraction(40)), [5, 39, 39, 39, 39]),
        (Shot(20, None, Fraction(37, 25)), [37, 38, *[39] * 18]),
        (Shot(4, None, Fraction(-2, 25)), [0, 0, 0, 1]),
        (Shot(3, None, Fraction(99, 25), Fraction(-1)), [39, 39, 39]),
    ],
)
def test_every_speed_is_a_list_of_files(tmp_path: Path, shot: Shot, expected: list[int]) -> None:
    media = media_of(drawn(tmp_path / "in", PNG, 40), PNG, 40)
    shots = [Shot(1), replace(shot, media=media), Shot(1)]
    assert numbers(shots, tmp_path) == [BLACK, *expected, BLACK]


@pytest.mark.parametrize("timeline", [FILM, NTSC, Fraction(60)])
def test_the_files_number_follows_from_the_rate_and_never_from_the_timecode(
    tmp_path: Path, timeline: Fraction
) -> None:
    media = media_of(drawn(tmp_path / "in", PNG, 30), PNG, 30)
    media = replace(media, start=Fraction(3600))
    at = Fraction(3600) + Fraction(7, 25)
    expected = [math.floor((at + k / timeline - 3600) * 25) for k in range(20)]
    assert numbers([Shot(20, media, at)], tmp_path, timeline) == expected


def test_pictures_of_other_sizes_and_kinds_are_fitted(tmp_path: Path) -> None:
    folder = drawn(tmp_path / "in", PNG, 12)
    others = (((320, 180), "rgb48be"), ((64, 36), "rgba"), ((160, 90), "gray16be"))
    for n, (size, kind) in enumerate(others):
        other = drawn(tmp_path / kind, PNG, 12, 0, Kind(size, ("-pix_fmt", kind)))
        for frame in range(2 + 3 * n, 4 + 3 * n):
            shutil.copy(other / PNG.name(frame), folder / PNG.name(frame))
    shown = numbers([Shot(12, media_of(folder, PNG, 12))], tmp_path)
    assert shown == [*range(12)]


def test_linear_pictures_of_other_sizes_are_fitted(tmp_path: Path) -> None:
    numbering = Numbering("f", ".exr", 1)
    folder = drawn(tmp_path / "in", numbering, 6, 0, exr("half"))
    other = drawn(tmp_path / "large", numbering, 6, 0, exr("float", (320, 180)))
    for frame in (2, 3):
        shutil.copy(other / numbering.name(frame), folder / numbering.name(frame))
    planes = frames(rendered([Shot(6, media_of(folder, numbering, 6))], tmp_path))
    assert [dark_and_bright(luma, n) for n, (luma, _, _) in enumerate(planes)] == [True] * 6


# --- what is missing ------------------------------------------------------------------------


def test_for_a_missing_file_the_one_before_it_is_shown(tmp_path: Path) -> None:
    folder = drawn(tmp_path / "in", PNG, 12)
    remove(folder, PNG, 0, 1, 4, 5, 11)
    media = media_of(folder, PNG, 12)
    source = Library().source(media)
    assert source.there == ((2, 3), (6, 10))
    shot = Shot(14, media)
    expected = [2, 2, 2, 3, 3, 3, 6, 7, 8, 9, 10, 10, 10, 10]
    assert frames_shown(shot, source, PAL) == tuple(expected)
    assert numbers([shot], tmp_path) == expected
    gone = ("shot.1001.png", "shot.1002.png", "shot.1005.png", "shot.1006.png", "shot.1012.png")
    assert missing_in(shot, source, PAL) == gone
    assert missing_in(Shot(3, media, Fraction(6, 25)), source, PAL) == ()
    assert short_by(shot, source, PAL) == 2


def test_for_a_missing_file_black_is_shown_where_the_timeline_asks_for_it(tmp_path: Path) -> None:
    numbering = replace(PNG, black=True)
    folder = drawn(tmp_path / "in", numbering, 8)
    remove(folder, numbering, 0, 3, 4)
    media = media_of(folder, numbering, 8)
    source = Library().source(media)
    shot = Shot(9, media)
    assert frames_shown(shot, source, PAL) == (MISSING, 1, 2, MISSING, MISSING, 5, 6, 7, 7)
    assert numbers([shot], tmp_path) == [BLACK, 1, 2, BLACK, BLACK, 5, 6, 7, 7]
    assert missing_in(shot, source, PAL) == ("shot.1001.png", "shot.1004.png", "shot.1005.png")


def test_nothing_is_missing_from_what_is_no_sequence(tmp_path: Path) -> None:
    folder = drawn(tmp_path, PNG, 1)
    still = Media("a", (str(folder / PNG.name(0)),))
    assert missing_in(Shot(5, still), Library().source(still), PAL) == ()


def test_a_sequence_none_of_whose_files_is_there_is_offline(tmp_path: Path) -> None:
    folder = drawn(tmp_path / "in", PNG, 4)
    message = (
        rf"^media is offline: 'shot' \(looked in {folder}/shot\.2001\.png\)\. "
        r"Relink it in the editor, or add its folder to search_dirs\.$"
    )
    with pytest.raises(OfflineError, match=message):
        Library().source(media_of(folder, replace(PNG, first=2001), 4))
    # Files behind the end of what the timeline shows do not count.
    remove(folder, PNG, 0, 1)
    with pytest.raises(OfflineError, match=r"^media is offline: 'shot' \(looked in "):
        Library().source(media_of(folder, PNG, 2))


def test_without_a_known_length_it_ends_with_the_last_file(tmp_path: Path) -> None:
    folder = drawn(tmp_path / "in", PNG, 12)
    source = Library().source(replace(media_of(folder, PNG), rate=None))
    assert (source.frames, source.rate, source.path.name) == (12, PAL, "shot.[1001-1012].png")
    assert short_by(Shot(14, media_of(folder, PNG)), source, PAL) == 2


def test_numbered_files_that_are_no_pictures_are_refused(tmp_path: Path) -> None:
    numbering = Numbering("part", ".mkv", 1)
    (tmp_path / "in").mkdir()
    shape = ("-f", "lavfi", "-i", "color=s=64x36:d=0.2")
    run_ffmpeg((*shape, str(tmp_path / "in" / numbering.name(0))))
    message = r"^'part\[1-1\]\.mkv' are no pictures that can be read \(h264\)\. Export the sequence"
    with pytest.raises(MediaError, match=message):
        Library().source(media_of(tmp_path / "in", numbering))


def test_a_broken_file_stops_the_picture_and_names_the_sequence(tmp_path: Path) -> None:
    folder = drawn(tmp_path / "in", PNG, 6)
    (folder / PNG.name(3)).write_bytes(b"broken")
    with pytest.raises(RenderError, match=r"^cannot render 'shot\.\[1001-1006\]\.png': "):
        numbers([Shot(6, media_of(folder, PNG, 6))], tmp_path)
    assert list((tmp_path / "rendered").iterdir()) == []


def test_a_file_that_vanished_since_stops_the_picture(tmp_path: Path) -> None:
    folder = drawn(tmp_path / "in", PNG, 6)
    media = media_of(folder, PNG, 6)
    library = Library()
    library.source(media)
    shutil.rmtree(folder)
    folder.mkdir()
    with pytest.raises(OfflineError, match=r"^media is offline: 'shot' "):
        library.source(media)


# --- where it is ----------------------------------------------------------------------------


def test_a_sequence_is_found_by_path_map_and_by_name_even_without_its_first_file(
    tmp_path: Path,
) -> None:
    for day in ("day 1", "day 2"):
        remove(drawn(tmp_path / day / "shot", PNG, 6), PNG, 0)
    written_path = "P:\\film\\day 2\\shot\\shot.1001.png"
    media = Media("shot", (written_path,), rate=PAL, numbering=PNG)
    wanted = tmp_path / "day 2" / "shot"
    for library in (Library(path_maps=(("P:\\film", str(tmp_path)),)), Library((tmp_path,))):
        assert library.source(media).path.parent == wanted
    relative = replace(media, paths=("day 2/shot/shot.1001.png",))
    assert Library((tmp_path,)).source(relative).path.parent == wanted


@pytest.mark.parametrize("prefix", ["../secret/shot.", "/etc/shot.", "sub/shot."])
def test_a_name_cannot_lead_out_of_its_folder(tmp_path: Path, prefix: str) -> None:
    drawn(tmp_path / "secret", PNG, 3)
    (tmp_path / "in").mkdir()
    media = media_of(tmp_path / "in", replace(PNG, prefix=prefix), 3)
    media = replace(media, paths=(str(tmp_path / "in" / "shot.1001.png"),))
    with pytest.raises(OfflineError, match=r"^media is offline: 'shot' "):
        Library().source(media)


# --- what identifies it ---------------------------------------------------------------------


def test_a_moved_and_renamed_sequence_keeps_its_fingerprint(tmp_path: Path) -> None:
    drawn(tmp_path / "in", PNG, 6).rename(tmp_path / "moved")
    before = Library().source(media_of(tmp_path / "moved", PNG, 6)).fingerprint
    renamed = Numbering("other ", ".png", 1)
    for frame in range(6):
        (tmp_path / "moved" / PNG.name(frame)).rename(tmp_path / "moved" / renamed.name(frame))
    assert Library().source(media_of(tmp_path / "moved", renamed, 6)).fingerprint == before


def test_a_changed_or_a_missing_file_changes_the_fingerprint(tmp_path: Path) -> None:
    numbering = Numbering("f.", ".dpx", 1)
    large = Kind((640, 360), ("-pix_fmt", "gbrp10le"))
    folder = drawn(tmp_path / "in", numbering, 4, 0, large)
    found = {Library().source(media_of(folder, numbering, 4)).fingerprint}
    changed = folder / numbering.name(2)
    content = bytearray(changed.read_bytes())
    content[len(content) // 2] ^= 1
    changed.write_bytes(content)
    found.add(Library().source(media_of(folder, numbering, 4)).fingerprint)
    remove(folder, numbering, 1)
    found.add(Library().source(media_of(folder, numbering, 4)).fingerprint)
    assert len(found) == 3


def test_a_sequence_is_probed_again_when_a_file_came_or_went(tmp_path: Path) -> None:
    folder = drawn(tmp_path / "in", PNG, 6)
    library, media = Library(), media_of(folder, PNG)
    counts = [library.source(media).frames]
    remove(folder, PNG, 5)
    counts.append(library.source(media).frames)
    shutil.copy(folder / PNG.name(0), folder / PNG.name(8))
    counts.append(library.source(media).frames)
    assert counts == [6, 5, 9]


def test_what_is_known_of_a_sequence_is_remembered_whole(tmp_path: Path) -> None:
    folder = drawn(tmp_path / "in", PNG, 6)
    remove(folder, PNG, 3)
    library, media = Library(), media_of(folder, PNG, 6)
    source = library.source(media)
    known = read(written(library.known))
    assert known == library.known
    assert Library(known=known).source(media) is next(iter(known.values()))[1]
    assert source == next(iter(known.values()))[1]
    # The same files as another timeline counts them are another source.
    assert Library(known=known).source(replace(media, rate=FILM)).rate == FILM
