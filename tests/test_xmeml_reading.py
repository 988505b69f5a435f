"""FCP7 XML is read as Premiere, Resolve and Final Cut Pro 7 mean it, frame by frame."""

from fractions import Fraction
from pathlib import Path

import pytest
from effort import lines_run
from xmls import (
    PAL,
    At,
    a_file,
    a_filter,
    a_marker,
    a_rate,
    a_reference,
    a_sequence,
    a_timecode,
    a_track,
    a_transition,
    an_item,
    an_xmeml,
    indented,
    read,
    retimed,
    run,
    seen,
    tagged,
    written,
)

from otio_v2a.edit import Edit
from otio_v2a.errors import TimelineError
from otio_v2a.model import Fit, Media, Span
from otio_v2a.timeline.document import load
from otio_v2a.timeline.reading import Reading

NTSC_24, NTSC_30 = Fraction(24000, 1001), Fraction(30000, 1001)
A, B = a_file("A.mov"), a_file("B.mov")
SHOT = an_item(At(0, 50))


def refused(folder: Path, text: str, name: str = "") -> str:
    with pytest.raises(TimelineError) as caught:
        load(written(folder, text), Reading(sequence=name))
    return str(caught.value)


def marks(edit: Edit) -> list[tuple[str, str, tuple[int, int] | None, bool]]:
    return [
        (one.name, one.note, one.record and (one.record.start, one.record.length), one.point)
        for one in edit.markers
    ]


# Rates, starts, sizes.


@pytest.mark.parametrize(
    ("rate", "first", "form", "drop"),
    [
        (NTSC_24, 86_400, "NDF", False),
        (Fraction(24), 86_400, "NDF", False),
        (PAL, 90_000, "NDF", False),
        (NTSC_30, 107_892, "DF", True),
        (NTSC_30, 108_000, "NDF", False),
        (NTSC_30, 1, "NDF", False),
        (Fraction(30), 108_000, "DF", False),
        (Fraction(50), 180_000, "NDF", False),
        (Fraction(60000, 1001), 215_784, "DF", True),
        (Fraction(60), 216_000, "NDF", False),
    ],
)
def test_a_sequence_counts_as_it_says(
    tmp_path: Path, rate: Fraction, first: int, form: str, drop: bool
) -> None:
    item = an_item(At(12, 62, 7), rate=rate, file=a_file(rate=rate, first=500))
    edit = read(tmp_path, a_track(item), rate=rate, first=first, form=form)
    assert (edit.name, edit.rate, edit.start, edit.length) == ("Reel 3", rate, first, 62)
    assert edit.drop_frame is drop
    assert seen(edit) == [None] * 12 + run("A.mov", 7, 50)
    media = Media("A.mov", ("D:/rushes/A.mov",), 500 / rate, 1000 / rate, rate)
    assert edit.tracks[0].events[0].media == media


def test_timecode_may_count_at_another_rate_than_its_holder(tmp_path: Path) -> None:
    file = a_file(rate=PAL).replace(a_timecode(0), a_timecode(240, Fraction(24)))
    edit = read(tmp_path, a_track(an_item(At(0, 50, 5), file=file)))
    event = edit.tracks[0].events[0]
    assert event.media
    assert (event.media.start, event.source_in) == (10, 10 + Fraction(5, 25))


def test_a_clip_counts_in_its_own_rate_and_stands_in_the_sequences(tmp_path: Path) -> None:
    # As in a real export of Premiere: 100 frames of a 30 fps sequence show 50 of a 15 fps clip.
    fifteen = Fraction(15)
    item = an_item(At(36, 136, 10, 60), rate=fifteen, file=a_file(frames=80, rate=fifteen))
    edit = read(tmp_path, a_track(item), rate=Fraction(30))
    assert seen(edit) == [None] * 36 + run("A.mov", 20, 100)


