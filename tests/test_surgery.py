"""Our tracks in and out of timelines: every other character stays, whatever the file looks like."""

import json
import os
import re
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import opentimelineio as otio
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from placing import FILE, NEXT, a_lane, a_placement, two_that_fade
from timelines import (
    Json,
    a_clip,
    a_gap,
    a_marker,
    a_range,
    a_reference,
    a_timeline,
    a_track,
    resolve,
    written,
)

from otio_v2a.errors import TimelineError
from otio_v2a.model import Lane, Role, Span
from otio_v2a.timeline.check import verify
from otio_v2a.timeline.document import Document, load, place, save

FILM = Fraction(24)
SHARED = Path(os.environ.get("OTIO_V2A_SHARED", Path(__file__).parents[2] / "shared")) / "timelines"
REAL = sorted([*SHARED.rglob("*.otio"), *SHARED.glob("ayon/timeline.json")])


def decoded(text: str) -> Any:
    """The JSON in a text; what JSON does not know is kept as a string."""
    return json.loads(re.sub(r": Inf\b", ": Infinity", text), parse_constant=str)


def without_ours(timeline: Json) -> Json:
    stack = timeline["tracks"]
    kept = [one for one in stack["children"] if "otio_v2a" not in (one.get("metadata") or {})]
    return {**timeline, "tracks": {**stack, "children": kept}}


def placed(path: Path, lanes: Sequence[Lane], files: Sequence[str] = ()) -> tuple[Document, str]:
    document = load(path)
    text = place(document, lanes, files)
    verify(text, document)
    return document, text


def saved(path: Path, text: str) -> Path:
    save(text, False, path)
    return path


@pytest.mark.skipif(not REAL, reason="the real exports are not here")
@pytest.mark.parametrize("source", REAL, ids=lambda path: path.name)
def test_a_real_timeline_comes_back_equal_but_for_our_track(source: Path, tmp_path: Path) -> None:
    text = source.read_bytes().decode("utf-8-sig")
    path = saved(tmp_path / "Cut 01.otio", with_a_marker(text))
    document = load(path)
    lane = two_that_fade(document.edit.rate)
    assert "injected" in [marker.name for marker in document.edit.markers]

    out = place(document, [lane])
    verify(out, document)
    ours = [one for one in decoded(out)["tracks"]["children"] if one["name"] == "V2A SFX"]
    assert len(ours) == 1
    assert without_ours(decoded(out)) == without_ours(decoded(document.text))

    again, second = placed(saved(path, out), [lane])
    assert second == out
    assert len(again.edit.tracks) == len(document.edit.tracks)
    if "otio_v2a" not in text:
        head, tail = surroundings(document.text, out)
        assert document.text == head + tail
        assert place(again, []) == document.text


def with_a_marker(text: str) -> str:
    """A timeline marker at the start, put into the text by hand."""
    marker = json.dumps(a_marker(0.0, 24.0, name="injected"))
    found = re.search(r'"tracks"\s*:\s*\{', text)
    assert found
    found = re.compile(r'"markers"\s*:\s*\[').search(text, found.end())
    assert found
    stack = json.loads(json.dumps(decoded(text)["tracks"]))
    if "markers" not in stack or list(stack).index("markers") > list(stack).index("children"):
        start = text.index("{", re.search(r'"tracks"\s*:', text).end()) + 1  # type: ignore[union-attr]
        renamed = text[start:].replace('"markers"', '"others"', 0)
        return f'{text[:start]}"markers": [{marker}],{without_stack_markers(renamed)}'
    comma = "," if stack["markers"] else ""
    return text[: found.end()] + marker + comma + text[found.end() :]


def without_stack_markers(rest: str) -> str:
    """The text with the last empty list of markers, the stack's own, under another name."""
    head, found, tail = rest.rpartition('"markers"')
    return f'{head}"others"{tail}' if found else rest


def surroundings(source: str, out: str) -> tuple[str, str]:
    """What of `out` stands before and after the one insertion that makes it of `source`."""
    extra = len(out) - len(source)
    at = next(
        (index for index, (a, b) in enumerate(zip(source, out, strict=False)) if a != b),
        len(source),
    )
    while at and not out.endswith(source[at:]):
        at -= 1
    return out[:at], out[at + extra :]


