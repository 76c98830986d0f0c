"""DuckDB as one of the engines: the snapshot's own views."""

from __future__ import annotations

from leadscore.store.database import Database

from .answer import Answer, answer


class Duck:
    """Asks the database that has the snapshot open."""

    dialect = "duckdb"

    def __init__(self, database: Database) -> None:
        self._database = database

    def ask(self, sql: str) -> Answer:
        """The rows of one statement."""
        cursor = self._database.cursor().execute(sql)
        return answer([column[0] for column in cursor.description or ()], cursor.fetchall())