@pytest.mark.parametrize(
    ("width", "height", "aspect", "size"),
    [
        (1920, 1080, "square", (1920, 1080)),
        (1440, 1080, "HD-(1440x1080)", (1920, 1080)),
        (720, 486, "NTSC-601", (655, 486)),
        (1920, 0, "square", None),
        (1920, "tall", "square", None),
        (10**9, 1080, "square", None),
    ],
)
def test_the_frame_is_as_large_as_the_sequence_says(
    tmp_path: Path, width: object, height: object, aspect: str, size: tuple[int, int] | None
) -> None:
    told = (("width", width), ("height", height), ("pixelaspectratio", aspect))
    shape = tagged("format", tagged("samplecharacteristics", *told))
    assert read(tmp_path, a_track(SHOT), format=shape).frame == size


# Which sequence.


def in_bins(*sequences: str) -> str:
    inside = tagged("bin", ("name", "Cuts"), tagged("children", *sequences))
    return an_xmeml(tagged("project", ("name", "Film"), tagged("children", inside)))


def test_the_only_sequence_is_read_wherever_its_bin_is(tmp_path: Path) -> None:
    assert load(written(tmp_path, in_bins(a_sequence(a_track(SHOT))))).edit.length == 50


def test_one_of_several_sequences_is_named_by_its_name_or_id(tmp_path: Path) -> None:
    short, long = a_track(SHOT), a_track(an_item(At(0, 70)))
    two = (a_sequence(short, name="A", id="s1"), a_sequence(long, name="B", id="s2"))
    path = written(tmp_path, in_bins(*two))
    lengths = [load(path, Reading(sequence=name)).edit.length for name in ("A", "B", "s1", "s2")]
    assert lengths == [50, 70, 50, 70]
    listed = "'A', 'B'. Name one with --sequence, or export it alone."
    assert refused(tmp_path, in_bins(*two)) == f"Cut 01.xml: it holds 2 sequences: {listed}"
    missing = f"Cut 01.xml: there is no sequence 'C' in it: {listed}"
    assert refused(tmp_path, in_bins(*two), "C") == missing


def test_two_sequences_of_one_name_are_told_apart_by_their_ids(tmp_path: Path) -> None:
    two = [a_sequence(a_track(SHOT), name="A", id=one) for one in ("s1", "s2")]
    listed = "'s1', 's2'. Name one with --sequence, or export it alone."
    message = f"Cut 01.xml: 2 sequences are named 'A' in it: {listed}"
    assert refused(tmp_path, an_xmeml(*two), "A") == message
    assert load(written(tmp_path, an_xmeml(*two)), Reading(sequence="s2")).edit.length == 50


def test_a_sequence_in_a_bin_that_is_only_referred_to_is_not_one_more(tmp_path: Path) -> None:
    inner = a_sequence(a_track(SHOT), id="inner")
    outer = a_sequence(a_track(an_item(At(0, 50), inner, file="")), name="Outer", id="outer")
    assert load(written(tmp_path, in_bins(outer, '<sequence id="inner"/>'))).edit.name == "Outer"


@pytest.mark.parametrize("inside", ["", "<bin><children/></bin>", "<clip id='a'/>"])
def test_a_file_without_a_sequence_says_so(tmp_path: Path, inside: str) -> None:
    message = "it holds no sequence, but <xmeml>. Export a sequence as Final Cut Pro XML."
    assert refused(tmp_path, an_xmeml(inside)) == f"Cut 01.xml: {message}"


# Where clips stand.


def test_clips_stand_where_they_say_in_any_order_with_black_between(tmp_path: Path) -> None:
    late = an_item(At(60, 70, 5), file=B, name="B")
    track = a_track(late, an_item(At(10, 30, 100), file=A))
    black = [None] * 10
    assert seen(read(tmp_path, track)) == (
        black + run("A.mov", 100, 20) + black * 3 + run("B.mov", 5, 10)
    )


def test_floats_of_whole_frames_are_frames(tmp_path: Path) -> None:
    item = an_item(At("10.0", "30", "100.000", "120.0"), frames="1055.0")
    assert seen(read(tmp_path, a_track(item))) == [None] * 10 + run("A.mov", 100, 20)


