"""The schema in numbered migrations: each is one transaction, so a kill leaves a file at one number or the next."""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Sequence
from functools import cache

from leadscore.store.state.damage import Damaged, Newer
from leadscore.store.state.sealing import seal

APPLICATION = 0x6C656164
"""The mark of our files in SQLite's header."""

Migration = tuple[str, ...]


def _append_only(table: str) -> tuple[str, str]:
    return _refusing(table, "UPDATE"), _refusing(table, "DELETE")


def _refusing(table: str, act: str) -> str:
    return (
        f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, 'rows of {table} are never changed'); END"
    )


_FIRST: Migration = (
    "CREATE TABLE origin (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, value TEXT NOT NULL, seal TEXT NOT NULL)",
    *_append_only("origin"),
    """CREATE TABLE audit (
        id INTEGER PRIMARY KEY, at TEXT NOT NULL, act TEXT NOT NULL, actor INTEGER, about TEXT, row_hash TEXT,
        erases INTEGER, previous TEXT NOT NULL, hash TEXT NOT NULL)""",
    *_append_only("audit"),
    "CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, nonce TEXT NOT NULL, seal TEXT NOT NULL)",
    _refusing("people", "UPDATE"),
    """CREATE TABLE texts (
        id INTEGER PRIMARY KEY, lead INTEGER, text TEXT NOT NULL, nonce TEXT NOT NULL, seal TEXT NOT NULL)""",
    _refusing("texts", "UPDATE"),
    """CREATE TABLE versions (
        id INTEGER PRIMARY KEY, at TEXT NOT NULL, line TEXT NOT NULL, number INTEGER NOT NULL, document TEXT NOT NULL,
        model_hash TEXT NOT NULL, scoring_hash TEXT NOT NULL, reason INTEGER, base INTEGER REFERENCES versions (id),
        restored_from INTEGER REFERENCES versions (id), author INTEGER NOT NULL, team TEXT NOT NULL,
        seal TEXT NOT NULL, UNIQUE (line, number))""",
    *_append_only("versions"),
)

_SECOND: Migration = (
    """CREATE TABLE leads (
        id INTEGER PRIMARY KEY, lead_id TEXT NOT NULL UNIQUE, nonce TEXT NOT NULL, seal TEXT NOT NULL)""",
    _refusing("leads", "UPDATE"),
    """CREATE TABLE feedback (
        id INTEGER PRIMARY KEY, at TEXT NOT NULL, lead INTEGER NOT NULL, rating TEXT NOT NULL, reason_code TEXT,
        concerns TEXT NOT NULL, version INTEGER REFERENCES versions (id), model_hash TEXT NOT NULL, score TEXT,
        band TEXT, handed_over_at TEXT, fired TEXT NOT NULL, named TEXT NOT NULL, text INTEGER,
        author INTEGER NOT NULL, team TEXT NOT NULL, seal TEXT NOT NULL)""",
    "CREATE INDEX feedback_of_lead ON feedback (lead)",
    "CREATE INDEX feedback_since ON feedback (at)",
    *_append_only("feedback"),
    """CREATE TABLE stamps (
        id INTEGER PRIMARY KEY, at TEXT NOT NULL, feedback INTEGER NOT NULL REFERENCES feedback (id),
        kind TEXT NOT NULL, text INTEGER, author INTEGER NOT NULL, team TEXT NOT NULL, seal TEXT NOT NULL)""",
    "CREATE INDEX stamps_of_feedback ON stamps (feedback)",
    *_append_only("stamps"),
    """CREATE TABLE verdicts (
        id INTEGER PRIMARY KEY, at TEXT NOT NULL, feedback INTEGER NOT NULL REFERENCES feedback (id),
        verdict TEXT NOT NULL, text INTEGER, author INTEGER NOT NULL, team TEXT NOT NULL, seal TEXT NOT NULL)""",
    "CREATE INDEX verdicts_of_feedback ON verdicts (feedback)",
    *_append_only("verdicts"),
)

