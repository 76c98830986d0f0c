"""Tables of what a period does not change: they belong to one object, and a cursor calls each by its plain name."""

from __future__ import annotations

import duckdb

from leadscore.outcomes.query import execute
from leadscore.outcomes.question import Question
from leadscore.store.database import Database
from leadscore.store.own_tables import drop_with, own_table


def make(
    owner: object, cursor: duckdb.DuckDBPyConnection, question: Question, name: str, sql: str, database: Database | None
) -> str:
    """Fill a table that lasts as long as its owner (without a database: as the cursor), and call it by `name` there."""
    if database is None:
        table = f"own_{name}"
        execute(cursor, question, f"CREATE OR REPLACE TEMP TABLE {table} AS\n{sql}")
    else:
        table = own_table(name)
        execute(cursor, question, f"CREATE TABLE {table} AS\n{sql}")
        drop_with(owner, database, table)
    call(cursor, name, f"SELECT * FROM {table}")
    return table


def call(cursor: duckdb.DuckDBPyConnection, name: str, sql: str) -> None:
    """Call the rows of a SELECT by a name, on this cursor only."""
    cursor.execute(f"CREATE OR REPLACE TEMP VIEW {name} AS\n{sql}")
