"""The `command` provider against real programs: what they are given, and whatever they do."""

import json
import os
import re
import socket
import sys
import tracemalloc
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from otio_v2a.command import COMMAND, PLACEHOLDERS, Command, Options
from otio_v2a.command.running import last_words, share
from otio_v2a.errors import InterruptedRunError, ProviderError, UsageError
from otio_v2a.model import Prompts, Role
from otio_v2a.providers.base import FREE, Configurable, Limits, Local, LocalJob

NTSC_24 = Fraction(24_000, 1001)
REPORTING = (
    "import json, os, sys\n"
    "def report(*told, into='.'):\n"
    "    with open(into + '/heard.json', 'w') as file:\n"
    "        json.dump([sys.argv[1], *told], file)\n"
)
REPORT = REPORTING + "report(*sys.argv[2:])"
PYTHON = Path(sys.executable).name
DEAF = pytest.mark.skipif(os.name == "nt", reason="Windows has neither sessions nor signals")


def quiet(_: float) -> None:
    """Nobody listens."""


@dataclass(frozen=True, slots=True)
class Bench:
    """A folder with a picture to score, and programs written for one test."""

    folder: Path
    environment: dict[str, str] = field(default_factory=dict)

    def command(self, code: str, *arguments: str, **options: Any) -> Command:
        """A provider whose program is that Python code."""
        script = self.folder / "model.py"
        script.write_text(code, encoding="utf-8")
        argv = [sys.executable, "-I", str(script), "{video}", *arguments]
        environment = {"PATH": os.environ["PATH"], "PYTHONUTF8": "1", **self.environment}
        return COMMAND.configured({"argv": argv, **options}, environment)

    def job(self, sfx: str = "hail", bgm: str = "", **more: Any) -> LocalJob:
        (self.folder / "replies").mkdir(exist_ok=True)
        job = LocalJob(
            picture=self.folder / "a b.mp4",
            frames=101,
            rate=NTSC_24,
            cue_in=24,
            cue_out=77,
            prompts=Prompts(sound_effect=sfx, background_music=bgm),
            role=Role.MIX,
            take=1,
            seed=2**40 + 7,
            out=self.folder / "replies" / "reply.wav",
        )
        return replace(job, **more)

    def heard(self, command: Command, **more: Any) -> list[str]:
        """The arguments after the picture that a reporting program was given."""
        job = self.job(**more)
        assert command.score(job, quiet) == ()
        assert self.left() == ["reply.wav"]
        arguments: list[str] = json.loads(job.out.read_text(encoding="utf-8"))
        assert arguments[0] == str(job.picture)
        return arguments[1:]

    def refusal(self, command: Command) -> str:
        """Why a request failed; nothing of it is left."""
        with pytest.raises(ProviderError, match=r"^.+$") as refused:
            command.score(self.job(), quiet)
        assert self.left() == []
        return str(refused.value)

    def left(self) -> list[str]:
        """What lies where replies go."""
        return sorted(path.name for path in (self.folder / "replies").iterdir())


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)


# --- what the program is given ---------------------------------------------------------------


@pytest.mark.parametrize(
    "prompt",
    [
        "rain on glass",
        "",
        "it's \"loud\", isn't it",
        "$(touch hacked) `id`; rm -rf * | cat > x && echo $HOME",
        "%PATH% ^& !x! 100%",
        "hail\n  on tin\ttwice",
        "雨 é 🌧 e\N{COMBINING ACUTE ACCENT}",
        "-rain",
        "--output=/etc/passwd",
        "{video} {{x}} {0} {prompt!r} }{",
        "back\\slash\\",
    ],
)
def test_a_prompt_arrives_as_it_was_written_in_its_own_element(bench: Bench, prompt: str) -> None:
    command = bench.command(REPORT, "{prompt}", "--prompt={prompt}", "a{prompt}b{prompt}")
    assert bench.heard(command, sfx=prompt) == [prompt, f"--prompt={prompt}", f"a{prompt}b{prompt}"]


