"""What a watch folder may spend and has spent, what it has bought, and what it has done before.

One small database for all services on the folder, in rollback-journal form: unlike a write-ahead
log that needs nothing but locks, which shares have. Every paid request is in it once, by its key,
before it is sent: so two jobs that want the same sound never both pay for it.
"""

import json
import sqlite3
from collections.abc import Collection, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from otio_v2a.errors import HeldError, LedgerError
from otio_v2a.gateway.ledger import Entry
from otio_v2a.providers.base import usd

_SCHEMA = 1
_TABLES = """
create table request (
    key text primary key, work text not null, day text not null,
    price text not null, earlier text not null default '0', sent integer not null default 0
);
create table held (digest text primary key, name text not null, price text not null);
create table done (
    digest text primary key, name text not null, at text not null, outputs text not null
);
create table run (work text primary key, number integer not null);
"""
_OWED = frozenset({"submitted", "done", "failed", "uncertain"})


@dataclass(frozen=True, slots=True)
class Caps:
    """What a job and a day may cost without a yes; `allowed` is what one was said to.

    Unit: USD.
    """

    job: Decimal
    day: Decimal
    allowed: Decimal | None = None

    def problem(self, cost: Decimal, today: Decimal) -> str:
        """Why this must not be spent; empty where it may."""
        if self.allowed is not None:
            over = f"the {usd(self.allowed)} that were approved"
            return over if cost > self.allowed else ""
        if cost > self.job:
            return f"the {usd(self.job)} that a job may cost (cap_per_job)"
        if today + cost > self.day:
            left = usd(max(Decimal(0), self.day - today))
            return f"the {left} that are left of today's {usd(self.day)} (cap_per_day)"
        return ""


@dataclass(frozen=True, slots=True)
class Earlier:
    """What was made of the same content before: of which timeline, when, and which files."""

    name: str
    at: str
    outputs: tuple[Path, ...]


