"""Takes -> lanes: which track each sound stands on, where it fades, and where two crossfade.

V2A SFX    ▁▁███████x██████▁▁▁    x abutting cues: a Transition where the dialect keeps it,
V2A SFX 2  ▁▁▁▁▁▁████▁▁▁▁▁▁▁▁       else both run on by half a crossfade, on two lanes
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, product

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

    The file holds `record` with `head` and `tail` handles; `half_in` and `half_out` of them are
    heard in a Transition. `fade_in` and `fade_out` are baked crossfade lengths, 0 where the plain
    edge fade (or a Transition) does.
    """

    finished: Finished
    record: Span
    head: int = 0
    tail: int = 0
    half_in: int = 0
    half_out: int = 0
    fade_in: int = 0
    fade_out: int = 0

    @property
    def cue(self) -> Cue:
        """The cue it sounds for."""
        return self.finished.part.cue

    @property
    def role(self) -> Role:
        """What it is for."""
        return self.finished.part.role

    @property
    def alternate(self) -> bool:
        """Whether another take was chosen."""
        return self.finished.alternate

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
    finished: Iterable[Finished],
    crossfade: int,
    *,
    transitions: bool,
    start: int = 0,
    handles: bool = True,
) -> tuple[LaidLane, ...]:
    """Every take on a lane of its role.

    Unit: `crossfade` in frames; `start` the timecode of the timeline's first frame, as a frame
    count: no handle reaches back beyond midnight. `transitions` says whether the dialect keeps
    them; without `handles` a file holds what is heard of it alone, where no Transition is.
    """
    takes = tuple(_whole(one, start) for one in finished)
    lanes: list[LaidLane] = []
    for alternate, role in product((False, True), _ORDER):
        of_role = [one for one in takes if (one.alternate, one.role) == (alternate, role)]
        if alternate:
            lanes.extend(_alternates(role, of_role))
        else:
            lanes.extend(_role_lanes(role, _deal(of_role), crossfade // 2, transitions=transitions))
    return tuple(lanes) if handles or transitions else tuple(map(_trimmed, lanes))


def _trimmed(lane: LaidLane) -> LaidLane:
    """The lane with nothing in its files beyond what is heard."""
    return replace(lane, laid=tuple(replace(one, head=0, tail=0) for one in lane.laid))


def _whole(take: Finished, start: int) -> Laid:
    """A take over its cue, with all that was scored beyond it as handles."""
    part = take.part
    head = max(0, min(part.head, start + part.cue.record.start))
    return Laid(take, part.cue.record, head=head, tail=part.tail)


def _deal(takes: Sequence[Laid]) -> list[list[Laid]]:
    """Takes on as few lanes as hold them without overlap; abutting ones stay together."""
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
        meant = _deal([_baked(laid) for lane in meant for laid in lane])
    return [_lane(_name(role, index), role, lane) for index, lane in enumerate(meant)]


def _crossfaded(lane: Sequence[Laid], half: int) -> list[Laid]:
    """The lane's takes with what abutting ones share of their handles in a crossfade."""
    halves = [0, *(_half(left, right, half) for left, right in pairwise(lane)), 0]
    return [
        replace(laid, half_in=halves[index], half_out=halves[index + 1])
        for index, laid in enumerate(lane)
    ]


def _half(left: Laid, right: Laid, half: int) -> int:
    """Frames of crossfade on each side of a cut: what both takes have and no own fade forbids."""
    if left.record.end != right.record.start or left.cue.options.fade or right.cue.options.fade:
        return 0
    shorter = min(left.record.length, right.record.length)
    return max(0, min(half, left.tail, right.head, shorter // 2))


def _baked(laid: Laid) -> Laid:
    """What a crossfade shares turned into sound of its own, faded over the whole crossfade.

    Beyond such a fade there is nothing to be had: no handle is kept on that side.
    """
    return Laid(
        laid.finished,
        laid.record.widened(laid.half_in, laid.half_out),
        head=0 if laid.half_in else laid.head,
        tail=0 if laid.half_out else laid.tail,
        fade_in=2 * laid.half_in,
        fade_out=2 * laid.half_out,
    )


def _lane(name: str, role: Role, laid: Sequence[Laid], *, enabled: bool = True) -> LaidLane:
    crossfades = tuple(2 * one.half_out for one in laid[:-1])
    return LaidLane(name, role, tuple(laid), crossfades, enabled)


def _name(role: Role, index: int) -> str:
    name = f"V2A {role.upper()}"
    return name if index == 0 else f"{name} {index + 1}"


def _alternates(role: Role, takes: Sequence[Laid]) -> list[LaidLane]:
    """Takes that were not chosen, on disabled lanes of their own, a lane a take number."""
    lanes = []
    for number in sorted({one.finished.take for one in takes}):
        dealt = _deal([one for one in takes if one.finished.take == number])
        for index, lane in enumerate(dealt):
            name = f"{_name(role, index)} · take {number}"
            lanes.append(_lane(name, role, lane, enabled=False))
    return lanes


def placed(lane: LaidLane, files: Mapping[Laid, str], stamped: int | None = None) -> Lane:
    """The lane with the files its takes were baked into.

    Unit: `stamped` is the timecode of the timeline's first frame, as a frame count, where files
    carry the timecode at which they stand.
    """
    placements = tuple(
        placement(laid, files[laid], stamped, enabled=lane.enabled) for laid in lane.laid
    )
    return Lane(lane.name, lane.role, placements, lane.crossfades, lane.enabled)


def placement(
    laid: Laid, file: str, stamped: int | None = None, *, enabled: bool = True
) -> Placement:
    """Where a file that a take was baked into stands. `stamped` as in `placed`."""
    return Placement(
        cue=laid.cue,
        role=laid.role,
        take=laid.finished.take,
        record=laid.record,
        file=file,
        head=laid.head,
        tail=laid.tail,
        first=0 if stamped is None else stamped + laid.record.start - laid.head,
        provider=laid.finished.provider,
        enabled=enabled,
    )
