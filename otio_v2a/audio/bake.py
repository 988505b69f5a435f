"""Replies in, one finished WAV out: decode, align, cut, join, gain, fades."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from otio_v2a.audio.decode import Samples, Sound, between, decode, measure
from otio_v2a.audio.join import SHORTEST, Voice, joined
from otio_v2a.audio.level import Edges, amplified, decibels, faded, peak
from otio_v2a.audio.pieces import Baked, Finish, Piece
from otio_v2a.audio.wav import wav_file
from otio_v2a.errors import AudioError
from otio_v2a.timecode import SAMPLE_RATE

Tell = Callable[[float], None]
"""Told the share done, 0 to 1, now and then; raises when the run is being stopped."""

# Seconds: shorter than its picture by less than a frame of film is not worth a word.
_TOLERATED = 1 / 24
# Rounds to 0.0 dB: lossy decoders overshoot that much, nobody hears it.
_UNHEARD_DB = 0.05
# The decoding that counts costs about this much of the whole.
_COUNTING = 0.4
_STEP = 0.01


def bake(pieces: Sequence[Piece], finish: Finish, out: Path, tell: Tell = lambda _: None) -> Baked:
    """The pieces as one file at `out`, exactly as long as `finish`: 48 kHz, stereo, 24 bit.

    A reply longer than its picture is cut, a shorter one padded with silence; memory does not grow.
    Raises: AudioError when a reply cannot be read, pieces leave a hole, `out` cannot be written.
    """
    _check(pieces, finish, out)
    sounds = _measured(pieces, tell)
    voices = tuple(map(_voice, pieces, sounds))
    length = finish.end - finish.start
    cut = between(joined(voices), finish.start - pieces[0].start, length)
    highest = _written(_finished(cut, finish), length, out, tell)
    heard = [remark for sound in sounds for remark in sound.remarks]
    remarks = (*heard, *_shortfalls(pieces, voices, finish), *_overload(highest, out))
    return Baked(length, decibels(min(highest, 1.0)), remarks)


def _check(pieces: Sequence[Piece], finish: Finish, out: Path) -> None:
    if finish.end <= finish.start:
        message = f"{out.name} would be empty ({finish.start} to {finish.end}): widen its range"
        raise AudioError(message)
    ends = (finish.start, *(piece.end for piece in pieces))
    starts = (*(piece.start for piece in pieces), finish.end)
    for end, start in zip(ends, starts, strict=True):
        if start > end:
            message = f"{out.name}: no reply covers samples {end} to {start}, score that again"
            raise AudioError(message)
    if any(piece.end <= piece.start for piece in pieces) or not _in_order(pieces):
        names = ", ".join(piece.path.name for piece in pieces)
        message = f"{out.name}: the replies ({names}) are not in order, plan them again"
        raise AudioError(message)


def _in_order(pieces: Sequence[Piece]) -> bool:
    return all(a.start < b.start and a.end < b.end for a, b in pairwise(pieces))


def _measured(pieces: Sequence[Piece], tell: Tell) -> tuple[Sound, ...]:
    total = sum(piece.end - piece.start for piece in pieces)
    sounds, before = [], 0
    for piece in pieces:
        hear = _progress(tell, _Stretch(0.0, _COUNTING, before, total))
        sounds.append(measure(piece.path, piece.end - piece.start, hear))
        before += piece.end - piece.start
    return tuple(sounds)


def _voice(piece: Piece, sound: Sound) -> Voice:
    sounding = piece.start + sound.samples
    blocks: Iterable[Samples] = decode(piece.path)
    if sounding < piece.end:
        # It may end in the middle of a wave: no click into the silence.
        blocks = faded(blocks, Edges(sound.samples, fade_out=SHORTEST // 2))
    return Voice(piece.start, sounding, piece.end, blocks)


def _finished(blocks: Iterable[Samples], finish: Finish) -> Iterator[Samples]:
    length = finish.end - finish.start
    heard = length - finish.head - finish.tail
    fades = min(finish.fade_in, heard), min(finish.fade_out, heard)
    edges = Edges(length, *fades, finish.head, finish.tail, finish.curve)
    return faded(amplified(blocks, finish.gain_db), edges)


def _written(blocks: Iterable[Samples], length: int, out: Path, tell: Tell) -> float:
    """The highest absolute sample, as it was before full scale clipped it."""
    highest, at = 0.0, 0
    hear = _progress(tell, _Stretch(_COUNTING, 1.0, 0, length))
    with wav_file(out, length) as write:
        for block in blocks:
            write(block)
            highest, at = max(highest, peak(block)), at + len(block)
            hear(at)
    return highest


def _shortfalls(pieces: Sequence[Piece], voices: Sequence[Voice], finish: Finish) -> Iterator[str]:
    needed = (*(voice.start for voice in voices[1:]), finish.end)
    for piece, voice, until in zip(pieces, voices, needed, strict=True):
        missing = (voice.end - voice.sounding) / SAMPLE_RATE
        rest = "what overlaps it covers that" if voice.sounding >= until else "padded with silence"
        if missing > _TOLERATED:
            yield f"{piece.path.name} is {missing:.2f} s shorter than its picture: {rest}"


def _overload(highest: float, out: Path) -> Iterator[str]:
    over = decibels(highest)
    if over >= _UNHEARD_DB:
        yield f"{out.name}: peaks up to {over:.1f} dB over full scale were clipped, lower the gain"


@dataclass(frozen=True, slots=True)
class _Stretch:
    """One part of the work: its shares of the whole, and the samples done before and in all."""

    start: float
    end: float
    before: int
    total: int


def _progress(tell: Tell, stretch: _Stretch) -> Callable[[int], None]:
    told = -1.0

    def hear(samples: int) -> None:
        nonlocal told
        share = min(1.0, (stretch.before + samples) / stretch.total)
        if share - told >= _STEP or share == 1.0:
            told = share
            tell(stretch.start + (stretch.end - stretch.start) * share)

    return hear
