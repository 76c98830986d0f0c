"""The database in which an import is put together: accepted rows by table, refused rows with their reasons."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
from numpy.typing import NDArray

from leadscore.importing.mappings.mapping import FIELDS, Kind
from leadscore.importing.taking.columns import Value
from leadscore.importing.taking.extraction import Extract, Refusal
from leadscore.store.database import quoted

_SQL_TYPE: dict[Kind, str] = {"id": "VARCHAR", "text": "VARCHAR", "number": "DOUBLE", "instant": "TIMESTAMP"}
SEQ = '"\x1fseq"'
"""The column that says where a row came from; no attribute can have its name, which holds a control character."""

_LINE_BITS = 40
_MEMORY_SHARE = 0.4


class Staging:
    """Tables `rows_<table>` and `refused`; a row's `seq` is its source's number and line in one integer."""

    def __init__(self, folder: Path, tables: Sequence[str], attributes: Sequence[str], memory: int) -> None:
        self._folder = folder
        self.attributes = tuple(attributes)
        self.tables = tuple(tables)
        self.database = duckdb.connect(
            str(folder / "work.duckdb"),
            config={
                "memory_limit": f"{int(memory * _MEMORY_SHARE)}B",
                "temp_directory": str(folder / "spilled"),
                "pandas_analyze_sample": "0",
                "preserve_insertion_order": "true",
                "autoinstall_known_extensions": "false",
                "autoload_known_extensions": "false",
                "threads": "2",
            },
        )
        self.database.execute("SET TimeZone = 'UTC'")
        for table in tables:
            columns = ", ".join(f"{quoted(name)} {sql_type}" for name, sql_type in self.columns(table).items())
            self.database.execute(f"CREATE TABLE rows_{table} ({SEQ} BIGINT, {columns})")
        self.database.execute(f"CREATE TABLE refused ({SEQ} BIGINT, tbl VARCHAR, reason VARCHAR, cells VARCHAR)")

    def columns(self, table: str) -> dict[str, str]:
        """The columns of a staged table and their SQL types; attributes are texts until their type is fixed."""
        columns = {name: _SQL_TYPE[kind] for name, kind in FIELDS[table].items()}
        return columns | ({name: "VARCHAR" for name in self.attributes} if table == "leads" else {})

    def add(self, table: str, source: int, extract: Extract) -> None:
        """Store what one batch gave one table."""
        if extract.lines:
            types = self.columns(table)
            arrays = {f"c{i}": _array(values, types[name]) for i, (name, values) in enumerate(extract.columns.items())}
            arrays["seq"] = np.array(extract.lines, dtype=np.int64) + (source << _LINE_BITS)
            self._insert(f"rows_{table}", extract.columns, _chosen(extract.columns, types), arrays)
        self.refuse(table, source, extract.refusals)

    def refuse(self, table: str, source: int, refusals: Sequence[Refusal]) -> None:
        """Store refused rows."""
        if not refusals:
            return
        arrays = {
            "seq": np.array([each.line for each in refusals], dtype=np.int64) + (source << _LINE_BITS),
            "tbl": _texts([table] * len(refusals)),
            "reason": _texts([each.reason for each in refusals]),
            "cells": _texts([each.cells for each in refusals]),
        }
        names = ["tbl", "reason", "cells"]
        self._insert("refused", names, names, arrays)

    def execute(self, sql: str, values: Sequence[Any] = ()) -> duckdb.DuckDBPyConnection:
        """Run one statement of ours."""
        return self.database.execute(sql, list(values))

    def count(self, table: str) -> int:
        """Rows of a table of the database."""
        return int(self.one(f"SELECT count(*) FROM {table}"))

    def one(self, sql: str) -> Any:
        """The single value of a query."""
        row = self.execute(sql).fetchone()
        return row[0] if row else None

    def close(self) -> None:
        """Let go of the database and remove its files."""
        self.database.close()
        for leftover in self._folder.glob("work.duckdb*"):
            leftover.unlink()
        shutil.rmtree(self._folder / "spilled", ignore_errors=True)

    def _insert(self, into: str, names: Iterable[str], chosen: Iterable[str], arrays: dict[str, NDArray[Any]]) -> None:
        self.database.register("arriving", arrays)
        listed = ", ".join(quoted(name) for name in names)
        self.database.execute(f"INSERT INTO {into} ({SEQ}, {listed}) SELECT seq, {', '.join(chosen)} FROM arriving")
        self.database.unregister("arriving")


def line_of(seq: int) -> tuple[int, int]:
    """The source's number and the line behind a seq."""
    return seq >> _LINE_BITS, seq & ((1 << _LINE_BITS) - 1)


def _chosen(columns: Iterable[str], types: dict[str, str]) -> list[str]:
    return [f"nullif(c{i}, 'nan'::DOUBLE)" if types[n] == "DOUBLE" else f"c{i}" for i, n in enumerate(columns)]


def _array(values: Sequence[Value], sql_type: str) -> NDArray[Any]:
    if sql_type == "TIMESTAMP":
        return np.array(values, dtype="datetime64[us]")
    if sql_type == "DOUBLE":
        return np.array([np.nan if value is None else value for value in values], dtype=np.float64)
    return _texts(values)


def _texts(values: Sequence[Value]) -> NDArray[Any]:
    array = np.empty(len(values), dtype=object)
    array[:] = [repr(value) if isinstance(value, float) else value for value in values]
    return array
