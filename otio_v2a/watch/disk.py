"""When it is the disk that is in the way, and not the timeline: such a job waits."""

import errno
import shutil
from pathlib import Path

from otio_v2a.errors import LedgerError, LockedError

_MEGABYTE = 10**6
_DISK = frozenset(
    {
        *(errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO, errno.ENODEV, errno.ENXIO),
        *(errno.ESTALE, errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.ETIMEDOUT),
    }
)


def is_low(root: Path, least: float) -> bool:
    """Whether fewer megabytes are free than there have to be.

    Raises: OSError when the folder cannot be reached.
    """
    return shutil.disk_usage(root).free < least * _MEGABYTE


def in_the_way(error: BaseException, root: Path, least: float) -> bool:
    """Whether an error is one of the disk: the same timeline may be scored once that is mended."""
    if isinstance(error, LedgerError) and not isinstance(error, LockedError):
        return True
    causes: list[BaseException] = []
    cause: BaseException | None = error
    # An error that was caught and raised again may be its own cause's cause.
    while cause and cause not in causes:
        causes.append(cause)
        cause = cause.__cause__
    if any(isinstance(one, OSError) and one.errno in _DISK for one in causes):
        return True
    return is_low(root, least)
