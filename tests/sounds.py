"""Sounds made for tests: clicks at known samples, noise, tones, and how to look at them."""

import math
import subprocess
from fractions import Fraction

import imageio_ffmpeg
import numpy as np
import soundfile

SECOND = 48_000
CLICKS = (Fraction(1, 2), Fraction(3, 2), Fraction(5, 2))
PICTURE = ("-f", "lavfi", "-i", "testsrc2=rate=25:duration=3.4:size=64x64")
X264 = ("-c:v", "libx264", "-preset", "ultrafast")


def ffmpeg(*arguments):
    subprocess.run(
        [imageio_ffmpeg.get_ffmpeg_exe(), "-nostdin", "-y", "-v", "error", *map(str, arguments)],
        check=True,
    )


def a_file(path, samples, rate=SECOND, subtype="FLOAT"):
    soundfile.write(path, samples, rate, subtype=subtype)
    return path


def clicks(folder, rate, seconds=Fraction(337, 100)):
    """A WAV with single full samples at 0.5, 1.5 and 2.5 s."""
    samples = np.zeros((int(seconds * rate), 2), np.float32)
    samples[[int(rate * click) for click in CLICKS]] = 0.9
    return a_file(folder / f"clicks{rate}.wav", samples, rate)


def errors(sound, later=0):
    """How many samples each click stands off its place, by the loudest sample around it."""
    found = []
    for click in CLICKS:
        place = int((click + later) * SECOND)
        around = np.abs(sound[place - 9600 : place + 9600, 0])
        found.append(int(around.argmax()) - 9600)
    return found


def noise(seed, samples, level=0.1):
    draw = np.random.default_rng(seed).standard_normal((samples, 2))
    return (draw * level).astype(np.float32)


def tone(hertz, samples, phase=0.0, level=0.3):
    wave = level * np.sin(2 * np.pi * hertz * np.arange(samples) / SECOND + phase)
    return np.stack([wave, wave], axis=1).astype(np.float32)


def level(samples):
    return 10 * math.log10(float(np.mean(np.square(samples, dtype=np.float64))))


def roughness(samples):
    """The largest second difference: a click is a spike in it."""
    return float(np.abs(np.diff(samples, 2, axis=0)).max())


def baked(out):
    samples, rate = soundfile.read(out, dtype="float64")
    kind = soundfile.info(out)
    assert (rate, kind.channels, kind.subtype, kind.format) == (SECOND, 2, "PCM_24", "WAV")
    return samples
