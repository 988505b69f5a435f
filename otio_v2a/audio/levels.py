"""How loud a finished sound shall be: the gain that takes it there, and what holds its peaks."""

from collections.abc import Iterator

from otio_v2a.audio.level import decibels
from otio_v2a.audio.meter import Measured
from otio_v2a.audio.pieces import Finish

MOST_DB = 20.0
"""The most a sound is raised to reach its target: beyond it, one would hear its noise."""

# Rounds to 0.0 dB: lossy decoders overshoot that much, nobody hears it.
UNHEARD_DB = 0.05


def usual_gain(finish: Finish, measured: Measured) -> float:
    """The gain in dB that takes a sound to its target loudness, before the marker's own."""
    if finish.loudness is None or not measured.is_heard:
        return 0.0
    return min(finish.loudness - measured.loudness, MOST_DB)


def missed(name: str, finish: Finish, measured: Measured) -> Iterator[str]:
    """Why a sound does not have its target loudness, if so."""
    if finish.loudness is None:
        return
    if not measured.is_heard:
        yield f"{name} is silent, or too short to be measured: its level was left alone"
    elif finish.loudness - measured.loudness > MOST_DB + UNHEARD_DB:
        wanted = finish.loudness - measured.loudness
        yield (
            f"{name} is raised by {MOST_DB:.0f} dB, the most there is: {wanted:.1f} dB would make "
            f"it {finish.loudness:g} LUFS"
        )


def held(name: str, finish: Finish, deepest: float) -> Iterator[str]:
    """That a limiter was at work, if it was; `deepest` is the most it took, in dB."""
    if deepest >= UNHEARD_DB:
        yield f"{name}: peaks were held at {finish.ceiling:g} dBTP, by up to {deepest:.1f} dB"


def clipped(name: str, highest: float) -> Iterator[str]:
    """That full scale cut peaks off, if it did; `highest` is the largest amplitude."""
    over = decibels(highest)
    if over >= UNHEARD_DB:
        yield f"{name}: peaks up to {over:.1f} dB over full scale were clipped, lower the gain"
