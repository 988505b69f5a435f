"""What one clip shows: its media, as the file names it, and its speed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from otio_v2a.errors import TimelineError
from otio_v2a.model import Media, Numbering
from otio_v2a.timeline import urls
from otio_v2a.timeline.times import Exact, Range, frame_range, nearest, rate_of, seconds

NEUTRAL = "otio_v2a_converted"
"""The namespace of what our own conversions say, in words of no application."""

NORMAL = Fraction(1)
_SURROGATE = re.compile("[\ud800-\udfff]")
_SCALAR_DENOMINATOR = 10**6
_OFF_GRID = Fraction(1, 16)
_FASTEST = 10**6
_MOST_DIGITS = 32
_SEQUENCE = "ImageSequenceReference"
_LARGEST_NUMBER = 10**15


@dataclass(frozen=True, slots=True)
class Picture:
    """The media of a clip; `key` names it across edits, whatever folder it is read from."""

    media: Media | None
    key: str
    available: Range | None = None
    unsupported: str = ""


def schema(value: object) -> str:
    """The OTIO class of a decoded object, without its version; "" when it is none."""
    written = value.get("OTIO_SCHEMA") if isinstance(value, dict) else None
    return written.partition(".")[0] if isinstance(written, str) else ""


def text(value: object) -> str:
    """A string that can be shown and written: lone surrogates replaced; "" for anything else."""
    if not isinstance(value, str):
        return ""
    return value if value.isascii() else _SURROGATE.sub("\ufffd", value)


def objects(value: object) -> list[dict[str, Any]]:
    """The objects in a decoded list; none when it is no list."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def namespace(holder: dict[str, Any], name: str) -> dict[str, Any]:
    """One application's part of an object's metadata; empty when it has none."""
    metadata = holder.get("metadata")
    found = metadata.get(name) if isinstance(metadata, dict) else None
    return found if isinstance(found, dict) else {}


def references(clip: dict[str, Any]) -> list[dict[str, Any]]:
    """The clip's media references, the active one first."""
    several = clip.get("media_references")
    if not isinstance(several, dict):
        return objects([clip.get("media_reference")])
    active = several.get(text(clip.get("active_media_reference_key", "DEFAULT_MEDIA")))
    return objects([active, *(item for item in several.values() if item is not active)])


def picture(clip: dict[str, Any], folder: Path, rate: Fraction, address: str) -> Picture:
    """What the clip refers to; relative paths start at `folder`.

    Unit: `available` in frames at `rate`.
    Raises: TimelineError naming `address` when a time in it cannot be used.
    """
    found = references(clip)
    active = found[0] if found else {}
    kind = schema(active)
    if len(found) > 1:
        found = _alike(found, kind)
    written = [url for reference in found for url in written_urls(reference)]
    paths = tuple(dict.fromkeys(path for url in written for path in urls.candidates(url, folder)))
    ranged = next((item for item in found if item.get("available_range")), None)
    available = frame_range(ranged["available_range"], rate, address) if ranged else None
    name = text(clip.get("name"))
    if kind == "GeneratorReference":
        told = f"the generator '{text(active.get('generator_kind'))}' is left out"
        return Picture(None, name, available, told)
    unsupported = _elsewhere(written[0]) if written and not paths else ""
    key = next(filter(None, map(urls.native, written)), name)
    label = text(active.get("name")) or (urls.basename(paths[0]) if paths else name)
    own_rate = rate_of(ranged["available_range"]["duration"], address) if ranged else None
    numbering = None
    if kind == _SEQUENCE:
        numbering = _numbering(active)
        own_rate = rate_of(active, address) if active.get("rate") else own_rate
    if not available:
        return Picture(
            Media(label, paths, rate=own_rate, numbering=numbering), key, None, unsupported
        )
    start, duration = seconds(available.start, rate), seconds(available.duration, rate)
    media = Media(label, paths, start, duration, own_rate, numbering)
    return Picture(media, key, available, unsupported)