def test_every_placeholder_is_replaced_and_doubled_braces_are_braces(bench: Bench) -> None:
    command = bench.command(REPORT, *(f"{name}={{{name}}}" for name in PLACEHOLDERS), "{{x}}}}{{")
    *told, outdir, braces = bench.heard(command, bgm="harp")
    picture = bench.folder / "a b.mp4"
    assert told == [f"video={picture}", "prompt=hail", "bgm=harp", "seconds=4.213", "seed=7"]
    assert braces == "{x}}{"
    folder = Path(outdir.removeprefix("outdir="))
    assert (folder.parent, folder.suffix) == (bench.folder / "replies", ".part")


@pytest.mark.parametrize(
    ("sfx", "bgm", "together", "apart"),
    [
        ("hail", "harp", "hail, harp", ("hail", "harp")),
        ("hail", "", "hail", ("hail", "")),
        ("", "harp", "harp", ("", "harp")),
        ("", "", "", ("", "")),
    ],
)
def test_one_prompt_is_both_unless_the_music_has_a_place_of_its_own(
    bench: Bench, sfx: str, bgm: str, together: str, apart: tuple[str, str]
) -> None:
    one = bench.command(REPORT, "{prompt}")
    two = bench.command(REPORT, "{prompt}", "music={bgm}")
    assert bench.heard(one, sfx=sfx, bgm=bgm) == [together]
    assert bench.heard(two, sfx=sfx, bgm=bgm) == [apart[0], f"music={apart[1]}"]


def test_a_zero_character_which_no_program_can_be_given_becomes_a_space(bench: Bench) -> None:
    assert bench.heard(bench.command(REPORT, "{prompt}"), sfx="hail\0tin") == ["hail tin"]


@pytest.mark.parametrize(
    ("frames", "rate", "seconds"),
    [(500, Fraction(25), "20.000"), (1, NTSC_24, "0.042"), (719, Fraction(60), "11.983")],
)
def test_seconds_are_those_of_the_picture_with_three_decimals(
    bench: Bench, frames: int, rate: Fraction, seconds: str
) -> None:
    command = bench.command(REPORT, "{seconds}")
    assert bench.heard(command, frames=frames, rate=rate) == [seconds]


def test_the_program_runs_in_the_output_folder_and_reads_nothing(bench: Bench) -> None:
    code = REPORTING + "report(os.getcwd(), sys.argv[2], sys.stdin.read())"
    command = bench.command(code, "{outdir}")
    folder, outdir, typed = bench.heard(command)
    assert (Path(folder).name, typed) == (Path(outdir).name, "")


def test_the_program_runs_in_a_folder_of_its_own_when_one_is_named(bench: Bench) -> None:
    home = bench.folder / "home"
    home.mkdir()
    code = REPORTING + "report(os.getcwd(), into=sys.argv[2])"
    assert bench.heard(bench.command(code, "{outdir}", folder=str(home))) == [str(home.resolve())]


@DEAF
def test_the_program_leads_a_session_of_its_own(bench: Bench) -> None:
    code = REPORTING + "report(os.getsid(0) == os.getpid())"
    assert bench.heard(bench.command(code)) == [True]


def test_the_program_sees_no_secrets_but_those_it_is_allowed(bench: Bench) -> None:
    secrets = {
        "FAL_KEY": "k1",
        "HF_TOKEN": "k2",
        "kling_Access_key": "k3",
        "SCENARIO_API_SECRET": "k4",
        "DB_PASSWORD": "k5",
        "GOOGLE_APPLICATION_CREDENTIALS": "k6",
    }
    others = {"CUDA_VISIBLE_DEVICES": "1", "HF_HOME": "/models"}
    seen = Bench(bench.folder, {**secrets, **others})

    def environment(**options: Any) -> dict[str, str]:
        (found,) = seen.heard(seen.command(REPORTING + "report(dict(os.environ))", **options))
        return {name: found[name] for name in (*secrets, *others) if name in found}

    assert environment() == others
    kept = {"HF_TOKEN": "k2", "kling_Access_key": "k3"}
    assert environment(keep_environment=["hf_token", "Kling_Access_Key"]) == {**kept, **others}


