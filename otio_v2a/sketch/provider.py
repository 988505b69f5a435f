"""Sketch as a provider: what is known of it before it has anything to score."""

from dataclasses import dataclass, field

from otio_v2a.providers.base import FREE, Limits, LocalJob, Price, Tell


@dataclass(frozen=True, slots=True)
class Sketch:
    """The scorer that needs no network, key or money; any length in one pass."""

    name: str = "sketch"
    model: str = "sketch-2"
    limits: Limits = field(default_factory=Limits)
    price: Price = FREE
    concurrency: int = 0

    def score(self, job: LocalJob, tell: Tell) -> tuple[str, ...]:
        """Write a 48 kHz, 24-bit stereo WAV exactly as long as the picture; return remarks.

        Raises: ProviderError when the picture cannot be decoded or the file not be written.
        """
        # Loads numpy and PyAV, which a plan or a run with nothing to score does without.
        from otio_v2a.sketch.scorer import score

        return score(job, tell)


SKETCH = Sketch()
