"""The ledger: which request was sent, what came of it, and which take was chosen. Paid once, ever.

Local requests are recorded too, so that finished work is never done again.

    request  intent -> done | failed        an intent found by a later run of a local provider is
    simply run again
"""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

from otio_v2a.errors import LedgerError
from otio_v2a.model import PartKey, Role

SCHEMA = 1
"""Raised with every change of the tables; a newer ledger is refused, an older one migrated."""

_TABLES = """
create table request (
    key text primary key,
    cue text not null, role text not null, segment integer not null, take integer not null,
    provider text not null, model text not null, prompts text not null, price text not null,
    state text not null check (state in ('intent', 'done', 'failed')),
    reply text not null default '', size integer not null default -1,
    message text not null default '', remarks text not null default '',
    created text not null, finished text not null default ''
);
create table choice (
    cue text not null, role text not null, take integer not null, primary key (cue, role)
);
create table file (
    name text primary key, size integer not null, note text not null default ''
);
create table probe (path text primary key, stamp text not null, found text not null);
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """One request as the ledger keeps it; `reply` is a file in `replies/`, `size` its bytes."""

    key: str
    cue: str
    role: Role
    segment: int
    take: int
    provider: str
    model: str
    prompts: str
    price: Decimal
    state: str = "intent"
    reply: str = ""
    size: int = -1
    message: str = ""
    remarks: str = ""
    created: str = ""
    finished: str = ""


class Ledger:
    """One timeline's ledger, open. Every method commits before it returns."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Use `opened`; this only wraps."""
        self._connection = connection

    def entries(self) -> dict[str, Entry]:
        """Every request ever begun, by key."""
        rows = self._read("select * from request order by created, key")
        return {row["key"]: _entry(row) for row in rows}

    def begin(self, entry: Entry) -> None:
        """Write the intent down, before anything is sent or scored."""
        self._write(
            "insert into request (key, cue, role, segment, take, provider, model, prompts, price,"
            " state, created) values (?, ?, ?, ?, ?, ?, ?, ?, ?, 'intent', ?)"
            " on conflict (key) do update set state = 'intent', cue = excluded.cue, message = '',"
            " created = excluded.created",
            (
                *(entry.key, entry.cue, entry.role, entry.segment, entry.take, entry.provider),
                *(entry.model, entry.prompts, str(entry.price), _now()),
            ),
        )

    def finish(self, key: str, reply: str, size: int, remarks: Iterable[str] = ()) -> None:
        """The reply is whole and in its place."""
        self._write(
            "update request set state = 'done', reply = ?, size = ?, remarks = ?, message = '',"
            " finished = ? where key = ?",
            (reply, size, "\n".join(remarks), _now(), key),
        )

    def fail(self, key: str, message: str) -> None:
        """The provider said no, or broke."""
        self._write(
            "update request set state = 'failed', message = ?, finished = ? where key = ?",
            (message, _now(), key),
        )

    def chosen(self) -> dict[PartKey, int]:
        """The take a person chose, by cue and role."""
        rows = self._read("select cue, role, take from choice")
        return {(row["cue"], Role(row["role"])): row["take"] for row in rows}

    def choose(self, part: PartKey, take: int) -> None:
        """Remember a person's choice of take."""
        self._write(
            "insert or replace into choice (cue, role, take) values (?, ?, ?)", (*part, take)
        )

    def files(self) -> dict[str, tuple[int, str]]:
        """Finished pictures and sounds: bytes and a note, by name inside the work folder."""
        rows = self._read("select name, size, note from file")
        return {row["name"]: (row["size"], row["note"]) for row in rows}

    def keep(self, name: str, size: int, note: str = "") -> None:
        """A picture or baked sound is whole and in its place."""
        self._write(
            "insert or replace into file (name, size, note) values (?, ?, ?)", (name, size, note)
        )

    def probes(self) -> tuple[tuple[str, str, str], ...]:
        """What is known of media files: path, stamp (size and time), finding."""
        rows = self._read("select path, stamp, found from probe")
        return tuple((row["path"], row["stamp"], row["found"]) for row in rows)

    def remember(self, probes: Iterable[tuple[str, str, str]]) -> None:
        """Keep what was found of media files: path, stamp, finding."""
        with self._writing():
            self._connection.executemany(
                "insert or replace into probe values (?, ?, ?)", tuple(probes)
            )

    def _read(self, query: str) -> list[sqlite3.Row]:
        try:
            return self._connection.execute(query).fetchall()
        except sqlite3.Error as error:
            message = f"the ledger cannot be read: {error}. Restore its file from a backup."
            raise LedgerError(message) from error

    def _write(self, statement: str, values: tuple[object, ...]) -> None:
        with self._writing():
            self._connection.execute(statement, values)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            with self._connection:
                yield
        except sqlite3.Error as error:
            message = f"the ledger cannot be written: {error}. Free some space, then run again."
            raise LedgerError(message) from error


@contextmanager
def opened(path: Path) -> Iterator[Ledger]:
    """The ledger at `path`, made when absent.

    Raises: LedgerError when it is damaged, newer than this program, or the disk refuses.
    """
    with _told(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(path, timeout=30)
    with closing(connection):
        with _told(path):
            connection.row_factory = sqlite3.Row
            connection.execute("pragma journal_mode = wal")
            # An intent must survive a power cut: it is what keeps anyone from paying twice.
            connection.execute("pragma synchronous = full")
            _prepare(connection, path)
        yield Ledger(connection)


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """What goes wrong with the ledger's file, as one line that says what to do."""
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        message = (
            f"the ledger '{path}' cannot be used: {error}."
            " Restore it, or move its folder away to start anew."
        )
        raise LedgerError(message) from error


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    version = connection.execute("pragma user_version").fetchone()[0]
    if version > SCHEMA:
        message = f"the ledger '{path}' was written by a newer version. Update otio-v2a."
        raise LedgerError(message)
    if version == 0:
        connection.executescript(f"begin; {_TABLES} pragma user_version = {SCHEMA}; commit;")


def _entry(row: sqlite3.Row) -> Entry:
    fields = {**dict(row), "role": Role(row["role"]), "price": Decimal(row["price"])}
    return Entry(**fields)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
