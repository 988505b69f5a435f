"""`otio-v2a resolve install`: the entries of Resolve's menu, and what they start from.

Source: Resolve fact sheet sections 3 and 17.
"""

import shlex
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from otio_v2a import __version__
from otio_v2a.errors import ResolveError
from otio_v2a.resolve.home import PROTOCOL, Card, Home
from otio_v2a.resolve.setup.baking import Paths, baked
from otio_v2a.resolve.setup.folders import Machine, Place, Reach, containers, own, shared
from otio_v2a.resolve.setup.hints import applications
from otio_v2a.resolve.setup.ours import foreign, listed, named, others
from otio_v2a.resolve.setup.scripts import scripts
from otio_v2a.resolve.setup.steps import Left, Outcome, Plan, Write, carried_out, foreseen
from otio_v2a.watch.folder import Folder

ARGUMENTS = ("-I", "-X", "utf8", "-u", "-m", "otio_v2a.cli.engine")
"""What the engine's Python is started with."""

_VERB = "otio-v2a resolve install"


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be installed. `watch` is None where nobody said one."""

    home: Home
    python: str
    watch: Path | None = None
    all_users: bool = False


def install(machine: Machine, asked: Asked, *, dry_run: bool = False) -> Outcome:
    """Put our entries where Resolve looks, and what they start from into the engine's home.

    Raises: ResolveError naming what cannot be written; UsageError for a folder that will not do.
    """
    plan, watch = _plan(machine, asked), watch_folder(asked.home, asked.watch)
    if dry_run:
        return foreseen(plan)
    if asked.watch is not None:
        Folder(watch).make()
    outcome = carried_out(plan, _advice(machine, asked))
    if watch == asked.home.watch:
        Folder(watch).make()
    return outcome


def watch_folder(home: Home, asked: Path | None = None) -> Path:
    """The watch folder of the Lua entries: what is said, what was, or one in the home."""
    card = home.read_card()
    known = Path(card.watch) if card and card.watch else home.watch
    return asked.absolute() if asked else known


def targets(machine: Machine, *, all_users: bool) -> tuple[Place, ...]:
    """Where our entries belong: wherever Resolve has been, else where it will look first."""
    every = shared(machine) if all_users else (own(machine), *containers(machine))
    return tuple(place for place in every if place.is_there) or every[:1]


def expected(home: Home, watch: Path) -> dict[str, str]:
    """Every entry as it should be, by name.

    Raises: ResolveError, UsageError.
    """
    return baked(scripts().entries, Paths(home.root, watch))


def launcher(home: Home) -> tuple[Write, ...]:
    """The launcher as it should be."""
    return tuple(Write(home.package / name, text) for name, text in scripts().launcher.items())


def _plan(machine: Machine, asked: Asked) -> Plan:
    home, watch = asked.home, watch_folder(asked.home, asked.watch)
    places = targets(machine, all_users=asked.all_users)
    wanted = [*_entries(places, expected(home, watch))]
    strange = {one.path: foreign(one.path) for one in wanted}
    entries = [one for one in wanted if not strange[one.path]]
    modules = launcher(home)
    stale, left = _stale(machine, asked, [one.path for one in wanted])
    return Plan(
        folders=(home.jobs, *((watch,) if watch == home.watch else ())),
        writes=(*modules, _card(asked, watch, entries), *entries),
        removals=(*_outdated(home, modules), *stale),
        left=(*(Left(path, why, amiss=True) for path, why in strange.items() if why), *left),
        remarks=_remarks(machine, places, watch),
    )


def _entries(places: tuple[Place, ...], texts: dict[str, str]) -> Iterator[Write]:
    outside = any(place.reach is not Reach.APP_STORE for place in places)
    for place in places:
        optional = outside and place.reach is Reach.APP_STORE
        for name, text in texts.items():
            yield Write(place.utility / name, text, optional)


def _card(asked: Asked, watch: Path, entries: Iterable[Write]) -> Write:
    card = Card(
        protocol=PROTOCOL,
        version=__version__,
        python=asked.python,
        arguments=ARGUMENTS,
        jobs=str(asked.home.jobs),
        watch=str(watch),
        installed=tuple(str(one.path) for one in entries),
    )
    return Write(asked.home.card, card.text())


def _outdated(home: Home, modules: tuple[Write, ...]) -> Iterator[Path]:
    """Modules of an older launcher.

    Raises: ResolveError where the launcher is a link: what it leads to is not ours.
    """
    for folder in (home.launcher, home.package):
        if folder.is_symlink():
            message = f"'{folder}' is a link, and nothing is written through it. Remove it."
            raise ResolveError(message)
    now = {one.path for one in modules}
    return (path for path in sorted(home.package.glob("*.py")) if path not in now)


def _stale(
    machine: Machine, asked: Asked, kept: Iterable[Path]
) -> tuple[tuple[Path, ...], tuple[Left, ...]]:
    """Copies of ours that would stand in the menu a second time, and those that are left."""
    kept = tuple(kept)
    public = shared(machine)
    mine = (own(machine), *containers(machine), *(public if asked.all_users else ()))
    card = asked.home.read_card()
    found = [*others((*named(mine), *listed(card.installed if card else ())), kept)]
    strange = {path: foreign(path) for path in found}
    theirs = [*others(named(public), (*kept, *found))]
    doubled = "it is for all users, and stands in the menu too. Remove it as administrator"
    left = (
        *(Left(path, why) for path, why in strange.items() if why),
        *(Left(path, foreign(path) or doubled) for path in theirs),
    )
    return tuple(path for path in found if not strange[path]), left


def _remarks(machine: Machine, places: tuple[Place, ...], watch: Path) -> tuple[str, ...]:
    remarks = []
    if not any(place.is_used for place in places):
        remarks.append(
            "Resolve has not been started here yet; the scripts are where it will look."
            if applications(machine)
            else "Resolve was not found here; the scripts are where it will look."
        )
    if any(place.reach is Reach.APP_STORE for place in places):
        remarks.append(
            "The App Store edition keeps scripts in a sandbox: it may not be able to start the"
            " engine. The watch folder always works."
        )
    return (
        *remarks,
        "In Resolve: Workspace > Scripts > V2A Score. Restart Resolve if it is not there.",
        "Resolve's free edition from 21.1 on runs the Lua entries alone. They need this to run:"
        f' otio-v2a watch "{watch}"',
    )


def _advice(machine: Machine, asked: Asked) -> str:
    if not asked.all_users:
        return f"Make it writable for you, or free some space, and say again: {_VERB}"
    if machine.system == "Windows":
        return f"Say it in a terminal that runs as administrator: {_VERB} --all-users"
    program = shutil.which("otio-v2a", path=str(Path(asked.python).parent)) or "otio-v2a"
    home = shlex.quote(f"OTIO_V2A_HOME={asked.home.root}")
    return (
        f"Say: sudo {home} {shlex.quote(program)} resolve install --all-users"
        " (or leave --all-users out: it is then there for you alone)."
    )