_THIRD: Migration = (
    """CREATE TABLE actions (
        id INTEGER PRIMARY KEY, at TEXT NOT NULL, what INTEGER NOT NULL, owner INTEGER NOT NULL, due TEXT NOT NULL,
        source TEXT NOT NULL, author INTEGER NOT NULL, team TEXT NOT NULL, seal TEXT NOT NULL)""",
    *_append_only("actions"),
    """CREATE TABLE steps (
        id INTEGER PRIMARY KEY, at TEXT NOT NULL, action INTEGER NOT NULL REFERENCES actions (id), kind TEXT NOT NULL,
        due TEXT, text INTEGER, author INTEGER NOT NULL, team TEXT NOT NULL, seal TEXT NOT NULL)""",
    "CREATE INDEX steps_of_action ON steps (action)",
    *_append_only("steps"),
)

_FOURTH: Migration = (
    """CREATE TABLE notes (
        id INTEGER PRIMARY KEY, at TEXT NOT NULL, month TEXT NOT NULL, about TEXT NOT NULL, text INTEGER NOT NULL,
        author INTEGER NOT NULL, team TEXT NOT NULL, seal TEXT NOT NULL)""",
    *_append_only("notes"),
)

_FIFTH: Migration = (
    """CREATE TABLE promises (
        id INTEGER PRIMARY KEY, at TEXT NOT NULL, side TEXT NOT NULL, since TEXT NOT NULL, leads_a_month INTEGER,
        touch_within_minutes INTEGER, attempts INTEGER, attempt_days INTEGER, accept_within_days INTEGER,
        source TEXT NOT NULL, seen INTEGER REFERENCES promises (id), author INTEGER NOT NULL, team TEXT NOT NULL,
        seal TEXT NOT NULL)""",
    *_append_only("promises"),
)

MIGRATIONS: tuple[Migration, ...] = (_FIRST, _SECOND, _THIRD, _FOURTH, _FIFTH)
"""Number n of a file's schema = how many of these it has seen; later needs are appended, never inserted."""


def number_of(connection: sqlite3.Connection) -> int:
    """The number of a file's schema; 0 for an empty file."""
    number: int = connection.execute("PRAGMA user_version").fetchone()[0]
    return number


def migrate(connection: sqlite3.Connection, migrations: Sequence[Migration] = MIGRATIONS) -> None:
    """Bring a file to the newest schema, a transaction each; Newer or Damaged where it is not one of ours."""
    while True:
        connection.execute("BEGIN IMMEDIATE")
        try:
            number = verified_number(connection, migrations)
            if number == len(migrations):
                return
            _apply(connection, number, migrations[number])
            connection.execute("COMMIT")
        finally:
            if connection.in_transaction:
                connection.execute("ROLLBACK")


def verified_number(connection: sqlite3.Connection, migrations: Sequence[Migration] = MIGRATIONS) -> int:
    """The number of a file's schema after a look at whether that schema is what the number says."""
    number = number_of(connection)
    mark = connection.execute("PRAGMA application_id").fetchone()[0]
    if number > len(migrations) and mark == APPLICATION:
        raise Newer(number, len(migrations))
    expected = _described_after(tuple(migrations[:number]))
    if not 0 <= number <= len(migrations) or mark != (APPLICATION if number else 0):
        raise Damaged("its header is not what leadscore writes")
    if described(connection) != expected:
        raise Damaged(f"its tables are not those of schema {number}")
    return number


def described(connection: sqlite3.Connection) -> list[tuple[str, ...]]:
    """Every table, index and trigger with its definition."""
    return connection.execute(
        "SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_master ORDER BY type, name"
    ).fetchall()


@cache
def _described_after(migrations: tuple[Migration, ...]) -> list[tuple[str, ...]]:
    fresh = sqlite3.connect(":memory:", isolation_level=None)
    try:
        for statements in migrations:
            for statement in statements:
                fresh.execute(statement)
        return described(fresh)
    finally:
        fresh.close()


def _apply(connection: sqlite3.Connection, number: int, statements: Migration) -> None:
    for statement in statements:
        connection.execute(statement)
    if number == 0:
        connection.execute(f"PRAGMA application_id = {APPLICATION}")
        _found(connection)
    connection.execute(f"PRAGMA user_version = {number + 1}")


def _found(connection: sqlite3.Connection) -> None:
    """What makes this state itself and no other: its name, and the secret behind its links."""
    for number, name in enumerate(("state", "salt"), start=1):
        value = secrets.token_hex(32)
        row = (number, name, value)
        connection.execute("INSERT INTO origin VALUES (?, ?, ?, ?)", (*row, seal("origin", row)))
