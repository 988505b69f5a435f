"""The sounds of the sketch scorer: how words change them, where they stand, and how they last."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from test_sketch import attack_near, brightness, heard, quiet, start_of, still

from otio_v2a.sketch.hearing.lexicon import Layer, Manner, hear
from otio_v2a.sketch.hearing.manner import FAST, HEAVY, SLOW, SOFT
from otio_v2a.sketch.hearing.words import CONTINUOUS_LAYERS, DISCRETE_LAYERS, LAYERS
from otio_v2a.sketch.sounds.beds import BEDS
from otio_v2a.sketch.sounds.booth import Booth
from otio_v2a.sketch.sounds.dealing import deal
from otio_v2a.sketch.sounds.effects import Scene, effects
from otio_v2a.sketch.sounds.grounds import GROUNDS
from otio_v2a.sketch.sounds.hits import HITS
from otio_v2a.sketch.sounds.weather import rain
from otio_v2a.sketch.watching.events import Happening, Kind
from otio_v2a.sketch.watching.watch import Watched, observed

SECOND = 48_000
FEW = ("rain", "engine", "laser", "saw", "phone", "cloth")
GENTLE = {"breath", "creak", "heartbeat", "horn", "laughter", "saw", "scratch"}
"""Discrete layers that begin without an edge."""


def take(name: str, number: int) -> np.ndarray:
    return effects(Scene(still(50), (Layer(name),), 5, number), quiet)


def one(name: str, seed: int = 3, **manner: object) -> np.ndarray:
    """A single sound of a discrete layer, dry and mono."""
    return HITS[name].make(np.random.default_rng(seed), Manner(**manner))


def loudness(sound: np.ndarray) -> float:
    return 10 * np.log10(np.mean(np.square(sound, dtype=np.float64)) + 1e-12)


def correlation(first: np.ndarray, second: np.ndarray) -> float:
    return float(abs(np.corrcoef(first.ravel(), second.ravel())[0, 1]))


def bands(sound: np.ndarray) -> np.ndarray:
    """Octaves from 60 Hz up, in dB of the whole."""
    power = np.abs(np.fft.rfft(sound)) ** 2
    edges = np.searchsorted(np.fft.rfftfreq(len(sound), 1 / SECOND), 60 * 2 ** np.arange(9))
    shares = np.add.reduceat(power, edges)
    return 10 * np.log10(shares / shares.sum() + 1e-5)


def moving(x: np.ndarray) -> Watched:
    """A picture in which something small moves about, without any event."""
    motion = np.full(len(x), 0.001, np.float32)
    return replace(still(len(x)), motion=motion, x=x.astype(np.float32))


def textured(seed: int) -> np.ndarray:
    """A frame at a glance that is as bright as any other, and like none."""
    return np.random.default_rng(seed).integers(20, 120, (54, 96)).astype(np.uint8)


def flashing(frame: int) -> Watched:
    """A picture of 75 frames that is white for one of them."""
    grays = np.stack([textured(1)] * 75)
    grays[frame] = 230
    return observed(grays, still().rate)


def cutting(frame: int) -> Watched:
    """A picture of 75 frames with one cut."""
    return observed(np.stack([textured(n >= frame) for n in range(75)]), still().rate)


def test_beds_and_hits_are_the_continuous_and_the_discrete_words():
    assert (set(BEDS), set(HITS)) == (set(CONTINUOUS_LAYERS), set(DISCRETE_LAYERS))


@pytest.mark.parametrize("name", FEW)
def test_a_take_repeats_itself_and_no_other(name: str):
    np.testing.assert_array_equal(take(name, 1), take(name, 1))
    assert correlation(take(name, 1), take(name, 2)) < 0.2


@pytest.mark.sweep
@pytest.mark.parametrize("name", sorted(LAYERS))
def test_no_layer_repeats_itself_in_another_take(name: str):
    first = take(name, 1)
    np.testing.assert_array_equal(first, take(name, 1))
    assert max(correlation(first, take(name, number)) for number in (2, 3, 4)) < 0.2


@pytest.mark.parametrize("name", sorted(set(HITS) - GENTLE))
def test_a_hit_begins_with_its_edge(name: str):
    if HITS[name].swells:
        assert HITS[name].answers
        return
    sound = np.abs(one(name))
    assert int(np.argmax(sound > 0.1 * sound.max())) <= 0.004 * SECOND


@pytest.mark.parametrize("name", ["thunder", "gunshot", "click", "explosion", "pop", "laser"])
def test_a_flash_is_answered_on_the_first_sample_of_its_frame(name: str):
    sound = effects(Scene(flashing(30), (Layer(name),), 5, 1), quiet)
    at = start_of(30, flashing(30).rate)
    assert 0 <= attack_near(sound.T, at) - at <= 96


def test_a_riser_ends_on_the_cut():
    cut = cutting(55)
    sound = np.abs(effects(Scene(cut, (Layer("riser"),), 5, 1), quiet)).sum(axis=0)
    at = start_of(55, cut.rate)
    before, after = sound[at - SECOND // 4 : at].mean(), sound[at + SECOND // 8 :].mean()
    assert before > 4 * after


def test_no_two_grounds_sound_alike_underfoot():
    steps = {
        surface: np.mean(
            [bands(one("footsteps", seed, surface=surface)) for seed in range(6)], axis=0
        )
        for surface in GROUNDS
    }
    near = {
        (one, other): float(np.abs(steps[one] - steps[other]).mean())
        for one in steps
        for other in steps
        if one < other
    }
    assert len(near) == 36
    assert min(near.values()) > 2, min(near.items(), key=lambda pair: pair[1])


def test_a_blow_sounds_of_what_the_thing_is_made_of():
    heights = [brightness(heard(f"{what} door slam")) for what in ("hollow", "wooden", "metallic")]
    assert heights == sorted(heights)
    assert heights[2] > 1.5 * heights[0]


@pytest.mark.parametrize("name", ["footsteps", "impact", "knock", "door"])
def test_heavy_is_lower_and_soft_is_duller(name: str):
    heavy, usual, soft = (
        brightness(effects(Scene(still(), (Layer(name, 0, Manner(force=force)),), 5, 1), quiet))
        for force in (HEAVY, 1.0, SOFT)
    )
    assert heavy < 0.95 * usual
    assert soft < 0.95 * usual


class WithoutWash(Booth):
    """A booth whose noise is silent, so that only grains sound."""

    def noise(self, bands: Sequence[float]) -> np.ndarray:
        return 0 * super().noise(bands)


def test_heavy_rain_is_denser_and_not_only_louder():
    def wet(force: float) -> float:
        """Milliseconds in which a drop sounds, of a thousand."""
        booth = WithoutWash(1 << 18, np.random.default_rng(4))
        drops = np.abs(rain(booth, Manner(force=force))[0][: 5 * SECOND])
        return float((drops.reshape(-1, 48).max(axis=1) > 0.02 * drops.max()).mean() * 1000)

    assert wet(HEAVY) > 1.5 * wet(1.0) > 3 * wet(SOFT)


@pytest.mark.parametrize("name", ["footsteps", "chop", "hammer", "clock"])
def test_slow_comes_less_often_and_fast_more(name: str):
    def strokes(speed: float) -> int:
        layer = Layer(name, 0, Manner(speed=speed))
        mono = np.abs(effects(Scene(still(200), (layer,), 5, 1), quiet)).sum(axis=0)
        loud = mono.reshape(-1, 2400).max(axis=1) > 0.25 * mono.max()
        return int(np.count_nonzero(loud[1:] & ~loud[:-1]))

    assert strokes(SLOW) < strokes(1.0) < strokes(FAST)


@pytest.mark.parametrize("name", ["rain", "birds", "traffic", "fire", "glass", "footsteps"])
def test_distant_is_duller_and_lower(name: str):
    near, far = (
        effects(Scene(still(), (Layer(name, 0, Manner(distant=distant)),), 5, 1), quiet)
        for distant in (0.0, 1.0)
    )
    assert brightness(far) < 0.8 * brightness(near)
    lower = (
        loudness(far) - loudness(near) if name in BEDS else 20 * np.log10(far.max() / near.max())
    )
    assert lower < -4


def test_what_has_a_place_goes_where_the_picture_moves_and_the_rest_stays():
    across = np.linspace(-1, 1, 200)
    sides = {}
    for name in ("engine", "rain"):
        sound = effects(Scene(moving(across), (Layer(name),), 5, 1), quiet)
        first, last = sound[:, : 2 * SECOND], sound[:, -2 * SECOND :]
        sides[name] = [loudness(part[1]) - loudness(part[0]) for part in (first, last)]
    assert sides["engine"][0] < -6
    assert sides["engine"][1] > 6
    assert np.abs(sides["rain"]).max() < 2


def ring_out(*, asmr: bool) -> float:
    """What is left of a shot when it is over, in dB of its beginning."""
    shot = effects(Scene(flashing(10), (Layer("gunshot"),), 5, 1, asmr), quiet)
    at = start_of(10, still().rate)
    return loudness(shot[:, at + SECOND // 2 : at + SECOND]) - loudness(shot[:, at : at + 4800])


def test_asmr_is_near_dry_wide_and_its_beds_are_low():
    plain, close = heard("steps on wood"), heard("steps on wood", asmr=True)
    assert brightness(close) > 1.3 * brightness(plain)
    only = {
        asmr: effects(Scene(still(), hear("rain").layers, 5, 1, asmr), quiet) for asmr in (0, 1)
    }
    wide = {
        asmr: loudness(rain[0] - rain[1]) - loudness(rain.sum(axis=0))
        for asmr, rain in only.items()
    }
    assert wide[1] > wide[0] + 2
    assert loudness(only[1]) < loudness(only[0]) - 3
    assert ring_out(asmr=True) < ring_out(asmr=False) - 10


def test_steps_belong_to_feet_and_hooves_and_blows_to_the_hammer():
    steps = tuple(Happening(10 + 12 * n, Kind.STEP, 0.6, 0.0) for n in range(4))
    turn = Happening(55, Kind.TURN, 0.9, 0.0)
    cut = Happening(70, Kind.CUT, 1.0, 0.0)
    layers = tuple(Layer(name) for name in ("hooves", "hammer", "riser", "thunder", "clock"))
    assert deal(layers, (*steps, turn, cut)) == {
        "hooves": steps,
        "hammer": (turn,),
        "riser": (cut,),
        "thunder": (),
        "clock": (),
    }


@pytest.mark.sweep
@pytest.mark.parametrize("name", sorted(LAYERS))
@pytest.mark.parametrize(
    "manner",
    [Manner(distant=1.0), Manner(force=HEAVY), Manner(force=SOFT), Manner(speed=SLOW, close=True)],
    ids=["distant", "heavy", "soft", "slow"],
)
def test_every_layer_sounds_in_every_manner(name: str, manner: Manner):
    for asmr in (False, True):
        sound = effects(Scene(still(30), (Layer(name, 0, manner),), 5, 1, asmr), quiet)
        assert np.isfinite(sound).all()
        assert -75 < loudness(sound) < -12
        assert np.abs(sound).max() < 1.5
