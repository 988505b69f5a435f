"""`otio-v2a resolve uninstall`: whatever `install` brought is taken away, and nothing else."""

from pathlib import Path

from otio_v2a.resolve.home import Home
from otio_v2a.resolve.setup.folders import Machine, everywhere
from otio_v2a.resolve.setup.ours import foreign, is_there, listed, named, others
from otio_v2a.resolve.setup.steps import Left, Outcome, Plan, carried_out, foreseen


def uninstall(machine: Machine, home: Home, *, dry_run: bool = False) -> Outcome:
    """Take our entries out of every folder of Resolve's, and the launcher out of the home.

    Jobs and the watch folder stay: the sounds in them may be paid for.
    """
    plan = _plan(machine, home)
    return foreseen(plan) if dry_run else carried_out(plan, "")


def _plan(machine: Machine, home: Home) -> Plan:
    card = home.read_card()
    known = (*named(everywhere(machine)), *listed(card.installed if card else ()))
    found = [*others(known, ())]
    strange = {path: foreign(path) for path in found}
    kept = (home.jobs, Path(card.watch) if card and card.watch else home.watch)
    return Plan(
        removals=(*(path for path in found if not strange[path]), *_launcher(home)),
        emptied=_folders(home),
        left=tuple(Left(path, why) for path, why in strange.items() if why),
        remarks=tuple(
            f"'{folder}' stays: sounds in it may be paid for."
            for folder in dict.fromkeys(kept)
            if folder.is_dir()
        ),
    )


def _launcher(home: Home) -> tuple[Path, ...]:
    """What is ours in the home; a link goes, what it leads to stays."""
    for folder in (home.launcher, home.package):
        if folder.is_symlink():
            return (folder, *_card(home))
    compiled = sorted((home.package / "__pycache__").glob("*.pyc"))
    return (*sorted(home.package.glob("*.py")), *compiled, *_card(home))


def _card(home: Home) -> tuple[Path, ...]:
    return (home.card,) if is_there(home.card) else ()


def _folders(home: Home) -> tuple[Path, ...]:
    if home.launcher.is_symlink() or home.package.is_symlink():
        return ()
    return (home.package / "__pycache__", home.package, home.launcher)
