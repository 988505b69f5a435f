"""Sounds are summed in their places, and a stretch of a file is what the whole file holds there."""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from edits import NTSC_30, PAL, a_clip, a_compound, an_edit
from placing import two_that_fade
from sounds import PICTURE, SECOND, X264, a_file, ffmpeg, noise

from otio_v2a.audio.decode import decode
from otio_v2a.audio.excerpt import excerpt
from otio_v2a.audio.mix import Ramp, Sound, mixed, write_mix
from otio_v2a.edit import Edit, Event, Track, Transition
from otio_v2a.errors import InterruptedRunError
from otio_v2a.model import Media, Span
from otio_v2a.picture.media import Library
from otio_v2a.score.mixdown import lane_sounds
from otio_v2a.score.sound_files import SoundFiles
from otio_v2a.score.timeline_sound import TimelineSound, timeline_sound

# --- the sum ---------------------------------------------------------------------------------


class Shelf:
    """Sounds in memory that count how many of them are open at once."""

    def __init__(self) -> None:
        self.open: set[object] = set()
        self.most = 0

    def sound(self, start: int, samples: np.ndarray, ramps: tuple[Ramp, ...] = ()) -> Sound:
        def opened(at: int) -> Iterator[np.ndarray]:
            one = object()
            self.open.add(one)
            self.most = max(self.most, len(self.open))
            try:
                yield from np.array_split(samples[at - start :], 5)
            finally:
                self.open.remove(one)

        return Sound(start, start + len(samples), opened, ramps)


def test_a_mix_is_the_sum_and_no_more_is_open_than_sounds_together() -> None:
    dice, shelf = np.random.default_rng(4), Shelf()
    expected = np.zeros((400_000, 2))
    sounds, counted = [], np.zeros(400_000, int)
    for number in range(60):
        start, length = int(dice.integers(-5000, 399_000)), int(dice.integers(1, 40_000))
        samples = noise(number, length)
        sounds.append(shelf.sound(start, samples))
        inside = slice(max(0, start), min(400_000, start + length))
        expected[inside] += samples[inside.start - start : inside.stop - start]
        counted[inside] += 1
    found = np.concatenate([*mixed(sounds, 0, 400_000)])
    assert np.abs(found - expected).max() < 1e-6
    assert (shelf.open, shelf.most) == (set(), counted.max())
    part = np.concatenate([*mixed(sounds, 123_456, 234_567)])
    assert np.abs(part - expected[123_456:234_567]).max() < 1e-6


def test_two_ramps_over_the_same_samples_add_up_to_one() -> None:
    shelf, ones = Shelf(), np.ones((9000, 2), np.float32)
    going = shelf.sound(0, ones, (Ramp(9000, 5999),))
    coming = shelf.sound(5999, ones, (Ramp(5999, 9000),))
    found = np.concatenate([*mixed((going, coming), 0, 14_999)])
    assert np.abs(found - 1).max() < 1e-6


def test_ramps_of_equal_power_keep_it() -> None:
    old, new = lane_sounds(two_that_fade(PAL), "equal_power")
    # They meet at frame 30 and cross over from 24 to 36.
    assert (old.start, old.end, new.start) == (10 * 1920, 36 * 1920, 24 * 1920)
    power = sum(one.ramps[0].gains(24 * 1920, 36 * 1920) ** 2 for one in (old, new))
    assert np.abs(power - 1).max() < 1e-6


def test_a_mix_that_is_stopped_leaves_no_file(tmp_path: Path) -> None:
    def stop(share: float) -> None:
        if share > 0.5:
            raise InterruptedRunError

    shelf = Shelf()
    with pytest.raises(InterruptedRunError):
        write_mix([shelf.sound(0, noise(1, 200_000))], 200_000, tmp_path / "mix.wav", stop)
    assert ([*tmp_path.iterdir()], shelf.open) == ([], set())


# --- a stretch of a file -----------------------------------------------------------------------

LASTING = 12
# Without noise that the decoder makes up itself, another one each time.
AAC = ("-c:a", "aac", "-aac_pns", 0)
SOURCES: dict[str, tuple[Any, ...]] = {
    "aac.mp4": (*AAC, *X264, "-shortest"),
    "pcm.mov": ("-c:a", "pcm_s24le"),
    "sound.mp3": ("-q:a", 3),
    "mono.wav": ("-ac", 1, "-c:a", "pcm_s16le"),
}
MORE: dict[str, tuple[Any, ...]] = {
    "pcm.wav": ("-c:a", "pcm_f32le"),
    "aac.m4a": AAC,
    "alac.m4a": ("-c:a", "alac"),
    "late.mov": ("-c:a", "pcm_s16le", *X264),
    "bare.mp3": ("-write_xing", 0),
    "sound.flac": (),
    "sound.aiff": (),
    "sound.caf": ("-c:a", "pcm_s16le"),
    "sound.mka": ("-c:a", "flac"),
    "sound.ogg": (),
}


