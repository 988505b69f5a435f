"""How a cue stands, in a word and in a sentence: from its takes and the requests still open."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType

from otio_v2a.gateway.ledger import Entry
from otio_v2a.model import Role
from otio_v2a.score.gathering import Known, Standings
from otio_v2a.score.placing import Takes
from otio_v2a.score.standing import Standing


class State(StrEnum):
    """How a marker stands, the most urgent first."""

    HELD = "held"
    FAILED = "failed"
    UNCERTAIN = "uncertain"
    UNDER_WAY = "under way"
    NOT_SCORED = "not scored"
    SCORED = "scored"
    SKIPPED = "skipped"


Told = tuple[State, str]
"""A state, and the same in words: with the take that is chosen, or the reason."""


def together(parts: Iterable[Takes], known: Known) -> Told:
    """How a cue stands: as the worst of its parts. What they have in common is said once."""
    told = {one.part.role: _part(one, known) for one in parts}
    texts: Mapping[Role, str] = {role: text for role, (_, text) in told.items()}
    if len(set(texts.values())) == 1:
        return next(iter(told.values()))
    return _worst(told.values())[0], "; ".join(f"{role} {text}" for role, text in texts.items())


def _worst(told: Iterable[Told]) -> Told:
    order = list(State)
    return min(told, key=lambda one: order.index(one[0]))


def _part(found: Takes, known: Known) -> Told:
    """How one part stands: its chosen take, and what has become of those that are not finished."""
    if found.ordered.problem:
        return State.FAILED, f"failed: {found.ordered.problem}"
    waiting: dict[int, Standings] = {}
    for asked, how in known.standings[found.part.key]:
        if asked.take not in found.done:
            waiting[asked.take] = (*waiting.get(asked.take, ()), (asked, how))
    left = {take: _take(pairs, known.entries) for take, pairs in waiting.items()}
    if not found.done:
        return _worst(left.values())
    scored = State.SCORED, _scored(found)
    others = (f"take {take} {text}" for take, (_, text) in left.items())
    return _worst((scored, *left.values()))[0], "; ".join((scored[1], *others))


def _scored(found: Takes) -> str:
    """`scored: take 1`, or `scored: take 2 chosen of 1, 2`."""
    several = f" chosen of {', '.join(map(str, found.done))}" if len(found.done) > 1 else ""
    return f"{State.SCORED}: take {found.chosen}{several}"


def _take(pairs: Standings, entries: Mapping[str, Entry]) -> Told:
    """How a take stands that is not finished: as the worst of its segments."""
    return _worst(_request(entries.get(asked.key), how) for asked, how in pairs)


def _request(entry: Entry | None, how: Standing) -> Told:
    """How one request stands. What failed, and would be tried again, has failed until then."""
    why = entry.message if entry else ""
    again = how is Standing.TO_SEND and entry and entry.state in ("failed", "rejected") and why
    state = State.FAILED if again else _STATES[how]
    if state is State.UNCERTAIN:
        why = why or "its answer was lost."
    return state, f"{state}: {why}" if why and state in _EXPLAINED else str(state)


_EXPLAINED = frozenset({State.FAILED, State.UNCERTAIN})
_STATES: Mapping[Standing, State] = MappingProxyType(
    {
        Standing.TO_SEND: State.NOT_SCORED,
        Standing.SOUGHT: State.UNCERTAIN,
        Standing.UNDER_WAY: State.UNDER_WAY,
        Standing.UNCERTAIN: State.UNCERTAIN,
        Standing.FAILED: State.FAILED,
        Standing.DONE: State.SCORED,
    }
)
