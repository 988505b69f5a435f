"""Sound starts on the right frame: flashes scored by a scorer that clicks, judged independently."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil
from pathlib import Path

import opentimelineio as otio
import pytest
import soundfile
from flashes import Cut, Mark, Movie, Use
from running import Done, Place, Placed, clicks, foreign, placed
from slices import quick

MILLISECOND = Fraction(1, 1000)
EDGE = Fraction(1, 50)
"""Seconds at the outer edges of a clip where its fade may hide a click."""

FILM, PAL, NTSC = Fraction(24_000, 1001), Fraction(25), Fraction(30_000, 1001)
HIGH = Fraction(60_000, 1001)


def a_movie(rate: Fraction, seed: int, start: int = 0, label: str = "") -> Movie:
    return Movie(f"flash_{seed}.mov", rate, 26, seed, start, label)


FILM_10H = a_movie(FILM, 1, 864_000, "10:00:00:00")
FILM_24 = a_movie(Fraction(24), 2)
PAL_1H = a_movie(PAL, 3, 90_000, "01:00:00:00")
NTSC_DROP = a_movie(NTSC, 4, 107_892, "01:00:00;00")
PLAIN_30 = a_movie(Fraction(30), 5)
PAL_50 = a_movie(Fraction(50), 6, 1_800_000, "10:00:00:00")
HIGH_5994 = a_movie(HIGH, 7)
PLAIN_60 = a_movie(Fraction(60), 8)


@dataclass(frozen=True, slots=True)
class Case:
    """One timeline: `cut` has its rate, dialect and start; `odd` makes all its lengths differ."""

    cut: Cut
    own: Movie
    other: Movie
    odd: int
    provider: str = "clicker"


def a_case(rate: Fraction, dialect: str, start: int, written: float = 0.0) -> Cut:
    return Cut(rate, dialect, (), (), start, written)


CASES = {
    "23.976 resolve 10h": Case(
        a_case(FILM, "resolve", 864_000, 23.976024627685547), FILM_10H, PAL_1H, 1
    ),
    "24 generic 1h": Case(a_case(Fraction(24), "generic", 86_400), FILM_24, PLAIN_30, 2),
    "25 resolve 1h": Case(a_case(PAL, "resolve", 90_000), PAL_1H, FILM_10H, 3),
    "29.97 drop generic 1h": Case(
        a_case(NTSC, "generic", 107_892, 29.97), NTSC_DROP, FILM_24, 4, "clicker-whole"
    ),
    "30 kdenlive 0": Case(a_case(Fraction(30), "kdenlive", 0), PLAIN_30, FILM_24, 5),
    "50 generic 10h": Case(a_case(Fraction(50), "generic", 1_800_000), PAL_50, PAL_1H, 6),
    "59.94 resolve 0": Case(
        a_case(HIGH, "resolve", 0, 59.94005994005994), HIGH_5994, NTSC_DROP, 7, "clicker-whole"
    ),
    "60 kdenlive 0": Case(a_case(Fraction(60), "kdenlive", 0), PLAIN_60, PLAIN_30, 8),
}
MEDIA_CLOCK = "29.97 drop generic 1h"
QUICK = ("23.976 resolve 10h", "29.97 drop generic 1h", "30 kdenlive 0")
"""Every dialect, every kind of rate, both scorers, clocks of both kinds."""


def the_cut(case: Case) -> Cut:
    """Two tracks and all kinds of cues: short, abutting, covered, over a gap, long, overlapping."""
    fps, odd = round(case.cut.rate), case.odd
    long = 11 * fps + 2 * odd
    bottom = (
        Use(case.own, 0, 9 * fps + odd, skip=2 * fps + 3 * odd),
        Use(case.own, 10 * fps + 2 * odd, 23 * fps - odd, skip=fps + odd),
        Use(case.other, 33 * fps + odd, 4 * fps + 2 * odd, skip=5 * round(case.other.rate)),
    )
    top = (Use(case.own, 3 * fps + odd, fps + 2 * odd, skip=15 * fps),)
    marks = (
        Mark("short", fps // 2 + odd, fps + 2 * odd),
        Mark("medium and covered", 2 * fps + odd, 3 * fps + odd),
        Mark("abutting", 5 * fps + 2 * odd, 3 * fps + 2 * odd),
        Mark("over the gap", 8 * fps + 5 * odd, 3 * fps - odd, on_timeline=True),
        Mark("long", long + odd, 21 * fps + odd),
        Mark("overlapping", long + 9 * fps, 2 * fps + 5 * odd),
        Mark("of another rate", 33 * fps + odd + fps // 2),
    )
    return replace(
        case.cut, tracks=(bottom, top), marks=marks, media_clock=case == CASES[MEDIA_CLOCK]
    )


def spans(case: Case) -> list[tuple[int, int]]:
    """What the cues cover, in record frames; the point marker means its whole clip."""
    cut = the_cut(case)
    ranged = [(mark.at, mark.at + mark.length) for mark in cut.marks if mark.length > 1]
    last = cut.tracks[0][-1]
    return sorted([*ranged, (last.at, last.at + last.length)])


@dataclass(frozen=True, slots=True)
class Scored:
    """A scored case: what went in, how it ended, what came out."""

    case: Case
    cut: Cut
    source: Path
    before: bytes
    done: Done
    output: Path
    clips: list[Placed]

    def clip(self, start: int) -> Placed:
        """The clip of the cue that begins there, by the report's word."""
        cues = self.done.json["cues"]
        audio = next(cue["audio"] for cue in cues if cue["record"]["start"] == start)
        return next(clip for clip in self.clips if str(clip.path) == audio)


