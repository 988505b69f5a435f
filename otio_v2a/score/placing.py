"""Finished takes -> lanes: one chosen for each part, laid out, baked, ready for the timeline."""

import asyncio
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from otio_v2a.gateway.ledger import Entry, Ledger
from otio_v2a.layout import Finished, Laid, LaidLane, lay_out, placed
from otio_v2a.model import Lane, Notice, Part, PartKey
from otio_v2a.score.baking import Baked, Baker
from otio_v2a.score.heard import Heard
from otio_v2a.score.orders import Order, Ordered, finished
from otio_v2a.score.progress import Watch
from otio_v2a.score.workfolder import WorkFolder


@dataclass(frozen=True, slots=True)
class Takes:
    """What is scored: for each part the finished take numbers, and the one to be placed."""

    ordered: Ordered
    done: tuple[int, ...]
    chosen: int | None

    @property
    def part(self) -> Part:
        """The part they are takes of."""
        return self.ordered.part


@dataclass(frozen=True, slots=True)
class PlaceOptions:
    """How takes are laid.

    Unit: `crossfade` in frames; `start` the timecode of the timeline's first frame, as a frame
    count. `stamped` says whether files carry their timecode, `handles` whether they hold more than
    is heard.
    """

    transitions: bool
    crossfade: int
    start: int = 0
    stamped: bool = False
    alternates: bool = False
    handles: bool = True


@dataclass(frozen=True, slots=True)
class Placed:
    """What placing came to: lanes, files and what is heard in them, why parts failed, remarks."""

    lanes: tuple[Lane, ...]
    files: Mapping[PartKey, str]
    problems: Mapping[PartKey, str]
    notices: tuple[Notice, ...]
    heard: Mapping[PartKey, Heard] = field(default_factory=dict)


def takes(
    ordered: Iterable[Ordered], ledger: Ledger | None, folder: WorkFolder
) -> tuple[Takes, ...]:
    """The finished takes of every part; a person's choice wins over the lowest number.

    Where there is no ledger yet nothing is finished.
    """
    known = ledger.entries() if ledger else {}
    choices = ledger.chosen() if ledger else {}
    highest = max((entry.take for entry in known.values()), default=0)
    found = []
    for one in ordered:
        numbers = tuple(
            take for take in range(1, highest + 1) if _whole(one.of_take(take), known, folder)
        )
        wanted = choices.get(one.part.key)
        found.append(
            Takes(one, numbers, wanted if wanted in numbers else min(numbers, default=None))
        )
    return tuple(found)


def _whole(orders: Sequence[Order], known: Mapping[str, Entry], folder: WorkFolder) -> bool:
    return bool(orders) and all(finished(order, known, folder) for order in orders)


async def place_takes(
    found: Sequence[Takes], baker: Baker, options: PlaceOptions, watch: Watch
) -> Placed:
    """The takes laid out and baked. One that cannot be baked drops its cue, not the others."""
    problems: dict[PartKey, str] = {}
    while True:
        kept = {one.part.key: one for one in found if one.part.key not in problems}
        chosen = _finished(kept.values(), alternates=options.alternates)
        lanes = lay_out(
            chosen,
            options.crossfade,
            transitions=options.transitions,
            start=options.start,
            handles=options.handles,
        )
        every = [laid for lane in lanes for laid in lane.laid]
        jobs = [
            baker.bake(laid, kept[laid.key].ordered.of_take(laid.finished.take), watch)
            for laid in every
        ]
        sounds = dict(zip(every, await asyncio.gather(*jobs), strict=True))
        failed = {laid.key: sound.problem for laid, sound in sounds.items() if sound.problem}
        if not failed:
            return _placed(lanes, sounds, problems, options)
        problems.update(failed)


def _finished(found: Iterable[Takes], *, alternates: bool) -> Iterator[Finished]:
    for one in found:
        for take in one.done:
            if take == one.chosen or alternates:
                yield Finished(one.part, take, one.ordered.provider.name, take != one.chosen)


def _placed(
    lanes: Sequence[LaidLane],
    sounds: Mapping[Laid, Baked],
    problems: Mapping[PartKey, str],
    options: PlaceOptions,
) -> Placed:
    stamped = options.start if options.stamped else None
    files = {laid: str(sound.path) for laid, sound in sounds.items()}
    heard = {laid: sound for laid, sound in sounds.items() if not laid.finished.alternate}
    return Placed(
        tuple(placed(lane, files, stamped) for lane in lanes),
        {laid.key: str(sound.path) for laid, sound in heard.items()},
        problems,
        tuple(
            Notice(laid.cue.address, remark, cue=laid.cue.id)
            for laid, sound in heard.items()
            for remark in sound.remarks
        ),
        {laid.key: sound.heard for laid, sound in heard.items() if sound.heard},
    )
