"""Random clips: of any movie of the shelf, at any speed, from any of its frames on."""

from fractions import Fraction
from math import ceil

import timelines
from dealt_table import ONE, SPEEDS, Table
from effects import opacity, scale
from reference import Json, Medium
from shelf import a_medium, first_frame

_DOUBT = Fraction(1, 16)
"""Media frames by which a written start may miss a frame and be meant for it."""


def a_clip(table: Table, length: int, *, plain: bool) -> Json:
    """A clip of that record length. `plain`: of a movie at the timeline's rate, as shot."""
    medium, speed, start = _use(table, length, plain)
    table.note("other rate", when=medium.rate != table.rate)
    table.note("letterbox", when=medium.size[0] < medium.size[1])
    kind = medium.name.partition(".")[0]
    table.note(kind, when=kind in ("alpha", "still"))
    reference = a_medium(medium, table.folder, file_url=table.dialect == "premiere")
    enabled = not table.happens(0.06, "clip off")
    effects = [*warp(table, speed), *looks(table)]
    span = _range(table, (medium, speed, start), length)
    clip = timelines.a_clip(medium.name, span, reference, enabled=enabled, effects=effects)
    return _in_old_schema(clip) if _is_old(table) else clip


def _is_old(table: Table) -> bool:
    return table.dialect == "premiere" and table.happens(0.3, "Clip.1")


def _in_old_schema(clip: Json) -> Json:
    references = clip.pop("media_references")
    clip.pop("active_media_reference_key")
    return {**clip, "OTIO_SCHEMA": "Clip.1", "media_reference": references["DEFAULT_MEDIA"]}


def _range(table: Table, use: tuple[Medium, Fraction, Fraction], length: int) -> Json:
    """The source_range of a clip; `use` has its start in frames of the medium, from its first."""
    medium, speed, start = use
    source_lengths = table.dialect == "premiere" and speed
    duration = length * abs(speed) if source_lengths else Fraction(length)
    ratio = medium.rate / table.rate
    first = first_frame(medium) + start
    whole = (duration * ratio).denominator == 1 and start.denominator == 1
    if whole and table.dialect != "resolve" and ratio != 1 and table.happens(0.5):
        table.note("media's rate written")
        return timelines.a_range(float(first), float(duration * ratio), float(medium.rate))
    return table.range(first / ratio, duration)


def _use(table: Table, length: int, plain: bool) -> tuple[Medium, Fraction, Fraction]:
    """Which medium, how fast, and from which of its frames on."""
    own = [one for one in table.media if one.rate == table.rate and one.frames > 1]
    for _ in range(50):
        medium = table.dice.choice(own if plain or table.happens(0.4) else table.media)
        speed, named = _speed(table, plain)
        start = _start(table, medium, length * abs(speed) * medium.rate / table.rate, plain)
        if not 0 < abs(start - round(start)) <= _DOUBT:
            break
    else:
        medium, speed, named, start = own[0], ONE, "as shot", Fraction(7)
    table.note(named)
    table.note("between media frames", when=start.denominator > 1)
    last = start + (length - 1) * abs(speed) * medium.rate / table.rate
    table.note("beyond its media", when=start < 0 or last >= medium.frames > 1)
    return medium, speed, start


def _speed(table: Table, plain: bool) -> tuple[Fraction, str]:
    names = list(SPEEDS)[:-1] if table.dialect == "premiere" else list(SPEEDS)
    if table.happens(0.5):
        names = ["as shot"]
    if plain:
        names = ["as shot", "as shot", "as shot", "frozen"]
    name = table.dice.choice(names)
    return table.dice.choice(SPEEDS[name]), name


def _start(table: Table, medium: Medium, used: Fraction, plain: bool) -> Fraction:
    """A frame of the medium, or a frame of the timeline; `used` frames from it are shown."""
    room = max(0, int(medium.frames - used))
    if table.happens(0.08):
        return Fraction(table.dice.choice((-3, -1, medium.frames - 2, medium.frames + 1)))
    if plain or table.happens(0.5):
        return Fraction(table.dice.randint(0, room))
    ratio = medium.rate / table.rate
    on_timeline = ceil(first_frame(medium) / ratio) + table.dice.randint(0, int(room / ratio))
    return on_timeline * ratio - first_frame(medium)


def warp(table: Table, speed: Fraction) -> list[Json]:
    """The effect that makes a child that fast; none for its own speed."""
    effect = timelines.a_warp(float(speed))
    if speed == 0 and table.happens(0.5):
        effect["OTIO_SCHEMA"] = "FreezeFrame.1"
    return [effect] if speed != 1 else []


def looks(table: Table, of: str = "") -> list[Json]:
    """Opacity and scale, as the dialect says it; most have neither."""
    if table.dialect == "generic":
        return []
    effects = []
    if table.happens(0.2, f"opacity{of}"):
        effects.append(opacity(table.dialect, table.dice.choice((75.0, 50.0, 40.0, 25.0))))
    if table.happens(0.15, f"scale{of}"):
        effects.append(scale(table.dialect, table.dice.choice((0.5, 0.75, 1.5, 2.0))))
    return effects
