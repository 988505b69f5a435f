"""What no bundle should hold is one clear line, and nothing is written where it does not belong."""

import stat
import subprocess
import sys
import zlib
from collections.abc import Callable
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import pytest
from packed import Member, a_bundle, contents, packed, zipped
from running import ROOT, Place
from timelines import a_clip, a_range, a_reference, a_track, resolve, written

from otio_v2a.errors import MediaError, OfflineError, TimelineError
from otio_v2a.model import Media, Numbering
from otio_v2a.picture.media import Library
from otio_v2a.timeline import files
from otio_v2a.timeline.bundles.delivery import Folder, Zip, digest, goods, put, staged
from otio_v2a.timeline.bundles.unpacking import Unpacking
from otio_v2a.timeline.document import load

TIMELINE = (ROOT / "sample_timelines" / "bench_kdenlive_30.otio").read_bytes()
CONTENT: Member = ("content.otio", TIMELINE, ZIP_DEFLATED)
VERSION: Member = ("version.txt", b"1.0.0", ZIP_DEFLATED)
MOVIE = bytes(range(256)) * 64


def media(name: str, content: bytes = MOVIE, how: int = ZIP_STORED) -> Member:
    return (name, content, how)


def a_link() -> ZipInfo:
    info = ZipInfo("media/link.mov")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return info


def listing_of(path: Path) -> int:
    """Where the list at the end of a zip begins."""
    with ZipFile(path) as read:
        return read.start_dir


def patched(path: Path, name: str, change: Callable[[bytearray, int], None]) -> Path:
    """A zip with something else in what its list says of a member."""
    raw = bytearray(path.read_bytes())
    change(raw, raw.index(name.encode(), listing_of(path)) - 46)
    path.write_bytes(raw)
    return path


def locked(raw: bytearray, at: int) -> None:
    raw[at + 8] |= 1


def longer(raw: bytearray, at: int) -> None:
    raw[at + 24 : at + 28] = (2**20).to_bytes(4, "little")


def shorter(raw: bytearray, at: int) -> None:
    raw[at + 24 : at + 28] = (7).to_bytes(4, "little")


def otherwise_packed(raw: bytearray, at: int) -> None:
    raw[at + 10] = 9


UNSAFE = "called as no file in a folder can be"
REFUSED: dict[str, tuple[tuple[Member | ZipInfo, ...], str]] = {
    "up": ((CONTENT, media("media/../../x.mov")), f"its member 'media/../../x.mov' is {UNSAFE}."),
    "up as Windows has it": (
        (CONTENT, media("..\\x.mov")),
        f"its member '..\\\\x.mov' is {UNSAFE}.",
    ),
    "up for Windows": ((CONTENT, media("media/.. /x")), f"its member 'media/.. /x' is {UNSAFE}."),
    "root": ((CONTENT, media("/etc/x.mov")), f"its member '/etc/x.mov' is {UNSAFE}."),
    "drive": ((CONTENT, media("C:/x.mov")), f"its member 'C:/x.mov' is {UNSAFE}."),
    "lines": ((CONTENT, media("media/a\nb.mov")), f"its member 'media/a\\nb.mov' is {UNSAFE}."),
    "link": ((CONTENT, a_link()), "its member 'media/link.mov' is a link, no file."),
    "twice": (
        (CONTENT, media("media/a.mov"), media("media/A.MOV")),
        "its member 'media/A.MOV' is there twice.",
    ),
    "two timelines": (
        (CONTENT, ("Content.otio", TIMELINE, ZIP_STORED)),
        "its member 'Content.otio' is there twice.",
    ),
    "empty": ((VERSION,), "it holds no content.otio."),
    "capital": (
        (VERSION, ("Content.otio", TIMELINE, ZIP_STORED)),
        "it holds no content.otio, but 'Content.otio'.",
    ),
    "one folder too deep": (
        (("Cut 01/content.otio", TIMELINE, ZIP_STORED),),
        "it holds no content.otio, but 'Cut 01/content.otio'.",
    ),
}


