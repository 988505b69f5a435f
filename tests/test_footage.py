"""Real camera footage, one clip of an odd rate: conformed, scored and placed."""

import os
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
import soundfile
from running import ROOT, Place, placed
from timelines import a_clip, a_marker, a_range, a_reference, a_timeline, a_track, written

FOOTAGE = Path(os.environ.get("OTIO_V2A_SHARED", ROOT.parent / "shared")) / "footage"
CAR, BOTTLE = FOOTAGE / "car-detection.mp4", FOOTAGE / "bottle-detection.mp4"

pytestmark = pytest.mark.skipif(not CAR.is_file(), reason="the real footage is not on this machine")


def decoded(path: Path) -> list[np.ndarray]:
    """The luma of every frame as it is stored: a conversion would depend on how it is tagged."""
    with av.open(str(path)) as container:
        return [frame.to_ndarray()[: frame.height] for frame in container.decode(video=0)]


def test_real_clips_of_two_rates_are_scored_and_every_frame_is_the_right_one(tmp_path: Path):
    rate = 179 / 6
    note = {"note": "glass bottles clink"}
    first = a_clip("car", a_range(25.0, 100.0, 25.0), a_reference(str(CAR)))
    marker = a_marker(60.0, 1.0, rate=25.0, name="sfx", metadata=note)
    media = a_reference(str(BOTTLE), a_range(0.0, 1189.0, rate))
    second = a_clip("bottle", a_range(50.0, 100.0, 25.0), media, markers=[marker])
    timeline = written(tmp_path, a_timeline(a_track(first, second)), "Real.otio")
    done = Place(tmp_path).run("score", timeline, "--json", "--progress", "none")
    assert (done.code, done.err) == (0, "")

    (clip,) = placed(tmp_path / "Real.v2a.otio")
    assert (clip.track, clip.start, clip.length) == ("V2A SFX", 100, 100)
    assert (clip.first, clip.available) == (25, (0, 150))
    sound, _ = soundfile.read(clip.path)
    assert sound.shape == (288_000, 2)
    assert 0.01 < np.abs(sound).max() < 1

    (picture,) = (tmp_path / "Real.v2a" / "pictures").glob("*.mp4")
    shown, source = decoded(picture), decoded(BOTTLE)
    # A second of handles either side; each record frame shows the last source frame begun.
    wanted = [int(Fraction(25 + k, 25) * Fraction(179, 6)) for k in range(150)]
    assert len(shown) == 150
    for frame, number in zip(shown, wanted, strict=True):
        near = [number - 1, number, number + 1]
        off = [np.abs(frame.astype(int) - source[one].astype(int)).mean() for one in near]
        assert off[1] < min(3.0, off[0] + 0.2, off[2] + 0.2), (number, off)
