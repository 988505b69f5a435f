"""The media in an .otioz on disk: each unpacked once it is looked for, and only then."""

import os
import secrets
import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from zipfile import ZipFile, ZipInfo

from otio_v2a.errors import MediaError, TimelineError
from otio_v2a.timeline.bundles.bundle import DAMAGED, MEDIA, MIB, members, name_of, opened


@dataclass(frozen=True, slots=True)
class Unpacking:
    """The media in an .otioz, each unpacked into a work folder once it is looked for.

    A path of the bundle goes on inside it: `/edit/Cut 01.otioz/media/A012.mov`.
    """

    bundle: Path
    work: Path
    _members: dict[str, dict[str, ZipInfo]] = field(default_factory=dict, init=False, repr=False)

    def file(self, path: Path) -> Path:
        """Where a file stands on disk: what is not in the bundle, where it is said to be.

        Raises: MediaError when it cannot be unpacked.
        """
        info = self._folder(path.parent).get(path.name)
        return path if info is None else self._unpacked(info, self._place(path))

    def folder(self, path: Path, wanted: Callable[[str], bool]) -> Path:
        """Where a folder stands on disk, with all its files of wanted names and no others of them.

        Raises: MediaError when one cannot be unpacked.
        """
        found = {name: info for name, info in self._folder(path).items() if wanted(name)}
        if not found:
            return path
        place = self._place(path)
        for name, info in found.items():
            self._unpacked(info, place / name)
        for old in place.iterdir():
            if wanted(old.name) and old.name not in found:
                old.unlink(missing_ok=True)
        return place

    def _place(self, path: Path) -> Path:
        return self.work / path.relative_to(self.bundle)

    def _folder(self, path: Path) -> dict[str, ZipInfo]:
        """The files of a folder below the bundle's media; none for any other path."""
        if not path.is_relative_to(self.bundle / MEDIA):
            return {}
        if not self._members:
            try:
                with opened(self.bundle) as zipped:
                    found = members(zipped)
            except TimelineError as error:
                message = f"{self.bundle.name}: {error}"
                raise MediaError(message) from error
            for name, info in found.items():
                folder, _, base = name.rpartition("/")
                self._members.setdefault(folder, {})[base] = info
        return self._members.get(path.relative_to(self.bundle).as_posix(), {})

    def _unpacked(self, info: ZipInfo, out: Path) -> Path:
        """A member in its place, unless it stands there."""
        part = self.work / MEDIA / f".{secrets.token_hex(6)}.part"
        try:
            if not _stands(info, out):
                self._make_room(out)
                self._copy(info, part)
                part.replace(out)
        except DAMAGED as error:
            raise MediaError(self._unreadable(info, error)) from error
        except OSError as error:
            message = (
                f"'{name_of(info)}' cannot be unpacked from '{self.bundle.name}' to"
                f" '{out.parent}': {error.strerror}. Free some space, or name another place with"
                " --workdir."
            )
            # What unpacks bzip2 raises one without a number for damaged data.
            told = message if error.errno else self._unreadable(info, error)
            raise MediaError(told) from error
        finally:
            with suppress(OSError):
                part.unlink()
        return out

    def _make_room(self, out: Path) -> None:
        """The folder of a file. Raises: MediaError when a link leads it out of the work folder."""
        if not out.parent.resolve().is_relative_to(self.work.resolve()):
            message = f"'{out.parent}' leads out of the work folder: nothing is unpacked there."
            raise MediaError(message)
        out.parent.mkdir(parents=True, exist_ok=True)

    def _copy(self, info: ZipInfo, out: Path) -> None:
        with ZipFile(self.bundle) as zipped, zipped.open(info) as member, out.open("xb") as file:
            shutil.copyfileobj(member, file, MIB)
            size = file.tell()
        if size != info.file_size:
            why = f"it has {size} bytes, not {info.file_size}"
            raise MediaError(self._unreadable(info, why))
        os.utime(out, (_time(info), _time(info)))

    def _unreadable(self, info: ZipInfo, why: object) -> str:
        where = f"'{name_of(info)}' in '{self.bundle.name}'"
        return f"{where} cannot be read ({why}). Export the bundle again."


def _stands(info: ZipInfo, out: Path) -> bool:
    try:
        status = out.stat()
    except FileNotFoundError:
        return False
    return (status.st_size, int(status.st_mtime)) == (info.file_size, _time(info))


def _time(info: ZipInfo) -> int:
    """The time that an unpacked member bears, made from its CRC: a look tells whether it is it.

    Between 2004 and 2038 and even, so that every file system keeps it.
    """
    return (1 << 30) + (info.CRC >> 3 << 1)
