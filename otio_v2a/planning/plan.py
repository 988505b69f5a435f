"""Cues -> parts, segments and their price: decided before anything is sent."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from otio_v2a.model import Cue, Level, Notice, Part, Plan, Prompts, Role, Segment, Stems
from otio_v2a.planning.segments import Frames, PlanOptions, handles, in_frames, split
from otio_v2a.providers.base import Price, Provider, Rooted, usd


def plan(
    cues: Iterable[Cue], provider: Provider, options: PlanOptions, cuts: Sequence[int] = ()
) -> Plan:
    """What a provider would be asked for these cues, and the price of all of it.

    `cuts` are the picture cuts of the timeline in order: record frames.
    """
    limits = provider.limits
    parts: list[Part] = []
    notices: list[Notice] = []
    for cue in cues:
        if by_id(cue, provider):
            parts.extend(_whole(cue, options))
            continue
        frames = in_frames(limits, options, cue.record.rate)
        made = tuple(_parts(cue, frames, options, cuts))
        parts.extend(made)
        said = (*_remarks(cue, made, frames), *_stems(cue, made, provider.price))
        notices.extend((*said, *_unused_id(cue, provider)))
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


def _parts(cue: Cue, frames: Frames, options: PlanOptions, cuts: Sequence[int]) -> Iterator[Part]:
    head, tail = handles(cue.record.length, frames)
    segments = split(cue.record.widened(head, tail), frames, cuts)
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
        yield Notice(cue.address, message, Level.INFO, cue.id)


def _stems(cue: Cue, parts: Sequence[Part], price: Price) -> Iterator[Notice]:
    """What two stems cost more than a mix of both."""
    if len(parts) > 1 and not price.free:
        mix, both = part_price(parts[0], price), sum(part_price(part, price) for part in parts)
        message = f"two stems are two requests: ${usd(Decimal(both))} instead of ${usd(mix)}."
        yield Notice(cue.address, message, Level.INFO, cue.id)


def _remarks(cue: Cue, parts: Sequence[Part], frames: Frames) -> Iterator[Notice]:
    part = parts[0]
    added = frames.shortest - cue.record.length
    if added > 0:
        seconds = float(added / cue.record.rate)
        message = f"shorter than the provider takes: its picture is extended by {seconds:.2f} s."
        yield Notice(cue.address, message, Level.INFO, cue.id)
    if len(part.segments) > 1:
        count = len(part.segments)
        message = f"longer than the provider takes: {count} segments, crossfaded into one take."
        yield Notice(cue.address, message, Level.INFO, cue.id)
