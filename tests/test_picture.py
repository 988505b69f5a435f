"""The picture room: which frames are shown, media found and probed, pictures rendered exactly."""

import asyncio
import bisect
import gc
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import av
import pytest
from coded import BLACK, LONG_GOP, Coded, make, read_numbers, run_ffmpeg
from running import alive
from slices import quick

from otio_v2a.errors import MediaError, OfflineError, RenderError
from otio_v2a.model import Layers, Media, Mix, Numbering, Shot, Visual
from otio_v2a.picture.canvas import Canvas, canvas
from otio_v2a.picture.compose import units
from otio_v2a.picture.engine import environment, ffmpeg_path, ffmpeg_version
from otio_v2a.picture.key import picture_key
from otio_v2a.picture.media import Library, Source, fingerprint
from otio_v2a.picture.probe import read_timecode
from otio_v2a.picture.render import render
from otio_v2a.picture.shown import frames_shown, short_by

FILM, NTSC_24, PAL, NTSC = Fraction(24), Fraction(24000, 1001), Fraction(25), Fraction(30000, 1001)
P50, NTSC_60, P60, ODD = Fraction(50), Fraction(60000, 1001), Fraction(60), Fraction(179, 6)
RATES = (NTSC_24, FILM, PAL, NTSC, Fraction(30), P50, NTSC_60, P60)
FRAMES = 60
CONTAINERS = ("a.mp4", "timecode.mov", "b.mkv", "c.ts")
PAIRS = [
    # Every rate with two containers, every container with four rates; the rest in the sweep.
    pytest.param(rate, name, marks=pytest.mark.sweep if (one + other) % 2 else ())
    for one, rate in enumerate(RATES)
    for other, name in enumerate(CONTAINERS)
]

Maker = Callable[[str, Coded], Media]


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Maker:
    """Makes coded movies once; asked again for the same one, gives it again."""
    folder = tmp_path_factory.mktemp("shelf")

    def take(name: str, coded: Coded) -> Media:
        path = folder / f"{abs(hash(coded))}" / name
        if not path.exists():
            path.parent.mkdir(exist_ok=True)
            make(path, coded)
        return media_of(path)

    return take


def media_of(path: Path) -> Media:
    return Media(path.name, (str(path),))


def coded(rate: Fraction, name: str = "") -> Coded:
    return Coded(rate, FRAMES, timecode="10:59:58:07" if "timecode" in name else "")


def show(shots: Sequence[Shot], out: Path, rate: Fraction) -> list[int]:
    """The numbers of all frames of the shots, rendered."""
    library = Library()
    sources = {shot.media: library.source(shot.media) for shot in shots if shot.media}
    board = canvas([(one, 1) for one in sources.values()], rate)
    asyncio.run(render(shots, sources, board, out, ignore))
    assert [path.name for path in out.parent.iterdir()] == [out.name]
    return read_numbers(out)


def ignore(_: float) -> None:
    """Nobody watches."""


def a_source(**changes: object) -> Source:
    plain = Source(Path("a.mov"), PAL, 100, Fraction(0), False, True, 1920, 1080, "ff")
    return replace(plain, **changes)  # type: ignore[arg-type] # any field, by name


# --- which frames are shown -----------------------------------------------------------------


def test_every_frame_of_a_day_is_shown_where_it_stands_at_every_rate() -> None:
    clip = Media("a", ())
    for rate in RATES:
        source = a_source(rate=rate, frames=None)
        for first in (0, 1, 23, 24, 1_000, 86_399, 107_892, 2_589_407, 5_184_000):
            shot = Shot(3, clip, first / rate)
            assert frames_shown(shot, source, rate) == (first, first + 1, first + 2)


