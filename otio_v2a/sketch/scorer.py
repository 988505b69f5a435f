"""The embedded default scorer: watch, hear, make the effects and the music, level, write."""

from collections.abc import Sequence

import numpy as np
import soundfile

from otio_v2a.errors import ProviderError
from otio_v2a.model import Role
from otio_v2a.providers.base import LocalJob, Tell
from otio_v2a.sketch.hearing.lexicon import hear
from otio_v2a.sketch.level import level, limit
from otio_v2a.sketch.music.cue import compose
from otio_v2a.sketch.music.playing import play
from otio_v2a.sketch.sounds.effects import Scene, effects, from_prompt
from otio_v2a.sketch.watching.events import Kind, happenings
from otio_v2a.sketch.watching.watch import Watched, watch
from otio_v2a.sketch.workshop import Samples
from otio_v2a.timecode import SAMPLE_RATE, sample_at

EFFECTS_LUFS, MUSIC_LUFS = -27.0, -30.0
"""Loudness of effects and of music.

Source: media fact sheet section 17 (a judgement, not a norm).
"""

_BLOCK = 1 << 18


def score(job: LocalJob, tell: Tell) -> tuple[str, ...]:
    """Write a 48 kHz, 24-bit stereo WAV exactly as long as the picture; return remarks.

    Raises: ProviderError when the picture cannot be decoded or the file not be written.
    """
    watched = watch(job.picture, job.frames, job.rate, _part(tell, 0.0, 0.6), job.glance)
    sound, remarks = _mixed(job, watched, tell)
    limit(sound)
    _write(job, sound, _part(tell, 0.95, 1.0))
    return remarks


def _mixed(job: LocalJob, watched: Watched, tell: Tell) -> tuple[Samples, tuple[str, ...]]:
    sound = np.zeros((2, sample_at(job.frames, job.rate)), np.float32)
    remarks: tuple[str, ...] = ()
    if _has_effects(job):
        sound, remarks = _effects(job, watched, _part(tell, 0.6, 0.8))
    if _has_music(job):
        remarks += _add_music(sound, job, watched, _part(tell, 0.8, 0.95))
    return sound, remarks


def _has_effects(job: LocalJob) -> bool:
    prompts = job.prompts
    only_music = prompts.background_music and not prompts.sound_effect
    return job.role is Role.SFX or (job.role is Role.MIX and not only_music)


def _has_music(job: LocalJob) -> bool:
    return job.role is Role.BGM or (job.role is Role.MIX and bool(job.prompts.background_music))


def _effects(job: LocalJob, watched: Watched, tell: Tell) -> tuple[Samples, tuple[str, ...]]:
    heard = hear(job.prompts.sound_effect, asmr=job.prompts.asmr)
    scene = Scene(watched, from_prompt(heard), job.seed, job.take, job.prompts.asmr)
    sound = effects(scene, tell)
    level(sound, EFFECTS_LUFS)
    if not heard.unknown:
        return sound, ()
    instead = "left them out" if heard.layers else "laid room tone instead"
    return sound, (
        f"sketch knows no sound for {_quoted(heard.unknown)} and {instead}. "
        "Name sounds such as rain, wind, footsteps, thunder or impact.",
    )


def _add_music(sound: Samples, job: LocalJob, watched: Watched, tell: Tell) -> tuple[str, ...]:
    first, last = sample_at(job.cue_in, job.rate), sample_at(job.cue_out, job.rate)
    cuts = [
        sample_at(event.frame, job.rate) - first
        for event in happenings(watched)
        if event.kind is Kind.CUT and job.cue_in < event.frame < job.cue_out
    ]
    prompt = job.prompts.background_music
    composed = compose(prompt, cuts, last - first, job.seed, job.take)
    # Alone, it is played where it belongs: a long cue has no second copy.
    alone = not _has_effects(job)
    bed = sound[:, first:last] if alone else np.zeros((2, last - first), np.float32)
    play(composed, bed, tell)
    level(bed, MUSIC_LUFS)
    if not alone:
        sound[:, first:last] += bed
    unknown = composed.score.unknown
    if not unknown:
        return ()
    return (
        f"sketch knows no music for {_quoted(unknown)} and played a calm bed. "
        "Name a mood or instruments, such as tense strings or happy piano.",
    )


def _quoted(words: Sequence[str]) -> str:
    return ", ".join(f"'{word}'" for word in words)


def _part(tell: Tell, start: float, end: float) -> Tell:
    """A teller for one stage of the whole."""
    return lambda share: tell(start + (end - start) * min(1.0, share))


def _write(job: LocalJob, sound: Samples, tell: Tell) -> None:
    """Write under a temporary name, then rename; nothing is left behind on failure."""
    part = job.out.with_name(f"{job.out.name}.part")
    try:
        with soundfile.SoundFile(part, "w", SAMPLE_RATE, 2, "PCM_24", format="WAV") as file:
            for start in range(0, sound.shape[1], _BLOCK):
                tell(start / sound.shape[1])
                file.write(sound[:, start : start + _BLOCK].T)
            tell(1.0)
        part.replace(job.out)
    except (OSError, soundfile.LibsndfileError) as error:
        message = f"{job.out}: the sound cannot be written ({error}). Check folder and free space."
        raise ProviderError(message) from error
    finally:
        part.unlink(missing_ok=True)
