"""What is known of a timeline -> what the page is told. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from otio_v2a.gateway.ledger import number
from otio_v2a.model import Cue, Notice, Part, PartKey, Prompts, Span
from otio_v2a.planning import segment_price
from otio_v2a.providers.base import Price
from otio_v2a.review.advice import advice
from otio_v2a.review.told import (
    CueView,
    EventView,
    HeldView,
    Noticed,
    PartView,
    PlanView,
    RequestView,
    Seller,
    TakeView,
    Where,
    Words,
)
from otio_v2a.score.audition import Audition
from otio_v2a.score.heard import Seen, known
from otio_v2a.score.outlook import Outlook, Undecided
from otio_v2a.score.prepare import Prepared
from otio_v2a.score.report import worst_first
from otio_v2a.timecode import SAMPLE_RATE, timecode


@dataclass(frozen=True, slots=True)
class Known:
    """A timeline, what is left to do, and which takes are there. `addresses` makes URLs of files.

    `title` is what it is called; `is_handed`: somebody else scores it.
    """

    prepared: Prepared
    ahead: Outlook
    takes: Mapping[PartKey, tuple[tuple[int, ...], int | None]]
    undecided: tuple[Undecided, ...]
    sellers: tuple[Seller, ...]
    version: int
    addresses: "Addresses"
    title: str
    is_handed: bool = False


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the page finds files: `media/KEY/KIND/NAME`, which nobody guesses."""

    key: str

    def of(self, kind: str, name: str) -> str:
        """The address of a file of a kind."""
        return f"/media/{self.key}/{kind}/{name}"


def plan_view(known_: Known) -> PlanView:
    """The whole plan."""
    prepared, ahead = known_.prepared, known_.ahead
    document, settings = prepared.document, prepared.settings
    edit = document.edit
    notices = worst_first((*prepared.notices, *ahead.remarks))
    ids = {cue.id for cue in prepared.spotted.cues}
    about: dict[str, list[Notice]] = {}
    for one in notices:
        about.setdefault(one.cue if one.cue in ids else "", []).append(one)
    marked = {cue.id: cue for cue in prepared.marked.cues}
    return PlanView(
        version=known_.version,
        timeline=str(document.path),
        name=known_.title,
        rate=float(edit.rate),
        drop_frame=edit.drop_frame,
        length=edit.length,
        provider=prepared.provider.name,
        takes=settings.takes,
        stems=settings.stems,
        requests=sum(ahead.requests.values()),
        cost_usd=float(ahead.cost),
        cap_usd=float(settings.max_cost),
        price_is_assumed=prepared.provider.price.assumed,
        is_handed=known_.is_handed,
        sellers=known_.sellers,
        cues=tuple(
            _cue(cue, marked[cue.id], about.get(cue.id, ()), known_)
            for cue in prepared.spotted.cues
        ),
        held=tuple(_held(prepared)),
        notices=tuple(map(_noticed, about.get("", ()))),
    )


def _cue(cue: Cue, marker: Cue, notices: Iterable[Notice], known_: Known) -> CueView:
    prepared = known_.prepared
    parts = [part for part in prepared.plan.parts if part.cue.id == cue.id]
    price = prepared.provider.price
    once = sum((_once(part, price) for part in parts), Decimal(0))
    left = sum((known_.ahead.costs.get(one.key, Decimal(0)) for one in parts), Decimal(0))
    takes = cue.options.takes or prepared.settings.takes
    fade = cue.options.fade
    return CueView(
        id=cue.id,
        name=cue.name,
        address=cue.address,
        where=where(cue.record, prepared),
        prompts=_words(cue.prompts),
        marker=_words(marker.prompts),
        roles=tuple(sorted(cue.roles)),
        takes=takes,
        gain_db=cue.options.gain_db,
        fade=f"{float(fade.amount):g}{fade.unit}" if fade else "",
        edited=(cue.prompts, cue.options) != (marker.prompts, marker.options),
        cost_usd=float(left),
        take_usd=float(once),
        reroll_usd=float(left + once),
        still=known_.addresses.of("still", cue.id),
        parts=tuple(_part(part, known_) for part in parts),
        advice=tuple(advice(cue.prompts)),
        notices=tuple(map(_noticed, notices)),
    )


def _once(part: Part, price: Price) -> Decimal:
    return sum((segment_price(one, price) for one in part.segments), Decimal(0))


def _part(part: Part, known_: Known) -> PartView:
    done, chosen = known_.takes.get(part.key, ((), None))
    return PartView(
        role=part.role,
        segments=tuple(where(one.record, known_.prepared) for one in part.segments),
        requests=known_.ahead.requests.get(part.key, 0),
        cost_usd=float(known_.ahead.costs.get(part.key, Decimal(0))),
        states={str(how): count for how, count in known_.ahead.standings.get(part.key, {}).items()},
        problem=known_.ahead.problems.get(part.key, ""),
        takes=done,
        chosen=chosen,
        undecided=tuple(_undecided(one) for one in known_.undecided if one.part == part.key),
    )


def _undecided(one: Undecided) -> RequestView:
    entry = one.entry
    return RequestView(
        request=number(entry.key),
        is_failed=entry.state == "failed",
        provider=entry.provider,
        sent=entry.created,
        price_usd=float(entry.price),
        message=entry.message,
    )


def where(record: Span, prepared: Prepared) -> Where:
    """A range with its labels."""
    edit = prepared.document.edit
    first, last = (
        timecode(edit.start + frame, edit.rate, drop=edit.drop_frame)
        for frame in (record.start, record.end)
    )
    return Where(
        start=record.start,
        length=record.length,
        seconds=float(record.length / record.rate),
        first=first,
        last=last,
    )


def _words(prompts: Prompts) -> Words:
    return Words(**prompts.model_dump())


def _noticed(notice: Notice) -> Noticed:
    return Noticed(
        level=notice.level, address=notice.address, message=notice.message, cue=notice.cue
    )


def _held(prepared: Prepared) -> Iterator[HeldView]:
    for one in prepared.spotted.held:
        yield HeldView(
            id=one.id,
            name=one.name,
            address=one.address,
            where=where(one.record, prepared) if one.record else None,
            message=one.message,
            skipped=one.skipped,
        )


def take_view(one: Audition, addresses: Addresses) -> TakeView:
    """A take, with what there is to be known of it."""
    heard, head = one.sound.heard, one.sound.heard.head if one.sound.heard else 0.0
    finish = one.finish
    length = (finish.end - finish.start - finish.head - finish.tail) / SAMPLE_RATE
    begin = finish.head / SAMPLE_RATE - head
    return TakeView(
        role=one.role,
        take=one.take,
        chosen=one.chosen,
        problem=one.sound.problem,
        audio="" if one.sound.problem else addresses.of("audio", one.sound.path.name),
        name=one.sound.path.name,
        seconds=heard.seconds if heard else 0.0,
        head=head,
        heard_from=begin,
        heard_until=begin + length,
        gain_db=finish.gain_db,
        fade_in=finish.fade_in / SAMPLE_RATE,
        fade_out=finish.fade_out / SAMPLE_RATE,
        loudness_lufs=known(heard.loudness) if heard else None,
        true_peak_dbtp=known(heard.true_peak) if heard else None,
        waveform=heard.waveform if heard else (),
        seams=tuple(seam - head for seam in heard.seams) if heard else (),
    )


def event_view(one: Seen, record: Span) -> EventView:
    """An event of a cue's picture."""
    at = float(Fraction(one.frame - record.start) / record.rate)
    return EventView(kind=one.kind, at=at, strength=one.strength)
