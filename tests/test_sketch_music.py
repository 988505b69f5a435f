"""The sketch scorer's music: what a prompt asks for, the notes, and how they sound."""

from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from hearing_music import RATE, cut_error, measured_bpm, only, performed, spectrum
from slices import diagonal

from otio_v2a.sketch.level import loudness
from otio_v2a.sketch.music.asked import asked
from otio_v2a.sketch.music.cue import compose
from otio_v2a.sketch.music.grid import Grid, fit
from otio_v2a.sketch.music.harmony import SCALES, firm
from otio_v2a.sketch.music.instruments.held import bow
from otio_v2a.sketch.music.instruments.struck import strike
from otio_v2a.sketch.music.styles import STYLES, read_style
from otio_v2a.sketch.music.words import INSTRUMENTS
from otio_v2a.timecode import sample_at

MOODS = [
    *("horror", "tense", "epic", "action", "electronic", "chill", "jazz", "funk", "happy", "sad"),
    *("tender", "uplifting", "folk", "dreamy", "calm", "classical"),
]
FAMILIES = [
    *("piano", "strings", "pad", "guitar", "bass", "drums", "synth", "bells", "brass", "organ"),
    *("choir", "flute"),
]
MAJOR, MINOR = {0, 2, 4, 5, 7, 9, 11}, {0, 2, 3, 5, 7, 8, 10}
SECONDS = RATE


def named(prompt: str) -> tuple[object, ...]:
    """Mood, instruments and refusals in the order of the alphabet, mode, tonic and tempo."""
    found = asked(prompt)
    return (
        (found.moods or (found.leaning,))[0],
        " ".join(sorted(family for family, _ in found.instruments)),
        " ".join(sorted(found.refused)),
        found.mode,
        found.tonic,
        found.bpm,
    )


def test_moods_and_instruments_are_the_ones_promised():
    assert (list(STYLES), list(INSTRUMENTS)) == (MOODS, FAMILIES)


@pytest.mark.parametrize(
    ("prompt", "found"),
    [
        ("slow nylon guitar, 60 BPM", ("calm", "guitar", "", None, None, 60)),
        ("slow piano", ("calm", "piano", "", None, None, None)),
        ("tense strings", ("tense", "strings", "", None, None, None)),
        ("lo-fi", ("chill", "", "", None, None, None)),
        ("synthwave 110 BPM", ("electronic", "", "", None, None, 110)),
        ("piano", ("", "piano", "", None, None, None)),
        ("sad cello in D minor", ("sad", "strings", "", "minor", 2, None)),
        ("Bb major fanfare", ("epic", "brass", "", "major", 10, None)),
        ("F# minor, tempo 72.5", ("", "", "", "minor", 6, Fraction("72.5"))),
        ("key of A, upbeat ukulele", ("happy", "guitar", "", "major", 9, None)),
        ("E flat lydian dream", ("dreamy", "", "", "lydian", 3, None)),
        ("a quiet song in a minor key", ("calm", "", "", "minor", None, None)),
        ("jazz with Rhodes and sax, no drums", ("jazz", "flute piano", "drums", None, None, None)),
        ("no drums, bass or brass, soft pads", ("calm", "pad", "bass brass drums", *[None] * 3)),
        ("without percussion", ("", "", "drums", None, None, None)),
        ("beatless ambient drone", ("calm", "pad", "drums", None, None, None)),
        ("epic taiko, horns and choir", ("epic", "brass choir drums", "", None, None, None)),
        ("808 bass and glockenspiel", ("", "bass bells", "", None, None, None)),
        ("808 drums, music box", ("", "bells drums", "", None, None, None)),
        ("in the style of Hans Zimmer", ("tense", "", "", None, None, None)),
    ],
)
def test_what_a_prompt_names_is_read(prompt: str, found: tuple[object, ...]):
    assert named(prompt) == found


@pytest.mark.parametrize(
    ("prompt", "band"),
    [
        ("solo piano", ("piano",)),
        ("only strings", ("strings",)),
        ("just a pad", ("pad",)),
        ("happy, solo drums", ("drums",)),
        ("funky, no drums", ("guitar", "bass", "synth")),
        ("techno beat", ("drums", "synth", "bass", "pad")),
    ],
)
def test_who_is_named_plays_and_nobody_who_is_refused(prompt: str, band: tuple[str, ...]):
    composed = compose(prompt, [], 60 * SECONDS, 1, 1)
    assert composed.score.style.band == band
    assert {note.instrument for note in composed.notes} == set(band)


@pytest.mark.parametrize(
    ("prompt", "slowest", "fastest"),
    [("largo", 43, 61), ("adagio piano", 58, 76), ("andante", 76, 98), ("allegro", 121, 153)],
)
def test_italian_words_set_the_pace(prompt: str, slowest: float, fastest: float):
    paces = [compose(prompt, [], 30 * SECONDS, seed, 1).grid.bpm for seed in range(8)]
    assert slowest <= min(paces) <= max(paces) <= fastest


