"""Real exports in FCP7 XML, and small ones in each application's hand, out and back to the byte."""

import os
import re
from fractions import Fraction
from pathlib import Path
from xml.etree.ElementTree import Element, canonicalize, tostring

import opentimelineio as otio
import pytest
from placing import place, three_kinds, two_that_fade
from xmls import (
    At,
    a_file,
    a_marker,
    a_sequence,
    a_track,
    a_transition,
    an_item,
    an_xmeml,
    indented,
    inserted,
    parsed,
    tagged,
    written,
)

from otio_v2a.errors import TimelineError
from otio_v2a.spotting import spot
from otio_v2a.timeline.check import verify
from otio_v2a.timeline.document import load

SHARED = Path(os.environ.get("OTIO_V2A_SHARED", Path(__file__).parents[2] / "shared")) / "timelines"
REAL = sorted([*SHARED.glob("fcp7/*.xml"), *SHARED.glob("synthetic/*.xml")])
SEQUENCES = [path for path in REAL if "filter" not in path.name]
GOLDEN = Path(__file__).with_name("golden")
shared = pytest.mark.skipif(not REAL, reason="the real exports are not here")


def marked(text: str) -> str:
    """The text with a marker on its sequence and one on its first clip, 5 frames into it."""
    first = next(parsed(text).iter("clipitem"))
    begin = round(float(first.findtext("in") or 0))
    on_clip = a_marker(begin + 5, begin + 25, "rain on glass")
    text = re.sub(r"(<clipitem[^>]*>)", rf"\1{on_clip}", text, count=1)
    head, end, tail = text.rpartition("</sequence>")
    return f"{head}{a_marker(15, 75, 'a door falls shut')}{end}{tail}"


def rate_of(one: Element) -> Fraction:
    base, ntsc = one.findtext("rate/timebase"), one.findtext("rate/ntsc")
    return Fraction(str(base)) * (Fraction(1000, 1001) if ntsc == "TRUE" else 1)


@shared
@pytest.mark.parametrize("source", SEQUENCES, ids=lambda path: path.name)
def test_cues_are_spotted_where_a_real_export_says_so(source: Path, tmp_path: Path) -> None:
    text = marked(source.read_text(encoding="utf-8-sig"))
    sequence = next(parsed(text).iter("sequence"))
    first = next(sequence.iterfind("media/video/track/clipitem"))
    rate = rate_of(sequence)
    start = int(str(first.findtext("start"))) + round(5 * rate / rate_of(first))
    edit = load(written(tmp_path, text)).edit
    cues = [
        (one.record.start, one.record.length, one.prompts.sound_effect) for one in spot(edit).cues
    ]
    told = [(15, 60, "a door falls shut")]
    told += [(start, round(20 * rate / rate_of(first)), "rain on glass")]
    assert [one for one in cues if one in told] == sorted(told)
    # Markers of the file's own are all there.
    names = sorted(str(one.findtext("name") or "") for one in sequence.iterfind("marker"))
    assert sorted(one.name for one in edit.markers if one.event is None) == names


@shared
@pytest.mark.parametrize("source", SEQUENCES, ids=lambda path: path.name)
def test_a_real_export_comes_back_to_the_byte_but_for_our_tracks(
    source: Path, tmp_path: Path
) -> None:
    text = marked(source.read_bytes().decode())
    path = written(tmp_path, text)
    document = load(path)
    lane = two_that_fade(document.edit.rate)
    out = place(document, [lane])
    verify(out, document)
    assert "".join(inserted(text, out)) == text

    again = load(written(tmp_path, out))
    assert again.edit == document.edit
    assert place(again, [lane]) == out
    assert place(again, []) == text
    assert without_ours(out) == canonicalize(text, strip_text=True)


def without_ours(text: str) -> str:
    """The file by the standard library's own parser, but for tracks of clips with ids of ours."""
    root = parsed(text)
    for audio in root.iter("audio"):
        for track in audio.findall("track"):
            ids = [str(one.get("id")) for one in track.iter("clipitem")]
            if ids and all(one.startswith("v2a-") for one in ids):
                audio.remove(track)
    return canonicalize(tostring(root, encoding="unicode"), strip_text=True)


