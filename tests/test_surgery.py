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
from placing import a_lane, place, two_that_fade
from timelines import (
    Json,
    a_clip,
    a_gap,
    a_marker,
    a_range,
    a_reference,
    a_track,
    resolve,
)

from otio_v2a.model import Lane, Role
from otio_v2a.timeline.check import verify
from otio_v2a.timeline.document import load, save
from otio_v2a.timeline.written import Document

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
    save(text.encode(), path)
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
    """The text with a marker in the list of its root stack, which may stand before or after it."""
    marker = json.dumps(a_marker(0.0, 24.0, name="injected"))
    for found in re.finditer(r'"markers"\s*:\s*\[\s*(\]?)', text):
        at, comma = found.start(1), "" if found.group(1) else ","
        marked = f"{text[:at]}{marker}{comma}{text[at:]}"
        if "injected" in json.dumps(decoded(marked)["tracks"].get("markers")):
            return marked
    stack = re.search(r'"tracks"\s*:\s*\{', text)
    assert stack
    return f'{text[: stack.end()]}"markers": [{marker}],{text[stack.end() :]}'


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


LAYOUTS: dict[str, dict[str, Any]] = {
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
    how = LAYOUTS[layout]
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
    assert out[len(text) - 4 :].startswith(
        ', {\n\t"OTIO_SCHEMA": "Track.1",\n\t"metadata": {\n\t\t'
    )
    assert out.endswith('\n\t"kind": "Audio"\n} ]}}')
    assert place(load(saved(path, out)), []) == text


def test_an_empty_list_spread_over_lines_is_filled(tmp_path: Path) -> None:
    text = '{\n  "OTIO_SCHEMA": "Timeline.1",\n  "tracks": {\n    "children": [\n    ]\n  }\n}'
    path = saved(tmp_path / "Cut 01.otio", text)
    _, out = placed(path, [a_lane(name="V2A SFX")])
    assert '"children": [\n      {\n        "OTIO_SCHEMA": "Track.1",\n' in out
    assert out.endswith('"kind": "Audio"\n      }\n    ]\n  }\n}')
    assert place(load(saved(path, out)), [a_lane(name="V2A SFX")]) == out


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
    how = LAYOUTS[layout]
    text = json.dumps(resolve(*made), ensure_ascii=plain, **how)
    path = tmp_path_factory.mktemp("any") / "Cut 01.otio"
    path.write_text(text, encoding="utf-8", errors="surrogatepass", newline="")
    document, out = placed(path, [two_that_fade(FILM)])
    assert without_ours(json.loads(out)) == json.loads(text)
    assert place(load(saved(path, out)), []) == text
    assert sum(len(one["children"]) for one in made) >= len(document.edit.markers)
