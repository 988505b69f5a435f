"""What a seller sends lies on the right frame: long cues in segments, and clips it made itself."""

import io
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from fakes.gateways import Fal, Kling
from fakes.gateways.base import Gateway
from fakes.gateways.replicate import VERSION
from flashes import Cut, Mark, Movie, Use
from grays import grays
from numpy.typing import NDArray
from running import Done, Place, clicks, placed, sample

PAL = Fraction(25)
FLASHES = Movie("flashes.mov", PAL, 60, 31, 90_000, "01:00:00:00")
MADE = Movie("made.mp4", PAL, 10, 32)
CUT = Cut(
    PAL,
    "resolve",
    ((Use(FLASHES, 0, 1300, skip=60), Use(MADE, 1300, 120, skip=83)),),
    (
        Mark("rain", 40, 60),
        Mark("long", 130, 1100),
        Mark("steps | video_id: made-7", 1310, 100),
    ),
    start=90_000,
)
MILLISECOND = 48
PATIENCE = {
    "OTIO_V2A_GATEWAY__POLL_FIRST": "0.05",
    "OTIO_V2A_GATEWAY__POLL_MAX": "0.1",
    "OTIO_V2A_PROVIDERS__FAL__SUBMIT_INTERVAL": "0",
    "OTIO_V2A_PROVIDERS__REPLICATE-MMAUDIO__VERSION": VERSION,
}


def clicking(video: bytes, _body: dict[str, Any]) -> NDArray[np.float32]:
    """A click at the first sample of each flash."""
    with av.open(io.BytesIO(video)) as container:
        lit = [gray.mean() > 128 for gray in grays(container.decode(video=0))]
    sound = np.zeros((sample(len(lit), PAL), 2), np.float32)
    click = 0.5 * np.cos(2 * np.pi * 8_000 * np.arange(MILLISECOND) / 48_000)
    for frame, bright in enumerate(lit):
        if bright and not (frame and lit[frame - 1]):
            at = sample(frame, PAL)
            sound[at : at + MILLISECOND] += click[: len(sound) - at, np.newaxis].astype(np.float32)
    return sound


@pytest.fixture(scope="module")
def movies(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("movies")
    for movie in (FLASHES, MADE):
        movie.make(folder)
    return folder


def scored(gateway: Gateway, name: str, movies: Path, folder: Path, cut: Cut) -> tuple[Done, Path]:
    """A cut scored at a seller that clicks at flashes, and where the result stands."""
    gateway.scorer, gateway.form = clicking, "wav"
    cut.save(folder, "Cut.otio", movies)
    (folder / "public").mkdir()
    place = Place(folder, {**gateway.environment, **PATIENCE})
    words = ("--provider", name, "--yes", "--progress", "none", "--json")
    return place.run("score", folder / "Cut.otio", *words), folder / "Cut.v2a.otio"


@pytest.fixture(scope="module")
def segmented(movies: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Any, ...]]:
    cut = Cut(PAL, "resolve", CUT.tracks, CUT.marks[:2], CUT.start)
    with Fal() as gateway:
        yield *scored(gateway, "fal", movies, tmp_path_factory.mktemp("fal"), cut), gateway, cut


@pytest.fixture(scope="module")
def made(movies: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Any, ...]]:
    cut = Cut(PAL, "resolve", CUT.tracks, CUT.marks[2:], CUT.start)
    with Kling() as gateway:
        gateway.videos["made-7"] = (movies / MADE.name).read_bytes()
        folder = tmp_path_factory.mktemp("kling")
        yield *scored(gateway, "kling", movies, folder, cut), gateway, cut


def heard(timeline: Path) -> list[int]:
    """The samples of the timeline at which clicks are heard."""
    found = []
    for clip in placed(timeline):
        begin, end = sample(clip.first, PAL), sample(clip.first + clip.length, PAL)
        offset = sample(clip.start, PAL) - begin
        found += [at + offset for at in clicks(clip.path) if begin <= at < end]
    return sorted(found)


def expected(cut: Cut) -> list[int]:
    """The samples at which the marked ranges flash; a fade of 10 ms hides nothing that counts."""
    ranges = [(mark.at, mark.at + mark.length) for mark in cut.marks]
    flashes = [at for at in cut.flashes() if any(a <= at < b for a, b in ranges)]
    return [sample(at, PAL) for at in flashes if all(at not in (a, b - 1) for a, b in ranges)]


@pytest.mark.parametrize("which", ["segmented", "made"])
def test_every_click_from_a_seller_lies_on_its_flash(
    which: str, request: pytest.FixtureRequest
) -> None:
    done, timeline, gateway, cut = request.getfixturevalue(which)
    assert (done.code, done.err) == (0, "")
    wanted, found = expected(cut), heard(timeline)
    assert len(wanted) >= 3
    missed = [at for at in wanted if not any(abs(at - one) <= MILLISECOND for one in found)]
    flashes = [sample(at, PAL) for at in cut.flashes()]
    false = [one for one in found if not any(abs(at - one) <= MILLISECOND for at in flashes)]
    assert (missed, false, gateway.complaints, gateway.leaks) == ([], [], [], [])


def test_a_long_cue_is_bought_in_the_fewest_segments(segmented: tuple[Any, ...]) -> None:
    _, _, gateway, _ = segmented
    # 44 s in pieces below 20 s that share a second: three, and one for the short cue.
    assert (len(gateway.bills), gateway.posts) == (4, 4)


def test_a_clip_made_at_kling_is_neither_rendered_nor_uploaded(made: tuple[Any, ...]) -> None:
    done, timeline, gateway, _ = made
    (sent,) = (seen.body for seen in gateway.log if seen.kind == "submit")
    assert (sent["video_id"], "video_url" in sent) == ("made-7", False)
    work = timeline.parent / "Cut.v2a"
    assert not (work / "pictures").exists()
    assert [cue["status"] for cue in done.json["cues"]] == ["placed"]


def test_a_trimmed_clip_made_at_kling_costs_nothing_and_stays_in_sync(
    made: tuple[Any, ...], movies: Path
) -> None:
    _, timeline, gateway, _ = made
    shorter = Cut(
        PAL,
        "resolve",
        ((Use(FLASHES, 0, 1300, skip=60), Use(MADE, 1300, 110, skip=101)),),
        (Mark("steps | video_id: made-7", 1305, 80),),
        start=90_000,
    )
    shorter.save(timeline.parent, "Cut.otio", movies)
    place = Place(timeline.parent, {**gateway.environment, **PATIENCE})
    words = ("--provider", "kling", "--progress", "none", "--json")
    done = place.run("score", timeline.parent / "Cut.otio", *words)
    assert (done.code, gateway.posts, done.json["cost_usd"]) == (0, 1, 0.0)
    missed = [
        at
        for at in expected(shorter)
        if not any(abs(at - one) <= MILLISECOND for one in heard(timeline))
    ]
    assert (len(expected(shorter)) >= 2, missed) == (True, [])