def test_a_secret_that_the_program_may_see_is_not_shown_in_its_error(bench: Bench) -> None:
    trusted = Bench(bench.folder, {"HF_TOKEN": "hf_s3cret", "CUDA": "hf_s3"})
    code = "import os, sys; sys.exit('403 for ' + os.environ['HF_TOKEN'])"
    command = trusted.command(code, keep_environment=["HF_TOKEN"])
    assert trusted.refusal(command) == f"'{PYTHON}' ended with code 1: 403 for ***"


# --- what it leaves ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "output"),
    [
        ("open('a.flac', 'wb').write(b'flac')", "*"),
        ("open('a.flac', 'wb').write(b'flac'); open('a.mp4', 'w').write('x')", "*.flac"),
        ("import os; os.makedirs('b/c'); open('b/c/a.flac', 'wb').write(b'flac')", "**/*.flac"),
        ("import os; os.mkdir('b'); open('a', 'wb').write(b'flac')", "*"),
    ],
)
def test_the_one_file_that_fits_becomes_the_reply(bench: Bench, code: str, output: str) -> None:
    job = bench.job()
    job.out.write_bytes(b"an older one")
    assert bench.command(code, output=output).score(job, quiet) == ()
    assert (job.out.read_bytes(), bench.left()) == (b"flac", ["reply.wav"])


def test_no_file_that_fits_lists_what_is_there_and_what_was_said(bench: Bench) -> None:
    code = "import os; open('a.mp4', 'w'); os.mkdir('é\\n'); open('é\\n/b.txt', 'w'); print('done')"
    assert bench.refusal(bench.command(code, output="*.flac")) == (
        f"'{PYTHON}' made no file that fits '*.flac' in {{outdir}}; there is 'a.mp4', 'é\ufffd',"
        " 'é\ufffd/b.txt'. Correct 'output' in [providers.command]. It said: done"
    )


def test_nothing_at_all_is_said_so(bench: Bench) -> None:
    assert bench.refusal(bench.command("")) == (
        f"'{PYTHON}' made no file that fits '*' in {{outdir}}; there is nothing."
        " Correct 'output' in [providers.command]. It said: nothing"
    )


@pytest.mark.parametrize(
    ("count", "named"),
    [
        (2, "'00.wav', '01.wav'"),
        (12, ", ".join(f"'{n:02}.wav'" for n in range(10)) + " and 2 more"),
    ],
)
def test_several_files_that_fit_are_named(bench: Bench, count: int, named: str) -> None:
    code = f"for n in range({count}): open(f'{{n:02}}.wav', 'w').write('x')"
    assert bench.refusal(bench.command(code, output="*.wav")) == (
        f"'{PYTHON}' made {count} files that fit '*.wav': {named}."
        " Let 'output' in [providers.command] fit one of them."
    )


def test_an_empty_file_is_no_sound(bench: Bench) -> None:
    message = f"'{PYTHON}' wrote 'a.wav' and left it empty. It said: out of memory"
    assert bench.refusal(bench.command("open('a.wav', 'w'); print('out of memory')")) == message


@DEAF
def test_a_link_out_of_the_folder_is_no_sound(bench: Bench) -> None:
    mine = bench.folder / "mine.wav"
    mine.write_bytes(b"mine")
    command = bench.command("import os, sys; os.symlink(sys.argv[2], 'a.wav')", str(mine))
    assert bench.refusal(command) == (
        f"'{PYTHON}' made no file that fits '*' in {{outdir}}; there is 'a.wav'."
        " Correct 'output' in [providers.command]. It said: nothing"
    )
    assert mine.read_bytes() == b"mine"


# --- how it fails -----------------------------------------------------------------------------


