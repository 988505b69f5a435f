"""Whoever wants to know is told: real programs, real servers, real jobs; nothing else is touched.

Source: docs/watch-folder.md, "Being told"; the signature is computed here once more.
"""

import asyncio
import hmac
import json
import os
import stat
import sys
import time
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from hashlib import sha256
from pathlib import Path
from subprocess import PIPE
from typing import Any
from uuid import UUID

import pytest
from fakes.gateways.wire import Request
from flashes import Cut, Mark, Movie, Use
from hooks import ENDLESS, HANG, RESET, Hook, a_hook, a_teller, as_toml, told_to
from running import Done, Place, alive

from otio_v2a.settings import NotifySettings
from otio_v2a.watch.ended import Ended, How
from otio_v2a.watch.notifying import notified

SECRET = "hook-marker-0123456789abcdef"
SELLER = "seller-marker-0123456789abcdef"
TOKEN = "path-marker-0123456789abcdef"
PAL = Fraction(25)
MOVIE = Movie("reel.mov", PAL, 4, 9, 90_000, "01:00:00:00")


def an_end(how: How = "done") -> Ended:
    return Ended(
        name="Über 01.otio",
        how=how,
        message="2 of 2 cues",
        where=Path("/s/done/Über 01.otio"),
        outputs=(Path("/s/done/Über 01.v2a-001.otio"),),
        spent=Decimal("0.40"),
        started="2026-11-20T14:02:11+00:00",
        ended="2026-11-20T14:02:13+00:00",
    )


def tell(secret: str = "", how: How = "done", **settings: Any) -> list[str]:
    """What went wrong with telling."""
    return asyncio.run(notified(an_end(how), NotifySettings(**settings), secret))


def is_signed(one: Request, secret: bytes) -> bool:
    """Whether a message is genuine, computed as its receiver would."""
    signed = one.headers["x-v2a-timestamp"].encode() + b"." + one.raw
    expected = hmac.new(secret, signed, sha256).hexdigest()
    return one.headers["x-v2a-signature"] == f"sha256={expected}"


@pytest.fixture
def hook() -> Iterator[Hook]:
    with a_hook() as one:
        yield one


# --- the address ---------------------------------------------------------------------------------


def test_a_message_is_the_documented_json_signed_by_its_stamp_and_body(hook: Hook) -> None:
    before = int(time.time())
    assert tell(SECRET, url=f"{hook.url}/v2a") == []
    (one,) = hook.requests
    assert is_signed(one, SECRET.encode())
    assert not is_signed(one, b"another")
    assert before <= int(one.headers["x-v2a-timestamp"]) <= time.time()
    assert UUID(one.headers["x-v2a-delivery"])
    assert (one.method, one.path, one.headers["x-v2a-event"]) == ("POST", "/v2a", "done")
    assert one.headers["content-type"] == "application/json"
    assert json.loads(one.raw.decode("utf-8")) == an_end().told()
    assert "Über" in one.raw.decode("utf-8")


def test_the_message_has_the_fields_that_are_documented() -> None:
    text = (Path(__file__).parents[1] / "docs" / "watch-folder.md").read_text(encoding="utf-8")
    shown = json.loads(text.partition("```json\n")[2].partition("```")[0])
    assert list(shown) == list(an_end().told())


def test_without_a_secret_nothing_is_signed(hook: Hook) -> None:
    assert tell(url=hook.url) == []
    assert "x-v2a-signature" not in hook.requests[0].headers
    assert hook.requests[0].headers["x-v2a-timestamp"]


@pytest.mark.parametrize(
    ("how", "event"),
    [
        *(("done", "done"), ("same", "done"), ("failed", "failed"), ("partial", "failed")),
        *(("held", "held"), ("stuck", ""), ("later", ""), ("stopped", ""), ("died", "")),
    ],
)
def test_events_are_done_failed_and_held_and_only_those_wanted_are_told(
    how: How, event: str, hook: Hook
) -> None:
    assert tell(how=how, url=hook.url) == []
    assert hook.header("X-V2A-Event") == [event] * bool(event)
    others = tuple({"done", "failed", "held"} - {event})
    assert tell(how=how, url=hook.url, events=others) == []
    assert tell(how=how, url=hook.url, events=()) == []
    assert len(hook.requests) == bool(event)


