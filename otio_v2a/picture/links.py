"""The files of image sequences under names that ffmpeg counts up."""

import os
import shutil
import tempfile
from dataclasses import replace
from pathlib import Path

from otio_v2a.errors import RenderError
from otio_v2a.picture.filters import Piece
from otio_v2a.picture.source import Source


def linked(piece: Piece, folder: Path) -> Piece:
    """A piece of a sequence with links to its files, in a new folder inside `folder`.

    What is no piece of a sequence stays as it is. Raises: RenderError.
    """
    if piece.source is None or not piece.files:
        return piece
    try:
        own = Path(tempfile.mkdtemp(dir=folder))
        for number, frame in enumerate(piece.files):
            _link(_file(piece.source, frame), own / f"{number:06d}.{piece.source.container}")
    except OSError as error:
        message = f"cannot link the files of '{piece.source.path.name}' into '{folder}': "
        message += f"{error.strerror}. Check that they are there, and the free disk space."
        raise RenderError(message) from error
    return replace(piece, folder=own)


def _file(source: Source, frame: int) -> Path:
    name = source.numbering.name(frame) if source.numbering else source.path.name
    return (source.path.parent / name).absolute()


def _link(file: Path, link: Path) -> None:
    """A symbolic link where that is allowed, which it may not be on Windows, else a copy."""
    for way in (os.symlink, os.link, shutil.copyfile):
        try:
            way(file, link)
        except OSError:
            link.unlink(missing_ok=True)
            if way is shutil.copyfile:
                raise
        else:
            return
