"""Notes as sound: every distinct note is made once, balanced, placed, and given a hall."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from otio_v2a.providers.base import Tell
from otio_v2a.sketch.music.grid import Grid
from otio_v2a.sketch.music.instruments.held import BLOWN, HELD, blow, bow, release_of
from otio_v2a.sketch.music.instruments.kit import hit
from otio_v2a.sketch.music.instruments.struck import STRUCK, strike
from otio_v2a.sketch.music.played import Composed, Played
from otio_v2a.sketch.music.styles import Score
from otio_v2a.sketch.workshop import Samples, add_at, f32, room
from otio_v2a.timecode import SAMPLE_RATE

LAYERS = 4
"""How many ways from soft to hard a note is made; its level follows the note exactly."""

_PLACES: Mapping[str, float] = MappingProxyType(
    {
        "bass": 0.0, "bells": 0.45, "brass": 0.3, "choir": 0.0, "drums": 0.0, "flute": 0.25,
        "guitar": -0.4, "organ": 0.2, "pad": 0.0, "piano": -0.15, "strings": -0.2, "synth": 0.2,
    }
)  # fmt: skip
_SHARES: Mapping[str, float] = MappingProxyType(
    {
        "bass": 1.5, "bells": 1.1, "brass": 1.0, "choir": 0.85, "drums": 1.0, "flute": 0.9,
        "guitar": 1.15, "organ": 0.85, "pad": 0.75, "piano": 1.2, "strings": 0.95, "synth": 0.85,
    }
)  # fmt: skip
_KITS: Mapping[str, float] = MappingProxyType(
    {"kit": 4.2, "machine": 2.4, "brushes": 3.8, "taiko": 6.5, "hands": 5.2}
)  # their strength is in short peaks
_FELT = 0.25  # seconds over which a note's strength is taken
_HALL = 1.4  # seconds
_BLOCK, _TAIL = 1 << 17, round(_HALL * SAMPLE_RATE / 2)  # at half the rate
_QUIET_END = 576  # samples of silence at the very end: 12 ms
_DYING = 0.85  # of the last chord's time in which it dies away


@dataclass(frozen=True, slots=True)
class _Tone:
    """What distinguishes two notes as sound. Unit: `samples` with the release."""

    instrument: str
    kind: str
    pitch: int
    layer: int
    samples: int


def play(composed: Composed, out: Samples, tell: Tell) -> None:
    """Plays a cue's notes into silence, in place; it is silent again by the last sample.

    Shape: `out` is (2, the cue's samples).
    """
    score, grid, notes = composed.score, composed.grid, composed.notes
    gains = balance(notes, grid)
    if "drums" in gains:
        gains["drums"] *= _KITS[score.kind("drums")]
    places: dict[_Tone, list[tuple[int, float]]] = defaultdict(list)
    for note in notes:
        places[_tone(note, score, grid)].append(
            (grid.sample(note.beat), gains[note.instrument] * note.hard**1.3)
        )
    order = sorted(places, key=lambda tone: (tone.kind, tone.pitch, tone.layer, tone.samples))
    for number, tone in enumerate(order):
        sound = _sounded(tone, composed.twist)
        for start, gain in places[tone]:
            add_at(out, start, sound * np.float32(gain))
        tell(0.7 * number / len(order))
    _reverberate(out, score.style.wet, tell)
    _die_away(out, grid)


def balance(notes: Sequence[Played], grid: Grid) -> dict[str, float]:
    """A gain for every instrument, so that all sound about equally strong while they play."""
    second = float(grid.beats(SAMPLE_RATE))
    power: dict[str, float] = defaultdict(float)
    bars: dict[str, set[int]] = defaultdict(set)
    for note in notes:
        lasting = min(float(note.beats) / second, 1.0) if note.instrument != "drums" else 0.12
        power[note.instrument] += note.hard**2.6 * lasting
        bars[note.instrument].add(int(note.beat // grid.bar))
    found = {}
    for name, total in power.items():
        busy = total / (len(bars[name]) * grid.bar / second)
        found[name] = _SHARES[name] * float(np.clip(busy**-0.5, 0.35, 4.0)) * 0.1
    return found


def _tone(note: Played, score: Score, grid: Grid) -> _Tone:
    kind = f"{note.instrument} {score.kind(note.instrument)}"
    layer = min(LAYERS - 1, int(note.hard * LAYERS))
    if note.instrument == "drums":
        return _Tone("drums", score.kind("drums"), note.pitch, layer, 0)
    held = grid.lasting(note.beats)
    after = STRUCK[kind].ring if kind in STRUCK else release_of(kind)
    return _Tone(note.instrument, kind, note.pitch, layer, held + round(after * SAMPLE_RATE))


def _sounded(tone: _Tone, twist: int) -> Samples:
    if tone.instrument == "drums":
        return hit(tone.kind, tone.pitch, tone.layer, twist)
    hard = (tone.layer + 0.6) / LAYERS
    make = strike if tone.kind in STRUCK else bow if tone.kind in HELD else blow
    sound = make(tone.kind, tone.pitch, hard, tone.samples, twist)
    felt = sound[:, : round(_FELT * SAMPLE_RATE) : 2]
    if tone.kind in HELD or tone.kind in BLOWN:
        felt = sound[:, sound.shape[1] // 4 : 3 * sound.shape[1] // 4 : 8]
    strength = float(np.sqrt(np.mean(felt**2))) + 1e-9
    x = _PLACES[tone.instrument] + (tone.pitch - 60) / 120 * (tone.instrument == "piano")
    angle = (np.clip(x, -1, 1) * 0.6 + 1) * np.pi / 4
    return sound * f32([[np.cos(angle) / strength], [np.sin(angle) / strength]])


@lru_cache(maxsize=1)
def _hall() -> npt.NDArray[np.complex64]:
    """The hall at half the sample rate, since it is dark."""
    full = room(_HALL)
    return np.asarray(np.fft.rfft(full[:, ::2] + full[:, 1::2], _BLOCK), np.complex64)


def _reverberate(sound: Samples, wet: float, tell: Tell) -> None:
    """Adds a hall in place, block by block: one send, two returns."""
    step = _BLOCK - _TAIL
    late = np.zeros((2, _TAIL), np.float32)
    for start in range(0, sound.shape[1], 2 * step):
        block = sound[:, start : start + 2 * step]
        both = block[0] + block[1]
        send = both[: len(both) // 2 * 2].reshape(-1, 2).sum(axis=1) * np.float32(0.5 * wet)
        full = f32(np.fft.irfft(np.fft.rfft(send, _BLOCK) * _hall(), _BLOCK))
        full[:, :_TAIL] += late
        late = full[:, step:].copy()
        here = full[:, : -(-block.shape[1] // 2)]
        block[:, 0::2] += here
        middle = 0.5 * (here + np.concatenate([here[:, 1:], here[:, -1:]], axis=1))
        block[:, 1::2] += middle[:, : block.shape[1] // 2]
        tell(0.7 + 0.3 * start / sound.shape[1])


def _die_away(out: Samples, grid: Grid) -> None:
    """Lets the last chord die away in time for the cue's last sample."""
    left = grid.length - max(0, grid.sample(grid.last_chord))
    fade = max(1, round(_DYING * left))
    curve = np.zeros(fade, np.float32)
    heard = max(1, fade - min(_QUIET_END, fade // 8))
    curve[:heard] = np.cos(np.linspace(0, np.pi / 2, heard)) ** 2.5
    out[:, grid.length - fade :] *= curve