def test_what_is_not_told_follows_from_the_rest(tmp_path: Path) -> None:
    unsaid = an_item(At(10, -1, -1, 20))  # no transition ends it, and its `in` is its first frame
    before = an_item(At(-1, 60, 5, 25), file=B, name="B")
    expected = [None] * 10 + run("A.mov", 0, 20) + [None] * 10 + run("B.mov", 5, 20)
    assert seen(read(tmp_path, a_track(unsaid, before))) == expected


def test_a_clip_that_stands_nowhere_is_refused_by_its_name(tmp_path: Path) -> None:
    nowhere = an_item(At(-1, -1, 0, 20), name="Lost")
    address = "Cut 01.xml: video track 1, clip 'Lost'"
    message = f"{address}: nothing says where it stands. Export the timeline again."
    assert refused(tmp_path, an_xmeml(a_sequence(a_track(nowhere)))) == message


@pytest.mark.parametrize("number", ["1e999999999", "1" + "0" * 400, "soon", "0x1F", "٣", "1/0"])
def test_a_time_that_is_no_number_is_refused_in_bounded_time(tmp_path: Path, number: str) -> None:
    item = an_item(At(number, 50, 0, 50), name="Odd")
    message = refused(tmp_path, an_xmeml(a_sequence(a_track(item))))
    told = f"its <start> is '{number[:40]}', no frame. Export the timeline again."
    assert message == f"Cut 01.xml: video track 1, clip 'Odd': {told}"


@pytest.mark.parametrize("base", ["0", "-25", "1e9", "", "fast", "100000"])
def test_a_sequence_without_a_usable_rate_is_refused(tmp_path: Path, base: str) -> None:
    bad = tagged("rate", ("timebase", base), ("ntsc", "FALSE"))
    text = an_xmeml(tagged("sequence", ("name", "X"), bad, tagged("media", "<video/>")))
    message = "it has no rate that can be used. Export the timeline again."
    assert refused(tmp_path, text) == f"Cut 01.xml: sequence 'X': {message}"


def test_clips_and_tracks_that_are_off_show_nothing(tmp_path: Path) -> None:
    off = an_item(At(0, 10), enabled="FALSE", file=B)
    edit = read(
        tmp_path,
        a_track(an_item(At(0, 30))),
        a_track(off),
        a_track(an_item(At(0, 30), file=a_file("C.mov")), enabled="FALSE"),
    )
    assert seen(edit) == run("A.mov", 0, 30)
    assert [track.enabled for track in edit.tracks] == [True, True, False]
    assert not edit.tracks[1].events[0].enabled


# Transitions.


def two(end: object, start: object, handle: int, transition: str) -> str:
    """A to 100 and B from there on, each with `handle` more frames where it is told."""
    first = an_item(At(0, end, 10, 110 + handle), file=A)
    second = an_item(At(start, 200, 40 - handle, 140), file=B, name="B")
    return a_track(first, transition, second)


