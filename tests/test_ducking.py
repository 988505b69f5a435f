"""Music goes down before a word begins, stays down between words, and never clicks."""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
import soundfile
from edits import PAL, a_clip, an_edit
from sounds import SECOND, a_file, baked, noise, roughness, tone

from otio_v2a.audio.ducking import Duck, duck, ducked, levels, words
from otio_v2a.audio.mix import mixed
from otio_v2a.edit import Track
from otio_v2a.model import Media, Span
from otio_v2a.picture.media import Library
from otio_v2a.score.ducking import dialogue, is_dialogue
from otio_v2a.score.sound_files import SoundFiles

LASTING = 18 * SECOND
SPOKEN = ((2.0, 2.5), (2.8, 3.2), (3.6, 4.1), (9.0, 10.0), (16.0, 16.3))
"""Seconds in which somebody speaks: three words in a row, then two alone."""


def speech(level: float = 0.1, room: float = 0.001) -> np.ndarray:
    """Words of several harmonics that swell four times a second, in a quiet room."""
    sound = noise(3, LASTING, room)
    for begin, end in SPOKEN:
        at, length = round(begin * SECOND), round((end - begin) * SECOND)
        voice = sum(tone(hertz, length, level=level / 3) for hertz in (220, 440, 1760))
        swell = 1 + 0.6 * np.sin(2 * np.pi * 4 * np.arange(length) / SECOND)
        sound[at : at + length] += voice * swell[:, None].astype(np.float32)
    return sound


def blocks(sound: np.ndarray, size: int = 7001) -> Iterator[np.ndarray]:
    return (sound[at : at + size] for at in range(0, len(sound), size))


def gains(key: np.ndarray, options: Duck | None = None) -> np.ndarray:
    """By how many dB each sample of music is changed under a key."""
    how = options or Duck()
    music = np.full((len(key), 2), 0.5, np.float32)
    lowered = [*ducked(blocks(music, 16_384), words(levels(blocks(key)), how), how)]
    return 20 * np.log10(np.concatenate(lowered)[:, 0] / 0.5)


def test_music_is_down_for_every_word_and_up_again_between_sentences() -> None:
    gain = gains(speech())
    for begin, end in SPOKEN:
        assert np.allclose(gain[round(begin * SECOND) : round(end * SECOND)], -9, atol=0.01)
    # Between the three words it stays down, and 0.4 s after the last one too.
    assert np.allclose(gain[2 * SECOND : round(4.45 * SECOND)], -9, atol=0.01)
    for up in ((0.0, 1.7), (5.4, 8.7), (11.3, 15.7), (17.6, 18.0)):
        assert not gain[round(up[0] * SECOND) : round(up[1] * SECOND)].any()


def test_the_way_down_and_up_is_smooth_and_as_long_as_asked() -> None:
    gain = gains(speech(), Duck(depth=12, attack=0.3, hold=0.2, release=1.0))
    down = np.flatnonzero((gain < -0.01) & (gain > -11.99))
    first = down[down < 3 * SECOND]
    assert abs(len(first) / SECOND - 0.3) < 0.03
    after = down[(down > 10 * SECOND) & (down < 14 * SECOND)]
    assert abs(len(after) / SECOND - 1.0) < 0.06
    # Half a cosine of 12 dB in 0.3 s is steepest at 12 * pi / 2 / 0.3 dB a second.
    assert np.abs(np.diff(gain)).max() * SECOND < 12 * np.pi / 2 / 0.3 * 1.05
    assert roughness(10 ** (gain / 20)[:, None]) < 1e-6


@pytest.mark.parametrize("level", [1.0, 0.02])
def test_what_counts_as_speech_is_measured_by_the_dialogue_itself(level: float) -> None:
    gain = gains(speech(level, room=level / 100))
    assert np.allclose(gain[round(9.05 * SECOND) : 10 * SECOND], -9, atol=0.01)
    assert gain[13 * SECOND] == 0