def test_a_failure_tells_the_code_and_the_last_lines(bench: Bench) -> None:
    code = (
        "import sys\nfor n in range(9): print('line', n, flush=True)\n"
        "sys.stderr.write('\\x1b[31m  0%|  |\\r 50%|# |\\r100%|##|\\n\\n')\n"
        "sys.exit('\\x1b[0mno\\tGPU\\x07')"
    )
    message = f"'{PYTHON}' ended with code 1: line 8 / 100%|##| / no GPU"
    assert bench.refusal(bench.command(code)) == message


def test_a_failure_without_a_word_says_so(bench: Bench) -> None:
    assert bench.refusal(bench.command("raise SystemExit(4)")) == (
        f"'{PYTHON}' ended with code 4: nothing"
    )


@DEAF
def test_a_program_that_was_killed_names_the_signal(bench: Bench) -> None:
    code = "import os, signal; print('loading', flush=True); os.kill(os.getpid(), signal.SIGKILL)"
    message = f"'{PYTHON}' ended with signal 9 (Killed): loading"
    assert bench.refusal(bench.command(code)) == message


def test_a_flood_of_output_keeps_only_its_end(bench: Bench) -> None:
    code = (
        "import sys\nfor _ in range(512): sys.stdout.buffer.write(b'spam ' * 26214)\n"
        "print('\\nthe end'); sys.exit(1)"
    )
    command = bench.command(code)
    tracemalloc.start()
    message = bench.refusal(command)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    head, _, end = message.partition("…")
    assert (head, end[-9:], len(end)) == (f"'{PYTHON}' ended with code 1: ", "/ the end", 399)
    assert peak < 2_000_000


@pytest.fixture
def line() -> Iterator[socket.socket]:
    """A place to which a program reports that it lives."""
    with closing(socket.create_server(("127.0.0.1", 0))) as listening:
        listening.settimeout(60)
        yield listening


CHILD = (
    "import socket, sys, time\n"
    "line = socket.create_connection(('127.0.0.1', int(sys.argv[1])))\n"
    "line.sendall(b'here'); time.sleep(300)\n"
)
PARENT = (
    "import subprocess, sys, time\n"
    "print('born', flush=True)\n"
    f"child = subprocess.Popen([sys.executable, '-I', '-c', {CHILD!r}, sys.argv[2]])\n"
)


def test_after_the_timeout_the_program_and_its_children_are_gone(
    bench: Bench, line: socket.socket
) -> None:
    port = str(line.getsockname()[1])
    command = bench.command(PARENT + "time.sleep(300)", port, timeout=0.25)
    lines: list[socket.socket] = []

    def tell(_: float) -> None:
        if not lines:
            lines.append(arrival(line))

    message = (
        f"'{PYTHON}' was stopped after 0.25 s"
        " (raise 'timeout' in [providers.command] if it needs more): born"
    )
    with pytest.raises(ProviderError, match=f"^{re.escape(message)}$"):
        command.score(bench.job(), tell)
    assert (is_gone(lines[0]), bench.left()) == (True, [])


def test_a_stopped_run_takes_the_program_and_its_children_with_it(
    bench: Bench, line: socket.socket
) -> None:
    command = bench.command(PARENT + "time.sleep(300)", str(line.getsockname()[1]))
    lines: list[socket.socket] = []
    stop = InterruptedRunError("stopped")

    def tell(_: float) -> None:
        lines.append(arrival(line))
        raise stop

    with pytest.raises(InterruptedRunError, match=r"^stopped$") as stopped:
        command.score(bench.job(), tell)
    assert stopped.value is stop
    assert (is_gone(lines[0]), bench.left()) == (True, [])


@DEAF
def test_children_that_a_finished_program_left_behind_are_gone(
    bench: Bench, line: socket.socket
) -> None:
    code = PARENT + "open('a.wav', 'w').write('x')"
    command = bench.command(code, str(line.getsockname()[1]))
    lines: list[socket.socket] = []

    def tell(_: float) -> None:
        if not lines:
            lines.append(arrival(line))

    command.score(bench.job(), tell)
    assert (is_gone(lines[0]), bench.left()) == (True, ["reply.wav"])


