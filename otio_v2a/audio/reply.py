"""A reply as it sounds: its blocks, how many there were, and what is odd about it."""

from collections.abc import Iterator

import numpy as np

from otio_v2a.audio.decode import CHANNELS, Samples, between, decode
from otio_v2a.audio.join import SHORTEST, Voice
from otio_v2a.audio.level import Edges, faded
from otio_v2a.audio.pieces import Piece
from otio_v2a.errors import AudioError
from otio_v2a.timecode import SAMPLE_RATE

# Seconds: shorter than its picture by less than a frame of film is not worth a word.
_TOLERATED = 1 / 24
_FADE = SHORTEST // 2


class Reply:
    """One reply, decoded once while it is joined; it tells of itself what was heard so far."""

    def __init__(self, piece: Piece) -> None:
        """Nothing of it was heard yet."""
        self.remarks: list[str] = []
        self._piece = piece
        self._heard = 0
        self._ended = False

    def voice(self) -> Voice:
        """The reply in its place; opened when its turn comes, closed when it is over."""
        return Voice(self._piece.start, self._piece.end, self)

    def short(self, until: int) -> Iterator[str]:
        """That it ended before its picture did, if it did; `until` there is no other sound."""
        missing = (self._piece.end - self._piece.start - self._heard) / SAMPLE_RATE
        if not self._ended or missing <= _TOLERATED:
            return
        covered = self._piece.start + self._heard >= until
        rest = "what overlaps it covers that" if covered else "padded with silence"
        yield f"{self._piece.path.name} is {missing:.2f} s shorter than its picture: {rest}"

    def __iter__(self) -> Iterator[Samples]:
        """Its sound as far as its picture goes; no click where it ends before that.

        Raises: AudioError as `decode` does, and when there is not one sample.
        """
        length = self._piece.end - self._piece.start
        held = np.zeros((0, CHANNELS), np.float32)
        for block in between(decode(self._piece.path, self.remarks.append), 0, length):
            self._heard += len(block)
            sound = np.concatenate([held, block])
            ready, held = np.split(sound, [max(0, len(sound) - _FADE)])
            yield ready
        if not self._heard:
            message = (
                f"{self._piece.path.name} holds no sound at all: delete it, then fetch it anew"
            )
            raise AudioError(message)
        self._ended = self._heard < length
        yield from faded((held,), Edges(len(held), fade_out=_FADE)) if self._ended else (held,)
