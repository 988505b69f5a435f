"""The effects of a cue: beds that breathe with the picture, and hits on its events."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from otio_v2a.providers.base import Tell
from otio_v2a.sketch.hearing.lexicon import Heard, Layer
from otio_v2a.sketch.sounds.beds import BEDS
from otio_v2a.sketch.sounds.dealing import Stroke, deal, synced, unsynced
from otio_v2a.sketch.sounds.hits import HITS
from otio_v2a.sketch.watching.events import Happening, Kind, happenings
from otio_v2a.sketch.watching.walking import footfalls
from otio_v2a.sketch.watching.watch import Curve, Watched
from otio_v2a.sketch.workshop import (
    Booth,
    Samples,
    add_at,
    dice,
    dulled,
    echoed,
    f32,
    peaked,
    placed,
    stretched,
)
from otio_v2a.timecode import SAMPLE_RATE, sample_at

BED_RMS = 10 ** (-32 / 20)
"""Level of every bed before its weight, so that beds never bury events."""

HIT_PEAK = 0.45
"""Peak of every hit before its weight."""

_ROOM_UNDER = Layer("room", -14.0)
_BLOCK = 1 << 18
_LONGEST = 8 * _BLOCK  # samples of a bed's loop, 44 s; always whole blocks
_VARIANTS = 4
_DISTANT_HZ, _DISTANT_DB = 900.0, -7.0
_DETAIL_HZ = 2000.0
_WET = 0.8


@dataclass(frozen=True, slots=True)
class Scene:
    """What effects are made for: the watched picture, the layers heard, and the dice."""

    watched: Watched
    layers: tuple[Layer, ...]
    seed: int
    take: int
    asmr: bool = False

    @property
    def length(self) -> int:
        """Samples of the whole picture."""
        return sample_at(self.watched.frames, self.watched.rate)


@dataclass(frozen=True, slots=True)
class _Baked:
    """A hit with its echo: `dry` mono, `echo` stereo; sample `anchor` lands on the event."""

    dry: Samples
    echo: Samples
    anchor: int


def effects(scene: Scene, tell: Tell) -> Samples:
    """All layers of a scene, not yet levelled. Shape: (2, samples)."""
    out = np.zeros((2, scene.length), np.float32)
    events = (*happenings(scene.watched), *footfalls(scene.watched))
    layers = scene.layers or _from_picture(events)
    beds = tuple(layer for layer in layers if layer.name in BEDS) or (_ROOM_UNDER,)
    strokes = _strokes(scene, tuple(layer for layer in layers if layer.name in HITS), events)
    breath = _breath(scene.watched)
    for done, layer in enumerate(beds):
        _lay_bed(out, layer, scene, breath)
        tell((done + 1) / (len(layers) + 1))
    for done, (layer, played) in enumerate(strokes):
        _lay_hits(out, layer, scene, played)
        tell((len(beds) + done + 1) / (len(beds) + len(strokes)))
    return out


def from_prompt(heard: Heard) -> tuple[Layer, ...]:
    """The layers of a prompt; words that found nothing become room tone."""
    return heard.layers or ((Layer("room"),) if heard.unknown else ())


def _from_picture(events: Sequence[Happening]) -> tuple[Layer, ...]:
    """Without words: whooshes on cuts and impacts on motion, where there are any."""
    room_tone = Layer("room", -6.0)
    cut = any(event.kind is Kind.CUT for event in events)
    named = (Layer("impact", -3.0), *((Layer("whoosh", -5.0),) if cut else ()))
    hands = deal(named, events)
    return (room_tone, *(layer for layer in named if hands[layer.name]))


def _strokes(
    scene: Scene, layers: Sequence[Layer], events: Sequence[Happening]
) -> tuple[tuple[Layer, tuple[Stroke, ...]], ...]:
    hands = deal(layers, events)
    return tuple(
        (
            layer,
            synced(hands[layer.name], scene.watched)
            or unsynced(layer, scene.length, dice(scene.seed, scene.take, f"{layer.name} times")),
        )
        for layer in layers
    )


def _breath(watched: Watched) -> Curve:
    """How the picture moves against its own usual: -1 to 1 a frame, smooth over half a second."""
    width = max(3, round(float(watched.rate) / 2)) | 1
    smooth = np.convolve(
        np.pad(watched.motion, width // 2, mode="edge"), np.hanning(width + 2)[1:-1], "valid"
    )
    smooth = smooth / max(float(smooth.mean()), 0.004 * width / 2)
    return f32(np.tanh(smooth - smooth.mean()))


def _lay_bed(out: Samples, layer: Layer, scene: Scene, breath: Curve) -> None:
    bed = BEDS[layer.name]
    length = out.shape[1]
    whole = -(-length // _BLOCK) * _BLOCK
    booth = Booth(min(_LONGEST, whole), dice(scene.seed, scene.take, layer.name))
    loop = bed.make(booth, layer.manner)
    if layer.manner.distant:
        loop = np.stack([dulled(side, _DISTANT_HZ) for side in loop])
    if scene.asmr:
        loop = np.stack([_detailed(side) for side in loop])
    audible = loop[:, :length].ravel()
    level = BED_RMS * _gain(layer.level + bed.level + _manner_db(layer, scene))
    loop *= np.float32(level / max(float(np.sqrt(np.vdot(audible, audible) / audible.size)), 1e-9))
    swell = _gain_curve(breath * bed.breath)
    for start in range(0, length, _BLOCK):
        stop, at = min(length, start + _BLOCK), start % booth.length
        breathing = _between(swell, start, stop, length)
        out[:, start:stop] += loop[:, at : at + stop - start] * breathing


def _between(curve: Curve, start: int, stop: int, length: int) -> Samples:
    where = np.linspace(start, stop, (stop - start) // 512 + 2) * (len(curve) / length)
    return stretched(f32(np.interp(where, np.arange(len(curve)) + 0.5, curve)), stop - start)


def _lay_hits(out: Samples, layer: Layer, scene: Scene, strokes: Sequence[Stroke]) -> None:
    rng = dice(scene.seed, scene.take, layer.name)
    variants = [_bake(layer, rng, asmr=scene.asmr) for _ in range(min(_VARIANTS, len(strokes)))]
    level = _gain(layer.level + HITS[layer.name].level + _manner_db(layer, scene))
    last = -1
    for stroke in strokes:
        last = (last + int(rng.integers(1, max(2, len(variants))))) % len(variants)
        baked = variants[last]
        gain = np.float32(level * stroke.strength * _gain(rng.uniform(-1, 1)))
        start = stroke.at - baked.anchor
        add_at(out, start, placed(baked.dry * gain, stroke.x))
        add_at(out, start, baked.echo * gain)


def _bake(layer: Layer, rng: np.random.Generator, *, asmr: bool) -> _Baked:
    hit, manner = HITS[layer.name], layer.manner
    dry = hit.make(rng, manner)
    if manner.distant:
        dry = dulled(dry, _DISTANT_HZ)
    if asmr:
        dry = _detailed(dry)
    dry = peaked(dry, HIT_PEAK)
    wet = 0.10 if manner.close or asmr else 0.75 if manner.distant else 0.33
    echo = echoed(dry, 0.18 if asmr else hit.room * (1.5 if manner.distant else 1))
    echo *= np.float32(wet * _WET)
    return _Baked(dry, echo, _loudest(dry) if hit.swells else 0)


def _detailed(sound: Samples) -> Samples:
    """Close to the ear: the highs stand out."""
    return f32(3.2 * sound - 2.2 * dulled(sound, _DETAIL_HZ))


def _loudest(sound: Samples) -> int:
    width = round(0.03 * SAMPLE_RATE)
    return int(np.argmax(np.convolve(np.abs(sound), np.hanning(width), mode="same")))


def _manner_db(layer: Layer, scene: Scene) -> float:
    force = {0.5: -7.0, 1.6: 3.0}.get(layer.manner.force, 0.0)
    if scene.asmr:
        return force / 2 + (5.0 if layer.name in HITS else 0.0)
    return force + _DISTANT_DB * layer.manner.distant


def _gain(decibels: float) -> float:
    return float(10 ** (decibels / 20))


def _gain_curve(decibels: Curve) -> Curve:
    return f32(10 ** (decibels / 20))
