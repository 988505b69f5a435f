"""Pictures of a timeline's cues, written to be looked at, in this process."""

from pathlib import Path

from otio_v2a.score.looking import Looks, look
from otio_v2a.score.prepare import prepare
from otio_v2a.score.workfolder import beside
from otio_v2a.settings import Settings


def looks(timeline: Path, settings: Settings, out: Path, *cues: str) -> Looks:
    """What `otio-v2a picture` makes of some cues, of all of them unless they are named."""
    prepared = prepare(timeline, settings, {}, only=cues)
    return look(prepared, beside(timeline), out, lambda _one, _share: None)


def looked(timeline: Path, settings: Settings, out: Path, *cues: str) -> list[Path]:
    """The files of their pictures."""
    return [one.file for one in looks(timeline, settings, out, *cues).files]
