"""What the command line refuses, and how it stops: whole messages, codes, nothing left behind."""

import json
import os
import re
import signal
from dataclasses import replace
from pathlib import Path

import pytest
from reels import MOVIE, RAIN, REEL, STEPS, a_place, both, renders
from running import Done, Place, Running, alive, foreign, until


@pytest.fixture(scope="module")
def reel(tmp_path_factory: pytest.TempPathFactory) -> Place:
    folder = tmp_path_factory.mktemp("reel")
    MOVIE.make(folder)
    REEL.save(folder, "Reel 1.otio")
    return a_place(folder)


@pytest.fixture(scope="module")
def scored(reel: Place) -> Done:
    return reel.run("score", reel.folder / "Reel 1.otio", "--provider", "clicker", "--json")


@pytest.fixture(scope="module")
def refused(scored: Done, reel: Place) -> dict[str, Done]:
    """Commands that must not work, by a word; two at a time."""
    folder, timeline = reel.folder, reel.folder / "Reel 1.otio"
    assert scored.code == 0
    (folder / "notes.txt").write_text("rain at ten\n")
    (folder / "foreign.otio").write_text("{}")
    # Work folders of their own: two at a time in one would be told to wait.
    priced, cap = ("--provider", "priced", "--workdir"), ("--max-cost", "1", "--yes")
    commands: dict[str, tuple[object, ...]] = {
        "provider": ("score", timeline, "--provider", "nobody"),
        "cue": ("score", timeline, "--provider", "clicker", "--only", "thunder"),
        "input": ("score", timeline, "-o", timeline),
        "foreign": ("score", timeline, "-o", folder / "foreign.otio"),
        "nowhere": ("score", timeline, "-o", folder / "gone" / "x.otio"),
        "style": ("score", timeline, "--progress", "loud", "-o", folder / "x.otio"),
        "timeline": ("score", folder / "notes.txt"),
        "absent": ("score", folder / "Reel 2.otio"),
        "flag": ("score", timeline, "--zzz"),
        "folder": ("score", timeline, "--workdir", folder / "notes.txt", "-o", folder / "x.otio"),
        "take": ("takes", timeline, "use", "foley", "9", "--provider", "clicker"),
        "words": ("takes", timeline, "drop", "foley"),
        "unpaid": ("score", timeline, *priced, folder / "unpaid", "-o", folder / "x.otio"),
        "cap": ("score", timeline, *priced, folder / "cap", "-o", folder / "x.otio", *cap),
    }
    ends = both([(reel, words) for words in commands.values()])
    return dict(zip(commands, ends, strict=True))


REFUSALS = {
    "provider": (
        2,
        "there is no provider 'nobody'. Known: sketch, clicker, clicker-whole, command, fal,"
        " fal-mmaudio, inference, kkiai, kling, priced, replicate-mmaudio, scenario,"
        " scenario-foley, scenario-mmaudio, stumbler, wavespeed.",
    ),
    "cue": (2, "there is no cue 'thunder'. Cues of this timeline: ID (sfx), ID (foley), ID (V2A)."),
    "input": (
        2,
        "the output 'FOLDER/Reel 1.otio' is the timeline itself. Name another file with -o.",
    ),
    "foreign": (
        2,
        "'FOLDER/foreign.otio' exists and was not written by this program, or was changed since."
        " Name another file with -o, or move it away.",
    ),
    "nowhere": (
        2,
        "there is no folder 'FOLDER/gone'. Make it, or name another file with -o.",
    ),
    "style": (2, "there is no progress style 'loud'. Say one of: rich, jsonl, none."),
    "timeline": (
        1,
        "notes.txt: the file is no .otio timeline. Export the timeline as OpenTimelineIO.",
    ),
    "folder": (
        2,
        "the work folder 'FOLDER/notes.txt/Reel 1.v2a' cannot be used: Not a directory."
        " Name another place with --workdir.",
    ),
    "take": (2, "cue 'foley' has no take 9. Finished takes: 1."),
    "words": (
        2,
        "'drop foley' is not understood. Say one of: use CUE TAKE, resubmit CUE, adopt CUE JOB_ID.",
    ),
    "unpaid": (4, "1.20 USD were not approved: nothing was sent. Say --yes to go on."),
    "cap": (
        4,
        "3 requests to priced would cost 1.20 USD, more than the cap of 1.00."
        " Nothing was sent. Raise it with --max-cost.",
    ),
}


@pytest.mark.parametrize("what", REFUSALS)
def test_what_cannot_be_done_is_one_line_and_a_code(
    what: str, refused: dict[str, Done], reel: Place
) -> None:
    done = refused[what]
    told = re.sub(r"\b[0-9a-f]{8}\b", "ID", done.err.replace(str(reel.folder), "FOLDER"))
    code, message = REFUSALS[what]
    assert (done.code, done.out, told) == (code, "", f"otio-v2a: {message}\n")


@pytest.mark.parametrize(
    ("what", "last"),
    [
        (
            "absent",
            "Error: Invalid value for 'TIMELINE': path 'FOLDER/Reel 2.otio' does not exist.",
        ),
        ("flag", "Error: No such option: --zzz"),
    ],
)
def test_a_mistyped_command_shows_how_to_ask_for_help(
    what: str, last: str, refused: dict[str, Done], reel: Place
) -> None:
    done = refused[what]
    assert (done.code, done.out) == (2, "")
    assert done.err.replace(str(reel.folder), "FOLDER").splitlines()[-1] == last


