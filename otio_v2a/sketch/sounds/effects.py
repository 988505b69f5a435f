"""The effects of a cue: beds that breathe with the picture, and hits on its events."""

from collections.abc import Sequence

import numpy as np

from otio_v2a.providers.base import Tell
from otio_v2a.sketch.hearing.lexicon import Heard, Layer
from otio_v2a.sketch.sounds.beds import BEDS
from otio_v2a.sketch.sounds.dealing import Stroke, deal, synced, unsynced
from otio_v2a.sketch.sounds.hits import HITS
from otio_v2a.sketch.sounds.laying import breathing, lay_bed, sides
from otio_v2a.sketch.sounds.scene import Scene
from otio_v2a.sketch.sounds.striking import lay_hits
from otio_v2a.sketch.watching.events import Happening, Kind
from otio_v2a.sketch.watching.seeing import seen
from otio_v2a.sketch.workshop import Samples, dice

__all__ = ["Scene", "effects", "from_prompt"]

_ROOM_UNDER = Layer("room", -14.0)
_WITH_GAPS = frozenset({"pouring", "tools", "writing"})  # beds that fall silent now and then


def effects(scene: Scene, tell: Tell) -> Samples:
    """All layers of a scene, not yet levelled. Shape: (2, samples)."""
    out = np.zeros((2, scene.length), np.float32)
    events = seen(scene.watched)
    layers = scene.layers or _from_picture(events)
    beds = tuple(layer for layer in layers if layer.name in BEDS)
    if all(layer.name in _WITH_GAPS for layer in beds):
        beds = (*beds, _ROOM_UNDER)
    strokes = _strokes(scene, tuple(layer for layer in layers if layer.name in HITS), events)
    breath, pan = breathing(scene.watched), sides(scene.watched)
    for done, layer in enumerate(beds):
        lay_bed(out, layer, scene, breath, pan)
        tell((done + 1) / (len(beds) + len(strokes)))
    for done, (layer, played) in enumerate(strokes):
        lay_hits(out, layer, scene, played)
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
