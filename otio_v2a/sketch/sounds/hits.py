"""Discrete layers by name: how each is made, and what in the picture it answers to."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from otio_v2a.sketch.hearing.lexicon import Manner
from otio_v2a.sketch.sounds import grounds, handled, loud, ringing, struck, voices
from otio_v2a.sketch.watching.events import Kind
from otio_v2a.sketch.workshop import Samples

MakeHit = Callable[[np.random.Generator, Manner], Samples]

_MOTION = (Kind.TURN, Kind.STOP, Kind.ONSET)
_STEPS = ((Kind.STEP,), _MOTION)
_STROKES = ((Kind.TURN,), (Kind.STEP,), (Kind.STOP, Kind.ONSET))
_BLOWS = ((*_MOTION, Kind.FLASH), (Kind.CUT,))
_SUDDEN = ((Kind.FLASH,), (Kind.CUT, *_MOTION))
_MOVED = ((Kind.ONSET, Kind.TURN), (Kind.STOP,))
_STOPPED = ((Kind.STOP, Kind.TURN), (Kind.ONSET,))
_ON_CUTS = ((Kind.CUT, Kind.FLASH),)
_STARTED = ((Kind.ONSET,), (Kind.TURN,))


@dataclass(frozen=True, slots=True)
class Hit:
    """A discrete layer: how one is made, and what in the picture it answers to.

    `answers` are groups of kinds; the first group with any event is taken; a layer without any
    keeps its own time. `most` is how many events it takes; `swells` lands by its peak, not its
    start; one that is `struck` also sounds as its material.
    Unit: `every` seconds between sounds when the picture gives none, at an even pace where
    `steady`; `room` seconds of echo; `level` dB.
    """

    make: MakeHit
    answers: tuple[tuple[Kind, ...], ...] = _BLOWS
    every: float = 4.0
    steady: bool = False
    room: float = 0.6
    most: int = 100_000
    swells: bool = False
    struck: bool = False
    level: float = 0.0


HITS: Mapping[str, Hit] = MappingProxyType(
    {
        "bark": Hit(voices.bark, _MOVED, 3, room=0.5, swells=True),
        "bell": Hit(ringing.bell, ((Kind.CUT, *_MOTION),), 5, room=1.8, most=12),
        "boom": Hit(loud.boom, ((Kind.CUT, Kind.FLASH), _MOTION), 9, room=2.0, most=12),
        "bounce": Hit(struck.bounce, ((Kind.TURN,), _MOTION), 1.1, room=0.7, struck=True),
        "brakes": Hit(loud.brakes, _STOPPED, 6, room=0.8, most=4),
        "breath": Hit(voices.breath, (), 3.2, steady=True, room=0.2, level=-5),
        "cat": Hit(voices.cat, _MOVED, 5, room=0.4, most=8, swells=True),
        "chop": Hit(struck.chop, _STROKES, 0.62, steady=True, room=0.35, struck=True),
        "click": Hit(struck.shutter, _SUDDEN, 3, room=0.25),
        "clock": Hit(struck.clock, (), 0.5, steady=True, room=0.3, level=-8),
        "cloth": Hit(handled.cloth, _MOVED, 1.6, room=0.2, swells=True, level=-7),
        "coins": Hit(ringing.coins, _BLOWS, 4, room=0.5, most=12, level=-4),
        "creak": Hit(handled.creak, _STARTED, 5, room=0.6, most=8, level=-4),
        "dishes": Hit(ringing.dishes, (_MOTION,), 2.6, room=0.5, level=-4),
        "door": Hit(struck.door, _STOPPED, 7, room=0.9, most=3, struck=True),
        "drip": Hit(loud.drip, ((Kind.TURN, Kind.STOP),), 1.7, room=1.4, level=-4),
        "explosion": Hit(loud.explosion, _SUDDEN, 8, room=1.8, most=6),
        "footsteps": Hit(grounds.footstep, _STEPS, 0.53, steady=True, room=0.45),
        "glass": Hit(ringing.glass, _BLOWS, 7, room=0.7, most=3),
        "gunshot": Hit(loud.gunshot, _SUDDEN, 3, room=1.5),
        "hammer": Hit(struck.hammer, _STROKES, 0.85, steady=True, room=0.6, struck=True),
        "heartbeat": Hit(voices.heartbeat, (), 0.86, steady=True, room=0.2),
        "hooves": Hit(grounds.hoof, ((Kind.STEP,), _MOTION), 0.44, steady=True, room=0.5),
        "horn": Hit(loud.horn, _BLOWS, 6, room=1.2, most=6, level=-3),
        "impact": Hit(struck.impact, _BLOWS, 4, room=0.8, struck=True),
        "keyboard": Hit(struck.key, (), 0.16, room=0.25, level=-4),
        "keys": Hit(ringing.keys, (_MOTION,), 3.4, room=0.4, most=20, level=-4),
        "knock": Hit(struck.knock, _BLOWS, 3.5, room=0.5, struck=True),
        "laser": Hit(loud.laser, _SUDDEN, 2.4, room=0.9, level=-3),
        "laughter": Hit(voices.laughter, _MOVED, 4.5, room=0.5, most=12),
        "match": Hit(handled.match, _STARTED, 9, room=0.3, most=3),
        "metal": Hit(ringing.metal, _BLOWS, 2.5, room=1.1),
        "paper": Hit(handled.paper, _MOVED, 2.4, room=0.25, swells=True, level=-4),
        "phone": Hit(ringing.phone, ((Kind.CUT, *_MOTION),), 3.2, room=0.4, most=6, level=-4),
        "pop": Hit(struck.pop, _SUDDEN, 2.6, room=0.5),
        "punch": Hit(struck.punch, _BLOWS, 1.8, room=0.4, struck=True),
        "riser": Hit(loud.riser, _ON_CUTS, 9, room=0.6, most=4, swells=True),
        "saw": Hit(handled.saw, _STROKES, 1.0, steady=True, room=0.4),
        "scratch": Hit(handled.scratch, _STROKES, 1.5, room=0.2, level=-5),
        "snap": Hit(struck.snap, _BLOWS, 2.2, room=0.5),
        "splash": Hit(loud.splash, _BLOWS, 4, room=0.6),
        "stones": Hit(struck.stones, _BLOWS, 2.8, room=0.6, most=20),
        "sword": Hit(ringing.sword, _BLOWS, 1.9, room=0.9),
        "thunder": Hit(loud.thunder, ((Kind.FLASH,), (Kind.CUT,)), 9, room=2.4, most=40),
        "whoosh": Hit(
            loud.whoosh, ((Kind.CUT, Kind.ONSET), (Kind.TURN,)), 3, room=0.7, swells=True
        ),
        "wings": Hit(voices.wings, _MOVED, 2.2, room=0.4, swells=True, level=-4),
        "zip": Hit(ringing.zip_up, _STARTED, 4, room=0.25, most=6, level=-4),
    }
)
"""Every discrete layer by its lexicon name."""
