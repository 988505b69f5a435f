"""`otio-v2a picture` writes exactly the file that would be sent, and nothing else."""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from coded import Coded, make, read_numbers
from counters import Desk, a_desk
from looked import looked, looks
from reels import BELL, MOVIE, RAIN, STEPS, ids
from running import Place
from timelines import a_clip, a_marker, a_range, a_reference, a_track, resolve, written

from otio_v2a.errors import MediaError, UsageError
from otio_v2a.model import Level, Notice
from otio_v2a.settings import Settings

PAL = Fraction(25)
FIRST = 700
LENGTH = 400


@pytest.fixture(scope="module")
def media(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the flashing movie and a numbered one."""
    folder = tmp_path_factory.mktemp("media")
    MOVIE.make(folder)
    make(folder / "coded.mp4", Coded(PAL, LENGTH, FIRST))
    return folder


@pytest.fixture(scope="module")
def scored(tmp_path_factory: pytest.TempPathFactory, media: Path) -> Iterator[tuple[Desk, Any]]:
    """A reel of three cues that fal has scored, and what that run said."""
    with a_desk("fal", tmp_path_factory.mktemp("scored"), media) as desk:
        yield desk, desk.score()


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder but for the log of renders."""
    files = (path for path in folder.rglob("*") if path.is_file() and path.name != "renders.txt")
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


# --- what is sent --------------------------------------------------------------------------


def test_the_file_is_what_the_seller_got_and_what_the_run_kept(
    scored: tuple[Desk, Any], tmp_path: Path
) -> None:
    desk, done = scored
    assert done.code == 0
    jobs = desk.gateway.jobs.values()
    sent = {bill.prompts[0]: job.video for bill, job in zip(desk.gateway.bills, jobs, strict=True)}
    kept = {path.read_bytes() for path in (desk.folder / "pictures").glob("*.mp4")}
    assert (len(sent), kept) == (3, set(sent.values()))
    before = tree(desk.place.folder)
    written_to = []
    for cue, prompt in zip(ids(done), ("rain", "steps", "bell"), strict=True):
        out = tmp_path / f"{prompt}.mp4"
        shown = desk.run("picture", cue, "-o", out)
        assert (shown.code, shown.err) == (0, "")
        assert out.read_bytes() == sent[prompt]
        written_to.append(out.name)
    # Not a byte of the reel's folder is another, the ledger's neither, and no lock is taken.
    assert tree(desk.place.folder) == before
    assert sorted(tree(tmp_path)) == sorted(written_to)
    assert desk.gateway.posts == 3


def test_what_is_written_is_told_and_as_json_told_whole(
    scored: tuple[Desk, Any], tmp_path: Path
) -> None:
    desk, done = scored
    out = tmp_path / "new" / "rain.mp4"
    shown = desk.run("picture", "sfx", "-o", out, "--json")
    (rain, *_) = ids(done)
    short = "shorter than the provider takes: its picture is extended by 0.60 s."
    address = "video track 1, clip 'reel.mov', marker 'sfx'"
    assert (shown.code, shown.err, shown.json) == (
        *(0, ""),
        {
            "files": [
                {
                    "file": str(out),
                    "cue": rain,
                    "segment": 0,
                    # The cue is at 20 for 60 frames, with a second before and after it.
                    "record": {"start": RAIN.at - 25, "length": RAIN.length + 50, "rate": "25"},
                    "width": 160,
                    "height": 90,
                    "bytes": out.stat().st_size,
                    "coarse": False,
                }
            ],
            "notices": [{"level": "info", "address": address, "message": short}],
        },
    )
    plain = desk.run("picture", "V2A", "-o", tmp_path / "bell.mp4")
    assert plain.out.splitlines() == [
        str(tmp_path / "bell.mp4"),
        "  01:00:09:15 to 01:00:12:20, with 1.00 s before and 1.00 s after:"
        " 130 frames, 160x90, 0.0 MB",
    ]
    assert (BELL.at, BELL.length, STEPS.at) == (240, 80, 80)


def test_without_a_name_the_file_stands_beside_the_timeline_and_is_never_replaced(
    media: Path, tmp_path: Path
) -> None:
    place = Place(tmp_path)
    cut = a_cut(tmp_path, media, (100, 50))
    first = place.run("picture", cut, "sfx")
    out = tmp_path / "Cut 01.sfx.mp4"
    # No work folder, no ledger: a look leaves nothing but its file.
    assert (first.code, sorted(tree(tmp_path))) == (0, ["Cut 01.otio", "Cut 01.sfx.mp4"])
    assert read_numbers(out) == [*range(FIRST + 75, FIRST + 175)]
    before = out.read_bytes()
    again = place.run("picture", cut, "sfx")
    line = f"otio-v2a: '{out}' is there already. Name another file with -o.\n"
    assert (again.code, again.out, again.err) == (2, "", line)
    assert out.read_bytes() == before


# --- several files ---------------------------------------------------------------------------


def a_cut(folder: Path, media: Path, *cues: tuple[int, int], **more: Any) -> Path:
    """One clip of the numbered movie, marked from so many frames on for so long."""
    path = str(more.pop("path", media / "coded.mp4"))
    reference = a_reference(path, a_range(0.0, LENGTH, 25.0))
    clip = a_clip("A", a_range(0.0, LENGTH, 25.0), reference)
    markers = [a_marker(90_000.0 + at, length, rate=25.0, **more) for at, length in cues]
    timeline = resolve(a_track(clip), start=90_000.0, rate=25.0, markers=markers)
    return written(folder, timeline)


SOLD = Settings(
    provider="wavespeed",
    providers={"wavespeed": {"min_seconds": 1.0, "max_seconds": 4.0}},
    handles=Fraction(0),
)
"""At most 99 frames of a split cue at once, of which neighbours share 25."""


def test_each_segment_is_a_file_of_its_own_numbered_in_order(media: Path, tmp_path: Path) -> None:
    cut = a_cut(tmp_path, media, (30, 200))
    made = looks(cut, SOLD, tmp_path / "rain.film.mp4")
    assert [one.file.name for one in made.files] == [
        "rain.film.1.mp4",
        "rain.film.2.mp4",
        "rain.film.3.mp4",
    ]
    # Three of 84 frames hold 200 and twice 25; two frames more are shared.
    spans = [(30, 84), (88, 84), (146, 84)]
    assert [(one.segment.record.start, one.segment.record.length) for one in made.files] == spans
    numbers = [read_numbers(one.file) for one in made.files]
    assert numbers == [[*range(FIRST + at, FIRST + at + length)] for at, length in spans]


def test_one_file_in_the_way_stops_all_of_them(media: Path, tmp_path: Path) -> None:
    cut = a_cut(tmp_path, media, (30, 200))
    (tmp_path / "rain.3.mp4").write_bytes(b"mine")
    message = r"^'.*/rain\.3\.mp4' is there already\. Name another file with -o\.$"
    with pytest.raises(UsageError, match=message):
        looked(cut, SOLD, tmp_path / "rain.mp4")
    assert sorted(tree(tmp_path)) == ["Cut 01.otio", "rain.3.mp4"]


def test_cues_of_one_name_are_all_shown(media: Path, tmp_path: Path) -> None:
    cut = a_cut(tmp_path, media, (30, 40), (200, 50))
    files = looked(cut, Settings(handles=Fraction(0)), tmp_path / "sfx.mp4", "sfx")
    assert [path.name for path in files] == ["sfx.1.mp4", "sfx.2.mp4"]
    assert [read_numbers(path) for path in files] == [
        [*range(FIRST + 30, FIRST + 70)],
        [*range(FIRST + 200, FIRST + 250)],
    ]


def test_both_stems_of_a_cue_are_one_picture(media: Path, tmp_path: Path) -> None:
    cut = a_cut(tmp_path, media, (30, 40), note="sfx: rain\nbgm: piano", name="V2A")
    settings = Settings(stems="split", handles=Fraction(0))
    files = looked(cut, settings, tmp_path / "out.mp4", "V2A")
    assert [path.name for path in files] == ["out.mp4"]


def test_only_what_is_said_of_the_chosen_cue_is_said(media: Path, tmp_path: Path) -> None:
    # One cue ends five frames beyond its media, the other is too short for the seller.
    clip = a_clip(
        "A",
        a_range(0.0, LENGTH + 5.0, 25.0),
        a_reference(str(media / "coded.mp4")),
        markers=[
            a_marker(350.0, 55.0, rate=25.0, name="sfx"),
            a_marker(10.0, 20.0, rate=25.0, name="foley"),
        ],
    )
    cut = written(tmp_path, resolve(a_track(clip), start=0.0, rate=25.0))
    held = "'coded.mp4' is 5 frames shorter than the edit shows: its edge is held."
    short = "shorter than the provider takes: its picture is extended by 0.20 s."
    for name, notice in (
        ("sfx", Notice("video track 1, clip 'A', marker 'sfx'", held)),
        ("foley", Notice("video track 1, clip 'A', marker 'foley'", short, Level.INFO)),
    ):
        assert looks(cut, SOLD, tmp_path / f"{name}.mp4", name).notices == (notice,)


# --- what is refused -------------------------------------------------------------------------


def test_a_cue_that_is_not_there_is_one_line_with_those_that_are(
    scored: tuple[Desk, Any], tmp_path: Path
) -> None:
    desk, done = scored
    rain, steps, bell = ids(done)
    shown = desk.run("picture", "reign", "-o", tmp_path / "out.mp4")
    line = (
        f"otio-v2a: there is no cue 'reign'. Cues of this timeline: {rain} (sfx), {steps} (foley),"
        f" {bell} (V2A).\n"
    )
    assert (shown.code, shown.out, shown.err) == (2, "", line)
    assert tree(tmp_path) == {}


def test_offline_media_is_one_line_that_names_the_cue(media: Path, tmp_path: Path) -> None:
    cut = a_cut(tmp_path, media, (30, 40), path="/nowhere/A012.mov")
    done = Place(tmp_path).run("picture", cut, "sfx", "-o", tmp_path / "out.mp4", "--json")
    line = (
        "otio-v2a: timeline, marker 'sfx': media is offline: 'A012.mov' (looked in"
        " /nowhere/A012.mov). Relink it in the editor, or add its folder to search_dirs.\n"
    )
    assert (done.code, done.out, done.err) == (1, "", line)
    assert sorted(tree(tmp_path)) == ["Cut 01.otio"]


def test_another_cues_offline_media_do_not_matter(media: Path, tmp_path: Path) -> None:
    clips = [
        a_clip(
            name,
            a_range(0.0, 100.0, 25.0),
            a_reference(path, a_range(0.0, LENGTH, 25.0)),
            markers=[a_marker(30.0, 40.0, rate=25.0, name=marker)],
        )
        for name, path, marker in (
            ("A", "/nowhere/A012.mov", "sfx"),
            ("B", str(media / "coded.mp4"), "foley"),
        )
    ]
    cut = written(tmp_path, resolve(a_track(*clips), start=0.0, rate=25.0))
    settings = Settings(handles=Fraction(0))
    (out,) = looked(cut, settings, tmp_path / "out.mp4", "foley")
    assert read_numbers(out) == [*range(FIRST + 30, FIRST + 70)]
    message = r"^video track 1, clip 'A', marker 'sfx': media is offline: 'A012\.mov' \("
    with pytest.raises(MediaError, match=message):
        looked(cut, settings, tmp_path / "gone.mp4", "sfx")


def test_a_cue_whose_clip_is_known_by_its_id_sends_no_picture(media: Path, tmp_path: Path) -> None:
    cut = a_cut(tmp_path, media, (30, 100), note="rain | video_id: made-7")
    message = r"^timeline, marker 'sfx': the video_id is sent, no picture\.$"
    with pytest.raises(UsageError, match=message):
        looked(cut, Settings(provider="kling"), tmp_path / "out.mp4")
    # Whoever knows no ids is sent the picture.
    (out,) = looked(cut, Settings(provider="wavespeed"), tmp_path / "out.mp4")
    assert read_numbers(out) == [*range(FIRST + 5, FIRST + 155)]
