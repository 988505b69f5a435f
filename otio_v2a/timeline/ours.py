"""Which tracks of a timeline are ours: what an earlier run placed."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from otio_v2a.timeline import urls
from otio_v2a.timeline.clips import objects, references, schema, text, written_urls
from otio_v2a.timeline.items import children

NAMESPACE = "otio_v2a"
PREFIX = "v2a_"


@dataclass(frozen=True, slots=True)
class Claim:
    """What speaks for a track being ours: our mark on it, and the files of its clips.

    `foreign` is how many of its clips bear neither our mark nor a file name like ours.
    """

    marked: bool
    files: tuple[str, ...]
    foreign: int

    @property
    def is_mixed(self) -> bool:
        """Whether sounds of ours stand on it beside clips of the user's."""
        return bool(self.foreign and (self.marked or self.files))

    def holds(self, files: Collection[str] = ()) -> bool:
        """Whether the track is ours, given the names of the files known to be ours.

        Source: timelines fact sheet section 14.3: a track with a clip of the user's is the user's.
        """
        if self.foreign:
            return False
        return self.marked or (bool(self.files) and all(name in files for name in self.files))


def claim(track: object) -> Claim:
    """What speaks for a decoded child of the root stack being ours."""
    if not isinstance(track, dict) or track.get("kind") != "Audio":
        return Claim(False, (), 0)
    files, foreign = [], 0
    for clip in objects(children(track)):
        if schema(clip) in ("Gap", "Transition"):
            continue
        own = next((name for name in _basenames(clip) if name.startswith(PREFIX)), "")
        if own:
            files.append(own)
        elif not _marked(clip):
            foreign += 1
    return Claim(_marked(track), tuple(files), foreign)


def _marked(holder: dict[str, Any]) -> bool:
    metadata = holder.get("metadata")
    return isinstance(metadata, dict) and NAMESPACE in metadata


def _basenames(clip: dict[str, Any]) -> Iterator[str]:
    for reference in references(clip):
        yield from (urls.basename(text(url)) for url in written_urls(reference))