class Purse:
    """A watch folder's money and memory, open. Every method is one transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Use `opened`; this only wraps."""
        self._connection = connection

    def reserve(
        self, work: str, bill: Mapping[str, Decimal], caps: Caps, day: date
    ) -> dict[str, str]:
        """Set the money for these requests of a work folder aside, before any is sent.

        Returns the requests that another work folder has bought or is buying, and which; then
        nothing was set aside.
        Raises: HeldError, with the price, when it is more than the caps allow.
        """
        with self._all_or_nothing():
            known = self._requests(bill)
            elsewhere = {key: row["work"] for key, row in known.items() if row["work"] != work}
            if elsewhere:
                return elsewhere
            cost = sum(bill.values(), Decimal(0))
            # What was set aside and never sent is set aside anew.
            open_ = [key for key, row in known.items() if not row["sent"]]
            over = caps.problem(cost, self._spent(day, but=open_))
            if over:
                message = f"it would cost {usd(cost)} USD, more than {over}. Nothing was sent."
                raise HeldError(message)
            for key, price in bill.items():
                row = known.get(key)
                earlier = _paid(row) if row else Decimal(0)
                self._connection.execute(
                    "insert or replace into request (key, work, day, price, earlier, sent)"
                    " values (?, ?, ?, ?, ?, 0)",
                    (key, work, day.isoformat(), str(price), str(earlier)),
                )
        return {}

    def settle(self, work: str, entries: Mapping[str, Entry]) -> None:
        """What of the money set aside for a work folder is owed, as its own ledger has it.

        What may or may not have arrived stays set aside. Nobody else works there meanwhile.
        """
        with self._all_or_nothing():
            rows = self._rows("select * from request where work = ? and sent = 0", (work,))
            for row in rows:
                entry = entries.get(row["key"])
                if entry and entry.state == "intent":
                    continue
                if entry and entry.state in _OWED:
                    self._connection.execute(
                        "update request set price = ?, sent = 1 where key = ?",
                        (str(entry.price), row["key"]),
                    )
                elif Decimal(row["earlier"]):
                    self._connection.execute(
                        "update request set price = '0', sent = 1 where key = ?", (row["key"],)
                    )
                else:
                    self._connection.execute("delete from request where key = ?", (row["key"],))

    def hand_over(self, keys: Collection[str], work: str) -> None:
        """These requests belong to another work folder from now on."""
        with self._all_or_nothing():
            self._connection.executemany(
                "update request set work = ? where key = ?", [(work, key) for key in keys]
            )

    def spent(self, day: date) -> Decimal:
        """What the requests of a day cost, those included that are about to be sent."""
        return self._spent(day, but=())

    def hold(self, digest: str, name: str, price: Decimal) -> None:
        """Remember the price that somebody is asked to say yes to, for a timeline as it is."""
        statement = "insert or replace into held (digest, name, price) values (?, ?, ?)"
        self._write(statement, digest, name, price)

    def asked(self, digest: str, name: str) -> Decimal | None:
        """The price that somebody was asked to say yes to; None where nobody was.

        It is nothing where another content of that name was asked about.
        """
        rows = self._read("select price from held where digest = ?", digest)
        if rows:
            return Decimal(rows[0]["price"])
        return Decimal(0) if self._read("select 1 from held where name = ?", name) else None

    def decided(self, name: str) -> None:
        """Nobody is asked about this timeline any more."""
        self._write("delete from held where name = ?", name)

    def remember(self, digest: str, earlier: Earlier) -> None:
        """What was made of some content."""
        told = json.dumps([str(path) for path in earlier.outputs])
        values = (digest, earlier.name, earlier.at, told)
        statement = "insert or replace into done (digest, name, at, outputs) values (?, ?, ?, ?)"
        self._write(statement, *values)

    def earlier(self, digest: str) -> Earlier | None:
        """What was made of the same content before, as long as all of it is there."""
        for row in self._read("select * from done where digest = ?", digest):
            outputs = tuple(map(Path, json.loads(row["outputs"])))
            if outputs and all(path.exists() for path in outputs):
                return Earlier(row["name"], row["at"], outputs)
        return None

    def number(self, work: str) -> int:
        """The number of the last result of a work folder; 0 where there is none."""
        rows = self._read("select number from run where work = ?", work)
        return int(rows[0]["number"]) if rows else 0

    def numbered(self, work: str, number: int) -> None:
        """A result has this number."""
        self._write("insert or replace into run (work, number) values (?, ?)", work, number)

    def _spent(self, day: date, but: Collection[str]) -> Decimal:
        rows = self._rows("select * from request where day = ?", (day.isoformat(),))
        return sum((_total(row) for row in rows if row["key"] not in but), Decimal(0))

    def _requests(self, keys: Collection[str]) -> dict[str, sqlite3.Row]:
        found = (self._rows("select * from request where key = ?", (key,)) for key in keys)
        return {row["key"]: row for rows in found for row in rows}

    def _read(self, statement: str, *values: object) -> list[sqlite3.Row]:
        with self._all_or_nothing():
            return self._rows(statement, values)

    def _write(self, statement: str, *values: object) -> None:
        stored = tuple(str(one) if isinstance(one, Decimal) else one for one in values)
        with self._all_or_nothing():
            self._connection.execute(statement, stored)

    def _rows(self, statement: str, values: tuple[object, ...]) -> list[sqlite3.Row]:
        return self._connection.execute(statement, values).fetchall()

    @contextmanager
    def _all_or_nothing(self) -> Iterator[None]:
        """Raises: LedgerError when the disk refuses."""
        try:
            self._connection.execute("begin immediate")
            with self._connection:
                yield
        except sqlite3.Error as error:
            message = f"the watch folder's ledger cannot be used: {error}. Free some space."
            raise LedgerError(message) from error


def _paid(row: sqlite3.Row) -> Decimal:
    """What was paid for a request so far, once or more often."""
    return _total(row) if row["sent"] else Decimal(row["earlier"])


def _total(row: sqlite3.Row) -> Decimal:
    return Decimal(row["price"]) + Decimal(row["earlier"])


@contextmanager
def opened(path: Path) -> Iterator[Purse]:
    """The purse at `path`, made when absent.

    Raises: LedgerError when it is damaged, newer than this program, or the disk refuses.
    """
    try:
        with closing(sqlite3.connect(path, timeout=60, isolation_level=None)) as connection:
            connection.row_factory = sqlite3.Row
            connection.execute("pragma journal_mode = delete")
            connection.execute("pragma synchronous = full")
            _prepare(connection, path)
            yield Purse(connection)
    except sqlite3.Error as error:
        message = f"the watch folder's ledger '{path}' cannot be used: {error}."
        raise LedgerError(message) from error


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    """Raises: LedgerError for one of a newer version; sqlite3.Error when the disk refuses."""
    version = connection.execute("pragma user_version").fetchone()[0]
    if version > _SCHEMA:
        message = f"the ledger '{path}' was written by a newer version. Update otio-v2a."
        raise LedgerError(message)
    if version == _SCHEMA:
        return
    connection.execute("begin immediate")
    with connection:
        # Another service may have been quicker.
        if connection.execute("pragma user_version").fetchone()[0] == 0:
            for statement in filter(str.strip, _TABLES.split(";")):
                connection.execute(statement)
            connection.execute(f"pragma user_version = {_SCHEMA}")
