"""What every frame of a timeline shows, computed slowly and obviously from the .otio JSON alone.

Nothing of the program is used here. These are the rules, the specification of the picture:

- Rate. A timeline counts at the rate of its `global_start_time`. Rates written as floats are the
  exact broadcast rate next to them.
- Record time. The children of a track stand one after another; transitions take no room. A child
  lasts its `source_range.duration` (of a compound without one: its longest track). In Premiere's
  timelines that duration counts source frames: a child lasts duration / |speed| (a frozen one its
  duration). A timeline is as long as its longest track.
- Speed. The product of the `time_scalar`s of all LinearTimeWarps; a FreezeFrame is 0.
- Source time. A clip of L frames whose source_range starts at S shows, o record frames after its
  start, the source time S + o * speed, and played backwards S + (L - 1 - o) * |speed|: the forward
  frames in the opposite order. Source times count like `available_range` (timecode). The media
  frame is the one on screen then, held at the media's first and last frame.
- Layers. Video tracks stand bottom first; the upper covers the lower. What is disabled, a gap or
  sound is transparent, and under everything is black.
- Place. A clip is fitted into the frame: whole, its aspect kept, centred. Around it the tracks
  below are seen. Its scale enlarges it about the centre, and the frame crops it. Premiere's scale
  is one of the clip's own pixels, in a sequence of so many (`VideoResolution`).
- Opacity p. p * clip + (1 - p) * what is below.
- Transitions of every kind are dissolves. Around a cut c, of in_offset i and out_offset o, record
  frame f of c - i ... c + o - 1 shows both sides, a share (f - (c - i) + 1/2) / (i + o) of the
  incoming one. Each side goes on beyond the cut by its own rule. A side that is not there (the
  track's end, a gap, disabled) is transparent. Mixed is what each would show over the tracks below.
- Compound clips (a Stack, or a Track, that stands in a track) are pictures of their own, as large
  as the frame and at the timeline's rate, with transparent holes. Their source_range starts at 0,
  the first frame inside. Record frame o of one shows the inside frame that is on at
  start + o * speed. Opacity, scale and transitions treat one like a clip.

Shape: a layer is (height, width, 2): gray times coverage, and coverage, 0 to 1.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any
from urllib.parse import unquote

import coded
import numpy as np
from numpy.typing import NDArray

Json = dict[str, Any]
Pixels = NDArray[np.float32]
Size = tuple[int, int]

RATES = tuple(Fraction(rate) for rate in (24, 25, 30, 48, 50, 60)) + tuple(
    Fraction(rate * 1000, 1001) for rate in (24, 30, 60)
)
_EPSILON = Fraction(1, 10**6)
"""Frames by which a position computed from floats may fall short of its frame."""


def opaque(size: Size) -> NDArray[np.float32]:
    """A picture without holes."""
    return np.ones((size[1], size[0]), np.float32)


@dataclass(frozen=True, slots=True)
class Medium:
    """A movie whose pictures can be painted anew: frame i carries the number first + i.

    `paint` gives the gray levels of a numbered picture, `cover` its coverage, 0 to 1.
    """

    name: str
    rate: Fraction
    frames: int
    first: int = 0
    size: Size = (320, 180)
    paint: Callable[[int, Size], NDArray[Any]] = coded.blocks
    cover: Callable[[Size], Pixels] = opaque


Shelf = Mapping[str, Medium]
"""Media by file name."""


@dataclass(frozen=True, slots=True)
class Scene:
    """What is the same for all frames of a timeline; `lines` is the height of its own picture."""

    rate: Fraction
    source_lengths: bool
    lines: int
    size: Size
    shelf: Shelf


@dataclass(frozen=True, slots=True)
class Cut:
    """A transition in record frames of its track: from `start`, for `length`, between two seats."""

    start: int
    length: int
    before: "Seat | None"
    after: "Seat | None"


@dataclass(frozen=True, slots=True)
class Seat:
    """A child of a track and where it stands."""

    child: Json
    start: int
    length: int


def length_of(timeline: Json) -> int:
    """How many frames a timeline lasts."""
    return _longest(timeline["tracks"]["children"], _scene(timeline, (0, 0), {}))


def frame_at(timeline: Json, frame: int, size: Size, shelf: Shelf) -> Pixels:
    """The gray levels, 0 to 255, of one record frame, counted from the timeline's first."""
    return _stacked(timeline["tracks"]["children"], frame, _scene(timeline, size, shelf))[..., 0]


