"""AppendToTimeline: where a clip lands, and when it does not.

Source: Resolve fact sheet sections 7 and 10; Q6, Q7, Q9, Q10, Q23.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import floor

from fakes.resolve.markers import is_number
from fakes.resolve.model import Item, Media, Sequence, Track
from fakes.resolve.world import World

TYPES = {1: "video", 2: "audio"}


@dataclass
class Laying:
    """A clip info, understood. Unit: `source` in frames of the media, the rest of the timeline."""

    media: Media
    source: int
    duration: int
    record: int | None
    kinds: tuple
    index: object

    def item(self, world: World, record: int) -> Item:
        """The item that is meant."""
        made = Item(world.new_id(), self.media.name, record, self.duration, self.media)
        made.source = Fraction(self.source)
        return made


def append(world: World, infos: list) -> list:
    """Lay each clip info on the open timeline; the results, None for what failed."""
    sequence = world.project.current
    results: list = []
    for info in infos:
        laying = understood(world, sequence, info) if sequence and isinstance(info, dict) else None
        results.extend(laid(world, sequence, laying) if laying else [None])
    return doomed(results)


def append_whole(world: World, clips: list) -> list:
    """Clips without a clip info: each whole, behind what lies on the first track."""
    return append(world, [{"mediaPoolItem": one} for one in clips])


def understood(world: World, sequence: Sequence, info: dict) -> Laying | None:
    """What a clip info asks for; None where it asks for nothing that there is."""
    media = info.get("mediaPoolItem")
    wanted = TYPES.get(info["mediaType"], "") if "mediaType" in info else ""
    if not isinstance(media, Media) or media.dead or media.sequence:
        return None
    kinds = tuple(one for one in media.kinds if one == wanted or "mediaType" not in info)
    source, count = taken(world, media, info)
    duration = floor(count * sequence.rate.fps / media.rate.fps)
    record = info.get("recordFrame")
    if not kinds or source < 0 or duration < 1 or not (record is None or is_number(record)):
        return None
    if record is not None:
        record = int(record) - world.start(sequence)
        if record < 0:
            return None
    return Laying(media, source, duration, record, kinds, info.get("trackIndex", 1))


def taken(world: World, media: Media, info: dict) -> tuple:
    """First source frame and how many (Q10); what lies behind the media's end is left away."""
    more = 1 if world.quirks.end_frame == "inclusive" else 0
    source, end = info.get("startFrame", 0), info.get("endFrame", media.frames - more)
    if not is_number(source) or not is_number(end):
        return 0, 0
    return int(source), min(int(end) + more, media.frames) - int(source)


def laid(world: World, sequence: Sequence, laying: Laying) -> list:
    """The items made, of one kind after the other."""
    results: list = []
    link = max((one.link for track in sequence.all_tracks() for one in track.items), default=0) + 1
    for kind in laying.kinds:
        made = on_tracks(world, sequence, laying, kind)
        for item in made if len(laying.kinds) > 1 else []:
            if item is not None:
                item.link = link
        results.extend(made)
    return results


def on_tracks(world: World, sequence: Sequence, laying: Laying, kind: str) -> list:
    """On one track, or with a channel each on this and the next where it is mono (Q7)."""
    first = sequence.track(kind, laying.index)
    if first is None or first.locked:
        return [None]
    count = laying.media.channels if kind == "audio" and first.sub == "mono" else 1
    record = laying.record
    if record is None:
        record = max((one.end for one in first.items), default=0)
    made = []
    for index in range(int(laying.index), int(laying.index) + count):
        if sequence.track(kind, index) is None:
            name = f"{kind.capitalize()} {index}"
            sequence.tracks[kind].append(Track(kind, name, "mono" if kind == "audio" else ""))
        made.append(placed(sequence.track(kind, index), laying.item(world, record)))
    return made


def placed(track: Track, item: Item) -> Item:
    """The earlier item wins: the new one is returned, on no track and without an id (Q6)."""
    if track.covers(item.record, item.duration):
        item.id = ""
    else:
        track.items.append(item)
    return item


def doomed(results: list) -> list:
    """Items of a call of which a part failed may vanish at the next save (Q23)."""
    if any(one is None for one in results):
        for one in results:
            if one is not None:
                one.doomed = True
    return results
