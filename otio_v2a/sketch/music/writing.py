"""The music bed of a cue: a tempo that meets the cuts, chords, a band, and an ending in time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from otio_v2a.providers.base import Tell
from otio_v2a.sketch.music.instruments import HAT, INSTRUMENTS, KICK, SNARE, Note
from otio_v2a.sketch.music.styles import Score, Style
from otio_v2a.sketch.workshop import Samples, add_at, f32, room
from otio_v2a.timecode import SAMPLE_RATE

_LEVELS = {
    "bass": 0.5, "bells": 0.22, "brass": 0.16, "drums": 0.8, "guitar": 0.4,
    "pad": 0.22, "piano": 0.5, "strings": 0.16, "synth": 0.28,
}  # fmt: skip
_BAR = 4
_FADE = 0.35  # seconds at most, into the silence after the last chord
_SPREAD = 0.06  # the tempo may move this far from the style's
_STEPS = 49
_HARD_DRIVE = 2
_HALL = 1.3  # seconds


@dataclass(frozen=True, slots=True)
class Played:
    """One note in its place. Unit: `beat` from the first; `pitch` in MIDI numbers."""

    beat: float
    instrument: str
    pitch: int
    beats: float
    hard: float = 0.7


def tempo(style: Style, cuts: Sequence[float], seconds: float) -> float:
    """The tempo within 6 % of the style's that best puts cuts on beats and the end on a bar.

    Unit: `cuts` in seconds after the first beat; the result in beats a minute.
    """
    candidates = style.bpm * np.linspace(1 - _SPREAD, 1 + _SPREAD, _STEPS)
    beats = np.asarray([*cuts])[:, None] * candidates / 60
    bars = seconds * candidates / 60 / _BAR
    cost = np.abs(beats - np.round(beats)).sum(axis=0) / max(1, len(cuts))
    cost += 0.2 * np.abs(bars - np.round(bars))
    cost += 0.05 * np.abs(candidates / style.bpm - 1) / _SPREAD
    return float(candidates[np.argmin(cost)])


def music(score: Score, bpm: float, length: int, rng: np.random.Generator, tell: Tell) -> Samples:
    """A music bed that starts on its first sample and has ended by its last. Shape: (2, length)."""
    out = np.zeros((2, length), np.float32)
    beat = 60 / bpm
    beats = length / SAMPLE_RATE / beat
    tonic = 48 + (score.tonic if score.tonic is not None else int(rng.integers(-5, 6)))
    made: dict[tuple[str, Note], Samples] = {}
    notes = sorted(_notes(score.style, tonic, beats, rng), key=lambda played: played.beat)
    for number, played in enumerate(notes):
        note = Note(played.pitch, round(played.beats * beat, 4), played.hard)
        key = (played.instrument, note)
        if key not in made:
            made[key] = INSTRUMENTS[played.instrument](note) * f32(
                _LEVELS[played.instrument] * played.hard
            )
        add_at(out, round(played.beat * beat * SAMPLE_RATE), made[key])
        if number % 64 == 0:
            tell(number / len(notes))
    _reverberate(out)
    fade = min(length, round(_FADE * SAMPLE_RATE))
    out[:, length - fade :] *= f32(np.cos(np.linspace(0, np.pi / 2, fade)) ** 2)
    return out


def _notes(style: Style, tonic: int, beats: float, rng: np.random.Generator) -> Iterator[Played]:
    """Every bar in turn; the last chord is the tonic and has at least half a bar to die away."""
    bars = max(0, int((beats - _BAR / 2) // _BAR))
    for bar in range(bars):
        chord = _chord(style, tonic, style.progression[bar % len(style.progression)])
        rich = bar >= _BAR or bars < 2 * _BAR
        for instrument in style.band:
            for played in _part(instrument, style, chord, rng):
                if rich or instrument != "drums" or played.pitch != SNARE:
                    yield replace(played, beat=bar * _BAR + played.beat)
        for sung in _melody(style, chord, bar, rng):
            yield replace(sung, beat=bar * _BAR + sung.beat)
    yield from _ending(style, tonic, float(bars * _BAR), beats)


def _chord(style: Style, tonic: int, degree: int) -> tuple[int, ...]:
    """Root, third, fifth and seventh, in close position around middle C."""
    steps = [degree + 2 * k for k in range(4)]
    pitches = [tonic + 12 * (step // 7) + style.scale[step % 7] for step in steps]
    return tuple(52 + (pitch - 52) % 12 if k else pitch for k, pitch in enumerate(pitches))


def _part(
    instrument: str, style: Style, chord: Sequence[int], rng: np.random.Generator
) -> list[Played]:
    if instrument == "drums":
        return _beat(style)
    if instrument == "bass":
        gap = (2.0, 1.0, 0.5)[style.drive]
        low = 28 + (chord[0] - 28) % 12
        return [
            Played(k * gap, instrument, low, gap * 0.9, 0.8 - 0.2 * (k % 2))
            for k in range(int(_BAR / gap))
        ]
    if instrument in {"pad", "strings", "brass"}:
        return [Played(0, instrument, pitch, _BAR, 0.5 + 0.2 * style.drive) for pitch in chord[:3]]
    if instrument == "bells":
        return [
            Played(float(k), instrument, chord[1 + k % 3] + 24, 1.0, 0.5) for k in range(0, _BAR, 2)
        ]
    return _arpeggio(instrument, style, chord, rng)


def _arpeggio(
    instrument: str, style: Style, chord: Sequence[int], rng: np.random.Generator
) -> list[Played]:
    """Broken chords: the root below, then chord tones in a shape that changes from bar to bar."""
    gap = (
        0.25
        if instrument == "synth" and style.drive == _HARD_DRIVE
        else 0.5
        if style.drive
        else 1.0
    )
    shape = ((0, 2, 1, 3), (0, 1, 2, 1), (0, 2, 3, 2))[int(rng.integers(3))]
    lift = 12 if instrument == "synth" else 0
    held = gap if instrument == "synth" else 2 * gap
    notes = [
        Played(k * gap, instrument, chord[shape[k % 4]] + lift, held, 0.75 if k % 4 == 0 else 0.5)
        for k in range(int(_BAR / gap))
    ]
    if instrument == "piano":
        notes.append(Played(0, instrument, chord[0] - 12, _BAR, 0.6))
    return notes


def _beat(style: Style) -> list[Played]:
    kicks = (0, 1, 2, 3) if style.drive == _HARD_DRIVE else (0, 2)
    hats = np.arange(0, _BAR, 0.5 if style.drive else 1.0)
    return [
        *(Played(k, "drums", KICK, 0.5, 1.0) for k in kicks),
        *(Played(k, "drums", SNARE, 0.5, 0.8) for k in (1, 3)),
        *(Played(float(k), "drums", HAT, 0.25, 0.7 if k % 1 else 0.9) for k in hats),
    ]


def _melody(
    style: Style, chord: Sequence[int], bar: int, rng: np.random.Generator
) -> Iterator[Played]:
    """Two or three chord tones a bar on the leading instrument, resting every fourth bar."""
    lead = next(
        (name for name in ("piano", "bells", "guitar", "strings") if name in style.band), ""
    )
    if not lead or bar % _BAR == _BAR - 1:
        return
    for beat, beats, likely in ((0.0, 1.5, 1.0), (1.5, 0.5, 0.5), (2.0, 2.0, 1.0)):
        if rng.random() < likely:
            yield Played(beat, lead, chord[int(rng.integers(1, 4))] + 12, beats, 0.7)


def _ending(style: Style, tonic: int, beat: float, beats: float) -> Iterator[Played]:
    """The tonic chord, on every instrument, held to the end."""
    left = max(0.25, beats - beat)
    chord = _chord(style, tonic, 0)
    for instrument in style.band:
        if instrument == "drums":
            yield Played(beat, instrument, KICK, 0.5, 1.0)
        elif instrument == "bass":
            yield Played(beat, instrument, 28 + (chord[0] - 28) % 12, left, 0.8)
        else:
            lift = 24 if instrument == "bells" else 0
            yield from (Played(beat, instrument, pitch + lift, left, 0.6) for pitch in chord[:3])


@lru_cache(maxsize=1)
def _hall(size: int) -> npt.NDArray[np.complex64]:
    return np.asarray(np.fft.rfft(room(_HALL)[:, : size // 2], size), np.complex64)


def _reverberate(sound: Samples, wet: float = 0.3) -> None:
    """Adds a hall in place, block by block."""
    size = 1 << 17
    step = size // 2
    hall = _hall(size)
    late = np.zeros((2, step), np.float32)
    for start in range(0, sound.shape[1], step):
        block = sound[:, start : start + step]
        count = block.shape[1]
        full = f32(np.fft.irfft(np.fft.rfft(block, size) * hall, size))
        block += np.float32(wet) * (full[:, :count] + late[:, :count])
        late = full[:, step:]
