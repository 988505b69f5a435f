"""Start the engine, do what it says, tell what it tells; always end with a line that helps."""

import json
import os
import re
import threading
import time
import traceback

from . import PROTOCOL, VERSION, engine
from .doing import Hands, do
from .finding import resolve_of, timeline_of
from .stopped import CANCELLED, NO_ENGINE, StoppedError

OFTEN = 5.0
LONGEST = 60
PATIENCE = 20.0
LEFT = "V2A: cancelled. What is finished is kept."


def run(verb, names, home):
    """One run of a menu entry; its exit code."""
    told = Told()
    try:
        python, arguments, jobs = engine.settings(home)
        resolve = resolve_of(names)
        project, timeline = timeline_of(resolve)
        folder = _folder(jobs, project)
        told.into(os.path.join(folder, "run.log"))
        hands = Hands(resolve, project, timeline)
        request = hands.request(verb, folder)
        engine.write(folder, "request.json", request)
        return _follow(engine.start(python, [*arguments, folder]), hands, folder, told)
    except StoppedError as stop:
        told.line(f"V2A: {stop.title}\nWhy: {stop.why}\nWhat to do: {stop.fix}")
        return stop.code
    except KeyboardInterrupt:
        told.line(LEFT)
        return CANCELLED
    except Exception:
        # Nobody sees a traceback in Resolve's console: it goes to the log, whose path is told.
        told.line(traceback.format_exc())
        told.line(f"V2A: the script failed.\nWhat to do: send us the log: {told.path}")
        return NO_ENGINE
    finally:
        told.close()


class Told:
    """The console and the log: what is said goes to both."""

    def __init__(self):
        """No log yet."""
        self.path, self.file, self.at = "(none)", None, 0.0

    def into(self, path):
        """Keep a log from here on; its path is the first line printed."""
        self.path, self.file = path, open(path, "a", encoding="utf-8", errors="replace")
        self.line(f"V2A log: {path}")

    def line(self, text):
        """Say something."""
        try:
            print(text)
        except UnicodeEncodeError:
            print(text.encode("ascii", "backslashreplace").decode("ascii"))
        self.log(text)

    def log(self, text):
        """Keep something that need not be read."""
        if self.file:
            self.file.write(text + "\n")
            self.file.flush()

    def now_and_then(self, text):
        """Say something, every five seconds at most."""
        if time.time() - self.at >= OFTEN:
            self.at = time.time()
            self.line(text)

    def close(self):
        """The log is whole."""
        if self.file:
            self.file.close()


def _folder(jobs, project):
    """A fresh folder for this run, in the one of its project.

    Raises: StoppedError when it cannot be made.
    """
    home = os.path.join(jobs, _plain(project.GetUniqueId() or project.GetName()))
    name = time.strftime("run-%Y%m%d-%H%M%S")
    for number in range(100):
        path = os.path.join(home, name if not number else f"{name}-{number}")
        try:
            os.makedirs(path)
        except FileExistsError:
            continue
        except OSError as error:
            why = f"{path}: {error}"
            fix = "Free some space or give yourself the right to write there. " + engine.INSTALL
            raise StoppedError(NO_ENGINE, "There is no folder to work in.", why, fix)
        return path
    raise StoppedError(NO_ENGINE, "There is no folder to work in.", home, "Try again in a second.")


def _plain(text):
    """A name as a folder's: letters, digits and dashes."""
    return re.sub("[^A-Za-z0-9]+", "-", str(text)).strip("-")[:LONGEST] or "project"


def _follow(process, hands, folder, told):
    """What the engine says, done and told; the exit code."""
    state = {"code": None}
    heard = False
    try:
        try:
            _listen(process, state, hands, folder, told)
        except KeyboardInterrupt:
            _cancel(process, state, hands, folder, told)
        heard = True
    finally:
        if not heard:
            process.kill()
        process.stdout.close()
        ended = process.wait()
    if state["code"] is None:
        raise StoppedError(
            NO_ENGINE,
            f"The engine ended without a word (code {ended}).",
            f"Its last lines stand in the log: {told.path}",
            "Run `otio-v2a resolve doctor` in a terminal. Nothing is paid twice: try again.",
        )
    return state["code"]


def _listen(process, state, hands, folder, told):
    for line in process.stdout:
        _heard(line.strip(), state, hands, folder, told)


def _cancel(process, state, hands, folder, told):
    """The engine takes off what is half placed, and ends; when it takes too long, it is ended."""
    engine.write(folder, "cancel", {})
    impatient = threading.Timer(PATIENCE, process.kill)
    impatient.start()
    try:
        _listen(process, state, hands, folder, told)
    finally:
        impatient.cancel()
    if state["code"] is None:
        told.line(LEFT)
    state["code"] = CANCELLED


def _heard(line, state, hands, folder, told):
    """One line of the engine. What is not of the protocol is kept in the log."""
    try:
        said = json.loads(line)
        kind = said["type"]
    except (ValueError, TypeError, KeyError):
        told.log(line)
        return
    if kind == "hello":
        _greeted(said, told)
    elif kind == "say":
        told.line(said["text"])
    elif kind == "progress":
        told.now_and_then(said["text"])
    elif kind == "do":
        answer = do(said, hands)
        told.log(f"{line}\n{json.dumps(answer)}")
        engine.write(folder, "answer-{}.json".format(said["seq"]), answer)
    elif kind == "error":
        told.line(
            "V2A: {}\nWhy: {}\nWhat to do: {}".format(said["title"], said["why"], said["fix"])
        )
        told.line(f"Log: {told.path}")
        state["code"] = said["code"]
    elif kind == "done":
        told.line(said["text"])
        state["code"] = said["code"]


def _greeted(said, told):
    """Raises: StoppedError when the engine speaks another protocol."""
    if said.get("protocol") != PROTOCOL:
        raise engine.other(said.get("protocol"))
    told.log("launcher {}, engine {}".format(VERSION, said.get("engine")))
