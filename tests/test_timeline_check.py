"""The check before a timeline is written, and the writing: all of it or nothing."""

import stat
from fractions import Fraction
from pathlib import Path

import pytest
from placing import a_lane, a_placement, place, two_that_fade
from timelines import (
    a_clip,
    a_range,
    a_reference,
    a_track,
    resolve,
    written,
)

from otio_v2a.errors import TimelineError
from otio_v2a.timeline.check import verify
from otio_v2a.timeline.document import load, save

FILM, PAL = Fraction(24), Fraction(25)


PICTURE = a_clip("A", a_range(0.0, 100.0), a_reference("/m/A.mov"))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("Reel", "Real"), "something outside the tracks changed."),
        (('"A"', '"B"'), "a track changed that is not ours."),
        (('"kind": "Audio"', '"kind": Audio'), "line "),
        (('"Gap.1"', '"Gap.9"'), "OTIO cannot read our tracks ("),
    ],
)
def test_a_text_that_is_not_the_source_and_our_tracks_is_never_written(
    tmp_path: Path, change: tuple[str, str], message: str
) -> None:
    document = load(written(tmp_path, resolve(a_track(PICTURE), name="Reel")))
    text = place(document, [two_that_fade(FILM)])
    assert change[0] in text
    changed = text.replace(*change)
    start = "Cut 01.otio: the new timeline failed its check and was not written: "
    with pytest.raises(TimelineError) as caught:
        verify(changed, document)
    assert str(caught.value).startswith(start + message)
    assert str(caught.value).endswith(" Please report this.")


def test_a_text_without_a_foreign_track_is_never_written(tmp_path: Path) -> None:
    one, two = (load(written(tmp_path, resolve(*[a_track(PICTURE)] * n))) for n in (1, 2))
    with pytest.raises(
        TimelineError,
        match=r"^Cut 01\.otio: the new timeline failed its check and was not written:"
        r" a track is missing that is not ours\. Please report this\.$",
    ):
        verify(place(one, []), two)


def test_a_sound_too_short_for_its_crossfade_is_never_written(tmp_path: Path) -> None:
    document = load(written(tmp_path, resolve(a_track(PICTURE))))
    short = a_placement(0, 20, FILM, tail=5)
    lane = a_lane(short, a_placement(20, 20, FILM, head=6), crossfades=(12,))
    name = "sfx \N{EN DASH} rain on glass \N{EN DASH} t2"
    with pytest.raises(
        TimelineError,
        match=rf"written: the sound '{name}' on 'V2A SFX' is too short for its crossfade\. Please",
    ):
        verify(place(document, [lane]), document)


def test_a_saved_timeline_replaces_the_old_one_whole(tmp_path: Path) -> None:
    out = tmp_path / "Cut 01.v2a.otio"
    out.write_text("old", encoding="utf-8")
    save(b'\xef\xbb\xbf{"\xc3\xa9": "\r\n"}', out)
    assert out.read_bytes() == b'\xef\xbb\xbf{"\xc3\xa9": "\r\n"}'
    assert [path.name for path in tmp_path.iterdir()] == ["Cut 01.v2a.otio"]
    assert stat.S_IMODE(out.stat().st_mode) & stat.S_IRUSR


def test_a_timeline_that_cannot_be_saved_leaves_the_old_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "Cut 01.v2a.otio"
    out.write_text("old", encoding="utf-8")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(
        TimelineError,
        match=r"Cut 01\.v2a\.otio: cannot be written \(No space left on device\)\. Name another",
    ):
        save(b"new", out)
    assert out.read_text(encoding="utf-8") == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["Cut 01.v2a.otio"]


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(
        TimelineError, match=r"cannot be written \(No such file or directory\)\. Name another file"
    ):
        save(b"new", tmp_path / "none" / "Cut 01.otio")