def arrival(listening: socket.socket) -> socket.socket:
    """The line of a child that lives."""
    line = listening.accept()[0]
    line.settimeout(60)
    assert line.recv(4) == b"here"
    return line


def is_gone(line: socket.socket) -> bool:
    """Whether the other side has ended; waits for it, as long as its patience lasts."""
    with closing(line):
        return line.recv(1) == b""


# --- progress ---------------------------------------------------------------------------------


def test_a_percentage_that_the_program_prints_is_told(bench: Bench) -> None:
    gate = bench.folder / "gate"
    code = (
        "import os, sys, time\nsys.stderr.write('\\r 12%|#   |\\r 40%|##  |')\nsys.stderr.flush()\n"
        "for _ in range(6000):\n    if os.path.exists(sys.argv[2]): break\n    time.sleep(0.01)\n"
        "open('a.wav', 'w').write('x')"
    )
    told: list[float] = []

    def tell(done: float) -> None:
        told.append(round(done, 4))
        if told[-1] == 0.38:
            gate.touch()

    bench.command(code, str(gate)).score(bench.job(), tell)
    assert gate.exists()
    assert told == sorted(told)


@pytest.mark.parametrize(
    ("tail", "elapsed", "expected"),
    [
        (b"", 0, 0.0),
        (b"", 60, 0.475),
        (b"loading", 1740, 0.95 * 1740 / 1800),
        (b" 3%| |\r 37%|#", 60, 0.3515),
        (b"12.5 %\n", 60, 0.11875),
        (b"100%|##|\nGPU 250%", 60, 0.95),
        (b"1000%", 60, 0.475),
    ],
)
def test_the_share_done_is_what_was_printed_last_else_a_guess_by_time(
    tail: bytes, elapsed: float, expected: float
) -> None:
    assert share(tail, elapsed, 1800) == pytest.approx(expected)


def test_last_words_survive_what_is_no_text() -> None:
    assert last_words(b"\xff\xfe half\xe2\x82") == "\ufffd\ufffd half\ufffd"


# --- how it is found --------------------------------------------------------------------------


