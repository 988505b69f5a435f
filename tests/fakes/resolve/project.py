"""Project: its timelines, and the Deliver page's settings and jobs.

Source: Resolve fact sheet sections 7, 8 and 13; Q15, Q24.
"""

from __future__ import annotations

from pathlib import Path

from fakes.resolve import deliver
from fakes.resolve.handles import Inside, call
from fakes.resolve.markers import is_number
from fakes.resolve.model import Job, Sequence
from fakes.resolve.model import Project as ProjectModel
from fakes.resolve.pool import Pool
from fakes.resolve.timeline import settings


class Rendering(Inside):
    """What the Deliver page does."""

    @call("1")
    def load_render_preset(self, name: object) -> bool:
        if name not in self.world.presets:
            return False
        self.model.preset = name
        self.model.settings = dict(self.world.presets[name])
        return True

    @call("0", gives="list")
    def get_render_preset_list(self) -> list:
        return list(self.world.presets)

    @call("0", gives="list")
    def get_render_job_list(self) -> list:
        """Without the newest at first, when the scene has it so (section 13)."""
        shown = [one for one in self.model.jobs if one.id not in self.world.unlisted_jobs]
        self.world.unlisted_jobs.clear()
        return [deliver.told(one) for one in shown]

    @call("0", gives="{format: extension}")
    def get_render_formats(self) -> dict:
        return dict(deliver.FORMATS)

    @call("1", gives="{description: id}")
    def get_render_codecs(self, name: object) -> dict:
        return dict(deliver.CODECS.get(name, {}))

    @call("2")
    def set_current_render_format_and_codec(self, name: object, codec: object) -> bool:
        """By the codec's id, not by its description; and not each that is advertised (13)."""
        if codec not in deliver.CODECS.get(name, {}).values():
            return False
        if [name, codec] in self.world.quirks.refused_codecs:
            return False
        self.model.settings.update(format=name, codec=codec)
        return True

    @call("1")
    def set_render_settings(self, wanted: object) -> bool:
        """On top of what is loaded (Q15)."""
        if not isinstance(wanted, dict) or not deliver.are_settings(wanted, self.world.profile):
            return False
        self.model.settings.update(wanted)
        return True

    @call("0", gives="str job id")
    def add_render_job(self) -> str:
        """An empty id where there is nothing to render, or nowhere to put it."""
        sequence, has = self.model.current, self.model.settings
        folder = str(has.get("TargetDir", ""))
        if sequence is None or not folder or not Path(folder).is_dir():
            return ""
        made = Job(self.world.new_id(), dict(has, preset=self.model.preset), sequence)
        deliver.settled(made, self.world)
        self.model.jobs.append(made)
        if self.world.quirks.job_list_late:
            self.world.unlisted_jobs.add(made.id)
        return made.id

    @call("0-n")
    def start_rendering(self, *what: object) -> bool:
        """All jobs, a list of ids, or ids one by one; it only begins here."""
        ids = [each for one in what for each in (one if isinstance(one, list) else [one])]
        ids = [one for one in ids if not isinstance(one, bool)]
        chosen = [one for one in self.model.jobs if not ids or one.id in ids]
        if not chosen or len(chosen) < len(ids) or any(one.polls >= 0 for one in chosen):
            return False
        for one in chosen:
            one.polls = 0
        return True

    @call("0", gives="None")
    def stop_rendering(self) -> None:
        for one in self.model.jobs:
            one.cancelled = one.cancelled or (one.polls >= 0 and not one.finished)

    @call("0", gives="bool")
    def is_rendering_in_progress(self) -> bool:
        deliver.go_on(self.world, self.model.jobs)
        return any(one.polls >= 0 and not one.finished for one in self.model.jobs)

    @call("1", gives="dict")
    def get_render_job_status(self, name: object) -> dict:
        """Each question brings the work forward; JobStatus is in the user's language (Q15)."""
        deliver.go_on(self.world, self.model.jobs)
        found = next((one for one in self.model.jobs if one.id == name), None)
        return deliver.status(found, self.world.quirks) if found else {}

    @call("1")
    def delete_render_job(self, name: object) -> bool:
        there = [one for one in self.model.jobs if one.id == name]
        for one in there:
            self.model.jobs.remove(one)
        return bool(there)


class Project(Rendering):
    """A project."""

    models = (ProjectModel,)

    @call("0", gives="str")
    def get_name(self) -> str:
        return self.model.name

    @call("0", since="18.0", gives="str")
    def get_unique_id(self) -> str:
        return self.model.id

    @call("0", gives="MediaPool")
    def get_media_pool(self) -> Pool:
        return Pool(self.model)

    @call("0", gives="Timeline or None")
    def get_current_timeline(self) -> Sequence | None:
        return self.model.current

    @call("1")
    def set_current_timeline(self, timeline: object) -> bool:
        if timeline not in self.model.sequences:
            return False
        self.model.current = timeline
        return True

    @call("0", gives="int")
    def get_timeline_count(self) -> int:
        return len(self.model.sequences)

    @call("1", gives="Timeline (1-based)")
    def get_timeline_by_index(self, index: object) -> Sequence | None:
        count = len(self.model.sequences)
        there = is_number(index) and 1 <= index <= count
        return self.model.sequences[int(index) - 1] if there else None

    @call("0-1", gives="str")
    def get_setting(self, name: object = None) -> object:
        """Strings (Q24); an unknown name is an empty string."""
        has = settings(self.model.rate, (1920, 1080), self.world.quirks.rate_style)
        return has if name is None else has.get(name, "")
