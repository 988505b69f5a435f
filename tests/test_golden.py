"""What is written for each application, to the byte: look at the difference before updating it.

`pytest tests/test_golden.py --update-golden` writes the files again.
"""

import json
from fractions import Fraction
from itertools import combinations
from pathlib import Path

import avids
import pytest
from finalcut import a_document, an_asset, element
from placing import place, three_kinds
from timelines import (
    Json,
    a_clip,
    a_gap,
    a_range,
    a_reference,
    a_time,
    a_timeline,
    a_track,
    kdenlive,
    premiere,
    resolve,
)

from otio_v2a.timeline.check import verify
from otio_v2a.timeline.document import load
from otio_v2a.timeline.reading import Reading

GOLDEN = Path(__file__).with_name("golden")
HIERO = 47.952049255371094  # 48000/1001 as a float of 32 bits, as Hiero writes rates


def a_picture(url: str, rate: float, first: float, length: float) -> Json:
    """A clip from the tenth frame of its media on."""
    whole = a_range(first, 500.0, rate)
    return a_clip("A001", a_range(first + 10, length, rate), a_reference(url, whole))


def with_sound(picture: Json) -> tuple[Json, Json]:
    """A video track with a gap before its clip, and an audio track with the clip alone."""
    rate = picture["source_range"]["duration"]["rate"]
    return a_track(a_gap(20.0, rate), picture), a_track(picture, name="Audio 1", kind="Audio")


def a_resolve() -> str:
    picture = a_picture("C:\\Rushes\\A 001.mov", 24.0, 86_400.0, 180.0)
    return json.dumps(resolve(*with_sound(picture), start=172_800.0), indent=4)


def a_premiere() -> str:
    """On one line, with links."""
    picture = a_picture("file:///D:/Rushes/A%20001.mov", 60.0, 0.0, 190.0)
    linked = {**picture, "metadata": {"PremierePro_OTIO": {"LinkID": "41"}}}
    return json.dumps(premiere(*with_sound(linked), start=216_000.0, rate=60.0, name="Seq 01"))


def a_kdenlive() -> str:
    """Indented by tabs, CRLF."""
    picture = a_picture("G:/Rushes/A 001.mp4", 30.0, 0.0, 200.0)
    timeline = kdenlive(*with_sound({**picture, "name": ""}), length=260.0, rate=30.0)
    bare = json.loads(json.dumps(timeline).replace('"Audio 1"', '""'))
    return json.dumps(bare, indent="\t").replace("\n", "\r\n")


def a_hiero() -> str:
    picture = a_picture("/mnt/show/A001.mov", HIERO, 909_986.0, 210.0)
    signed = {**picture, "metadata": {"foundry.timeline.duration": "210"}}
    tracks = with_sound(signed)
    return json.dumps(a_timeline(*tracks, start=a_time(48_000.0, HIERO)), indent=2)


def a_generic() -> str:
    """URLs, old clips, whole numbers without a point."""
    picture = a_picture("file:///m/A%20001.mov", 48.0, 0.0, 222.0)
    reference = picture.pop("media_references")["DEFAULT_MEDIA"]
    old = {**picture, "OTIO_SCHEMA": "Clip.1", "media_reference": reference}
    old.pop("active_media_reference_key")
    text = json.dumps(a_timeline(*with_sound(old), start=a_time(96.0, 48.0)), indent=1)
    return text.replace(".0", "")


def an_fcpxml() -> str:
    frame = Fraction(1001, 60000)
    asset = an_asset("r2", 3600 * 60 * frame, 1000 * frame)
    clip = element("asset-clip", ref="r2", name="A001", offset=99_000 * frame, duration=225 * frame)
    return a_document(clip, asset, frame=frame, tcStart=99_000 * frame, tcFormat="NDF")


AN_EDL = """TITLE: REEL 7
FCM: NON-DROP FRAME

001  A001     V     C        01:00:10:00 01:00:14:35 10:00:00:00 10:00:04:35
* FROM CLIP NAME: A001
* FROM CLIP: P:\\Rushes\\A001.mov
"""


def an_aaf(path: Path) -> None:
    cut = avids.Cut("A001", 10, 250, ("file:///Volumes/Avid/A001.mov",))
    avids.written(path, avids.Reel("Reel 8", ((cut,),), rate="100", start=500_000))


SOURCES = {
    "resolve.otio": a_resolve,
    "premiere.otio": a_premiere,
    "kdenlive.otio": a_kdenlive,
    "hiero.otio": a_hiero,
    "generic.otio": a_generic,
    "fcpx.fcpxml": an_fcpxml,
    "edl.edl": lambda: AN_EDL,
    "avid.aaf": None,
}


@pytest.mark.parametrize("name", SOURCES)
def test_what_is_written_is_the_golden_one(
    name: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    path, make = tmp_path / name, SOURCES[name]
    if make is None:
        an_aaf(path)
    else:
        path.write_text(make(), encoding="utf-8", newline="")
    document = load(path, Reading(rate=Fraction(50)))
    out = place(document, three_kinds(document.edit.rate))
    verify(out, document)
    golden = GOLDEN / f"{path.stem}.otio"
    if request.config.getoption("--update-golden"):
        golden.parent.mkdir(exist_ok=True)
        golden.write_bytes(out.encode())
    assert document.dialect.name == path.stem
    assert out.encode() == golden.read_bytes()


def test_no_two_goldens_share_a_rate_a_start_or_a_length() -> None:
    edits = [load(path).edit for path in sorted(GOLDEN.iterdir())]
    told = [(one.rate, one.start, one.length) for one in edits]
    assert len(told) == len(SOURCES) + 3
    for one, other in combinations(told, 2):
        assert all(mine != yours for mine, yours in zip(one, other, strict=True)), (one, other)