@pytest.mark.parametrize("trouble", [500, 503, 429, RESET, HANG])
def test_what_may_pass_is_tried_three_times_as_one_delivery(trouble: int | str, hook: Hook) -> None:
    hook.answers = [trouble, trouble]
    assert tell(SECRET, url=hook.url, timeout=1.5) == []
    assert len(hook.requests) == 3
    assert len({*hook.header("X-V2A-Delivery")}) == 1
    assert len({one.raw for one in hook.requests}) == 1
    assert tell(url=hook.url) == []
    assert len({*hook.header("X-V2A-Delivery")}) == 2


@pytest.mark.parametrize(
    ("trouble", "why"),
    [
        (500, "it answered 500"),
        (RESET, "it did not answer (ReadError)"),
        (HANG, "it did not answer (TimeoutError)"),
    ],
)
def test_after_three_tries_it_is_a_line_without_the_address_s_path(
    trouble: int | str, why: str, hook: Hook
) -> None:
    hook.always = trouble
    began = time.monotonic()
    said = tell(SECRET, url=f"{hook.url}/{TOKEN}?key={TOKEN}", timeout=1.5)
    assert said == [f"{hook.url} was not told: {why}."]
    assert len(hook.requests) == 3
    assert time.monotonic() - began < 2.5


@pytest.mark.parametrize("status", [400, 401, 404, 410, 301, 302, 307, 308])
def test_a_refusal_is_not_tried_again_and_a_redirect_not_followed(status: int, hook: Hook) -> None:
    hook.always = status
    said = tell(SECRET, url=f"{hook.url}/v2a")
    assert said == [f"{hook.url} was not told: it answered {status}."]
    assert [one.path for one in hook.requests] == ["/v2a"]


def test_an_answer_without_an_end_is_not_read(hook: Hook) -> None:
    hook.always = ENDLESS
    began = time.monotonic()
    assert tell(url=hook.url) == []
    assert time.monotonic() - began < 5


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:1/", "http://[::1", "ftp://127.0.0.1/", "http://a..b/", "nothing"]
)
def test_an_address_that_nobody_is_at_is_a_line(url: str) -> None:
    (said,) = tell(SECRET, url=url, timeout=1.5)
    assert "was not told: it did not answer (" in said


def test_a_secret_of_any_bytes_signs(hook: Hook) -> None:
    secret = os.fsdecode(b"caf\xe9")
    assert tell(secret, url=hook.url) == []
    assert is_signed(hook.requests[0], b"caf\xe9")


# --- the program ---------------------------------------------------------------------------------


