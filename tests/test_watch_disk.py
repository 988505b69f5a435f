"""Which errors are the disk's: such a job waits, every other one has failed."""

import errno
from pathlib import Path

import pytest

from otio_v2a.errors import LedgerError, LockedError, RenderError, V2AError
from otio_v2a.watch.disk import in_the_way


def caused(error: V2AError, *causes: BaseException) -> V2AError:
    """An error and what it came of, one of the other."""
    last: BaseException = error
    for cause in causes:
        last.__cause__ = cause
        last = cause
    return error


@pytest.mark.parametrize(
    ("error", "is_the_disk_s"),
    [
        (RenderError("no frames"), False),
        (LedgerError("cannot be opened"), True),
        (LockedError("another run"), False),
        (caused(RenderError("a"), OSError(errno.ENOSPC, "full")), True),
        (caused(RenderError("a"), ValueError("b"), OSError(errno.ESTALE, "away")), True),
        (caused(RenderError("a"), OSError(errno.ENOENT, "gone")), False),
    ],
)
def test_an_error_is_the_disk_s_or_the_timeline_s(
    error: V2AError, is_the_disk_s: bool, tmp_path: Path
) -> None:
    assert in_the_way(error, tmp_path, 0) == is_the_disk_s


def test_with_too_little_space_every_error_is_the_disk_s(tmp_path: Path) -> None:
    assert in_the_way(RenderError("no frames"), tmp_path, 10**12)


def test_an_error_that_is_its_own_cause_s_cause_is_looked_at_once(tmp_path: Path) -> None:
    first, second = RenderError("a"), RenderError("b")
    caused(first, second, first)
    assert not in_the_way(first, tmp_path, 0)
