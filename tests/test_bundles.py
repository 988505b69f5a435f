"""Bundles in and out: an edit with its media in one file or folder comes back as one."""

import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import opentimelineio as otio
import pytest
from packed import a_bundle, contents, packed, zipped
from running import ROOT, SMALL, Done, Place, foreign, placed

SAMPLES = ROOT / "sample_timelines"
TIMELINE = (SAMPLES / "bench_kdenlive_30.otio").read_bytes()
SEEN = ("ball.mp4", "glass.mp4")
MEDIA = {name: (SAMPLES / "media" / name).read_bytes() for name in (*SEEN, "typing.mp4")}
ABOVE = (2024, 5, 6, 7, 8, 10)
CLIPS = [("V2A SFX", 10, 160), ("V2A SFX", 190, 140), ("V2A MIX", 405, 165)]
"""What comes of the sample, by its README: track, start and length in frames."""


@dataclass(frozen=True, slots=True)
class Desk:
    """One edit as a zip, as a folder and as a plain file, and what was scored of them in turn.

    All have the same name and work folder: what is the same picture is scored once.
    """

    place: Place
    zip: Path
    folder: Path
    plain: Path

    def run(self, verb: str, timeline: Path, *words: object) -> Done:
        own = ("--workdir", self.place.folder, "--provider", "clicker", "--json")
        return self.place.run(verb, timeline, *own, *words)

    @property
    def work(self) -> Path:
        return self.place.folder / "Bench.v2a"

    @property
    def sounds(self) -> dict[str, bytes]:
        """The sounds that the timelines should hold, by their place in a bundle."""
        report = json.loads((self.work / "report.json").read_text("utf-8"))
        files = sorted(Path(cue["audio"]) for cue in report["cues"])
        return {f"media/{path.name}": path.read_bytes() for path in files}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    folder = tmp_path_factory.mktemp("desk")
    desk = Desk(Place(folder, SMALL), *(folder / f"{kind}/Bench.{kind}" for kind in KINDS))
    for kind in KINDS:
        (folder / kind).mkdir()
    zipped(
        desk.zip,
        ("media/glass.mp4", MEDIA["glass.mp4"], ZIP_DEFLATED),
        ZipInfo("media/", ABOVE),
        ("content.otio", TIMELINE, ZIP_DEFLATED),
        ("version.txt", b"1.0.0\n", ZIP_STORED),
        ("media/ball.mp4", MEDIA["ball.mp4"], ZIP_STORED),
        ("media/typing.mp4", MEDIA["typing.mp4"], ZIP_STORED),
        ("notes/Ausgabe für Jörg.txt", b"until friday", ZIP_DEFLATED),
    )
    shutil.copytree(SAMPLES / "media", desk.folder / "media")
    (desk.folder / "content.otio").write_bytes(TIMELINE)
    shutil.copytree(SAMPLES / "media", desk.plain.parent / "media")
    desk.plain.write_bytes(TIMELINE)
    return desk


KINDS = ("otioz", "otiod", "otio")


@pytest.fixture(scope="module")
def listed(desk: Desk) -> tuple[Done, list[str]]:
    """What `cues` said of the zip before anything was scored, and what then was in the folder."""
    done = desk.place.run("cues", desk.zip, "--workdir", desk.place.folder, "--json")
    return done, sorted(path.name for path in desk.place.folder.iterdir())


@pytest.fixture(scope="module")
def scored(desk: Desk, listed: tuple[Done, list[str]]) -> Path:
    """The scored zip."""
    assert listed[0].code == 0
    done = desk.run("score", desk.zip)
    assert (done.code, [cue["status"] for cue in done.json["cues"]]) == (0, ["placed"] * 3)
    return Path(done.json["output"])


@pytest.fixture(scope="module")
def folder(desk: Desk, scored: Path) -> Path:
    """The scored folder."""
    asked = desk.place.requests()
    done = desk.run("score", desk.folder)
    assert (done.code, scored.is_file()) == (0, True)
    assert desk.place.requests() == asked
    return Path(done.json["output"])


def ours(timeline: otio.schema.Timeline, folder: Path) -> list[tuple[str, int, int]]:
    """Our clips as OTIO reads them: track, start, length. Their files are in a folder."""
    found = []
    for track in timeline.tracks:
        if track.name.startswith("V2A "):
            for clip in track.find_clips():
                url = clip.media_reference.target_url
                assert (folder / url).read_bytes().startswith(b"RIFF"), url
                at = track.range_of_child(clip)
                found.append((track.name, int(at.start_time.value), int(at.duration.value)))
    return found


