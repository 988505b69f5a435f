"""How often Resolve is asked while sounds are placed: calls a clip, in a stand-in of it."""

import sys
import tempfile
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace
from wave import open as wave

ROOT = Path(__file__).resolve().parents[1]
sys.path += [str(ROOT / "tests"), str(ROOT / "resolve_script")]

from fakes.resolve import scene  # noqa: E402
from v2a_launcher.doing import Hands, do  # noqa: E402

from otio_v2a.model import Cue, Lane, Placement, Prompts, Role, Span  # noqa: E402
from otio_v2a.resolve.placing import appended, differences, files, wanted  # noqa: E402
from otio_v2a.resolve.protocol import action  # noqa: E402

LENGTH, EDITORS = 50, 2000
"""Frames of a clip; clips of the editor's own."""


def resolving() -> None:
    """So many clips on one track, beside a long timeline: calls for each of them."""
    with tempfile.TemporaryDirectory() as name:
        few, many = (_calls(Path(name), count) for count in (50, 200))
    print(
        f"resolving calls of Resolve for 50 clips {few}, {few / 50:.1f} a clip; for 200 clips"
        f" {many}, {many / 200:.1f} a clip: ratio {many / 200 / (few / 50):.2f}; to look at"
        f" {EDITORS} clips of the editor's, {_looking()}"
    )


def _calls(folder: Path, count: int) -> int:
    """The calls it takes to import, lay and read back so many clips."""
    sound = folder / "v2a_cue.wav"
    with wave(str(sound), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(48_000)
        file.writeframes(bytes(4 * 48_000 * 4))
    world, hands = _hands(1)
    rate = Fraction(25)
    cue = Cue("cue", "sfx", "here", Span(0, LENGTH, rate), Prompts())
    laid = tuple(
        Placement(cue, Role.SFX, 1, Span(index * LENGTH, LENGTH, rate), str(sound))
        for index in range(count)
    )
    lanes = (Lane("V2A SFX", Role.SFX, laid),)
    begun = len(world.log)
    imported = action("import_media", bin=["V2A", "Cut"], paths=files(lanes))
    _done(hands, imported, action("add_track", name="V2A SFX"))
    clips = wanted(lanes, (2,), 90_000, {str(sound): "25"})
    _done(hands, *appended(clips))
    (read,) = _done(hands, action("read_tracks", only=[2]))
    assert differences(clips, read["tracks"]) == []
    return len(world.log) - begun


def _looking() -> str:
    world, hands = _hands(EDITORS)
    begun = len(world.log)
    _done(hands, action("read_tracks", only=[]))
    return f"{(len(world.log) - begun) / EDITORS:.1f} each"


def _hands(clips: int) -> tuple[SimpleNamespace, Hands]:
    items = [
        {"file": "/m/a.mov", "record": index * LENGTH, "duration": LENGTH, "media_frames": 500_000}
        for index in range(clips)
    ]
    world = scene.world(
        {
            "timelines": [
                {
                    "name": "Cut",
                    "rate": "25",
                    "start_timecode": "01:00:00:00",
                    "tracks": [
                        {"kind": "audio", "name": "Audio 1", "sub": "stereo", "items": items}
                    ],
                }
            ]
        }
    )
    resolve = scene.resolve(world)
    project = resolve.GetProjectManager().GetCurrentProject()
    return world, Hands(resolve, project, project.GetCurrentTimeline())


def _done(hands: Hands, *actions: dict[str, object]) -> list[dict]:
    answer = do({"seq": 1, "actions": actions}, hands)
    assert answer["ok"], answer["results"][-1]
    return [one["readback"] for one in answer["results"]]


if __name__ == "__main__":
    resolving()
