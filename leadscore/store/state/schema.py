"""The schema and its number: each migration is one transaction, so a kill leaves a file at one number or the next."""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Sequence
from functools import cache

from leadscore.store.state.damage import Damaged, Newer
from leadscore.store.state.migrations import MIGRATIONS, Migration
from leadscore.store.state.sealing import seal

APPLICATION = 0x6C656164
"""The mark of our files in SQLite's header."""


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
