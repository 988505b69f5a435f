"""The notes of a cue: who enters when, what each one plays, and an ending in time."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import chain

import numpy as np

from otio_v2a.sketch.music.accompaniment import Figure, Part, chosen, pulsed, rooted
from otio_v2a.sketch.music.bass import bass_line
from otio_v2a.sketch.music.drumming import drumming, groove
from otio_v2a.sketch.music.form import Bar, bar_beats, bars, is_compound
from otio_v2a.sketch.music.grid import Grid
from otio_v2a.sketch.music.harmony import Key, near, voiced
from otio_v2a.sketch.music.melody import Motif, Sung, motif, sing
from otio_v2a.sketch.music.played import CRASH, KICK, Played
from otio_v2a.sketch.music.styles import Score

_LEADS = ("flute", "strings", "piano", "bells", "guitar", "synth", "choir", "brass", "organ")
_MIDDLES = {
    "flute": 76, "strings": 74, "piano": 74, "bells": 76, "guitar": 69, "synth": 74, "choir": 70,
    "brass": 64, "organ": 72, "bass": 45,
}  # fmt: skip
_DEEP = {"sax": 63, "clarinet": 66, "horn": 58, "solo": 66, "low": 57}
_SOFT_ENTRANCES = "pad piano guitar strings organ synth choir bells flute bass brass drums"
_HARD_ENTRANCES = "drums bass synth guitar strings piano organ brass pad choir bells flute"
_DRIVING, _PAIR, _TRITONE = 2, 2, 6
_LOW_ROOT = 43  # below it only a bass plays
_SUNG_FROM = 0.45  # energy
_CARRIES_BASS = frozenset({"piano", "strings", "guitar", "organ", "pad", "choir", "synth"})
_SHORTEST = Fraction(1, 8)


@dataclass(frozen=True, slots=True)
class _Plan:
    """What is decided once for a cue."""

    score: Score
    key: Key
    grid: Grid
    figures: dict[str, Figure]
    numbers: dict[str, int]
    motifs: dict[str, Motif]
    leads: tuple[str, ...]
    written: str
    compound: bool


def write(score: Score, grid: Grid, rng: np.random.Generator, take: int = 0) -> tuple[Played, ...]:
    """Every note of a cue, in time; the same random numbers write the same notes.

    The first sounds on the cue's first sample, and the last chord is held to its last.
    """
    tonic = score.tonic if score.tonic is not None else int(rng.integers(-5, 6))
    key = Key(tonic if tonic <= _TRITONE else tonic - 12, score.style.scale)
    form = bars(score, grid, rng, take)
    plan = _plan(score, grid, key, rng, take)
    chords = _voicings(plan, form)
    played: Iterable[Played] = chain.from_iterable(
        _bar(plan, bar, chord, rng) for bar, chord in zip(form, chords, strict=True)
    )
    if _swings(score):
        played = (replace(note, beat=_late(note.beat)) for note in played)
    head, last_chord = grid.head, grid.last_chord
    fitted = (_fitted(note, head, last_chord) for note in played)
    kept = [note for note in fitted if note]
    first = _first_chord(plan, form, chords, kept)
    last = _last_chord(plan, chords[-1] if chords else ())
    return tuple(
        sorted(
            (*first, *kept, *last), key=lambda note: (float(note.beat), note.instrument, note.pitch)
        )
    )


def _plan(score: Score, grid: Grid, key: Key, rng: np.random.Generator, take: int) -> _Plan:
    style, compound = score.style, is_compound(score)
    busy = 0 if "sparse" in score.features or style.feel in {"still", "float"} else style.drive
    figures = {name: chosen(style.feel, name, rng) for name in style.band}
    if "ostinato" in score.features:
        figures |= {
            name: pulsed for name in style.band if name in {"strings", "synth", "piano", "guitar"}
        }
    if score.kind("strings") in {"pizzicato", "staccato"}:
        figures["strings"] = pulsed
    return _Plan(
        score,
        key,
        grid,
        figures,
        {name: int(rng.integers(1000)) + take for name in style.band},
        {theme: motif(bar_beats(score), busy, compound=compound, rng=rng) for theme in "ABCD"},
        tuple(name for name in _LEADS if name in style.band) or style.band[:1],
        groove(style.feel, score.features, take),
        compound,
    )


def _voicings(plan: _Plan, form: Sequence[Bar]) -> list[tuple[int, ...]]:
    """Every bar's chord in the position nearest to the one before."""
    chords: list[tuple[int, ...]] = []
    size = 4 if plan.score.style.sevenths else 3
    for bar in form:
        before = chords[-1] if chords else ()
        chords.append(voiced(plan.key.tones(bar.degree, size), before))
    return chords