@pytest.mark.parametrize(
    ("span", "alignment", "ticks"),
    [
        ((94, 106), "center", None),
        ((94, 107), "center", None),
        ((90, 100), "end", None),
        ((100, 110), "start", None),
        ((97, 107), "", 3 * 254_016_000_000 // 25),
    ],
)
@pytest.mark.parametrize("told", ["-1", "cut", "extended"])
def test_a_dissolve_shows_both_sides_around_the_cut(
    tmp_path: Path, span: tuple[int, int], alignment: str, ticks: int | None, told: str
) -> None:
    """Its clips' `in` and `out` hold all of it, or the cut alone where that is where they stand."""
    begin, end = span
    before, after = 100 - begin, end - 100
    places = {"-1": (-1, -1), "cut": (100, 100), "extended": (end, begin)}[told]
    handles = (after, before) if told != "cut" else (0, 0)
    first = an_item(At(0, places[0], 10, 110 + handles[0]), file=A)
    second = an_item(At(places[1], 200, 40 - handles[1], 140), file=B, name="B")
    edit = read(tmp_path, a_track(first, a_transition(begin, end, alignment, ticks=ticks), second))
    length = end - begin
    mixed = [
        (("A.mov", 10 + at), ("B.mov", 40 + at - 100), Fraction(2 * (at - begin) + 1, 2 * length))
        for at in range(begin, end)
    ]
    assert seen(edit) == run("A.mov", 10, begin) + mixed + run("B.mov", 40 + after, 200 - end)
    records = [event.record for event in edit.tracks[0].events]
    assert records == [Span(0, 100, PAL), Span(100, 100, PAL)]


def test_a_clip_that_begins_where_a_fade_ends_or_ends_where_it_begins_is_not_in_it(
    tmp_path: Path,
) -> None:
    before, after = an_item(At(0, 80)), an_item(At(100, 150), file=B, name="B")
    (fade,) = (
        read(tmp_path, a_track(an_item(At(0, 90)), a_transition(80, 100), after))
        .tracks[0]
        .transitions
    )
    assert fade.incoming is None
    track = a_track(before, a_transition(80, 100), an_item(At(90, 150), file=B, name="B"))
    (fade,) = read(tmp_path, track).tracks[0].transitions
    assert fade.outgoing is None


def test_a_fade_to_black_ends_its_clip_alone(tmp_path: Path) -> None:
    track = two(-1, 100, 0, a_transition(80, 100, "end-black"))
    (fade,) = read(tmp_path, track).tracks[0].transitions
    assert (fade.record, fade.outgoing and fade.outgoing.name, fade.incoming) == (
        Span(80, 20, PAL),
        "A",
        None,
    )


def test_a_fade_from_black_begins_its_clip_alone(tmp_path: Path) -> None:
    track = two(100, -1, 0, a_transition(100, 120, "start-black"))
    (fade,) = read(tmp_path, track).tracks[0].transitions
    assert (fade.record, fade.outgoing, fade.incoming and fade.incoming.name) == (
        Span(100, 20, PAL),
        None,
        "B",
    )


def test_out_of_black_and_into_it_at_one_cut_are_two_fades(tmp_path: Path) -> None:
    fades = a_transition(80, 100, "end-black") + a_transition(100, 120, "start-black")
    edit = read(tmp_path, two(-1, -1, 0, fades))
    assert [(event.name, event.record) for event in edit.tracks[0].events] == [
        ("A", Span(0, 100, PAL)),
        ("B", Span(100, 100, PAL)),
    ]
    sides = [
        (one.record.start, one.outgoing and one.outgoing.name, one.incoming and one.incoming.name)
        for one in edit.tracks[0].transitions
    ]
    assert sides == [(80, "A", None), (100, None, "B")]


@pytest.mark.parametrize(("start", "alignment"), [(0, "start-black"), (0, "center")])
def test_a_fade_without_a_clip_before_it_is_from_black(
    tmp_path: Path, start: int, alignment: str
) -> None:
    track = a_track(a_transition(start, 20, alignment), an_item(At(-1, 50, 0, 50)))
    (fade,) = read(tmp_path, track).tracks[0].transitions
    assert (fade.record, fade.outgoing) == (Span(0, 20, PAL), None)
    assert fade.incoming
    assert fade.incoming.record.end == 50


def test_a_transition_between_clips_far_away_changes_nothing(tmp_path: Path) -> None:
    first, second = an_item(At(0, 30)), an_item(At(80, 100), file=B, name="B")
    edit = read(tmp_path, a_track(first, a_transition(50, 60), second))
    assert seen(edit) == run("A.mov", 0, 30) + [None] * 50 + run("B.mov", 0, 20)
    assert edit.tracks[0].transitions == ()


def test_a_wipe_is_a_dissolve_with_a_word(tmp_path: Path) -> None:
    track = two(-1, -1, 6, a_transition(94, 106, effect="Clock Wipe"))
    (wipe,) = read(tmp_path, track).tracks[0].transitions
    assert wipe.unsupported == "it is shown as a dissolve"


# Speeds and looks.


@pytest.mark.parametrize(
    ("percent", "begin", "first", "step"),
    [
        (50, 40, 20, Fraction(1, 2)),
        (200, 10, 20, Fraction(2)),
        ("33.3", 100, Fraction(333, 10), Fraction(333, 1000)),
        (100, 30, 30, Fraction(1)),
        (0, 30, 30, Fraction(0)),
        ("fast", 30, 30, Fraction(1)),
        ("1e999999999", 30, 30, Fraction(1)),
    ],
)
def test_a_retimed_clip_counts_in_frames_of_the_retimed_whole(
    tmp_path: Path, percent: object, begin: int, first: Fraction, step: Fraction
) -> None:
    edit = read(tmp_path, a_track(an_item(At(0, 20, begin), retimed(percent))))
    assert seen(edit) == run("A.mov", first, 20, step)


@pytest.mark.parametrize("told", [{"percent": 200, "reverse": "TRUE"}, {"percent": -200}])
def test_a_reversed_clip_counts_from_the_end_of_its_media(
    tmp_path: Path, told: dict[str, object]
) -> None:
    # 1000 frames at twice the speed are 500: the first shown is the last, 10 on is 20 before it.
    item = an_item(At(0, 20, 10), retimed(told.pop("percent"), **told), frames=500)
    assert seen(read(tmp_path, a_track(item))) == run("A.mov", 1000 - 1 - 20 - 1, 20, -2)


def test_a_ramp_is_told(tmp_path: Path) -> None:
    item = an_item(At(0, 20), retimed(150, ramp=1), name="Fast")
    (event,) = read(tmp_path, a_track(item)).tracks[0].events
    assert event.unsupported == "it is shown without: speed ramp"


def test_an_effect_that_is_off_does_nothing(tmp_path: Path) -> None:
    speed = retimed(200).replace("<filter>", "<filter><enabled>FALSE</enabled>")
    item = an_item(At(0, 20, 10), speed, a_filter("opacity", "FALSE", opacity=50))
    edit = read(tmp_path, a_track(item))
    assert seen(edit) == run("A.mov", 10, 20)
    assert edit.tracks[0].events[0].opacity == 1


@pytest.mark.parametrize(("version", "pixels"), [("clipitem-1", True), ("A.mov 3", False)])
def test_opacity_and_size_are_kept_and_resolve_counts_from_what_fits(
    tmp_path: Path, version: str, pixels: bool
) -> None:
    looks = a_filter("opacity", opacity=40) + a_filter("basic", scale=250, rotation=0)
    (event,) = read(tmp_path, a_track(an_item(At(0, 20), looks, id=version))).tracks[0].events
    assert (event.opacity, event.fit) == (Fraction(2, 5), Fit(Fraction(5, 2), pixels))
    assert event.unsupported == ""


# Media.


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("file://localhost/D%3a/a%20b/C%23%3f.mov", "D:/a b/C#?.mov"),
        ("file:///D:/a.mov", "D:/a.mov"),
        ("file:///Volumes/Raid/a%20b.mov", "/Volumes/Raid/a b.mov"),
        ("file://localhost/Volumes/Raid/a.mov", "/Volumes/Raid/a.mov"),
        ("file://nas/share/a.mov", "//nas/share/a.mov"),
        ("file:////nas/share/a.mov", "//nas/share/a.mov"),
        ("file://localhost//nas/share/a.mov", "//nas/share/a.mov"),
        ("file://localhost/m/100%.mov", "/m/100%.mov"),
        ("file://localhost/m/a#1?.mov", "/m/a#1?.mov"),
        ("file:///m/Stra%C3%9Fe.mov", "/m/Straße.mov"),
        ("file:///m/Straße.mov", "/m/Straße.mov"),
        ("file:///m/Tom &amp; Jerry.mov", "/m/Tom & Jerry.mov"),
        ("/m/a b.mov", "/m/a b.mov"),
        ("D:\\rushes\\a.mov", "D:\\rushes\\a.mov"),
        ("a b.mov", "{folder}/a b.mov"),
    ],
)
def test_a_file_is_found_however_it_is_spelled(tmp_path: Path, url: str, path: str) -> None:
    file = a_file().replace("file://localhost/D%3a/rushes/A.mov", url)
    (event,) = read(tmp_path, a_track(an_item(At(0, 20), file=file))).tracks[0].events
    assert event.media
    assert event.media.paths[0] == path.format(folder=tmp_path)


