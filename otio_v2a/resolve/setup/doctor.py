"""`otio-v2a resolve doctor`: whether the menu in Resolve will work, looked at from outside.

Nothing is changed, and Resolve need not run. Source: Resolve fact sheet section 17.
"""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from otio_v2a import __version__
from otio_v2a.errors import MediaError
from otio_v2a.picture.engine import ffmpeg_path, ffmpeg_version
from otio_v2a.resolve.findings import Report, last
from otio_v2a.resolve.home import PROTOCOL, Card, Home
from otio_v2a.resolve.setup.folders import Machine, Place, Reach, everywhere
from otio_v2a.resolve.setup.hints import Application, applications
from otio_v2a.resolve.setup.install import expected, launcher, watch_folder
from otio_v2a.resolve.setup.ours import foreign, named, others
from otio_v2a.resolve.setup.pythons import ADVICE, Senses, Version, brings_its_own, fault, taken
from otio_v2a.resolve.setup.steps import read
from otio_v2a.resolve.setup.trial import trouble
from otio_v2a.watch.folder import Folder
from otio_v2a.watch.presence import services

INSTALL = "Say: otio-v2a resolve install"
"""The next step for whatever is not as `install` leaves it."""


class Level(StrEnum):
    """How a finding is to be taken."""

    OK = "ok"
    WARNING = "warning"
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: how it is, what was found, and exactly what to do."""

    name: str
    level: Level
    found: str
    next: str = ""


@dataclass(frozen=True, slots=True)
class Patient:
    """What is looked at. `ffmpeg` is the configured one, empty where none is."""

    machine: Machine
    home: Home
    senses: Senses
    ffmpeg: str = ""


def findings(patient: Patient) -> tuple[Finding, ...]:
    """Everything the menu needs, in the order in which it is needed."""
    card = patient.home.read_card()
    found = applications(patient.machine)
    tested = last(patient.home.selftest)
    version = _version(found, tested)
    return (
        _resolve(patient.machine, found),
        *_places(patient),
        _python(patient, version),
        _launcher(patient.home, card),
        _engine(patient, card),
        _ffmpeg(patient.ffmpeg),
        _jobs(patient.home),
        _watch(patient.home),
        _selftest(tested),
    )


def _version(found: tuple[Application, ...], tested: Report | None) -> Version:
    """The version of Resolve, as far as anything tells it."""
    said = tuple(one.version for one in found if one.version)
    return max(said, default=tested.resolve.number if tested else ())


def _resolve(machine: Machine, found: tuple[Application, ...]) -> Finding:
    name = "Resolve"
    if found:
        return Finding(name, Level.OK, "; ".join(one.told for one in found))
    if any(place.is_used for place in everywhere(machine)):
        return Finding(name, Level.OK, "not in its usual folder, but it has been used here")
    step = "Install DaVinci Resolve, start it once, then say: otio-v2a resolve install"
    return Finding(name, Level.WARNING, "not found on this machine", step)


def _places(patient: Patient) -> Iterator[Finding]:
    """Every folder that has entries of ours, and the entries that are there twice."""
    home, every = patient.home, everywhere(patient.machine)
    right = expected(home, watch_folder(home))
    filled = [place for place in every if _installed(place, right)]
    if not filled:
        looked = ", ".join(f"'{place.utility}'" for place in every)
        yield Finding("entries", Level.PROBLEM, f"none of ours in {looked}", INSTALL)
    for place in filled:
        yield _entries(place, right)
    wanted = [place.utility / name for place in filled for name in right]
    again = [path for path in others(named(every), wanted) if not foreign(path)]
    if again:
        told = ", ".join(f"'{path}'" for path in again)
        yield Finding("copies", Level.WARNING, f"in the menu a second time: {told}", INSTALL)
    if {Reach.USER, Reach.EVERYBODY} <= {place.reach for place in filled}:
        told = "every entry stands in the menu twice: for you, and for all users"
        step = f"Say: otio-v2a resolve uninstall (as administrator). {INSTALL}"
        yield Finding("copies", Level.WARNING, told, step)


def _installed(place: Place, right: dict[str, str]) -> bool:
    return any((place.utility / name).is_file() for name in right)


def _entries(place: Place, right: dict[str, str]) -> Finding:
    """Whether the entries in a folder are what would be installed now."""
    name = f"entries for {place.reach}"
    paths = {place.utility / name: text for name, text in right.items()}
    strange = [path for path in paths if foreign(path)]
    if strange:
        told = f"'{strange[0]}' is not ours and has our name"
        return Finding(name, Level.PROBLEM, told, f"Move it elsewhere. {INSTALL}")
    wrong = [path.name for path, text in paths.items() if read(path) != text]
    if wrong:
        told = f"'{place.utility}': not what this otio-v2a would install: {', '.join(wrong)}"
        return Finding(name, Level.PROBLEM, told, INSTALL)
    return Finding(name, Level.OK, f"'{place.utility}'")


def _python(patient: Patient, resolve: Version) -> Finding:
    name = "Python in Resolve"
    if brings_its_own(resolve):
        return Finding(name, Level.OK, "Studio brings its own; the free edition runs Lua alone")
    # Where nobody knows which Resolve it is, it may be one that needs none.
    level = Level.PROBLEM if resolve else Level.WARNING
    found = taken(patient.machine, patient.senses)
    if found is None:
        told = "none where Resolve looks: its menu then has no Python entries"
        return Finding(name, level, told, ADVICE)
    why = fault(patient.machine, found, resolve)
    if why:
        return Finding(name, level, f"{found.told}: {why}", ADVICE)
    return Finding(name, Level.OK, found.told)


def _launcher(home: Home, card: Card | None) -> Finding:
    """Whether launcher and engine are of one version."""
    name = "launcher"
    if card is None:
        told = f"'{home.card}' is missing or cannot be read"
        return Finding(name, Level.PROBLEM, told, INSTALL)
    if (card.protocol, card.version) != (PROTOCOL, __version__):
        told = f"version {card.version} (protocol {card.protocol}), the engine is {__version__}"
        return Finding(name, Level.PROBLEM, told, INSTALL)
    wrong = [one.path for one in launcher(home) if not one.is_current]
    if wrong:
        told = f"'{wrong[0]}' is not that of this otio-v2a"
        return Finding(name, Level.PROBLEM, told, INSTALL)
    return Finding(name, Level.OK, f"{card.version}, '{home.package}'")


def _engine(patient: Patient, card: Card | None) -> Finding:
    """Whether the engine starts from within Resolve, whatever environment that has."""
    name = "engine"
    if card is None:
        return Finding(name, Level.PROBLEM, "nobody knows how to start it", INSTALL)
    why = trouble(card, patient.machine.environment)
    if why:
        return Finding(name, Level.PROBLEM, why, INSTALL)
    return Finding(name, Level.OK, f"starts, '{card.python}'")


def _ffmpeg(configured: str) -> Finding:
    try:
        path = ffmpeg_path(configured)
        return Finding("ffmpeg", Level.OK, f"{ffmpeg_version(path)}, '{path}'")
    except MediaError as error:
        return Finding("ffmpeg", Level.PROBLEM, str(error), "Say: otio-v2a doctor")


def _jobs(home: Home) -> Finding:
    """Whether jobs can be written; what is written to see it is gone at once."""
    try:
        with tempfile.TemporaryFile(dir=home.jobs):
            return Finding("jobs", Level.OK, f"'{home.jobs}' can be written to")
    except FileNotFoundError:
        return Finding("jobs", Level.PROBLEM, f"there is no folder '{home.jobs}'", INSTALL)
    except OSError as error:
        told = f"'{home.jobs}' cannot be written to ({error.strerror})"
        return Finding("jobs", Level.PROBLEM, told, "Make it writable for you, or free some space.")


def _watch(home: Home) -> Finding:
    """Whether the Lua entries have a watch folder. Most people never need it: no problem."""
    folder = Folder(watch_folder(home))
    start = f'Resolve\'s free edition from 21.1 on needs this: otio-v2a watch "{folder.root}"'
    if not folder.is_there:
        told = f"'{folder.root}' is no watch folder, or cannot be reached"
        return Finding("watch folder", Level.WARNING, told, INSTALL)
    watched = any(one.alive for one in services(folder))
    told = f"'{folder.root}', {'watched' if watched else 'nobody watches it here'}"
    return Finding("watch folder", Level.OK, told, "" if watched else start)


def _selftest(tested: Report | None) -> Finding:
    if tested is None:
        step = "In Resolve, run Workspace > Scripts > V2A Self-test"
        return Finding("self-test", Level.WARNING, "not run yet", step)
    told = f"{tested.at}, in {tested.resolve.told}"
    if tested.bad:
        told += f"; not as expected: {', '.join(tested.bad)}"
    return Finding("self-test", Level.OK, told)