def test_a_program_gets_the_message_and_the_event_and_no_keys(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("FAL_KEY", "KLING_SECRET_KEY", "REPLICATE_API_TOKEN", "OTIO_V2A_NOTIFY_SECRET"):
        monkeypatch.setenv(name, SELLER)
    monkeypatch.setenv("V2A_KEPT", "yes")
    assert tell(SECRET, command=a_teller(tmp_path / "told")) == []
    (one,) = told_to(tmp_path / "told")
    assert (one["event"], json.loads(one["body"])) == ("done", an_end().told())
    assert one["environment"]["V2A_KEPT"] == "yes"
    assert [value for value in one["environment"].values() if value in (SECRET, SELLER)] == []


def test_no_shell_reads_the_arguments(tmp_path: Path) -> None:
    made = tmp_path / "made"
    script = "import sys, pathlib; pathlib.Path(sys.argv[1]).write_text(sys.argv[2])"
    words = (sys.executable, "-S", "-c", script, str(made), "#a; $(touch b) `c` *")
    assert tell(command=words) == []
    assert made.read_text() == "#a; $(touch b) `c` *"


def test_a_program_that_hangs_is_stopped_with_all_its_children(tmp_path: Path) -> None:
    pids = tmp_path / "pids"
    script = f"sleep 60 & echo $! > '{pids}'; echo $$ >> '{pids}'; wait"
    began = time.monotonic()
    said = tell(command=("sh", "-c", script), timeout=0.5)
    assert said == ["'sh' did not end in 0.5 s, and was stopped."]
    assert time.monotonic() - began < 3
    found = [int(pid) for pid in pids.read_text().split()]
    assert len(found) == 2
    for _ in range(100):
        if not any(alive(pid) for pid in found):
            return
        time.sleep(0.02)
    pytest.fail(f"still there: {found}")


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (("/nowhere/tell",), "'/nowhere/tell' cannot be started: No such file or directory."),
        (("tell\0",), "'tell\0' cannot be started: embedded null byte."),
        (("sh", "-c", "exit 3"), "'sh' ended with code 3."),
        (("sh", "-c", "kill -9 $$"), "'sh' ended with code -9."),
        (("sh", "-c", "head -c 9000000 /dev/zero; head -c 9000000 /dev/zero >&2"), ""),
        (("sh", "-c", "exec <&-; sleep 0.1"), ""),
    ],
)
def test_a_program_s_trouble_is_a_line_and_nothing_else(
    command: tuple[str, ...], said: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert tell(command=command) == [said] * bool(said)
    assert capfd.readouterr() == ("", "")


def test_a_program_in_trouble_keeps_no_message_from_an_address(hook: Hook) -> None:
    assert tell(command=("/nowhere",), url=hook.url) != []
    assert len(hook.requests) == 1


# --- a service that tells ------------------------------------------------------------------------


def a_cut(prompt: str) -> Cut:
    return Cut(PAL, "resolve", ((Use(MOVIE, 0, 90),),), (Mark(prompt, 5, 80),), start=90_000)


def a_folder(place: Path, **settings: object) -> Path:
    root = place / "scoring"
    (root / "in" / "approved").mkdir(parents=True)
    lines = [f"{name} = {json.dumps(value)}" for name, value in settings.items()]
    (root / "otio-v2a.toml").write_text("\n".join([*lines, "[watch]", "settle = 0", "rescan = 1"]))
    return root


def configure(place: Place, *lines: str) -> None:
    own = place.folder / "home" / "otio-v2a"
    own.mkdir(parents=True, exist_ok=True)
    (own / "otio-v2a.toml").write_text("\n".join(("[notify]", *lines)), encoding="utf-8")


def piped(place: Place, text: str, *words: str) -> Done:
    with place.start(*words, terminal=PIPE) as child:
        out, err = child.communicate(text, timeout=60)
    return Done(child.returncode, out, err)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> tuple[Place, Path, Done, Hook]:
    """A folder with one timeline that is scored, one that is held, and one that fails."""
    folder = tmp_path_factory.mktemp("served")
    MOVIE.make(folder)
    root = a_folder(folder, provider="priced")
    a_cut("rain").save(root / "in" / "approved", "Cut 01.otio", folder)
    a_cut("wind").save(root / "in", "Cut 02.otio", folder)
    (root / "in" / "Cut 03.prproj").write_bytes(b"a project")
    place = Place(folder, {"FAL_KEY": SELLER})
    assert piped(place, f"{SECRET}\n", "keys", "set", "notify").code == 0
    with a_hook() as hook:
        teller = as_toml(a_teller(folder / "told"))
        configure(place, f"command = {teller}", f'url = "{hook.url}/{TOKEN}"')
        done = place.run("watch", root, "--once", "--json")
    return place, root, done, hook


def test_every_end_tells_the_program_and_the_address_what_the_sidecar_says(
    served: tuple[Place, Path, Done, Hook],
) -> None:
    place, root, done, hook = served
    assert done.code == 3, done.err
    sidecars = {}
    for path in root.rglob("*.v2a-report.json"):
        said = json.loads(path.read_text(encoding="utf-8"))
        sidecars[said["state"]] = {
            name: value for name, value in said.items() if name not in ("report", "editor")
        }
    posted = {one.headers["x-v2a-event"]: json.loads(one.raw) for one in hook.requests}
    run = {one["event"]: json.loads(one["body"]) for one in told_to(place.folder / "told")}
    lines = {one["state"]: one for one in map(json.loads, done.out.splitlines())}
    assert [*sorted(sidecars)] == ["done", "failed", "held"]
    assert posted == run == lines == sidecars
    assert len(hook.requests) == 3
    assert all(is_signed(one, SECRET.encode()) for one in hook.requests)
    assert "was not told" not in done.err
    assert (sidecars["held"]["price_usd"], sidecars["done"]["spent_usd"]) == (0.4, 0.4)


def test_the_secret_is_in_nothing_that_is_written_sent_or_given(
    served: tuple[Place, Path, Done, Hook],
) -> None:
    place, _, done, hook = served
    configuration = place.folder / "home"
    files = [path for path in place.folder.rglob("*") if path.is_file()]
    kept = [path for path in files if not path.is_relative_to(configuration)]
    assert [path.name for path in kept if path.suffix == ".log"] != []
    written = b"\n".join(str(path).encode() + path.read_bytes() for path in kept)
    sent = repr([(one.headers, one.raw) for one in hook.requests]).encode()
    everything = written + sent + (done.out + done.err).encode()
    assert [one for one in (SECRET, SELLER, TOKEN) if one[:14].encode() in everything] == []


@pytest.mark.sweep
def test_a_server_that_never_answers_delays_neither_the_next_job_nor_the_end(
    tmp_path: Path,
) -> None:
    root = a_folder(tmp_path, provider="clicker")
    names = ("Cut 01.prproj", "Cut 02.prproj")
    for name in names:
        (root / "in" / name).write_bytes(b"a project")
    place = Place(tmp_path)
    with a_hook() as hook:
        hook.always = HANG
        configure(place, f'url = "{hook.url}/{TOKEN}"', "timeout = 10")
        done = place.run("watch", root, "--once", "--jobs", "1")
        over = time.monotonic()
        came = [json.loads(one.raw)["name"] for one in hook.requests]
    assert (done.code, sorted(came)) == (3, sorted(names * 3))
    first, second = (hook.times[came.index(name)] for name in dict.fromkeys(came))
    assert second - first < 10
    assert over - second < 10 + 3
    (log,) = (root / ".state" / "log").glob("*.log")
    kept = log.read_text(encoding="utf-8")
    for name in names:
        told = f"{name}: {hook.url} was not told: it did not answer (TimeoutError)."
        assert kept.count(told) == done.err.count(told) == 1
    assert TOKEN not in kept + done.err


# --- the secret ----------------------------------------------------------------------------------


def test_a_secret_is_kept_for_its_owner_alone_and_forgotten_when_removed(tmp_path: Path) -> None:
    place, file = Place(tmp_path), tmp_path / "home" / "otio-v2a" / "keys.json"
    kept = piped(place, f"{SECRET}\n", "keys", "set", "notify")
    assert kept == Done(0, "", "Kept for notify, in a file that only you can read.\n")
    assert json.loads(file.read_text()) == {"OTIO_V2A_NOTIFY_SECRET": SECRET}
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert place.run("keys", "remove", "notify") == Done(0, "", "Forgotten: notify.\n")
    assert place.run("keys", "remove", "notify") == Done(0, "", "There was none: notify.\n")
    assert json.loads(file.read_text()) == {}
    none = place.run("keys", "set", "notify")
    told = "otio-v2a: OTIO_V2A_NOTIFY_SECRET was not given, so nothing was changed.\n"
    assert (none.code, none.err) == (2, told)


def test_a_secret_in_the_environment_goes_before_the_one_that_is_kept(tmp_path: Path) -> None:
    root = a_folder(tmp_path, provider="clicker")
    (root / "in" / "Cut 01.prproj").write_bytes(b"a project")
    place = Place(tmp_path, {"OTIO_V2A_NOTIFY_SECRET": "another\n"})
    assert piped(place, f"{SECRET}\n", "keys", "set", "notify").code == 0
    with a_hook() as hook:
        configure(place, f'url = "{hook.url}"')
        assert place.run("watch", root, "--once").code == 3
    assert is_signed(hook.requests[0], b"another")
