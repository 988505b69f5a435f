"""What a watch folder is told: settings, read anew, and places elsewhere; how it stands."""

import re
import time
from pathlib import Path

import pytest
from running import placed
from test_watch_files import an_xml
from watching import TINY, Watched, a_cut, a_watched, heard, sidecar
from xmls import parsed

UNMARKED = "provider = 'stumbler'\nunmarked = 'all'\nunmarked_prompt = 'tone everything'"


def test_settings_are_read_anew_and_what_cannot_be_read_leaves_them_as_they_were(
    tmp_path: Path,
) -> None:
    watched = a_watched(tmp_path)
    toml = watched.root / "otio-v2a.toml"
    with watched.service("--json") as service:
        bare = watched.inbox / "Bare.otio"
        part = a_cut().save(tmp_path, "Bare.part", watched.media)
        part.rename(bare)
        service.says("Bare.otio: failed: no marker in 'Bare.otio' asks for sound.")
        watched.configure(UNMARKED)
        service.rests(0.6)
        toml.write_text("[watch\n", "utf-8")
        service.says("the configuration is left as it was")
        (watched.root / "failed" / "Bare.otio").rename(bare)
        service.says("Bare.otio: done")
        watched.configure(UNMARKED)
        service.says("the configuration can be read again.")
        assert service.stop() == 130
    left = service.said("configuration")
    assert [line.split(":")[0] for line in left] == [
        "WARNING the configuration is left as it was",
        "INFO the configuration can be read again.",
    ]
    assert "is not TOML" in left[0]
    home = watched.done("Bare.v2a-001")
    assert heard(home / "Bare.v2a-001.otio") == [(0, 100)]
    (cue,) = sidecar(home / "Bare.otio")["report"]["cues"]
    assert cue["prompts"]["sound_effect"] == "tone everything"
    assert (watched.reports("failed"), {*watched.lies()}) == ([], {"done"})


@pytest.mark.parametrize("table", ["notify", "providers", "hosting"])
def test_a_shared_folder_may_not_say_where_keys_go_or_who_is_told(
    table: str, tmp_path: Path
) -> None:
    watched = a_watched(tmp_path, tables=f"[{table}]\n")
    done = watched.once()
    own = tmp_path / "home" / "otio-v2a" / "otio-v2a.toml"
    assert (done.code, done.out, done.err) == (
        *(2, ""),
        f"otio-v2a: '{table}' in '{watched.root / 'otio-v2a.toml'}' is not read: a folder from"
        " somebody else must not say where your keys go or what is run."
        f" Move it into '{own}'.\n",
    )


def test_what_is_wrong_from_the_start_ends_with_2_and_what_is_away_with_1(tmp_path: Path) -> None:
    watched = a_watched(tmp_path, top="provider = 'nobody'")
    unknown = watched.once()
    assert (unknown.code, unknown.err.startswith("otio-v2a: ")) == (2, True)
    watched.configure(jobs=0)
    wrong = watched.once()
    assert (wrong.code, "'watch.jobs'" in wrong.err) == (2, True)
    missing = watched.place.run("watch", tmp_path / "nowhere", "--once")
    assert (missing.code, missing.err) == (
        2,
        f"otio-v2a: there is no folder '{tmp_path / 'nowhere'}'. Make it, or connect its share.\n",
    )
    watched.configure(min_free_mb=10**9)
    watched.drop("Cut 01.otio")
    full = watched.once()
    assert (full.code, "the disk is full: less than 1e+09 MB are free" in full.err) == (1, True)
    assert watched.lies() == {"in": ["Cut 01.otio"]}


def a_mapped(folder: Path, both: str = "") -> Watched:
    """A watch folder on a share that editors have as P:, and their cuts, whose media lie there."""
    table = f"[[path_maps]]\nfrom = 'P:\\'\nto = '{folder}'\n{both}"
    watched = a_watched(folder, tables=table)
    text = a_cut("tone mapped").save(folder, "cut.part", Path("P")).read_text("utf-8")
    text = text.replace(f"P/{TINY.name}", rf"P:\\media\\{TINY.name}")
    (watched.inbox / "Cut 01.otio").write_text(text, "utf-8")
    return watched


