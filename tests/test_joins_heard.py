"""What a seam sounds like: level, phase and place, measured on sounds like those of models."""

import math
from itertools import pairwise

import numpy as np
import pytest
from sounds import SECOND, level, noise, roughness, tone

from otio_v2a.audio.join import RIDE, Voice, joined
from otio_v2a.audio.seam import match

TENTH = SECOND // 10


def join(*takes, overlap=SECOND, size=16_384):
    """Takes that share `overlap` samples as one sound, and the middles of its seams."""
    at, voices, places = 0, [], []
    for take in takes:
        blocks = [take[start : start + size] for start in range(0, len(take), size)]
        voices.append(Voice(at, at + len(take), blocks))
        at += len(take) - overlap
    sound = np.concatenate(list(joined(voices, places.append)))
    assert len(sound) == at + overlap
    return sound, places


def heights(sound):
    """The level of each 100 ms, a new one every 25 ms, in dB."""
    power = np.cumsum(np.square(sound, dtype=np.float64).mean(axis=1))[:: TENTH // 4]
    means = (power[4:] - power[:-4]) / TENTH
    return 10 * np.log10(means + 1e-12)


@pytest.mark.parametrize("overlap", [SECOND, 2 * SECOND])
@pytest.mark.parametrize("rho", [-1.0, -0.9, -0.5, 0.0, 0.5, 0.9, 1.0])
def test_noise_stays_level_whatever_the_correlation(rho, overlap):
    head, other = noise(1, 3 * SECOND), noise(2, 3 * SECOND)
    tail = noise(3, 3 * SECOND)
    tail[:overlap] = rho * head[-overlap:] + math.sqrt(1 - rho**2) * other[:overlap]
    sound, _ = join(head, tail, overlap=overlap)
    found = heights(sound)
    assert found.max() + 20 <= 0.5
    assert found.min() + 20 >= -0.5
    assert roughness(sound) <= 1.1 * max(roughness(head), roughness(tail))


@pytest.mark.parametrize("phase", [0.0, 1.0, 2.0, 2.6, 3.0, math.pi, 4.0, 5.5])
def test_a_hum_stays_level_whatever_its_phase(phase):
    sound, _ = join(tone(100, 3 * SECOND), tone(100, 3 * SECOND, phase))
    found = heights(sound)
    assert max(abs(found - level(tone(100, SECOND)))) <= 0.05
    assert roughness(sound) <= 1.05 * roughness(tone(100, 3 * SECOND))


def test_a_take_against_its_neighbour_is_turned_over_and_stays_so():
    whole = noise(5, 7 * SECOND)
    sound, _ = join(whole[: 3 * SECOND], -whole[2 * SECOND : 5 * SECOND], whole[4 * SECOND :])
    np.testing.assert_allclose(sound, whole, atol=1e-6)


def test_slowly_beating_tones_stay_level_and_faster_ones_dip_by_what_cancels():
    base = level(tone(440, SECOND))
    deepest = []
    for apart in (0.3, 2.0, 7.0):
        sound, _ = join(tone(440, 3 * SECOND), tone(440 + apart, 3 * SECOND, 2.2))
        found = heights(sound) - base
        deepest.append(round(float(found.min()), 1))
        assert found.max() <= 0.5
    assert deepest[0] >= -0.1
    assert min(deepest) >= -6.0


def chords(seed):
    """Five seconds of struck chords that decay; another take strikes them a little apart."""
    draw = np.random.default_rng(seed)
    clock = np.arange(5 * SECOND) / SECOND
    sound = np.zeros(5 * SECOND)
    for beat in np.arange(0, 5, 0.5):
        since = np.clip(clock - beat - draw.uniform(0, 0.02), 0, None)
        struck = np.exp(-since / 0.6) * np.minimum(since / 0.005, 1)
        for hertz in (196.0, 246.9, 293.7):
            sound += 0.06 * struck * np.sin(2 * np.pi * hertz * since + draw.uniform(0, 6.28))
    return np.stack([sound, sound], axis=1).astype(np.float32)


def drums(seed):
    """Five seconds of hits in the same places; their sound differs from take to take."""
    draw = np.random.default_rng(seed)
    sound = 0.003 * draw.standard_normal(5 * SECOND)
    for at in range(0, 5 * SECOND, SECOND // 4):
        length = SECOND // 5
        hit = np.exp(-np.arange(length) / SECOND / 0.04) * draw.standard_normal(length)
        sound[at : at + length] += 0.2 * hit
    return np.stack([sound, sound], axis=1).astype(np.float32)


MORE = [pytest.param(seed, marks=pytest.mark.sweep) for seed in range(1, 8)]


@pytest.mark.parametrize("make", [chords, drums])
@pytest.mark.parametrize("overlap", [SECOND, 2 * SECOND])
@pytest.mark.parametrize("seed", [0, *MORE])
def test_music_keeps_the_level_its_two_takes_have(make, overlap, seed):
    first, second = make(seed), make(seed + 10)
    sound, (place,) = join(first[: 2 * SECOND + overlap], second[2 * SECOND :], overlap=overlap)
    # No window ends on a hit: one sample of it would weigh more than the pause before.
    ours = slice(place - SECOND + 300, place + SECOND)
    shared = slice(2 * SECOND, 2 * SECOND + overlap)
    matched = heights(second[ours]) + match(first[shared], second[shared])
    both = np.stack([heights(first[ours]), matched])
    made = heights(sound[ours])
    # Where both takes play the same note, a moment of it may agree or cancel.
    assert (made >= both.min(axis=0) - 1.0).all()
    assert (made <= both.max(axis=0) + 1.0).all()
    # The second take may be raised by 3 dB.
    assert roughness(sound) <= 1.45 * max(roughness(first), roughness(second))


@pytest.mark.parametrize("step", [-3.0, -1.5, 1.5, 3.0])
def test_a_louder_take_comes_in_level_and_goes_to_its_own_slowly(step):
    head = noise(1, 3 * SECOND)
    tail = noise(2, 12 * SECOND) * np.float32(10 ** (step / 20))
    sound, _ = join(head, tail)
    found = [level(part) + 20 for part in np.split(sound, 2 * 14)]
    assert max(map(abs, found[:6])) <= 0.3
    assert found[-6:] == pytest.approx([step] * 6, abs=0.2)
    assert max(abs(after - before) for before, after in pairwise(found)) <= 0.4
    np.testing.assert_array_equal(sound[3 * SECOND + RIDE :], tail[SECOND + RIDE :])


def test_twenty_takes_of_any_level_run_nowhere():
    draw = np.random.default_rng(11)
    steps = draw.uniform(-6, 6, 20)
    takes = [
        noise(seed, 3 * SECOND) * np.float32(10 ** (step / 20)) for seed, step in enumerate(steps)
    ]
    sound, places = join(*takes)
    for number, (before, after) in enumerate(pairwise(places), start=1):
        middle = level(sound[before + SECOND // 2 : after - SECOND // 2]) + 20 - steps[number]
        assert abs(middle) <= 3.3


def test_a_match_is_only_made_where_there_is_something_to_match():
    loud, soft = noise(1, SECOND), noise(2, SECOND) * np.float32(0.5)
    silent, hushed = np.zeros_like(loud), loud * np.float32(1e-4)
    short = slice(0, SECOND // 4)
    assert match(loud, soft) == 3.0
    assert match(soft, loud) == -3.0
    nothing = [(loud, loud), (loud, silent), (silent, loud), (hushed, loud)]
    assert [match(*pair) for pair in nothing] == [0.0] * 4
    assert match(loud[short], soft[short]) == 0.0
    assert match(loud, loud * np.float32(10 ** (1 / 20))) == pytest.approx(-1.0, abs=0.01)
    # What the ear does not weigh does not count.
    rumble = tone(20, SECOND, level=0.2)
    assert match(loud + rumble, loud) == 0.0


def test_a_long_overlap_is_joined_where_both_takes_are_softest():
    quiet = np.ones((10 * SECOND, 1), np.float32)
    quiet[int(6.5 * SECOND) : 9 * SECOND] = 0.3
    head, tail = noise(1, 10 * SECOND) * quiet, noise(2, 10 * SECOND) * quiet
    sound, (place,) = join(head, tail, overlap=10 * SECOND)
    assert abs(place - 7.75 * SECOND) <= SECOND // 4
    np.testing.assert_array_equal(sound[: place - SECOND], head[: place - SECOND])
    np.testing.assert_array_equal(sound[place + SECOND :], tail[place + SECOND :])


def test_a_place_that_is_hardly_softer_is_not_taken():
    level_db = np.zeros((10 * SECOND, 1))
    level_db[7 * SECOND : 9 * SECOND] = -2
    quiet = (10 ** (level_db / 20)).astype(np.float32)
    _, places = join(
        noise(1, 10 * SECOND) * quiet, noise(2, 10 * SECOND) * quiet, overlap=10 * SECOND
    )
    assert places == [5 * SECOND]


class Opened:
    """Blocks that note when they are opened and closed."""

    def __init__(self, name, notes):
        self.name, self.notes = name, notes

    def __iter__(self):
        self.notes.append(f"{self.name} opened")
        try:
            for _ in range(3):
                yield np.full((SECOND, 2), 0.1, np.float32)
        finally:
            self.notes.append(f"{self.name} closed")


def test_no_more_than_two_replies_are_open_at_a_time():
    notes = []
    voices = [
        Voice(at, at + 3 * SECOND, Opened(name, notes))
        for name, at in (("first", 0), ("second", 2 * SECOND), ("third", 4 * SECOND))
    ]
    assert sum(map(len, joined(voices))) == 7 * SECOND
    assert notes == [
        "first opened",
        "second opened",
        "first closed",
        "third opened",
        "second closed",
        "third closed",
    ]
