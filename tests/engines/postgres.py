"""PostgreSQL as one of the engines: the tables of a world in a transaction that is rolled back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

from leadscore.store.database import Database

from . import canary
from .answer import Answer, answer
from .cluster import OWNER
from .tables import Canonical, tables_of

TYPES = {"VARCHAR": "TEXT", "DOUBLE": "DOUBLE PRECISION", "TIMESTAMP": "TIMESTAMP"}
ELSEWHERE = "America/St_Johns"
"""A zone with half hours and daylight saving: naive instants must not care."""


class Postgres:
    """One connection to a database of the cluster, with a canary in it."""

    dialect = "postgres"

    def __init__(self, socket: Path, database: str = "postgres") -> None:
        self._connection = psycopg.connect(
            host=str(socket), user=OWNER, dbname=database, autocommit=True, options=f"-c timezone={ELSEWHERE}"
        )
        self.run(f"DROP TABLE IF EXISTS {canary.NAME}")
        self.run(canary.CREATE)

    def run(self, statement: str) -> None:
        """Run a statement of the test's own."""
        self._connection.execute(statement.encode())

    @contextmanager
    def loaded(self, database: Database) -> Iterator[Postgres]:
        """The snapshot's tables, for as long as the block runs."""
        with self._connection.transaction(force_rollback=True):
            for table in tables_of(database):
                self._load(table)
            yield self

    def ask(self, statement: str) -> Answer:
        """The rows of a query, sent as a script would be: were there two statements in it, both would run."""
        cursor = self._connection.execute(statement.encode())
        if cursor.nextset():
            raise AssertionError("more than one statement ran")
        return answer([column.name for column in cursor.description or ()], cursor.fetchall())

    def close(self) -> None:
        """Hang up."""
        self._connection.close()

    def _load(self, table: Canonical) -> None:
        columns = [sql.SQL("{} {}").format(_named(name), sql.SQL(TYPES[kind])) for name, kind in table.columns.items()]
        name = _named(table.name)
        self._connection.execute(sql.SQL("CREATE TABLE {} ({})").format(name, sql.SQL(", ").join(columns)))
        with self._connection.cursor().copy(sql.SQL("COPY {} FROM STDIN").format(name)) as copy:
            for row in zip(*(column.to_pylist() for column in table.rows.columns), strict=True):
                copy.write_row(row)


def _named(name: str) -> sql.Identifier:
    return sql.Identifier(name)