@pytest.mark.parametrize(("prompt", "bar"), [("sad waltz", 3), ("6/8 folk", 2), ("5/4 jazz", 5)])
def test_the_metre_is_kept(prompt: str, bar: int):
    composed = compose(prompt, [], 30 * SECONDS, 1, 1)
    assert (composed.grid.bar, composed.grid.last_chord % bar) == (bar, 0)


@pytest.mark.parametrize("prompt", ["137 bpm techno", "61.7 bpm calm", "90 bpm", "200 BPM folk"])
def test_a_named_tempo_is_exact_after_three_minutes(prompt: str):
    composed = compose(prompt, [7 * SECONDS, 31 * SECONDS], 180 * SECONDS, 3, 2)
    bpm = Fraction(prompt.lower().split(" bpm")[0])
    on_beats = {note.beat for note in composed.notes if note.beat.denominator == 1}
    assert composed.grid.bpm == bpm
    assert len(on_beats) > 60
    for beat in on_beats:
        exact = composed.grid.origin + beat * 60 * RATE / bpm
        assert abs(composed.grid.sample(beat) - exact) <= Fraction(1, 2)


def test_a_named_tempo_is_heard():
    sound = performed(compose("techno, drums only, 137 bpm", [], 40 * SECONDS, 1, 1))
    assert measured_bpm(sound, 137, 32) == pytest.approx(137, rel=0.001)


