"""Takes -> lanes: which track each sound stands on, where it fades, and where two crossfade.

V2A SFX    ▁▁███████x██████▁▁▁    x abutting cues: a Transition where the dialect keeps it,
V2A SFX 2  ▁▁▁▁▁▁████▁▁▁▁▁▁▁▁       else both run on by half a crossfade, on two lanes
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from otio_v2a.model import Cue, Lane, Part, PartKey, Placement, Role, Span

_ORDER = (Role.SFX, Role.BGM, Role.MIX)


@dataclass(frozen=True, slots=True)
class Finished:
    """A scored take, ready to be laid: its part and its number."""

    part: Part
    take: int
    provider: str
    alternate: bool = False


@dataclass(frozen=True, slots=True)
class Laid:
    """Where a take stands and how its file is cut. Unit: frames of the timeline.

    The file shows `record` with `head` and `tail` handles; `fade_in` and `fade_out` are baked
    crossfade lengths, 0 where the plain edge fade (or a Transition) does.
    """

    finished: Finished
    record: Span
    head: int = 0
    tail: int = 0
    fade_in: int = 0
    fade_out: int = 0

    @property
    def cue(self) -> Cue:
        """The cue it sounds for."""
        return self.finished.part.cue

    @property
    def key(self) -> PartKey:
        """The part it is a take of."""
        return self.finished.part.key


@dataclass(frozen=True, slots=True)
class LaidLane:
    """One future track: takes in record order and the Transition lengths between them."""

    name: str
    role: Role
    laid: tuple[Laid, ...]
    crossfades: tuple[int, ...]
    enabled: bool = True


def lay_out(
    finished: Iterable[Finished], crossfade: int, *, transitions: bool
) -> tuple[LaidLane, ...]:
    """Every take on a lane of its role.

    Unit: `crossfade` in frames. `transitions` says whether the dialect keeps them.
    """
    takes = tuple(finished)
    lanes: list[LaidLane] = []
    for role in _ORDER:
        chosen = [one for one in takes if one.part.role is role and not one.alternate]
        lanes.extend(_role_lanes(role, _deal(chosen), crossfade // 2, transitions=transitions))
    for role in _ORDER:
        lanes.extend(
            _alternates(role, [one for one in takes if one.part.role is role and one.alternate])
        )
    return tuple(lanes)


def _deal(takes: Sequence[Finished]) -> list[list[Laid]]:
    """Takes on as few lanes as hold them without overlap; abutting ones stay together."""
    return _deal_laid([Laid(one, one.part.cue.record) for one in takes])


def _deal_laid(takes: Sequence[Laid]) -> list[list[Laid]]:
    lanes: list[list[Laid]] = []
    for laid in sorted(takes, key=lambda one: (one.record.start, one.record.end, one.cue.id)):
        free = [lane for lane in lanes if lane[-1].record.end <= laid.record.start]
        abutting = [lane for lane in free if lane[-1].record.end == laid.record.start]
        if free:
            (abutting or free)[0].append(laid)
        else:
            lanes.append([laid])
    return lanes


def _role_lanes(
    role: Role, lanes: list[list[Laid]], half: int, *, transitions: bool
) -> list[LaidLane]:
    meant = [_crossfaded(lane, half) for lane in lanes]
    if not transitions:
        meant = _deal_laid([_baked(laid) for lane in meant for laid in lane])
    return [_lane(_name(role, index), role, lane) for index, lane in enumerate(meant)]


def _crossfaded(lane: Sequence[Laid], half: int) -> list[Laid]:
    """The lane's takes with the handles that crossfades between abutting ones need."""
    halves = [0, *(_half(left, right, half) for left, right in pairwise(lane)), 0]
    return [
        replace(laid, head=halves[index], tail=halves[index + 1]) for index, laid in enumerate(lane)
    ]


def _half(left: Laid, right: Laid, half: int) -> int:
    """Frames of crossfade on each side of a cut: what both takes have and no own fade forbids."""
    if left.record.end != right.record.start or left.cue.options.fade or right.cue.options.fade:
        return 0
    shorter = min(left.record.length, right.record.length)
    return max(0, min(half, left.finished.part.tail, right.finished.part.head, shorter // 2))


def _baked(laid: Laid) -> Laid:
    """Handles turned into sound of its own, faded over the whole crossfade."""
    record = laid.record.widened(laid.head, laid.tail)
    return Laid(laid.finished, record, fade_in=2 * laid.head, fade_out=2 * laid.tail)


def _lane(name: str, role: Role, laid: Sequence[Laid], *, enabled: bool = True) -> LaidLane:
    crossfades = tuple(
        2 * left.tail if left.record.end == right.record.start else 0
        for left, right in pairwise(laid)
    )
    return LaidLane(name, role, tuple(laid), crossfades, enabled)


def _name(role: Role, index: int) -> str:
    name = f"V2A {role.upper()}"
    return name if index == 0 else f"{name} {index + 1}"


def _alternates(role: Role, takes: Sequence[Finished]) -> list[LaidLane]:
    """Takes that were not chosen, on disabled lanes of their own, a lane a take number."""
    lanes = []
    for number in sorted({one.take for one in takes}):
        dealt = _deal([one for one in takes if one.take == number])
        for index, lane in enumerate(dealt):
            name = f"{_name(role, index)} · take {number}"
            lanes.append(_lane(name, role, lane, enabled=False))
    return lanes


def placed(lane: LaidLane, files: dict[Laid, str]) -> Lane:
    """The lane with the files its takes were baked into."""
    placements = tuple(
        Placement(
            cue=laid.cue,
            role=lane.role,
            take=laid.finished.take,
            record=laid.record,
            file=files[laid],
            head=laid.head,
            tail=laid.tail,
            provider=laid.finished.provider,
            enabled=lane.enabled,
        )
        for laid in lane.laid
    )
    return Lane(lane.name, lane.role, placements, lane.crossfades, lane.enabled)
