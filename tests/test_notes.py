"""Marker text beyond the sheet: what is ours, counting, status marks, hostile text."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from readings import BOTH, NO_SFX, TAKES, held, ok

from otio_v2a.model import Prompts
from otio_v2a.notes import Reading, read

LEFT_OUT = (
    "the note's text 'surf' is left out, since the name gives the bgm prompt. "
    "Write 'bgm:' before it, or take it out."
)
NOTE_WINS = "the name and the note both give asmr: the note's is used. Take one of them out."
ID_TWICE = "the name and the note both give video_id: the note's is used. Take one of them out."


@pytest.mark.parametrize(
    "note",
    [
        "a clock; 10:30 bell",
        "sfxy wind; music box: tiny",
        "wind | the score: none of it",
        "https://example.org/a;b",
        "gust\nand then silence",
    ],
)
def test_prose_with_colons_and_separators_stays_prose(note: str) -> None:
    assert read("fx", note) == ok(" ".join(note.split()))


@pytest.mark.parametrize(
    ("name", "note", "keywords", "expected"),
    [
        ("asmr + bgm", "harp", (), ok("", "harp", asmr=True)),
        ("BGM/SFX", "harp", (), ok("", "harp", roles=BOTH, warnings=(NO_SFX,))),
        ("sfx:", "surf", (), ok("surf")),
        ("sfx =", "surf", (), ok("surf")),
        ("v2a music for the chase", "", (), ok("", "music for the chase")),
        ("v2a surf", "bgm: harp", (), ok("surf", "harp")),
        ("v2a - surf | takes: 2", "", (), ok("surf", takes=2)),
        ("v2a: surf | sfx", "", (), ok("surf")),
        (
            "v2a",
            "sfx | video_id: abc-123",
            (),
            ok(roles=("sfx",), video_id="abc-123", warnings=(NO_SFX,)),
        ),
        ("v2a | kling_id: 5", "video_id: 6", (), ok(video_id="6", warnings=(ID_TWICE,))),
        ("video_id: 6", "surf", (), None),
        ('v2a {"bgm": "harp"}', "", (), ok("", "harp")),
        ("v2a", "surf", ("Music",), ok("", "surf")),
        ("sfx", "surf", ("ASMR ", "dailies"), ok("surf", asmr=True)),
        ("Marker 1", "surf", ("dailies",), None),
        ("sound_effect_prompt: surf", "", (), None),
        ("takes: 3", "", (), None),
        ("v2a_old", "surf", (), None),
        (" sfx ", " surf | ; ", (), ok("surf")),
        ("sfx", "| bgm: harp", (), ok("", "harp", roles=BOTH, warnings=(NO_SFX,))),
        ("sfx: surf", "sfx", (), ok("surf")),
        ("bgm: harp", "surf", (), ok("", "harp", warnings=(LEFT_OUT,))),
        ("asmr", "surf | asmr: no", (), ok("surf", warnings=(NOTE_WINS,))),
        ("V2A \N{EN DASH} surf", "", (), ok("surf")),
        ("sfx", "\ufeffbgm: harp", (), ok("", "harp", roles=BOTH, warnings=(NO_SFX,))),
        ("sfx\uff1asurf\uff5cbgm\uff1dharp", "", (), ok("surf", "harp")),
    ],
)
def test_what_names_and_keywords_say(
    name: str, note: str, keywords: tuple[str, ...], expected: Reading | None
) -> None:
    assert read(name, note, keywords) == expected


def test_a_name_that_looks_like_ours_beside_our_keyword_is_not_lost_silently() -> None:
    warning = (
        "the name 'SFX - hail' is not read. "
        "Put a colon after its first word if the rest is the prompt."
    )
    reading = ok(roles=("sfx",), warnings=(warning, NO_SFX))
    assert read("SFX - hail", "", ("sfx",)) == reading


def test_the_option_makes_a_note_that_opens_with_our_key_ours() -> None:
    assert read("Marker 3", "sfx: hail", note_key_is_enough=True) == ok("hail")
    assert read("Marker 3", "hail", note_key_is_enough=True) is None


def test_a_lower_limit_of_the_provider_is_kept_and_a_higher_one_never_exceeds_ours() -> None:
    over_50 = "the bgm prompt has 51 characters, at most 50 fit. Shorten it."
    assert read("bgm", "z" * 51, limit=50) == held("", "z" * 51, over_50)
    over_200 = "the bgm prompt has 300 characters, at most 200 fit. Shorten it."
    assert read("bgm", "z" * 300, limit=1000) == held("", "z" * 300, over_200)


@pytest.mark.parametrize("letter", ["雨", "\N{FULLWIDTH LATIN CAPITAL LETTER A}", "🌧", "é"])
def test_characters_are_counted_as_code_points(letter: str) -> None:
    assert read("sfx", letter * 200) == ok(letter * 200)
    error = "the sfx prompt has 201 characters, at most 200 fit. Shorten it."
    assert read("sfx", letter * 201) == held(letter * 201, "", error)


def test_a_joined_emoji_counts_each_of_its_code_points() -> None:
    family = "👩\N{ZERO WIDTH JOINER}👧"
    error = "the sfx prompt has 201 characters, at most 200 fit. Shorten it."
    assert read("sfx", family * 67) == held(family * 67, "", error)


def test_characters_are_counted_after_trimming_and_folding() -> None:
    note = "  \r\n" + "a" * 99 + "  \r\n\r\n  " + "b" * 100 + " ;\r\n"
    assert read("sfx", note) == ok("a" * 99 + " " + "b" * 100)


@pytest.mark.parametrize("newline", ["\r\n", "\r", "\n", "\N{LINE SEPARATOR}"])
def test_every_kind_of_line_ending_ends_a_line(newline: str) -> None:
    note = newline.join(("hail", "on tin ", "bgm: low", "strings", "takes: 2", ""))
    assert read("sfx", note) == ok("hail on tin", "low strings", takes=2)


@pytest.mark.parametrize("mark", ["✓ ", "⚠ ", "⚠\N{VARIATION SELECTOR-16} ", "✓ ⚠ ", " ✓  "])
def test_our_status_marks_do_not_change_what_a_marker_says(mark: str) -> None:
    assert read(mark + "sfx", "hail") == read("sfx", "hail") == ok("hail")
    assert read(mark + "Marker 1", "hail") is None


def test_our_status_line_in_a_note_is_not_read_as_prompt() -> None:
    receipt = "v2a: take 2/3, $0.035, 2026-11-20"
    assert read("✓ sfx", f"hail\r\n{receipt}") == ok("hail")
    assert read("sfx", f"hail\n{receipt}") == ok("hail")
    assert read("", f'{{"sfx": "hail"}}\n{receipt}') == ok("hail")
    assert read("⚠ sfx", "hail\nv2a: the provider refused it") == ok("hail")


def test_messages_are_one_short_line_that_is_safe_to_print() -> None:
    note = "hail | takes: \x1b[31mred\nalert\x00 " + "n" * 90
    expected = f"takes is '\ufffd[31mred alert\ufffd {'n' * 43}…'; {TAKES}"
    reading = read("sfx", note)
    assert isinstance(reading, Reading)
    assert reading.errors == (expected,)


@pytest.mark.parametrize("text", ["|" * 100_000, " ;" * 50_000, " " * 100_000, "{" * 100_000])
def test_a_huge_odd_note_is_read_once_through(text: str) -> None:
    reading = read("sfx", text)
    assert isinstance(reading, Reading)
    assert (reading.roles, reading.sfx) == (("sfx",), "")


TOKENS = st.sampled_from(
    ["sfx", "BGM", "v2a", "asmr", "takes", "id", "gain", "fade", "bmg", "Music", "Marker 1", "hail",
     "video_id", ":", "=", "|", ";", "\n", "\r\n", " ", "-", "3", "12f", "{", "}", '"', "✓ ",
     "\uff1a", "雨", "\x00", "\ud800", "\u2028", "'", "[", ","]
)  # fmt: skip
TEXTS = st.lists(TOKENS, max_size=12).map("".join) | st.text(st.characters(exclude_categories=()))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=6,
)
NAMES = st.sampled_from(
    ["sfx", "Bgm_Prompt", "asmr", "takes", "gain", "fade", "id", "kling_id", "v2a", "x"]
)
OBJECTS = st.dictionaries(NAMES, VALUES | st.dictionaries(NAMES, VALUES, max_size=4), max_size=5)
FUZZ = settings(derandomize=True, deadline=None, max_examples=300)


def folded(text: str) -> str:
    return " ".join(text.split())


@FUZZ
@given(name=TEXTS, note=TEXTS, keyword=st.sampled_from(["", "v2a", "music"]), option=st.booleans())
def test_any_text_is_read_without_raising_and_only_gives_prompts_that_stand_in_it(
    name: str, note: str, keyword: str, option: bool
) -> None:
    reading = read(name, note, (keyword,), note_key_is_enough=option)
    assert reading == read(name, note, (keyword,), note_key_is_enough=option)
    if isinstance(reading, Reading):
        sources = (folded(name), folded(note))
        assert all(
            any(folded(prompt) in source for source in sources)
            for prompt in (reading.sfx, reading.bgm)
        )
        whole = (
            reading.prompts
            == Prompts(sound_effect=reading.sfx, background_music=reading.bgm, asmr=reading.asmr)
            if not reading.errors
            else reading.prompts is None
        )
        assert whole


def strings_in(value: object) -> list[str]:
    """Every string of a JSON value, field names left out."""
    inner = list(value.values()) if isinstance(value, dict) else value
    if isinstance(inner, str):
        return [inner]
    return [text for one in inner for text in strings_in(one)] if isinstance(inner, list) else []


@FUZZ
@given(name=TEXTS, fields=OBJECTS)
def test_any_json_object_is_read_without_raising_and_only_gives_prompts_that_stand_in_it(
    name: str, fields: dict[str, object]
) -> None:
    note = json.dumps(fields)
    reading = read(name, note)
    assert reading == read(name, note)
    if isinstance(reading, Reading):
        sources = [folded(text) for text in (name, *strings_in(fields))]
        assert all(
            any(folded(prompt) in source for source in sources) or not prompt
            for prompt in (reading.sfx, reading.bgm)
        )


def test_a_huge_word_in_broken_json_is_looked_through_once() -> None:
    assert read("Marker 7", "{" + "a" * 100_000) is None