def test_what_is_refused_asks_nobody_and_writes_nothing(
    refused: dict[str, Done], scored: Done, reel: Place
) -> None:
    assert (len(refused), scored.code, len(reel.requests())) == (14, 0, 3)
    assert (reel.folder / "foreign.otio").read_text() == "{}"
    assert not (reel.folder / "x.otio").exists()
    assert foreign((reel.folder / "Reel 1.otio").read_text()) == foreign(
        (reel.folder / "Reel 1.v2a.otio").read_text()
    )


def reached(child: Running, stage: str) -> None:
    """Read progress until a stage is reported."""
    assert child.stderr is not None
    for line in child.stderr:
        if json.loads(line)["stage"] == stage:
            return
    message = f"the run ended before its stage '{stage}'"
    raise AssertionError(message)


SLOW = ("--provider", "stumbler", "--progress", "jsonl", "--json")


def test_a_second_run_waits_its_turn_and_ctrl_c_ends_the_first_cleanly(
    reel: Place, tmp_path: Path
) -> None:
    slow = replace(REEL, marks=(replace(RAIN, prompt="slow rain"), replace(STEPS, prompt="44100")))
    timeline = slow.save(reel.folder, "Slow.otio")
    place = a_place(tmp_path)
    words = ("score", timeline, "--workdir", tmp_path, "-o", tmp_path / "out.otio", *SLOW)
    with place.start(*words) as first:
        reached(first, "scoring")
        second = place.run(*words)
        first.send_signal(signal.SIGINT)
        _, err = first.communicate(timeout=60)
    assert second.code == 1
    assert re.fullmatch(
        rf"otio-v2a: another run holds 'Slow\.v2a': process {first.pid} on \S+,"
        r" since \d\d:\d\d:\d\d\. Wait until it has ended\.\n",
        second.err,
    )
    told = [line for line in err.splitlines() if not line.startswith("{")]
    assert (first.returncode, told) == (
        130,
        ["otio-v2a: stopped; what is finished is kept. Run the same command again to go on."],
    )
    place.gate.touch()
    done = place.run(*words)
    assert done.code == 0
    assert sorted(place.requests().count(key) for key in set(place.requests())) in ([1, 2], [2, 2])


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_while_rendering_leaves_no_ffmpeg_and_no_half_picture(
    sent: signal.Signals, reel: Place, tmp_path: Path
) -> None:
    timeline = replace(REEL, marks=(RAIN, STEPS)).save(reel.folder, "Held.otio")
    place = a_place(tmp_path)
    (tmp_path / "hold").touch()
    words = ("score", timeline, "--workdir", tmp_path, "-o", tmp_path / "out.otio")
    with place.start(*words, "--provider", "clicker", "--progress", "none") as child:
        until(lambda: len(renders(place)) >= 2, child)
        child.send_signal(sent)
        _, err = child.communicate(timeout=60)
    assert child.returncode == 130
    assert err == (
        "otio-v2a: stopped; what is finished is kept. Run the same command again to go on.\n"
    )
    assert not any(alive(int(pid)) for pid in renders(place))
    assert [*(tmp_path / "Held.v2a" / "pictures").iterdir()] == []
    assert not (tmp_path / "out.otio").exists()


@pytest.mark.parametrize(("answer", "code", "asked"), [("y", 0, 3), ("n", 4, 0)])
def test_somebody_at_the_terminal_is_asked_before_anything_is_paid(
    answer: str, code: int, asked: int, reel: Place, tmp_path: Path
) -> None:
    place = a_place(tmp_path)
    keyboard, terminal = os.openpty()
    words = ("score", reel.folder / "Reel 1.otio", "--workdir", tmp_path, "--provider", "priced")
    with place.start(*words, "-o", tmp_path / "out.otio", terminal=terminal) as child:
        os.write(keyboard, f"{answer}\n".encode())
        _, err = child.communicate(timeout=120)
    os.close(keyboard)
    os.close(terminal)
    assert (child.returncode, len(place.requests())) == (code, asked)
    question = "3 requests, about 1.20 USD. Send them? [y/N]: "
    no = "otio-v2a: 1.20 USD were not approved: nothing was sent. Say --yes to go on.\n"
    assert err == question + (no if code else "")


@pytest.mark.parametrize("wanted", [2, 3, 4, 5])
def test_a_run_stopped_among_many_renders_says_one_line(
    wanted: int, reel: Place, tmp_path: Path
) -> None:
    marks = tuple(replace(RAIN, at=5 + 40 * n, length=35) for n in range(8))
    timeline = replace(REEL, marks=marks).save(reel.folder, f"Many {wanted}.otio")
    place = a_place(tmp_path)
    words = ("score", timeline, "--workdir", tmp_path, "-o", tmp_path / "out.otio")
    with place.start(*words, "--provider", "clicker", "--progress", "none") as child:
        until(lambda: len(renders(place)) >= wanted, child)
        child.send_signal(signal.SIGTERM)
        _, err = child.communicate(timeout=60)
    assert (child.returncode, err) == (
        130,
        "otio-v2a: stopped; what is finished is kept. Run the same command again to go on.\n",
    )
