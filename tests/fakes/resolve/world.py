"""One running Resolve: its build, its project, and what has happened to it so far."""

from __future__ import annotations

from fakes.resolve.model import Project
from fakes.resolve.profiles import Profile
from fakes.resolve.quirks import Quirks


class World:
    """What all handles share.

    `log` has every call; `modal` is a dialog that waits for a click; `gone` is Resolve after Quit.
    `failing` holds calls that are to fail; `plans` what a person will do (fakes.resolve.meanwhile).
    """

    def __init__(self, profile: Profile, quirks: Quirks, project: Project | None):
        self.profile = profile
        self.quirks = quirks
        self.project = project
        self.page = "edit"
        self.renderer: list = []
        self.presets: dict = {}
        self.log: list = []
        self.counts: dict = {}
        self.modal = False
        self.gone = False
        self.failing: list = []
        self.plans: list = []
        self.deletes = 0
        self.unlisted_jobs: set = set()
        self._ids = 0

    def new_id(self) -> str:
        """An id that was never used."""
        self._ids += 1
        return f"00000000-0000-4000-8000-{self._ids:012d}"

    def start(self, sequence: object) -> int:
        """A timeline's absolute first frame, as this build counts drop-frame starts."""
        rate = sequence.rate
        if self.quirks.drop_start == "frames" or not rate.drop:
            return sequence.start
        hours, minutes, seconds, frames = (
            int(part) for part in rate.timecode(sequence.start).replace(";", ":").split(":")
        )
        return ((hours * 60 + minutes) * 60 + seconds) * rate.nominal + frames

    def is_current(self, sequence: object) -> bool:
        """Whether a timeline is the one that is open."""
        return self.project is not None and self.project.current is sequence

    def failure(self, name: str) -> dict | None:
        """What a call is to answer instead of doing anything, if so planned."""
        for one in self.failing:
            if one["method"] == name and one["times"] > 0:
                one["times"] -= 1
                return one
        return None

    def happened(self, name: str) -> None:
        """Count a call, and let a person do what they do after it."""
        self.counts[name] = self.counts.get(name, 0) + 1
        for plan in [one for one in self.plans if one.is_due(self.counts)]:
            self.plans.remove(plan)
            plan.act(self)