@pytest.mark.parametrize("what", REFUSED)
def test_a_zip_that_no_application_writes_is_refused(what: str, tmp_path: Path) -> None:
    members, message = REFUSED[what]
    refused(zipped(tmp_path / "Cut.otioz", *members), f"{message} Export the bundle again.")


def refused(path: Path, message: str) -> None:
    before = sorted(path.parent.rglob("*"))
    with pytest.raises(TimelineError) as caught:
        load(path)
    assert str(caught.value) == f"{path.name}: {message}"
    assert sorted(path.parent.rglob("*")) == before


def test_a_version_that_is_not_known_is_said(tmp_path: Path) -> None:
    future: Member = ("version.txt", b"2.0.0\n", ZIP_DEFLATED)
    refused(
        zipped(tmp_path / "Cut.otioz", future, CONTENT),
        "it is a bundle of version '2.0.0', and only version 1 is known."
        " Export the timeline as .otio.",
    )
    # opentimelineio reads a bundle without one.
    assert load(zipped(tmp_path / "Old.otioz", CONTENT)).edit.length == 600


def test_what_is_no_zip_or_not_there_is_said(tmp_path: Path) -> None:
    plain, tree, empty = (tmp_path / name for name in ("Cut.otioz", "Tree.otioz", "Cut.otiod"))
    plain.write_bytes(TIMELINE)
    tree.mkdir()
    empty.mkdir()
    refused(plain, "it is no zip file. Export the bundle again.")
    refused(tree, "cannot be read (Is a directory). Check the path.")
    refused(empty, "it holds no content.otio. Export the bundle again.")
    (empty / "Content.otio").write_bytes(TIMELINE)
    refused(empty, "it holds no content.otio, but 'Content.otio'. Export the bundle again.")
    (tmp_path / "File.otiod").write_bytes(TIMELINE)
    refused(tmp_path / "File.otiod", "cannot be read (Not a directory). Check the path.")


def test_a_timeline_larger_than_any_is_not_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "LARGEST_FILE", 1000)
    refused(
        a_bundle(tmp_path / "Cut.otioz", TIMELINE),
        f"its content.otio has {len(TIMELINE)} bytes; at most 1000 are read. Export one timeline.",
    )


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (locked, "its member 'content.otio' is encrypted. Export the bundle again."),
        (
            shorter,
            "the zip cannot be read (Bad CRC-32 for file 'content.otio'). Export the bundle again.",
        ),
        (
            otherwise_packed,
            "the zip cannot be read (That compression method is not supported)."
            " Export the bundle again.",
        ),
    ],
)
def test_a_timeline_that_is_not_as_the_zip_says_is_refused(
    change: Callable[[bytearray, int], None], why: str, tmp_path: Path
) -> None:
    path = a_bundle(tmp_path / "Cut.otioz", TIMELINE)
    refused(patched(path, "content.otio", change), why)


def test_a_truncated_zip_is_refused(tmp_path: Path) -> None:
    path = a_bundle(tmp_path / "Cut.otioz", TIMELINE, ball=MOVIE)
    path.write_bytes(path.read_bytes()[:-100])
    refused(path, "it is no zip file. Export the bundle again.")


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (longer, f"it has {len(MOVIE)} bytes, not {2**20}"),
        (shorter, "Bad CRC-32 for file 'media/a.mov'"),
        (otherwise_packed, "That compression method is not supported"),
    ],
)
def test_media_that_are_not_as_the_zip_says_are_not_unpacked(
    change: Callable[[bytearray, int], None], why: str, tmp_path: Path
) -> None:
    packing = media("media/a.mov", how=ZIP_DEFLATED)
    path = patched(zipped(tmp_path / "Cut.otioz", CONTENT, packing), "media/a.mov", change)
    assert load(path).edit.length == 600
    with pytest.raises(MediaError) as caught:
        Unpacking(path, tmp_path / "w").file(path / "media" / "a.mov")
    assert str(caught.value) == (
        f"'media/a.mov' in 'Cut.otioz' cannot be read ({why}). Export the bundle again."
    )
    assert [*(tmp_path / "w").rglob("*")] == [tmp_path / "w" / "media"]


