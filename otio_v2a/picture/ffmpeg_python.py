"""ffmpeg-python, imported where nothing can slip in between."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def _without_working_directory() -> Iterator[None]:
    """No imports from the folder one happens to stand in.

    Source: CVE-2025-50817: `future`, which ffmpeg-python imports, may import a file `test.py`
    from anywhere on sys.path.
    """
    before = list(sys.path)
    here = _working_directory()
    # A relative entry, the empty one too, is looked up from there.
    absolute = [entry for entry in before if Path(entry).is_absolute()]
    sys.path[:] = [entry for entry in absolute if Path(entry).resolve() != here]
    try:
        yield
    finally:
        sys.path[:] = before


def _working_directory() -> Path | None:
    try:
        return Path.cwd()
    except FileNotFoundError:
        return None


with _without_working_directory():
    import ffmpeg

__all__ = ["ffmpeg"]
