"""The grammar's sixty examples, each read whole, and notes written as JSON."""

import json
from fractions import Fraction

import pytest
from readings import (
    BOTH,
    FADE,
    GAIN,
    MEND,
    NO_BGM,
    NO_SFX,
    STAYS,
    TAKES,
    VIDEO_ID,
    frames,
    held,
    ok,
)

from otio_v2a.model import Fade, Stems
from otio_v2a.notes import Hint, Reading, read

INLINE = "sfx: rain on glass | bgm: slow piano | asmr"
LINES = "SFX: footsteps on gravel\nBGM: tense strings\nASMR: no\ntakes: 3"
JSON = '{"sound_effect_prompt": "rain", "bgm_prompt": "piano", "asmr_mode": true}'
DOOR = "a door at 10:30 opens; music box: tiny melody"
OPTIONS = "rain | takes: 3 | gain: -6 | fade: 12f"
FOO = '{"sound_effect_prompt": "rain", "foo": 1}'
WRAPPED = '{"v2a": {"bgm_prompt": "piano", "takes": 2}}'

TEXT = "it has to be text, at most 200 characters."
ASMR = "it has to be yes or no."
TOO_LONG = "the sfx prompt has 201 characters, at most 200 fit. Shorten it."
MAYBE = "asmr is 'maybe'; it has to be yes or no."
BMG = f"unknown key 'bmg' in the note: did you mean 'bgm'? {MEND}"
MUISC = f"unknown key 'muisc' in the note: did you mean 'music'? {MEND}"
TWO_SFX = "the note gives sfx twice. Keep one of them."
TWO_BGM = "the note gives bgm twice. Keep one of them."
LEFT_OUT = (
    "the note's text 'thunder' is left out, since the name gives the sfx prompt. "
    "Write 'sfx:' before it, or take it out."
)
NOTE_WINS = "the name and the note both give sfx: the note's is used. Take one of them out."
UNKNOWN_FOO = "the JSON field 'foo' is unknown and not read. Correct it or take it out."
BROKEN = (
    "the note starts with '{' but is not valid JSON (line 1, column 9). "
    "Correct it, or write plain text."
)
BROKEN_HINT = Hint(
    "the note is not valid JSON (line 1, column 9), though it names our keys. "
    "Correct it, or name the marker 'sfx' or 'bgm' and write plain text."
)


def note_hint(name: str) -> Hint:
    rename = "Write 'sfx' into the marker's name."
    return Hint(f"the note begins with 'sfx:', but the name {name} is not ours. {rename}")


def name_hint(name: str, word: str) -> Hint:
    mend = f"Name the marker only '{word}', or put a colon after it if the rest is the prompt."
    return Hint(f"the name '{name}' begins with '{word}' but goes on. {mend}")


