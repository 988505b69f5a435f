"""The table at which a random timeline is dealt: its dice, and what has come up so far."""

from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from random import Random

import timelines
from reference import Json, Medium
from shelf import RATES

ONE = Fraction(1)
SPEEDS = {
    "as shot": (ONE,),
    "fast": (Fraction(2), Fraction(5, 2), Fraction(3)),
    "slow": (Fraction(1, 2), Fraction(3, 4)),
    "by a rate's ratio": (Fraction(1001, 1000), Fraction(1000, 1001), Fraction(25, 24)),
    "frozen": (Fraction(0),),
    "backwards": (Fraction(-1), Fraction(-1, 2), Fraction(-5, 2)),
}
FEATURES = frozenset(
    {
        *("resolve", "premiere", "generic", *(f"{float(rate):.3f} fps" for rate in RATES)),
        *("gap", "several tracks", "clip off", "track off", "sound track", "Clip.1"),
        *("other rate", "media's rate written", "between media frames", "beyond its media"),
        *SPEEDS,
        *("dissolve", "asymmetric", "one-sided", "wipe", "gap of no length"),
        *("opacity", "scale", "opacity of a compound", "scale of a compound"),
        *("compound", "whole compound", "trimmed compound", "retimed compound"),
        *("compound in a compound", "track in a track"),
        *("dissolve in a compound", "dissolve of a compound"),
        *("letterbox", "alpha", "still"),
    }
)
"""Everything a timeline may have, in the words that `Dealt.features` uses."""


@dataclass(frozen=True)
class Table:
    """Where one timeline is dealt: its dice, what all of it shares, and what it has so far."""

    dice: Random
    folder: Path
    dialect: str
    rate: Fraction
    spelled: float
    media: tuple[Medium, ...]
    seen: set[str] = field(default_factory=set)

    def happens(self, chance: float, feature: str = "") -> bool:
        """Whether the dice say so; the feature is then seen."""
        hit = self.dice.random() < chance
        self.note(feature, when=hit and feature != "")
        return hit

    def note(self, *features: str, when: bool = True) -> None:
        """These are seen."""
        self.seen.update(features if when else ())

    def range(self, start: Fraction, duration: Fraction | int) -> Json:
        """A source_range in frames of the timeline."""
        return timelines.a_range(float(start), float(duration), self.spelled)