def _bar(
    plan: _Plan, bar: Bar, chord: tuple[int, ...], rng: np.random.Generator
) -> Iterator[Played]:
    present = _present(plan.score, bar.energy)
    lead = _lead(plan, bar, present)
    for name in present:
        if name == "drums":
            yield from drumming(bar, plan.written, compound=plan.compound, rng=rng)
        elif name != lead or _plays_both(name, present):
            yield from _accompanied(plan, name, bar, chord)
    if lead:
        for sung in sing(plan.motifs.get(bar.theme, ()), bar, plan.key, _middle(plan, lead), rng):
            yield _as_played(lead, bar, sung)


def _present(score: Score, energy: float) -> tuple[str, ...]:
    """Who plays at an energy: one after the other comes in, in driving music the drums first."""
    hard = score.style.drive == _DRIVING
    order = sorted(score.style.band, key=(_HARD_ENTRANCES if hard else _SOFT_ENTRANCES).index)
    return tuple(
        name
        for number, name in enumerate(order)
        if number <= (len(order) > _PAIR) or energy >= 0.25 + 0.42 * number / len(order)
    )


def _lead(plan: _Plan, bar: Bar, present: Sequence[str]) -> str:
    """Who sings: another instrument in every other theme."""
    leads = [name for name in plan.leads if name in present and name not in {"drums", "pad"}]
    if not leads or bar.theme in "IC" or bar.energy < _SUNG_FROM or "drone" in plan.score.features:
        return ""
    return leads["ABCD".index(bar.theme) % len(leads)]


def _plays_both(lead: str, present: Sequence[str]) -> bool:
    """Whether the one who sings has to accompany too."""
    return not set(present) - {lead, "bass", "drums"} or lead == "piano"


def _middle(plan: _Plan, lead: str) -> int:
    return _DEEP.get(plan.score.kind(lead), _MIDDLES[lead])


def _as_played(lead: str, bar: Bar, sung: Sung) -> Played:
    return Played(bar.beat + sung.beat, lead, sung.pitch, sung.beats, sung.hard)


def _accompanied(plan: _Plan, name: str, bar: Bar, chord: tuple[int, ...]) -> Iterator[Played]:
    style = plan.score.style
    figure = plan.numbers[name] + ("ABCD".index(bar.theme) if bar.theme in "BCD" else 0)
    part = Part(name, bar, plan.key, chord, figure, style.drive, plan.compound)
    if name == "bass":
        return bass_line(part, style.feel, still="drone" in plan.score.features)
    if bar.theme == "C" and name in _CARRIES_BASS:
        return rooted(part)
    return plan.figures[name](part)


def _swings(score: Score) -> bool:
    named = score.style.feel == "swing" or "swing" in score.features
    return named and not is_compound(score)


def _late(beat: Fraction) -> Fraction:
    """The beat with its second half moved back to its last third."""
    whole, part = divmod(beat, 1)
    half = Fraction(1, 2)
    return whole + (
        part * Fraction(4, 3) if part < half else Fraction(2, 3) + (part - half) * Fraction(2, 3)
    )


def _fitted(note: Played, head: Fraction, last_chord: Fraction) -> Played | None:
    """The note within the cue and before its last chord; one that began before is taken up."""
    end = min(note.beat + note.beats, last_chord)
    start = max(note.beat, head)
    late = note.beat < head
    if end - start < _SHORTEST or (late and note.instrument == "drums"):
        return None
    return replace(note, beat=start, beats=end - start)


def _first_chord(
    plan: _Plan, form: Sequence[Bar], chords: Sequence[tuple[int, ...]], kept: Sequence[Played]
) -> Iterator[Played]:
    """A chord on the cue's first sample, if nobody plays there: music starts with its cue."""
    head = plan.grid.head
    if not form or any(note.beat == head for note in kept):
        return
    name = _present(plan.score, 1.0)[0]
    if name == "drums":
        yield Played(head, name, KICK, Fraction(1, 2), 0.8)
        return
    part = Part(name, form[0], plan.key, chords[0], 0, 0)
    pitches = (part.root,) if name == "bass" else chords[0]
    beats = min(Fraction(plan.grid.bar), plan.grid.last_chord - head)
    for pitch in pitches:
        yield Played(head, name, pitch, beats, 0.6)


def _last_chord(plan: _Plan, before: tuple[int, ...]) -> Iterator[Played]:
    """The tonic on every instrument, held to the cue's end."""
    beat, left = plan.grid.last_chord, plan.grid.end - plan.grid.last_chord
    tones = plan.key.tones(0, 3)
    chord, root = voiced(tones, before[-3:]), near(tones[0], 40)
    band = plan.score.style.band
    for name in band:
        if name == "drums":
            yield Played(beat, name, KICK, min(left, Fraction(1, 2)), 0.95)
            yield Played(beat, name, CRASH, left, 0.6)
        elif name == "bass":
            yield Played(beat, name, root, left, 0.8)
        else:
            lift = 12 if name in {"bells", "flute"} else 0
            low = (
                (root + 12 if root < _LOW_ROOT else root,)
                if name in _CARRIES_BASS and "bass" not in band
                else ()
            )
            for pitch in (*low, *(pitch + lift for pitch in chord)):
                yield Played(beat, name, pitch, left, 0.66)