def test_a_file_is_told_once_before_or_after_it_is_referred_to(tmp_path: Path) -> None:
    tracks = (
        a_track(an_item(At(0, 10), file=a_reference()), an_item(At(10, 20, 10), file=A)),
        a_track(an_item(At(20, 30, 20), file=a_reference())),
    )
    assert seen(read(tmp_path, *tracks)) == run("A.mov", 0, 30)


def test_of_two_files_of_one_id_the_first_counts(tmp_path: Path) -> None:
    other = a_file("Other.mov", id="file-A.mov", first=700)
    track = a_track(an_item(At(0, 10), file=A), an_item(At(10, 20, 10), file=other))
    assert seen(read(tmp_path, track)) == run("A.mov", 0, 20)


def test_a_file_that_is_told_nowhere_has_no_path(tmp_path: Path) -> None:
    (event,) = read(tmp_path, a_track(an_item(At(0, 20), file='<file id="x"/>'))).tracks[0].events
    assert event.media == Media("A", ())


@pytest.mark.parametrize(
    ("item", "kind"),
    [
        (an_item(At(0, 20), file=a_file("Black", url=None, source="Slug")), "Slug"),
        (an_item(At(0, 20), file="", tag="generatoritem", name="Bars"), "Bars"),
        (
            an_item(At(0, 20), tagged("effect", ("name", "Text")), file="", tag="generatoritem"),
            "Text",
        ),
    ],
)
def test_what_the_application_makes_itself_is_left_out_with_a_word(
    tmp_path: Path, item: str, kind: str
) -> None:
    (event,) = read(tmp_path, a_track(item)).tracks[0].events
    assert (event.media, event.unsupported) == (None, f"the generator '{kind}' is left out")


