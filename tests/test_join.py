"""Takes that overlap join without a dip, a bump or a click, to the sample."""

import math

import numpy as np
import pytest
from sounds import SECOND, a_file, baked, level, noise, roughness, tone

from otio_v2a.audio.bake import Finish, Piece, bake
from otio_v2a.audio.join import Overlap, Voice, joined, overlaps
from otio_v2a.audio.seam import crossfade, gains


def a_voice(start, sound):
    return Voice(start, start + len(sound), [sound])


@pytest.mark.parametrize("rho", [-0.5, -0.25, 0.0, 0.25, 0.5, 0.75, 0.9, 1.0])
def test_a_join_keeps_its_power_whatever_the_correlation(rho):
    a, b = gains(rho, 1000)
    power = a * a + b * b + 2 * rho * a * b
    np.testing.assert_allclose(power, 1.0, atol=1e-5)
    assert (np.diff(a[:, 0]) <= 1e-6).all() or rho < 0
    assert [a[0, 0] > 0.99, b[0, 0] < 0.01, a[-1, 0] < 0.01, b[-1, 0] > 0.99] == [True] * 4


def test_strangers_fade_by_sines_and_twins_by_straight_lines():
    u = (np.arange(100) + 0.5) / 100
    strangers, twins = gains(0.0, 100), gains(1.0, 100)
    angle = u * math.pi / 2
    np.testing.assert_allclose(
        np.hstack(strangers), np.stack([np.cos(angle), np.sin(angle)], 1), rtol=1e-6
    )
    np.testing.assert_allclose(np.hstack(twins), np.stack([1 - u, u], 1), rtol=1e-6)


@pytest.mark.parametrize("rho", [-0.5, 0.0, 0.5, 0.9])
def test_noise_of_any_correlation_neither_dips_nor_bumps(rho):
    head, other = noise(3, 2 * SECOND), noise(4, 2 * SECOND)
    tail = np.float32(rho) * head + np.float32(math.sqrt(1 - rho**2)) * other
    parts = np.split(crossfade(head, tail), 8)
    assert max(abs(level(part) - level(head)) for part in parts) <= 0.25


def test_identical_sides_pass_untouched():
    music = tone(220, SECOND) + tone(277, SECOND) + tone(330, SECOND)
    np.testing.assert_allclose(crossfade(music, music), music, atol=1e-6)


def test_three_takes_of_noise_join_without_a_dip_or_a_click(tmp_path):
    length, step = 3 * SECOND, 2 * SECOND
    takes = [noise(seed, length) for seed in range(3)]
    pieces = [
        Piece(a_file(tmp_path / f"{i}.wav", take), i * step, i * step + length)
        for i, take in enumerate(takes)
    ]
    done = bake(pieces, Finish(0, 7 * SECOND), tmp_path / "out.wav")
    sound = baked(tmp_path / "out.wav")
    quarters = np.split(sound, 7 * 4)
    assert (done.samples, done.remarks) == (7 * SECOND, ())
    assert max(abs(level(quarter) + 20) for quarter in quarters) <= 0.5
    assert roughness(sound) <= 1.1 * max(map(roughness, takes))
    np.testing.assert_allclose(sound[:step], takes[0][:step], atol=1e-7)


@pytest.mark.parametrize("overlap", [0, 100, 2_002, 48_000])
def test_tones_out_of_phase_join_without_a_click(overlap):
    length = SECOND
    first, second = tone(100, length), tone(100, length, phase=2.0)
    sound = np.concatenate(list(joined([a_voice(0, first), a_voice(length - overlap, second)])))
    plain = np.concatenate([first, second])
    assert len(sound) == 2 * length - overlap
    assert roughness(sound) < 0.05 * roughness(plain)


def test_a_cue_cut_from_two_takes_keeps_the_seam_in_its_place(tmp_path):
    whole = noise(7, 10 * SECOND)
    pieces = [
        Piece(a_file(tmp_path / "1.wav", whole[: 6 * SECOND]), -SECOND, 5 * SECOND),
        Piece(a_file(tmp_path / "2.wav", whole[4 * SECOND :]), 3 * SECOND, 9 * SECOND),
    ]
    bake(pieces, Finish(0, 8 * SECOND), tmp_path / "out.wav")
    np.testing.assert_allclose(baked(tmp_path / "out.wav"), whole[SECOND : 9 * SECOND], atol=3e-7)


def test_a_long_overlap_is_joined_in_its_middle():
    ten, found = np.full((10 * SECOND, 2), 0.5, np.float32), []
    sound = np.concatenate(list(joined([a_voice(0, ten), a_voice(2 * SECOND, ten)], found.append)))
    assert (len(sound), found) == (12 * SECOND, [6 * SECOND])


def test_overlaps_share_what_three_voices_have_in_common():
    four = np.zeros((4 * SECOND, 2), np.float32)
    found = overlaps([a_voice(0, four), a_voice(SECOND, four), a_voice(2 * SECOND, four)])
    assert found == (Overlap(SECOND, 3 * SECOND), Overlap(3 * SECOND, 5 * SECOND))


def test_very_short_pieces_are_still_joined_to_the_sample():
    pieces = [a_voice(start, np.full((7, 2), 0.5, np.float32)) for start in range(0, 70, 6)]
    sound = np.concatenate(list(joined(pieces)))
    np.testing.assert_allclose(sound, np.full((73, 2), 0.5), atol=1e-6)


def test_a_reply_that_ends_inside_its_overlap_gives_what_it_has(tmp_path):
    short = a_file(tmp_path / "short.wav", noise(1, 4 * SECOND + SECOND // 2))
    pieces = [
        Piece(short, 0, 5 * SECOND),
        Piece(a_file(tmp_path / "next.wav", noise(2, 5 * SECOND)), 4 * SECOND, 9 * SECOND),
    ]
    done = bake(pieces, Finish(0, 9 * SECOND), tmp_path / "out.wav")
    sound = baked(tmp_path / "out.wav")
    told = "short.wav is 0.50 s shorter than its picture: what overlaps it covers that"
    assert done.remarks == (told,)
    assert max(abs(level(part) + 20.0) for part in np.split(sound, 18)) <= 0.5
    np.testing.assert_allclose(
        sound[4 * SECOND + SECOND // 2 :], noise(2, 5 * SECOND)[SECOND // 2 :], atol=1e-7
    )
