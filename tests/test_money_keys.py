"""Keys: kept where only their owner reads them, found again, never shown."""

import json
import stat
from collections.abc import Iterator
from pathlib import Path
from subprocess import PIPE

import pytest
from counters import Desk, a_cut, a_desk
from fakes.gateways.fal import KEY
from reels import MOVIE
from running import Done, Place

CUT = a_cut(prompts=1, ranges=1)
WRONG = "fal-marker-not-the-key-0123456789"
MISSING = (
    "otio-v2a: there is no key for fal. Say: otio-v2a keys set fal (or set FAL_KEY or FAL_KEY_ID"
    " and FAL_KEY_SECRET in the environment).\n"
)


@pytest.fixture(scope="module")
def media(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("media")
    MOVIE.make(folder)
    return folder


@pytest.fixture
def desk(tmp_path: Path, media: Path) -> Iterator[Desk]:
    """A desk at fal, whose environment holds no key."""
    with a_desk("fal", tmp_path, media, CUT) as one:
        del one.place.extra["FAL_KEY"]
        yield one


def piped(place: Place, text: str, *words: str) -> Done:
    """A command that reads a text from a pipe."""
    with place.start(*words, terminal=PIPE) as child:
        out, err = child.communicate(text, timeout=60)
    return Done(child.returncode, out, err)


def test_a_key_from_a_pipe_is_kept_for_its_owner_alone_and_is_used(desk: Desk) -> None:
    before = desk.score()
    assert (before.code, before.err) == (2, MISSING)
    kept = piped(desk.place, f"{KEY}\n", "keys", "set", "fal")
    assert kept == Done(0, "", "Kept for fal, in a file that only you can read.\n")
    assert stat.S_IMODE(desk.keys.stat().st_mode) == 0o600
    assert json.loads(desk.keys.read_text()) == {"FAL_KEY": KEY}
    assert [path.name for path in desk.keys.parent.iterdir()] == ["keys.json"]
    assert (desk.score().code, desk.billed()) == (0, desk.marked())


def test_a_key_in_the_environment_goes_before_the_one_that_is_kept(desk: Desk) -> None:
    assert piped(desk.place, f"{WRONG}\n", "keys", "set", "fal").code == 0
    desk.place.extra["FAL_KEY"] = KEY
    assert (desk.score().code, desk.gateway.posts) == (0, 1)


def test_a_key_that_was_removed_is_there_no_more(desk: Desk) -> None:
    assert piped(desk.place, f"{KEY}\n", "keys", "set", "fal").code == 0
    gone = desk.place.run("keys", "remove", "fal")
    again = desk.place.run("keys", "remove", "fal")
    assert [gone, again] == [
        Done(0, "", "Forgotten: fal.\n"),
        Done(0, "", "There was none: fal.\n"),
    ]
    assert (json.loads(desk.keys.read_text()), desk.score().err) == ({}, MISSING)


def test_a_file_of_keys_that_others_can_read_is_not_used(desk: Desk) -> None:
    assert piped(desk.place, f"{KEY}\n", "keys", "set", "fal").code == 0
    desk.keys.chmod(0o644)
    done = desk.score()
    told = f"otio-v2a: others can read your keys in '{desk.keys}'. Say: chmod 600 '{desk.keys}'\n"
    assert (done.code, done.out, done.err, desk.gateway.log) == (2, "", told, [])


@pytest.mark.parametrize("text", ["", "\n"])
def test_no_key_is_no_change(text: str, desk: Desk) -> None:
    done = piped(desk.place, text, "keys", "set", "fal")
    told = "otio-v2a: FAL_KEY was not given, so nothing was changed.\n"
    assert (done.code, done.out, done.err, desk.keys.exists()) == (2, "", told, False)


def test_two_lines_from_a_pipe_are_the_two_halves_of_a_key(desk: Desk) -> None:
    lines = "kling-marker-access\nkling-marker-secret-0123456789abcdef\n"
    assert piped(desk.place, lines, "keys", "set", "kling").code == 0
    assert json.loads(desk.keys.read_text()) == {
        "KLING_ACCESS_KEY": "kling-marker-access",
        "KLING_SECRET_KEY": "kling-marker-secret-0123456789abcdef",
    }
