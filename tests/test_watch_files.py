"""Everything that editors drop into a watch folder, at once: each thing ends where it belongs."""

import json
import os
import sys
import zipfile
from pathlib import Path

import pytest
from running import Done
from watching import TINY, Watched, a_cut, a_watched, heard, sidecar, text_of
from xmls import (
    At,
    a_file,
    a_marker,
    a_sequence,
    a_track,
    an_item,
    an_xmeml,
    audio_tracks,
    sounds,
)

SCORED = (
    *("Cut 01.otio", "Cut 02.xml", "Cut 03.otioz", "Cut 04.otiod"),
    *("ProjA/Cut 01.otio", "ProjA/Relative.otio"),
)
_LINK = "it is a link, and links are not followed. Copy the timeline itself into in/."
_TEXT = "its name, or that of its folder, is not UTF-8 text. Rename it."
REFUSED = {
    os.fsdecode(b"Caf\xe9.otio"): _TEXT,
    os.fsdecode(b"Caf\xe9/Cut 10.otio"): _TEXT,
    "Half.otio": (
        "Half.otio: line 1, column 31: unterminated string starting at. The file is damaged or"
        " incomplete: export the timeline again."
    ),
    "Inside.otio": _LINK,
    "Large.otio": "it has 2.4 MB, and at most 2 are read (max_file_mb).",
    "Latin.otio": (
        "Latin.otio: byte 11 is not UTF-8 text, so it is no .otio file. Export the timeline as"
        " OTIO."
    ),
    "Linked.otiod": _LINK,
    "Out.otio": _LINK,
    "ProjA/Reel.prproj": (
        ".prproj is a project, not a timeline. Export the timeline as OpenTimelineIO (.otio), or"
        " as Final Cut Pro 7 XML from Premiere."
    ),
}
LEFT = (
    *(".Cut 05.otio", "Cut 01.v2a-001.otio", "Cut 06.otio.part", "Cut 07.tmp", "Cut 08.otio~"),
    *("notes.txt", "~$Cut 09.otio"),
)
if sys.platform != "linux":
    REFUSED = {name: why for name, why in REFUSED.items() if name.isascii()}


def an_xml(media: Path) -> str:
    file = a_file(TINY.name, TINY.frames, url=f"file://localhost{media / TINY.name}")
    item = an_item(At(0, 100), a_marker(25, 50, "tone xml"), file=file, frames=TINY.frames)
    return an_xmeml(a_sequence(a_track(item)))


def drop_what_can_be_scored(day: Watched, outside: Path) -> None:
    """Timelines of every kind; two in a subfolder with their movie, which they name otherwise."""
    day.drop("Cut 01.otio", "tone one", "tone two")
    beside = day.inbox / "ProjA"
    beside.mkdir()
    TINY.make(beside)
    a_cut("tone mia").save(beside, "Cut 01.otio", Path("/Users/mia/rushes"))
    a_cut("tone beside").save(beside, "Relative.otio", Path())
    (day.inbox / "Cut 02.xml").write_text(an_xml(day.media), "utf-8")
    inner = a_cut("tone bundled").save(outside, "content.otio", Path("media")).read_bytes()
    movie = (day.media / TINY.name).read_bytes()
    with zipfile.ZipFile(day.inbox / "Cut 03.otioz", "w") as bundle:
        for name, content in (("content.otio", inner), (f"media/{TINY.name}", movie)):
            bundle.writestr(name, content)
    folder = day.inbox / "Cut 04.otiod"
    (folder / "media").mkdir(parents=True)
    (folder / "content.otio").write_bytes(inner)
    (folder / "media" / TINY.name).write_bytes(movie)


