"""Every kind of cut at every rate: small timelines, and what each frame of theirs shows, by hand.

record frame   0     6         12  14              24
over                 ccccccccccccc                      a movie at 50, or under it all
the cut        aaaaaaaaaaaaaaaaabbbbbbbbbbbbbbbbbbbb    film at 24, then a movie at the
                                                        timeline's rate; a dissolve between
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from pathlib import Path

import numpy as np
import timelines
from coded import blocks
from reference import Json, Medium, Pixels, Size
from shelf import RATES, SHELF, a_medium, first_frame

SPEEDS = tuple(map(Fraction, ("1", "2", "1/2", "1001/1000", "0", "-1", "-5/2")))
DISSOLVES: Mapping[str, tuple[int, int]] = {
    "cut": (0, 0),
    "symmetric": (4, 4),
    "asymmetric": (2, 5),
    "one-sided": (4, 3),
}
"""How far each reaches before and after the cut; one-sided has nothing after it."""

COMPOUNDS: Mapping[str, tuple[int, int, Fraction]] = {
    "none": (0, 24, Fraction(1)),
    "plain": (0, 24, Fraction(1)),
    "trimmed": (5, 16, Fraction(1)),
    "twice as fast": (1, 11, Fraction(2)),
    "half as fast": (2, 40, Fraction(1, 2)),
}
"""The first frame that is seen inside, for how many record frames, how fast."""

TRACKS = ("under", "over")
CUT, END = 12, 24
A_FROM, B_FROM, C_FROM = 30, 20, 10
COVERED = range(6, 14)

Mix = tuple[tuple[float, int], ...]
"""What a frame shows: shares of numbered pictures, the rest black."""


@dataclass(frozen=True, slots=True)
class Case:
    """One cut to be shown."""

    dialect: str
    rate: Fraction
    speed: Fraction
    dissolve: str
    compound: str
    tracks: str

    @property
    def own(self) -> Medium:
        """The movie at the timeline's rate."""
        return next(medium for medium in SHELF.values() if medium.rate == self.rate)

    @property
    def film(self) -> Medium:
        """What stands before the cut: inside a retimed compound, the movie at the own rate."""
        return self.own if COMPOUNDS[self.compound][2] != 1 else SHELF["film.mov"]


def cases() -> Iterator[Case]:
    """All there are. Inside retimed compounds only cuts and clips as they were shot."""
    for values in product(("resolve", "premiere"), RATES, SPEEDS, DISSOLVES, COMPOUNDS, TRACKS):
        case = Case(*values)
        plain = case.dissolve == "cut" and case.speed == 1
        known = case.dialect == "resolve" or case.speed >= 0
        if known and (plain or COMPOUNDS[case.compound][2] == 1):
            yield case


# --- what is seen ---------------------------------------------------------------------------


def listed(case: Case) -> list[Mix]:
    """What every record frame shows."""
    length = max(_length(case), COVERED.stop if case.tracks == "over" else 0)
    return [_with_c(case, frame, _inside(case, frame)) for frame in range(length)]


def picture(mix: Mix, size: Size) -> Pixels:
    """The gray levels of a mix of numbered pictures."""
    shares = (share * blocks(number, size).astype(np.float32) for share, number in mix)
    return sum(shares, np.zeros((size[1], size[0]), np.float32))


def _length(case: Case) -> int:
    return COMPOUNDS[case.compound][1]


def _inside(case: Case, frame: int) -> Mix:
    start, _, speed = COMPOUNDS[case.compound]
    at = int(start + frame * speed)
    head, tail = DISSOLVES[case.dissolve]
    share = (at - (CUT - head) + 0.5) / (head + tail) if head else float(at >= CUT)
    share = min(max(share, 0.0), 1.0)
    shares = ((1 - share, _film(case, at)), (share, case.own.first + B_FROM + at - CUT))
    return shares[:1] if case.dissolve == "one-sided" else shares


def _film(case: Case, frame: int) -> int:
    steps = frame if case.speed >= 0 else CUT - 1 - frame
    return case.film.first + int(A_FROM + steps * abs(case.speed) * case.film.rate / case.rate)


def _with_c(case: Case, frame: int, mix: Mix) -> Mix:
    since = frame if case.tracks == "under" else frame - COVERED.start
    shown = SHELF["p50.mp4"].first + int(C_FROM + since * 50 / case.rate)
    if case.tracks == "over":
        return ((1.0, shown),) if frame in COVERED else mix
    return (*mix, (1 - sum(share for share, _ in mix), shown))


# --- the timeline ---------------------------------------------------------------------------


def timeline(case: Case, folder: Path) -> Json:
    """The timeline of a case; its media lie in `folder`."""
    write = {"resolve": timelines.resolve, "premiere": timelines.premiere}[case.dialect]
    length = END - CUT
    film = _clip(case, folder, case.film, (Fraction(A_FROM), CUT, case.speed))
    own = _clip(case, folder, case.own, (Fraction(B_FROM), length, Fraction(1)))
    after = timelines.a_gap(float(length), float(case.rate))
    second = after if case.dissolve == "one-sided" else own
    track = timelines.a_track(film, *_dissolve(case), second)
    if case.compound != "none":
        track = timelines.a_track(_compound(case, track))
    third = (Fraction(C_FROM), _length(case), Fraction(1))
    if case.tracks == "under":
        below = timelines.a_track(_clip(case, folder, SHELF["p50.mp4"], third))
        return write(below, track, rate=float(case.rate))
    gap = timelines.a_gap(float(COVERED.start), float(case.rate))
    third = (Fraction(C_FROM), len(COVERED), Fraction(1))
    above = timelines.a_track(gap, _clip(case, folder, SHELF["p50.mp4"], third))
    return write(track, above, rate=float(case.rate))


def _clip(case: Case, folder: Path, medium: Medium, use: tuple[Fraction, int, Fraction]) -> Json:
    start, length, speed = use
    place = (first_frame(medium) + start) / medium.rate * case.rate
    counted = _counted(case, length, speed)
    return timelines.a_clip(
        medium.name,
        timelines.a_range(float(place), float(counted), float(case.rate)),
        a_medium(medium, folder, file_url=case.dialect == "premiere"),
        effects=[timelines.a_warp(float(speed))] if speed != 1 else [],
    )


def _counted(case: Case, length: int, speed: Fraction) -> Fraction:
    """Premiere counts source frames, Resolve record frames."""
    return length * speed if case.dialect == "premiere" and speed else Fraction(length)


def _compound(case: Case, track: Json) -> Json:
    start, length, speed = COMPOUNDS[case.compound]
    window = timelines.a_range(float(start), float(_counted(case, length, speed)), float(case.rate))
    effects = [timelines.a_warp(float(speed))] if speed != 1 else []
    return timelines.a_stack(track, source_range=window, effects=effects, name="Compound")


def _dissolve(case: Case) -> list[Json]:
    head, tail = (
        timelines.a_time(float(offset), float(case.rate)) for offset in DISSOLVES[case.dissolve]
    )
    written = {**timelines.a_dissolve(), "in_offset": head, "out_offset": tail}
    return [written] if case.dissolve != "cut" else []
