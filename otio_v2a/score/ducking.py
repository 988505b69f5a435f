"""Music of ours lowered wherever the timeline's own dialogue speaks: a file beside the dry one."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from otio_v2a.audio.ducking import DUCK, Duck, Ducked, duck
from otio_v2a.edit import Edit, Track
from otio_v2a.model import Notice, Placement
from otio_v2a.score.sound_files import SoundFiles
from otio_v2a.score.timeline_sound import TimelineSound, timeline_sound
from otio_v2a.timecode import sample_at

_SPOKEN = (
    *("dialog", "dialogue", "dx", "dia", "voice", "vo", "vox", "speech", "narration"),
    *("lav", "boom", "interview"),
)
_WORDS = re.compile("[^\\W\\d_]+")


def is_dialogue(track: Track, names: Collection[str] = ()) -> bool:
    """Whether somebody speaks on a track, by its name: `DX 1`, `VO_2`, `Boom`.

    `names` are the tracks that somebody has named; then no other is.
    """
    if names:
        return track.name.casefold() in {name.casefold() for name in names}
    return not set(_SPOKEN).isdisjoint(_WORDS.findall(track.name.casefold()))


def dialogue(edit: Edit, files: SoundFiles, names: Collection[str] = ()) -> TimelineSound:
    """What is spoken on a timeline: its dialogue tracks; all its audio where none is named so.

    None of it where none has one of the `names` that somebody gave; that is said.
    """
    spoken = {id(one) for one in edit.tracks if one.kind == "audio" and is_dialogue(one, names)}
    if names and not spoken:
        told = f"no audio track is named {' or '.join(names)}: no music is lowered."
        return TimelineSound(notices=[Notice("timeline", told)])
    return timeline_sound(edit, files, lambda one: id(one) in spoken or not spoken)


@dataclass(frozen=True, slots=True)
class Lowered:
    """A ducked copy of a sound of ours: where it stands, and what was done to it."""

    path: Path
    ducked: Ducked


def ducked_copy(placement: Placement, spoken: TimelineSound, options: Duck = DUCK) -> Lowered:
    """`NAME_ducked.wav` beside the sound of a placement, as long as it and standing where it does.

    Raises: AudioError when the sound cannot be read or the copy cannot be written.
    """
    dry, record = Path(placement.file), placement.record
    out = dry.with_name(f"{dry.stem}_ducked{dry.suffix}")
    start = sample_at(record.start - placement.head, record.rate)
    return Lowered(out, duck(dry, start, spoken.sounds, out, options))
