"""Sketch finds what happens in pictures that nobody tuned it on, on the frame it happens."""

from collections import Counter
from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
import soundfile
from moving import KINDS, RATES, Clip, bouncing, clip, cutting, flashing, walking
from slices import diagonal

from otio_v2a.model import Prompts, Role
from otio_v2a.providers.base import LocalJob
from otio_v2a.sketch.provider import SKETCH
from otio_v2a.sketch.watching.seeing import seen
from otio_v2a.sketch.watching.watch import observed

QUICK = range(42, 42 + 2 * len(KINDS))
"""Two clips of every kind, each at one rate."""

WHOLE = range(42, 84)
"""Seven clips of every kind, at every rate."""


def tally(clips: Iterable[Clip]) -> tuple[dict[str, float], dict[str, float]]:
    """The share of what happens that is found, by clip; and of what is found that is true."""
    due, missed = Counter[str](), Counter[str]()
    found, false = Counter[str](), Counter[str]()
    for one in clips:
        events = seen(observed(one.gray, one.rate))
        due[one.what] += sum(truth.due for truth in one.truth)
        missed[one.what] += len(one.missed(events))
        found.update(event.kind for event in events)
        false.update(event.kind for event in one.false(events))
        if one.what.startswith("no "):
            assert events == (), (one.what, one.rate)
    recall = {what: 1 - missed[what] / count for what, count in due.items() if count}
    return recall, {kind: 1 - false[kind] / count for kind, count in found.items()}


def test_what_happens_is_found_on_its_frame_and_nothing_else_is() -> None:
    recall, precision = tally(clip(seed, RATES[(seed + seed // 6) % len(RATES)]) for seed in QUICK)
    assert set(recall) == {"flash", "cut", "ball", "hammer", "walk"}
    assert (recall["flash"], recall["cut"]) == (1, 1)
    assert min(recall.values()) >= 0.9, recall
    assert min(precision.values()) >= 0.8, precision


@pytest.mark.sweep
def test_the_same_over_the_whole_draw() -> None:
    recall, precision = tally(clip(seed, rate) for seed in WHOLE for rate in RATES)
    assert min(recall.values()) >= 0.95, recall
    assert min(precision.values()) >= 0.9, precision


# --- through the whole scorer --------------------------------------------------------------


def scored(shown: Clip, prompt: str, folder: Path) -> np.ndarray:
    """What sketch plays to a clip, mono; there is no movie, only its glance."""
    glance = folder / "shown.gray"
    glance.write_bytes(shown.gray.tobytes())
    frames, prompts = len(shown.gray), Prompts(sound_effect=prompt)
    job = LocalJob(
        *(folder / "none.mp4", frames, shown.rate, 0, frames, prompts, Role.SFX, 1, 77),
        *(folder / "shown.wav", glance),
    )
    SKETCH.score(job, lambda _: None)
    sound, _ = soundfile.read(job.out)
    return sound.sum(axis=1)


def starts(shown: Clip) -> list[int]:
    """The samples at which what is due happens; exact arithmetic, halves up."""
    due = [truth.frame for truth in shown.truth if truth.due]
    return [int(frame * 48_000 / shown.rate + Fraction(1, 2)) for frame in due]


def attack_near(mono: np.ndarray, sample: int) -> int:
    """The first sample at half of the loudest within 60 ms, counted from the one expected."""
    near = np.abs(mono[sample - 2880 : sample + 2880])
    return int(np.argmax(near > near.max() / 2)) - 2880


def swell_near(mono: np.ndarray, sample: int) -> int:
    """Where it is loudest within 60 ms, over a few milliseconds, counted from the one expected."""
    near = np.abs(mono[sample - 4320 : sample + 4320])
    return int(np.argmax(np.convolve(near, np.hanning(1440), "valid"))) + 720 - 4320


SOUNDS = {
    "thunder": (flashing, "thunder", attack_near, 0.0),
    "whoosh": (cutting, "whoosh", swell_near, 1.0),
    "bounce": (bouncing, "ball bouncing on concrete", attack_near, 1.0),
    "steps": (walking, "footsteps on wood", attack_near, 1.0),
}
"""Who draws, what is asked for, how it is measured, and by how many frames it may be off."""


@pytest.mark.parametrize(("name", "rate"), diagonal(SOUNDS, [RATES[0], RATES[3]]))
def test_every_sound_is_heard_where_it_is_seen(name: str, rate: Fraction, tmp_path: Path) -> None:
    make, prompt, measured, frames = SOUNDS[name]
    shown = make(np.random.default_rng(1), rate)
    mono = scored(shown, prompt, tmp_path)
    off = np.array([measured(mono, sample) for sample in starts(shown)])
    assert len(off) > 1
    assert np.abs(off).max() <= 96 + frames * 48_000 / rate, off