Row = tuple[int, str, str, str, Reading | Hint | None]
SHEET: tuple[Row, ...] = (
    (1, "sfx", "rain on glass, distant thunder", "", ok("rain on glass, distant thunder")),
    (2, "bgm", "slow nylon guitar, 60 BPM", "", ok("", "slow nylon guitar, 60 BPM")),
    (3, "asmr", "pen on paper", "", ok("pen on paper", asmr=True)),
    (4, "sfx + bgm", "rain on glass | bgm: slow piano", "", ok("rain on glass", "slow piano")),
    (5, INLINE, "", "", ok("rain on glass", "slow piano", asmr=True)),
    (6, "v2a", LINES, "", ok("footsteps on gravel", "tense strings", takes=3)),
    (7, "v2a", "", "", ok()),
    (8, "Marker 1", "check the lighting here", "", None),
    (9, "Fix sound", "boom in shot: 3 frames", "", None),
    (10, "", JSON, "", ok("rain", "piano", asmr=True)),
    (11, "sfx", DOOR, "", ok(DOOR)),
    (12, "SFX", "x" * 201, "", held("x" * 201, "", TOO_LONG)),
    (13, "music", "lo-fi; sfx: keyboard", "", ok("keyboard", "lo-fi")),
    (14, "score", "synthwave 110 BPM", "", ok("", "synthwave 110 BPM")),
    (15, "Soundbite", "score this later", "", None),
    (16, "{bad", '{"bgm": }', "", BROKEN_HINT),
    (17, "SFX", "x" * 200, "", ok("x" * 200)),
    (18, "sfx", "", "", ok(roles=("sfx",), warnings=(NO_SFX,))),
    (19, "bgm", "", "", ok(roles=("bgm",), warnings=(NO_BGM,))),
    (20, "asmr", "", "", ok(asmr=True)),
    (21, "sfx", "asmr", "", ok(asmr=True, roles=("sfx",), warnings=(NO_SFX,))),
    (22, "bgm", "asmr: yes", "", ok(asmr=True, roles=("bgm",), warnings=(NO_BGM,))),
    (23, "sfx+bgm", "rain", "", ok("rain", roles=BOTH, warnings=(NO_BGM,))),
    (24, "V2A sfx", "rain", "", ok("rain")),
    (25, "v2a: rain", "", "", ok("rain")),
    (26, "v2a", "rain", "", ok("rain")),
    (27, "V2A take these", "", "", ok("take these")),
    (28, "foley | asmr", "steps", "", ok("steps", asmr=True)),
    (29, "sfx", "rain | asmr: no", "", ok("rain")),
    (30, "sfx", "rain | asmr: maybe", "", held("rain", "", MAYBE)),
    (31, "sfx", "Rain | BGM = piano", "", ok("Rain", "piano")),
    (32, "sfx", "rain\nbgm", "", ok("rain", roles=BOTH, warnings=(NO_BGM,))),
    (33, "sfx", "rain\non a tin roof", "", ok("rain on a tin roof")),
    (34, "sfx", OPTIONS, "", ok("rain", takes=3, gain_db=-6.0, fade=frames(12))),
    (35, "sfx", "rain | takes: 99", "", held("rain", "", f"takes is '99'; {TAKES}")),
    (36, "sfx", "rain | gain: loud", "", held("rain", "", f"gain is 'loud'; {GAIN}")),
    (37, "sfx", "rain | fade: 12", "", held("rain", "", f"fade is '12'; {FADE}")),
    (38, "sfx", "rain | id: roof-1", "", ok("rain", id="roof-1")),
    (
        39,
        "sfx",
        "rain | reverb: big",
        "",
        ok("rain | reverb: big", warnings=(f"unknown key 'reverb' in the note: {STAYS}",)),
    ),
    (40, "sfx", "rain | bmg: piano", "", held("rain | bmg: piano", "", BMG)),
    (41, "sfx", "rain | muisc: piano", "", held("rain | muisc: piano", "", MUISC)),
    (42, "sfx", "sound: rain | sfx: wind", "", held("rain", "", TWO_SFX)),
    (43, "bgm", "music: a\nmusic: b", "", held("", "a", TWO_BGM)),
    (44, "sfx: rain", "thunder", "", ok("rain", warnings=(LEFT_OUT,))),
    (45, "sfx: rain", "sfx: thunder", "", ok("thunder", warnings=(NOTE_WINS,))),
    (46, "sfx: rain", "bgm: piano", "", ok("rain", "piano")),
    (47, "sfx: 10:30 bell", "", "", ok("10:30 bell")),
    (48, "Marker 3", "sfx: rain", "", note_hint("'Marker 3'")),
    (49, "", "sfx: rain", "", note_hint("''")),
    (50, "SFX - rain", "", "", name_hint("SFX - rain", "SFX")),
    (51, "sfx 1", "rain", "", name_hint("sfx 1", "sfx")),
    (52, "music cue", "piano", "", name_hint("music cue", "music")),
    (53, "v2aX", "rain", "", None),
    (54, "", "", "v2a", ok()),
    (55, "Marker 1", "rain", "v2a", ok("rain")),
    (56, "Marker 1", "piano", "bgm", ok("", "piano")),
    (57, "", '{"note": 1}', "", None),
    (58, "", FOO, "", ok("rain", warnings=(UNKNOWN_FOO,))),
    (59, "sfx", '{"bgm": }', "", held("", "", BROKEN, roles=("sfx",))),
    (60, "", WRAPPED, "", ok("", "piano", takes=2)),
)


@pytest.mark.parametrize(
    ("name", "note", "keyword", "expected"),
    [pytest.param(*row[1:], id=f"row {row[0]}") for row in SHEET],
)
def test_each_example_of_the_grammar_reads_as_the_sheet_says(
    name: str, note: str, keyword: str, expected: Reading | Hint | None
) -> None:
    assert read(name, note, (keyword,) if keyword else ()) == expected


def test_the_examples_are_all_sixty() -> None:
    assert [row[0] for row in SHEET] == list(range(1, 61))


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"SFX": "hail", "music": "harp"}, ok("hail", "harp")),
        ({"sfx": "hail", "asmr": "yes", "takes": "3"}, ok("hail", asmr=True, takes=3)),
        ({"sfx": "hail", "asmr": False, "takes": 3}, ok("hail", takes=3)),
        (
            {"sfx": "hail", "gain": -6.5, "fade": "2s"},
            ok("hail", gain_db=-6.5, fade=Fade(Fraction(2), "s")),
        ),
        (
            {"sfx": "hail", "gain": "-6 dB", "stems": "split"},
            ok("hail", gain_db=-6.0, stems=Stems.SPLIT),
        ),
        ({"sfx": "hail", "id": 17}, ok("hail", id="17")),
        ({"sfx": "hail", "video_id": "k-5:1"}, ok("hail", video_id="k-5:1")),
        ({"v2a": {"Kling_ID": 8123}, "video_id": "a/b"}, ok(video_id="8123")),
        ({"sfx": "a | bgm: b\nc"}, ok("a | bgm: b c")),
        ({"asmr": True}, ok(asmr=True)),
        ({"bgm": ""}, ok(roles=("bgm",), warnings=(NO_BGM,))),
        ({"v2a": {}}, ok()),
        ({"V2A": {"sfx": "hail"}, "frame": 3, "id": 9}, ok("hail")),
        ({"id": "shot-12", "status": "approved"}, None),
        ({"video_id": "dQw4", "kling_id": "5"}, None),
        ([{"sfx": "hail"}], None),
    ],
)
def test_json_takes_the_same_keys_with_natural_values(
    fields: object, expected: Reading | None
) -> None:
    assert read("", json.dumps(fields, indent=1)) == expected


