"""The review of a timeline as whoever opens its page sees it: the server, its token, its calls."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from signal import SIGINT
from typing import Any

import httpx
from running import Place, Running

PATIENCE = 60.0


@dataclass
class Review:
    """A server under way. `base` is its address, `token` what opens its API."""

    child: Running
    base: str
    token: str
    client: httpx.Client = field(init=False)

    def __post_init__(self) -> None:
        headers = {"X-V2A-Token": self.token}
        self.client = httpx.Client(base_url=self.base, headers=headers, timeout=PATIENCE)

    @property
    def port(self) -> int:
        return int(self.base.rpartition(":")[2])

    def get(self, path: str) -> Any:
        """What a call answers; it must be good."""
        answer = self.client.get(path)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def post(self, path: str, **said: Any) -> Any:
        answer = self.client.post(path, json=said)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def refused(self, path: str, **said: Any) -> tuple[int, str]:
        """The status and the words with which a call is refused."""
        answer = self.client.post(path, json=said)
        return answer.status_code, answer.json()["error"]

    def ended(self) -> dict[str, Any]:
        """The run, once it has ended."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            run = self.get("/api/state")["run"]
            if run and run["state"] == "ended":
                return dict(run)
            time.sleep(0.05)
        raise AssertionError(run)

    def events(self, count: int) -> list[dict[str, Any]]:
        """The first few states that are told, whenever something changes."""
        told: list[dict[str, Any]] = []
        with self.client.stream("GET", "/api/events") as answer:
            for line in answer.iter_lines():
                if line.startswith("data: "):
                    told.append(json.loads(line[6:]))
                if len(told) == count:
                    break
        return told


@contextmanager
def a_review(place: Place, timeline: Path, *words: object) -> Iterator[Review]:
    """A page that is open; closed as somebody at the terminal would."""
    with place.start("review", timeline, "--no-open", *words) as child:
        assert child.stdout is not None
        address = child.stdout.readline().strip()
        assert address.startswith("http://127.0.0.1:"), child.stderr and child.stderr.read()
        base, _, token = address.partition("/#")
        review = Review(child, base, token)
        try:
            yield review
        finally:
            review.client.close()
            if child.poll() is None:
                child.send_signal(SIGINT)
            child.wait()