def drop_what_cannot(day: Watched, outside: Path) -> None:
    """Links out of the folder and inside it, projects, what is too large or damaged."""
    (day.inbox / "Out.otio").symlink_to(outside / "Secret.otio")
    (day.inbox / "Linked").symlink_to(outside / "Secrets")
    (day.inbox / "Linked.otiod").symlink_to(outside / "Secrets")
    (day.inbox / "Inside.otio").symlink_to("Cut 01.otio")
    (day.inbox / "ProjA" / "Reel.prproj").write_bytes(b"\x1f\x8b project")
    (day.inbox / "Latin.otio").write_bytes('{"name": "é"}'.encode("latin-1"))
    (day.inbox / "Half.otio").write_text('{"OTIO_SCHEMA": "Timeline.1", "na', "utf-8")
    (day.inbox / "Large.otio").write_bytes(b" " * 2_400_000)
    if sys.platform == "linux":
        (day.inbox / os.fsdecode(b"Caf\xe9")).mkdir()
        for name in REFUSED:
            if not name.isprintable():
                (day.inbox / name).write_text("{}", "utf-8")
    for name in LEFT:
        (day.inbox / name).write_text("{", "utf-8")


def shown(name: str) -> str:
    """A name that is no text, as one."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def failed(day: Watched, name: str) -> Path:
    """Where a timeline lies that has failed, as its reports have it."""
    path = day.root / "failed" / name
    return path.with_name(shown(path.name))


def tree(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def outside(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that nobody said may be read, which links in the watch folder point to."""
    folder = tmp_path_factory.mktemp("outside")
    (folder / "Secrets").mkdir()
    for name in ("Secret.otio", "Secrets/Secret 2.otio"):
        a_cut("tone secret").save(folder, name)
    return folder


@pytest.fixture(scope="module")
def secrets(outside: Path) -> dict[Path, bytes]:
    return tree(outside)


@pytest.fixture(scope="module")
def day(
    tmp_path_factory: pytest.TempPathFactory, outside: Path, secrets: dict[Path, bytes]
) -> Watched:
    assert len(secrets) == 2
    watched = a_watched(tmp_path_factory.mktemp("day"), max_file_mb=2)
    drop_what_can_be_scored(watched, outside)
    drop_what_cannot(watched, outside)
    (outside / "content.otio").unlink()
    return watched


@pytest.fixture(scope="module")
def ended(day: Watched) -> Done:
    return day.once("--json")


def home(day: Watched, name: str) -> Path:
    """The folder in `done/` of a timeline's first result."""
    return day.done(f"{name.rpartition('.')[0]}.v2a-001")


def result(day: Watched, name: str) -> Path:
    stem, _, suffix = Path(name).name.rpartition(".")
    return home(day, name) / f"{stem}.v2a-001.{suffix}"


def test_everything_dropped_at_once_is_done_or_has_failed_and_nothing_is_lost(
    day: Watched, ended: Done
) -> None:
    assert ended.code == 3
    told = [json.loads(line) for line in ended.out.splitlines()]
    assert sorted((one["name"], one["how"]) for one in told) == sorted(
        [(name, "done") for name in SCORED] + [(shown(name), "failed") for name in REFUSED]
    )
    found = day.lies()
    assert found["in"] == sorted((*(n for n in LEFT if n[0] != "."), "Linked", "ProjA/tiny.mov"))
    assert (day.inbox / LEFT[0]).read_text("utf-8") == "{"
    assert found["failed"] == sorted(REFUSED)
    assert [name for name in SCORED if not (home(day, name) / Path(name).name).exists()] == []
    assert set(found) == {"in", "done", "failed"}


def test_what_is_told_of_each_is_the_same_on_stdout_and_beside_it(
    day: Watched, ended: Done
) -> None:
    lying = {shown(name): failed(day, name) for name in REFUSED}
    assert len(ended.out.splitlines()) == len(SCORED) + len(REFUSED)
    for line in ended.out.splitlines():
        told = json.loads(line)
        beside = sidecar(lying.get(told["name"], Path(told["where"])))
        assert beside.pop("editor") == told["outputs"]
        assert (beside.pop("report") is None) == (told["how"] == "failed")
        assert beside == told
        keys = ("schema", "price_usd", "spent_usd", "host")
        assert [told[key] for key in keys] == ["otio_v2a.job/1", 0.0, 0.0, os.uname().nodename]
        assert told["started"] <= told["ended"]