@pytest.mark.parametrize(
    ("note", "errors"),
    [
        ('{"sfx": 5}', (f"the JSON field 'sfx' is a number; {TEXT}",)),
        ('{"sfx": ["hail"]}', (f"the JSON field 'sfx' is a list; {TEXT}",)),
        ('{"Sound": {"a": {"b": 1}}}', (f"the JSON field 'Sound' is an object; {TEXT}",)),
        ('{"bgm": null}', (f"the JSON field 'bgm' is null; {TEXT}",)),
        ('{"bgm": true}', (f"the JSON field 'bgm' is true or false; {TEXT}",)),
        ('{"asmr": ""}', (f"the JSON field 'asmr' is empty; {ASMR}",)),
        ('{"asmr": NaN}', (f"asmr is 'NaN'; {ASMR}",)),
        ('{"takes": true}', (f"the JSON field 'takes' is true or false; {TAKES}",)),
        ('{"takes": 3.0}', (f"takes is '3.0'; {TAKES}",)),
        ('{"gain": NaN}', (f"gain is 'NaN'; {GAIN}",)),
        ('{"gain": -Infinity}', (f"gain is '-Infinity'; {GAIN}",)),
        ('{"gain": 1e999}', (f"gain is '1e999'; {GAIN}",)),
        ('{"fade": 12}', (f"fade is '12'; {FADE}",)),
        ('{"sfx": "", "video_id": "a b"}', (f"video_id is 'a b'; {VIDEO_ID}",)),
        ('{"asmr": true, "kling_id": []}', (f"the JSON field 'kling_id' is a list; {VIDEO_ID}",)),
        ('{"takes": ' + "9" * 9000 + "}", (f"takes is '{'9' * 59}…'; {TAKES}",)),
        (
            '{"v2a": "hail"}',
            (
                "the JSON field 'v2a' has to be one object. "
                'Write it like {"v2a": {"sfx": "rain"}}.',
            ),
        ),
        (
            '{"v2a": {}, "v2a": {}}',
            (
                "the JSON field 'v2a' has to be one object. "
                'Write it like {"v2a": {"sfx": "rain"}}.',
            ),
        ),
        ('{"takes": 2, "TAKES": 2}', ("the note gives takes twice. Keep one of them.",)),
    ],
)
def test_json_of_the_wrong_kind_holds_the_marker_and_names_the_field(
    note: str, errors: tuple[str, ...]
) -> None:
    reading = read("", note)
    assert isinstance(reading, Reading)
    assert (reading.prompts, reading.sfx, reading.bgm, reading.errors) == (None, "", "", errors)


def test_json_fields_that_are_not_ours_are_named_in_a_warning() -> None:
    near = "the JSON field 'bmg' is unknown and not read. Did you mean 'bgm'?"
    far = "the JSON field 'colour' is unknown and not read. Correct it or take it out."
    assert read("", '{"sfx": "hail", "bmg": "harp", "colour": 1}') == ok(
        "hail", warnings=(near, far)
    )
    beside = "the JSON field 'bgm' is not read. Move it into 'v2a'."
    assert read("", '{"v2a": {"sfx": "hail"}, "bgm": "harp"}') == ok("hail", warnings=(beside,))


@pytest.mark.parametrize("open_bracket", ["[", '{"sfx":'])
def test_json_nested_without_end_is_refused_not_followed(open_bracket: str) -> None:
    error = (
        "the note starts with '{' but is not valid JSON (too many brackets). "
        "Correct it, or write plain text."
    )
    note = '{"sfx": ' + open_bracket * 200_000
    assert read("sfx", note) == held("", "", error, roles=("sfx",))


def test_half_a_surrogate_pair_holds_the_marker() -> None:
    error = "the sfx prompt holds half a character 'hail \ufffd'. Type it again."
    assert read("", r'{"sfx": "hail \ud83d"}') == held("hail \ud83d", "", error)


def test_json_strings_may_span_lines_as_typed_in_a_note() -> None:
    assert read("", '{"sfx": "hail\r\non tin",\r\n"takes": 2}') == ok("hail on tin", takes=2)


@pytest.mark.parametrize(
    "quotes", ["''", "\N{LEFT DOUBLE QUOTATION MARK}\N{RIGHT DOUBLE QUOTATION MARK}"]
)
def test_json_in_the_wrong_quotes_is_hinted_at_when_it_names_our_keys(quotes: str) -> None:
    where = "the note is not valid JSON (line 1, column 2), though it names our keys."
    mend = "Correct it, or name the marker 'sfx' or 'bgm' and write plain text."
    assert read("Marker 7", "{" + "sfx".join(quotes) + ": 5}") == Hint(f"{where} {mend}")
    assert read("Marker 7", "{" + "shot".join(quotes) + ": 5}") is None
