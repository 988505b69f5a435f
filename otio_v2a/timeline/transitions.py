"""Transitions between the children of a track: how far they reach, and what they mix.

Source: OTIO's Transition.1: `in_offset` before the cut, `out_offset` after it, no length itself.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from otio_v2a.edit import Event, Transition
from otio_v2a.errors import TimelineError
from otio_v2a.model import Span
from otio_v2a.timeline.clips import schema, text
from otio_v2a.timeline.items import Setting
from otio_v2a.timeline.scene import View
from otio_v2a.timeline.times import Exact, frames

_DISSOLVE = "SMPTE_Dissolve"
_HALF = Fraction(1, 2)


@dataclass(frozen=True, slots=True)
class Reach:
    """How far a transition shows both its sides around its cut. Unit: exact frames."""

    before: Exact = 0
    after: Exact = 0


NOWHERE = Reach()


def reaches(
    every: list[Any], setting: Setting, address: str
) -> tuple[dict[int, Reach], list[TimelineError]]:
    """How far the transitions among the children of a track reach, by their index; what is wrong.

    One that cannot be read reaches nowhere: it leaves a cut.
    """
    found: dict[int, Reach] = {}
    wrong: list[TimelineError] = []
    for index, child in enumerate(every):
        if schema(child) == "Transition":
            found[index] = NOWHERE
            try:
                found[index] = _reach(child, setting, address)
            except TimelineError as error:
                wrong.append(error)
    return found, wrong


@dataclass(frozen=True, slots=True)
class Joint:
    """A transition between two children of a track. Unit: `position` in exact frames of it."""

    written: dict[str, Any]
    reach: Reach
    position: Exact

    def transition(
        self, view: View, rate: Fraction, outgoing: Event | None, incoming: Event | None
    ) -> Transition | None:
        """The transition as it is seen; None when nothing is seen of it.

        At each record frame the share is that in the middle of it: half a step at the first.
        """
        cut = view.base + self.position * view.scale
        begin = cut - self.reach.before * view.scale
        end = cut + self.reach.after * view.scale
        start, stop = view.seen(begin, end)
        first, last = view.frame(start), view.frame(stop)
        if last <= first or (outgoing is None and incoming is None):
            return None
        length = Fraction(end - begin)
        kind = text(self.written.get("transition_type"))
        name = text(self.written.get("name")) or kind
        label = f"'{name}'" if name else _sides(view.address, outgoing, incoming)
        return Transition(
            address=f"{view.address}, transition {label}",
            record=Span(first, last - first, rate),
            outgoing=outgoing,
            incoming=incoming,
            share=(first - begin + view.scale * _HALF) / length,
            step=1 / length,
            unsupported="" if kind == _DISSOLVE else "it is shown as a dissolve",
        )


def _sides(address: str, outgoing: Event | None, incoming: Event | None) -> str:
    """What a transition without a name joins, of the track at an address."""
    joined = (("from", outgoing), ("to", incoming))
    return " ".join(
        f"{word} {event.address.removeprefix(f'{address}, ')}" for word, event in joined if event
    )


def _reach(transition: dict[str, Any], setting: Setting, address: str) -> Reach:
    before, after = (
        max(0, frames(transition[name], setting.rate, address)) if transition.get(name) else 0
        for name in ("in_offset", "out_offset")
    )
    return Reach(before, after)