def _scene(timeline: Json, size: Size, shelf: Shelf) -> Scene:
    rate = _rate(timeline["global_start_time"])
    sequence = timeline["tracks"]["metadata"].get("PremierePro_OTIO", {})
    lines = sequence.get("VideoResolution", {"height": size[1]})["height"]
    return Scene(rate, "PremierePro_OTIO" in timeline["metadata"], lines, size, shelf)


def _stacked(tracks: Sequence[Json], frame: int, scene: Scene) -> Pixels:
    layer = _nothing(scene)
    for track in tracks:
        if track["kind"] == "Video" and track["enabled"]:
            layer = _over(_track(track, frame, scene), layer)
    return layer


def _track(track: Json, frame: int, scene: Scene) -> Pixels:
    """Mixed premultiplied: that is the mix of what both sides show over the tracks below."""
    seats, cuts = _seats(track, scene)
    for cut in cuts:
        if cut.start <= frame < cut.start + cut.length:
            share = (frame - cut.start + 0.5) / cut.length
            before, after = (_child(seat, frame, scene) for seat in (cut.before, cut.after))
            return (1 - share) * before + share * after
    for seat in seats:
        if seat.start <= frame < seat.start + seat.length:
            return _child(seat, frame, scene)
    return _nothing(scene)


def _seats(track: Json, scene: Scene) -> tuple[list[Seat], list[Cut]]:
    seats: list[Seat] = []
    at = 0
    for child in track["children"]:
        if not _is(child, "Transition"):
            seats.append(Seat(child, at, _length(child, scene)))
            at = seats[-1].start + seats[-1].length
    return seats, list(_cuts(track, seats, scene))


def _cuts(track: Json, seats: Sequence[Seat], scene: Scene) -> Iterator[Cut]:
    at = passed = 0
    for child in track["children"]:
        if not _is(child, "Transition"):
            at += seats[passed].length
            passed += 1
            continue
        head, tail = (round(_frames(child[key], scene.rate)) for key in ("in_offset", "out_offset"))
        before = seats[passed - 1] if passed else None
        after = seats[passed] if passed < len(seats) else None
        yield Cut(at - head, head + tail, before, after)


def _length(child: Json, scene: Scene) -> int:
    window, speed = child["source_range"], _speed(child)
    if window is None:
        tracks = [child] if _is(child, "Track") else child["children"]
        return _longest(tracks, scene)
    length = _frames(window["duration"], scene.rate)
    return round(length / abs(speed) if scene.source_lengths and speed else length)


def _longest(tracks: Sequence[Json], scene: Scene) -> int:
    return max(sum(seat.length for seat in _seats(track, scene)[0]) for track in tracks)


def _child(seat: Seat | None, frame: int, scene: Scene) -> Pixels:
    """What one child shows at a record frame, before its start and after its end too."""
    if seat is None or _is(seat.child, "Gap") or not seat.child["enabled"]:
        return _nothing(scene)
    said, offset = _said(seat.child), frame - seat.start
    if _is(seat.child, "Clip"):
        shown = _clip(seat, offset, scene)
        fit = min(scene.size[0] / shown.shape[1], scene.size[1] / shown.shape[0])
    else:
        shown, fit = _compound(seat.child, offset, scene), 1.0
    if "Scale" in said and _is(seat.child, "Clip"):
        fit = scene.size[1] / scene.lines
    scale = said.get("transformationZoomX", 1.0) * said.get("Scale", 100.0) / 100
    opacity = said.get("opacity", 100.0) * said.get("Opacity", 100.0) / 100 / 100
    return opacity * _placed(shown, fit * scale, scene.size)