@DEAF
def test_a_program_without_a_folder_is_found_on_the_path_but_never_where_one_stands(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    for folder, code in (("tools", REPORT), ("decoy", "sys.exit(5)")):
        program = bench.folder / folder / "mmaudio"
        program.parent.mkdir()
        program.write_text(f"#!{sys.executable} -I\n{code}", encoding="utf-8")
        program.chmod(0o755)
    monkeypatch.chdir(bench.folder / "decoy")
    path = os.pathsep.join((".", "", "../decoy", str(bench.folder / "tools")))
    options = {"argv": ["mmaudio", "{video}", "{prompt}"]}
    assert bench.heard(COMMAND.configured(options, {"PATH": path})) == ["hail"]


@DEAF
@pytest.mark.parametrize(
    ("program", "message"),
    [
        (
            "mmaudio",
            "the program 'mmaudio' is not on PATH."
            " Write its whole path into 'argv' in [providers.command].",
        ),
        ("HERE/none", "there is no program 'HERE/none'. Correct 'argv' in [providers.command]."),
        (
            "HERE/plain",
            "'HERE/plain' is not a program that may be run."
            " Make it one (chmod +x), or correct 'argv' in [providers.command].",
        ),
        (
            "HERE/run.CMD",
            "'HERE/run.CMD' is a batch file: a shell would read the prompt as commands."
            " Write the program that it starts into 'argv' in [providers.command].",
        ),
        (
            "HERE/broken",
            "'broken' cannot be started: No such file or directory. Try 'HERE/broken' by hand.",
        ),
    ],
)
def test_a_program_that_cannot_be_run_is_told_by_name(
    bench: Bench, program: str, message: str
) -> None:
    for name, mode in (("plain", 0o644), ("run.CMD", 0o755), ("broken", 0o755)):
        path = bench.folder / name
        path.write_text("#!/nowhere/python\n", encoding="utf-8")
        path.chmod(mode)
    here = str(bench.folder)
    argv = [program.replace("HERE", here), "{video}"]
    command = COMMAND.configured({"argv": argv}, {"PATH": f"relative:{here}/tools"})
    assert bench.refusal(command) == message.replace("HERE", here)


def test_a_folder_that_is_not_there_is_named(bench: Bench) -> None:
    command = bench.command(REPORT, "{outdir}", folder=str(bench.folder / "gone"))
    message = (
        f"there is no folder '{bench.folder / 'gone'}'. Correct 'folder' in [providers.command]."
    )
    assert bench.refusal(command) == message


def test_a_place_that_takes_no_files_is_named(bench: Bench) -> None:
    job = bench.job(out=bench.folder / "gone" / "reply.wav")
    message = (
        f"'{bench.folder / 'gone'}' cannot take a sound: No such file or directory."
        " Free some space there."
    )
    with pytest.raises(ProviderError, match=f"^{re.escape(message)}$"):
        bench.command(REPORT).score(job, quiet)


def test_without_a_command_the_message_says_where_one_goes(bench: Bench) -> None:
    assert bench.refusal(COMMAND) == (
        "the provider 'command' has no command to run. Write one into otio-v2a.toml in your"
        " configuration folder ('otio-v2a doctor' tells where), under [providers.command]:"
        ' argv = ["/opt/model/run", "--video={video}", "--prompt={prompt}", "--output={outdir}"]'
    )


# --- what may be configured ------------------------------------------------------------------

MEANT = "Write {{ and }} for braces that are meant."
KNOWN = "Known: {video}, {prompt}, {bgm}, {seconds}, {seed}, {outdir}."
WHOLE = "from a folder that depends on where you stand. Write it whole."


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (
            {"outptu": "*.wav"},
            "there is no option 'outptu' in [providers.command]. Did you mean 'output'?",
        ),
        ({"zebra": 1}, "there is no option 'zebra' in [providers.command]. Take it out."),
        (
            {"argv": "run {video}"},
            "'argv' in [providers.command] is 'run {video}';"
            ' it has to be a list of texts, like ["one", "two"].',
        ),
        (
            {"argv": ["run", "{video}", 5]},
            "'argv' in [providers.command] is 5; it has to be a text in quotes.",
        ),
        (
            {"argv": ["run", "--in={vidoe}"]},
            "'argv' in [providers.command] has an unknown placeholder {vidoe} in '--in={vidoe}'."
            f" Did you mean {{video}}? {MEANT}",
        ),
        (
            {"argv": ["run", "{video}", "{0}"]},
            "'argv' in [providers.command] has an unknown placeholder {0} in '{0}'."
            f" {KNOWN} {MEANT}",
        ),
        (
            {"argv": ["run", "{video}", "{seed:04}"]},
            "'argv' in [providers.command] has an unknown placeholder {seed:04} in '{seed:04}'."
            f" Did you mean {{seed}}? {MEANT}",
        ),
        (
            {"argv": ["run", "{video}", "{seed"]},
            f"'argv' in [providers.command] has a lone {{ in '{{seed'. {MEANT}",
        ),
        (
            {"argv": ["run", "{{video}}"]},
            "'argv' in [providers.command] has no {video}: the model would not see the picture."
            " Put it where the file goes.",
        ),
        (
            {"argv": [" ", "{video}"]},
            "'argv' in [providers.command] begins with an empty text. Write the program there.",
        ),
        (
            {"argv": ["{prompt}", "{video}"]},
            "'argv' in [providers.command] lets a placeholder choose the program ('{prompt}')."
            " Name the program itself.",
        ),
        (
            {"argv": ["run", "{video}", "a\0b"]},
            "'argv' in [providers.command] holds a zero character in 'a\\x00b'. Take it out.",
        ),
        (
            {"argv": ["./run", "{video}"]},
            f"'argv' in [providers.command] starts './run', {WHOLE}",
        ),
        (
            {"argv": ["~nobody-here/run", "{video}"]},
            f"'argv' in [providers.command] starts '~nobody-here/run', {WHOLE}",
        ),
        (
            {"output": "../*.wav"},
            "'output' in [providers.command] is '../*.wav';"
            " it has to name files inside {outdir}, like '*.wav'.",
        ),
        (
            {"output": "/tmp/*.wav"},
            "'output' in [providers.command] is '/tmp/*.wav';"
            " it has to name files inside {outdir}, like '*.wav'.",
        ),
        (
            {"output": ""},
            "'output' in [providers.command] is '';"
            " it has to name files inside {outdir}, like '*.wav'.",
        ),
        (
            {"folder": "MMAudio"},
            "'folder' in [providers.command] is 'MMAudio'; write the whole path of a folder.",
        ),
        (
            {"folder": str(Path.cwd()), "argv": ["run", "{video}"]},
            "'folder' in [providers.command] needs {outdir} in argv, or nobody finds the sound."
            " Put it where the output goes.",
        ),
        (
            {"min_seconds": 9, "max_seconds": 8},
            "'min_seconds' in [providers.command] is 9, more than max_seconds (8)."
            " Correct one of them.",
        ),
        (
            {"timeout": 0},
            "'timeout' in [providers.command] is 0: input should be greater than 0.",
        ),
        (
            {"max_seconds": float("inf")},
            "'max_seconds' in [providers.command] is inf: input should be a finite number.",
        ),
        (
            {"concurrency": 0},
            "'concurrency' in [providers.command] is 0:"
            " input should be greater than or equal to 1.",
        ),
        (
            {"prompt_characters": 201},
            "'prompt_characters' in [providers.command] is 201:"
            " input should be less than or equal to 200.",
        ),
        (
            {"height": 721},
            "'height' in [providers.command] is 721: input should be a multiple of 2.",
        ),
    ],
)
def test_a_wrong_option_is_refused_in_one_line(options: dict[str, Any], message: str) -> None:
    with pytest.raises(UsageError, match=f"^{re.escape(message)}$"):
        COMMAND.configured(options, {})


