"""What goes wrong in Resolve's menu ends with its own exit code and a message that helps."""

import json
import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fakes.resolve import dumping, scene
from fakes.resolve.application import Resolve
from inresolve import Child, Ended
from launching import DONE, HELLO, Bench, a_bench
from nearby import Desk
from resolves import a_clip, a_scene, a_track
from running import alive, until

from otio_v2a.errors import ResolveError
from otio_v2a.resolve.launcher import Launcher
from resolve_script.v2a_launcher.stopped import StoppedError

CUT = a_scene(
    a_track(a_clip(markers=[{"frame": 12, "name": "sfx", "note": "rain"}])), a_track(kind="audio")
)
INSTALL = "What to do: Run `otio-v2a resolve install` in a terminal, then start the script again."
ENDED = "Its last lines stand in the log: {log}"
DOCTOR = (
    "What to do: Run `otio-v2a resolve doctor` in a terminal. Nothing is paid twice: try again."
)


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return a_bench(tmp_path)


@pytest.fixture
def heard() -> Iterator[None]:
    """Children notice Ctrl-C, even where whoever started the tests does not."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def untouched(ended: Ended, given: dict[str, Any] = CUT) -> bool:
    """Whether Resolve is as the scene has it."""
    whole = json.loads(json.dumps(dumping.dump(scene.world(given))))
    names = ("timelines", "current", "page", "bins", "bin")
    return all(ended.resolve[name] == whole[name] for name in names)


def lines(ended: Ended) -> list[str]:
    """What the console shows, after the log's path where there is one."""
    said = ended.out.splitlines()
    return said[1:] if said[0].startswith("V2A log: ") else said


def log_of(ended: Ended) -> str:
    return ended.out.partition("\n")[0].removeprefix("V2A log: ")


def test_without_a_launcher_an_entry_says_how_to_get_one(bench: Bench):
    for one in (bench.home / "launcher" / "v2a_launcher").iterdir():
        one.unlink()
    ended = bench.run(CUT)
    assert ended.code == 5
    assert ended.out.splitlines()[1:] == [
        f"Looked in: {bench.home}",
        "What to do: run `otio-v2a resolve install` in a terminal, then try again.",
    ]
    assert ended.out.startswith("V2A: the launcher is missing (")


def test_an_engine_that_is_gone(bench: Bench):
    bench.told(python="/nowhere/bin/python")
    ended = bench.run(CUT)
    assert (ended.code, ended.out.splitlines()) == (
        5,
        [
            "V2A: The engine is not where it was.",
            "Why: There is no /nowhere/bin/python.",
            f"What to do: Install otio-v2a again. {INSTALL.removeprefix('What to do: ')}",
        ],
    )
    assert untouched(ended)
    assert bench.runs == []


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (None, "[Errno 2] No such file or directory: '{card}'"),
        ("", "Expecting value: line 1 column 1 (char 0)"),
        ("{", "Expecting property name enclosed in double quotes: line 1 column 2 (char 1)"),
        ("[]", "list indices must be integers or slices, not str"),
        ("{}", "'protocol'"),
        ('{"protocol": 1, "python": "/p", "jobs": "/j"}', "'arguments'"),
        (
            '{"protocol": 1, "python": "/p", "jobs": "/j", "arguments": 5}',
            "'int' object is not iterable",
        ),
    ],
)
def test_an_installation_that_cannot_be_read(bench: Bench, text: str | None, why: str):
    bench.card.unlink()
    if text is not None:
        bench.card.write_text(text, encoding="utf-8")
    ended = bench.run(CUT)
    assert (ended.code, ended.out.splitlines()) == (
        5,
        [
            "V2A: The engine is not installed.",
            f"Why: {bench.card}: {why.format(card=bench.card)}",
            INSTALL,
        ],
    )


def test_an_installation_of_another_version(bench: Bench):
    bench.card.write_text('{"protocol": 2, "all": "new"}', encoding="utf-8")
    ended = bench.run(CUT)
    assert (ended.code, ended.out.splitlines()) == (
        5,
        [
            "V2A: The script and the engine are not of one version.",
            "Why: The script speaks protocol 1, the engine 2.",
            INSTALL,
        ],
    )


def test_an_engine_of_another_version_is_not_obeyed(bench: Bench):
    after = 'ask(1, {"do": "duplicate_timeline", "name": "No"})\n'
    bench.engine('tell(type="hello", protocol=2, engine="9.0")\n' + after)
    ended = bench.run(CUT)
    assert (ended.code, lines(ended)) == (
        5,
        [
            "V2A: The script and the engine are not of one version.",
            "Why: The script speaks protocol 1, the engine 2.",
            INSTALL,
        ],
    )
    assert untouched(ended)