def test_a_file_with_a_path_and_a_source_is_a_file(tmp_path: Path) -> None:
    item = an_item(At(0, 20, 3), file=a_file(source="Camera"))
    assert seen(read(tmp_path, a_track(item))) == run("A.mov", 3, 20)


# Markers.


def test_markers_of_the_sequence_count_from_its_first_frame(tmp_path: Path) -> None:
    extra = a_marker(10, 30) + a_marker(20) + a_marker(40, 41, "", "note")
    edit = read(tmp_path, a_track(SHOT), extra=extra, first=90_000)
    assert marks(edit) == [
        ("sfx", "rain", (10, 20), False),
        ("sfx", "rain", (20, 1), True),
        ("note", "", (40, 1), True),
    ]


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        (an_item(At(100, 150, 30), a_marker(40, 55)), (110, 15)),
        (an_item(At(100, 150, 30), a_marker(40, 155)), (110, 115)),
        (an_item(At(100, 200, 10, 60), a_marker(20, 30), rate=Fraction(25, 2)), (120, 20)),
        (an_item(At(100, 150, 30), a_marker(40, 60), retimed(50)), (110, 20)),
    ],
    ids=["plain", "longer than its clip", "at the clip's rate", "retimed"],
)
def test_markers_of_a_clip_count_as_its_in_does(
    tmp_path: Path, item: str, expected: tuple[int, int]
) -> None:
    item = item.replace(a_rate(Fraction(25, 2)), tagged("rate", ("timebase", "12.5")))
    long = a_track(an_item(At(0, 300), file=B))
    assert marks(read(tmp_path, long, a_track(item))) == [("sfx", "rain", expected, False)]