def test_damaged_media_stop_their_cue_alone_and_are_never_handed_on(tmp_path: Path) -> None:
    names = ("ball", "glass", "typing")
    shots = {
        name: (ROOT / "sample_timelines" / "media" / f"{name}.mp4").read_bytes() for name in names
    }
    path = a_bundle(tmp_path / "Cut.otioz", TIMELINE, **shots)
    raw = bytearray(path.read_bytes())
    raw[raw.index(shots["ball"]) + 1000] ^= 1
    path.write_bytes(raw)
    place = Place(tmp_path)
    told = [part["problem"] for part in place.run("plan", path, "--json").json["parts"]]
    damaged = (
        "'media/ball.mp4' in 'Cut.otioz' cannot be read (Bad CRC-32 for file 'media/ball.mp4')."
    )
    assert told == [f"{damaged} Export the bundle again."] * 2 + [""]
    done = place.run("place", path)
    assert (done.code, done.err) == (
        1,
        "otio-v2a: Cut.otioz: the zip cannot be read (Bad CRC-32 for file 'media/ball.mp4')."
        " Export the bundle again.\n",
    )
    assert sorted(one.name for one in tmp_path.iterdir()) == ["Cut.otioz", "Cut.v2a"]


def test_a_full_disk_is_one_line_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = zipped(tmp_path / "Cut.otioz", CONTENT, media("media/a.mov"))

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("shutil.copyfileobj", full)
    with pytest.raises(MediaError) as caught:
        Unpacking(path, tmp_path / "w").file(path / "media" / "a.mov")
    assert str(caught.value) == (
        f"'media/a.mov' cannot be unpacked from 'Cut.otioz' to '{tmp_path / 'w' / 'media'}':"
        " No space left on device. Free some space, or name another place with --workdir."
    )
    sound = tmp_path / "v2a_1_sfx_t1_00000000.wav"
    sound.write_bytes(MOVIE)
    out = tmp_path / "Cut.v2a.otioz"
    with (
        pytest.raises(TimelineError) as failed,
        staged(goods(out, TIMELINE, [sound], path), out),
    ):
        pass
    assert str(failed.value) == (
        f"{out}: cannot be written (No space left on device). Name another file with -o."
    )
    assert {one.name for one in tmp_path.rglob("*")} == {"Cut.otioz", "w", "media", sound.name}


def test_nothing_is_unpacked_through_a_link_out_of_the_work_folder(tmp_path: Path) -> None:
    path = zipped(tmp_path / "Cut.otioz", CONTENT, media("media/deep/a.mov"))
    outside, work = tmp_path / "outside", tmp_path / "w"
    outside.mkdir()
    work.mkdir()
    (work / "media").symlink_to(outside)
    with pytest.raises(MediaError) as caught:
        Unpacking(path, work).file(path / "media" / "deep" / "a.mov")
    assert str(caught.value) == (
        f"'{work / 'media' / 'deep'}' leads out of the work folder: nothing is unpacked there."
    )
    assert [*outside.iterdir()] == []


def test_only_media_are_ever_unpacked(tmp_path: Path) -> None:
    members = (CONTENT, media("ledger.sqlite3"), media("audio/a.wav"), media("media/a.mov"))
    path = zipped(tmp_path / "Cut.otioz", *members)
    held = Unpacking(path, tmp_path / "w")
    for name in ("ledger.sqlite3", "audio/a.wav", "media/../media/a.mov", "media/b.mov"):
        assert held.file(path / name) == path / name
    elsewhere = Path("/m/media/a.mov")
    assert (held.file(elsewhere), (tmp_path / "w").exists()) == (elsewhere, False)


def test_names_in_utf8_that_do_not_say_so_are_found_and_kept(tmp_path: Path) -> None:
    name = "media/caf\N{LATIN SMALL LETTER E WITH ACUTE}.mov"
    path = zipped(tmp_path / "Cut.otioz", CONTENT, media(name))
    raw = bytearray(path.read_bytes())
    for flags in (raw.index(name.encode()) - 24, raw.rindex(name.encode()) - 38):
        assert raw[flags + 1] == 8
        raw[flags + 1] = 0
    path.write_bytes(raw)
    assert Unpacking(path, tmp_path / "w").file(path / name).read_bytes() == MOVIE
    out = tmp_path / "out.otioz"
    with staged(Zip(b"{}", {}, path), out) as made:
        put(made, out)
    assert contents(out) == {"content.otio": b"{}", name: MOVIE}


