"""A server that is told things, and a program that is: both write down what they get."""

import json
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fakes.gateways.wire import Answer, Request, Server

TELLER = """
import json, os, sys, uuid
told = {"event": os.environ["V2A_EVENT"], "body": sys.stdin.read(), "environment": dict(os.environ)}
with open(os.path.join(sys.argv[1], uuid.uuid4().hex + ".json"), "w") as out:
    json.dump(told, out)
"""
HANG = "hang"
"""Instead of a status: the request is taken, and never answered."""

RESET = "reset"
"""Instead of a status: the connection is cut."""

ENDLESS = "endless"
"""A good status, and a body that does not end."""


@dataclass(slots=True)
class Hook:
    """What arrived, and how the next requests are answered; then all is well."""

    url: str = ""
    answers: list[int | str] = field(default_factory=list)
    always: int | str = 200
    requests: list[Request] = field(default_factory=list)
    times: list[float] = field(default_factory=list)

    def header(self, name: str) -> list[str]:
        """A header of every request, empty where one has none."""
        return [one.headers.get(name.lower(), "") for one in self.requests]


@contextmanager
def a_hook() -> Iterator[Hook]:
    """A server on this machine that is told things."""
    hook = Hook()

    def respond(request: Request) -> Answer:
        hook.requests.append(request)
        hook.times.append(time.monotonic())
        wanted = hook.answers.pop(0) if hook.answers else hook.always
        if wanted == HANG:
            server.stopping.wait()
            return Answer(500)
        if wanted == ENDLESS:
            return Answer(200, b"on and on", {}, "endless")
        if wanted == RESET:
            return Answer(200, b"", {}, "reset")
        moved = {"Location": f"{hook.url}/moved"} if wanted in (301, 302, 307, 308) else {}
        return Answer(int(wanted), b"", moved)

    server = Server("hook", respond)
    hook.url = server.url
    server.start()
    try:
        yield hook
    finally:
        crashes = server.stop()
    assert crashes == []


def a_teller(folder: Path) -> tuple[str, ...]:
    """A program that writes down what it is told, into a folder."""
    folder.mkdir(exist_ok=True)
    script = folder.with_suffix(".py")
    script.write_text(TELLER)
    return (sys.executable, "-S", str(script), str(folder))


def told_to(folder: Path) -> list[dict[str, Any]]:
    """What a teller wrote down."""
    return [json.loads(path.read_text()) for path in folder.glob("*.json")]


def as_toml(words: Sequence[str]) -> str:
    """A list of texts as TOML has it."""
    return json.dumps([*words])