def _compound(child: Json, offset: int, scene: Scene) -> Pixels:
    window = child["source_range"]
    start = _frames(window["start_time"], scene.rate) if window else Fraction(0)
    inside = _floor(start + offset * _speed(child))
    tracks = [{**child, "enabled": True}] if _is(child, "Track") else child["children"]
    return _stacked(tracks, inside, scene)


def _clip(seat: Seat, offset: int, scene: Scene) -> Pixels:
    reference = _reference(seat.child)
    medium = scene.shelf[unquote(reference["target_url"]).rpartition("/")[2]]
    start = _seconds(seat.child["source_range"]["start_time"])
    speed = _speed(seat.child)
    steps = offset if speed >= 0 else seat.length - 1 - offset
    source = start + steps * abs(speed) / scene.rate
    frame = _floor((source - _seconds(reference["available_range"]["start_time"])) * medium.rate)
    return _painted(medium, min(max(frame, 0), medium.frames - 1))


def _reference(clip: Json) -> Json:
    if "media_reference" in clip:
        return clip["media_reference"]
    return clip["media_references"][clip["active_media_reference_key"]]


@lru_cache(maxsize=500)
def _painted(medium: Medium, frame: int) -> Pixels:
    gray = medium.paint(medium.first + frame, medium.size).astype(np.float32)
    cover = medium.cover(medium.size)
    return np.stack([gray * cover, cover], axis=-1)


def _placed(layer: Pixels, scale: float, size: Size) -> Pixels:
    """A layer in the middle of the frame, each pixel `scale` large; nearest pixels are taken."""
    columns = (np.arange(size[0]) + 0.5 - size[0] / 2) / scale + layer.shape[1] / 2
    rows = (np.arange(size[1]) + 0.5 - size[1] / 2) / scale + layer.shape[0] / 2
    inside = np.outer(_within(rows, layer.shape[0]), _within(columns, layer.shape[1]))
    nearest = np.ix_(_index(rows, layer.shape[0]), _index(columns, layer.shape[1]))
    return np.asarray(layer[nearest] * inside[..., None], np.float32)


def _within(places: NDArray[np.float64], count: int) -> NDArray[np.bool_]:
    return (places >= 0) & (places < count)


def _index(places: NDArray[np.float64], count: int) -> NDArray[np.intp]:
    return np.clip(np.floor(places), 0, count - 1).astype(np.intp)


def _over(upper: Pixels, lower: Pixels) -> Pixels:
    return upper + (1 - upper[..., 1:]) * lower


def _nothing(scene: Scene) -> Pixels:
    return np.zeros((scene.size[1], scene.size[0], 2), np.float32)


def _said(child: Json) -> dict[str, float]:
    """The parameters of a child's effects by name, Resolve's and Premiere's."""
    said = {}
    for effect in child["effects"]:
        if not _is(effect, "Effect"):
            continue
        for parameter in effect["metadata"].get("Resolve_OTIO", {}).get("Parameters", ()):
            said[parameter["Parameter ID"]] = parameter["Parameter Value"]
        for parameter in effect["metadata"].get("PremierePro_OTIO", {}).get("Parameters", ()):
            said[parameter["DisplayName"]] = parameter["StartValue"]["Value"]
    return said


def _speed(child: Json) -> Fraction:
    speed = Fraction(1)
    for effect in child["effects"]:
        if _is(effect, "FreezeFrame"):
            speed *= 0
        if _is(effect, "LinearTimeWarp"):
            speed *= Fraction(effect["time_scalar"]).limit_denominator(10**5)
    return speed


def _is(thing: Json, kind: str) -> bool:
    return thing["OTIO_SCHEMA"].partition(".")[0] == kind


def _rate(time: Json) -> Fraction:
    return _nearest_rate(time["rate"])


@lru_cache
def _nearest_rate(written: float) -> Fraction:
    return min(RATES, key=lambda rate: abs(rate - Fraction(written)))


def _seconds(time: Json) -> Fraction:
    return Fraction(time["value"]).limit_denominator(10**6) / _rate(time)


def _frames(time: Json, rate: Fraction) -> Fraction:
    return _seconds(time) * rate


def _floor(position: Fraction) -> int:
    return (position + _EPSILON) // 1
