"""A Parquet file as rows, read by DuckDB; its rows are counted from the file's own footer as well."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb

from leadscore.errors import ImportRefused
from leadscore.importing.limits import MB, Limits
from leadscore.importing.reading import headers
from leadscore.importing.reading.cells import as_text
from leadscore.importing.reading.parquet_footer import DamagedFooter, row_count
from leadscore.importing.reading.rows import Batch, batch_of
from leadscore.store.database import quoted

_FLOATS = ("DOUBLE", "FLOAT")
_MANY_ROWS, _ROWS_A_BYTE = 2_000_000, 10
"""A file that says to hold so many rows, and so many in each of its bytes, is none that people made."""


class ParquetReading:
    """One pass over one file; see rows.Reading.  Lines are row numbers from 1."""

    def __init__(self, path: Path, limits: Limits) -> None:
        self._path = path
        self.notes: list[str] = []
        try:
            self._rows = row_count(path)
            self._database = duckdb.connect(config={"memory_limit": f"{limits.memory // 4 // MB}MB", "threads": "1"})
            self._database.execute("SET TimeZone = 'UTC'")
            described = self._database.execute("DESCRIBE SELECT * FROM read_parquet(?)", [str(path)]).fetchall()
        except (duckdb.Error, DamagedFooter) as error:
            raise _damaged(path) from error
        if self._rows > max(_MANY_ROWS, _ROWS_A_BYTE * path.stat().st_size):
            raise ImportRefused(
                f"{path.name} says that it holds {self._rows:,} rows, which its size cannot. Export the data again."
            )
        if len(described) > limits.columns:
            raise ImportRefused(f"{path.name} has {len(described)} columns; at most {limits.columns} are read.")
        self._selected = ", ".join(_selected(name, sql_type) for name, sql_type, *_ in described)
        self._types = [sql_type for _, sql_type, *_ in described]
        self.header = headers.read_header([name for name, *_ in described])

    def batches(self) -> Iterator[Batch]:
        """The rows, a batch at a time."""
        first, size = 1, batch_of(len(self._types))
        try:
            rows = self._database.execute(f"SELECT {self._selected} FROM read_parquet(?)", [str(self._path)])
            while page := rows.fetchmany(size):
                columns = [
                    [as_text(value) for value in column] if sql_type in _FLOATS else column
                    for column, sql_type in zip(zip(*page, strict=True), self._types, strict=True)
                ]
                yield Batch(range(first, first + len(page)), columns)
                first += len(page)
        except duckdb.OutOfMemoryException:
            raise
        except duckdb.Error as error:
            raise _damaged(self._path) from error

    def recount(self) -> int:
        """The rows that the footer states."""
        return self._rows


def _selected(name: str, sql_type: str) -> str:
    return quoted(name) if sql_type in (*_FLOATS, "VARCHAR") else f"CAST({quoted(name)} AS VARCHAR)"


def _damaged(path: Path) -> ImportRefused:
    return ImportRefused(f"{path.name} is a damaged Parquet file. Export it again.")
