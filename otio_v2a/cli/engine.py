"""The engine that the menu in DaVinci Resolve starts: `python -m otio_v2a.cli.engine FOLDER`."""

import os
import signal
import sys
from pathlib import Path

from otio_v2a.cli.configuration import keys_file, settings_for
from otio_v2a.errors import UsageError
from otio_v2a.resolve.engine import run
from otio_v2a.resolve.home import engine_home
from otio_v2a.resolve.launcher import Launcher
from otio_v2a.resolve.protocol import NO_ENGINE


def main() -> int:
    """One run; its exit code is the launcher's."""
    # The launcher says when to stop, by a file: what is half placed is then taken off.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    folder = Path(sys.argv[1])
    try:
        settings = settings_for(None, {})
    except UsageError as error:
        fix = "Put it right in your otio-v2a.toml, then start the script again."
        launcher = Launcher(folder)
        launcher.hello()
        launcher.failed("The configuration cannot be used.", str(error), fix, NO_ENGINE)
        return NO_ENGINE
    return run(folder, settings, keys_file(), engine_home(os.environ, Path.home()))


if __name__ == "__main__":
    sys.exit(main())
