"""A cut as an editor has it in Resolve, at any rate, and what is to stand there afterwards.

All frames are worked out here, from the scene alone: nothing of the program is asked.
"""

import re
from dataclasses import dataclass, replace
from fractions import Fraction
from math import floor
from pathlib import Path
from typing import Any

from flashes import Movie
from inresolve import Clip
from resolves import a_wav

RATES = {
    "23.976": Fraction(24_000, 1001),
    "24": Fraction(24),
    "25": Fraction(25),
    "29.97 DF": Fraction(30_000, 1001),
    "29.97": Fraction(30_000, 1001),
    "50": Fraction(50),
    "59.94 DF": Fraction(60_000, 1001),
    "59.94": Fraction(60_000, 1001),
}
"""As Resolve spells them, and what they mean."""

FADE = 6
"""Frames that the first cue asks for."""

EDGE = Fraction(1, 100)
"""Seconds of fade at the edges of a sound that asks for none."""

CROSSFADE = "Cross Fade +3 dB"
"""Of equal power. Source: Resolve fact sheet section 12."""

Json = dict[str, Any]


def counted(label: str, rate: str) -> int:
    """How many frames lie before a label. Source: SMPTE ST 12-1."""
    nominal = round(RATES[rate])
    hours, minutes, seconds, rest = map(int, re.split("[:;]", label))
    whole = 60 * hours + minutes
    skipped = nominal // 15 if "DF" in rate else 0
    return (60 * whole + seconds) * nominal + rest - skipped * (whole - whole // 10)


def labelled(label: str, rate: str) -> str:
    """A label as it is written at a rate: with its mark, and with a frame that there is."""
    head, _, rest = label.rpartition(":")
    return f"{head}{';' if 'DF' in rate else ':'}{min(int(rest), round(RATES[rate]) - 1):02}"


@dataclass(frozen=True, slots=True)
class Stands:
    """A sound as it is to stand. Unit: frames of the timeline, `record` from its first.

    `head` and `tail` are what its file holds beyond it. Fades are in seconds, and in the file;
    `native` are those that Resolve makes, in frames.
    """

    track: str
    record: int
    length: int
    head: int
    tail: int
    fade_in: Fraction = EDGE
    fade_out: Fraction = EDGE
    cue: int | None = None
    """Where its cue begins, where that is not at `record`."""
    native: tuple[int, int] = (0, 0)

    @property
    def begins(self) -> int:
        return self.record if self.cue is None else self.cue


@dataclass(frozen=True, slots=True)
class Cutting:
    """A timeline with five cues.

    clip 1    ┌───────────────────────────┐┌──────────────┐ clip 2, twice as fast
    effects     ███████ 1 faded, the clip's   ██████ 4 the clip's
                    ████████│████████ 2, 3 the timeline's; they abut
    music                                  ███████████████ 5 a point on the timeline
    """

    rate: str
    start: str = "01:00:00:00"
    media: str = "00:00:00:00"
    project_rate: str = ""
    speed: str = "2"

    @property
    def fps(self) -> Fraction:
        return RATES[self.rate]

    def first_frame(self, drop_start: str = "frames") -> int:
        """The number that the timeline's first frame has; some count labels where they drop."""
        label = labelled(self.start, self.rate)
        return counted(
            label, self.rate.removesuffix(" DF") if drop_start == "labels" else self.rate
        )

    @property
    def movie(self) -> Movie:
        label = labelled(self.media, self.rate)
        name = f"flashes {self.rate} {re.sub('[:;]', '', label)}.mov"
        return Movie(name, self.fps, 10, round(self.fps), counted(label, self.rate), label)

    @property
    def _clips(self) -> tuple[tuple[int, int, int, Fraction], ...]:
        """Where each clip stands, how long, from which frame of the movie, and how fast."""
        one = round(self.fps)
        first = (5, 7 * one, one + 7, Fraction(1))
        return first, (7 * one + 5, 3 * one, 2 * one + 4, Fraction(self.speed))

    def flashes(self) -> list[int]:
        """The record frames on which the picture begins to flash."""
        shown = {
            at + frame: skip + floor(speed * frame if speed > 0 else speed * (frame + 1 - length))
            for at, length, skip, speed in self._clips
            for frame in range(length)
        }
        lit = {record for record, frame in shown.items() if frame in self.movie.flashes}
        return sorted(record for record in lit if record - 1 not in lit)

    def scene(self, folder: Path, **more: Any) -> Json:
        """The project as the fake opens it; its files are in the folder."""
        one, movie = round(self.fps), folder / self.movie.name
        if not movie.exists():
            self.movie.make(folder)
        dialogue = folder / "dialogue.wav"
        if not dialogue.exists():
            a_wav(dialogue)
        marks = (
            (one // 2, 2 * one, "sfx", f"thunder | fade: {FADE}f"),
            (one, 2 * one, "sfx", "thunder, close"),
        )
        items = [
            Clip(movie, at, length, skip, (mark,)).told(
                self.movie.start, self.rate, self.movie.frames
            )
            | {"speed": str(speed)}
            for (at, length, skip, speed), mark in zip(self._clips, marks, strict=True)
        ]
        heard = {"file": str(dialogue), "record": 2 * one, "duration": 3 * one, "source_in": 3}
        timeline = {
            "name": "Cut 01",
            "rate": self.rate,
            "start_timecode": labelled(self.start, self.rate),
            "tracks": [
                {"kind": "video", "name": "Video 1", "items": items},
                {"kind": "audio", "name": "Dialogue", "sub": "stereo", "items": [heard]},
            ],
            "markers": self._markers(),
        }
        project = {"name": "Film", "rate": self.project_rate or self.rate}
        return {"project": project, "timelines": [timeline], "current": "Cut 01", **more}

    def _markers(self) -> list[Json]:
        """The last one stands where the status of the fourth cue would."""
        one = round(self.fps)
        return [
            self._mark(2 * one + 9, 2 * one, "sfx", "thunder far away"),
            self._mark(4 * one + 9, 2 * one, "sfx", "thunder again", "Green"),
            self._mark(9 * one, 1, "bgm", "slow piano", "Cream"),
            self._mark(8 * one + 5, 1, "Marker 1", "check the sky"),
        ]

    def _mark(self, frame: int, duration: int, name: str, note: str, color: str = "Blue") -> Json:
        told = {"frame": frame, "duration": duration, "name": name, "note": note}
        return {**told, "color": color, "customData": f"mine {frame}"}

    def stands(self) -> tuple[Stands, ...]:
        """Every sound, its crossfades baked into it, in record order of the cues.

        A second of handle is scored on either side, in whole frames; a second of crossfade lies
        half on each side of a cut.
        """
        one, handle = round(self.fps), int(self.fps)
        half, faded = one // 2, FADE / self.fps
        crossed = 2 * half / self.fps
        (at, _, _, _), (fast, long, _, _) = self._clips
        wide, far, again = 2 * one + half, 2 * one + 9, 4 * one + 9
        made = (
            Stands("V2A SFX", at + half, 2 * one, handle, handle, faded, faded),
            Stands("V2A SFX 2", far, wide, handle, 0, fade_out=crossed),
            Stands("V2A SFX", again - half, wide, 0, handle, fade_in=crossed, cue=again),
            Stands("V2A BGM", fast, long, handle, handle),
            Stands("V2A SFX", fast + one, 2 * one, handle, handle),
        )
        return tuple(
            replace(one, head=min(one.head, self.first_frame() + one.record)) for one in made
        )

    def left_to_resolve(self) -> tuple[tuple[Stands, ...], Json]:
        """The same where Resolve makes fades and crossfades: they are in no file then."""
        one, handle, none = round(self.fps), int(self.fps), Fraction(0)
        faded, _, _, music, fast = self.stands()
        far, again = 2 * one + 9, 4 * one + 9
        made = (
            replace(faded, fade_in=none, fade_out=none, native=(FADE, FADE)),
            Stands("V2A SFX 2", far, 2 * one, handle, handle, fade_out=none),
            Stands("V2A SFX 2", again, 2 * one, handle, handle, fade_in=none),
            *(music, fast),
        )
        at = self.first_frame() + again
        return made, {"name": CROSSFADE, "at": at, "before": one // 2, "after": one // 2}

    def told(self, provider: str, day: str) -> list[Json]:
        """The markers of the scored timeline, in order."""
        said = f"v2a: take 1/1, {provider}, {day}"
        ours = {"duration": 1, "name": "\u2713 placed", "note": said, "color": "Mint"}
        (at, _, _, _), (fast, _, _, _) = self._clips
        one = round(self.fps)
        free = (at + one // 2, fast, fast + one + 1)
        made = [{"frame": frame, **ours, "customData": "otio_v2a"} for frame in free]
        for marker in self._markers():
            if marker["name"] == "sfx":
                note = f"{marker['note']}\n{said}"
                marker |= {"name": "\u2713 sfx", "note": note}
            made.append(marker)
        return sorted(made, key=lambda one: int(one["frame"]))
