"""A picture stays below what its seller takes, whatever it shows; that is said, and not undone."""

import asyncio
import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from coded import LONG_GOP, Coded, make, read_numbers
from counters import Desk, a_desk
from looked import looks
from reels import RAIN, REEL, ids, renders
from timelines import a_clip, a_marker, a_range, a_reference, a_track, resolve, written

from otio_v2a.errors import RenderError
from otio_v2a.model import Media, Shot
from otio_v2a.picture.canvas import Canvas
from otio_v2a.picture.media import Library
from otio_v2a.picture.render import render
from otio_v2a.settings import Settings

PAL = Fraction(25)
LENGTH, FIRST = 350, 300
NOISY = Coded(
    *(PAL, LENGTH, FIRST, (160, 90), "01:00:00:00", LONG_GOP),
    filters="noise=alls=70:allf=t+u:all_seed=3",
)
"""Blocks under so much noise that a second of them has more than 100,000 bytes."""


@pytest.fixture(scope="module")
def media(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a noisy movie under the name that the reel of the tests shows."""
    folder = tmp_path_factory.mktemp("noise")
    make(folder / "reel.mov", NOISY)
    return folder


def rendered(shots: list[Shot], media: Path, out: Path, most: int | None) -> bool:
    source = Library().source(noise(media))
    sources = {shot.media: source for shot in shots if shot.media}
    canvas = Canvas(160, 90, PAL, most=most)
    return asyncio.run(render(shots, sources, canvas, out, lambda _: None))


def noise(media: Path) -> Media:
    return Media("reel.mov", (str(media / "reel.mov"),), Fraction(0))


@pytest.mark.parametrize(
    ("frames", "most"),
    [(25, 90_000), (25, 30_000), (75, 90_000), (150, 200_000), (150, 40_000)],
)
def test_a_picture_that_is_too_large_is_made_to_fit_with_every_frame(
    frames: int, most: int, media: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out.mp4"
    assert rendered([Shot(frames, noise(media))], media, out, most) is True
    assert out.stat().st_size <= most
    assert read_numbers(out) == [*range(FIRST, FIRST + frames)]


def test_a_picture_that_fits_is_left_as_it_is(media: Path, tmp_path: Path) -> None:
    shots = [Shot(25, noise(media))]
    free, fits, tight = (tmp_path / f"{name}.mp4" for name in ("free", "fits", "tight"))
    assert rendered(shots, media, free, None) is False
    size = free.stat().st_size
    assert rendered(shots, media, fits, size) is False
    assert rendered(shots, media, tight, size - 1) is True
    assert fits.read_bytes() == free.read_bytes()
    assert tight.stat().st_size < size


def test_many_shots_fit_as_well_as_one(media: Path, tmp_path: Path) -> None:
    # Two frames each, from all over the movie: several runs of ffmpeg, joined.
    firsts = [(7 * number) % 300 for number in range(24)]
    shots = [Shot(2, noise(media), Fraction(first, 25)) for first in firsts]
    out = tmp_path / "out.mp4"
    assert rendered(shots, media, out, 60_000) is True
    assert out.stat().st_size <= 60_000
    assert read_numbers(out) == [FIRST + first + k for first in firsts for k in (0, 1)]


def test_a_picture_that_can_never_fit_fails_with_the_numbers_and_leaves_nothing(
    media: Path, tmp_path: Path
) -> None:
    out = tmp_path / "pictures" / "out.mp4"
    with pytest.raises(RenderError, match=r"^its picture has \d+ bytes at the least") as caught:
        rendered([Shot(75, noise(media))], media, out, 3000)
    found = re.fullmatch(
        r"its picture has (\d+) bytes at the least, at most 3000 fit\. Mark less of it\.",
        str(caught.value),
    )
    assert found
    assert int(found[1]) > 3000
    assert list(out.parent.iterdir()) == []


# --- of a seller -----------------------------------------------------------------------------


def sold(most: int) -> Settings:
    said = {"wavespeed": {"max_bytes": most}}
    return Settings(provider="wavespeed", providers=said, handles=Fraction(0))


def a_cut(folder: Path, media: Path) -> Path:
    clip = a_clip("A", a_range(0.0, LENGTH, 25.0), a_reference(str(media / "reel.mov")))
    marker = a_marker(90_050.0, 80.0, rate=25.0)
    return written(folder, resolve(a_track(clip), start=90_000.0, rate=25.0, markers=[marker]))


def test_a_look_says_that_the_seller_would_be_sent_a_coarser_picture(
    media: Path, tmp_path: Path
) -> None:
    cut = a_cut(tmp_path, media)
    for most, coarse in ((100_000_000, False), (50_000, True)):
        (one,) = looks(cut, sold(most), tmp_path / f"{most}.mp4").files
        assert (one.coarse, one.picture.canvas.most) == (coarse, most)
        assert one.file.stat().st_size <= most
        assert read_numbers(one.file) == [*range(FIRST + 50, FIRST + 130)]


def test_a_scorer_on_this_machine_takes_any_number_of_bytes(media: Path, tmp_path: Path) -> None:
    local = Settings(handles=Fraction(0))
    (one,) = looks(a_cut(tmp_path, media), local, tmp_path / "out.mp4").files
    assert (one.picture.canvas.most, one.coarse) == (None, False)


def test_how_many_bytes_fit_does_not_make_another_picture(media: Path, tmp_path: Path) -> None:
    cut = a_cut(tmp_path, media)
    files = [looks(cut, sold(most), tmp_path / f"{most}.mp4").files[0] for most in (50_000, 60_000)]
    assert len({one.picture.key for one in files}) == 1


@pytest.fixture
def desk(media: Path, tmp_path: Path) -> Iterator[Desk]:
    """One cue of noise at fal, which has said how many bytes it takes."""
    with a_desk("fal", tmp_path, media, replace(REEL, marks=(RAIN,))) as at_fal:
        yield at_fal


def takes_at_most(desk: Desk, count: int) -> None:
    desk.place.extra["OTIO_V2A_PROVIDERS__FAL__MAX_BYTES"] = str(count)


def sent(desk: Desk) -> list[bytes]:
    return [job.video for job in desk.gateway.jobs.values()]


def coarser(most: int) -> dict[str, str]:
    return {
        "level": "info",
        "address": "video track 1, clip 'reel.mov', marker 'sfx'",
        "message": f"its picture would have had more than {most} bytes: it is sent coarser.",
    }


def test_what_is_sent_fits_is_reported_and_is_never_too_large_for_the_next(desk: Desk) -> None:
    takes_at_most(desk, 90_000)
    first = desk.score()
    assert (first.code, coarser(90_000) in first.json["notices"]) == (0, True)
    (picture,) = (desk.folder / "pictures").glob("*.mp4")
    assert sent(desk) == [picture.read_bytes()]
    assert 45_000 < len(sent(desk)[0]) <= 90_000
    looked = desk.place.folder / "look.mp4"
    assert desk.run("picture", "sfx", "-o", looked).code == 0
    assert looked.read_bytes() == sent(desk)[0]

    # Another take of the same picture, once it has to be smaller: it is made anew.
    takes_at_most(desk, 45_000)
    second = desk.score("--takes", 2)
    assert (second.code, ids(second)) == (0, ids(first))
    assert [one for one in second.json["notices"] if "coarser" in one["message"]] == [
        coarser(45_000)
    ]
    (smaller,) = set((desk.folder / "pictures").glob("*.mp4")) - {picture}
    assert len(sent(desk)[1]) <= 45_000
    assert sent(desk)[1] == smaller.read_bytes()
    made = len(renders(desk.place))
    # A third take at the same limit finds it as it is: nothing is rendered, nothing said.
    third = desk.score("--takes", 3)
    assert (third.code, len(renders(desk.place)), len(sent(desk))) == (0, made, 3)
    assert [one for one in third.json["notices"] if "coarser" in one["message"]] == []
    assert sent(desk)[2] == sent(desk)[1]


def test_what_can_never_fit_is_not_sent_and_fails_with_its_numbers(desk: Desk) -> None:
    takes_at_most(desk, 5000)
    done = desk.score()
    (cue,) = done.json["cues"]
    pattern = r"its picture has \d{4,} bytes at the least, at most 5000 fit\. Mark less of it\."
    assert (done.code, cue["status"], desk.gateway.posts) == (3, "failed", 0)
    assert re.fullmatch(pattern, cue["message"])
    assert list((desk.folder / "pictures").iterdir()) == []
