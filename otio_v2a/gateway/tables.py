"""The ledger's tables, and how an older ledger gets them: in one transaction, after a backup."""

import sqlite3
from contextlib import closing
from pathlib import Path

from otio_v2a.errors import LedgerError

SCHEMA = 2
"""Raised with every change of the tables; a newer ledger is refused, an older one migrated."""

_REQUEST = """
create table request (
    key text primary key,
    cue text not null, role text not null, segment integer not null, take integer not null,
    provider text not null, model text not null, prompts text not null, price text not null,
    state text not null check (
        state in ('intent', 'submitted', 'done', 'failed', 'rejected', 'uncertain')
    ),
    reply text not null default '', size integer not null default -1,
    message text not null default '', remarks text not null default '',
    created text not null, finished text not null default '',
    attempt integer not null default 1, client text not null default '',
    job text not null default '', submitted text not null default '',
    spent text not null default ''
);
create table hosted (name text not null, key text not null, primary key (name, key));
"""

_REST = """
create table choice (
    cue text not null, role text not null, take integer not null, primary key (cue, role)
);
create table file (
    name text primary key, size integer not null, note text not null default ''
);
create table probe (path text primary key, stamp text not null, found text not null);
"""

# Schema 1 knew local requests alone: three states, and nothing of jobs.
_FROM_1 = f"""
alter table request rename to request_1;
{_REQUEST}
insert into request (key, cue, role, segment, take, provider, model, prompts, price, state, reply,
                     size, message, remarks, created, finished)
    select key, cue, role, segment, take, provider, model, prompts, price, state, reply,
           size, message, remarks, created, finished from request_1;
drop table request_1;
"""


def prepare(connection: sqlite3.Connection, path: Path) -> None:
    """Make the tables, or bring an older ledger's up to date.

    Raises: LedgerError for one of a newer version; sqlite3.Error, OSError when the disk refuses.
    """
    version = _version(connection)
    if version > SCHEMA:
        message = f"the ledger '{path}' was written by a newer version. Update otio-v2a."
        raise LedgerError(message)
    if version == SCHEMA:
        return
    if version:
        _back_up(connection, path.with_name(f"{path.name}.{version}"))
    change = _FROM_1 if version else _REQUEST + _REST
    connection.execute("begin immediate")
    with connection:
        # Another process may have been quicker.
        if _version(connection) == version:
            for statement in filter(str.strip, change.split(";")):
                connection.execute(statement)
            connection.execute(f"pragma user_version = {SCHEMA}")


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("pragma user_version").fetchone()[0])


def _back_up(connection: sqlite3.Connection, place: Path) -> None:
    with closing(sqlite3.connect(place)) as copy:
        connection.backup(copy)