def test_every_result_has_its_sounds_and_is_of_the_kind_that_was_dropped(
    day: Watched, ended: Done
) -> None:
    assert ended.code == 3
    for name in ("ProjA/Cut 01.otio", "ProjA/Relative.otio"):
        assert heard(result(day, name)) == [(0, 25)]
    assert heard(result(day, "Cut 01.otio")) == [(0, 25), (25, 25)]
    # Final Cut Pro has a track for each channel.
    tracks = audio_tracks(result(day, "Cut 02.xml").read_text("utf-8"))
    spans = [[(sound.start, sound.end) for sound in sounds(track)] for track in tracks]
    assert spans == [[(25, 50)], [(25, 50)]]
    with zipfile.ZipFile(result(day, "Cut 03.otioz")) as bundle:
        packed = set(bundle.namelist())
    folder = result(day, "Cut 04.otiod")
    unpacked = {one.relative_to(folder).as_posix() for one in folder.rglob("*") if one.is_file()}
    wavs = [[name for name in names if name.endswith(".wav")] for names in (packed, unpacked)]
    assert [len(names) for names in wavs] == [1, 1]
    for names, (wav,) in zip((packed, unpacked), wavs, strict=True):
        assert names - {wav, "version.txt"} == {"content.otio", f"media/{TINY.name}"}


def test_beside_each_result_lie_what_was_dropped_and_a_report_for_people_and_programs(
    day: Watched, ended: Done
) -> None:
    assert ended.code == 3
    for name in SCORED:
        file = Path(name).name
        reports = {f"{file}.v2a-report.{kind}" for kind in ("html", "json", "txt")}
        assert {one.name for one in home(day, name).iterdir()} == {
            *(file, result(day, name).name),
            *reports,
        }
        told = sidecar(home(day, name) / file)
        assert (told["where"], told["outputs"]) == (
            *(str(home(day, name) / file), [str(result(day, name))]),
        )
        assert told["report"]["output"] == str(result(day, name))
        assert text_of(home(day, name) / file).startswith(f"{name}: done\n")


@pytest.mark.parametrize("name", [*REFUSED], ids=ascii)
def test_what_cannot_be_scored_is_told_why_and_what_to_do(
    name: str, day: Watched, ended: Done
) -> None:
    assert ended.code == 3
    assert text_of(failed(day, name)).splitlines() == [
        f"{shown(name)}: failed",
        REFUSED[name],
        f"Put that right, then move '{shown(Path(name).name)}' back into in/.",
    ]


def test_links_are_moved_as_links_and_what_they_point_to_is_not_touched(
    day: Watched, ended: Done, outside: Path, secrets: dict[Path, bytes]
) -> None:
    assert ended.code == 3
    links = {name: (day.root / "failed" / name).readlink() for name in ("Out.otio", "Linked.otiod")}
    assert links == {"Out.otio": outside / "Secret.otio", "Linked.otiod": outside / "Secrets"}
    assert (day.inbox / "Linked").readlink() == outside / "Secrets"
    assert tree(outside) == secrets


def test_what_has_failed_and_what_was_done_is_in_the_status(day: Watched, ended: Done) -> None:
    told = day.status()
    assert (ended.code, told["done_today"], told["failures"]) == (3, len(SCORED), len(REFUSED))
    assert {one["name"]: one["message"] for one in told["failed"]} == {
        shown(name): why for name, why in REFUSED.items()
    }
    assert (told["queue"], told["running"], told["held"], told["services"]) == ([], [], [], [])


def test_a_further_look_finds_nothing_to_do(day: Watched, ended: Done) -> None:
    before = (ended.code, day.lies(), day.requests())
    again = day.once("--json")
    assert (again.code, again.out) == (0, "")
    assert (3, day.lies(), day.requests()) == before


@pytest.mark.sweep
def test_of_fifty_timelines_dropped_at_once_every_one_is_accounted_for(tmp_path: Path) -> None:
    watched = a_watched(tmp_path)
    names = [f"Cut {number:02}.otio" for number in range(50)]
    for name in names:
        watched.drop(name, "fail" if name.endswith("7.otio") else f"tone {name}")
    done = watched.once("--json")
    told = {one["name"]: one for one in map(json.loads, done.out.splitlines())}
    bad = [name for name in names if name.endswith("7.otio")]
    assert (done.code, sorted(told), watched.requests()) == (3, names, 50)
    assert watched.files("failed") == bad
    assert {place for place in watched.lies()} == {"done", "failed"}
    for name in names:
        if name not in bad:
            assert heard(Path(told[name]["outputs"][0])) == [(0, 25)]
