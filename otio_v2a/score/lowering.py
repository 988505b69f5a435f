"""Placed lanes -> lanes whose music makes way for the timeline's dialogue, the dry ones beside."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from otio_v2a.edit import Edit
from otio_v2a.gateway.ledger import Ledger
from otio_v2a.model import Lane, Role
from otio_v2a.picture.media import Library
from otio_v2a.score.placing import Placed
from otio_v2a.score.sound_files import SoundFiles
from otio_v2a.settings import Settings

_LOWERED = "_d"
"""What a lowered copy's name ends with, before its hash."""


class Lowering:
    """Lowers the music of a run under the timeline's own dialogue, once: the ledger remembers."""

    def __init__(self, edit: Edit, settings: Settings, library: Library, ledger: Ledger) -> None:
        """`settings.duck` says by how many dB; `library` finds the media of the dialogue."""
        self._edit = edit
        self._settings = settings
        self._files = SoundFiles(library)
        self._ledger = ledger

    async def lowered(self, placed: Placed) -> Placed:
        """The same lanes with music lowered where somebody speaks; its dry files on a dry lane.

        Raises: AudioError when a sound cannot be read or a copy not be written.
        """
        music = [one for one in placed.lanes if one.enabled and one.role is Role.BGM]
        if not (self._settings.duck and music):
            return placed
        made = await asyncio.to_thread(self._copies, music)
        lanes = [_with(lane, made) for lane in placed.lanes]
        dry = [lane for lane in (_dry(lane, made) for lane in music) if lane]
        return replace(placed, lanes=(*lanes, *dry), notices=(*placed.notices, *self._said(made)))

    def _copies(self, music: Sequence[Lane]) -> dict[str, str]:
        """The lowered copy of each dry file that has one."""
        placements = [one for lane in music for one in lane.placements]
        known, spoken = self._ledger.files(), self._identity()
        found: dict[str, str] = {}
        for one in placements:
            dry = Path(one.file)
            hashed = sha256(repr((one.record.start - one.head, spoken)).encode("utf-8", "replace"))
            out = dry.with_name(f"{dry.stem}{_LOWERED}{hashed.hexdigest()[:8]}{dry.suffix}")
            size = known.get(f"audio/{out.name}", (-1, ""))[0]
            if size < 0 or (size and not (out.is_file() and out.stat().st_size == size)):
                size = self._lower(one, out)
                self._ledger.keep(f"audio/{out.name}", size)
            if size:
                found[one.file] = str(out)
        return found