@shared
@pytest.mark.parametrize("source", SEQUENCES, ids=lambda path: path.name)
def test_otios_own_adapter_sees_our_sounds_in_a_real_export(source: Path, tmp_path: Path) -> None:
    """It reads the first of two exploded channels alone."""
    document = load(source)
    out = place(document, [two_that_fade(document.edit.rate, 20)])
    timeline = otio.adapters.read_from_string(written(tmp_path, out).read_text(), "fcp_xml")
    ours = [
        one
        for one in timeline.audio_tracks()
        if one.metadata.get("fcp_xml", {}).get("@MZ.TrackName") == "V2A SFX"
    ]
    spans = [one.range_in_parent() for one in ours[-1].find_clips()]
    assert [(one.start_time.value, one.duration.value) for one in spans] == [(20, 20), (40, 25)]


@shared
def test_a_real_fragment_without_a_sequence_is_refused() -> None:
    message = "premiere_example_filter.xml: it holds no sequence, but <filter>."
    (path,) = (one for one in REAL if "filter" in one.name)
    with pytest.raises(TimelineError, match=re.escape(message)):
        load(path)


# Goldens.

NTSC_24, NTSC_30 = Fraction(24000, 1001), Fraction(30000, 1001)


def premiere() -> str:
    """Tabs, an exploded stereo pair, a dissolve, a nested sequence."""
    rate = NTSC_24
    rain, door = (a_file(f"{name}.mov", 900, rate, first=86_000) for name in ("Rain", "Door"))
    video = a_track(
        an_item(At(0, -1, 24, 126), a_marker(30, 78), file=rain, rate=rate, name="Rain"),
        a_transition(90, 102),
        an_item(At(-1, 200, 10, 120), file=door, rate=rate, name="Door", id="clipitem-2"),
        MZ__TrackTargeted="1",
    )
    inner = a_sequence(a_track(an_item(At(0, 40), rate=rate)), id="sequence-2", rate=rate)
    nest = a_track(an_item(At(200, 240), inner, file="", rate=rate, name="Nest"))
    sound = an_item(At(0, 96, 24), file='<file id="file-Rain.mov"/>', rate=rate, name="Rain")
    pair = "".join(
        a_track(sound, currentExplodedTrackIndex=side, totalExplodedTrackCount=2) for side in "01"
    )
    audio = tagged("audio", ("numOutputChannels", 2), pair)
    sequence = a_sequence(video, nest, audio=audio, rate=rate, first=86_400, name="Reel 1")
    return indented(an_xmeml(sequence))


def resolve() -> str:
    """Spaces, ids with names in them, one stereo track, nothing encoded twice."""
    video = a_file("R\u00e4in 100%.mov", 2000, url="file:///Volumes/Raid/R%C3%A4in%20100%25.mov")
    item = an_item(At(12, 300, 50), a_marker(60, 110), file=video, id="R\u00e4in 100%.mov 3")
    audio = tagged("audio", a_track(an_item(At(12, 300, 50), file="", id="R\u00e4in 100%.mov 4")))
    return indented(an_xmeml(a_sequence(a_track(item), audio=audio, first=90_000), version=5), "  ")


def fcp7() -> str:
    """One line, drop-frame, in a bin, without any audio."""
    item = an_item(At(30, 180, 5), rate=NTSC_30, file=a_file(rate=NTSC_30), id="A")
    cut = a_sequence(a_track(item), audio=None, rate=NTSC_30, first=107_892, form="DF")
    inside = tagged("bin", ("name", "Cuts"), tagged("children", cut))
    return an_xmeml(tagged("project", ("name", "Film"), tagged("children", inside)), version=5)


HANDS = {"premiere": premiere, "resolve": resolve, "fcp7": fcp7}


@pytest.mark.parametrize("hand", HANDS)
def test_what_is_written_is_the_golden_one(
    hand: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    document = load(written(tmp_path, HANDS[hand]()))
    out = place(document, three_kinds(document.edit.rate))
    verify(out, document)
    golden = GOLDEN / f"{hand}.xml"
    if request.config.getoption("--update-golden"):
        golden.parent.mkdir(exist_ok=True)
        golden.write_bytes(out.encode())
    assert document.dialect.name.startswith(hand)
    assert out.encode() == golden.read_bytes()