def test_what_cannot_be_unpacked_here_is_handed_on_as_it_is(tmp_path: Path) -> None:
    path = zipped(tmp_path / "Cut.otioz", CONTENT, media("media/a.mov", how=ZIP_DEFLATED))
    patched(path, "media/a.mov", otherwise_packed)
    out = tmp_path / "out.otioz"
    with staged(Zip(b"{}", {}, path), out) as made:
        put(made, out)
    assert packed(out)["media/a.mov"] == (9, zlib.compress(MOVIE, wbits=-15))
    assert packed(out)["media/a.mov"][1] == packed(path)["media/a.mov"][1]


def test_a_sequence_is_unpacked_whole_and_again_when_it_changes(tmp_path: Path) -> None:
    def a_shoot(*frames: int) -> Path:
        names = (f"media/shoot/r_{frame:04d}.png" for frame in frames)
        other = media("media/shoot/notes.txt")
        return zipped(tmp_path / "Cut.otioz", CONTENT, other, *(media(one) for one in names))

    def unpacked(path: Path) -> dict[str, bytes]:
        place = Unpacking(path, tmp_path / "w").folder(
            path / "media" / "shoot", lambda name: name.endswith(".png")
        )
        assert place == tmp_path / "w" / "media" / "shoot"
        return {one.name: one.read_bytes() for one in sorted(place.iterdir())}

    assert unpacked(a_shoot(1, 2, 3)) == dict.fromkeys(
        ("r_0001.png", "r_0002.png", "r_0003.png"), MOVIE
    )
    assert unpacked(a_shoot(2, 3)) == dict.fromkeys(("r_0002.png", "r_0003.png"), MOVIE)


def test_an_image_sequence_in_a_zip_is_found(tmp_path: Path) -> None:
    frames = (media(f"media/r_{frame:04d}.png", _picture()) for frame in (7, 8, 9))
    path = zipped(tmp_path / "Cut.otioz", CONTENT, *frames)
    library = Library(held=Unpacking(path, tmp_path / "w"))
    numbering = Numbering("r_", ".png", 7, padding=4)
    source = library.source(Media("r", (str(path / "media" / "r_0007.png"),), numbering=numbering))
    assert (source.path.parent, source.frames) == (tmp_path / "w" / "media", 3)
    missing = Media("x.mov", (str(path / "media" / "x.mov"),))
    with pytest.raises(OfflineError) as caught:
        library.source(missing)
    assert str(caught.value) == (
        f"media is offline: 'x.mov' (looked in {path}/media/x.mov)."
        " Relink it in the editor, or add its folder to search_dirs."
    )


