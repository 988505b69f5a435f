"""An FCP7 XML file: read like any timeline, changed by putting our tracks into its text."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from otio_v2a.model import Lane
from otio_v2a.timeline.dialects import RESOLVE_XML, XMEML, named
from otio_v2a.timeline.encoding import Encoding
from otio_v2a.timeline.items import Setting
from otio_v2a.timeline.markup import Node, tree
from otio_v2a.timeline.otio_json import first_frame, read_edit
from otio_v2a.timeline.ours import Claim, claim
from otio_v2a.timeline.rates import timeline_rate
from otio_v2a.timeline.reading import Reading, picked
from otio_v2a.timeline.scan import Child
from otio_v2a.timeline.written import Document, mixed
from otio_v2a.timeline.xmeml.elements import NEEDS
from otio_v2a.timeline.xmeml.reading import as_otio, dialect, sequences
from otio_v2a.timeline.xmeml.surgery import HEAD, Seam, Site, seam, site
from otio_v2a.timeline.xmeml.text import Hand, branch, leaf
from otio_v2a.timeline.xmeml.tracks import track_nodes
from otio_v2a.timeline.xmeml.writing import PREFIX, Writer

_HEADER = '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE xmeml>'
_SIDE = "currentExplodedTrackIndex"


@dataclass(frozen=True, slots=True)
class XmemlDocument(Document):
    """A sequence in FCP7 XML. `site` is where its tracks stand, `taken` the ids in the file."""

    reading: Reading
    version: str
    site: Site
    kinds: tuple[str, ...]
    taken: frozenset[str]

    def placed(self, lanes: Sequence[Lane], files: Collection[str] = ()) -> str:
        """As Document says."""
        ours = self.ours(files)
        kept = [kind for index, kind in enumerate(self.kinds) if index not in ours]
        writer = self._writer(kept.count("Audio"))
        return self.seam(ours).holding(list(writer.lanes(lanes))).decode()

    def alone(self, lanes: Sequence[Lane]) -> str:
        """As Document says."""
        writer, edit = self._writer(0), self.edit
        name = f"{edit.name} V2A audio"
        video = self.site.media.find("video", "format")
        text = self.text.encode()
        shape = text[video.start : video.end].decode() if video else ""
        hand = Hand("\n", "\t")
        sequence = branch(
            "sequence",
            leaf("name", name),
            leaf("duration", edit.length),
            writer.rate_element(),
            writer.timecode_element(edit.start, drop=edit.drop_frame),
            branch("media", branch("video"), branch("audio", *HEAD, *writer.lanes(lanes))),
            id=f"{PREFIX}sequence",
            **({"explodedTracks": "true"} if writer.pairs else {}),
        )
        written = hand.written(branch("xmeml", sequence, version=self.version))
        return _HEADER + written.replace("<video/>", f"<video>{shape}</video>", 1) + "\n"

    def seam(self, ours: Collection[int]) -> Seam:
        """The text without its tracks at indexes `ours`, opened where new ones belong."""
        return seam(self.text.encode(), self.site, ours)

    def _writer(self, tracks: int) -> Writer:
        pairs = self.dialect is not RESOLVE_XML
        folder = self.reading.beside(self.path)
        drop = self.edit.drop_frame
        return Writer(self.edit.rate, folder, pairs, tracks, self.taken, drop)


def read_xmeml(path: Path, text: str, encoding: Encoding, reading: Reading) -> XmemlDocument:
    """The sequence in an xmeml text: the only one, or the one that `reading` names.

    Raises: TimelineError saying what is wrong and where.
    """
    root = tree(text.encode(), NEEDS)
    every = sequences(root)
    sequence = picked(every, reading.sequence)
    spoken = named(reading.dialect, XMEML) if reading.dialect else dialect(sequence)
    scanned = as_otio(root, sequence, spoken)
    tracks = tuple(track_nodes(sequence))
    claims = tuple(_claims(scanned.children, [node for node, _ in tracks]))
    ours = frozenset(index for index, found in enumerate(claims) if found.holds(found.files))
    rate, _ = timeline_rate(scanned.root, [])
    setting = Setting(rate, first_frame(scanned.root, rate), spoken, reading.beside(path))
    edit = read_edit(scanned, setting, ours)
    said = dict.fromkeys(mixed(_names(scanned.children), claims))
    gone = {id(tracks[index][0]) for index, found in enumerate(claims) if found.holds()}
    return XmemlDocument(
        path=path,
        text=text,
        encoding=encoding,
        dialect=spoken,
        edit=replace(edit, notices=(*edit.notices, *said)),
        claims=claims,
        suffix=".xml",
        sequence=sequence.told("name") if len(every) > 1 else "",
        reading=reading,
        version=root.attributes.get("version", "5"),
        site=site(sequence, [node for node, _ in tracks]),
        kinds=tuple(kind for _, kind in tracks),
        taken=frozenset(_ids(root, gone)),
    )


def _claims(children: Sequence[Child], nodes: Sequence[Node]) -> list[Claim]:
    """What speaks for each track being ours; of the two of a stereo pair, what speaks for both."""
    found = [claim(child.value) for child in children]
    sides = [node.attributes.get(_SIDE) for node in nodes]
    for right in range(1, len(found)):
        if (sides[right - 1], sides[right]) == ("0", "1"):
            found[right - 1] = found[right] = _both(found[right - 1], found[right])
    return found


def _both(left: Claim, right: Claim) -> Claim:
    marked, foreign = left.marked and right.marked, left.foreign + right.foreign
    return Claim(marked, left.files + right.files, foreign)


def _names(children: Sequence[Child]) -> list[str]:
    return [str(child.value["name"]) for child in children]


def _ids(node: Node, gone: Collection[int]) -> Iterator[str]:
    """Every id in a file, those aside in the tracks of an earlier run."""
    if id(node) not in gone:
        if "id" in node.attributes:
            yield node.attributes["id"]
        for child in node.children:
            yield from _ids(child, gone)
