"""Replies in, one finished WAV out: decode, align, cut, join, fades, level."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from otio_v2a.audio.decode import Samples, between
from otio_v2a.audio.files import scratch
from otio_v2a.audio.join import joined
from otio_v2a.audio.level import Edges, amplified, decibels, faded
from otio_v2a.audio.levels import clipped, held, missed, usual_gain
from otio_v2a.audio.limiter import Limiter
from otio_v2a.audio.meter import SILENT, Known, Measured, Meter
from otio_v2a.audio.pieces import Baked, Finish, Piece, Slate
from otio_v2a.audio.reply import Reply
from otio_v2a.audio.wav import wav_file
from otio_v2a.audio.waveform import Waveform
from otio_v2a.errors import AudioError

Tell = Callable[[float], None]
"""Told the share done, 0 to 1, now and then; raises when the run is being stopped."""

_Sound = Iterable[Samples]

# The share of the work that is done when a sound was heard once and its level can be set.
_HEARD = 0.7
# LUFS: what is fainter has passages near the absolute gate.
_FAINT = SILENT + 30
_STEP = 0.01


def bake(
    pieces: Sequence[Piece],
    finish: Finish,
    out: Path,
    tell: Tell = lambda _: None,
    slate: Slate | None = None,
) -> Baked:
    """The pieces as one file at `out`, exactly as long as `finish`: 48 kHz, stereo, 24 bit.

    A reply longer than its picture is cut, a shorter one padded with silence; memory does not grow.
    With a slate it is a Broadcast WAV. With a target loudness the sound is heard once, laid by as
    float beside `out`, and written at its level; replies are decoded once in any case.
    Raises: AudioError when a reply cannot be read, pieces leave a hole, `out` cannot be written.
    """
    _check(pieces, finish, out)
    replies = tuple(map(Reply, pieces))
    seams: list[int] = []
    sound = _laid(replies, finish, seams.append)
    file = _File(out, finish, slate, tell)
    if finish.loudness is None:
        # What is one reply, and no louder than it came, is left exactly as it came.
        untouched = len(pieces) == 1 and finish.gain_db <= 0
        written = _written(sound, file, _Level(finish.gain_db, _meter(finish), not untouched))
    else:
        written = _levelled(sound, file)
    remarks = (line for reply in replies for line in reply.remarks)
    needed = (*(piece.start for piece in pieces[1:]), finish.end)
    short = (line for one, until in zip(replies, needed, strict=True) for line in one.short(until))
    return Baked(
        samples=file.length,
        peak_dbfs=decibels(min(written.peak, 1.0)),
        remarks=(*remarks, *short, *written.remarks),
        loudness=written.measured.loudness,
        true_peak=written.measured.true_peak,
        waveform=written.waveform,
        seams=tuple(at - finish.start for at in seams if finish.start <= at < finish.end),
    )


@dataclass(frozen=True, slots=True)
class _File:
    """What is written where, and who is told how far it is."""

    out: Path
    finish: Finish
    slate: Slate | None
    tell: Tell

    @property
    def length(self) -> int:
        return self.finish.end - self.finish.start


@dataclass(frozen=True, slots=True)
class _Level:
    """The gain a sound gets, in dB, who measures the result, and whether the ceiling holds."""

    gain_db: float
    meter: Meter | Known
    limited: bool
    begun: float = 0.0


@dataclass(frozen=True, slots=True)
class _Written:
    measured: Measured
    peak: float
    waveform: tuple[float, ...]
    remarks: tuple[str, ...]


def _meter(finish: Finish) -> Meter:
    """Handles are not heard: how loud a sound is, is what its clip plays."""
    return Meter(finish.head, finish.end - finish.start - finish.tail)


def _laid(replies: Sequence[Reply], finish: Finish, seam: Callable[[int], None]) -> _Sound:
    """The replies joined, cut to the file and faded at its edges."""
    voices = [reply.voice() for reply in replies]
    length = finish.end - finish.start
    cut = between(joined(voices, seam), finish.start - voices[0].start, length)
    heard = length - finish.head - finish.tail
    fades = min(finish.fade_in, heard), min(finish.fade_out, heard)
    return faded(cut, Edges(length, *fades, finish.head, finish.tail, finish.curve))


def _levelled(sound: _Sound, file: _File) -> _Written:
    """Heard once to know how loud it is, then written at its level."""
    finish, heard = file.finish, _meter(file.finish)
    with scratch(file.out) as kept:
        hear = _progress(file.tell, _Stretch(0.0, _HEARD, file.length))
        for block in sound:
            heard.hear(block)
            kept.write(block)
            hear(len(block))
        before = heard.measured()
        gain_db = usual_gain(finish, before) + finish.gain_db
        after = before.raised(gain_db)
        over = after.true_peak > finish.ceiling
        # A gain alone makes no other loudness than this, unless it lifts blocks over the gate.
        surely = not over and before.loudness > _FAINT
        level = _Level(gain_db, Known(after) if surely else _meter(finish), over, _HEARD)
        written = _written(kept.blocks(), file, level)
    return replace(written, remarks=(*missed(file.out.name, finish, before), *written.remarks))


def _written(sound: _Sound, file: _File, level: _Level) -> _Written:
    name, limiter = file.out.name, Limiter(file.finish.ceiling)
    blocks = amplified(sound, level.gain_db)
    outline = Waveform(file.length)
    hear = _progress(file.tell, _Stretch(level.begun, 1.0, file.length))
    with wav_file(file.out, file.length, file.slate, level.meter.measured) as write:
        for block in limiter.limited(blocks) if level.limited else blocks:
            level.meter.hear(block)
            outline.hear(block)
            write(block)
            hear(len(block))
    remarks = (*held(name, file.finish, limiter.deepest), *clipped(name, outline.highest()))
    return _Written(level.meter.measured(), outline.highest(), outline.peaks(), remarks)


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


@dataclass(frozen=True, slots=True)
class _Stretch:
    """One part of the work: its shares of the whole, and its samples."""

    start: float
    end: float
    samples: int


def _progress(tell: Tell, stretch: _Stretch) -> Callable[[int], None]:
    told, done = -1.0, 0

    def hear(samples: int) -> None:
        nonlocal told, done
        done += samples
        share = done / stretch.samples
        if share - told >= _STEP or (share == 1.0 and told < share):
            told = share
            tell(stretch.start + (stretch.end - stretch.start) * share)

    return hear