def test_a_marker_where_its_clip_is_trimmed_is_told(tmp_path: Path) -> None:
    (marker,) = read(tmp_path, a_track(an_item(At(0, 50, 30), a_marker(10, 20)))).markers
    assert marker.record is None
    assert marker.problem == (
        "the marker stands at frame -20, outside what its clip shows (frames 30 to 80)."
        " Move it onto the clip."
    )


@pytest.mark.parametrize("number", ["", "soon", "1e999999999", "9" * 400])
def test_a_bad_marker_is_told_and_stops_nothing_else(tmp_path: Path, number: str) -> None:
    both = a_marker(number, 30, name="bad") + a_marker(10, 30)
    edit = read(tmp_path, a_track(SHOT), extra=both)
    bad, good = edit.markers
    assert bad.problem == "the marker has no place (marked_range). Set it again."
    assert good.record == Span(10, 20, PAL)


def test_markers_told_by_linked_sound_too_count_once(tmp_path: Path) -> None:
    item = an_item(At(0, 50), a_marker(5, 25))
    audio = tagged("audio", a_track(item), a_track(item))
    (marker,) = read(tmp_path, a_track(item), audio=audio).markers
    assert marker.address == "video track 1, clip 'A', marker 'sfx'"


def test_markers_on_what_is_off_are_off(tmp_path: Path) -> None:
    edit = read(tmp_path, a_track(an_item(At(0, 50), a_marker(5, 25), enabled="FALSE")))
    assert [marker.enabled for marker in edit.markers] == [False]


# Sequences in sequences.


def a_nest(at: At, inner: str, *more: str, **told: object) -> str:
    return an_item(at, inner, *more, file="", name="Nest", **told)


def test_a_nested_sequence_shows_its_own_frames_with_its_markers(tmp_path: Path) -> None:
    clips = an_item(At(0, 40, 5), a_marker(15, 25, "in it")) + an_item(At(60, 90), file=B, name="B")
    inner = a_sequence(a_track(clips), id="inner", first=5000)
    edit = read(tmp_path, a_track(a_nest(At(100, 170, 5), inner, a_marker(25, 35, "on it"))))
    expected = run("A.mov", 10, 35) + [None] * 20 + run("B.mov", 0, 15)
    assert seen(edit) == [None] * 100 + expected
    assert marks(edit) == [
        ("sfx", "in it", (105, 10), False),
        ("sfx", "on it", (120, 10), False),
    ]


def test_a_nested_sequence_is_told_once_and_shown_often(tmp_path: Path) -> None:
    inner = a_sequence(a_track(an_item(At(0, 30))), id="inner")
    nests = (a_nest(At(0, 10), '<sequence id="inner"/>'), a_nest(At(10, 20, 10), inner))
    assert seen(read(tmp_path, a_track(*nests))) == run("A.mov", 0, 20)


def test_nested_sequences_stand_in_one_another_at_their_own_rates(tmp_path: Path) -> None:
    fifty = Fraction(50)
    core = a_sequence(
        a_track(an_item(At(0, 200), rate=fifty, file=a_file(rate=fifty))), id="core", rate=fifty
    )
    inner = a_sequence(a_track(a_nest(At(0, 80, 20), core, rate=fifty)), id="inner", rate=PAL)
    edit = read(tmp_path, a_track(a_nest(At(0, 40, 10), inner)))
    assert seen(edit) == run("A.mov", 20, 40)  # frames of 25: 10 in, and 20 of 50 in that


def test_a_nested_sequence_that_is_told_nowhere_is_missing_and_stops_nothing(
    tmp_path: Path,
) -> None:
    nest = a_nest(At(0, 10), '<sequence id="gone"/>')
    edit = read(tmp_path, a_track(nest, an_item(At(10, 20))))
    first, second = edit.tracks[0].events
    assert first.media == Media("Nest", ())
    assert second.media


