"""The same frames very small: written by the render, read instead of the movie."""

import asyncio
import os
from collections.abc import Sequence
from dataclasses import fields, replace
from fractions import Fraction
from pathlib import Path

import imageio_ffmpeg
import numpy as np
import pytest
from coded import Coded, make
from reels import MOVIE, REEL
from running import Place

from otio_v2a.model import Media, Mix, Shot, Visual
from otio_v2a.picture.canvas import Canvas
from otio_v2a.picture.media import Library
from otio_v2a.picture.render import render
from otio_v2a.sketch.watching.watch import watch, watched_from

PAL = Fraction(25)
FRAME = 96 * 54
NO_GRAY = """#!/bin/sh
for word in "$@"; do case "$word" in *.gray) echo 'No space left' >&2; exit 1;; esac; done
exec "{real}" "$@"
"""


@pytest.fixture(scope="module")
def media(tmp_path_factory: pytest.TempPathFactory) -> Media:
    path = tmp_path_factory.mktemp("media") / "coded.mov"
    make(path, Coded(PAL, 120, 500))
    return Media(path.name, (str(path),), Fraction(0))


def rendered(visuals: Sequence[Visual], media: Media, out: Path, **more: object) -> Path:
    canvas = replace(Canvas(320, 180, PAL), **more)
    sources = {media: Library().source(media)}
    asyncio.run(render(visuals, sources, canvas, out, lambda _: None))
    return out.with_suffix(".gray")


def quiet(_share: float) -> None:
    """A teller that nobody listens to."""


@pytest.fixture
def visuals(media: Media) -> list[Visual]:
    """Black, a shot, a dissolve and a shot that plays backwards: several runs of ffmpeg."""
    dissolve = Mix(
        *(Shot(8, media, Fraction(1)), Shot(8, media, Fraction(3))), Fraction(1, 9), Fraction(1, 9)
    )
    back = Shot(40, media, Fraction(4), Fraction(-1))
    return [Shot(5), Shot(17, media, Fraction(2)), dissolve, back]


def test_the_glance_shows_what_the_picture_shows_frame_by_frame(
    visuals: list[Visual], media: Media, tmp_path: Path
) -> None:
    picture = tmp_path / "out.mp4"
    glance = rendered(visuals, media, picture, glance=True)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.gray", "out.mp4"]
    assert glance.stat().st_size == 70 * FRAME
    by_glance, decoded = watched_from(glance, 70, PAL), watch(picture, 70, PAL, quiet)
    for one in ("motion", "share", "luma", "gaps"):
        off = np.abs(getattr(by_glance, one) - getattr(decoded, one))
        assert off.max() < 0.02, one


def test_the_picture_is_the_same_with_a_glance_and_without(
    visuals: list[Visual], media: Media, tmp_path: Path
) -> None:
    small = rendered(visuals, media, tmp_path / "with.mp4", glance=True)
    none = rendered(visuals, media, tmp_path / "without.mp4")
    assert (small.exists(), none.exists()) == (True, False)
    assert (tmp_path / "with.mp4").read_bytes() == (tmp_path / "without.mp4").read_bytes()


def test_a_picture_that_is_encoded_again_keeps_its_glance(media: Media, tmp_path: Path) -> None:
    shots = [Shot(100, media, Fraction(0))]
    whole = rendered(shots, media, tmp_path / "whole.mp4", glance=True)
    size = (tmp_path / "whole.mp4").stat().st_size
    coarse = rendered(shots, media, tmp_path / "coarse.mp4", glance=True, most=size - 1)
    assert (tmp_path / "coarse.mp4").stat().st_size < size
    assert coarse.read_bytes() == whole.read_bytes()


@pytest.mark.skipif(os.name == "nt", reason="a shell script")
def test_what_goes_wrong_with_the_glance_does_not_cost_the_picture(
    visuals: list[Visual], media: Media, tmp_path: Path
) -> None:
    script = tmp_path / "ffmpeg.sh"
    script.write_text(NO_GRAY.format(real=imageio_ffmpeg.get_ffmpeg_exe()))
    script.chmod(0o755)
    out = tmp_path / "pictures" / "out.mp4"
    rendered(visuals, media, out, glance=True, ffmpeg=str(script))
    assert [path.name for path in out.parent.iterdir()] == ["out.mp4"]


def test_the_glance_is_read_where_it_is_whole_and_the_movie_otherwise(
    media: Media, tmp_path: Path
) -> None:
    picture, glance = tmp_path / "out.mp4", tmp_path / "other.gray"
    rendered([Shot(12, media, Fraction(1))], media, picture)
    glance.write_bytes(bytes([77]) * 12 * FRAME)
    assert np.allclose(watch(picture, 12, PAL, quiet, glance).luma, 77 / 255)
    decoded = watch(picture, 12, PAL, quiet)
    for content in (b"", bytes(12 * FRAME - 1), bytes(12 * FRAME + 1)):
        glance.write_bytes(content)
        assert watched_from(glance, 12, PAL) is None
        np.testing.assert_array_equal(watch(picture, 12, PAL, quiet, glance).luma, decoded.luma)
    glance.unlink()
    np.testing.assert_array_equal(watch(picture, 12, PAL, quiet, glance).luma, decoded.luma)


def test_a_part_of_what_was_watched_is_cut_out_of_every_curve(tmp_path: Path) -> None:
    glance = tmp_path / "any.gray"
    noise = np.random.default_rng(5).integers(0, 255, (30, 54, 96), np.uint8)
    glance.write_bytes(noise.tobytes())
    whole = watched_from(glance, 30, PAL)
    assert whole is not None
    part = whole.part(7, 19)
    assert (part.frames, part.rate) == (12, PAL)
    for inner, outer in ((part, whole), (part.traces, whole.traces)):
        for one in fields(inner):
            if one.name not in {"rate", "traces"}:
                cut = getattr(outer, one.name)[7:19]
                np.testing.assert_array_equal(getattr(inner, one.name), cut, one.name)


def test_a_run_keeps_a_glance_of_every_picture_and_does_without(tmp_path: Path) -> None:
    MOVIE.make(tmp_path)
    REEL.save(tmp_path, "Reel 1.otio")
    place = Place(tmp_path)
    words = ("score", tmp_path / "Reel 1.otio", "--progress", "none", "--json")
    assert place.run(*words).code == 0
    work = tmp_path / "Reel 1.v2a"
    pictures = sorted((work / "pictures").glob("*.mp4"))
    glances = [path.with_suffix(".gray") for path in pictures]
    assert len(pictures) == 3
    assert [path.stat().st_size % FRAME for path in glances] == [0, 0, 0]
    assert len([*(work / "pictures").iterdir()]) == 6
    glances[0].unlink()
    glances[1].write_bytes(glances[1].read_bytes()[:-100])
    for reply in (work / "replies").iterdir():
        reply.unlink()
    again = place.run(*words)
    assert (again.code, again.err) == (0, "")
    assert len([*(work / "replies").iterdir()]) == 3