def test_mixed_rates_show_the_frame_on_screen_at_each_record_frame() -> None:
    for rate in RATES:
        for timeline in (*RATES, ODD):
            shot = Shot(200, Media("a", ()), Fraction(7, 25))
            # In integers: floor of (7/25 + k / timeline) * rate.
            scale = 25 * rate.denominator * timeline.numerator
            head = 7 * rate.numerator * timeline.numerator
            pace = 25 * timeline.denominator * rate.numerator
            expected = tuple((head + k * pace) // scale for k in range(200))
            assert frames_shown(shot, a_source(rate=rate, frames=None), timeline) == expected


def test_source_times_from_rates_written_as_floats_still_mean_their_frame() -> None:
    source = a_source(rate=NTSC_24, frames=None)
    for frame in range(0, 2_000, 7):
        written = Fraction(frame / 23.976023976)
        assert frames_shown(Shot(1, Media("a", ()), written), source, NTSC_24) == (frame,)


@pytest.mark.parametrize(
    ("speed", "expected"),
    [
        (Fraction(0), (40, 40, 40, 40, 40)),
        (Fraction(2), (40, 42, 44, 46, 48)),
        (Fraction(1, 2), (40, 40, 41, 41, 42)),
        (Fraction(-1), (40, 39, 38, 37, 36)),
        (Fraction(-3, 2), (40, 38, 37, 35, 34)),
    ],
)
def test_a_speed_counts_from_the_first_frame(speed: Fraction, expected: tuple[int, ...]) -> None:
    shot = Shot(5, Media("a", ()), Fraction(40, 25), speed)
    assert frames_shown(shot, a_source(), PAL) == expected


def test_what_the_media_does_not_have_is_its_first_or_last_frame_and_is_counted() -> None:
    source, clip = a_source(), Media("a", ())
    early, late = Shot(4, clip, Fraction(-2, 25)), Shot(5, clip, Fraction(97, 25))
    assert frames_shown(early, source, PAL) == (0, 0, 0, 1)
    assert frames_shown(late, source, PAL) == (97, 98, 99, 99, 99)
    assert (short_by(early, source, PAL), short_by(late, source, PAL)) == (2, 2)
    assert short_by(Shot(100, clip), source, PAL) == 0
    assert short_by(late, replace(source, frames=None), PAL) == 0


def test_the_timelines_own_media_start_is_believed_before_the_files_timecode() -> None:
    source = a_source(start=Fraction(3600), has_timecode=True)
    shot = Shot(1, Media("a", (), start=Fraction(7200)), Fraction(7200) + Fraction(3, 25))
    assert frames_shown(shot, source, PAL) == (3,)


def test_the_files_timecode_counts_only_when_the_source_time_lies_in_it() -> None:
    source, clip = a_source(start=Fraction(3600), has_timecode=True), Media("a", ())
    inside = Shot(1, clip, Fraction(3600) + Fraction(99, 25))
    assert frames_shown(inside, source, PAL) == (99,)
    assert frames_shown(Shot(1, clip, Fraction(3, 25)), source, PAL) == (3,)


@pytest.mark.parametrize(
    ("label", "rate", "frame"),
    [
        ("01:00:00:00", NTSC_24, 86_400),
        ("01:00:00:00", PAL, 90_000),
        ("01:00:00:00", NTSC, 108_000),
        ("01:00:00;00", NTSC, 107_892),
        ("00:01:00;02", NTSC, 1_800),
        ("00:10:00;00", NTSC_60, 35_964),
        ("10:59:58:07", P50, 1_979_907),
        ("noon", PAL, None),
    ],
)
def test_a_timecode_label_counts_frames_from_midnight(
    label: str, rate: Fraction, frame: int | None
) -> None:
    assert read_timecode(label, rate) == frame


# --- media ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("rate", "name"), PAIRS)
def test_a_movie_is_probed_exactly(shelf: Maker, rate: Fraction, name: str) -> None:
    source = Library().source(shelf(name, coded(rate, name)))
    base = -(-rate.numerator // rate.denominator)
    timecode = ((10 * 60 + 59) * 60 + 58) * base + 7 if "timecode" in name else 0
    assert (source.rate, source.frames, source.constant) == (rate, FRAMES, True)
    assert (source.start, source.has_timecode) == (timecode / rate, "timecode" in name)
    assert (source.width, source.height) == (320, 180)


def test_display_size_is_in_square_pixels_and_upright(shelf: Maker, tmp_path: Path) -> None:
    wide = shelf("wide.mp4", replace(coded(PAL), frames=3, filters="setsar=4/3"))
    turned = tmp_path / "turned.mp4"
    run_ffmpeg(("-display_rotation", "90", "-i", *wide.paths, "-c", "copy", str(turned)))
    sources = [Library().source(media) for media in (wide, media_of(turned))]
    assert [(source.width, source.height) for source in sources] == [(427, 180), (180, 427)]


def test_offline_media_say_where_they_were_looked_for(tmp_path: Path) -> None:
    media = Media("A012.mov", ("P:\\shoot\\A012.mov", "/nowhere/A012.mov"))
    message = (
        rf"^media is offline: 'A012\.mov' \(looked in P:\\shoot\\A012\.mov, /nowhere/A012\.mov, "
        rf"{tmp_path}\)\. Relink it in the editor, or add its folder to search_dirs\.$"
    )
    with pytest.raises(OfflineError, match=message):
        Library((tmp_path,)).source(media)


def test_media_are_found_by_path_map_and_by_name(shelf: Maker, tmp_path: Path) -> None:
    made = Path(shelf("a.mp4", coded(PAL)).paths[0])
    there = tmp_path / "day 1" / "A012.mp4"
    other = tmp_path / "day 2" / "A012.mp4"
    for path in (there, other):
        path.parent.mkdir()
        shutil.copy(made, path)
    mapped = Library(path_maps=(("P:\\shoot\\", f"{tmp_path}/"),))
    named = Library(search_dirs=(tmp_path,))
    media = Media("A012", ("P:\\shoot\\day 2\\A012.mp4",))
    assert mapped.source(media).path == other
    assert named.source(media).path == other
    assert named.source(Media("A012", ("/old/day 1/A012.mp4",))).path == there
    assert named.source(Media("A012", ("day 2/A012.mp4",))).path == other


def test_a_renamed_or_linked_file_keeps_its_fingerprint_and_a_changed_one_does_not(
    tmp_path: Path,
) -> None:
    first, second = tmp_path / "a", tmp_path / "b"
    first.write_bytes(bytes(3 << 20))
    before = fingerprint(first)
    first.rename(second)
    first.symlink_to(second)
    assert (fingerprint(first), fingerprint(second)) == (before, before)
    second.write_bytes(bytes((3 << 20) - 1) + b"!")
    assert fingerprint(second) != before


def test_a_replaced_file_is_probed_again(tmp_path: Path) -> None:
    library, media = Library(), media_of(tmp_path / "a.mp4")
    counts = []
    for frames in (5, 8):
        make(tmp_path / "a.mp4", Coded(PAL, frames))
        counts.append(library.source(media).frames)
    assert counts == [5, 8]


def test_a_file_that_is_no_movie_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "notes.mp4").write_text("not a movie")
    with pytest.raises(MediaError, match=r"^cannot read 'notes\.mp4' as a movie \(.*Export or"):
        Library().source(media_of(tmp_path / "notes.mp4"))


def test_a_playlist_in_disguise_opens_nothing(shelf: Maker, tmp_path: Path) -> None:
    inside = shelf("c.ts", coded(PAL)).paths[0]
    lines = f"#EXTM3U\n#EXT-X-TARGETDURATION:3\n#EXTINF:2.4,\nfile:{inside}\n#EXT-X-ENDLIST\n"
    (tmp_path / "list.mp4").write_text(lines)
    with pytest.raises(MediaError, match=r"^cannot read 'list\.mp4' as a movie"):
        Library().source(media_of(tmp_path / "list.mp4"))


def test_tags_need_not_be_unicode(shelf: Maker, tmp_path: Path) -> None:
    made = shelf("b.mkv", coded(PAL)).paths[0]
    tagged = tmp_path / "tagged.mkv"
    run_ffmpeg(("-i", made, "-c", "copy", "-metadata", "title=QQQQ", str(tagged)))
    tagged.write_bytes(tagged.read_bytes().replace(b"QQQQ", b"Q\xe9\xe9Q"))
    assert Library().source(media_of(tagged)).frames == FRAMES


def test_a_sound_without_picture_is_refused(tmp_path: Path) -> None:
    run_ffmpeg(("-f", "lavfi", "-i", "sine=d=0.2", str(tmp_path / "voice.m4a")))
    message = r"^'voice\.m4a' has no picture\. Relink the clip to a file with video\.$"
    with pytest.raises(MediaError, match=message):
        Library().source(media_of(tmp_path / "voice.m4a"))


@pytest.mark.parametrize("flags", ["+faststart", "0"])
def test_a_file_that_is_cut_off_is_refused(shelf: Maker, tmp_path: Path, flags: str) -> None:
    whole, part = tmp_path / "whole.mp4", tmp_path / "part.mp4"
    made = shelf("a.mp4", coded(PAL)).paths[0]
    run_ffmpeg(("-i", made, "-c", "copy", "-movflags", flags, str(whole)))
    part.write_bytes(whole.read_bytes()[: whole.stat().st_size * 2 // 3])
    with pytest.raises(MediaError, match=r"^('part\.mp4' is cut off|cannot read 'part\.mp4')"):
        Library().source(media_of(part))


# --- rendering ------------------------------------------------------------------------------


@pytest.mark.parametrize(("rate", "name"), PAIRS)
def test_a_rendered_shot_shows_exactly_its_frames(
    shelf: Maker, tmp_path: Path, rate: Fraction, name: str
) -> None:
    media = shelf(name, coded(rate, name))
    firsts = (0, 1, 31, FRAMES - 1)
    shots = [Shot(min(8, FRAMES - first), media, first / rate) for first in firsts]
    expected = [*range(8), *range(1, 9), *range(31, 39), FRAMES - 1]
    assert show(shots, tmp_path / "out.mp4", rate) == expected


@pytest.mark.parametrize(
    ("rate", "timeline"),
    [
        (FILM, PAL),
        (NTSC, NTSC_24),
        (P50, PAL),
        (ODD, PAL),
        (NTSC_24, NTSC_60),
        (PAL, NTSC),
        (P60, ODD),
    ],
)
def test_mixed_rates_show_exactly_the_frames_of_the_formula(
    shelf: Maker, tmp_path: Path, rate: Fraction, timeline: Fraction
) -> None:
    media = shelf("a.mkv" if rate == P60 else "a.mp4", coded(rate))
    first = Fraction(11) / rate
    expected = []
    for k in range(20):
        position = (first + k / timeline) * rate
        expected.append(position.numerator // position.denominator)
    assert show([Shot(20, media, first)], tmp_path / "out.mp4", timeline) == expected


@pytest.mark.parametrize(
    ("shot", "expected"),
    [
        (Shot(4, None, Fraction(20, 25), Fraction(0)), [20] * 4),
        (Shot(3, None, Fraction(59, 25), Fraction(0)), [59] * 3),
        (Shot(5, None, Fraction(10, 25), Fraction(2)), [10, 12, 14, 16, 18]),
        (Shot(6, None, Fraction(52, 25), Fraction(2)), [52, 54, 56, 58, 59, 59]),
        (Shot(5, None, Fraction(10, 25), Fraction(1, 2)), [10, 10, 11, 11, 12]),
        (Shot(40, None, Fraction(49, 25), Fraction(-1)), [*range(49, 9, -1)]),
        (Shot(4, None, Fraction(-2, 25)), [0, 0, 0, 1]),
        (Shot(4, None, Fraction(58, 25)), [58, 59, 59, 59]),
        (Shot(2, None, Fraction(99, 25)), [59, 59]),
        (Shot(2, None, Fraction(99, 25), Fraction(0)), [59, 59]),
        (Shot(2, None, Fraction(-9, 25)), [0, 0]),
        (Shot(2, None, Fraction(-9, 25), Fraction(0)), [0, 0]),
        (Shot(4, None, Fraction(61, 25), Fraction(-1)), [59, 59, 59, 58]),
        (Shot(4, None, Fraction(1, 25), Fraction(-1)), [1, 0, 0, 0]),
    ],
)
def test_holds_speeds_and_missing_frames_are_shown_as_counted(
    shelf: Maker, tmp_path: Path, shot: Shot, expected: list[int]
) -> None:
    media = shelf("a.mp4", coded(PAL))
    shots = [Shot(2), replace(shot, media=media), Shot(1)]
    assert show(shots, tmp_path / "out.mp4", PAL) == [BLACK, BLACK, *expected, BLACK]


def test_many_shots_are_joined_without_losing_a_frame(shelf: Maker, tmp_path: Path) -> None:
    one, two = shelf("a.mp4", coded(PAL)), shelf("b.mkv", replace(coded(PAL), first=1000))
    shots: list[Shot] = []
    expected: list[int] = []
    for n in range(21):
        length, first = n % 4 + 1, n * 7 % 50
        media, offset = ((one, 0), (two, 1000), (None, 0))[n % 3]
        shots.append(Shot(length, media, Fraction(first, 25)))
        numbers = range(offset + first, offset + first + length)
        expected += numbers if media else [BLACK] * length
    assert show(shots, tmp_path / "out.mp4", PAL) == expected


def test_only_movies_that_play_backwards_are_rendered_in_stretches() -> None:
    movie, files, still = (Media(name, ()) for name in ("movie", "files", "still"))
    numbered = a_source(numbering=Numbering("a", ".png", 0), there=((0, 99),))
    sources = {movie: a_source(), files: numbered, still: a_source(frames=1)}

    def lengths(*visuals: Visual) -> list[int]:
        return [one.length for one in units(visuals, sources, Canvas(320, 180, PAL))]

    def turned(media: Media) -> Shot:
        return Shot(70, media, Fraction(80, 25), Fraction(-1))

    assert lengths(turned(movie)) == [32, 32, 6]
    assert lengths(Mix(turned(files), turned(movie), Fraction(1, 2))) == [32, 32, 6]
    assert lengths(Layers((turned(files), Shot(70, movie))), turned(still)) == [70, 70]


def test_the_same_shot_twice_is_shown_twice(shelf: Maker, tmp_path: Path) -> None:
    shot = Shot(3, shelf("a.mp4", coded(PAL)), Fraction(5, 25))
    assert show([shot, Shot(1), shot, Shot(1)], tmp_path / "out.mp4", PAL) == ([5, 6, 7, BLACK] * 2)


@pytest.mark.parametrize("first", [60, 135])
def test_a_seek_that_lands_too_late_loses_nothing(shelf: Maker, tmp_path: Path, first: int) -> None:
    rate = Fraction(5)
    rare_keys = (*LONG_GOP, "-g", "1000", "-sc_threshold", "0", "-force_key_frames", "28")
    media = shelf("rare.ts", Coded(rate, 150, codec=rare_keys))
    expected = [*range(first, first + 15)]
    assert show([Shot(15, media, first / rate)], tmp_path / "out.mp4", rate) == expected


@pytest.mark.parametrize("name", ["v.mp4", "v.mkv", "v.ts"])
def test_a_varying_rate_shows_the_last_frame_at_or_before_each_record_frame(
    shelf: Maker, tmp_path: Path, name: str
) -> None:
    varying = "select='lt(mod(n*n*5+n*3,11),4)+eq(n,0)'"
    media = shelf(name, replace(coded(P60), frames=150, filters=varying, varying=True))
    source = Library().source(media)
    kept = [n for n in range(150) if n == 0 or (n * n * 5 + n * 3) % 11 < 4]
    assert (source.constant, source.frames) == (False, len(kept))
    expected = []
    for k in range(40):
        at = Fraction(1, 2) + k / PAL + Fraction(1, 16) / source.rate
        times = [Fraction(n, 60) for n in kept]
        expected.append(kept[bisect.bisect_right(times, at) - 1])
    assert show([Shot(40, media, Fraction(1, 2))], tmp_path / "out.mp4", PAL) == expected


@pytest.mark.parametrize(
    "name", ["Straße é.mp4", "take #3 100%d.mp4", 'it\'s "5" [a]:b,c;.mp4', "🎬.mp4"]
)
def test_no_file_name_is_too_strange(shelf: Maker, tmp_path: Path, name: str) -> None:
    shot = Shot(3, shelf(name, coded(PAL)), Fraction(5, 25))
    assert show([shot], tmp_path / name, PAL) == [5, 6, 7]


def test_a_picture_is_silent_h264_with_square_pixels_and_nothing_else(
    shelf: Maker, tmp_path: Path
) -> None:
    made = shelf("timecode.mov", coded(NTSC, "timecode.mov")).paths[0]
    tagged = tmp_path / "in" / "tagged.mov"
    tagged.parent.mkdir()
    run_ffmpeg(("-i", made, "-c", "copy", "-metadata", "title=secret place", str(tagged)))
    out = tmp_path / "out" / "out.mp4"
    show([Shot(4, media_of(tagged))], out, NTSC)
    with av.open(str(out)) as container:
        assert "title" not in container.metadata
        (stream,) = container.streams
        assert isinstance(stream, av.VideoStream)
        assert (stream.codec_context.name, stream.average_rate) == ("h264", NTSC)
        assert (stream.sample_aspect_ratio, stream.pix_fmt) == (Fraction(1), "yuv420p")
        assert "timecode" not in stream.metadata
    content = out.read_bytes()
    assert content.index(b"moov") < content.index(b"mdat")


def test_another_shape_is_shown_whole_in_the_middle(shelf: Maker, tmp_path: Path) -> None:
    wide = shelf("a.mp4", coded(PAL))
    tall = shelf("tall.mp4", replace(coded(PAL), first=500, size=(160, 180)))
    out = tmp_path / "out.mp4"
    library = Library()
    sources = {media: library.source(media) for media in (wide, tall)}
    shots = [Shot(2, tall)]
    asyncio.run(render(shots, sources, Canvas(320, 180, PAL), out, ignore))
    assert read_numbers(out, area=(0.25, 0, 0.75, 1)) == [500, 501]


@pytest.mark.parametrize(
    ("sizes", "expected"),
    [
        ([], (1280, 720)),
        ([(1920, 1080)], (1280, 720)),
        ([(640, 480)], (640, 480)),
        ([(1279, 719)], (1278, 718)),
        ([(1080, 1920)], (404, 720)),
        ([(1440, 1080), (1920, 1080), (1920, 1080)], (1280, 720)),
        ([(640, 480), (1920, 1080)], (960, 720)),
    ],
)
def test_the_canvas_has_the_aspect_most_shots_have(
    sizes: list[tuple[int, int]], expected: tuple[int, int]
) -> None:
    sources = [a_source(width=width, height=height) for width, height in sizes]
    assert canvas([(one, 1) for one in sources], PAL) == Canvas(*expected, PAL)


def test_odd_sizes_become_even(shelf: Maker, tmp_path: Path) -> None:
    media = shelf(
        "odd.mov",
        replace(
            coded(PAL), frames=4, size=(319, 179), codec=("-c:v", "qtrle", "-pix_fmt", "rgb24")
        ),
    )
    assert show([Shot(4, media)], tmp_path / "out.mp4", PAL) == [0, 1, 2, 3]


def test_a_still_is_held(shelf: Maker, tmp_path: Path) -> None:
    still = tmp_path / "in" / "plate.%04d.png"
    still.parent.mkdir()
    run_ffmpeg(
        ("-i", *shelf("a.mp4", coded(PAL)).paths, "-frames:v", "1", "-update", "1", str(still))
    )
    out = tmp_path / "out" / "out.mp4"
    assert show([Shot(5, media_of(still), Fraction(3))], out, PAL) == [0] * 5


# --- keys -----------------------------------------------------------------------------------


def test_a_key_says_what_is_shown_and_nothing_else() -> None:
    clip, moved = Media("a", ("/a.mov",)), Media("b", ("/elsewhere/b.mov",))
    sources = {clip: a_source(), moved: a_source(path=Path("/elsewhere/b.mov"))}
    board = Canvas(1280, 720, PAL)

    def key(*shots: Shot, on: Canvas = board) -> str:
        return picture_key(shots, sources, on)

    whole = key(Shot(10, clip, Fraction(5, 25)))
    same = (
        key(Shot(10, moved, Fraction(5, 25))),
        key(Shot(4, clip, Fraction(5, 25)), Shot(6, clip, Fraction(9, 25))),
        key(Shot(10, clip, Fraction(5, 25) + Fraction(1, 100_000))),
        key(Shot(10, clip, Fraction(5, 25)), on=replace(board, ffmpeg="/opt/ffmpeg")),
    )
    assert len(whole) == 64
    assert set(same) == {whole}
    others = {
        key(Shot(10, clip, Fraction(6, 25))),
        key(Shot(11, clip, Fraction(5, 25))),
        key(Shot(10, clip, Fraction(5, 25), Fraction(2))),
        key(Shot(10)),
        key(Shot(10, clip, Fraction(5, 25)), on=Canvas(640, 360, PAL)),
        key(Shot(10, clip, Fraction(5, 25)), on=Canvas(1280, 720, FILM)),
        picture_key([Shot(10, clip, Fraction(5, 25))], {clip: a_source(fingerprint="0")}, board),
    }
    assert len(others) == 7
    assert whole not in others


def test_the_same_shots_give_the_same_bytes(shelf: Maker, tmp_path: Path) -> None:
    shots = [Shot(2, shelf("a.mp4", coded(PAL)), Fraction(n, 25)) for n in range(10)]
    outs = (tmp_path / "1" / "out.mp4", tmp_path / "2" / "out.mp4")
    for out in outs:
        show(shots, out, PAL)
    assert outs[0].read_bytes() == outs[1].read_bytes()


# --- failing and stopping -------------------------------------------------------------------


def test_a_clip_that_broke_since_names_itself_and_leaves_nothing(
    shelf: Maker, tmp_path: Path
) -> None:
    broken = tmp_path / "in" / "A012.mp4"
    broken.parent.mkdir()
    shutil.copy(shelf("a.mp4", coded(PAL)).paths[0], broken)
    media = media_of(broken)
    source = Library().source(media)
    broken.write_bytes(b"gone")
    out = tmp_path / "out" / "out.mp4"
    with pytest.raises(RenderError, match=r"^cannot render 'A012\.mp4': .*or export it again\.$"):
        asyncio.run(render([Shot(3, media)], {media: source}, Canvas(64, 36, PAL), out, ignore))
    assert list(out.parent.iterdir()) == []


def test_frames_that_cannot_be_decoded_are_never_passed_over(shelf: Maker, tmp_path: Path) -> None:
    holed = tmp_path / "in" / "A013.mkv"
    holed.parent.mkdir()
    content = bytearray(Path(shelf("b.mkv", coded(PAL)).paths[0]).read_bytes())
    media = media_of(holed)
    holed.write_bytes(content)
    source = Library().source(media)
    content[800:-800] = bytes(len(content) - 1600)
    holed.write_bytes(content)
    out = tmp_path / "out" / "out.mp4"
    with pytest.raises(RenderError, match=r"^cannot render 'A013\.mkv': "):
        asyncio.run(
            render([Shot(9, media, Fraction(1))], {media: source}, Canvas(64, 36, PAL), out, ignore)
        )
    assert list(out.parent.iterdir()) == []


def test_nothing_to_show_is_refused(tmp_path: Path) -> None:
    message = r"^there is nothing to show in 'out\.mp4'\. Give the cue a length\.$"
    with pytest.raises(RenderError, match=message):
        asyncio.run(render([], {}, Canvas(64, 36, PAL), tmp_path / "out.mp4", ignore))


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    out = tmp_path / "file" / "out.mp4"
    with pytest.raises(RenderError, match=rf"^cannot write '{out}': .*free disk space\.$"):
        asyncio.run(render([Shot(1)], {}, Canvas(64, 36, PAL), out, ignore))


@pytest.fixture
def watched_ffmpeg(tmp_path: Path) -> Path:
    """An ffmpeg that writes its process id and its environment beside itself first."""
    script = tmp_path / "bin" / "ffmpeg"
    script.parent.mkdir()
    script.write_text(
        f'#!/bin/sh\necho $$ >> "$0.pids"\nenv > "$0.env"\nexec "{ffmpeg_path()}" "$@"\n'
    )
    script.chmod(0o755)
    return script


def pids(script: Path) -> list[int]:
    return [int(line) for line in Path(f"{script}.pids").read_text().split()]


@pytest.mark.skipif(os.name == "nt", reason="the watched ffmpeg is a shell script")
def test_a_cancelled_rendering_leaves_no_process_and_no_file(
    tmp_path: Path, watched_ffmpeg: Path
) -> None:
    out = tmp_path / "out" / "out.mp4"
    seen: list[list[bool]] = []

    async def cancelled() -> None:
        task = asyncio.current_task()
        assert task is not None

        def tell(_: float) -> None:
            seen.append([alive(pid) for pid in pids(watched_ffmpeg)])
            task.cancel()

        board = Canvas(1280, 720, PAL, ffmpeg=str(watched_ffmpeg))
        await render([Shot(500_000)], {}, board, out, tell)

    with pytest.raises(asyncio.CancelledError):
        asyncio.run(cancelled())
    assert seen[0] == [True]
    assert [alive(pid) for pid in pids(watched_ffmpeg)] == [False]
    assert list(out.parent.iterdir()) == []


@pytest.mark.parametrize("turns", quick(range(12), range(0, 12, 3)))
def test_a_cancellation_at_any_turn_of_the_loop_leaves_nothing_behind(
    tmp_path: Path, turns: int
) -> None:
    out = tmp_path / "out" / "out.mp4"

    async def cancelled() -> None:
        work = render([Shot(50_000)], {}, Canvas(320, 180, PAL), out, ignore)
        task = asyncio.create_task(work)
        for _ in range(turns):
            await asyncio.sleep(0)
        task.cancel()
        await task

    with pytest.raises(asyncio.CancelledError):
        asyncio.run(cancelled())
    # A process that was forgotten would complain when it is collected.
    gc.collect()
    assert not out.parent.exists() or list(out.parent.iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="the watched ffmpeg is a shell script")
@pytest.mark.parametrize("name", CONTAINERS)
def test_each_run_of_ffmpeg_finds_its_frames_at_once(
    shelf: Maker, tmp_path: Path, watched_ffmpeg: Path, name: str
) -> None:
    media = shelf(name, coded(NTSC, name))
    source = Library().source(media)
    shots = [Shot(5, media, first / NTSC) for first in (1, 23, 24, 25, 40)]
    board = Canvas(320, 180, NTSC, ffmpeg=str(watched_ffmpeg))
    asyncio.run(render(shots, {media: source}, board, tmp_path / "out.mp4", ignore))
    # One a shot, and none made twice.
    assert len(pids(watched_ffmpeg)) == 5


@pytest.mark.skipif(os.name == "nt", reason="the ffmpeg that hangs is a shell script")
def test_an_ffmpeg_that_hangs_is_given_up_once_and_leaves_nothing(
    shelf: Maker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = tmp_path / "ffmpeg"
    script.write_text('#!/bin/sh\necho $$ >> "$0.pids"\necho frame=1\nsleep 600\n')
    script.chmod(0o755)
    monkeypatch.setattr("otio_v2a.picture.render._PATIENCE", 0.5)
    monkeypatch.setattr("otio_v2a.picture.render._PATIENCE_A_FRAME", 0.25)
    media = shelf("a.mp4", coded(PAL))
    source = Library().source(media)
    out = tmp_path / "out" / "out.mp4"
    board = Canvas(320, 180, PAL, ffmpeg=str(script))
    message = (
        r"^cannot render 'a\.mp4': not finished after 1 s\. Check that the clip plays, or export"
        r" it again\.$"
    )
    with pytest.raises(RenderError, match=message):
        asyncio.run(render([Shot(2, media)], {media: source}, board, out, ignore))
    # One run alone: it is not tried again without seeking.
    assert [alive(pid) for pid in pids(script)] == [False]
    assert list(out.parent.iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="the watched ffmpeg is a shell script")
def test_a_teller_that_raises_stops_the_rendering(tmp_path: Path, watched_ffmpeg: Path) -> None:
    def tell(_: float) -> None:
        message = "enough"
        raise KeyError(message)

    out = tmp_path / "out" / "out.mp4"
    board = Canvas(1280, 720, PAL, ffmpeg=str(watched_ffmpeg))
    with pytest.raises(KeyError, match="enough"):
        asyncio.run(render([Shot(500_000)], {}, board, out, tell))
    assert [alive(pid) for pid in pids(watched_ffmpeg)] == [False]
    assert list(out.parent.iterdir()) == []


def test_progress_rises_to_one(shelf: Maker, tmp_path: Path) -> None:
    media = shelf("a.mp4", coded(PAL))
    told: list[float] = []
    shots = [Shot(2, media, Fraction(n, 25)) for n in range(10)]
    source = Library().source(media)
    board = canvas([(source, 1)], PAL)
    asyncio.run(render(shots, {media: source}, board, tmp_path / "out.mp4", told.append))
    assert told == sorted(told)
    assert (told[-1], 16 / 20 in told) == (1.0, True)


# --- ffmpeg itself --------------------------------------------------------------------------


def test_the_ffmpeg_of_the_wheel_is_used_unless_another_is_configured(tmp_path: Path) -> None:
    assert "imageio_ffmpeg" in ffmpeg_path()
    assert ffmpeg_path(ffmpeg_path()) == ffmpeg_path()
    assert int(ffmpeg_version(ffmpeg_path()).split(".")[0]) >= 5
    message = rf"^there is no ffmpeg at '{tmp_path}/no'\. Correct the setting, or leave it empty\.$"
    with pytest.raises(MediaError, match=message):
        ffmpeg_path(f"{tmp_path}/no")


def test_what_is_not_ffmpeg_is_refused() -> None:
    with pytest.raises(MediaError, match=r"does not run|is not ffmpeg"):
        ffmpeg_version(sys.executable)


@pytest.mark.skipif(os.name == "nt", reason="the watched ffmpeg is a shell script")
def test_no_secret_reaches_ffmpeg(
    tmp_path: Path, watched_ffmpeg: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FAL_KEY", "hush")
    board = Canvas(64, 36, PAL, ffmpeg=str(watched_ffmpeg))
    asyncio.run(render([Shot(1)], {}, board, tmp_path / "out.mp4", ignore))
    given = Path(f"{watched_ffmpeg}.env").read_text()
    assert ("PATH=" in given, "hush" in given) == (True, False)


def test_an_environment_passes_only_what_ffmpeg_needs() -> None:
    given = {
        "PATH": "/bin",
        "FAL_KEY": "k",
        "HF_TOKEN": "t",
        "AWS_SECRET": "s",
        "http_proxy": "u:p",
    }
    assert environment(given) == {"PATH": "/bin"}


def test_nothing_is_imported_from_the_working_directory(tmp_path: Path) -> None:
    for name in ("test", "ffmpeg", "past", "future"):
        (tmp_path / f"{name}.py").write_text("open('ran', 'w').close()\n")
    package = str(Path(__file__).parent.parent)
    code = f"import sys; sys.path.append({package!r}); import otio_v2a.picture.render"
    subprocess.run([sys.executable, "-W", "error", "-c", code], cwd=tmp_path, check=True)
    assert not (tmp_path / "ran").exists()