@pytest.mark.parametrize(
    ("name", "rate"),
    [
        *((name, 44_100) for name in SOURCES),
        *(
            pytest.param(name, rate, marks=pytest.mark.sweep)
            for name in {**SOURCES, **MORE}
            for rate in (44_100, SECOND, 96_000)
            if name in MORE or rate != 44_100
            if rate != 96_000 or "mp3" not in name
        ),
    ],
)
def test_a_stretch_is_what_the_whole_file_holds_there(name: str, rate: int, tmp_path: Path) -> None:
    source = a_file(tmp_path / "source.wav", noise(7, LASTING * rate), rate, "PCM_24")
    made, how = tmp_path / name, {**SOURCES, **MORE}[name]
    later = ("-itsoffset", "0.37") if name.startswith("late") else ()
    picture = (*PICTURE[:-1], PICTURE[-1].replace("3.4", str(LASTING))) if X264[0] in how else ()
    ffmpeg(*picture, *later, "-i", source, *how, made)
    whole = np.concatenate([*decode(made)])
    assert len(whole) >= LASTING * SECOND
    for start in (-700, 4321, 10 * SECOND + 1, 543_210, len(whole) - 5000, len(whole) + 5):
        expected = np.concatenate([np.zeros((max(0, -start), 2)), whole[max(0, start) :]])[:30_000]
        found = [np.zeros((0, 2))]
        for block in excerpt(made, start):
            found.append(block)
            if sum(map(len, found)) >= len(expected):
                break
        assert np.array_equal(np.concatenate(found)[:30_000], expected)


# --- the timeline's own sound ----------------------------------------------------------------


def a_track(*events: Event, **more: Any) -> Track:
    return Track("A1", "audio", events, **more)


def own(edit: Edit) -> tuple[np.ndarray, TimelineSound]:
    """What an edit's own audio sounds like, and what was said."""
    found = timeline_sound(edit, SoundFiles(Library()))
    end = int(edit.length * SECOND / edit.rate + Fraction(1, 2))
    return np.concatenate([*mixed(found.sounds, 0, end)]), found


@pytest.fixture
def media(tmp_path: Path) -> Media:
    """Ten seconds of noise, whose first sample has the timecode of an hour."""
    path = a_file(tmp_path / "dx.wav", noise(5, 10 * SECOND))
    return Media("dx.wav", (str(path),), Fraction(3600), Fraction(10))


def test_a_clip_sounds_from_its_source_time_on_also_at_ntsc_rates(media: Media) -> None:
    begun = 3600 + 31 / NTSC_30
    clip = a_clip(Span(7, 50, NTSC_30), media, source_in=begun)
    found, said = own(an_edit(a_track(clip), length=80, rate=NTSC_30))
    start, end, first = 11_211, 91_291, 49_650  # 1601.6 samples a frame, the nearest, halves up
    expected = np.zeros_like(found)
    expected[start:end] = noise(5, 10 * SECOND)[first : first + end - start]
    inside = slice(start + 240, end - 240)
    assert np.array_equal(found[inside], expected[inside])
    assert not found[:start].any()
    assert not found[end:].any()
    assert 0 < np.abs(found[start : start + 5]).max() < 0.02
    assert said.notices == []


def test_a_clip_that_was_only_cut_through_sounds_as_if_it_were_not(media: Media) -> None:
    whole = a_clip(Span(5, 100, PAL), media, source_in=Fraction(3601))
    left = a_clip(Span(5, 40, PAL), media, source_in=Fraction(3601))
    right = a_clip(Span(45, 60, PAL), media, source_in=3601 + 40 / PAL)
    found, _ = own(an_edit(a_track(left, right), length=120))
    assert np.array_equal(found, own(an_edit(a_track(whole), length=120))[0])

    def faded_in(*inside: Event) -> np.ndarray:
        """Both in a compound clip that fades in for longer than the first of them lasts."""
        nested = a_compound(Span(5, 100, PAL), a_track(*inside))
        fade = Transition("fade", Span(5, 60, PAL), None, nested, Fraction(1, 120), Fraction(1, 60))
        return own(an_edit(a_track(nested, transitions=(fade,)), length=120))[0]

    assert np.array_equal(faded_in(left, right), faded_in(whole))
    middle = slice(30 * 1920, 40 * 1920)
    assert np.abs(faded_in(whole)[middle] / found[middle] - 0.5).max() < 0.1


