"""The ledger: which request was sent, what came of it, and which take was chosen. Paid once, ever.

Local requests are recorded too, so that finished work is never done again. What is paid for goes

    (none) -> intent -> submitted -> done | failed
                     -> rejected     refused for certain, nothing owed: may be sent again
                     -> uncertain    cannot be known: only a person releases or adopts it

and an intent without an answer is looked up or becomes uncertain. A local intent that a later run
finds is simply run again.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

from otio_v2a.errors import LedgerError
from otio_v2a.gateway import tables
from otio_v2a.model import PartKey, Role

_DIGITS = 8


@dataclass(frozen=True, slots=True)
class Entry:
    """One request as the ledger keeps it; `reply` is a file in `replies/`, `size` its bytes.

    `client` is our own id of it, `job` the seller's; `attempt` counts what a person asked to pay
    again. Unit: `price` in USD; `created` is when it was last about to be sent, in UTC.
    """

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
    attempt: int = 1
    client: str = ""
    job: str = ""
    submitted: str = ""
    spent: str = ""


def number(key: str) -> str:
    """A request's own number, by which a person means it."""
    return key[:_DIGITS]


class Ledger:
    """One timeline's ledger, open. Every method commits before it returns."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Use `opened`; this only wraps."""
        self._connection = connection

    def entries(self) -> dict[str, Entry]:
        """Every request ever begun, by key."""
        rows = self._read("select * from request order by created, key")
        return {row["key"]: _entry(row) for row in rows}

    def entry(self, key: str) -> Entry | None:
        """One request."""
        rows = self._read("select * from request where key = ?", (key,))
        return _entry(rows[0]) if rows else None

    def begin(self, entry: Entry) -> None:
        """Write down what is about to be scored on this machine, whatever came of it before."""
        self._insert(entry, "true")

    def intend(self, entry: Entry) -> Entry:
        """Write down what is about to be sent and paid. Whoever succeeds may send it, once.

        Raises: LedgerError when it was sent before and not refused for certain.
        """
        if not self._insert(entry, "request.state = 'rejected'"):
            message = (
                f"request {number(entry.key)} was sent before. Run again to see how it stands."
            )
            raise LedgerError(message)
        return self._known(entry.key)

    def adopt(self, entry: Entry) -> None:
        """Take over what another ledger has of a request, unless this one knows it better.

        What a person lets be paid again here is not undone by what became of it before.
        """
        columns = [one.name for one in fields(Entry)]
        values = tuple(_stored(getattr(entry, name)) for name in columns)
        kept = ", ".join(f"{name} = excluded.{name}" for name in columns if name != "key")
        self._write(
            f"insert into request ({', '.join(columns)}) values ({', '.join('?' * len(columns))})"
            f" on conflict (key) do update set {kept} where request.state = 'rejected'"
            " and request.attempt <= excluded.attempt",
            values,
        )

    def submit(self, key: str, job: str) -> Entry:
        """It was accepted under the seller's id `job`: money is owed from here on."""
        return self._change(key, state="submitted", job=job, message="", submitted=_now())

    def reject(self, key: str, message: str) -> Entry:
        """It was refused for certain, or provably never arrived: nothing is owed."""
        return self._change(key, state="rejected", message=message, finished=_now())

    def doubt(self, key: str, message: str) -> Entry:
        """Nobody can tell whether it arrived: only a person may decide."""
        return self._change(key, state="uncertain", message=message)

    def fail(self, key: str, message: str) -> Entry:
        """The provider accepted it, then said no or broke."""
        return self._change(key, state="failed", message=message, finished=_now())

    def remark(self, key: str, message: str) -> Entry:
        """Keep what went wrong on the way, without a change of state."""
        return self._change(key, message=message)

    def finish(
        self, key: str, reply: str, size: int, remarks: Iterable[str] = (), spent: str = ""
    ) -> Entry:
        """The reply is whole and in its place."""
        told = {"reply": reply, "remarks": "\n".join(remarks), "message": "", "spent": spent}
        return self._change(key, state="done", size=size, finished=_now(), **told)

    def release(self, key: str) -> Entry:
        """A person's decision: it may be sent, and paid, once more, under another id of ours."""
        attempt = self._known(key).attempt + 1
        return self._change(key, state="rejected", attempt=attempt, job="", message="")

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

    def hosted(self) -> tuple[tuple[str, str], ...]:
        """Pictures that lie at a public address: name there, key of each request they are for."""
        return tuple((row["name"], row["key"]) for row in self._read("select * from hosted"))

    def host(self, name: str, key: str) -> None:
        """A picture is about to be put at a public address for this request."""
        self._write("insert or replace into hosted (name, key) values (?, ?)", (name, key))

    def unhost(self, name: str) -> None:
        """A picture was taken away from its public address."""
        self._write("delete from hosted where name = ?", (name,))

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

    def _known(self, key: str) -> Entry:
        found = self.entry(key)
        if found is None:
            message = f"the ledger holds no request {number(key)}. Restore its file from a backup."
            raise LedgerError(message)
        return found

    def _insert(self, entry: Entry, condition: str) -> bool:
        """Write an intent; over an earlier one only where the condition holds."""
        columns = (*_ASKED, "created")
        values = (*(_stored(getattr(entry, name)) for name in _ASKED), _now())
        places = ", ".join("?" * len(columns))
        kept = ", ".join(f"{name} = excluded.{name}" for name in columns if name != "key")
        statement = (
            f"insert into request ({', '.join(columns)}, state) values ({places}, 'intent')"
            f" on conflict (key) do update set {kept}, state = 'intent', message = '', job = ''"
            f" where {condition}"
        )
        return self._write(statement, values) == 1

    def _change(self, key: str, **to: str | int) -> Entry:
        """Set columns of one request."""
        what = ", ".join(f"{name} = ?" for name in to)
        self._write(f"update request set {what} where key = ?", (*to.values(), key))
        return self._known(key)

    def _read(self, query: str, values: tuple[object, ...] = ()) -> list[sqlite3.Row]:
        try:
            return self._connection.execute(query, values).fetchall()
        except sqlite3.Error as error:
            message = f"the ledger cannot be read: {error}. Restore its file from a backup."
            raise LedgerError(message) from error

    def _write(self, statement: str, values: tuple[object, ...]) -> int:
        with self._writing():
            return self._connection.execute(statement, values).rowcount

    @contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            with self._connection:
                yield
        except sqlite3.Error as error:
            message = f"the ledger cannot be written: {error}. Free some space, then run again."
            raise LedgerError(message) from error


_ASKED = (
    *("key", "cue", "role", "segment", "take", "provider", "model", "prompts", "price"),
    *("attempt", "client"),
)
_COLUMNS = frozenset(one.name for one in fields(Entry))


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
            tables.prepare(connection, path)
        yield Ledger(connection)


def there(path: Path) -> AbstractContextManager[Ledger | None]:
    """The ledger at `path` where there is one: whoever only looks makes none."""
    return opened(path) if path.is_file() else nullcontext(None)


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


def _entry(row: sqlite3.Row) -> Entry:
    known = {name: value for name, value in dict(row).items() if name in _COLUMNS}
    return Entry(**{**known, "role": Role(row["role"]), "price": Decimal(row["price"])})


def _stored(value: object) -> object:
    return str(value) if isinstance(value, Decimal) else value


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
