"""The sketch scorer against real time: 20 s of picture by its glance, effects and music, one core.

A warm process scores four prompts in turn, as a run does; what counts is the CPU seconds of each
score from reading the picture to the written file, best of five.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

CODE = """
import sys, time
from fractions import Fraction
from pathlib import Path
import numpy as np
from otio_v2a.model import Prompts, Role
from otio_v2a.providers.base import LocalJob
from otio_v2a.sketch.provider import SKETCH
folder, rate, frames = Path(sys.argv[1]), Fraction(25), 500
rng = np.random.default_rng(4)
shown = np.repeat(rng.integers(30, 200, (5, 54, 96), np.uint8), 100, axis=0)
for n in range(frames):
    shown[n, 20:34, (n * 3) % 80 : (n * 3) % 80 + 14] = 240
(folder / "shown.gray").write_bytes(shown.tobytes())
asked = {
    "effects": Prompts(sound_effect="rain, footsteps on gravel, thunder"),
    "6 effects": Prompts(
        sound_effect="heavy rain on a tin roof, thunder, footsteps on gravel, distant dog,"
        " door creaks, wind"
    ),
    "music": Prompts(background_music="sad piano and strings, 66 BPM"),
    "4 effects, music": Prompts(
        sound_effect="rain, wind, footsteps, thunder", background_music="calm piano over a pad"
    ),
}
for name, prompts in asked.items():
    role = Role.BGM if name == "music" else Role.MIX
    job = LocalJob(folder / "none.mp4", frames, rate, 0, frames, prompts, role, 1, 7,
        folder / "out.wav", folder / "shown.gray")
    taken = []
    for _ in range(5):
        begun = time.process_time()
        SKETCH.score(job, lambda _: None)
        taken.append(time.process_time() - begun)
    least = min(taken)
    print(f"sketching    20 s, {name}: {least:.2f} CPU s, {20 / least:.0f} x real time")
"""


def sketching() -> None:
    """Score and print."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, "-c", CODE, str(Path(folder))], check=True)
