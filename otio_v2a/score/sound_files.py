"""Where the sounds of a timeline's own clips are now, and what their files hold."""

from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

from otio_v2a.audio.excerpt import Heard, heard
from otio_v2a.errors import AudioError, MediaError
from otio_v2a.model import Media
from otio_v2a.picture.media import Library
from otio_v2a.picture.relink import Index, Places

_SECOND = Fraction(1)


@dataclass(frozen=True, slots=True)
class Found:
    """A file that sounds. Unit: `origin` is the source time of its first sample, in seconds."""

    path: Path
    origin: Fraction
    streams: int


@dataclass(frozen=True, slots=True)
class SoundFiles:
    """The files of media that are heard: found where pictures are, each looked at once.

    `library` says where to look; it need not hold a picture.
    """

    library: Library
    _index: Index = field(default_factory=dict, init=False, repr=False, compare=False)
    _heard: dict[Path, Heard] = field(default_factory=dict, init=False, repr=False, compare=False)

    def found(self, media: Media, source_in: Fraction) -> Found:
        """The file of a media. Unit: `source_in` in seconds of source time, some of it heard.

        Raises: OfflineError when it is nowhere; MediaError or AudioError when it cannot be read or
        has no sound.
        """
        if media.numbering:
            message = f"'{media.name}' is an image sequence and has no sound."
            raise MediaError(message)
        path = self.path(media)
        what = self._look(path)
        return Found(path, self._origin(media, what, source_in), what.streams)

    def path(self, media: Media) -> Path:
        """Where a media's file is now. Raises: OfflineError when it is nowhere."""
        places = Places(self.library.search_dirs, self.library.path_maps, self._index)
        for path in map(self.library.held.file, places.written(media)):
            if _is_file(path):
                return path.resolve()
        for path in filter(_is_file, places.named(media)):
            if self._is_as_long(path, media):
                return path.resolve()
        offline = places.offline(media)
        raise offline

    def _is_as_long(self, path: Path, media: Media) -> bool:
        """Whether a file of the right name is as long as the timeline says, where both tell."""
        try:
            lasting = self._look(path.resolve()).duration
        except AudioError:
            return False
        if lasting is None or media.duration is None:
            return True
        return abs(lasting - media.duration) <= _SECOND

    def _look(self, path: Path) -> Heard:
        if path not in self._heard:
            self._heard[path] = heard(path)
        return self._heard[path]

    def _origin(self, media: Media, what: Heard, source_in: Fraction) -> Fraction:
        """The source time of the first sample: as the timeline says, else its timecode if it fits.

        As for pictures.
        """
        if media.start is not None:
            return media.start
        start = what.start if what.start is not None else self._timecode(media)
        if start is None or what.duration is None:
            return Fraction(0)
        return start if 0 <= source_in - start < what.duration else Fraction(0)

    def _timecode(self, media: Media) -> Fraction | None:
        """The timecode of a movie; None for what is no movie."""
        try:
            source = self.library.source(media)
        except MediaError:
            return None
        return source.start if source.has_timecode else None


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False
