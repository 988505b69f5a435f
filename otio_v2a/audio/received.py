"""What came back from a seller: whether it is sound, long enough, and of which kind."""

from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from types import MappingProxyType

from otio_v2a.audio.decode import container_of, measure
from otio_v2a.errors import AudioError
from otio_v2a.timecode import SAMPLE_RATE

_HOUR = 3600 * SAMPLE_RATE
_SUFFIXES: Mapping[str, str] = MappingProxyType(
    {"wav": ".wav", "mp3": ".mp3", "aac": ".aac", "flac": ".flac", "ogg": ".ogg", "mov": ".mp4"}
)


def received(path: Path, seconds: Fraction) -> str:
    """The suffix that suits a file, once it was decoded to its end.

    Unit: `seconds` is the least it must hold.
    Raises: AudioError when it is no sound, or shorter: a truncated file, or a trimmed picture.
    """
    try:
        kind = container_of(path)
        sound = measure(path, _HOUR, lambda _: None)
    except AudioError as error:
        message = f"it is no sound ({error})."
        raise AudioError(message) from error
    if Fraction(sound.samples, SAMPLE_RATE) < seconds:
        heard = sound.samples / SAMPLE_RATE
        message = f"it is {heard:.2f} s long, {float(seconds):.2f} s are needed."
        raise AudioError(message)
    return next((one for name, one in _SUFFIXES.items() if name in kind), ".bin")
