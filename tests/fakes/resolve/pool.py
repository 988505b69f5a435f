"""MediaPool: what comes in, and what goes onto a timeline from it.

Source: Resolve fact sheet sections 7, 8 and 10; Q4, Q5, Q9, Q10, Q14.
"""

from __future__ import annotations

from pathlib import Path

from fakes.resolve import wav
from fakes.resolve.appending import append, append_whole
from fakes.resolve.handles import Inside, call
from fakes.resolve.importing import imported
from fakes.resolve.model import Bin, Media, Project, Sequence
from fakes.resolve.world import World


class Pool:
    """The media pool of a project."""

    name = ""

    def __init__(self, project: Project):
        self.project = project


def from_file(world: World, path: str) -> Media | None:
    """A WAV as the pool takes it in: its FPS is the project's, now and for ever (Q9)."""
    sound = wav.read(path)
    if sound is None:
        return None
    rate = world.project.rate
    return Media(
        id=world.new_id(),
        name=Path(path).name,
        file=path,
        rate=rate,
        frames=int(sound.samples * rate.fps / sound.rate),
        start=int(sound.reference * rate.fps / sound.rate),
        kinds=("audio",),
        channels=sound.channels,
        sample_rate=sound.rate,
    )


class MediaPool(Inside):
    """The pool: bins, and what is laid on timelines from it."""

    models = (Pool,)

    @property
    def project(self) -> Project:
        """The project it belongs to."""
        return self.world.project

    @call("0", gives="Folder")
    def get_root_folder(self) -> Bin:
        return self.project.root

    @call("0", gives="Folder")
    def get_current_folder(self) -> Bin:
        return self.project.bin

    @call("2", gives="Folder")
    def add_sub_folder(self, parent: object, name: object) -> Bin | None:
        if not isinstance(parent, Bin) or not isinstance(name, str) or not name:
            return None
        if any(one.name == name for one in parent.bins):
            return None
        made = Bin(self.world.new_id(), name)
        parent.bins.append(made)
        self.project.bin = made
        return made

    @call("1")
    def set_current_folder(self, folder: object) -> bool:
        if not isinstance(folder, Bin) or folder.dead:
            return False
        self.project.bin = folder
        return True

    @call("1", gives="list")
    def import_media(self, paths: object) -> list:
        """Into the current bin only; what the pool has already is not in the list (Q14)."""
        known = {one.file for one in self.project.root.all()}
        made = []
        for path in paths if isinstance(paths, list) else []:
            if not isinstance(path, str) or path in known or not Path(path).is_file():
                continue
            media = from_file(self.world, path)
            if media is not None:
                made.append(media)
                known.add(path)
        self.project.bin.clips.extend(made)
        return made

    @call("1-n", gives="list")
    def append_to_timeline(self, *what: object) -> list:
        """A list of clip infos, or clips; what fails is None in the result (Q6, Q7, Q9, Q10)."""
        listed = what[0] if len(what) == 1 and isinstance(what[0], list) else list(what)
        if all(isinstance(one, Media) for one in listed):
            return append_whole(self.world, listed)
        return append(self.world, listed)

    @call("1-2", gives="Timeline or None")
    def import_timeline_from_file(self, path: object, options: object = None) -> Sequence | None:
        """None without a reason when anything is not as section 11 has it (Q4, Q5)."""
        if not self.project.saved or not isinstance(path, str):
            return None
        made = imported(self.world, path, options if isinstance(options, dict) else {}, from_file)
        if made is not None:
            listed(self.world, made, self.project.bin)
            if self.world.quirks.import_becomes_current:
                self.project.current = made
        return made

    @call("1")
    def delete_clips(self, clips: object) -> bool:
        chosen = [one for one in _list(clips) if isinstance(one, Media) and not one.sequence]
        return bool(chosen) and all([self._taken(one) for one in chosen])

    @call("1")
    def delete_timelines(self, timelines: object) -> bool:
        chosen = [one for one in _list(timelines) if isinstance(one, Sequence) and not one.dead]
        for one in chosen:
            unlisted(self.project, one)
        return bool(chosen)

    @call("1")
    def delete_folders(self, folders: object) -> bool:
        chosen = [one for one in _list(folders) if isinstance(one, Bin)]
        if not chosen or self.project.root in chosen:
            return False
        for one in chosen:
            for parent in self.project.root.folders():
                if one in parent.bins:
                    parent.bins.remove(one)
            for each in one.folders():
                each.dead = True
            for clip in one.all():
                clip.dead = True
        if self.project.bin.dead:
            self.project.bin = self.project.root
        return True

    @call("2")
    def move_clips(self, clips: object, target: object) -> bool:
        chosen = [one for one in _list(clips) if isinstance(one, Media)]
        if not chosen or not isinstance(target, Bin):
            return False
        for one in chosen:
            for folder in self.project.root.folders():
                if any(one is each for each in folder.clips):
                    folder.clips.remove(one)
            target.clips.append(one)
        return True

    def _taken(self, media: Media) -> bool:
        for folder in self.project.root.folders():
            if any(media is one for one in folder.clips):
                folder.clips.remove(media)
                media.dead = True
                return True
        return False


def listed(world: World, sequence: Sequence, folder: Bin) -> None:
    """A timeline takes its place in the project and in a bin."""
    world.project.sequences.append(sequence)
    made = Media(world.new_id(), sequence.name, "", sequence.rate, 0, sequence=sequence)
    folder.clips.append(made)


def unlisted(project: Project, sequence: Sequence) -> None:
    """A timeline goes; the first of the others is then open, where it was the one."""
    sequence.dead = True
    project.sequences.remove(sequence)
    for folder in project.root.folders():
        folder.clips = [one for one in folder.clips if one.sequence is not sequence]
    if project.current is sequence:
        project.current = next(iter(project.sequences), None)


def _list(value: object) -> list:
    return value if isinstance(value, list) else []