@pytest.mark.parametrize(("mood", "frames"), diagonal(MOODS, [1, 75, 247, 4500]))
def test_music_starts_with_its_cue_and_is_held_to_its_last_frame(mood: str, frames: int):
    length = sample_at(frames, Fraction(24_000, 1001))
    grid, notes = (composed := compose(mood, [length // 3], length, 5, 1)).grid, composed.notes
    assert min(grid.sample(note.beat) for note in notes) == 0
    assert max(note.beat for note in notes) == grid.last_chord
    assert max(grid.sample(note.beat + note.beats) for note in notes) == pytest.approx(
        length, abs=1
    )


@pytest.mark.parametrize(
    ("prompt", "frames", "rate"),
    [
        ("epic", 72, Fraction(24)),
        ("happy", 250, Fraction(25)),
        ("techno 128 bpm", 299, Fraction(30_000, 1001)),
        ("church organ", 800, Fraction(24_000, 1001)),
    ],
)
def test_the_last_chord_dies_away_by_the_last_sample(prompt: str, frames: int, rate: Fraction):
    length = sample_at(frames, rate)
    composed = compose(prompt, [], length, 2, 1)
    sound = performed(composed)
    struck = composed.grid.sample(composed.grid.last_chord)
    top = np.abs(sound).max()
    assert sound.shape == (2, length)
    assert np.abs(sound[:, struck : struck + 9600]).max() > 0.2 * top
    assert not sound[:, -480:].any()
    fall = [np.sqrt((part**2).mean()) for part in np.array_split(sound[:, struck:], 6, axis=1)]
    assert fall[1] > fall[2] > fall[3] > fall[4] > fall[5]
    steps = np.abs(np.diff(sound[:, -int(0.3 * (length - struck)) :]))
    assert steps.max() < 0.1 * top


def test_cuts_fall_on_beats():
    rng = np.random.default_rng(4)
    found: dict[str, list[float]] = {"free": [], "named": [], "fixed": []}
    for _ in range(25):
        length = 20 * SECONDS
        cuts = [int(cut) for cut in rng.uniform(RATE, length - 2 * RATE, 3)]
        free, kept = (fit(100.0, 4, cuts, length, free=wish) for wish in (True, False))
        assert abs(free.bpm / 100 - 1) <= Fraction(6001, 100_000)
        assert kept.bpm == 100
        fixed = Grid(Fraction(100), 4, 0, length)
        for name, grid in (("free", free), ("named", kept), ("fixed", fixed)):
            found[name].extend(cut_error(cuts, float(grid.bpm), grid.origin))
    free, kept, fixed = (float(np.mean(errors)) for errors in found.values())
    assert free < 0.065
    assert free < kept < 0.75 * fixed


@pytest.mark.parametrize(
    ("prompt", "tonic", "scale"),
    [
        ("tense strings in D minor", 2, MINOR),
        ("happy, Bb major", 10, MAJOR),
        ("jazz in F# minor", 6, MINOR),
        ("horror in A major", 9, MAJOR),
        ("funk in C dorian", 0, {0, 2, 3, 5, 7, 9, 10}),
    ],
)
def test_every_note_belongs_to_the_named_key(prompt: str, tonic: int, scale: set[int]):
    for take in range(4):
        composed = compose(prompt, [], 60 * SECONDS, 1, take)
        tones = {(note.pitch - tonic) % 12 for note in composed.notes if note.instrument != "drums"}
        assert tones <= scale
        last = [note for note in composed.notes if note.beat == composed.grid.last_chord]
        assert {(note.pitch - tonic) % 12 for note in last if note.instrument != "drums"} == {
            *sorted(scale)[0:5:2]
        }


def test_chords_move_to_their_nearest_inversion():
    composed = compose("pad only, C major, 60 bpm", [], 60 * SECONDS, 1, 1)
    chords: dict[Fraction, list[int]] = {}
    for note in composed.notes:
        chords.setdefault(note.beat, []).append(note.pitch)
    upper = [sorted(pitches)[-3:] for _, pitches in sorted(chords.items())]
    moves = [abs(a - b) for one, two in pairwise(upper) for a, b in zip(one, two, strict=True)]
    assert (max(moves) <= 7, np.mean(moves) < 2.5) == (True, True)


def test_a_phrase_repeats_its_motif_and_varies_it():
    composed = compose("solo flute, happy, 100 bpm, 4/4", [], 60 * SECONDS, 3, 1)
    bars: dict[int, list[tuple[Fraction, int]]] = {}
    for note in composed.notes:
        bars.setdefault(int(note.beat // 4), []).append((note.beat % 4, note.pitch))
    rhythms = [tuple(beat for beat, _ in notes) for notes in bars.values()]
    tunes = [tuple(pitch for _, pitch in notes) for notes in bars.values()]
    assert max(rhythms.count(rhythm) for rhythm in rhythms) >= 3
    assert len(set(tunes)) > 0.5 * len(tunes)


def test_the_band_comes_in_by_and_by_and_the_drums_fill():
    composed = compose("happy band with piano, bass, drums and guitar", [], 60 * SECONDS, 1, 1)
    opening = {note.instrument for note in composed.notes if note.beat < composed.grid.head + 4}
    assert 0 < len(opening) < 4
    toms = [note for note in composed.notes if note.pitch in {45, 47, 50}]
    assert {note.instrument for note in toms} >= {"drums"}


@pytest.mark.parametrize(
    "prompt", ["epic", "jazz", "calm", "solo drums 120 bpm", "only bells in C 90 bpm"]
)
def test_takes_differ_in_their_notes(prompt: str):
    takes = [compose(prompt, [], 30 * SECONDS, 9, take).notes for take in (1, 2, 3)]
    assert len(set(takes)) == 3
    sets = [{(note.beat, note.instrument, note.pitch) for note in notes} for notes in takes]
    assert len(sets[0] & sets[1]) < 0.75 * min(len(sets[0]), len(sets[1]))


@pytest.mark.parametrize("prompt", ["epic", "solo piano in C major, 100 bpm", "just a pad in C"])
def test_takes_sound_different_and_the_same_take_the_same(prompt: str):
    sounds = [performed(compose(prompt, [], 8 * SECONDS, 9, take)) for take in (1, 2, 1)]
    assert abs(np.corrcoef(sounds[0].ravel(), sounds[1].ravel())[0, 1]) < 0.2
    np.testing.assert_array_equal(sounds[0], sounds[2])


def test_every_instrument_is_heard_and_none_is_another():
    heard = {}
    for family in FAMILIES:
        sound = performed(compose(f"solo {family} in C, 100 bpm", [], 4 * SECONDS, 1, 1))
        assert np.isfinite(sound).all()
        assert loudness(sound) > -40
        heard[family] = 10 * np.log10(spectrum(sound) + 1e-6)
    for one in FAMILIES:
        for other in FAMILIES[: FAMILIES.index(one)]:
            assert np.abs(heard[one] - heard[other]).mean() > 2.5, (one, other)


def band_levels(mood: str, seconds: int) -> list[float]:
    composed = compose(mood, [], seconds * SECONDS, 5, 1)
    return [loudness(performed(only(composed, name))) for name in composed.score.style.band]


@pytest.mark.parametrize("mood", ["epic", "jazz"])
def test_a_band_is_balanced(mood: str):
    levels = band_levels(mood, 12)
    assert max(levels) - min(levels) < 7


@pytest.mark.sweep
@pytest.mark.parametrize("mood", MOODS)
def test_every_band_is_balanced(mood: str):
    levels = band_levels(mood, 60)
    assert max(levels) - min(levels) < 7


def test_hard_notes_are_brighter_than_soft_ones():
    for make, kind in ((strike, "piano grand"), (strike, "guitar steel"), (bow, "strings long")):
        soft, hard = (spectrum(make(kind, 60, force, RATE, 1)) for force in (0.2, 0.95))
        assert hard[12:].sum() > 1.5 * soft[12:].sum()


def test_unknown_words_are_told_and_get_the_calm_style():
    score = read_style("glorbing zorp music")
    assert (score.unknown, score.style.feel) == (("glorbing", "zorp"), STYLES["calm"].feel)


@pytest.mark.parametrize(
    ("mode", "degree", "firm_one"),
    [("lydian", 3, 1), ("major", 6, 4), ("minor", 1, 6), ("major", 4, 4)],
)
def test_a_diminished_chord_gives_way_to_the_one_a_third_below(
    mode: str, degree: int, firm_one: int
):
    assert firm(SCALES[mode], degree) == firm_one