def _picture() -> bytes:
    """A gray PNG of 16 by 16."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        whole = kind + data
        return len(data).to_bytes(4, "big") + whole + zlib.crc32(whole).to_bytes(4, "big")

    size = (16).to_bytes(4, "big")
    head = chunk(b"IHDR", size + size + bytes([8, 0, 0, 0, 0]))
    rows = zlib.compress((b"\0" + bytes([128]) * 16) * 16)
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def test_a_folder_whose_media_are_links_becomes_one_with_files(tmp_path: Path) -> None:
    elsewhere, cut, sound = tmp_path / "nas", tmp_path / "Cut.otiod", tmp_path / "v2a_1.wav"
    (elsewhere / "reel").mkdir(parents=True)
    (elsewhere / "reel" / "a.mov").write_bytes(MOVIE)
    (elsewhere / "b.mov").symlink_to(elsewhere / "reel" / "a.mov")
    cut.mkdir()
    (cut / "media").symlink_to(elsewhere)
    (cut / "content.otio").write_bytes(TIMELINE)
    sound.write_bytes(b"RIFF")
    out = tmp_path / "out.otiod"
    wanted = Folder(b"{}", {f"media/{sound.name}": sound}, cut)
    with staged(wanted, out) as made:
        before = digest(made)
        put(made, out)
    assert (out / "media").is_symlink() is False
    assert (out / "media" / "reel" / "a.mov").samefile(elsewhere / "reel" / "a.mov")
    assert (out / "media" / "b.mov").readlink() == elsewhere / "reel" / "a.mov"
    assert (wanted.stands(out), digest(out) == before) == (True, True)
    assert sorted(path.name for path in elsewhere.rglob("*")) == ["a.mov", "b.mov", "reel"]
    (out / "media" / sound.name).write_bytes(b"RIFX")
    assert (wanted.stands(out), digest(out) == before) == (False, False)


def test_media_are_copied_where_they_cannot_be_linked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cut, out = tmp_path / "Cut.otiod", tmp_path / "out.otiod"
    (cut / "media").mkdir(parents=True)
    (cut / "media" / "a.mov").write_bytes(MOVIE)
    (cut / "content.otio").write_bytes(TIMELINE)

    def other_disk(*_: object) -> None:
        raise OSError(18, "Invalid cross-device link")

    monkeypatch.setattr("os.link", other_disk)
    with staged(Folder(b"{}", {}, cut), out) as made:
        put(made, out)
    assert (out / "media" / "a.mov").read_bytes() == MOVIE
    assert (out / "media" / "a.mov").stat().st_nlink == 1
    assert Folder(b"{}", {}, cut).stands(out)


def test_a_folder_that_cannot_take_its_place_leaves_the_old_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cut, out = tmp_path / "Cut.otiod", tmp_path / "out.otiod"
    for folder, text in ((cut, b"{}"), (out, b"old")):
        folder.mkdir()
        (folder / "content.otio").write_bytes(text)
    rename = Path.rename

    def once(self: Path, to: Path) -> Path:
        if ".new." in self.name:
            raise OSError(13, "Permission denied")
        return rename(self, to)

    monkeypatch.setattr(Path, "rename", once)
    with (
        pytest.raises(TimelineError, match=r"out\.otiod: cannot be written \(Permission denied\)"),
        staged(Folder(b"{}", {}, cut), out) as made,
    ):
        put(made, out)
    assert (out / "content.otio").read_bytes() == b"old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["Cut.otiod", "out.otiod"]


LARGE = """
import resource, sys
from pathlib import Path
from otio_v2a.timeline.bundles.delivery import goods, put, staged
from otio_v2a.timeline.bundles.unpacking import Unpacking
def most():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
source, out, before = Path(sys.argv[1]), Path(sys.argv[2]), most()
wanted = goods(out, b"{}", [], source)
with staged(wanted, out) as made:
    put(made, out)
assert wanted.stands(out)
size = Unpacking(source, out.parent).file(source / "media" / "a.mov").stat().st_size
print(size, most() - before)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no getrusage")
def test_memory_does_not_grow_with_the_media(tmp_path: Path) -> None:
    path, size = tmp_path / "Cut.otioz", 300 << 20
    with ZipFile(path, "w", ZIP_DEFLATED, compresslevel=1) as made:
        made.writestr("content.otio", b"{}")
        with made.open("media/a.mov", "w") as member:
            for _ in range(size >> 20):
                member.write(bytes(1 << 20))
    command = [sys.executable, "-c", LARGE, str(path), str(tmp_path / "out.otioz")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    unpacked, grown = map(int, done.stdout.split())
    assert (unpacked, grown < 32) == (size, True)


def test_relative_paths_start_inside_the_bundle(tmp_path: Path) -> None:
    clip = a_clip("A", a_range(0.0, 48.0), a_reference("media/a%20b.mov", a_range(0.0, 96.0)))
    timeline = written(tmp_path, resolve(a_track(clip))).read_bytes()
    path = a_bundle(tmp_path / "Cut.otioz", timeline)
    (event,) = load(path).edit.tracks[0].events
    assert event.media is not None
    assert event.media.paths == (f"{path}/media/a%20b.mov", f"{path}/media/a b.mov")
