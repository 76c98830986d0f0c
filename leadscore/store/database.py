"""One in-memory DuckDB over one snapshot, locked down: it can read that snapshot's folder and nothing else."""

from __future__ import annotations

from pathlib import Path

import duckdb

from leadscore.errors import StoreError
from leadscore.store import snapshots
from leadscore.store.manifest import COLUMNS, Manifest
from leadscore.store.workspace import Workspace, find


class Database:
    """The read-only views leads, activities, stages, deals, deal_leads and changes of one snapshot."""

    def __init__(self, folder: Path, manifest: Manifest, threads: int | None = None) -> None:
        self.folder = folder
        self.manifest = manifest
        self._connection = duckdb.connect(":memory:")
        if threads is not None:
            self._connection.execute(f"SET threads = {int(threads)}")
        for table in COLUMNS:
            self._connection.execute(_view(table, folder, manifest))
        _lock_down(self._connection, folder)

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """A cursor of its own for each call: one connection shared by threads returns other callers' rows."""
        return self._connection.cursor()

    def close(self) -> None:
        """Let go of the files and the memory."""
        self._connection.close()


def quoted(name: str) -> str:
    """A name as an SQL identifier; names come from the manifest or from the code, never from a person."""
    return '"' + name.replace('"', '""') + '"'


def text_literal(text: str) -> str:
    """A text of ours (a path, a generated name) as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def _view(table: str, folder: Path, manifest: Manifest) -> str:
    if table in manifest.tables:
        return f"CREATE VIEW {table} AS SELECT * FROM read_parquet({text_literal(str(folder / table))}||'.parquet')"
    columns = ", ".join(f"CAST(NULL AS {sql_type}) AS {name}" for name, sql_type in COLUMNS[table].items())
    return f"CREATE VIEW {table} AS SELECT {columns} WHERE FALSE"


def _lock_down(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Close every door but the snapshot's folder, then try one to see that it is closed."""
    connection.execute("SET TimeZone = 'UTC'")
    connection.execute(f"SET allowed_directories = [{text_literal(str(folder))}]")
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
    try:
        connection.execute("SET enable_external_access = true")
    except duckdb.Error:
        return
    raise StoreError("The database did not lock itself down. Install the DuckDB version that pyproject.toml names.")


def open_current(workspace: Workspace | Path | str, threads: int | None = None) -> Database:
    """The database over the snapshot in use; StoreError where the workspace has no data or it is damaged."""
    folder, manifest = snapshots.current(workspace)
    try:
        return Database(folder, manifest, threads)
    except duckdb.Error as error:
        raise StoreError(
            f"The tables of {folder} cannot be read. Import the data again; to name the damaged file: leadscore check "
            f"{find(workspace).folder}"
        ) from error
