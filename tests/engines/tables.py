"""The canonical tables of a snapshot as every engine gets them: absent ones empty, with the same columns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pyarrow
from pyarrow import parquet

from leadscore.store.database import Database
from leadscore.store.manifest import COLUMNS

ARROW_TYPES = {"VARCHAR": pyarrow.string(), "DOUBLE": pyarrow.float64(), "TIMESTAMP": pyarrow.timestamp("us")}


@dataclass(frozen=True, slots=True)
class Canonical:
    """One canonical table: its name, its columns with their types as DuckDB calls them, and its rows."""

    name: str
    columns: dict[str, str]
    rows: pyarrow.Table


def tables_of(database: Database) -> Iterator[Canonical]:
    """The six tables of a snapshot."""
    for name, columns in COLUMNS.items():
        types = dict(columns)
        if name == "leads":
            kinds = {"number": "DOUBLE", "text": "VARCHAR"}
            types |= {each.name: kinds[each.type] for each in database.manifest.attributes}
        schema = pyarrow.schema([(column, ARROW_TYPES[type_]) for column, type_ in types.items()])
        path = database.folder / f"{name}.parquet"
        rows = parquet.read_table(path, schema=schema) if path.exists() else schema.empty_table()
        yield Canonical(name, types, rows)
