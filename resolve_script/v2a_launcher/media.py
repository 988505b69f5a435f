"""Files in the media pool: imported into a bin of ours, and taken out again."""

import os
from contextlib import contextmanager

from .stopped import RefusedError


def import_(hands, bin, paths):
    """Import files into a bin; each with the rate at which Resolve counts its frames.

    A file that is in the pool already is not imported again. Resolve imports into the current bin
    only, which is put back.
    """
    with into(hands, bin) as folder:
        _look(hands, folder)
        missing = [path for path in paths if os.path.normcase(path) not in hands.clips]
        if missing:
            hands.pool.ImportMedia(missing)
            _look(hands, folder)
    if any(os.path.normcase(path) not in hands.clips for path in missing):
        # Somebody keeps it in another bin.
        _look(hands, hands.pool.GetRootFolder(), deep=True)
    return {"files": {path: _told(found(hands, path)) for path in paths}}


@contextmanager
def into(hands, bin):
    """With a bin as the current one. A bin that is made becomes it by itself."""
    before = hands.pool.GetCurrentFolder()
    try:
        folder = _folder(hands, bin)
        if not hands.pool.SetCurrentFolder(folder):
            raise RefusedError(f"the bin '{'/'.join(bin)}' cannot be opened")
        yield folder
    finally:
        hands.pool.SetCurrentFolder(before)


def found(hands, path):
    """The media pool's item of a file that was imported."""
    item = hands.clips.get(os.path.normcase(path))
    if item is None:
        raise RefusedError(f"Resolve did not import {path}")
    return item


def _look(hands, folder, deep=False):
    """Remember the items of a bin, of all below it too where asked."""
    for one in folder.GetClipList() or []:
        path = path_of(one)
        if path:
            hands.clips[path] = one
    for one in (folder.GetSubFolderList() or []) if deep else []:
        _look(hands, one, deep)


def delete(hands, bin):
    """Delete a bin of ours with all that is in it, and the one around it when that is empty."""
    parents, folder = [], hands.pool.GetRootFolder()
    for name in bin:
        parents.append(folder)
        folder = _sub(folder, name)
        if folder is None:
            return {}
    hands.clips.clear()
    hands.pool.DeleteClips(folder.GetClipList() or [])
    hands.pool.DeleteFolders([folder])
    if _sub(parents[-1], bin[-1]) is not None:
        raise RefusedError("Resolve did not delete the bin '{}'".format("/".join(bin)))
    if len(parents) > 1 and not parents[-1].GetClipList() and not parents[-1].GetSubFolderList():
        hands.pool.DeleteFolders([parents[-1]])
    return {}


def path_of(item):
    """Where the file of a media pool's item is, for comparing; empty where there is none."""
    told = item.GetClipProperty() if item else None
    path = (told or {}).get("File Path") or ""
    return os.path.normcase(path)


def _folder(hands, bin):
    folder = hands.pool.GetRootFolder()
    for name in bin:
        folder = _sub(folder, name) or hands.pool.AddSubFolder(folder, name)
        if not folder:
            raise RefusedError("the bin '{}' cannot be made".format("/".join(bin)))
    return folder


def _sub(folder, name):
    for one in folder.GetSubFolderList() or []:
        if one.GetName() == name:
            return one
    return None


def _told(item):
    told = item.GetClipProperty() or {}
    return {"fps": str(told.get("FPS") or ""), "name": item.GetName()}