def test_a_sequence_in_itself_is_refused(tmp_path: Path) -> None:
    nest = a_nest(At(0, 10), '<sequence id="sequence-1"/>')
    message = "video track 1, clip 'Nest': the sequence 'Reel 3' stands in itself."
    seen = refused(tmp_path, an_xmeml(a_sequence(a_track(nest))))
    assert seen == f"Cut 01.xml: video track 1, clip 'Nest', {message}"


@pytest.mark.parametrize("what", ["clips", "tracks", "markers"])
def test_sequences_that_multiply_are_refused_in_bounded_time(tmp_path: Path, what: str) -> None:
    filled = {
        "clips": a_track(SHOT),
        "tracks": a_track(a_nest(At(0, 2), '<sequence id="empty"/>')) + "<track/>" * 50,
        "markers": a_track(an_item(At(0, 2), a_marker(1) * 50)),
    }
    empty = a_sequence("<track/>", id="empty")
    told = [empty, a_sequence(filled[what], id="s0")]
    for number in range(1, 30):
        nests = (a_nest(At(2 * k, 2 * k + 2), f'<sequence id="s{number - 1}"/>') for k in range(8))
        told.append(a_sequence(a_track(*nests), id=f"s{number}", name=f"s{number}"))
    most = "with all it nests it has more than 200000 tracks, clips and markers."
    message: list[str] = []
    lines = lines_run(lambda: message.append(refused(tmp_path, an_xmeml(*told), "s29")))
    assert (message, lines < 250_000) == ([f"Cut 01.xml: {most}"], True)


def test_sequences_without_end_are_refused(tmp_path: Path) -> None:
    told = [a_sequence(a_track(SHOT), id="s0")]
    for number in range(1, 80):
        nest = a_nest(At(0, 2), f'<sequence id="s{number - 1}"/>')
        told.append(a_sequence(a_track(nest), id=f"s{number}"))
    message = refused(tmp_path, an_xmeml(*told), "s79")
    assert message.endswith("stand in one another more than 64 deep. Decompose some of them.")


# Spellings of the file.

PLAIN = an_xmeml(a_sequence(a_track(an_item(At(0, 50), a_marker(5, 25, "Regen & Straße")))))
UTF_16 = PLAIN.replace("UTF-8", "UTF-16")
LATIN = PLAIN.replace("UTF-8", "ISO-8859-1")


@pytest.mark.parametrize(
    "raw",
    [
        PLAIN.encode(),
        b"\xef\xbb\xbf" + PLAIN.encode(),
        UTF_16.encode("utf-16"),
        b"\xfe\xff" + UTF_16.encode("utf-16-be"),
        LATIN.encode("latin-1"),
        indented(PLAIN).encode(),
        indented(PLAIN, newline="\r\n").encode(),
        PLAIN.replace(
            "<comment>Regen &amp; Straße", "<comment><![CDATA[Regen & Straße]]>"
        ).encode(),
        PLAIN.replace("<name>", "<!-- <name>no</name> --><name>").encode(),
        PLAIN.replace("Regen", "Re<!-- no -->gen").encode(),
        PLAIN.replace("<media>", "<media><?pi x?>").encode(),
        PLAIN.split("\n", 1)[1].encode(),
        UTF_16.encode(),
    ],
    ids=[
        *("utf-8", "BOM", "utf-16", "utf-16 big end", "latin-1", "lines", "CRLF", "CDATA"),
        *("comment", "comment in text", "instruction", "no declaration", "utf-8 called utf-16"),
    ],
)
def test_a_file_may_be_spelled_in_many_ways(tmp_path: Path, raw: bytes) -> None:
    edit = load(written(tmp_path, raw)).edit
    assert (edit.length, marks(edit)) == (50, [("sfx", "Regen & Straße", (5, 20), False)])


def test_entities_are_refused(tmp_path: Path) -> None:
    bomb = PLAIN.replace("<!DOCTYPE xmeml>", '<!DOCTYPE xmeml [<!ENTITY a "lol">]>')
    message = "Cut 01.xml: it declares entities, which no timeline does: it is not read."
    assert refused(tmp_path, bomb) == message