def test_media_and_sounds_are_named_as_the_editors_machine_has_them(tmp_path: Path) -> None:
    watched = a_mapped(tmp_path)
    drive = an_xml(Path("/")).replace(f"localhost/{TINY.name}", f"localhost/P%3a/media/{TINY.name}")
    (watched.inbox / "Cut 02.xml").write_text(drive, "utf-8")
    assert watched.once().code == 0
    home = watched.done("Cut 01.v2a-001")
    (sound,) = placed(home / "Cut 01.v2a-001.otio")
    wav = r"P:\\scoring\\work\\Cut 01\.v2a\\audio\\v2a_[0-9a-f]{8}_sfx_t1_[0-9a-f]{8}\.wav"
    assert re.fullmatch(wav, str(sound.path))
    here = tmp_path / str(sound.path).removeprefix("P:\\").replace("\\", "/")
    assert (here.is_file(), (sound.start, sound.length)) == (True, (0, 25))
    told = sidecar(home / "Cut 01.otio")
    assert told["outputs"] == [str(home / "Cut 01.v2a-001.otio")]
    below = "\\".join(home.relative_to(tmp_path).parts)
    assert told["editor"] == [rf"P:\{below}\Cut 01.v2a-001.otio"]
    home = watched.done("Cut 02.v2a-001")
    root = parsed((home / "Cut 02.v2a-001.xml").read_text("utf-8"))
    urls = {str(one.text) for one in root.iter("pathurl")}
    (sound_url,) = (url for url in urls if url.endswith(".wav"))
    assert re.match(r"file://localhost/P(:|%3a)/scoring/work/Cut%2002\.v2a/audio/v2a_", sound_url)


@pytest.mark.sweep
def test_both_can_be_switched_off_and_only_media_are_mapped_then(tmp_path: Path) -> None:
    watched = a_mapped(tmp_path, "both = false")
    assert watched.once().code == 0
    home = watched.done("Cut 01.v2a-001")
    assert heard(home / "Cut 01.v2a-001.otio") == [(0, 25)]
    told = sidecar(home / "Cut 01.otio")
    assert told["editor"] == told["outputs"] == [str(home / "Cut 01.v2a-001.otio")]


def test_the_status_is_told_before_anybody_watches_and_changes_nothing(tmp_path: Path) -> None:
    watched = a_watched(tmp_path)
    first = watched.place.run("watch", "status", watched.root)
    assert (first.code, first.out, first.err) == (
        *(2, ""),
        f"otio-v2a: '{watched.root}' is no watch folder, or its share is away."
        f" Say: otio-v2a watch {watched.root}\n",
    )
    assert watched.once().code == 0
    watched.drop("Cut 01.otio")
    watched.drop("ProjA/Cut 02.otio")
    time.sleep(0.01)
    before = tree(watched)
    told = watched.status()
    text = watched.place.run("watch", "status", watched.root)
    assert tree(watched) == before
    assert told == {
        "folder": str(watched.root),
        "services": [],
        "queue": ["Cut 01.otio", "ProjA/Cut 02.otio"],
        "running": [],
        "held": [],
        "failed": [],
        "failures": 0,
        "done_today": 0,
        "spent_today_usd": 0.0,
        "cap_per_day_usd": 0.0,
        "cap_per_job_usd": 0.0,
    }
    assert text.code == 0
    assert (
        text.out.replace("\n", " ").split()
        == (
            f"{watched.root} Nobody watches this folder."
            " 0 done today, 2 waiting, 0 held, 0 failed; 0.00 USD spent today"
            " Waiting Cut 01.otio ProjA/Cut 02.otio"
        ).split()
    )


def tree(watched: Watched) -> dict[Path, int]:
    return {path: path.stat().st_mtime_ns for path in (watched.root, *watched.root.rglob("*"))}
