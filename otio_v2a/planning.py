"""Cues -> parts, segments and their price: decided before anything is sent."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

from otio_v2a.model import Cue, Level, Notice, Part, Plan, Prompts, Role, Segment, Span, Stems
from otio_v2a.providers.base import Limits, Price, Provider, Rooted


@dataclass(frozen=True, slots=True)
class PlanOptions:
    """What a run asks of every cue that does not ask otherwise. Unit: seconds."""

    takes: int = 1
    stems: Stems = Stems.MIX
    crossfade: Fraction = Fraction(1)
    handles: Fraction = Fraction(1)


@dataclass(frozen=True, slots=True)
class Frames:
    """Limits and lengths in whole frames of the timeline.

    `single` is the most frames one segment may have alone; `piece` the most where a cue is split:
    a frame less, so that no rounding on the way reaches the provider's limit.
    """

    shortest: int
    single: int | None
    crossfade: int
    handles: int

    @property
    def piece(self) -> int:
        """The most frames a segment of a split cue may have; meaningless without a limit."""
        return max(2, (self.single or 0) - 1)

    @property
    def overlap(self) -> int:
        """Frames that neighbouring segments share, at most half a segment."""
        return min(self.crossfade, self.piece // 2)


def in_frames(limits: Limits, options: PlanOptions, rate: Fraction) -> Frames:
    """A provider's limits as whole frames at an exact rate, none exceeding what was said."""
    longest = limits.max_seconds
    return Frames(
        shortest=ceil((limits.min_seconds or 0) * rate),
        single=None if longest is None else max(2, floor(longest * rate) - limits.margin),
        crossfade=floor(options.crossfade * rate),
        handles=floor(options.handles * rate),
    )


def handles(length: int, frames: Frames) -> tuple[int, int]:
    """Head and tail handle of a cue of `length` frames.

    They never cost a further segment, and they fill a cue that is too short for the provider.
    """
    room = 2 * frames.handles if frames.single is None else _room(length, frames, frames.single)
    side = min(frames.handles, room // 2)
    missing = max(0, frames.shortest - length - 2 * side)
    return side + missing // 2, side + missing - missing // 2


def _room(length: int, frames: Frames, single: int) -> int:
    """Frames of picture that fit beside a cue in the segments it needs anyway."""
    count = segment_count(length, frames)
    if count == 1:
        return max(0, single - length)
    return count * frames.piece - (count - 1) * frames.overlap - length


def segment_count(length: int, frames: Frames) -> int:
    """The fewest segments that hold `length`: (length + (n - 1) overlap) / n within the limit."""
    if frames.single is None or length <= frames.single:
        return 1
    return -(-(length - frames.overlap) // (frames.piece - frames.overlap))


def split(record: Span, frames: Frames) -> tuple[Segment, ...]:
    """Equal segments that cover a picture span, neighbours sharing at least the crossfade."""
    count = segment_count(record.length, frames)
    size = (
        -(-(record.length + (count - 1) * frames.overlap) // count) if count > 1 else record.length
    )
    step = record.length - size
    starts = [record.start + step * index // max(1, count - 1) for index in range(count)]
    return tuple(
        Segment(index, Span(start, size, record.rate)) for index, start in enumerate(starts)
    )


def plan(cues: Iterable[Cue], provider: Provider, options: PlanOptions) -> Plan:
    """What a provider would be asked for these cues, and the price of all of it."""
    limits = provider.limits
    parts: list[Part] = []
    notices: list[Notice] = []
    for cue in cues:
        if by_id(cue, provider):
            parts.extend(_whole(cue, options))
            continue
        frames = in_frames(limits, options, cue.record.rate)
        made = tuple(_parts(cue, frames, options))
        parts.extend(made)
        notices.extend((*_remarks(cue, made, frames), *_unused_id(cue, provider)))
    price = sum((part_price(part, provider.price) for part in parts), Decimal(0))
    return Plan(provider.name, tuple(parts), price, tuple(notices))


def part_price(part: Part, price: Price) -> Decimal:
    """USD for every request of a part."""
    once = (segment_price(segment, price) for segment in part.segments)
    return len(part.takes) * sum(once, Decimal(0))


def segment_price(segment: Segment, price: Price) -> Decimal:
    """USD for one request."""
    return price.of(segment.record.length / segment.record.rate)


def by_id(cue: Cue, provider: Provider) -> bool:
    """Whether the provider is sent the id of a clip it made itself, instead of a picture."""
    taken = isinstance(provider, Rooted) and provider.takes_video_id
    return bool(taken and cue.options.video_id)


def _whole(cue: Cue, options: PlanOptions) -> Iterator[Part]:
    """A cue in one piece, without handles: the provider knows the clip by its id."""
    takes = tuple(range(1, (cue.options.takes or options.takes) + 1))
    for role, prompts in roles(cue, cue.options.stems or options.stems):
        yield Part(cue, role, prompts, (Segment(0, cue.record),), 0, 0, takes)


def _parts(cue: Cue, frames: Frames, options: PlanOptions) -> Iterator[Part]:
    head, tail = handles(cue.record.length, frames)
    segments = split(cue.record.widened(head, tail), frames)
    takes = tuple(range(1, (cue.options.takes or options.takes) + 1))
    for role, prompts in roles(cue, cue.options.stems or options.stems):
        yield Part(cue, role, prompts, segments, head, tail, takes)


def roles(cue: Cue, stems: Stems) -> tuple[tuple[Role, Prompts], ...]:
    """The roles a cue is scored in, with what each sends: one mix, or two stems."""
    prompts = cue.prompts
    if len(cue.roles) == 1:
        return ((next(iter(cue.roles)), prompts),)
    if stems is Stems.MIX or not cue.roles:
        return ((Role.MIX, prompts),)
    return (
        (Role.SFX, prompts.model_copy(update={"background_music": ""})),
        (Role.BGM, prompts.model_copy(update={"sound_effect": ""})),
    )


def _unused_id(cue: Cue, provider: Provider) -> Iterator[Notice]:
    if cue.options.video_id:
        message = f"{provider.name} knows no video_id: its picture is sent instead."
        yield Notice(cue.address, message, Level.INFO)


def _remarks(cue: Cue, parts: Sequence[Part], frames: Frames) -> Iterator[Notice]:
    part = parts[0]
    added = frames.shortest - cue.record.length
    if added > 0:
        seconds = float(added / cue.record.rate)
        message = f"shorter than the provider takes: its picture is extended by {seconds:.2f} s."
        yield Notice(cue.address, message, Level.INFO)
    if len(part.segments) > 1:
        count = len(part.segments)
        message = f"longer than the provider takes: {count} segments, crossfaded into one take."
        yield Notice(cue.address, message, Level.INFO)
