"""The cue sheet as HTML: one file, whole and harmless, with the picture in the middle of a cue."""

import re
from dataclasses import replace
from datetime import datetime
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from coded import Coded, make, read_numbers, run_ffmpeg
from flashes import Mark
from reels import BELL, MOVIE, RAIN, REEL, STEPS, a_place, renders
from running import Done, Place
from sheets import Page, pixels
from timelines import a_clip, a_gap, a_marker, a_range, a_reference, a_track, resolve, written

PAL = Fraction(25)
FIRST, LENGTH = 700, 400
RED, TEAL = (200, 40, 30), (20, 140, 150)


@pytest.fixture(scope="module")
def media(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the flashing movie, a numbered one, and two of one colour each."""
    folder = tmp_path_factory.mktemp("media")
    MOVIE.make(folder)
    make(folder / "coded.mp4", Coded(PAL, LENGTH, FIRST))
    plain(folder / "red.mov", RED, "320x180")
    plain(folder / "teal.mov", TEAL, "180x320")
    return folder


def plain(path: Path, colour: tuple[int, int, int], size: str) -> None:
    """Four seconds of one colour, as BT.709."""
    width, height = map(int, size.split("x"))
    raw = bytes(colour) * (width * height)
    options = ("-f", "rawvideo", "-pix_fmt", "rgb24", "-s", size, "-r", "25", "-stream_loop", "99")
    known = ("-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709")
    filters = ("-vf", "scale=out_color_matrix=bt709:out_range=tv,format=yuv420p")
    made = (*filters, *known, "-color_range", "tv", "-c:v", "libx264", "-frames:v", "100")
    still = path.with_suffix(".raw")
    still.write_bytes(raw)
    run_ffmpeg((*options, "-i", str(still), *made, f"file:{path}"))


def paged(place: Place, *words: object) -> Page:
    """The sheet, from stdout."""
    done: Done = place.run("cues", *words, "--html", "-o", "-")
    assert (done.code, done.err) == (0, "")
    return Page(done.out.encode())


def clip(path: Path, length: float, *markers: object, name: str = "A", **fields: object) -> dict:
    """A clip at 25 fps from its movie's first frame on; `markers` are name, start and length."""
    made = [a_marker(start, count, rate=25.0, name=sort) for sort, start, count in markers]
    reference = a_reference(str(path), a_range(0.0, length, 25.0))
    return a_clip(name, a_range(0.0, length, 25.0), reference, markers=made, **fields)


def a_cut(folder: Path, *clips: dict, **fields: object) -> Path:
    return written(folder, resolve(a_track(*clips), start=90_000.0, rate=25.0, **fields))


# --- the page -------------------------------------------------------------------------------


def test_the_page_is_whole_and_needs_nothing_else(tmp_path: Path, media: Path) -> None:
    timeline = REEL.save(tmp_path, "Reel 1.otio", media)
    before = datetime.now().astimezone().date()
    page = paged(Place(tmp_path), timeline)
    after = datetime.now().astimezone().date()
    tags = [tag for tag, _ in page.tags]
    assert {*tags} == {
        *("html", "head", "meta", "title", "style", "body", "h1", "dl", "div", "dt", "dd"),
        *("table", "caption", "thead", "tbody", "tr", "th", "td", "small", "b", "img"),
    }
    assert ("html", {"lang": "en"}) in page.tags
    assert ("meta", {"name": "generator", "content": "otio-v2a cue sheet"}) in page.tags
    addresses = [value for _, given in page.tags for name, value in given.items() if name == "src"]
    assert all(one.startswith("data:image/jpeg;base64,") for one in addresses)
    assert not re.search(r"https?:|url\(|@import", "".join(page.texts["style"]))
    assert page.texts["title"] == page.texts["h1"] == ["Cue sheet: Reel 1.otio"]
    date = page.facts.pop("Date") if before != after else page.facts["Date"]
    assert date in (str(before), str(after))
    assert {**page.facts, "Date": ""} == {
        "Rate": "25 fps",
        "Start": "01:00:00:00",
        "Length": "00:00:13:00 (13.000 s)",
        "Cues": "3 cues",
        "Marked": "8.600 s",
        "Paid": "0.00 USD",
        "Provider": "sketch",
        "Date": "",
    }


def test_the_table_is_told_to_those_who_do_not_see_it(tmp_path: Path, media: Path) -> None:
    page = paged(Place(tmp_path), REEL.save(tmp_path, "Reel 1.otio", media))
    assert page.texts["caption"] == [
        "Cues in the order of the timeline. Out is the first frame after a cue; the picture is the"
        " one in its middle. Paid is in USD."
    ]
    head, *rows = page.table
    assert {(cell.tag, cell.attributes["scope"]) for cell in head} == {("th", "col")}
    assert {(row[0].tag, row[0].attributes["scope"]) for row in rows} == {("th", "row")}
    assert [[cell.text for cell in row if cell.picture is None] for row in rows][2] == [
        *("3", "01:00:09:15", "01:00:12:20", "00:00:03:05 3.200 s"),
        f"V2A {page.texts['small'][-2]} video track 1, clip 'reel.mov', marker 'V2A'",
        *("mix", "bell", "calm piano", "", "not scored", "0.00"),
    ]
    assert [row["Picture"].alt for row in page.rows] == [
        "The picture at 01:00:02:00",
        "The picture at 01:00:04:17",
        "The picture at 01:00:11:05",
    ]


def test_paper_repeats_the_head_and_breaks_no_row(tmp_path: Path, media: Path) -> None:
    (style,) = paged(Place(tmp_path), REEL.save(tmp_path, "Reel 1.otio", media)).texts["style"]
    paper = style[style.index("@media print") :]
    for rule in (r"thead \{[^}]*table-header-group", r"tr[^{]*\{[^}]*break-inside: avoid"):
        assert re.search(rule, paper)
    assert re.search(r"@page \{[^}]*size: landscape", style)
    assert "prefers-color-scheme: dark" in style


def test_nothing_of_a_timeline_becomes_markup(tmp_path: Path) -> None:
    words = '<script>alert(1)</script> & "it\'s" </td></table>'
    name = "<img src=x onerror=alert(1)>"
    marker = a_marker(0.0, 9.0, note=words, name="sfx", rate=25.0)
    gone = a_clip(name, a_range(0.0, 48.0, 25.0), a_reference("/gone/<b>.mov"), markers=[marker])
    timeline = written(tmp_path, resolve(a_track(gone), start=0.0, rate=25.0), "a <i>&amp;.otio")
    page = paged(Place(tmp_path), timeline)
    (row,) = page.rows
    assert row["Effects"].text == words
    assert row["Cue"].text.endswith(f"video track 1, clip '{name}', marker 'sfx'")
    assert page.texts["h1"] == ["Cue sheet: a <i>&amp;.otio"]
    assert {"script", "img", "i"} & {tag for tag, _ in page.tags} == set()
    assert not any(attribute.startswith("on") for _, given in page.tags for attribute in given)
    (policy,) = [given["content"] for _, given in page.tags if "http-equiv" in given]
    assert policy == "default-src 'none'; img-src data:; style-src 'unsafe-inline'"


def test_what_is_said_of_no_cue_stands_below(tmp_path: Path, media: Path) -> None:
    mark = Mark("x", 100, 20, name="sfx 1")
    timeline = replace(REEL, marks=(RAIN, mark)).save(tmp_path, "Reel 1.otio", media)
    assert paged(Place(tmp_path), timeline).texts["li"] == [
        "hint: video track 1, clip 'reel.mov', marker 'sfx 1': the name 'sfx 1' begins with 'sfx'"
        " but goes on. Name the marker only 'sfx', or put a colon after it if the rest is the"
        " prompt."
    ]


# --- the pictures ---------------------------------------------------------------------------


def test_the_picture_is_the_frame_in_the_middle(tmp_path: Path, media: Path) -> None:
    spans = ((30, 40), (200, 51), (398, 2))
    cut = a_cut(tmp_path, clip(media / "coded.mp4", LENGTH, *(("sfx", *one) for one in spans)))
    page = paged(Place(tmp_path), cut)
    for row, (start, length) in zip(page.rows, spans, strict=True):
        assert pixels(row["Picture"].picture, tmp_path / "still.jpg").shape == (180, 320, 3)
        assert read_numbers(tmp_path / "still.jpg") == [FIRST + start + length // 2]


def test_colours_are_those_of_the_movie_and_a_tall_one_stands_in_the_frame(
    tmp_path: Path, media: Path
) -> None:
    # Where nobody tells the frame, it is shaped like most of what the cue shows.
    red = clip(media / "red.mov", 60, ("sfx", 0, 60), ("foley", 5, 90))
    cut = a_cut(tmp_path, red, clip(media / "teal.mov", 50, ("bgm", 10, 20), name="B"))
    page = paged(Place(tmp_path, {"OTIO_V2A_FRAME": "1920x1080"}), cut)
    sfx, foley, bgm = (pixels(row["Picture"].picture, tmp_path / "x.jpg") for row in page.rows)
    assert [one.shape for one in (sfx, foley, bgm)] == [(180, 320, 3)] * 3
    for shown, colour in ((sfx, RED), (foley, RED), (bgm[:, 120:200], TEAL), (bgm[:, :100], 0)):
        assert np.abs(shown.astype(int) - colour).max() <= 6


def test_held_and_disabled_markers_have_pictures_too(tmp_path: Path, media: Path) -> None:
    on = clip(media / "coded.mp4", 100, ("sfx", 10, 20))
    on["markers"].append(a_marker(50.0, 20.0, note="x" * 201, name="sfx", rate=25.0))
    off = clip(media / "red.mov", 100, ("sfx", 0, 30), name="B", enabled=False)
    page = paged(Place(tmp_path), a_cut(tmp_path, on, off))
    assert page.facts["Cues"] == "1 cue, 1 held, 1 skipped"
    _, held, skipped = page.rows
    assert held["Status"].text == (
        "held : the sfx prompt has 201 characters, at most 200 fit. Shorten it."
    )
    assert skipped["Status"].text == (
        "skipped : its clip or track is disabled: skipped. Enable it to have it scored."
    )
    pixels(held["Picture"].picture, tmp_path / "held.jpg")
    assert read_numbers(tmp_path / "held.jpg") == [FIRST + 60]
    # What is switched off is not seen: there the picture is black.
    assert pixels(skipped["Picture"].picture, tmp_path / "off.jpg").max() <= 4


def test_a_cue_without_a_picture_says_why_and_the_others_have_theirs(
    tmp_path: Path, media: Path
) -> None:
    broken = tmp_path / "broken.mov"
    broken.write_bytes((media / "coded.mp4").read_bytes()[:20_000])
    cut = a_cut(
        tmp_path,
        clip(Path("/nowhere/A012.mov"), 100, ("sfx", 10, 20)),
        clip(broken, 100, ("foley", 10, 20), name="B"),
        clip(media / "coded.mp4", 100, ("bgm", 10, 20), ("sfx", 300, 9), name="C"),
    )
    page = paged(Place(tmp_path), cut)
    offline, cut_off, good, nowhere = page.rows
    assert (offline["Picture"].picture, offline["Picture"].text) == (
        None,
        "media is offline: 'A012.mov' (looked in /nowhere/A012.mov). Relink it in the editor, or"
        " add its folder to search_dirs.",
    )
    assert cut_off["Picture"].picture is None
    assert cut_off["Picture"].text == cut_off["Status"].text.removeprefix("failed : ")
    pixels(good["Picture"].picture, tmp_path / "still.jpg")
    assert read_numbers(tmp_path / "still.jpg") == [FIRST + 20]
    assert nowhere["Picture"].text == "It has no place in the timeline."


def test_a_movie_of_the_timeline_is_shown_in_its_place(tmp_path: Path, media: Path) -> None:
    cut = a_cut(tmp_path, clip(Path("/nowhere/A012.mov"), LENGTH, ("sfx", 100, 50)))
    (row,) = paged(Place(tmp_path), cut, "--picture", media / "coded.mp4").rows
    pixels(row["Picture"].picture, tmp_path / "still.jpg")
    assert read_numbers(tmp_path / "still.jpg") == [FIRST + 125]
    assert row["Status"].text == "not scored"


def test_a_gap_is_black(tmp_path: Path, media: Path) -> None:
    gap = a_gap(100.0, 25.0, markers=[a_marker(10.0, 20.0, rate=25.0)])
    (row,) = paged(Place(tmp_path), a_cut(tmp_path, clip(media / "red.mov", 50), gap)).rows
    assert pixels(row["Picture"].picture, tmp_path / "x.jpg").max() <= 4


# --- how it stands, and what is kept ----------------------------------------------------------


def test_a_scored_reel_keeps_its_pictures_and_tells_what_was_paid(
    tmp_path: Path, media: Path
) -> None:
    place, timeline = a_place(tmp_path), REEL.save(tmp_path, "Reel 1.otio", media)
    words = (timeline, "--provider", "priced")
    assert paged(place, *words).facts["Paid"] == "0.00 USD"
    assert not (tmp_path / "Reel 1.v2a").exists()
    assert place.run("score", *words, "--yes").code == 0
    first = paged(place, *words)
    assert [row["Status"].text for row in first.rows] == [
        "scored : take 1 shorter than the provider takes: its picture is extended by 0.60 s.",
        *("scored : take 1", "scored : take 1"),
    ]
    assert first.facts["Paid"] == "1.20 USD"
    assert [row["Paid"].text for row in first.rows] == ["0.40"] * 3
    begun = len(renders(place))
    again = paged(place, *words)
    assert len(renders(place)) == begun
    assert [row["Picture"].picture for row in again.rows] == [
        row["Picture"].picture for row in first.rows
    ]
    # One cue less: what was paid for it is not forgotten, nor told of another.
    replace(REEL, marks=(STEPS, BELL)).save(tmp_path, "Reel 1.otio", media)
    left = paged(place, *words)
    assert left.facts["Paid"] == "0.80 USD (and 0.40 for cues that are gone)"
    assert [row["Paid"].text for row in left.rows] == ["0.40"] * 2


def test_a_page_replaces_a_page_and_nothing_else(tmp_path: Path, media: Path) -> None:
    place, timeline = Place(tmp_path), REEL.save(tmp_path, "Reel 1.otio", media)
    out = tmp_path / "Reel 1.cues.html"
    for _ in range(2):
        done = place.run("cues", timeline, "--html")
        assert (done.code, done.out, done.err) == (0, f"{out}\n", "")
    page = out.read_bytes()
    mine = page.replace(b'<meta name="generator" content="otio-v2a cue sheet">', b"")
    out.write_bytes(mine)
    done = place.run("cues", timeline, "--csv", "--html")
    assert (done.code, done.out, done.err) == (
        *(2, ""),
        f"otio-v2a: '{out}' exists and is no cue sheet of ours. Name another file with -o, or move"
        " it away.\n",
    )
    assert out.read_bytes() == mine
    assert sorted(path.name for path in tmp_path.iterdir()) == ["Reel 1.cues.html", "Reel 1.otio"]