@pytest.mark.parametrize(
    ("entry", "extra", "code", "said"),
    [
        (
            {"project": None},
            ("--globals", "resolve"),
            3,
            [
                "V2A: There is no timeline to work on.",
                "Why: No project is open in Resolve.",
                "What to do: Open the timeline on the Edit page, then start the script again.",
            ],
        ),
        (
            {"timelines": []},
            ("--globals", "app"),
            3,
            [
                "V2A: There is no timeline to work on.",
                "Why: No timeline is open in Resolve.",
                "What to do: Open the timeline on the Edit page, then start the script again.",
            ],
        ),
        (
            {},
            ("--globals", "nothing"),
            2,
            [
                "V2A: DaVinci Resolve was not found.",
                "Why: This script talks to Resolve, and was started outside of it.",
                "What to do: Start it in Resolve: Workspace > Scripts.",
            ],
        ),
    ],
)
def test_a_script_with_nothing_to_work_on(
    bench: Bench, entry: dict[str, Any], extra: tuple[str, ...], code: int, said: list[str]
):
    ended = bench.run({**CUT, **entry}, "V2A Score.py", *extra)
    assert (ended.code, ended.out.splitlines()) == (code, said)
    assert bench.runs == []


@pytest.mark.parametrize(
    ("result", "answer"), [({}, "False"), ({"result": True}, "True"), ({"result": None}, "None")]
)
def test_a_timeline_that_is_not_exported(bench: Bench, result: dict[str, Any], answer: str):
    ended = bench.run({**CUT, "failing": [{"method": "Timeline.Export", **result}]})
    assert (ended.code, lines(ended)) == (
        4,
        [
            "V2A: The timeline could not be exported.",
            f"Why: Resolve answered {answer} and wrote no file",
            "What to do: Save the project, open the Edit page and try again. File > Export >"
            " Timeline > OpenTimelineIO must work too; `otio-v2a score` takes such a file.",
        ],
    )
    assert untouched(ended)
    assert ended.log.splitlines()[1:] == lines(ended)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "what Resolve wrote cannot be read: Expecting value: line 1 column 1 (char 0)"),
        ("[]", "what Resolve wrote cannot be read: 'list' object has no attribute 'get'"),
        ("{}", "what Resolve wrote is no timeline"),
        ('{"OTIO_SCHEMA": "SerializableCollection.1"}', "what Resolve wrote is no timeline"),
        ('{"OTIO_SCHEMA": 5}', "what Resolve wrote is no timeline"),
    ],
)
def test_an_export_that_is_no_timeline(tmp_path: Path, text: str, why: str):
    desk = Desk(tmp_path)
    (tmp_path / "cut.otio").write_text(text, encoding="utf-8")
    desk.meanwhile("x", 0, fail={"method": "Timeline.Export", "result": True})
    with pytest.raises(StoppedError, match=r"^The timeline could not be exported\.$") as stopped:
        desk.hands.request("score", str(tmp_path))
    assert (stopped.value.code, stopped.value.why) == (4, why)