@pytest.fixture(scope="module")
def movies(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("movies")


def shown(folder: Path, *movies: Movie) -> None:
    """Have those movies in a folder."""
    for movie in movies:
        if not (folder / movie.name).exists():
            movie.make(folder)


@pytest.fixture(scope="module", params=quick(CASES, QUICK))
def scored(request: pytest.FixtureRequest, movies: Path) -> Scored:
    case = CASES[request.param]
    shown(movies, case.own, case.other)
    cut = the_cut(case)
    source = cut.save(movies, f"{request.param}.otio")
    before = source.read_bytes()
    command = ("score", source, "--provider", case.provider, "--progress", "none", "--json")
    done = Place(movies).run(*command)
    output = source.with_suffix(".v2a.otio")
    return Scored(case, cut, source, before, done, output, placed(output))


def crossfade(scored: Scored) -> int:
    """A second in the nearest whole frames, rounded down to an even number."""
    return int(scored.cut.rate + Fraction(1, 2)) // 2 * 2


def transitions(timeline: Path) -> list[tuple[float, float]]:
    """Frames before and after the cut of every crossfade on our tracks."""
    tracks = otio.adapters.read_from_file(str(timeline)).tracks
    return [
        (child.in_offset.value, child.out_offset.value)
        for track in tracks
        if track.name.startswith("V2A ")
        for child in track
        if isinstance(child, otio.schema.Transition)
    ]


def heard(clip: Placed, rate: Fraction) -> Iterator[Fraction]:
    """When its clicks sound in the timeline, in exact seconds; handles are not heard."""
    for at in clicks(clip.path):
        second = clip.file_start / rate + Fraction(at, 48_000)
        if clip.start / rate <= second + MILLISECOND < (clip.start + clip.length) / rate:
            yield second


def inside(seconds: list[Fraction], clip: Placed, rate: Fraction) -> list[Fraction]:
    """Those that its edge fades cannot hide."""
    first, last = clip.start / rate + EDGE, (clip.start + clip.length) / rate - EDGE
    return [second for second in seconds if first <= second < last]


def test_every_cue_is_placed_without_a_word(scored: Scored) -> None:
    assert (scored.done.code, scored.done.err) == (0, "")
    cues = scored.done.json["cues"]
    found = sorted((cue["record"]["start"], cue["status"], cue["message"]) for cue in cues)
    assert found == [(start, "placed", "") for start, _ in spans(scored.case)]


def test_each_clip_clicks_when_the_picture_flashes_and_never_else(scored: Scored) -> None:
    rate = scored.cut.rate
    flashes = [frame / rate for frame in scored.cut.flashes()]
    for clip in scored.clips:
        expected = inside(flashes, clip, rate)
        found = inside(list(heard(clip, rate)), clip, rate)
        assert len(found) == len(expected), (
            clip,
            list(map(float, found)),
            list(map(float, expected)),
        )
        assert all(
            abs(one - other) <= MILLISECOND for one, other in zip(found, expected, strict=True)
        )


def test_no_flash_inside_a_cue_goes_unheard(scored: Scored) -> None:
    rate = scored.cut.rate
    every = [second for clip in scored.clips for second in heard(clip, rate)]
    flashes = scored.cut.flashes()
    marked = [
        frame
        for start, end in spans(scored.case)
        for frame in flashes
        if start / rate + EDGE <= frame / rate < end / rate - EDGE
    ]
    assert len(marked) > 30
    unheard = [
        frame for frame in marked if min(abs(one - frame / rate) for one in every) > MILLISECOND
    ]
    assert unheard == []


def test_clips_lie_on_their_cues_and_inside_their_files(scored: Scored) -> None:
    medium, abutting = (start for start, _ in spans(scored.case)[1:3])
    half = crossfade(scored) // 2 if scored.cut.dialect == "kdenlive" else 0
    for start, end in spans(scored.case):
        clip = scored.clip(start)
        first = start - half * (start == abutting)
        last = end + half * (start == medium)
        assert (clip.start, clip.start + clip.length) == (first, last)
        assert clip.available[0] == 0 <= clip.first
        assert clip.first + clip.length <= clip.available[1]


def test_files_are_48_khz_24_bit_stereo_and_no_sample_shorter_than_their_frames(
    scored: Scored,
) -> None:
    for clip in scored.clips:
        info = soundfile.info(clip.path)
        length = ceil(clip.available[1] * 48_000 / scored.cut.rate)
        found = (info.samplerate, info.channels, info.subtype, info.frames)
        assert found == (48_000, 2, "PCM_24", length)
        assert re.fullmatch(r"v2a_[0-9a-f]{8}_sfx_t1_[0-9a-f]{8}\.wav", clip.path.name)


def test_the_input_is_untouched_and_all_else_in_the_output_is_equal(scored: Scored) -> None:
    assert scored.source.read_bytes() == scored.before
    text = scored.before.decode("utf-8")
    assert foreign(scored.output.read_text("utf-8")) == foreign(text)


def test_abutting_cues_share_a_second_of_sound_around_the_cut(scored: Scored) -> None:
    left, right = (scored.clip(start) for start, _ in spans(scored.case)[1:3])
    assert (left.track == right.track) is (scored.cut.dialect != "kdenlive")
    if scored.cut.dialect == "kdenlive":
        assert left.start + left.length - right.start == crossfade(scored)
    else:
        half = crossfade(scored) // 2
        assert transitions(scored.output) == [(half, half)]
        assert min(left.available[1] - left.first - left.length, right.first) >= half


def test_no_two_cases_share_a_rate_or_the_length_of_a_cue() -> None:
    assert len({case.cut.rate for case in CASES.values()}) == len(CASES)
    cues = [[end - start for start, end in spans(case)] for case in CASES.values()]
    for lengths in zip(*cues, strict=True):
        assert len(set(lengths)) == len(CASES)


@pytest.mark.parametrize("dialect", ["resolve", "kdenlive"])
def test_at_a_picture_cut_only_the_crossfade_may_sound_what_is_not_seen(
    dialect: str, movies: Path
) -> None:
    """Two marked clips that abut: their handles are heard for half a second across the cut."""
    cut = Cut(
        PAL,
        dialect,
        ((Use(PAL_1H, 0, 130, skip=70), Use(FILM_10H, 130, 110, skip=90)),),
        (Mark("first", 3), Mark("second", 132)),
        start=90_000 if dialect == "resolve" else 0,
    )
    shown(movies, PAL_1H, FILM_10H)
    source = cut.save(movies, f"hard cut {dialect}.otio")
    words = ("score", source, "--provider", "clicker-whole", "--progress", "none", "--json")
    assert Place(movies).run(*words).code == 0
    every = [at for clip in placed(source.with_suffix(".v2a.otio")) for at in heard(clip, PAL)]
    seen = [Fraction(frame) / PAL for frame in cut.flashes()]
    assert len(seen) > 5
    assert [at for at in seen if min(abs(at - one) for one in every) > MILLISECOND] == []
    unseen = [one for one in every if min(abs(at - one) for at in seen) > MILLISECOND]
    assert [one for one in unseen if abs(one - 130 / PAL) > Fraction(12, 25) + MILLISECOND] == []
