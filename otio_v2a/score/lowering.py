"""Placed lanes -> lanes whose music makes way for the timeline's dialogue, the dry music beside."""

import asyncio
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from otio_v2a.edit import Event
from otio_v2a.errors import AudioError, MediaError
from otio_v2a.gateway.ledger import Ledger
from otio_v2a.model import Lane, Level, Notice, Placement, Role
from otio_v2a.picture.media import Library
from otio_v2a.score.ducking import dialogue, spoken_tracks
from otio_v2a.score.finishing import Finishing
from otio_v2a.score.placing import Placed
from otio_v2a.score.sound_files import SoundFiles
from otio_v2a.score.timeline_sound import TimelineSound
from otio_v2a.timecode import sample_at

_DRY = " · dry"
_UNLOWERED = 0


class Lowering:
    """Lowers the music of a run under the timeline's own dialogue, once: the ledger remembers."""

    def __init__(self, finishing: Finishing, library: Library, ledger: Ledger) -> None:
        """The settings say by how many dB; `library` finds the media of the dialogue."""
        self._finishing = finishing
        self._files = SoundFiles(library)
        self._ledger = ledger
        self._notices: list[Notice] = []

    async def lowered(self, placed: Placed) -> Placed:
        """The same lanes with music lowered where somebody speaks, and dry on a disabled lane."""
        music = [one for one in placed.lanes if one.enabled and one.role is Role.BGM]
        if not (self._finishing.settings.duck and music):
            return placed
        made = await self._copies(music)
        lanes = tuple(_lowered(lane, made) for lane in placed.lanes)
        dry = filter(None, (_dry(lane, made) for lane in music))
        return replace(
            placed,
            lanes=(*lanes, *dry),
            files={key: made.get(file, file) for key, file in placed.files.items()},
            notices=(*placed.notices, *self._notices),
        )

    async def _copies(self, music: Sequence[Lane]) -> dict[str, str]:
        """The lowered copy of every file that has one, by the name of the dry one."""
        found = {}
        for one in (one for lane in music for one in lane.placements):
            try:
                copy = await self._copy(one)
            except AudioError as error:
                said = f"its music was not lowered: {error}"
                self._notices.append(Notice(one.cue.address, said, cue=one.cue.id))
            else:
                found.update({one.file: str(copy)} if copy else {})
        if not found:
            message = "nobody speaks where music of ours plays: none of it was lowered."
            self._notices.append(Notice("timeline", message, Level.INFO))
        return found

    async def _copy(self, dry: Placement) -> Path | None:
        """A lowered copy, made unless it stands already; None where nobody speaks."""
        path, depth = Path(dry.file), self._finishing.settings.duck
        what = repr((path.name, depth, dry.record.start, self._spoken_for))
        hashed = sha256(what.encode("utf-8", "replace")).hexdigest()[:8]
        out = path.with_name(f"{path.stem}_d{hashed}{path.suffix}")
        size, _ = self._ledger.files().get(f"audio/{out.name}", (-1, ""))
        if size != _UNLOWERED and not (out.is_file() and out.stat().st_size == size):
            size = await asyncio.to_thread(self._made, dry, out)
            self._ledger.keep(f"audio/{out.name}", size)
        return out if size != _UNLOWERED else None

    def _made(self, dry: Placement, out: Path) -> int:
        # Loads numpy and PyAV, which a run whose copies all stand does without.
        from otio_v2a.audio.ducking import Duck, duck
        from otio_v2a.audio.mix import mixed

        start = sample_at(dry.record.start - dry.head, dry.record.rate)
        slate = self._finishing.slate(dry, datetime.now().astimezone())
        how = Duck(depth=self._finishing.settings.duck or 0.0)
        spoken = self._spoken.sounds
        made = duck(
            Path(dry.file), lambda length: mixed(spoken, start, start + length), out, how, slate
        )
        return out.stat().st_size if made else _UNLOWERED

    @cached_property
    def _spoken(self) -> TimelineSound:
        names = self._finishing.settings.dialogue
        found = dialogue(self._finishing.edit, self._files, names)
        self._notices.extend(found.notices)
        return found

    @cached_property
    def _spoken_for(self) -> str:
        """What the dialogue is made of: its clips, and the state of their files."""
        edit, names = self._finishing.edit, self._finishing.settings.dialogue
        events = [one for track in spoken_tracks(edit, names) for one in track.events]
        return repr((events, sorted(set(self._states(events)))))

    def _states(self, events: Iterable[Event]) -> Iterator[tuple[str, int, int]]:
        for event in events:
            yield from (one for track in event.contents for one in self._states(track.events))
            if event.media:
                with suppress(MediaError, AudioError, OSError):
                    path = self._files.path(event.media)
                    state = path.stat()
                    yield str(path), state.st_size, state.st_mtime_ns


def _lowered(lane: Lane, made: dict[str, str]) -> Lane:
    placements = (replace(one, file=made.get(one.file, one.file)) for one in lane.placements)
    return replace(lane, placements=tuple(placements)) if lane.enabled else lane


def _dry(lane: Lane, made: dict[str, str]) -> Lane | None:
    """The dry music of a lane, of what was lowered in it, on a disabled lane of its own."""
    dry = tuple(replace(one, enabled=False) for one in lane.placements if one.file in made)
    return Lane(f"{lane.name}{_DRY}", lane.role, dry, enabled=False) if dry else None