@pytest.mark.skipif(not REAL, reason="the real exports are not here")
@pytest.mark.parametrize("source", REAL, ids=lambda path: path.name)
def test_opentimelineio_reads_the_whole_result_and_sees_our_track(
    source: Path, tmp_path: Path
) -> None:
    try:
        otio.adapters.read_from_file(str(source), "otio_json")
    except otio.exceptions.OTIOError as error:
        pytest.skip(f"OTIO {otio.__version__} refuses the source itself: {error}".split("\n")[0])
    document = load(source)
    rate = document.style.rate
    path = saved(tmp_path / "Cut.otio", place(document, [two_that_fade(document.edit.rate)]))

    timeline = otio.adapters.read_from_file(str(path))
    track = timeline.tracks[-1]
    assert (track.name, track.kind) == ("V2A SFX", "Audio")
    sounds = track.find_clips()
    assert [clip.range_in_parent() for clip in sounds] == [
        otio.opentime.TimeRange(otio.opentime.RationalTime(start, rate), length)
        for start, length in (
            (10, otio.opentime.RationalTime(20, rate)),
            (30, otio.opentime.RationalTime(25, rate)),
        )
    ]


LAYOUTS = {
    "four spaces": {"indent": 4},
    "two spaces": {"indent": 2},
    "tabs": {"indent": "\t"},
    "one line": {"indent": None},
    "no spaces": {"indent": None, "separators": (",", ":")},
}


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("count", [0, 1, 3])
def test_our_track_looks_as_the_file_would_have_written_it(
    tmp_path: Path, layout: str, newline: str, count: int
) -> None:
    tracks = [a_track(a_gap(48.0), name=f"Video {index}") for index in range(count)]
    how: dict[str, Any] = LAYOUTS[layout]
    plain = json.dumps(resolve(*tracks), **how).replace("\n", newline)
    path = saved(tmp_path / "Cut 01.otio", plain)
    document, text = placed(path, [two_that_fade(FILM), a_lane(name="V2A BGM", role=Role.BGM)])

    whole = json.dumps(json.loads(text), ensure_ascii=False, **how).replace("\n", newline)
    assert text == whole
    assert without_ours(json.loads(text)) == json.loads(plain)
    again = load(saved(path, text))
    assert place(again, []) == plain
    assert document.edit == again.edit


def test_children_opened_on_the_line_of_their_list_are_followed(tmp_path: Path) -> None:
    text = (
        '{"OTIO_SCHEMA" : "Timeline.1", "tracks" : {"children" : [{\n'
        '\t"OTIO_SCHEMA" : "Track.1",\n\t"children" : []\n}, {\n\t"OTIO_SCHEMA" : "Track.1"\n} ]}}'
    )
    path = saved(tmp_path / "Cut 01.otio", text)
    _, out = placed(path, [a_lane(name="V2A SFX")])
    assert out.startswith(text[: text.index(" ]}}")])
    assert out[len(text) - 4 :].startswith(', {\n\t"OTIO_SCHEMA": "Track.1",\n\t"metadata": {\n\t\t')
    assert out.endswith('\n\t"kind": "Audio"\n} ]}}')
    assert place(load(saved(path, out)), []) == text


def test_an_empty_list_spread_over_lines_is_filled(tmp_path: Path) -> None:
    text = '{\n  "OTIO_SCHEMA": "Timeline.1",\n  "tracks": {\n    "children": [\n    ]\n  }\n}'
    path = saved(tmp_path / "Cut 01.otio", text)
    _, out = placed(path, [a_lane(name="V2A SFX")])
    assert '"children": [\n      {\n        "OTIO_SCHEMA": "Track.1",\n' in out
    assert out.endswith('"kind": "Audio"\n      }\n    ]\n  }\n}')
    assert place(load(saved(path, out)), [a_lane(name="V2A SFX")]) == out


def sound(name: str, **fields: Any) -> Json:
    return a_clip(name, a_range(0.0, 24.0), a_reference(f"C:\\old\\{name}"), **fields)


def audio(*clips: Json, **fields: Any) -> Json:
    return a_track(*clips, kind="Audio", **fields)


OURS = {"otio_v2a": {"version": 1}}