def test_a_resolve_that_knows_no_otio(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    desk = Desk(tmp_path)
    known = {name: one for name, one in Resolve.constants.items() if name != "EXPORT_OTIO"}
    monkeypatch.setattr(Resolve, "constants", known)
    with pytest.raises(StoppedError, match=r"^The timeline could not be exported\.$") as stopped:
        desk.hands.request("score", str(tmp_path))
    why = "this version of Resolve knows no OpenTimelineIO: 18.5 is the first that does"
    assert (stopped.value.code, stopped.value.why) == (4, why)


def test_a_folder_that_cannot_be_written_to(bench: Bench):
    wall = bench.place.folder / "wall"
    wall.touch()
    bench.told(jobs=str(wall / "jobs"))
    ended = bench.run(CUT)
    said = ended.out.splitlines()
    assert (ended.code, said[0], said[2]) == (
        5,
        "V2A: There is no folder to work in.",
        "What to do: Free some space or give yourself the right to write there."
        f" {INSTALL.removeprefix('What to do: ')}",
    )
    assert said[1].startswith(f"Why: {wall / 'jobs'}")
    assert said[1].endswith(f": [Errno 20] Not a directory: {str(wall / 'jobs')!r}")
    assert untouched(ended)


@pytest.mark.parametrize(
    ("script", "code"),
    [
        ("sys.exit(3)\n", 3),
        (HELLO, 0),
        (HELLO + 'sys.stdout.write(\'{"type": "say", "te\'); sys.stdout.flush(); os._exit(1)\n', 1),
        (HELLO + "raise ValueError('nobody expects this')\n", 1),
        (HELLO + "os.kill(os.getpid(), 9)\n", -9),
    ],
    ids=["at once", "after its hello", "in a line", "with a traceback", "killed"],
)
def test_an_engine_that_ends_without_a_word(bench: Bench, script: str, code: int):
    bench.engine(script)
    ended = bench.run(CUT)
    assert (ended.code, lines(ended)) == (
        5,
        [
            f"V2A: The engine ended without a word (code {code}).",
            f"Why: {ENDED.format(log=log_of(ended))}",
            DOCTOR,
        ],
    )
    assert ("nobody expects this" in ended.log) is ("nobody" in script)
    assert untouched(ended)


def test_what_is_not_of_the_protocol_is_kept_in_the_log(bench: Bench):
    bench.engine(
        HELLO
        + "print('Warning: a library has something to say')\n"
        + "print('5'); print('[1]'); print('null'); print('{\"type\": \"new\"}')\n"
        + "sys.stdout.buffer.write(b'\\xff\\xfe\\x00 rubbish\\n'); sys.stdout.flush()\n"
        + "print('on stderr', file=sys.stderr)\n"
        + DONE
    )
    ended = bench.run(CUT)
    assert (ended.code, lines(ended)) == (0, ["V2A: done."])
    assert ended.log.splitlines()[1:] == [
        "launcher 0.1.0, engine a test",
        "Warning: a library has something to say",
        "5",
        "[1]",
        "null",
        "\ufffd\ufffd\0 rubbish",
        "on stderr",
        "V2A: done.",
    ]


def test_a_line_of_the_protocol_that_is_damaged_ends_the_run_and_the_engine(bench: Bench):
    bench.engine(HELLO + 'tell(type="say")\n' + "time.sleep(600)\n")
    ended = bench.run(CUT)
    assert ended.code == 5
    assert lines(ended)[-2:] == [
        "V2A: the script failed.",
        f"What to do: send us the log: {log_of(ended)}",
    ]
    assert "KeyError: 'text'" in ended.log


def test_an_error_of_the_engine_is_told_whole_and_where_the_log_is(bench: Bench):
    bench.engine(
        HELLO + 'tell(type="error", title="Too dear.", why="$5.", fix="Ask first.", code=5)\n'
    )
    ended = bench.run(CUT)
    assert (ended.code, lines(ended)) == (
        5,
        ["V2A: Too dear.", "Why: $5.", "What to do: Ask first.", f"Log: {log_of(ended)}"],
    )


def test_a_list_with_an_unknown_action_is_refused_whole(bench: Bench):
    bench.engine(
        HELLO
        + 'told = ask(1, {"do": "duplicate_timeline", "name": "No"}, {"do": "fly", "to": "Mars"})\n'
        + 'tell(type="say", text=json.dumps(told))\n'
        + DONE
    )
    ended = bench.run(CUT)
    assert json.loads(lines(ended)[0]) == {
        "protocol": 1,
        "seq": 1,
        "ok": False,
        "results": [{"i": 0, "ok": False, "why": "this script does not know 'fly'"}],
    }
    assert untouched(ended)


def test_the_engine_has_nothing_of_resolves_python(bench: Bench):
    foreign = {
        "PYTHONHOME": "/opt/resolve/ResolvePython",
        "PYTHONPATH": "/opt/resolve/libs",
        "PYTHON3HOME": "/opt/resolve",
        "FUSION_PYTHON3_HOME": "/opt/resolve",
        "__PYVENV_LAUNCHER__": "/opt/resolve/bin/python",
        "LD_LIBRARY_PATH": "/opt/resolve/libs",
        "DYLD_LIBRARY_PATH": "/opt/resolve/libs",
    }
    bench.engine(
        HELLO
        + f"left = sorted(set({sorted(foreign)!r}) & set(os.environ))\n"
        + 'tell(type="say", text="%s %s" % (left, os.environ["OTIO_V2A_RESOLVE__PAGE"]))\n'
        + DONE
    )
    # Python itself would not start in such an environment: Resolve's has it by other means.
    entry = bench.scripts / "V2A Poisoned.py"
    text = (bench.scripts / "V2A Score.py").read_text(encoding="utf-8")
    poison = f"import os; os.environ.update({foreign!r})\n"
    entry.write_text(poison + text, encoding="utf-8")
    ended = bench.run(CUT, entry.name)
    assert (ended.code, lines(ended)) == (0, ["[] false", "V2A: done."])


def interrupted(child: Child, there: Path, *, group: bool = False) -> Ended:
    """An entry that is interrupted as soon as a file is there."""
    until(there.exists, child.process)
    (os.killpg if group else os.kill)(child.process.pid, signal.SIGINT)
    return child.ended()


WAITING = HELLO + "open(os.path.join(os.path.dirname(sys.argv[0]), 'ready'), 'w').close()\n"


@pytest.mark.usefixtures("heard")
def test_who_interrupts_the_script_ends_the_engine(bench: Bench):
    bench.engine(
        WAITING
        + "while not there('cancel'): time.sleep(0.01)\n"
        + 'told = ask(1, {"do": "duplicate_timeline", "name": "Taken off"})\n'
        + 'ask(2, {"do": "delete_timeline", "id": told["results"][0]["readback"]["id"]})\n'
        + 'tell(type="done", code=6, text="V2A: cancelled by you.")\n'
    )
    ended = interrupted(bench.start(CUT), bench.place.folder / "ready")
    assert (ended.code, lines(ended)) == (6, ["V2A: cancelled by you."])
    names = {one["method"] for one in ended.resolve["log"]}
    assert {"DuplicateTimeline", "DeleteTimelines"} < names
    assert [one["name"] for one in ended.resolve["timelines"]] == ["Cut"]


@pytest.mark.usefixtures("heard")
def test_an_engine_that_does_not_listen_is_ended(bench: Bench):
    main = bench.home / "launcher" / "v2a_launcher" / "main.py"
    text = main.read_text(encoding="utf-8")
    assert "PATIENCE = 20.0\n" in text
    main.write_text(text.replace("PATIENCE = 20.0\n", "PATIENCE = 0.2\n"), encoding="utf-8")
    pid = bench.place.folder / "pid"
    bench.engine(
        f"open({str(pid)!r}, 'w').write(str(os.getpid()))\n"
        + WAITING
        + "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN)\ntime.sleep(600)\n"
    )
    ended = interrupted(bench.start(CUT), bench.place.folder / "ready")
    assert (ended.code, lines(ended)) == (6, ["V2A: cancelled. What is finished is kept."])
    assert not alive(int(pid.read_text()))
    assert untouched(ended)


def test_two_entries_at_once_have_a_folder_each(bench: Bench):
    children = [bench.start(CUT) for _ in range(2)]
    ended = [one.ended() for one in children]
    assert [one.code for one in ended] == [0, 0]
    assert {log_of(one) for one in ended} == {str(one / "run.log") for one in bench.runs}
    assert len(bench.runs) == 2


NAME = 'Ça : "1"/β'


def test_names_and_paths_may_be_in_any_language(tmp_path: Path):
    bench = a_bench(tmp_path / "Jörg Müller 日本")
    given = json.loads(json.dumps(CUT))
    given["timelines"][0]["name"] = NAME
    given["project"] = {"name": "Ça/β"}
    bench.engine(
        HELLO
        + "request = json.load(open(os.path.join(folder, 'request.json')))\n"
        + 'tell(type="say", text=request["timeline"]["name"])\n'
        + 'name = request["timeline"]["name"] + " 2"\n'
        + 'told = ask(1, {"do": "duplicate_timeline", "name": name})\n'
        + 'tell(type="say", text=told["results"][0]["readback"]["name"])\n'
        + DONE
    )
    for more in ({}, {"PYTHONIOENCODING": "ascii", "LC_ALL": "C", "PYTHONUTF8": "0"}):
        ended = bench.run(given, **more)
        said = [NAME, f"{NAME} 2", "V2A: done."]
        plain = [one.encode("ascii", "backslashreplace").decode() for one in said]
        assert (ended.code, lines(ended)) == (0, plain if more else said)
        assert ended.names == [NAME, f"{NAME} 2"]


def test_a_request_that_the_engine_cannot_read(tmp_path: Path):
    launcher = Launcher(tmp_path)
    path = tmp_path / "request.json"
    install = "Run `otio-v2a resolve install` in a terminal, then start the script again."
    wrong = {
        "[]": f"'{path}' cannot be read: 'list' object has no attribute 'get'. {install}",
        '{"protocol": 3}': f"the script speaks protocol 3, the engine 1. {install}",
    }
    for text, why in wrong.items():
        path.write_text(text)
        with pytest.raises(ResolveError) as raised:
            launcher.request()
        assert str(raised.value) == why


@pytest.mark.parametrize("error", [BrokenPipeError(32, "gone"), OSError(22, "as Windows has it")])
def test_an_engine_to_which_nobody_listens_knows_it(
    error: OSError, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    class Gone:
        def write(self, _text: str) -> None:
            raise error

        def fileno(self) -> int:
            return spare

    spare = os.open(tmp_path / "out", os.O_CREAT | os.O_WRONLY)
    launcher = Launcher(tmp_path)
    assert not launcher.is_cancelled
    monkeypatch.setattr(sys, "stdout", Gone())
    launcher.say("Is anybody there?")
    monkeypatch.undo()
    os.close(spare)
    assert launcher.is_cancelled
