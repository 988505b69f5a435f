"""What the engine places, done by the launcher in a fake Resolve, all of it in this process."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

from fakes.resolve import meanwhile
from placing import a_lane, a_placement
from resolves import Opened, a_clip, a_scene, a_track, a_wav, opened

from otio_v2a.errors import InterruptedRunError, UndoneError
from otio_v2a.model import Role
from otio_v2a.resolve.delivering import Delivered, Load, deliver, imported
from otio_v2a.resolve.launcher import Launcher
from otio_v2a.resolve.placing import BAKED, Native
from otio_v2a.resolve.protocol import Answer, Request
from otio_v2a.resolve.statuses import Status
from resolve_script.v2a_launcher.doing import Hands, do

PAL = Fraction(25)


class Near(Launcher):
    """The launcher without the two processes: what is said still goes through JSON.

    `patience` is how many questions are asked until the editor cancels.
    """

    def __init__(self, folder: Path, hands: Hands) -> None:
        super().__init__(folder)
        self._hands = hands
        self.asked: list[list[str]] = []
        self.patience = -1

    async def ask(
        self, *actions: Mapping[str, object], anyway: bool = False
    ) -> tuple[dict[str, Any], ...]:
        if len(self.asked) == self.patience and not anyway:
            message = "cancelled in Resolve; what is finished is kept."
            raise InterruptedRunError(message)
        said = json.loads(json.dumps({"seq": 1, "actions": actions}))
        self.asked.append([one["do"] for one in said["actions"]])
        answer = Answer.model_validate_json(json.dumps(do(said, self._hands)))
        if not answer.ok:
            raise UndoneError(answer.results[-1].why)
        return tuple(one.readback for one in answer.results)


@dataclass
class Desk:
    """An editor's Resolve in which something is to be placed."""

    folder: Path
    place: str = "duplicate"
    native: Native = BAKED
    scene: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.audio.mkdir(parents=True, exist_ok=True)
        for name in ("old", "rain", "door", "piano"):
            if not self.file(name).exists():
                a_wav(self.file(name))
        self.resolve: Opened = opened(a_cut(self.folder, self.file("old"), **self.scene))
        self.hands = Hands(self.resolve.resolve, self.resolve.project, self.resolve.timeline)
        told = self.hands.request("score", str(self.folder))
        self.request = Request.model_validate_json(json.dumps(told))
        self.launcher = Near(self.folder, self.hands)
        self.before = self.timelines
        self.current = self.resolve.dump()["current"]
        self.counted = dict(self.resolve.world.counts)

    @property
    def audio(self) -> Path:
        return self.folder / "audio"

    def file(self, name: str) -> Path:
        return self.audio / f"{name}.wav"

    @property
    def timelines(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.resolve.dump()["timelines"]
        return found

    @property
    def load(self) -> Load:
        """Two effects that abut and a piece of music, from files with a second before them."""
        rain = a_placement(10, 40, PAL, head=25, file=str(self.file("rain")))
        door = a_placement(50, 30, PAL, head=25, file=str(self.file("door")))
        piano = a_placement(20, 60, PAL, head=25, file=str(self.file("piano")), role=Role.BGM)
        lanes = (
            a_lane(rain, door, crossfades=(6,) if self.native.crossfades else (0,)),
            a_lane(piano, name="V2A BGM", role=Role.BGM, enabled=False),
        )
        told = (Status(10, "\u2713", "sfx", "v2a: take 1"), Status(30, "\u2713", "bgm", "v2a: 1"))
        return Load(lanes, told, self.audio, 200, self.native)

    def deliver(self) -> Delivered:
        """Place it. Raises: ResolveError, InterruptedRunError."""
        if self.place == "import":
            path = self.folder / self.request.otio
            return asyncio.run(imported(self.launcher, self.request, path, self.load))
        return asyncio.run(deliver(self.launcher, self.request, self.load, self.place))

    @property
    def is_as_before(self) -> bool:
        """Whether every timeline is as it was, and the same one open."""
        return self.timelines == self.before and self.resolve.dump()["current"] == self.current

    def meanwhile(self, method: str, nth: int, **deed: Any) -> None:
        """Just after the n-th call of a method from here on, somebody does this; 0 is at once."""
        after = {"method": method, "count": self.counted.get(method, 0) + nth}
        plan = meanwhile.planned({"after": after, "do": deed})
        if nth:
            self.resolve.world.plans.append(plan)
        else:
            plan.act(self.resolve.world)

    @property
    def made(self) -> dict[str, int]:
        """How often each method has been called from here on."""
        counts = self.resolve.world.counts
        found = {name: count - self.counted.get(name, 0) for name, count in counts.items()}
        return {name: count for name, count in found.items() if count}


def a_cut(folder: Path, old: Path, **more: Any) -> dict[str, Any]:
    """A cut with dialogue, a sound that was placed before, and Foley; another one beside it."""
    for name in ("A001.mov", "B002.mov"):
        (folder / name).touch()
    for name in ("A001.wav", "steps.wav"):
        if not (folder / name).exists():
            a_wav(folder / name, samples=48_000 * 10)

    def clip(name: str, record: int, duration: int, **told: Any) -> dict[str, Any]:
        return a_clip(record, duration, file=str(folder / name), **told)

    rain = a_clip(20, 50, file=str(old), source_in=25, media_frames=125)
    markers = [
        {"frame": 10, "duration": 40, "name": "sfx", "note": "rain", "customData": ""},
        {"frame": 30, "duration": 1, "name": "look", "note": "too dark", "customData": "mine"},
    ]
    tracks = (
        a_track(clip("A001.mov", 0, 200)),
        a_track(clip("A001.wav", 0, 200), kind="audio", name="Dialog"),
        a_track(rain, kind="audio", name="V2A SFX"),
        a_track(clip("steps.wav", 40, 60), kind="audio", name="Foley"),
    )
    beside = [a_track(clip("B002.mov", 0, 100)), *(a_track(kind="audio") for _ in range(5))]
    others = [{"name": "Other", "rate": "25", "tracks": beside}]
    return a_scene(*tracks, rate="25", markers=markers, others=others, **more)
