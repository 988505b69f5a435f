"""The chunks of a Broadcast WAV: `bext` in front of the sound, `iXML` behind it."""

import math
import struct
import unicodedata
from xml.etree import ElementTree

from otio_v2a.audio.meter import Measured
from otio_v2a.audio.pieces import Slate
from otio_v2a.timecode import SAMPLE_RATE

_BITS = 24
_HISTORY = f"A=PCM,F={SAMPLE_RATE},W={_BITS},M=stereo,T=otio-v2a\r\n"
_BEXT = struct.Struct("<256s32s32s10s8sQH64s5h180s")
_VERSION = 2
_UNSET = 0x7FFF
_IXML_VERSION = "2.10"
_LOW = (1 << 32) - 1


def bext(slate: Slate, measured: Measured | None) -> bytes:
    """The `bext` chunk, of the same length whatever was measured.

    Source: EBU Tech 3285, version 2: loudness fields are hundredths, 0x7FFF where not known.
    """
    fixed = _BEXT.pack(
        _ascii(slate.description, 256),
        _ascii(slate.originator, 32),
        _ascii(slate.reference, 32),
        slate.made.strftime("%Y-%m-%d").encode("ascii"),
        slate.made.strftime("%H:%M:%S").encode("ascii"),
        slate.time_reference,
        _VERSION,
        b"",
        *_loudness(measured),
        b"",
    )
    return chunk(b"bext", fixed + _HISTORY.encode("ascii"))


def ixml(slate: Slate) -> bytes:
    """The `iXML` chunk.

    Source: iXML specification 2.10; time of day in samples, in two halves of 32 bits.
    """
    root = ElementTree.Element("BWFXML")
    said = {
        "IXML_VERSION": _IXML_VERSION,
        "PROJECT": slate.project,
        "SCENE": slate.scene,
        "TAKE": slate.take,
        "TAPE": slate.tape,
        "NOTE": slate.note,
    }
    _leaves(root, said)
    _leaves(ElementTree.SubElement(root, "SPEED"), _speed(slate))
    tracks = ElementTree.SubElement(root, "TRACK_LIST")
    _leaves(tracks, {"TRACK_COUNT": str(len(slate.tracks))})
    for number, name in enumerate(slate.tracks, start=1):
        place = {"CHANNEL_INDEX": str(number), "INTERLEAVE_INDEX": str(number), "NAME": name}
        _leaves(ElementTree.SubElement(tracks, "TRACK"), place)
    return chunk(b"iXML", ElementTree.tostring(root, encoding="UTF-8", xml_declaration=True))


def chunk(name: bytes, body: bytes) -> bytes:
    """A RIFF chunk, padded to an even length that its size does not count."""
    return struct.pack("<4sI", name, len(body)) + body + b"\0" * (len(body) % 2)


def _speed(slate: Slate) -> dict[str, str]:
    rate = f"{slate.rate.numerator}/{slate.rate.denominator}"
    return {
        "MASTER_SPEED": rate,
        "CURRENT_SPEED": rate,
        "TIMECODE_RATE": rate,
        "TIMECODE_FLAG": "DF" if slate.drop_frame else "NDF",
        "FILE_SAMPLE_RATE": str(SAMPLE_RATE),
        "AUDIO_BIT_DEPTH": str(_BITS),
        "DIGITIZER_SAMPLE_RATE": str(SAMPLE_RATE),
        "TIMESTAMP_SAMPLES_SINCE_MIDNIGHT_HI": str(slate.time_reference >> 32),
        "TIMESTAMP_SAMPLES_SINCE_MIDNIGHT_LO": str(slate.time_reference & _LOW),
        "TIMESTAMP_SAMPLE_RATE": str(SAMPLE_RATE),
    }


def _leaves(parent: ElementTree.Element, values: dict[str, str]) -> None:
    for tag, value in values.items():
        ElementTree.SubElement(parent, tag).text = "".join(filter(_allowed, value))


def _allowed(letter: str) -> bool:
    """Whether XML 1.0 may hold it."""
    return letter in "\t\n\r" or letter.isprintable() or unicodedata.category(letter) == "Zs"


def _ascii(text: str, length: int) -> bytes:
    """A fixed field: accents dropped, what ASCII does not know as `?`, cut to its length."""
    plain = (one for one in unicodedata.normalize("NFKD", text) if not unicodedata.combining(one))
    line = "".join(one if one.isprintable() else " " for one in plain)
    return line.encode("ascii", "replace")[:length]


def _loudness(measured: Measured | None) -> tuple[int, ...]:
    """Loudness, range, highest true peak; highest momentary and short-term are not measured."""
    if measured is None:
        return (_UNSET,) * 5
    values = measured.loudness, measured.range or -math.inf, measured.true_peak
    return (*map(_hundredths, values), _UNSET, _UNSET)


def _hundredths(value: float) -> int:
    return round(value * 100) if math.isfinite(value) else _UNSET
