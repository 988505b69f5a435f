"""What was measured of a sound, and what happens in its picture: kept as JSON beside it."""

import json
from contextlib import suppress
from dataclasses import asdict, dataclass
from math import inf, isfinite
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, TypeAdapter, ValidationError

from otio_v2a.audio.pieces import Baked, Finish
from otio_v2a.model import Span
from otio_v2a.timecode import SAMPLE_RATE, sample_at


def _level(content: object) -> object:
    """Silence has no number in JSON."""
    return -inf if content is None else content


Decibels = Annotated[float, Field(lt=inf), BeforeValidator(_level)]
Seconds = Annotated[float, Field(ge=0, lt=inf)]
Share = Annotated[float, Field(ge=0, le=1)]


@dataclass(frozen=True, slots=True)
class Heard:
    """What was measured of a sound when it was baked.

    Shape: `waveform` is the highest absolute sample, 0 to 1, of each of up to 400 equal stretches
    of the file; `seams` say where segments were joined.
    Unit: `loudness` in LUFS and `true_peak` in dBTP, -inf for silence; the rest in seconds: the
    file's length, how much of it stands before and after the cue's own range, and seams counted
    from its start.
    """

    loudness: Decibels
    true_peak: Decibels
    seconds: Seconds
    head: Seconds
    tail: Seconds
    waveform: tuple[Share, ...]
    seams: tuple[Seconds, ...]

    def as_json(self) -> dict[str, Any]:
        """The object that is kept: silence is null."""
        levels = {"loudness": known(self.loudness), "true_peak": known(self.true_peak)}
        return {**asdict(self), **levels}

    @staticmethod
    def from_json(content: object) -> "Heard | None":
        """What was kept, whatever else stands there; None where it is not what we keep."""
        with suppress(ValidationError):
            return _HEARD.validate_python(content)
        return None


@dataclass(frozen=True, slots=True)
class Seen:
    """One thing that happens in the picture: `kind` is `cut`, `flash`, `step` and the like.

    Unit: `frame` counts from the timeline's first frame; `strength` 0 to 1.
    """

    kind: str
    frame: int
    strength: Share

    def as_json(self) -> dict[str, Any]:
        """The object that is kept."""
        return asdict(self)

    @staticmethod
    def from_json(content: object) -> "Seen | None":
        """What was kept, whatever else stands there; None where it is not what we keep."""
        with suppress(ValidationError):
            return _SEEN.validate_python(content)
        return None


def heard(made: Baked, finish: Finish, record: Span) -> Heard:
    """What was measured of a sound that was just baked for the cue at `record`."""
    begin, end = sample_at(record.start, record.rate), sample_at(record.end, record.rate)
    return Heard(
        loudness=round(made.loudness, 2),
        true_peak=round(made.true_peak, 2),
        seconds=made.samples / SAMPLE_RATE,
        head=max(0, begin - finish.start) / SAMPLE_RATE,
        tail=max(0, finish.end - end) / SAMPLE_RATE,
        waveform=tuple(min(1.0, one) for one in made.waveform),
        seams=tuple(at / SAMPLE_RATE for at in made.seams),
    )


@dataclass(frozen=True, slots=True)
class Kept:
    """What the ledger remembers of a finished sound: what to say of it, and what was measured."""

    remarks: tuple[str, ...] = ()
    heard: Heard | None = None

    def as_note(self) -> str:
        """The text that is kept."""
        return json.dumps(
            {"remarks": self.remarks, "heard": self.heard.as_json() if self.heard else None}
        )

    @staticmethod
    def from_note(note: str) -> "Kept":
        """What was kept; nothing where it is not what we keep."""
        with suppress(ValueError, KeyError, TypeError):
            content = json.loads(note)
            return Kept(tuple(map(str, content["remarks"])), Heard.from_json(content["heard"]))
        return Kept()


def known(level: float) -> float | None:
    """A level as programs read it: None for silence, and for what is no number."""
    return round(level, 2) if isfinite(level) else None


_HEARD, _SEEN = TypeAdapter(Heard), TypeAdapter(Seen)
