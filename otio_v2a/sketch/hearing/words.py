"""The word tables read once, which layers hide which, and the words that ask for nothing."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from otio_v2a.sketch.hearing.continuous import CONTINUOUS
from otio_v2a.sketch.hearing.friends import FALSE_FRIENDS
from otio_v2a.sketch.hearing.guessed import AMBIENCE, PLACES, THINGS, UNCLEAR
from otio_v2a.sketch.hearing.living import LIVING
from otio_v2a.sketch.hearing.manners import BETWEEN, MANNERS, MATERIALS, SURFACES
from otio_v2a.sketch.hearing.notation import Entry, entries, names
from otio_v2a.sketch.hearing.objects import OBJECTS
from otio_v2a.sketch.hearing.several import SEVERAL

TABLES: Mapping[str, str] = MappingProxyType(
    {
        "sounds": SEVERAL + CONTINUOUS + LIVING + OBJECTS,
        "things": THINGS,
        "unclear": UNCLEAR,
        "places": PLACES,
        "ambience": AMBIENCE,
        "false friends": FALSE_FRIENDS,
        "manners": MANNERS,
        "surfaces": SURFACES,
        "materials": MATERIALS,
        "between": BETWEEN,
    }
)
"""Every word table by what it is for."""

CONTINUOUS_LAYERS, DISCRETE_LAYERS = names(CONTINUOUS), names(LIVING + OBJECTS)

LAYERS: tuple[str, ...] = (*CONTINUOUS_LAYERS, *DISCRETE_LAYERS)
"""Every layer that words can ask for."""


@cache
def table(name: str) -> tuple[Entry, ...]:
    """One of `TABLES`, as patterns."""
    return entries(TABLES[name])


HIDES: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        name: frozenset(hidden.split())
        for name, hidden in {
            "airplane": "whoosh engine",
            "alarm": "click",
            "applause": "crowd",
            "bark": "impact",
            "bounce": "stones",
            "boom": "impact",
            "brakes": "engine traffic impact",
            "breath": "wind",
            "chop": "dishes sword impact",
            "click": "impact",
            "clock": "heartbeat",
            "creak": "leaves",
            "dishes": "impact",
            "door": "impact scratch whoosh",
            "drip": "water impact rain",
            "engine": "whoosh traffic stones hum",
            "explosion": "impact",
            "fan": "hum drone",
            "fire": "impact",
            "footsteps": "metal stones water leaves waves impact click cloth fire traffic crowd"
            " paper",
            "frying": "water",
            "glass": "impact dishes",
            "gunshot": "impact",
            "hammer": "impact metal knock",
            "helicopter": "drone whoosh airplane",
            "hooves": "impact stones leaves",
            "horn": "engine traffic",
            "impact": "stones leaves",
            "keyboard": "click knock writing",
            "keys": "door metal impact",
            "knock": "door glass impact",
            "laughter": "crowd",
            "machine": "hum",
            "match": "fire",
            "metal": "impact",
            "paper": "impact",
            "phone": "alarm",
            "pouring": "water dishes glass",
            "purr": "cat breath",
            "rain": "impact water drip glass stones leaves metal traffic",
            "saw": "snap",
            "scratch": "stones leaves metal",
            "siren": "alarm engine traffic whoosh",
            "splash": "water impact waves",
            "stones": "impact",
            "sword": "metal impact whoosh",
            "thunder": "impact drone boom",
            "tools": "impact stones traffic",
            "train": "engine whoosh",
            "water": "impact stones",
            "waves": "impact water stones",
            "wind": "whoosh",
            "writing": "paper scratch stones",
            "zip": "cloth",
        }.items()
    }
)
"""Layers that another of the same clause explains: the water of "steps in water" is a surface."""

_LITTLE = """
a across all an and are as at background be being by can cinematic clip coming comes down each
effect effects every foley for foreground from fx get gets go goes going has have he hear
heard hearing her hers high him his i in inside into is it its just less like lots man me more
music my near no noise noises of off on one only onto or our out own person please quality
realistic recording really scene several sfx she some someone sound sounds sounding soundtrack
still that the their them then there they thing things this three through to two under up very
video we what when where which while who whole with woman you your
"""

LITTLE = frozenset(_LITTLE.split())
"""Words that ask for nothing by themselves."""
