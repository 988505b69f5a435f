"""Files in the media pool: imported into a bin of ours, and taken out again."""

import os

from .stopped import RefusedError


def import_(hands, bin, paths):
    """Import files into a bin; each with the rate at which Resolve counts its frames.

    A file that is in the bin already is not imported again. Resolve imports into the current bin
    only, which is put back.
    """
    before = hands.pool.GetCurrentFolder()
    folder = _folder(hands, bin)
    there = _clips(folder)
    missing = [path for path in paths if os.path.normcase(path) not in there]
    try:
        if missing:
            if not hands.pool.SetCurrentFolder(folder):
                raise RefusedError("the bin '{}' cannot be opened".format("/".join(bin)))
            hands.pool.ImportMedia(missing)
            there = _clips(folder)
    finally:
        hands.pool.SetCurrentFolder(before)
    lost = [path for path in paths if os.path.normcase(path) not in there]
    if lost:
        raise RefusedError(f"Resolve did not import {lost[0]}")
    return {"files": {path: _told(there[os.path.normcase(path)]) for path in paths}}


def found(hands, bin, path):
    """The media pool's item of a file in a bin."""
    item = _clips(_folder(hands, bin)).get(os.path.normcase(path))
    if item is None:
        raise RefusedError("{} is not in the bin '{}'".format(path, "/".join(bin)))
    return item


def delete(hands, bin):
    """Delete a bin of ours with all that is in it, where it is."""
    parent, folder = None, hands.pool.GetRootFolder()
    for name in bin:
        parent, folder = folder, _sub(folder, name)
        if folder is None:
            return {}
    hands.pool.DeleteClips(folder.GetClipList() or [])
    hands.pool.DeleteFolders([folder])
    if _sub(parent, bin[-1]) is not None:
        raise RefusedError("Resolve did not delete the bin '{}'".format("/".join(bin)))
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


def _clips(folder):
    return {path_of(one): one for one in folder.GetClipList() or []}


def _told(item):
    told = item.GetClipProperty() or {}
    return {"fps": str(told.get("FPS") or ""), "name": item.GetName()}
