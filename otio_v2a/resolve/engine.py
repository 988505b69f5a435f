"""The engine behind the menu: one run, from the launcher's request to its last words."""

import asyncio
import shutil
from pathlib import Path

from otio_v2a.errors import HeldError, InterruptedRunError, UsageError, V2AError
from otio_v2a.resolve.home import Home
from otio_v2a.resolve.launcher import Launcher
from otio_v2a.resolve.protocol import CANCELLED, DONE, NO_ENGINE, Request
from otio_v2a.settings import Settings

_FIXES = (
    (HeldError, "Nothing was sent. Allow it, then start the script again."),
    (UsageError, "Look into your otio-v2a.toml, then start the script again."),
)
_KEPT = 20
_AGAIN = "Put it right, then start the script again: what is paid for is not paid twice."


def run(folder: Path, settings: Settings, keys: Path, home: Home) -> int:
    """One run in the folder that the launcher made for it; its exit code."""
    launcher = Launcher(folder)
    launcher.hello()
    _let_go(folder.parent)
    try:
        request = launcher.request()
        code, text = asyncio.run(_done(launcher, request, settings, (keys, home)))
    except InterruptedRunError as error:
        code, text = CANCELLED, f"V2A: {error}"
    except V2AError as error:
        fix = next((fix for kind, fix in _FIXES if isinstance(error, kind)), _AGAIN)
        launcher.failed("It did not come to an end.", str(error), fix, NO_ENGINE)
        return NO_ENGINE
    launcher.done(code, text)
    return code


async def _done(
    launcher: Launcher, request: Request, settings: Settings, where: tuple[Path, Home]
) -> tuple[int, str]:
    # Each entry loads what it needs: what scores takes longest, and only one of them does.
    keys, home = where
    if request.verb == "score":
        from otio_v2a.resolve.scoring import Scoring

        return await Scoring(launcher, request, settings, keys, home.selftest).run()
    if request.verb == "remove":
        from otio_v2a.resolve.removing import remove

        jobs = await asyncio.to_thread(_audio, home)
        return DONE, await remove(launcher, request, jobs)
    if request.verb == "selftest":
        from otio_v2a.resolve.probing import selftest

        asked = home.root / "selftest.asked"
        return DONE, await selftest(launcher, request, asked, home.selftest)
    message = f"the script asks for '{request.verb}', which this engine does not know."
    raise UsageError(message)


def _let_go(project: Path) -> None:
    """Take away what was exported and told in the oldest runs; the sounds are not in there."""
    for old in sorted(project.glob("run-*"))[:-_KEPT]:
        shutil.rmtree(old, ignore_errors=True)


def _audio(home: Home) -> list[str]:
    """Every folder that sounds of ours lie in."""
    return [str(one) for one in sorted(home.jobs.glob("*/cut.v2a/audio"))]
