"""Parts -> orders: each request with its picture and its key, known before work begins."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from hashlib import sha256

from otio_v2a.conform import shots
from otio_v2a.errors import MediaError
from otio_v2a.gateway.ledger import Entry
from otio_v2a.model import Part, Segment, Shot
from otio_v2a.planning import by_id
from otio_v2a.providers.base import Provider, Remote
from otio_v2a.score.pictures import NOTHING, Picture, Studio, pictures, remarks
from otio_v2a.score.workfolder import WorkFolder


@dataclass(frozen=True, slots=True)
class Order:
    """One request: a segment's picture, a role's prompts, a take number.

    Unit: `before` is how much sound the reply holds before the segment begins, in seconds: only a
    clip known to the provider by its `video_id` is answered whole.
    """

    key: str
    part: Part
    segment: Segment
    take: int
    picture: Picture
    video_id: str = ""
    before: Fraction = Fraction(0)

    @property
    def seconds(self) -> Fraction:
        """How long its picture is."""
        return self.segment.record.length / self.segment.record.rate

    @property
    def cue_in(self) -> int:
        """The picture's frame at which the cue begins; later segments begin inside it."""
        return max(0, self.part.cue.record.start - self.segment.record.start)

    @property
    def cue_out(self) -> int:
        """The picture's frame after the cue's last."""
        return min(self.picture.frames, self.part.cue.record.end - self.segment.record.start)


@dataclass(frozen=True, slots=True)
class Ordered:
    """One part with its pictures, or the reason why it has none."""

    part: Part
    provider: Provider
    pictures: tuple[Picture, ...] = ()
    problem: str = ""
    remarks: tuple[str, ...] = ()
    before: Fraction = Fraction(0)

    @property
    def video_id(self) -> str:
        """The id that is sent instead of a picture, if one is."""
        known = by_id(self.part.cue, self.provider)
        return self.part.cue.options.video_id if known else ""

    def of_take(self, take: int) -> tuple[Order, ...]:
        """The requests of one take, in the order of their segments; none without a picture."""
        if self.problem:
            return ()
        made = zip(self.part.segments, self.pictures, strict=True)
        return tuple(_order(self, segment, shown, take) for segment, shown in made)

    def asked(self) -> tuple[Order, ...]:
        """The requests of every take that the plan asks for."""
        return tuple(one for take in self.part.takes for one in self.of_take(take))


def order(part: Part, studio: Studio) -> Ordered:
    """A part's pictures, keyed. Offline or unreadable media stop this part alone."""
    if by_id(part.cue, studio.provider):
        return _known(part, studio)
    try:
        made = pictures(part, studio)
    except MediaError as error:
        return Ordered(part, studio.provider, problem=str(error))
    return Ordered(part, studio.provider, made, remarks=tuple(remarks(made)))


def _known(part: Part, studio: Studio) -> Ordered:
    """A part whose clip the provider made itself: where in that clip it begins, and no picture."""
    first, *further = shots(studio.program, part.cue.record)
    if further or not isinstance(first, Shot) or first.media is None or first.speed != 1:
        problem = "video_id fits one clip at its normal speed. Mark one, or take video_id out."
        return Ordered(part, studio.provider, problem=problem)
    begun = first.media.start
    if begun is None:
        try:
            begun = studio.library.source(first.media).start
        except MediaError as error:
            return Ordered(part, studio.provider, problem=str(error))
    before = max(Fraction(0), first.source_in - begun)
    return Ordered(part, studio.provider, (NOTHING,), before=before)


def finished(asked: Order, known: Mapping[str, Entry], folder: WorkFolder) -> bool:
    """Whether the ledger says done and the reply is there whole."""
    entry = known.get(asked.key)
    if entry is None or entry.state != "done":
        return False
    reply = folder.root / "replies" / entry.reply
    return reply.is_file() and reply.stat().st_size == entry.size


def _order(of: Ordered, segment: Segment, shown: Picture, take: int) -> Order:
    bare = Order("", of.part, segment, take, shown, of.video_id, of.before)
    return replace(bare, key=request_key(bare, of.provider))


def request_key(asked: Order, provider: Provider) -> str:
    """The key under which a request is paid once: what is heard follows from these alone."""
    prompts = asked.part.prompts
    said = (prompts.sound_effect, prompts.background_music, prompts.asmr)
    seller: tuple[str, ...] = (provider.name, provider.model)
    if isinstance(provider, Remote) and provider.variant:
        seller = (*seller, provider.variant)
    where: tuple[object, ...] = (asked.picture.key, asked.cue_in, asked.cue_out)
    if asked.video_id:
        where = ("video_id", asked.video_id)
    elif isinstance(provider, Remote):
        # It is told nothing of the cue's place in the picture.
        where = (asked.picture.key,)
    return sha256(repr((where, said, seller, asked.take)).encode("utf-8", "replace")).hexdigest()
