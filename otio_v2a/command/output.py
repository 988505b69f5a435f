"""The folder a program writes into, and the one file in it that is the sound."""

import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

from otio_v2a.command.options import TABLE
from otio_v2a.errors import ProviderError

_LISTED = 10


@contextmanager
def beside(out: Path) -> Iterator[Path]:
    """An empty folder beside a file, gone again in every case.

    After a crash the next run takes it away by the end of its name.
    """
    folder = Path(mkdtemp(prefix=f"{out.stem}.", suffix=".part", dir=out.parent.absolute()))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def taken(folder: Path, pattern: str, program: str, said: str) -> Path:
    """The one file that fits a glob. `program` and `said` are for messages.

    Raises: ProviderError when there is none or more than one, or it is empty.
    """
    # A link could lead to a file that is not the program's to give away.
    files = [path for path in folder.glob(pattern) if path.is_file() and not path.is_symlink()]
    if len(files) > 1:
        message = (
            f"'{program}' made {len(files)} files that fit '{pattern}': {_listed(folder, files)}."
            f" Let 'output' in {TABLE} fit one of them."
        )
        raise ProviderError(message)
    if not files:
        message = (
            f"'{program}' made no file that fits '{pattern}' in {{outdir}}; there is"
            f" {_listed(folder, folder.rglob('*'))}. Correct 'output' in {TABLE}. It said: {said}"
        )
        raise ProviderError(message)
    if not files[0].stat().st_size:
        message = f"'{program}' wrote {_listed(folder, files)} and left it empty. It said: {said}"
        raise ProviderError(message)
    return files[0]


def moved(found: Path, folder: Path, out: Path) -> None:
    """Put a file in its place, whole or not at all, from whatever disk it lies on."""
    staged = folder / f".{out.name}.taken"
    shutil.move(found, staged)
    staged.replace(out)


def _listed(folder: Path, paths: Iterable[Path]) -> str:
    names = sorted(path.relative_to(folder).as_posix() for path in paths)
    shown = ", ".join(f"'{_printable(name)}'" for name in names[:_LISTED])
    more = f" and {len(names) - _LISTED} more" if len(names) > _LISTED else ""
    return f"{shown}{more}" or "nothing"


def _printable(name: str) -> str:
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in name)
