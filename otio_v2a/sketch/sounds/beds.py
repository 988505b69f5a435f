"""Continuous layers by name: how each is made, and how it goes with the picture."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from otio_v2a.sketch.hearing.lexicon import Manner
from otio_v2a.sketch.sounds import household, machines, places, weather
from otio_v2a.sketch.sounds.booth import Booth
from otio_v2a.sketch.workshop import Samples

MakeBed = Callable[[Booth, Manner], Samples]


@dataclass(frozen=True, slots=True)
class Bed:
    """A continuous layer: how it is made, and how many dB it swells with the picture's motion.

    One that `follows` is a thing with a place: it goes to the side where the picture moves.
    Unit: `level` dB; `loop` blocks of 5.5 s, more where something comes and goes.
    """

    make: MakeBed
    breath: float = 2.0
    level: float = 0.0
    follows: bool = False
    loop: int = 2


BEDS: Mapping[str, Bed] = MappingProxyType(
    {
        "airplane": Bed(machines.airplane, 3, follows=True, loop=3),
        "alarm": Bed(machines.alarm, 0, -3),
        "applause": Bed(places.applause, 3),
        "birds": Bed(places.birds, 1, -2, loop=3),
        "bubbles": Bed(weather.bubbles, 4),
        "children": Bed(places.children, 2, -2, loop=3),
        "crowd": Bed(places.crowd, 3),
        "drone": Bed(machines.drone, 3, -1),
        "engine": Bed(machines.engine, 5, follows=True),
        "fan": Bed(machines.fan, 0, -3),
        "fire": Bed(weather.fire, 3),
        "frying": Bed(weather.frying, 2, -2),
        "helicopter": Bed(machines.helicopter, 3, follows=True),
        "hum": Bed(machines.hum, 0, -4),
        "insects": Bed(places.insects, 1, -3),
        "leaves": Bed(weather.leaves, 5, -2, loop=3),
        "machine": Bed(machines.machine, 3),
        "pouring": Bed(weather.pouring, 3, follows=True),
        "purr": Bed(household.purr, 1, -2, follows=True),
        "rain": Bed(weather.rain, 1.5),
        "room": Bed(places.room, 0, -8),
        "siren": Bed(machines.siren, 2, -3, follows=True, loop=3),
        "static": Bed(weather.static, 2, -3),
        "tools": Bed(machines.tools, 4, -2, follows=True),
        "traffic": Bed(places.traffic, 3, loop=3),
        "train": Bed(machines.train, 2, follows=True),
        "water": Bed(weather.water, 3),
        "waves": Bed(weather.waves, 2, loop=3),
        "wind": Bed(weather.wind, 6, loop=3),
        "writing": Bed(household.writing, 4, -2, follows=True),
    }
)
"""Every continuous layer by its lexicon name."""
