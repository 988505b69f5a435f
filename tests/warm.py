"""Child processes that have imported everything already: forked from one that waits for them.

A command of ours spends most of a second of every test on imports. The forked process is a real
one: its own memory, environment, working directory and standard streams, its own end.
"""

import atexit
import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

_ONE_AT_A_TIME = threading.Lock()
_MOTHER = """
import json, os, signal, socket, sys, traceback
import otio_v2a.cli.app, otio_v2a.cli.configuration, otio_v2a.cli.progress, otio_v2a.cli.show
import otio_v2a.gateway.client, otio_v2a.picture.probe, otio_v2a.picture.render
import otio_v2a.score.baking, otio_v2a.score.flow, otio_v2a.score.looking
import otio_v2a.sketch.provider, otio_v2a.timeline.check
from otio_v2a.cli import main


def live(job):
    os.environ.clear()
    os.environ.update(job["environment"])
    os.chdir(job["folder"])
    sys.path[:0] = job["environment"].get("PYTHONPATH", "").split(os.pathsep)
    sys.argv = ["otio-v2a", *job["words"]]
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        main()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:
        traceback.print_exc()
        return 1
    return 0


mother = socket.socket(fileno=int(sys.argv[1]))
while True:
    order, streams, _, _ = socket.recv_fds(mother, 1 << 20, 3)
    if not order:
        break
    child = os.fork()
    if not child:
        mother.close()
        for number, stream in enumerate(streams):
            os.dup2(stream, number)
            os.close(stream)
        code = live(json.loads(order))
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
    for stream in streams:
        os.close(stream)
    _, status = os.waitpid(child, 0)
    mother.sendall(json.dumps(os.waitstatus_to_exitcode(status)).encode() + b"\\n")
"""


def run(words: Sequence[str], environment: Mapping[str, str]) -> tuple[int, bytes, bytes]:
    """How a command line of ours ended, and what it said; nobody sits at its terminal."""
    order = {"words": list(words), "environment": dict(environment), "folder": str(Path.cwd())}
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        with _ONE_AT_A_TIME, Path(os.devnull).open("rb") as nothing:
            streams = [nothing.fileno(), out.fileno(), err.fileno()]
            socket.send_fds(_mother(), [json.dumps(order).encode()], streams)
            answer = b""
            while not answer.endswith(b"\n"):
                answer += _mother().recv(64) or b"1\n"
        out.seek(0)
        err.seek(0)
        return json.loads(answer), out.read(), err.read()


@cache
def _mother() -> socket.socket:
    """The connection to the process that all others are forked from; it ends with this one."""
    here, there = socket.socketpair()
    here.settimeout(300)
    environment = {**os.environ, "PYTHONUTF8": "1", "OPENBLAS_NUM_THREADS": "1"}
    mother = subprocess.Popen(
        [sys.executable, "-c", _MOTHER, str(there.fileno())],
        env=environment,
        pass_fds=[there.fileno()],
        stdin=subprocess.DEVNULL,
    )
    there.close()
    atexit.register(mother.wait)
    atexit.register(here.close)
    return here
