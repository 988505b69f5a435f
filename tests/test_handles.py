"""Handles stand in the file beyond what is heard, as loud as they came."""

import numpy as np
import pytest
from sounds import SECOND, a_file, baked, noise, roughness

from otio_v2a.audio.bake import Finish, Piece, bake

HEAD, TAIL, FADE, NOTCH = 4_000, 7_000, 480, 240


def finished(folder, **more):
    """Two seconds of noise in a file with handles, and the noise it was made from."""
    reply = noise(5, 2 * SECOND)
    piece = Piece(a_file(folder / "reply.wav", reply), 0, 2 * SECOND)
    bake([piece], Finish(0, 2 * SECOND, head=HEAD, tail=TAIL, **more), folder / "out.wav")
    return baked(folder / "out.wav"), reply


def test_what_is_heard_fades_at_its_own_ends_and_the_handles_are_whole(tmp_path):
    sound, reply = finished(tmp_path, fade_in=FADE, fade_out=FADE)
    first, last = HEAD, 2 * SECOND - TAIL
    untouched = [
        slice(0, first - NOTCH),
        slice(first + FADE, last - FADE),
        slice(last + NOTCH, 2 * SECOND),
    ]
    for part in untouched:
        np.testing.assert_allclose(sound[part], reply[part], atol=3e-7)
    rise = np.sin((np.arange(FADE) + 0.5) / FADE * np.pi / 2)[:, np.newaxis]
    np.testing.assert_allclose(
        sound[first : first + FADE], reply[first : first + FADE] * rise, atol=1e-6
    )
    np.testing.assert_allclose(
        sound[last - FADE : last], reply[last - FADE : last] * rise[::-1], atol=1e-6
    )
    assert np.abs(sound[[first - 1, first, last - 1, last]]).max() < 0.01


@pytest.mark.parametrize("edges", [{"fade_in": FADE}, {"fade_out": FADE}, {}])
def test_a_side_without_a_fade_goes_straight_on_into_its_handle(tmp_path, edges):
    sound, reply = finished(tmp_path, **edges)
    first, last = HEAD, 2 * SECOND - TAIL
    left, right = slice(0, first + FADE), slice(last - FADE, 2 * SECOND)
    if "fade_in" not in edges:
        np.testing.assert_allclose(sound[left], reply[left], atol=3e-7)
    if "fade_out" not in edges:
        np.testing.assert_allclose(sound[right], reply[right], atol=3e-7)


def test_a_clip_that_is_played_without_its_handles_does_not_click(tmp_path):
    sound, reply = finished(tmp_path, fade_in=FADE, fade_out=FADE)
    quiet = np.zeros((SECOND, 2))
    played = np.concatenate([quiet, sound[HEAD:-TAIL], quiet])
    assert roughness(played) <= 1.1 * roughness(reply)
