"""Draws docs/sound/*.jpg: what the sketch scorer makes of ten typical cues, as spectrograms.

python docs/make_sound.py

Below: 40 Hz at the bottom to 20 kHz at the top, brighter is louder, 90 dB from black to white.
On top: what happens in the picture, a tick each.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import soundfile
from av.video.codeccontext import VideoCodecContext
from av.video.frame import VideoFrame

from otio_v2a.model import Prompts, Role
from otio_v2a.providers.base import LocalJob
from otio_v2a.sketch.provider import SKETCH
from otio_v2a.sketch.watching.seeing import seen
from otio_v2a.sketch.watching.watch import watch

ROOT = Path(__file__).resolve().parents[1]
MEDIA, OUT = ROOT / "sample_timelines" / "media", ROOT / "docs" / "sound"
WIDTH, HEIGHT, TICKS = 960, 240, 22
LOW, HIGH, FLOOR, TOP = 40.0, 20_000.0, -90.0, 0.0
WINDOW = 4096


@dataclass(frozen=True)
class Cue:
    """One cue: its picture, the frames of it that are marked, and its prompts."""

    name: str
    movie: str
    frames: int
    rate: Fraction
    effects: str = ""
    music: str = ""
    asmr: bool = False


PAL, FILM, NTSC = Fraction(25), Fraction(24_000, 1001), Fraction(30_000, 1001)
CUES = (
    Cue("storm", "storm_window.mov", 500, PAL, "heavy rain against a window pane, thunder"),
    Cue("walk", "park_walk.mov", 384, FILM, "footsteps on gravel, birds"),
    Cue("ball", "ball.mp4", 360, Fraction(30), "a basketball bouncing in an empty gym"),
    Cue("glass", "glass.mp4", 240, Fraction(30), "a glass shatters on the stone floor, fridge hum"),
    Cue("typing", "typing.mp4", 264, FILM, "soft typing on a keyboard", asmr=True),
    Cue("street", "street_night.mkv", 420, NTSC, "cars pass on a wet street, tyres hissing"),
    Cue("fire", "campfire.mov", 300, PAL, "campfire crackling, crickets, a distant owl"),
    Cue("shore", "shore_waves.mp4", 350, PAL, "slow waves breaking on sand, gulls far off"),
    Cue("piano", "storm_window.mov", 500, PAL, music="slow felt piano over a dark pad, 60 BPM"),
    Cue("chase", "ball.mp4", 360, Fraction(30), music="tense chase, drums and brass, 132 BPM"),
)


def main() -> None:
    """Write the pictures."""
    OUT.mkdir(exist_ok=True)
    with TemporaryDirectory() as folder:
        for cue in CUES:
            wav = Path(folder) / f"{cue.name}.wav"
            SKETCH.score(job(cue, wav), lambda _: None)
            sound, _ = soundfile.read(wav, dtype="float32")
            picture = np.concatenate([ticks(cue), spectrogram(sound.mean(axis=1))])
            (OUT / f"{cue.name}.jpg").write_bytes(jpeg(coloured(picture)))


def job(cue: Cue, wav: Path) -> LocalJob:
    """What the scorer is asked."""
    return LocalJob(
        picture=MEDIA / cue.movie,
        frames=cue.frames,
        rate=cue.rate,
        cue_in=0,
        cue_out=cue.frames,
        prompts=Prompts(sound_effect=cue.effects, background_music=cue.music, asmr=cue.asmr),
        role=Role.SFX if cue.effects else Role.BGM,
        take=1,
        seed=7,
        out=wav,
    )


def ticks(cue: Cue) -> np.ndarray:
    """A strip with a tick for everything that happens in the picture. Shape: (TICKS, WIDTH)."""
    strip = np.zeros((TICKS, WIDTH))
    watched = watch(MEDIA / cue.movie, cue.frames, cue.rate, lambda _: None)
    for event in seen(watched):
        at = min(WIDTH - 2, event.frame * WIDTH // cue.frames)
        strip[4 : TICKS - 4, at : at + 2] = 1
    return strip


def spectrogram(sound: np.ndarray) -> np.ndarray:
    """Levels from 0 (black) to 1 (white), high above low. Shape: (HEIGHT, WIDTH)."""
    padded = np.pad(sound, WINDOW // 2)
    starts = np.linspace(0, len(padded) - WINDOW, WIDTH).astype(int)
    windows = np.stack([padded[start : start + WINDOW] for start in starts]) * np.hanning(WINDOW)
    power = np.abs(np.fft.rfft(windows) / (WINDOW / 4)) ** 2
    edges = LOW * (HIGH / LOW) ** (np.arange(HEIGHT + 1) / HEIGHT) * WINDOW / 48_000
    rows = np.stack(list(_bands(power, edges)))
    level = 10 * np.log10(rows + 1e-12)
    return np.clip((level[::-1] - FLOOR) / (TOP - FLOOR), 0, 1)


def _bands(power: np.ndarray, edges: np.ndarray) -> Iterator[np.ndarray]:
    """The strongest bin of each band."""
    for low, high in pairwise(edges):
        yield power[:, int(low) : max(int(low) + 1, int(np.ceil(high)))].max(axis=1)


def coloured(levels: np.ndarray) -> np.ndarray:
    """Black, violet, orange, white. Shape: (rows, columns, 3), 8 bit."""
    points = [0, 0.3, 0.6, 0.85, 1]
    stops = np.array([(8, 8, 16), (74, 22, 110), (214, 68, 74), (252, 178, 84), (255, 252, 220)])
    channels = [np.interp(levels, points, stops[:, channel]) for channel in range(3)]
    return np.ascontiguousarray(np.stack(channels, axis=-1).astype(np.uint8))


def jpeg(picture: np.ndarray) -> bytes:
    """The picture as a JPEG."""
    frame = VideoFrame.from_ndarray(picture, format="rgb24").reformat(format="yuvj444p")
    encoder = VideoCodecContext.create("mjpeg", "w")
    encoder.width, encoder.height, encoder.pix_fmt = frame.width, frame.height, "yuvj444p"
    encoder.options = {"qmin": "5", "qmax": "5"}
    encoder.time_base = Fraction(1, 25)
    return b"".join(bytes(packet) for packet in (*encoder.encode(frame), *encoder.encode(None)))


if __name__ == "__main__":
    main()