def test_limits_and_concurrency_are_what_the_options_say() -> None:
    options = {"min_seconds": 0.1, "max_seconds": 8, "prompt_characters": 77, "height": 384}
    small = COMMAND.configured({**options, "concurrency": 2}, {})
    assert small.limits == Limits(Fraction(1, 10), Fraction(8), 77, 384)
    assert (small.concurrency, small.price, small.name) == (2, FREE, "command")
    assert (COMMAND.limits, COMMAND.concurrency) == (Limits(), 1)


def test_another_template_or_output_is_another_model_and_nothing_else_is() -> None:
    base = {"argv": ["run", "{video}", "--steps=25"], "output": "*.flac"}
    same = ({}, {"timeout": 5, "height": 384, "keep_environment": ["HF_TOKEN"]})
    other = ({"argv": ["run", "{video}", "--steps=50"]}, {"output": "*.wav"}, {"model": "mine-2"})
    models = [COMMAND.configured({**base, **more}, {}).model for more in (*same, *other)]
    assert models[0] == models[1]
    assert len(set(models)) == 4
    assert models[-1] == "mine-2"


def test_it_is_a_local_provider_that_can_be_configured() -> None:
    assert isinstance(COMMAND, Local)
    assert isinstance(COMMAND, Configurable)
    assert COMMAND.configured({}, {}) == COMMAND
    assert "s3cret" not in repr(COMMAND.configured({}, {"FAL_KEY": "s3cret"}))


def test_every_option_says_what_it_means() -> None:
    assert [name for name, one in Options.model_fields.items() if not one.description] == []
