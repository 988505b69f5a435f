"""Small AAF files, written by pyaaf2: sequences of clips, markers and a timecode."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aaf2


@dataclass(frozen=True)
class Cut:
    """A clip, or a gap where it has no name. Unit: frames."""

    name: str
    start: int
    length: int
    urls: tuple[str, ...] = ()


@dataclass(frozen=True)
class Said:
    """A marker of the sequence. `track` is the physical number of what it describes."""

    text: str
    position: int
    track: int = 1
    colour: str = "Red"
    length: int | None = None


@dataclass(frozen=True)
class Reel:
    """A sequence. `tracks` are video tracks, the lowest first."""

    name: str
    tracks: tuple[tuple[Cut, ...], ...]
    markers: tuple[Said, ...] = ()
    rate: str = "25"
    start: int = 90_000
    drop: bool = False


def written(path: Path, *reels: Reel) -> Path:
    """The sequences as an AAF."""
    with aaf2.open(str(path), "w") as file:
        for reel in reels:
            _sequence(file, reel)
    return path


def _sequence(file: Any, reel: Reel) -> None:
    mob = file.create.CompositionMob(reel.name)
    mob.usage = "Usage_TopLevel"
    file.content.mobs.append(mob)
    code = mob.create_timeline_slot(reel.rate)
    code["PhysicalTrackNumber"].value = 1
    code.segment = file.create.Timecode(round(_fps(reel.rate)), reel.drop, 1_000_000)
    code.segment.start = reel.start
    for number, cuts in enumerate(reel.tracks, 1):
        slot = mob.create_timeline_slot(reel.rate)
        slot["PhysicalTrackNumber"].value = number
        slot.segment = file.create.Sequence(media_kind="picture")
        for cut in cuts:
            slot.segment.components.append(_clip(file, cut, reel.rate))
        slot.segment.length = sum(cut.length for cut in cuts)
        _mark(file, mob, slot, [one for one in reel.markers if one.track == number])
    lost = [one for one in reel.markers if one.track > len(reel.tracks)]
    _mark(file, mob, code, lost)


def _fps(rate: str) -> float:
    above, _, below = rate.partition("/")
    return int(above) / int(below or 1)


def _clip(file: Any, cut: Cut, rate: str) -> Any:
    if not cut.name:
        return file.create.Filler("picture", cut.length)
    master = file.create.MasterMob(cut.name)
    source = file.create.SourceMob(f"{cut.name}.PHYS")
    source.descriptor = file.create.AIFCDescriptor()
    source.descriptor["Summary"].value = b""
    source.descriptor["SampleRate"].value = rate
    source.descriptor["Length"].value = 1000
    for url in cut.urls:
        locator = file.create.NetworkLocator()
        locator["URLString"].value = url
        source.descriptor["Locator"].append(locator)
    file.content.mobs.extend([master, source])
    essence = source.create_picture_slot(rate)
    essence.segment = file.create.SourceClip(0, 1000, media_kind="picture")
    held = master.create_picture_slot(rate)
    held.segment = source.create_source_clip(essence.slot_id, 0, 1000, "picture")
    return master.create_source_clip(held.slot_id, cut.start, cut.length, "picture")


def _mark(file: Any, mob: Any, described: Any, markers: Sequence[Said]) -> None:
    if not markers:
        return
    slot = file.create.EventMobSlot()
    slot["EditRate"].value = described["EditRate"].value
    slot["SlotID"].value = 1000 + described.slot_id
    slot["PhysicalTrackNumber"].value = markers[0].track
    slot.segment = file.create.Sequence(media_kind="DescriptiveMetadata")
    mob.slots.append(slot)
    for said in markers:
        marker = file.create.DescriptiveMarker()
        marker["DescribedSlots"].value = {described.slot_id}
        marker["Comment"].value = said.text
        marker["Position"].value = said.position
        if said.length:
            marker["Length"].value = said.length
        colour = file.create.TaggedValue("_ATN_CRM_COLOR", said.colour)
        marker["CommentMarkerAttributeList"].value = [colour]
        slot.segment.components.append(marker)