def test_cues_of_a_zip_are_listed_without_unpacking_anything(
    listed: tuple[Done, list[str]], desk: Desk
) -> None:
    done, names = listed
    plain = desk.place.run("cues", desk.plain, "--workdir", desk.place.folder, "--json").json
    assert done.json == {**plain, "timeline": str(desk.zip)}
    assert names == ["otio", "otiod", "otioz"]


def test_a_scored_zip_holds_all_that_was_in_it_as_it_was_packed(desk: Desk, scored: Path) -> None:
    assert scored == desk.zip.with_name("Bench.v2a.otioz")
    before, after, sounds = packed(desk.zip), packed(scored), desk.sounds
    assert list(after) == [*before, *sounds]
    stored = {name: (ZIP_STORED, content) for name, content in sounds.items()}
    kept = {name: data for name, data in after.items() if name != "content.otio"}
    assert kept == {**{name: before[name] for name in kept if name in before}, **stored}
    times = {info.filename: info.date_time for info in ZipFile(scored).infolist()}
    written = {name: (1980, 1, 1, 0, 0, 0) for name in ("content.otio", *sounds)}
    assert times == {**dict.fromkeys(before, ABOVE), **written}


def test_its_timeline_is_the_old_text_with_our_tracks_in_it(scored: Path) -> None:
    text = contents(scored)["content.otio"].decode()
    assert foreign(text) == json.loads(TIMELINE)
    parts = [part for part in TIMELINE.decode().splitlines() if part not in text.splitlines()]
    assert parts == []


def test_otio_reads_the_zip_and_finds_our_sounds_on_their_frames(
    scored: Path, tmp_path: Path
) -> None:
    where = {"extract_to_directory": str(tmp_path)}
    read = otio.adapters.read_from_file(str(scored), "otioz", **where)
    assert ours(read, tmp_path) == CLIPS


def test_only_the_media_that_are_scored_are_unpacked(desk: Desk, scored: Path) -> None:
    unpacked = {path.name: path.read_bytes() for path in (desk.work / "media").iterdir()}
    assert (scored.is_file(), unpacked) == (True, {name: MEDIA[name] for name in SEEN})


def test_running_again_writes_and_unpacks_nothing(desk: Desk, scored: Path) -> None:
    def state() -> list[tuple[str, int, int]]:
        files = [scored, *(desk.work / "media").iterdir(), *scored.parent.iterdir()]
        return [(str(one), one.stat().st_ino, one.stat().st_mtime_ns) for one in sorted(files)]

    before, asked = state(), desk.place.requests()
    done = desk.run("score", desk.zip)
    assert [cue["status"] for cue in done.json["cues"]] == ["kept"] * 3
    assert (state(), desk.place.requests()) == (before, asked)


def test_the_same_edit_and_sounds_are_the_same_bytes(
    desk: Desk, scored: Path, tmp_path: Path
) -> None:
    again = tmp_path / "again.otioz"
    assert desk.run("place", desk.zip, "-o", again).code == 0
    assert again.read_bytes() == scored.read_bytes()


def test_a_member_that_changed_is_unpacked_again(desk: Desk, scored: Path, tmp_path: Path) -> None:
    assert scored.is_file()
    copy = a_bundle(tmp_path / "Bench.otioz", TIMELINE, ball=MEDIA["typing.mp4"])
    place = Desk(Place(tmp_path), copy, copy, copy)
    shutil.copytree(desk.work / "media", place.work / "media")
    told = place.run("plan", copy).json
    left = {path.name: path.read_bytes() for path in (place.work / "media").iterdir()}
    assert left == {"ball.mp4": MEDIA["typing.mp4"], "glass.mp4": MEDIA["glass.mp4"]}
    assert [part["problem"] for part in told["parts"]] == [
        "",
        "",
        f"media is offline: 'glass.mp4' (looked in {copy}/media/glass.mp4)."
        " Relink it in the editor, or add its folder to search_dirs.",
    ]