@pytest.mark.parametrize(
    ("track", "files", "goes"),
    [
        (audio(sound("v2a_a.wav"), metadata=OURS), (), True),
        (audio(sound("v2a_a.wav"), name="renamed"), ("v2a_a.wav",), True),
        (audio(sound("v2a_a.wav"), sound("v2a_b.wav")), ("v2a_a.wav", "v2a_b.wav"), True),
        (audio(sound("v2a_a.wav"), sound("v2a_b.wav")), ("v2a_a.wav",), False),
        (audio(sound("v2a_a.wav"), sound("voice.wav")), ("v2a_a.wav",), False),
        (audio(sound("v2a_a.wav"), sound("voice.wav"), metadata=OURS), (), False),
        (audio(a_gap(24.0), metadata=OURS), (), True),
        (audio(a_gap(24.0)), ("v2a_a.wav",), False),
        (audio(sound("voice.wav", metadata=OURS), metadata=OURS), (), True),
        (a_track(sound("v2a_a.wav")), ("v2a_a.wav",), False),
        (
            audio(
                a_clip(
                    "gone",
                    a_range(0.0, 24.0),
                    {
                        "OTIO_SCHEMA": "MissingReference.1",
                        "metadata": {"Resolve_OTIO": {"Media Url": "/x/v2a_a.wav"}},
                    },
                )
            ),
            ("v2a_a.wav",),
            True,
        ),
    ],
)
def test_a_track_is_ours_by_its_mark_or_its_files_and_never_with_a_foreign_clip(
    tmp_path: Path, track: Json, files: tuple[str, ...], goes: bool
) -> None:
    before, after = a_track(a_gap(9.0), name="before"), audio(a_gap(9.0), name="after")
    path = written(tmp_path, resolve(before, track, after))
    document, text = placed(path, [], files)
    left = [before, after] if goes else [before, track, after]
    assert json.loads(text)["tracks"]["children"] == left
    assert (text == document.text) is not goes


@pytest.mark.parametrize("pattern", ["O", "OF", "FO", "OOF", "OFO", "FOOF", "OFOFO", "OO"])
def test_our_tracks_go_wherever_they_stand(tmp_path: Path, pattern: str) -> None:
    tracks = [audio(a_gap(9.0), metadata=OURS if one == "O" else {}) for one in pattern]
    _, text = placed(written(tmp_path, resolve(*tracks)), [two_that_fade(FILM)])
    kept = json.loads(text)["tracks"]["children"]
    assert [one["metadata"] for one in kept[:-1]] == [{}] * pattern.count("F")
    assert kept[-1]["name"] == "V2A SFX"


def test_markers_on_our_own_tracks_are_not_read_again(tmp_path: Path) -> None:
    mine = audio(sound("v2a_a.wav", markers=[a_marker(0.0, 1.0)]), metadata=OURS)
    renamed = audio(sound("v2a_b.wav", markers=[a_marker(0.0, 1.0)]))
    edit = load(written(tmp_path, resolve(a_track(a_gap(9.0)), mine, renamed))).edit
    assert (len(edit.tracks), edit.length, edit.markers) == (1, 9, ())


names = st.text(max_size=12)
lengths = st.integers(1, 500).map(float)
gaps = st.builds(a_gap, lengths)
clips = st.builds(
    lambda name, start, length: a_clip(
        name, a_range(start, length), a_reference(name), markers=[a_marker(start, 1.0, name)]
    ),
    names,
    lengths,
    lengths,
)
tracks = st.builds(
    lambda children, kind, name: a_track(*children, kind=kind, name=name),
    st.lists(gaps | clips, max_size=4),
    st.sampled_from(["Video", "Audio"]),
    names,
)


@settings(derandomize=True, deadline=None, max_examples=60)
@given(st.lists(tracks, max_size=4), st.sampled_from(sorted(LAYOUTS)), st.booleans())
def test_any_small_timeline_comes_back_equal(
    tmp_path_factory: pytest.TempPathFactory, made: list[Json], layout: str, plain: bool
) -> None:
    how: dict[str, Any] = LAYOUTS[layout]
    text = json.dumps(resolve(*made), ensure_ascii=plain, **how)
    path = tmp_path_factory.mktemp("any") / "Cut 01.otio"
    path.write_text(text, encoding="utf-8", errors="surrogatepass", newline="")
    document, out = placed(path, [two_that_fade(FILM)])
    assert without_ours(json.loads(out)) == json.loads(text)
    assert place(load(saved(path, out)), []) == text
    assert sum(len(one["children"]) for one in made) >= len(document.edit.markers)
