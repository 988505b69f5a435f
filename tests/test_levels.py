"""How loud a sound is, is measured as BS.1770 says; where a level is set, its ceiling holds."""

import math
import re
import subprocess
from itertools import pairwise

import imageio_ffmpeg
import numpy as np
import pytest
from sounds import SECOND, a_file, baked, level, noise, roughness, tone

from otio_v2a.audio.bake import Finish, Piece, bake
from otio_v2a.audio.limiter import Limiter
from otio_v2a.audio.meter import Meter

SHELF = (
    (1.53512485958697, -2.69169618940638, 1.19839281085285),
    (
        1.0,
        -1.69065929318241,
        0.73248077421585,
    ),
)
HIGH_PASS = (1.0, -2.0, 1.0), (1.0, -1.99004745483398, 0.99007225036621)


def by_the_book(sound):
    """Integrated loudness written out from BS.1770-5, its filters as spectra."""
    length = len(sound) + SECOND
    z = np.exp(-2j * np.pi * np.arange(length // 2 + 1) / length)[:, np.newaxis]
    response = 1.0
    for b, a in (SHELF, HIGH_PASS):
        response = response * (b[0] + b[1] * z + b[2] * z * z) / (a[0] + a[1] * z + a[2] * z * z)
    heard = np.fft.irfft(np.fft.rfft(sound, length, axis=0) * response, length, axis=0)
    tenths = (heard[: len(sound) // 4800 * 4800] ** 2).reshape(-1, 4800, 2).sum(axis=(1, 2))
    blocks = np.convolve(tenths, np.ones(4), mode="valid") / (4 * 4800)
    gated = blocks[-0.691 + 10 * np.log10(blocks + 1e-30) > -70]
    relative = -0.691 + 10 * math.log10(gated.mean()) - 10
    return -0.691 + 10 * math.log10(gated[-0.691 + 10 * np.log10(gated) > relative].mean())


def steps(*levels_and_seconds):
    """A 1 kHz sine on both channels, each step at a level in dBFS for some seconds."""
    parts = [
        np.full(round(seconds * SECOND), 10 ** (decibels / 20))
        for decibels, seconds in levels_and_seconds
    ]
    envelope = np.concatenate(parts)[:, np.newaxis]
    return tone(1000, len(envelope), level=1.0) * envelope.astype(np.float32)


def measured(sound, size=16_384):
    meter = Meter()
    for at in range(0, len(sound), size):
        meter.hear(sound[at : at + size])
    return meter.measured()


def by_ffmpeg(path):
    """Loudness and true peak of a file, as ffmpeg's own program tells them."""
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-nostdin", "-hide_banner", "-i", str(path)]
    command += ["-af", "ebur128=peak=true:framelog=quiet", "-f", "null", "-"]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stderr
    found = [re.findall(rf"{name}: +(\S+) ", told)[-1] for name in ("I", "Peak")]
    return tuple(map(float, found))


# EBU Tech 3341, the stereo cases of table 1; the meter must be within 0.1 LU.
EBU = {
    1: (-23.0, ((-23, 20),)),
    2: (-33.0, ((-33, 20),)),
    3: (-23.0, ((-36, 10), (-23, 60), (-36, 10))),
    4: (-23.0, ((-72, 10), (-36, 10), (-23, 60), (-36, 10), (-72, 10))),
    5: (-23.0, ((-26, 20), (-20, 20.1), (-26, 20))),
}


@pytest.mark.parametrize(
    "case", [1, 2, *(pytest.param(n, marks=pytest.mark.sweep) for n in (3, 4, 5))]
)
def test_the_meter_passes_the_loudness_cases_of_the_ebu(case):
    expected, parts = EBU[case]
    sound = steps(*parts)
    found = measured(sound).loudness
    assert found == pytest.approx(expected, abs=0.1)
    assert found == pytest.approx(by_the_book(sound), abs=0.01)


@pytest.mark.parametrize("size", [4_801, 16_384])
def test_sound_with_pauses_is_as_loud_as_the_book_says(size):
    swell = np.repeat([0.5, 1e-4, 0.02, 2.0, 0.0, 0.3], SECOND)[:, np.newaxis]
    sound = (noise(3, len(swell)) * swell).astype(np.float32)
    assert measured(sound, size).loudness == pytest.approx(by_the_book(sound), abs=0.01)


# EBU Tech 3341, cases 15 to 19: amplitude, part of the rate, phase in degrees, dBTP.
@pytest.mark.parametrize(
    ("amplitude", "part", "phase", "expected"),
    [
        (0.5, 4, 0, -6.02),
        (0.5, 4, 45, -6.02),
        (0.5, 6, 60, -6.02),
        (0.5, 8, 67.5, -6.02),
        (1.41, 4, 45, 2.98),
    ],
)
def test_peaks_between_samples_are_found(amplitude, part, phase, expected):
    wave = tone(SECOND / part, SECOND, math.radians(phase), amplitude)
    edge = np.minimum(1, np.minimum(np.arange(SECOND), np.arange(SECOND)[::-1]) / 2400)
    sound = (wave * edge[:, np.newaxis]).astype(np.float32)
    assert measured(sound).true_peak == pytest.approx(expected, abs=0.02)


def burst():
    """A hum, then a softer burst at a quarter of the rate, whose samples miss its higher peaks."""
    sound = tone(70, SECOND, level=0.42)
    sound[SECOND // 2 :] = 0
    sound[40_000:40_480] = tone(12_000, 480, math.pi / 4, 0.5) * np.hanning(480)[:, np.newaxis]
    return sound


@pytest.mark.parametrize(
    "sound", [noise(5, 2 * SECOND), np.sign(tone(441.3, SECOND)) * 0.5, burst()]
)
def test_the_true_peak_is_that_of_ffmpeg(tmp_path, sound):
    path = a_file(tmp_path / "sound.wav", sound)
    loudness, true_peak = by_ffmpeg(path)
    found = measured(np.asarray(sound, np.float32))
    assert found.true_peak == pytest.approx(true_peak, abs=0.1)
    assert found.loudness == pytest.approx(loudness, abs=0.06)


def sounding(folder, sound, **finish):
    """What was baked of one reply, and its sound."""
    reply = a_file(folder / "reply.wav", np.asarray(sound, np.float32))
    done = bake([Piece(reply, 0, len(sound))], Finish(0, len(sound), **finish), folder / "out.wav")
    return done, baked(folder / "out.wav")


@pytest.mark.parametrize(("gain", "expected"), [(0.0, -27.0), (-6.0, -33.0), (3.0, -24.0)])
def test_a_target_is_reached_and_the_markers_gain_counts_from_there(tmp_path, gain, expected):
    done, _ = sounding(
        tmp_path, noise(1, 5 * SECOND, 0.02), loudness=-27.0, gain_db=gain, fade_in=4800
    )
    loudness, true_peak = by_ffmpeg(tmp_path / "out.wav")
    assert (done.loudness, done.remarks) == (pytest.approx(expected, abs=0.01), ())
    assert (loudness, true_peak) == pytest.approx((expected, done.true_peak), abs=0.1)


def spikes():
    """A hum with a spike every half second, four times as high."""
    sound = tone(200, 4 * SECOND, level=0.1)
    for at in range(SECOND // 4, len(sound), SECOND // 2):
        sound[at : at + 20] += tone(9000, 20, level=0.4)
    return sound


def test_the_ceiling_holds_without_a_click(tmp_path):
    done, sound = sounding(tmp_path, spikes(), loudness=-14.0)
    raised = 10 ** (-14 / 20) / 10 ** (measured(spikes()).loudness / 20)
    _, true_peak = by_ffmpeg(tmp_path / "out.wav")
    assert done.true_peak == pytest.approx(-1.0, abs=0.05)
    assert true_peak <= -0.9
    assert done.loudness == pytest.approx(-14.0, abs=1.0)
    assert roughness(sound) <= roughness(spikes()) * raised
    # Half way between two spikes it is what the gain alone makes of it.
    calm = slice(SECOND // 2 - 480, SECOND // 2 + 480)
    np.testing.assert_allclose(sound[calm], spikes()[calm] * raised, rtol=2e-3, atol=1e-4)
    found = re.fullmatch(
        r"out\.wav: peaks were held at -1 dBTP, by up to (\d+\.\d) dB", done.remarks[0]
    )
    over = 20 * math.log10(raised) + measured(spikes()).true_peak + 1.0
    assert float(found[1]) == pytest.approx(over, abs=0.2)


@pytest.mark.parametrize("hertz", [60, 997, 12_000])
@pytest.mark.parametrize("size", [100, 16_384])
def test_tones_far_over_the_ceiling_stay_under_it(hertz, size):
    sound = tone(hertz, SECOND, 1.0, level=3.0)
    sound[: SECOND // 2] *= 0.05
    limiter = Limiter(-1.0)
    blocks = (sound[at : at + size] for at in range(0, SECOND, size))
    held = np.concatenate(list(limiter.limited(blocks)))
    assert len(held) == SECOND
    assert -1.2 <= measured(held).true_peak <= -1.0
    assert np.array_equal(held[: SECOND // 2 - 300], sound[: SECOND // 2 - 300])
    assert limiter.deepest == pytest.approx(20 * math.log10(3) + 1, abs=0.3)


@pytest.mark.parametrize("before_the_end", [1, 8, 16, 17, 40])
def test_a_spike_at_the_end_of_a_block_is_held_too(before_the_end):
    sound = tone(200, SECOND, level=0.05)
    sound[16_384 - before_the_end] = 3.0
    limiter = Limiter(-1.0)
    blocks = (sound[at : at + 8192] for at in range(0, SECOND, 8192))
    held = np.concatenate(list(limiter.limited(blocks)))
    assert measured(held).true_peak == pytest.approx(-1.0, abs=0.02)


def test_a_markers_gain_is_limited_not_clipped(tmp_path):
    done, sound = sounding(tmp_path, tone(1000, SECOND, level=0.5), gain_db=12.0)
    assert done.remarks == ("out.wav: peaks were held at -1 dBTP, by up to 7.0 dB",)
    assert np.abs(sound).max() == pytest.approx(10 ** (-1 / 20), abs=0.002)
    assert level(sound[4800:-4800]) == pytest.approx(-1 - 3.01, abs=0.05)


def test_one_reply_stays_as_it_came_even_over_the_ceiling(tmp_path):
    hot = tone(1000, SECOND, level=0.99)
    done, sound = sounding(tmp_path, hot)
    np.testing.assert_allclose(sound, hot, atol=1.2e-7)
    assert (done.remarks, done.true_peak) == ((), pytest.approx(-0.087, abs=0.01))


@pytest.mark.parametrize("length", [SECOND // 4, SECOND])
def test_what_has_no_loudness_is_left_alone(tmp_path, length):
    hushed = tone(1000, length, level=1e-4 if length == SECOND else 0.1)
    done, sound = sounding(tmp_path, hushed, loudness=-27.0)
    remark = "out.wav is silent, or too short to be measured: its level was left alone"
    assert (done.remarks, done.loudness) == ((remark,), -math.inf)
    np.testing.assert_allclose(sound, hushed, atol=1.2e-7)


def test_no_sound_is_raised_by_more_than_twenty_decibels(tmp_path):
    done, _ = sounding(tmp_path, steps((-60, 5)), loudness=-27.0)
    assert done.loudness == pytest.approx(-40.0, abs=0.1)
    remark = "out.wav is raised by 20 dB, the most there is: 33.0 dB would make it -27 LUFS"
    assert done.remarks == (remark,)


def test_the_waveform_is_the_peak_of_each_of_400_stretches(tmp_path):
    heights = (np.arange(400) + 0.5) / 400
    done, _ = sounding(tmp_path, np.repeat(heights, 7)[:, np.newaxis] * [0.5, -1.0])
    assert done.waveform == tuple(np.round(heights, 3).tolist())


@pytest.mark.parametrize("length", [1, 399, 401, 48_017])
def test_a_waveform_covers_every_sample_of_its_file(tmp_path, length):
    done, sound = sounding(tmp_path, noise(length, length, 0.2))
    count = min(length, 400)
    edges = [number * length // count for number in range(count + 1)]
    heights = np.abs(sound).max(axis=1)
    expected = [heights[a:b].max() for a, b in pairwise(edges)]
    assert done.waveform == pytest.approx(np.clip(expected, 0, 1), abs=0.00051)