def test_our_own_zip_gets_new_sounds_and_loses_those_that_none_names(
    desk: Desk, scored: Path
) -> None:
    copy = desk.place.folder / "own" / "Bench.otioz"
    copy.parent.mkdir()
    shutil.copy(scored, copy)
    before = desk.sounds
    assert desk.run("takes", copy, "use", "30eb7b58", "2").code == 0
    done = desk.run("place", copy)
    after, new = desk.sounds, contents(Path(done.json["output"]))
    assert [name for name in (*before, *after) if "_mix_" in name] == [
        *(name for name in before if "_mix_t1_" in name),
        *(name for name in after if "_mix_t2_" in name),
    ]
    assert {**new, "content.otio": TIMELINE} == {**contents(desk.zip), **after}
    assert foreign(new["content.otio"].decode()) == json.loads(TIMELINE)
    assert desk.run("takes", copy, "use", "30eb7b58", "1").code == 0
    assert desk.run("place", desk.zip).code == 0


def test_a_scored_folder_holds_links_to_the_media_and_our_sounds(desk: Desk, folder: Path) -> None:
    assert folder == desk.folder.with_name("Bench.v2a.otiod")
    names = {path.name for path in (SAMPLES / "media").iterdir()}
    sounds = {Path(name).name: content for name, content in desk.sounds.items()}
    assert {path.name for path in (folder / "media").iterdir()} == {*names, *sounds}
    for name in names:
        assert (folder / "media" / name).samefile(desk.folder / "media" / name), name
    for name, content in sounds.items():
        assert (folder / "media" / name).read_bytes() == content, name
    assert (desk.folder / "content.otio").read_bytes() == TIMELINE


def test_otio_reads_the_folder_and_finds_our_sounds_on_their_frames(folder: Path) -> None:
    assert ours(otio.adapters.read_from_file(str(folder), "otiod"), folder) == CLIPS


def test_another_take_replaces_the_folder_and_running_again_does_not(
    desk: Desk, folder: Path
) -> None:
    def inodes() -> dict[str, int]:
        return {str(path): path.stat().st_ino for path in [folder, *folder.rglob("*")]}

    before = inodes()
    assert desk.run("score", desk.folder).code == 0
    assert inodes() == before
    assert desk.run("takes", desk.folder, "use", "30eb7b58", "2").code == 0
    assert desk.run("place", desk.folder).code == 0
    sounds = {Path(name).name for name in desk.sounds}
    assert {path.name for path in folder.rglob("v2a_*")} == sounds
    assert len([name for name in sounds if name.startswith("v2a_30eb7b58_mix_t2_")]) == 1
    assert {path.name for path in folder.parent.iterdir()} == {"Bench.otiod", folder.name}
    assert desk.run("takes", desk.folder, "use", "30eb7b58", "1").code == 0
    assert desk.run("place", desk.folder).code == 0


def test_a_bundle_that_somebody_changed_is_never_replaced(
    desk: Desk, scored: Path, folder: Path
) -> None:
    before, theirs = scored.read_bytes(), folder / "media" / "mine.txt"
    with ZipFile(scored, "a") as opened:
        opened.writestr("mine.txt", "mine")
    theirs.write_text("mine")
    for timeline, out in ((desk.zip, scored), (desk.folder, folder)):
        done = desk.run("place", timeline)
        assert (done.code, done.err) == (
            2,
            f"otio-v2a: '{out}' exists and was not written by this program, or was changed since."
            " Name another file with -o, or move it away.\n",
        )
    theirs.unlink()
    scored.write_bytes(before)
    assert desk.run("place", desk.folder).code == 0
    assert desk.run("place", desk.zip).code == 0


def test_nothing_is_written_into_a_folder_that_is_the_timeline(desk: Desk, folder: Path) -> None:
    assert folder.is_dir()
    for out in (desk.folder, desk.folder / "x.otiod"):
        done = desk.run("place", desk.folder, "-o", out)
        assert (done.code, done.err) == (
            2,
            f"otio-v2a: the output '{out}' is the timeline itself. Name another file with -o.\n",
        )


