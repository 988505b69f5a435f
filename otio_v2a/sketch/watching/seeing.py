"""Everything that is seen to happen in a picture."""

from otio_v2a.sketch.watching.events import Happening, Kind, happenings
from otio_v2a.sketch.watching.walking import footfalls
from otio_v2a.sketch.watching.watch import Watched

_OTHERS = frozenset({Kind.TURN, Kind.STOP, Kind.ONSET})
_STRIDE = 1.0  # seconds from one step to the next, at most


def seen(watched: Watched) -> tuple[Happening, ...]:
    """All events of a picture, steps among them, in frame order.

    Turns, stops and onsets between two steps are the walker's own, and left out.
    """
    steps = footfalls(watched)
    stride = _STRIDE * float(watched.rate)

    def is_walkers(event: Happening) -> bool:
        return event.kind in _OTHERS and any(abs(event.frame - one.frame) < stride for one in steps)

    events = [one for one in happenings(watched) if not is_walkers(one)]
    return tuple(sorted((*events, *steps)))
