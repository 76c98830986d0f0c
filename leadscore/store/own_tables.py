"""Tables that belong to one object: no two share a name, and each lasts as long as somebody holds its object."""

from __future__ import annotations

import itertools
import weakref

import duckdb

from leadscore.store.database import Database

_NUMBERS = itertools.count(1)


def own_table(stem: str) -> str:
    """A name that no other table of this process has."""
    return f"{stem}_{next(_NUMBERS)}"


def drop_with(owner: object, database: Database, table: str) -> None:
    """Let the table go when nobody holds its owner any longer, and not before."""
    weakref.finalize(owner, drop, database, table).atexit = False


def drop(database: Database, table: str) -> None:
    """Let the table go at once; of a closed database nothing is left to drop."""
    try:
        database.cursor().execute(f"DROP TABLE IF EXISTS {table}")
    except duckdb.ConnectionException:
        return
