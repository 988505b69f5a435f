"""What is to be done to a machine, found by looking alone; and how it went."""

from dataclasses import dataclass
from pathlib import Path

from otio_v2a.errors import ResolveError
from otio_v2a.watch.folder import put


@dataclass(frozen=True, slots=True)
class Write:
    """A file as it should be. `optional`: it is well where it cannot be written, too."""

    path: Path
    text: str
    optional: bool = False

    @property
    def is_current(self) -> bool:
        """Whether it is so already."""
        return not self.path.is_symlink() and read(self.path) == self.text


@dataclass(frozen=True, slots=True)
class Left:
    """What is as it was, and why. `amiss`: it should not be."""

    path: Path
    why: str
    amiss: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be done, in this order. `emptied` are folders of ours, gone once empty."""

    folders: tuple[Path, ...] = ()
    writes: tuple[Write, ...] = ()
    removals: tuple[Path, ...] = ()
    emptied: tuple[Path, ...] = ()
    left: tuple[Left, ...] = ()
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was done, or would be; `current` was right already."""

    written: tuple[Path, ...]
    current: tuple[Path, ...]
    removed: tuple[Path, ...]
    left: tuple[Left, ...]
    remarks: tuple[str, ...]

    @property
    def is_whole(self) -> bool:
        """Whether nothing is amiss."""
        return not any(one.amiss for one in self.left)


def foreseen(plan: Plan) -> Outcome:
    """What would be done; nothing is."""
    written = tuple(one.path for one in plan.writes if not one.is_current)
    return Outcome(written, _current(plan), plan.removals, plan.left, plan.remarks)


def carried_out(plan: Plan, advice: str) -> Outcome:
    """What was done; every file is written whole or not at all.

    Raises: ResolveError with that advice, at the first file that must be written and cannot be.
    """
    current = _current(plan)
    for folder in plan.folders:
        _make(folder, advice)
    fresh = [one for one in plan.writes if one.path not in current]
    refused = [left for one in fresh for left in _written(one, advice)]
    kept = [left for path in plan.removals for left in _removed(path)]
    for folder in plan.emptied:
        kept += _emptied(folder)
    failed = {one.path for one in (*refused, *kept)}
    return Outcome(
        written=tuple(one.path for one in fresh if one.path not in failed),
        current=current,
        removed=tuple(path for path in plan.removals if path not in failed),
        left=(*plan.left, *refused, *kept),
        remarks=plan.remarks,
    )


def read(path: Path) -> str | None:
    """A text of ours; None where it cannot be read."""
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return None


def _current(plan: Plan) -> tuple[Path, ...]:
    return tuple(one.path for one in plan.writes if one.is_current)


def _make(folder: Path, advice: str) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ResolveError(_refusal(folder, "made", error, advice)) from error


def _written(one: Write, advice: str) -> tuple[Left, ...]:
    try:
        one.path.parent.mkdir(parents=True, exist_ok=True)
        put(one.path, one.text)
    except OSError as error:
        if one.optional:
            return (Left(one.path, f"it cannot be written ({error.strerror})"),)
        raise ResolveError(_refusal(one.path, "written", error, advice)) from error
    return ()


def _removed(path: Path) -> tuple[Left, ...]:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        who = " as administrator" if isinstance(error, PermissionError) else ""
        why = f"it cannot be removed ({error.strerror}). Remove it{who}."
        return (Left(path, why, amiss=True),)
    return ()


def _emptied(folder: Path) -> tuple[Left, ...]:
    if not folder.is_dir():
        return ()
    try:
        folder.rmdir()
    except OSError as error:
        return (Left(folder, f"there is more in it than ours ({error.strerror})"),)
    return ()


def _refusal(path: Path, what: str, error: OSError, advice: str) -> str:
    return f"'{path}' cannot be {what}: {error.strerror}. {advice}"
