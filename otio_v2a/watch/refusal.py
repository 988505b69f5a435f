"""What is not even read: links, projects, names that are no text, files that are too large."""

from pathlib import Path

from otio_v2a.settings import Settings
from otio_v2a.watch.folder import PROJECTS
from otio_v2a.watch.inbox import stamped

_MEGABYTE = 10**6


def refused(path: Path, key: str, settings: Settings) -> str:
    """Why a dropped file is not scored, and what to do; empty where it may be.

    `key` is what it is known by, with the folders it was dropped into.
    """
    if path.is_symlink():
        return "it is a link, and links are not followed. Copy the timeline itself into in/."
    try:
        key.encode("utf-8")
    except UnicodeEncodeError:
        return "its name, or that of its folder, is not UTF-8 text. Rename it."
    suffix = path.suffix.lower()
    if suffix in PROJECTS:
        return (
            f"{suffix} is a project, not a timeline. Export the timeline as OpenTimelineIO"
            " (.otio), or as Final Cut Pro 7 XML from Premiere."
        )
    most, stamp = settings.watch.max_file_mb, stamped(path)
    if stamp and stamp.size > most * _MEGABYTE and suffix not in (".otioz", ".otiod"):
        size = stamp.size / _MEGABYTE
        return f"it has {size:.1f} MB, and at most {most:g} are read (max_file_mb)."
    return ""