def test_neither_a_rumble_nor_a_knock_nor_the_room_is_speech() -> None:
    rumble = speech()
    rumble[12 * SECOND : 14 * SECOND] += tone(60, 2 * SECOND, level=0.5)
    rumble[14 * SECOND : 14 * SECOND + 200] += 0.7
    assert np.array_equal(gains(rumble), gains(speech()))
    assert words(levels([noise(1, 5 * SECOND, 0.001)])) == ()
    assert words(levels([np.zeros((5 * SECOND, 2), np.float32)])) == ()


def test_levels_do_not_depend_on_the_blocks_and_a_tone_has_its_own() -> None:
    key = speech()
    whole = levels([key])
    assert len(whole) == LASTING // 480
    assert np.allclose(whole, levels(blocks(key, 3331)), rtol=1e-9)
    # A sine of amplitude a has the power a * a / 2, on both channels alike.
    assert np.allclose(levels([tone(1000, SECOND, level=0.2)])[10:-10], 0.02, rtol=0.001)


def test_a_file_is_ducked_beside_the_dry_one_which_stays(tmp_path: Path) -> None:
    music = a_file(tmp_path / "v2a_0a_bgm_t1_11.wav", noise(9, 6 * SECOND), subtype="PCM_24")
    before, key = music.read_bytes(), speech()
    # The music begins at 8 s: the word at 9 s is a second into it.
    made = duck(music, lambda length: blocks(key[8 * SECOND :][:length]), tmp_path / "out.wav")
    found, dry = baked(tmp_path / "out.wav"), soundfile.read(music)[0]
    assert (made.samples, music.read_bytes()) == (6 * SECOND, before)
    assert 1.0 < made.lowered_seconds < 1.2
    down = found[SECOND : 2 * SECOND] / 10 ** (-9 / 20)
    assert np.abs(down - dry[SECOND : 2 * SECOND]).max() < 1e-6
    assert np.array_equal(found[4 * SECOND :], dry[4 * SECOND :])


@pytest.mark.parametrize(
    ("name", "spoken"),
    [
        *((name, True) for name in ("DX 1", "Dialogue", "VO_2", "dia-left", "LAV1", "Boom L")),
        *((name, False) for name in ("Audio 1", "Music", "", "voyage", "FX", "Diamonds")),
    ],
)
def test_a_dialogue_track_is_known_by_its_name(name: str, spoken: bool) -> None:
    assert is_dialogue(Track(name, "audio", ())) is spoken
    assert is_dialogue(Track(name, "audio", ()), ["audio 1"]) is (name == "Audio 1")


def test_a_sound_of_ours_is_keyed_on_the_timelines_dialogue(tmp_path: Path) -> None:
    voice = a_file(tmp_path / "dx.wav", speech(), subtype="PCM_24")
    hum = a_file(tmp_path / "fx.wav", tone(500, LASTING), subtype="PCM_24")
    clips = [
        a_clip(Span(0, 450, PAL), Media(path.name, (str(path),), Fraction(0), Fraction(18)))
        for path in (voice, hum)
    ]
    tracks = [Track(name, "audio", (one,)) for name, one in zip(("DX", "FX"), clips, strict=True)]
    edit, files = an_edit(*tracks, length=450), SoundFiles(Library())
    music = a_file(tmp_path / "dry.wav", noise(9, 6 * SECOND), subtype="PCM_24")

    def lowered(*names: str) -> float | None:
        """For how many seconds music is lowered that begins 8 s after the timeline."""
        spoken, start = dialogue(edit, files, names).sounds, 8 * SECOND
        made = duck(music, lambda length: mixed(spoken, start, start + length), tmp_path / "d.wav")
        return made.lowered_seconds if made else None

    assert 1.0 < lowered() < 1.2
    change = np.abs(baked(tmp_path / "d.wav") - soundfile.read(music)[0]).max(axis=1)
    assert not change[: round(0.75 * SECOND)].any()
    assert change[SECOND : SECOND + 100].max() > 0.05
    # By a hum without end it is lowered all the time, and named so it is the key.
    assert lowered("FX") == 6.0
    nobody = dialogue(edit, files, ["A7"])
    assert [notice.message for notice in nobody.notices] == [
        "no audio track is named A7: no music is lowered."
    ]
    (tmp_path / "d.wav").unlink()
    assert (lowered("A7"), (tmp_path / "d.wav").exists()) == (None, False)
