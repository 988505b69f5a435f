"""What effects are made for."""

from dataclasses import dataclass

from otio_v2a.sketch.hearing.lexicon import Layer
from otio_v2a.sketch.watching.watch import Watched
from otio_v2a.timecode import sample_at


@dataclass(frozen=True, slots=True)
class Scene:
    """What effects are made for: the watched picture, the layers heard, and the dice."""

    watched: Watched
    layers: tuple[Layer, ...]
    seed: int
    take: int
    asmr: bool = False

    @property
    def length(self) -> int:
        """Samples of the whole picture."""
        return sample_at(self.watched.frames, self.watched.rate)
