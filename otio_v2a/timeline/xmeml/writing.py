"""Our lanes as xmeml tracks: a stereo pair of them as Premiere has it, or one as Resolve has it.

Source: measured in Premiere's and Resolve's exports, and Premiere's own audio crossfade; timelines
fact sheet, sections 6 and 14.2.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import count
from pathlib import Path

from otio_v2a.errors import TimelineError
from otio_v2a.model import Lane, Placement
from otio_v2a.timecode import SAMPLE_RATE, timecode
from otio_v2a.timeline import urls
from otio_v2a.timeline.tracks import clip_name
from otio_v2a.timeline.xmeml.text import Element, branch, leaf

PREFIX = "v2a-"
"""What every id of ours begins with."""

_LEFT, _RIGHT = 1, 2


@dataclass(slots=True)
class Writer:
    """Writes the tracks of one sequence. Unit: `tracks` are the audio tracks there already.

    `pairs` is whether a stereo track is two elements; `taken` are the ids that are taken; `drop`
    is how timecodes are told.
    """

    rate: Fraction
    folder: Path
    pairs: bool
    tracks: int = 0
    taken: Collection[str] = ()
    drop: bool = False
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))
    _files: dict[str, str] = field(default_factory=dict)

    def lanes(self, lanes: Sequence[Lane]) -> Iterator[Element]:
        """The track elements of all lanes, in order.

        Raises: TimelineError where two sounds of a lane overlap.
        """
        for lane in lanes:
            channels = (_LEFT, _RIGHT) if self.pairs else (_LEFT,)
            ids = {
                (index, channel): self._id("clipitem")
                for channel in channels
                for index in range(len(lane.placements))
            }
            masters = [self._id("masterclip") for _ in lane.placements]
            for channel in channels:
                yield self._track(lane, channel, _Ids(ids, masters, self.tracks))
            self.tracks += len(channels)

    def _track(self, lane: Lane, channel: int, ids: "_Ids") -> Element:
        exploded = {
            "currentExplodedTrackIndex": str(channel - 1),
            "totalExplodedTrackCount": "2",
            "premiereTrackType": "Stereo",
        }
        attributes = {"MZ.TrackName": lane.name, **(exploded if self.pairs else {})}
        return branch(
            "track",
            *self._items(lane, channel, ids),
            leaf("enabled", _said(lane.enabled)),
            leaf("locked", "FALSE"),
            leaf("outputchannelindex", channel) if self.pairs else None,
            **attributes,
        )

    def _items(self, lane: Lane, channel: int, ids: "_Ids") -> Iterator[Element]:
        at = before = 0
        for index, placement in enumerate(lane.placements):
            start, end = placement.record.start, placement.record.end
            if start < at:
                message = f"track '{lane.name}': the sound at frame {start} starts before {at}."
                raise TimelineError(message)
            after = _half_crossfade(lane, index)
            if before:
                yield self._crossfade(start, before)
            place = _Place(index, channel, -1 if before else start, -1 if after else end)
            shown = (placement.head - before, placement.head + placement.record.length + after)
            yield self._clip(placement, place, shown, ids)
            at, before = end, after

    def _clip(
        self, placement: Placement, place: "_Place", shown: tuple[int, int], ids: "_Ids"
    ) -> Element:
        attributes = {"premiereChannelType": "stereo"} if self.pairs else {}
        track = branch("sourcetrack", leaf("mediatype", "audio"), leaf("trackindex", place.channel))
        return branch(
            "clipitem",
            leaf("masterclipid", ids.masters[place.index]),
            leaf("name", clip_name(placement)),
            leaf("enabled", _said(placement.enabled)),
            leaf("duration", _whole(placement)),
            self.rate_element(),
            leaf("start", place.start),
            leaf("end", place.end),
            leaf("in", shown[0]),
            leaf("out", shown[1]),
            self._file(placement),
            track,
            *(ids.links(place.index) if self.pairs else ()),
            **{"id": ids.clips[place.index, place.channel], **attributes},
        )

    def _file(self, placement: Placement) -> Element:
        """The file of a sound: told once, referred to after that."""
        known = self._files.get(placement.file)
        if known:
            return branch("file", id=known)
        path = placement.file
        path = path if urls.is_absolute(path) else str(self.folder / path)
        told = self._files[placement.file] = self._id("file")
        sound = branch(
            "audio",
            branch("samplecharacteristics", leaf("depth", 24), leaf("samplerate", SAMPLE_RATE)),
            leaf("channelcount", 2),
        )
        return branch(
            "file",
            leaf("name", urls.basename(path)),
            leaf("pathurl", urls.localhost_url(path)),
            self.rate_element(),
            leaf("duration", _whole(placement)),
            self.timecode_element(placement.first, drop=self.drop and bool(placement.first)),
            branch("media", sound),
            id=told,
        )

    def _crossfade(self, cut: int, half: int) -> Element:
        effect = branch(
            "effect",
            leaf("name", "Cross Fade (+3dB)"),
            leaf("effectid", "KGAudioTransCrossFade3dB"),
            leaf("effecttype", "transition"),
            leaf("mediatype", "audio"),
            leaf("wipecode", 0),
            leaf("wipeaccuracy", 100),
            leaf("startratio", 0),
            leaf("endratio", 1),
            leaf("reverse", "FALSE"),
        )
        return branch(
            "transitionitem",
            leaf("start", cut - half),
            leaf("end", cut + half),
            leaf("alignment", "center"),
            self.rate_element(),
            effect,
        )

    def rate_element(self) -> Element:
        """The sequence's rate: 30000/1001 is 30 and NTSC."""
        base = self.rate * 1001 / 1000
        ntsc = self.rate.denominator != 1 and base.denominator == 1
        timebase = base if ntsc else f"{float(self.rate):.12g}"
        return branch("rate", leaf("timebase", timebase), leaf("ntsc", _said(ntsc)))

    def timecode_element(self, first: int, *, drop: bool) -> Element:
        """The timecode of a first frame."""
        return branch(
            "timecode",
            self.rate_element(),
            leaf("string", timecode(first, self.rate, drop=drop)),
            leaf("frame", first),
            leaf("displayformat", "DF" if drop else "NDF"),
        )

    def _id(self, kind: str) -> str:
        return next(
            name for n in self._numbers if (name := f"{PREFIX}{kind}-{n}") not in self.taken
        )


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a clip stands: its number and channel; -1 where a crossfade begins or ends it."""

    index: int
    channel: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Ids:
    """The ids of one lane's clips by number and channel; `before` are the tracks before its own."""

    clips: dict[tuple[int, int], str]
    masters: list[str]
    before: int

    def links(self, index: int) -> Iterator[Element]:
        """What ties the two channels of a clip together."""
        for channel in (_LEFT, _RIGHT):
            yield branch(
                "link",
                leaf("linkclipref", self.clips[index, channel]),
                leaf("mediatype", "audio"),
                leaf("trackindex", self.before + channel),
                leaf("clipindex", index + 1),
                leaf("groupindex", 1),
            )


def _half_crossfade(lane: Lane, index: int) -> int:
    """How long a sound and the one that abuts it fade on each side of their cut."""
    cut, following = lane.placements[index].record.end, lane.placements[index + 1 : index + 2]
    abuts = any(one.record.start == cut for one in following)
    return lane.crossfades[index] // 2 if abuts and index < len(lane.crossfades) else 0


def _said(value: bool) -> str:
    return "TRUE" if value else "FALSE"


def _whole(placement: Placement) -> int:
    """All of a sound's file. Unit: frames of the timeline."""
    return placement.head + placement.record.length + placement.tail
