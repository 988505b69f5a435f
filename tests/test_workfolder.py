"""The folder beside a timeline: one run at a time, nothing foreign overwritten."""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from otio_v2a.errors import LockedError, UsageError
from otio_v2a.score.workfolder import Manifest, Outputs, WorkFolder, beside, held, outputs
from otio_v2a.settings import Settings

HOLD = (
    "import sys\n"
    "from pathlib import Path\n"
    "from otio_v2a.score.workfolder import WorkFolder, held\n"
    "with held(WorkFolder(Path(sys.argv[1]))):\n"
    "    print('holding', flush=True)\n"
    "    sys.stdin.read()\n"
)

PLAIN = Settings()


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def test_the_folder_stands_beside_the_timeline_or_where_it_is_asked_for(tmp_path: Path):
    timeline = tmp_path / "Cut 01.otio"
    assert beside(timeline) == WorkFolder(tmp_path / "Cut 01.v2a")
    assert beside(timeline, tmp_path / "w") == WorkFolder(tmp_path / "w" / "Cut 01.v2a")


def test_a_second_run_is_told_who_holds_the_timeline_until_it_is_gone(tmp_path: Path):
    folder = WorkFolder(tmp_path / "Cut 01.v2a")
    other = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(folder.root)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert other.stdout is not None
    assert other.stdout.readline() == "holding\n"
    who = json.loads((folder.root / "lock.json").read_text())
    with pytest.raises(LockedError) as caught, held(folder):
        pass
    assert str(caught.value) == (
        f"another run holds 'Cut 01.v2a': process {other.pid} on {who['host']},"
        f" since {who['since']}. Wait until it has ended."
    )
    other.kill()
    other.wait()
    other.stdout.close()
    assert other.stdin is not None
    other.stdin.close()
    with held(folder):
        assert json.loads((folder.root / "lock.json").read_text())["process"] == os.getpid()
    assert not (folder.root / "lock.json").exists()


def test_the_output_stands_beside_the_timeline(tmp_path: Path):
    timeline = tmp_path / "Cut 01.otio"
    timeline.write_text("{}")
    folder = beside(timeline)
    usual, named = tmp_path / "Cut 01.v2a.otio", tmp_path / "x.otio"
    assert outputs(timeline, None, folder, "Cut 01.v2a.otio", PLAIN) == Outputs(usual)
    assert outputs(timeline, named, folder, "Cut 01.v2a.otio", PLAIN) == Outputs(named)
    assert outputs(timeline, tmp_path, folder, "Cut 01.v2a.otio", PLAIN) == Outputs(usual)
    both = Settings(audio_only=True, bundle=True)
    assert outputs(timeline, None, folder, "Cut 01.v2a.otio", both) == Outputs(
        usual, tmp_path / "Cut 01.v2a-audio-only.otio", tmp_path / "Cut 01.v2a.otioz"
    )


def test_an_output_is_named_as_its_format_is(tmp_path: Path):
    timeline = tmp_path / "Cut 01.edl"
    timeline.write_text("TITLE: CUT")
    folder = beside(timeline)
    assert (
        outputs(timeline, None, folder, "Cut 01.v2a.otio", PLAIN).timeline
        == tmp_path / "Cut 01.v2a.otio"
    )
    with pytest.raises(UsageError) as caught:
        outputs(timeline, tmp_path / "x.edl", folder, "Cut 01.v2a.otio", PLAIN)
    message = "'Cut 01.edl' is written as .otio. Name a .otio file with -o."
    assert str(caught.value) == message


def test_the_timeline_itself_is_never_the_output(tmp_path: Path):
    timeline = tmp_path / "Cut 01.otio"
    timeline.write_text("{}")
    link = tmp_path / "link.otio"
    link.symlink_to(timeline)
    for asked in (timeline, link):
        with pytest.raises(UsageError) as caught:
            outputs(timeline, asked, beside(timeline), "Cut 01.v2a.otio", PLAIN)
        assert str(caught.value) == (
            f"the output '{asked}' is the timeline itself. Name another file with -o."
        )


def test_only_a_file_that_is_still_as_we_wrote_it_is_replaced(tmp_path: Path):
    timeline, out = tmp_path / "Cut 01.otio", tmp_path / "Cut 01.v2a.otio"
    timeline.write_text("{}")
    out.write_text("ours")
    folder = beside(timeline)
    earlier = Manifest(outputs=Manifest().with_outputs({out: digest(b"ours")}))
    about = digest(b"ours, about to be written")
    written = Manifest(outputs=earlier.with_outputs({out: about}))
    folder.write("manifest.json", written.model_dump_json())
    assert outputs(timeline, None, folder, "Cut 01.v2a.otio", PLAIN).timeline == out
    out.write_text("ours, about to be written")
    assert outputs(timeline, None, folder, "Cut 01.v2a.otio", PLAIN).timeline == out
    out.write_text("changed by the editor since")
    with pytest.raises(UsageError) as caught:
        outputs(timeline, None, folder, "Cut 01.v2a.otio", PLAIN)
    assert str(caught.value) == (
        f"'{out}' exists and was not written by this program, or was changed since."
        " Name another file with -o, or move it away."
    )


def test_a_damaged_manifest_counts_as_none(tmp_path: Path):
    folder = WorkFolder(tmp_path)
    (tmp_path / "manifest.json").write_text("{")
    assert folder.manifest() == Manifest()