def _alike(found: list[dict[str, Any]], kind: str) -> list[dict[str, Any]]:
    """The active reference, and those of the others that stand for the same range of media.

    A proxy may take the place of what is offline; another cut of it may not.
    """
    window = found[0].get("available_range")
    return [
        one
        for one in found
        if (not window or one.get("available_range") in (window, None))
        and (schema(one) == _SEQUENCE) is (kind == _SEQUENCE)
    ]


def written_urls(reference: dict[str, Any]) -> Iterator[str]:
    """The places a reference names, as written, best first; also where offline media used to be."""
    if schema(reference) == _SEQUENCE:
        yield _sequence(reference)
    elsewhere = (namespace(reference, "Resolve_OTIO").get("Media Url"),)
    metadata = reference.get("metadata")
    original = metadata.get("original_target_url") if isinstance(metadata, dict) else None
    own = reference.get("original_target_url")
    for url in (reference.get("target_url"), *elsewhere, own, original):
        if text(url):
            yield text(url)


def on_grid(at: Exact, media: Media | None, rate: Fraction) -> Exact:
    """A source time, moved onto the frame of its media that it lies within a sixteenth of.

    Unit: frames at `rate`, the timeline's. Source: real exports round source times of media at
    another rate to an eighth of a frame (timelines fact sheet, section 4).
    """
    if media is None or media.start is None or not media.rate:
        return at
    if media.rate == rate and isinstance(at, int):
        return at
    position = (at / rate - media.start) * media.rate
    off = position - nearest(position)
    return at if abs(off) > _OFF_GRID else at - off / media.rate * rate


def speed(holder: dict[str, Any], address: str) -> tuple[Fraction, str]:
    """Source seconds a record second, and in words what cannot be said in one number.

    Raises: TimelineError naming `address` when a time warp has no usable scalar.
    """
    product, unsupported = NORMAL, ""
    for effect in objects(holder.get("effects")):
        kind = schema(effect)
        if kind == "Effect" or effect.get("enabled") is False:
            continue
        if kind == "FreezeFrame":
            product *= 0
        elif kind == "LinearTimeWarp":
            product *= _scalar(effect.get("time_scalar"), address)
        elif kind == "TimeEffect":
            unsupported = "speed ramp"
    return product, unsupported


def _scalar(written: object, address: str) -> Fraction:
    numeric = isinstance(written, int | float) and not isinstance(written, bool)
    if isinstance(written, int | float) and numeric and abs(written) <= _FASTEST:
        return Fraction(written).limit_denominator(_SCALAR_DENOMINATOR)
    message = f"{address}: a speed is {written!r:.40}, not a number. Export the timeline again."
    raise TimelineError(message)


def _elsewhere(url: str) -> str:
    return f"its media is elsewhere ({urls.remote_scheme(url)}) and is not fetched"


def _sequence(reference: dict[str, Any]) -> str:
    """The first file of an image sequence: `/folder/shot.1001.exr`."""
    base = text(reference.get("target_url_base"))
    return urls.joined(urls.native(base) or base, _numbering(reference).name(0))


def _numbering(reference: dict[str, Any]) -> Numbering:
    return Numbering(
        prefix=text(reference.get("name_prefix")),
        suffix=text(reference.get("name_suffix")),
        first=_whole(reference.get("start_frame"), 0),
        step=_whole(reference.get("frame_step"), 1) or 1,
        padding=min(_MOST_DIGITS, max(0, _whole(reference.get("frame_zero_padding"), 0))),
        black=reference.get("missing_frame_policy") == "black",
    )


def _whole(written: object, default: int) -> int:
    """A whole number as written; floats of whole numbers are some applications' habit."""
    if isinstance(written, float) and written.is_integer() and abs(written) < _LARGEST_NUMBER:
        return int(written)
    return written if isinstance(written, int) and abs(written) < _LARGEST_NUMBER else default
