"""otio-v2a: tries out what Resolve does on this machine. Workspace > Scripts > V2A Self-test.

Put here by `otio-v2a resolve install`, which writes the path of its home folder into HOME.
"""

import base64
import os
import sys

HOME = ""


def main():
    """Hand over to the launcher in the home folder; the exit code."""
    home = base64.b64decode(HOME).decode("utf-8") if HOME else os.environ.get("OTIO_V2A_HOME", "")
    home = home or os.path.join(os.path.expanduser("~"), ".otio_v2a")
    sys.dont_write_bytecode = True
    sys.path.insert(0, os.path.join(home, "launcher"))
    try:
        from v2a_launcher.main import run
    except ImportError as error:
        print(f"V2A: the launcher is missing ({error}).\nLooked in: {home}")
        print("What to do: run `otio-v2a resolve install` in a terminal, then try again.")
        return 5
    return run("selftest", globals(), home)


code = main()
if code:
    sys.exit(code)
