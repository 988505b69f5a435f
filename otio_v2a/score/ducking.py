"""What of a timeline's own audio is dialogue."""

import re
from collections.abc import Collection

from otio_v2a.edit import Edit, Track
from otio_v2a.model import Notice
from otio_v2a.score.sound_files import SoundFiles
from otio_v2a.score.timeline_sound import TimelineSound, timeline_sound

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


def spoken_tracks(edit: Edit, names: Collection[str] = ()) -> tuple[Track, ...]:
    """The audio tracks on which somebody speaks; all of them where none is named so.

    None of them where none has one of the `names` that somebody gave.
    """
    audio = tuple(one for one in edit.tracks if one.kind == "audio")
    spoken = tuple(one for one in audio if is_dialogue(one, names))
    return spoken if spoken or names else audio


def dialogue(edit: Edit, files: SoundFiles, names: Collection[str] = ()) -> TimelineSound:
    """What is spoken on a timeline; that nothing has one of the `names` is said."""
    spoken = {id(one) for one in spoken_tracks(edit, names)}
    if names and not spoken:
        told = f"no audio track is named {' or '.join(names)}: no music is lowered."
        return TimelineSound(notices=[Notice("timeline", told)])
    return timeline_sound(edit, files, lambda one: id(one) in spoken)