def test_channels_on_tracks_of_their_own_are_heard_once_and_others_each(media: Media) -> None:
    clip = a_clip(Span(5, 100, PAL), media, source_in=Fraction(3601))
    later = a_clip(Span(6, 100, PAL), media, source_in=Fraction(3601))
    once, _ = own(an_edit(a_track(clip), length=120))
    twice, _ = own(an_edit(a_track(clip), a_track(clip), length=120))
    assert np.array_equal(once, twice)
    both, _ = own(an_edit(a_track(clip), a_track(later), length=120))
    shifted = np.concatenate([np.zeros((1920, 2), np.float32), once[:-1920]])
    assert np.abs(both - once - shifted).max() < 1e-6


def test_a_transition_in_a_compound_clip_crosses_over_straight(media: Media) -> None:
    first = a_clip(Span(10, 30, PAL), media, source_in=Fraction(3600))
    second = a_clip(Span(40, 30, PAL), media, source_in=Fraction(3604))
    joint = Transition("joint", Span(37, 8, PAL), first, second, Fraction(1, 16), Fraction(1, 8))
    inner = a_track(first, second, transitions=(joint,))
    # The compound shows frames 20 to 60 of the timeline.
    nested = a_compound(Span(20, 40, PAL), inner)
    found, _ = own(an_edit(a_track(nested), length=80))
    source = noise(5, 10 * SECOND)
    line = ((np.arange(8 * 1920) + 0.5) / (8 * 1920))[:, None]
    old = source[27 * 1920 : 35 * 1920] * (1 - line)
    new = source[4 * SECOND - 3 * 1920 : 4 * SECOND + 5 * 1920] * line
    assert np.abs(found[37 * 1920 : 45 * 1920] - old - new).max() < 1e-6
    assert not found[: 20 * 1920].any()
    assert not found[60 * 1920 :].any()
    assert np.array_equal(found[21 * 1920 : 37 * 1920], source[11 * 1920 : 27 * 1920])


def test_what_cannot_be_heard_is_silent_and_named(media: Media, tmp_path: Path) -> None:
    ours = a_file(tmp_path / "v2a_0a1b2c3d_sfx_t1_11223344.wav", noise(6, SECOND))
    text = tmp_path / "notes.wav"
    text.write_bytes(b"no sound at all " * 100)
    clips = (
        a_clip(Span(0, 20, PAL), media, source_in=Fraction(3600), speed=Fraction(2)),
        a_clip(Span(20, 20, PAL), media, enabled=False),
        a_clip(Span(40, 10, PAL), Media("ours", (str(ours),)), unsupported=""),
        a_clip(Span(50, 10, PAL), media, unsupported="it is shown without: speed ramp"),
        a_clip(Span(60, 10, PAL), Media("notes.wav", (str(text),))),
    )
    found, said = own(an_edit(a_track(*clips), a_track(clips[3], enabled=False), length=80))
    assert not found.any()
    messages = [notice.message for notice in said.notices]
    assert messages[:3] == [
        "it plays at 2 times its speed: it is left out of the mix.",
        "it is a sound of ours: it is left out of the timeline's own audio.",
        "its speed changes: it is left out of the mix.",
    ]
    assert messages[3].startswith("silent in the mix: notes.wav cannot be read as sound (")
    assert [notice.address for notice in said.notices] == [
        "clip 'dx.wav'",
        "clip 'ours'",
        "clip 'dx.wav'",
        "clip 'notes.wav'",
    ]


def test_a_sound_that_has_moved_is_found_by_name_and_length(media: Media, tmp_path: Path) -> None:
    folder = tmp_path / "moved" / "day 2"
    folder.mkdir(parents=True)
    a_file(tmp_path / "moved" / "dx.wav", noise(8, SECOND))
    a_file(folder / "dx.wav", noise(5, 10 * SECOND))
    gone = Media("dx.wav", ("/gone/dx.wav",), media.start, media.duration)
    files = SoundFiles(Library(search_dirs=(tmp_path / "moved",)))
    assert files.found(gone, Fraction(3600)).path == folder / "dx.wav"


def test_a_broadcast_wav_starts_at_its_time_reference(tmp_path: Path) -> None:
    source, made = a_file(tmp_path / "plain.wav", noise(5, SECOND)), tmp_path / "bwf.wav"
    reference = 172_972_800  # 01:00:00:00 at 23.976
    told = ("-write_bext", 1, "-metadata", f"time_reference={reference}")
    ffmpeg("-i", source, "-c:a", "pcm_s24le", *told, made)
    files, at = SoundFiles(Library()), Fraction(reference, SECOND)
    untold = Media("bwf.wav", (str(made),))
    assert files.found(untold, at + Fraction(1, 2)).origin == at
    # A source time that is not in it counts from its first sample.
    assert files.found(untold, Fraction(1, 2)).origin == 0
