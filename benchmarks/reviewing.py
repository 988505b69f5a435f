"""How soon the review's page has its plan: 200 cues, asked for as a browser does."""

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import httpx

CLI = "from otio_v2a.cli import main; main()"
TRIES = 3


def reviewing(write: Callable[[Path], Path]) -> None:
    """The first view, one after a change, and one of nothing new. `write` makes the timeline."""
    first, changed, again = [], [], []
    with tempfile.TemporaryDirectory() as name:
        timeline = write(Path(name))
        for number in range(TRIES):
            command = [sys.executable, "-c", CLI, "review", str(timeline), "--no-open"]
            with subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8") as server:
                assert server.stdout is not None
                base, _, token = server.stdout.readline().strip().partition("/#")
                headers = {"X-V2A-Token": token}
                with httpx.Client(base_url=base, headers=headers, timeout=60) as client:
                    seconds, cues = _asked(partial(client.get, "/api/plan"))
                    first.append(seconds)
                    said = {"sound_effect": f"hail, {number}"}
                    post = partial(client.post, f"/api/cues/{cues[0]['id']}", json=said)
                    changed.append(_asked(post)[0])
                    again.append(_asked(partial(client.get, "/api/plan"))[0])
                server.terminate()
    print(
        f"reviewing {len(cues)} cues: first view {min(first):.2f} s, after a reworded cue"
        f" {min(changed):.2f} s, nothing new {min(again):.3f} s"
    )


def _asked(ask: Callable[[], httpx.Response]) -> tuple[float, list[dict[str, str]]]:
    """How long an answer took, and its cues."""
    begin = time.perf_counter()
    answer = ask()
    seconds = time.perf_counter() - begin
    answer.raise_for_status()
    return seconds, answer.json()["cues"]
