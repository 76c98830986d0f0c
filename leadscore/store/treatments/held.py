"""The tables that checks read and treatments change: views of a snapshot, or a copy of it in memory."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from leadscore.store.database import Database, quoted
from leadscore.store.manifest import COLUMNS, Manifest
from leadscore.vocabulary import TABLES


@dataclass(frozen=True, slots=True)
class Held:
    """A cursor on which the canonical tables have their names, and what the manifest says of them.

    An absent table is an empty one, so every query may name every table.
    """

    cursor: duckdb.DuckDBPyConnection
    manifest: Manifest

    @classmethod
    def of(cls, database: Database) -> Held:
        """The tables of an opened snapshot; only for looking."""
        return cls(database.cursor(), database.manifest)

    def has(self, *tables: str) -> bool:
        """Whether the data have all these tables."""
        return all(table in self.manifest.tables for table in tables)

    def attribute(self, name: str) -> str:
        """An attribute of the leads as trimmed text in SQL; NULL where the data lack it."""
        if self.manifest.attribute(name) is None:
            return "CAST(NULL AS VARCHAR)"
        return f"NULLIF(TRIM(CAST(leads.{quoted(name)} AS VARCHAR), ' '), '')"

    def count(self, relation: str) -> int:
        """Rows of a table, or of a query in parentheses."""
        ((rows,),) = self.cursor.execute(f"SELECT count(*) FROM {relation}").fetchall()
        return int(rows)

    def make(self, table: str, sql: str, **bound: object) -> None:
        """Keep the rows of a query as a temporary table of this cursor."""
        self.cursor.execute(f"CREATE OR REPLACE TEMP TABLE {table} AS {sql}", bound or None)


OF_LEADS = tuple(table for table in TABLES if "lead_id" in COLUMNS[table])
"""The tables whose rows belong to a lead."""