def test_bundle_writes_the_timeline_and_our_sounds_in_one_file(
    desk: Desk, folder: Path, tmp_path: Path
) -> None:
    assert folder.is_dir()
    done = desk.run("place", desk.plain, "--bundle", "--audio-only")
    out, bundle = (desk.plain.with_name(f"Bench.v2a.{kind}") for kind in ("otio", "otioz"))
    told = {name: done.json[name] for name in ("output", "bundle", "audio_only")}
    alone = desk.plain.with_name("Bench.v2a-audio-only.otio")
    assert told == {"output": str(out), "bundle": str(bundle), "audio_only": str(alone)}
    inside, sounds = contents(bundle), desk.sounds
    assert {**inside, "content.otio": b""} == {
        "version.txt": b"1.0.0",
        "content.otio": b"",
        **sounds,
    }
    assert foreign(inside["content.otio"].decode()) == json.loads(TIMELINE)
    where = {"extract_to_directory": str(tmp_path)}
    assert ours(otio.adapters.read_from_file(str(bundle), "otioz", **where), tmp_path) == CLIPS
    assert [clip.path.parent for clip in placed(out)] == [desk.work / "audio"] * 3
    written = [(one.stat().st_ino, one.stat().st_mtime_ns) for one in (out, bundle, alone)]
    assert desk.run("place", desk.plain, "--bundle", "--audio-only").code == 0
    assert [(one.stat().st_ino, one.stat().st_mtime_ns) for one in (out, bundle, alone)] == written


def test_the_tracks_alone_of_a_bundle_are_a_plain_file(desk: Desk, folder: Path) -> None:
    assert folder.is_dir()
    told = desk.run("place", desk.zip, "--bundle", "--audio-only").json
    alone = desk.zip.with_name("Bench.v2a-audio-only.otio")
    assert (told["bundle"], told["audio_only"]) == (None, str(alone))
    found = placed(alone)
    assert [(clip.track, clip.start, clip.length) for clip in found] == CLIPS
    assert [clip.path.parent for clip in found] == [desk.work / "audio"] * 3


def test_paths_of_other_machines_stay_as_they_are_in_a_bundle(tmp_path: Path) -> None:
    text = TIMELINE.decode().replace("media/ball.mp4", "C:\\\\Footage\\\\ball #1.mp4")
    text = text.replace("media/glass.mp4", "file:///mnt/a%20b/glass.mp4")
    timeline = tmp_path / "Cut.otio"
    timeline.write_bytes(b"\xef\xbb\xbf" + text.encode())
    # No picture is to be had, so nothing is placed.
    assert Place(tmp_path).run("place", timeline, "--bundle").code == 3
    assert contents(tmp_path / "Cut.v2a.otioz") == {
        "version.txt": b"1.0.0",
        "content.otio": text.encode(),
    }
    assert (tmp_path / "Cut.v2a.otio").read_bytes() == timeline.read_bytes()


def test_a_format_without_bundles_says_so(tmp_path: Path) -> None:
    rate = "<rate><timebase>25</timebase><ntsc>FALSE</ntsc></rate>"
    media = "<media><video><track/></video><audio/></media>"
    sequence = f"<sequence><name>Cut</name><duration>50</duration>{rate}{media}</sequence>"
    timeline = tmp_path / "Cut 01.xml"
    timeline.write_text(f'<?xml version="1.0"?><xmeml version="5">{sequence}</xmeml>')
    done = Place(tmp_path).run("place", timeline, "--bundle")
    assert (done.code, done.err) == (
        2,
        "otio-v2a: 'Cut 01.xml' is written as .xml, and a bundle is .otio only. Export the"
        " timeline as OpenTimelineIO, or do without --bundle.\n",
    )


@pytest.mark.parametrize("kind", ["otioz", "otiod"])
@pytest.mark.parametrize("policy", ["ErrorIfNotFile", "MissingIfNotFile", "AllMissing"])
def test_what_otio_writes_is_read(kind: str, policy: str, tmp_path: Path) -> None:
    shot = tmp_path / "a shoot"
    shot.mkdir()
    for name, content in MEDIA.items():
        (shot / name).write_bytes(content)
    timeline = otio.adapters.read_from_string(TIMELINE.decode(), "otio_json")
    for clip in timeline.find_clips():
        name = Path(clip.media_reference.target_url).name
        clip.media_reference.target_url = f"file://{tmp_path}/a%20shoot/{name}"
    bundle = tmp_path / f"Cut.{kind}"
    otio.adapters.write_to_file(timeline, str(bundle), kind, media_policy=policy)
    if policy != "AllMissing":
        shutil.rmtree(shot)
    told = Place(tmp_path).run("plan", bundle, "--json").json
    assert [cue["record"]["start"] for cue in told["cues"]] == [start for _, start, _ in CLIPS]
    assert [part["problem"] for part in told["parts"]] == ["", "", ""]
    assert (tmp_path / "Cut.v2a").is_dir() == (kind == "otioz" and policy != "AllMissing")
