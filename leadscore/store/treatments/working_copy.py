"""A copy of a snapshot's tables that treatments change: a table is taken into memory when it is first changed."""

from __future__ import annotations

import os
import shutil
from collections import Counter
from pathlib import Path

import duckdb

from leadscore.store.database import quoted, text_literal
from leadscore.store.manifest import COLUMNS, Manifest, Table
from leadscore.store.snapshots import checksum
from leadscore.store.treatments.held import OF_LEADS, Held

ROW_GROUP = 100_000
MEMORY = "2GB"
"""What the engine may hold before it writes to the disk."""

_FIRST = {"leads": ["lead_id"], "stages": ["lead_id", "entered_at"], "changes": ["lead_id", "changed_at"]}


class WorkingCopy:
    """The tables of a snapshot, to be changed and written elsewhere; the snapshot itself stays as it is.

    `taken_out` and `altered` count rows by table since `begin` was called.
    """

    def __init__(self, source: Path, manifest: Manifest, spill: Path) -> None:
        self._source = source
        self._in_memory: set[str] = set()
        self.taken_out: Counter[str] = Counter()
        self.altered: Counter[str] = Counter()
        engine = duckdb.connect()
        engine.execute("SET TimeZone = 'UTC'")
        engine.execute(f"SET temp_directory = {text_literal(str(spill))}")
        engine.execute(f"SET memory_limit = '{MEMORY}'")
        for table in COLUMNS:
            engine.execute(_view(table, source, manifest))
        self.held = Held(engine, manifest)

    def close(self) -> None:
        """Let go of the copy."""
        self.held.cursor.close()

    def begin(self) -> None:
        """Count anew: another treatment begins."""
        self.taken_out, self.altered = Counter(), Counter()

    def take(self, *tables: str) -> None:
        """Take tables into memory, so that they can be changed; absent tables are passed over."""
        for table in tables:
            if table in self.held.manifest.tables and table not in self._in_memory:
                self.held.cursor.execute(f"CREATE TABLE changed_{table} AS SELECT * FROM {table}")
                self.held.cursor.execute(f"DROP VIEW {table}")
                self.held.cursor.execute(f"ALTER TABLE changed_{table} RENAME TO {table}")
                self._in_memory.add(table)

    def delete(self, table: str, where: str, **bound: object) -> int:
        """Take out the rows of a table for which a condition of ours holds; their number."""
        if not self.held.has(table):
            return 0
        if not self.held.cursor.execute(f"SELECT 1 FROM {table} WHERE {where} LIMIT 1", bound or None).fetchall():
            return 0
        self.take(table)
        rows = self._changed_rows(f"DELETE FROM {table} WHERE {where}", bound)
        self.taken_out[table] += rows
        return rows

    def update(self, table: str, assignment: str, where: str, **bound: object) -> int:
        """Change rows of a table for which a condition of ours holds; their number."""
        if not self.held.has(table):
            return 0
        self.take(table)
        rows = self._changed_rows(f"UPDATE {table} SET {assignment} WHERE {where}", bound)
        self.altered[table] += rows
        return rows

    def replace(self, table: str, sql: str) -> None:
        """Put the rows of a query in the place of a table; what is missing then counts as taken out."""
        self.take(table)
        before = self.held.count(table)
        self.held.cursor.execute(f"CREATE TABLE changed_{table} AS {sql}")
        self.held.cursor.execute(f"DROP TABLE {table}")
        self.held.cursor.execute(f"ALTER TABLE changed_{table} RENAME TO {table}")
        self.taken_out[table] += before - self.held.count(table)

    def delete_leads(self, chosen: str) -> int:
        """Take out leads and every row of theirs; `chosen` is a relation with their lead_id."""
        if not self.held.count(chosen):
            return 0
        others = [table for table in OF_LEADS if table != "leads"]
        for table in others:
            self.delete(table, f"lead_id IN (SELECT lead_id FROM {chosen})")
        return self.delete("leads", f"lead_id IN (SELECT lead_id FROM {chosen})")

    def write(self, folder: Path) -> dict[str, Table]:
        """Write the tables into a folder, those that never changed as they are; what a manifest says of them."""
        return {table: self._write(table, folder) for table in self.held.manifest.tables}

    def _write(self, table: str, folder: Path) -> Table:
        target = folder / f"{table}.parquet"
        if table not in self._in_memory:
            same_file(self._source / target.name, target)
            return self.held.manifest.tables[table]
        names = [name for name, *_ in self.held.cursor.execute(f"DESCRIBE {table}").fetchall()]
        order = ["lead_id"] if table == "leads" else list(dict.fromkeys([*_FIRST.get(table, []), *names]))
        ordered = ", ".join(f"{quoted(name)} NULLS LAST" for name in order)
        self.held.cursor.execute(
            f"COPY (SELECT * FROM {table} ORDER BY {ordered}) TO {text_literal(str(target))} "
            f"(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {ROW_GROUP})"
        )
        return Table(self.held.count(table), checksum(target))

    def _changed_rows(self, sql: str, bound: dict[str, object]) -> int:
        ((rows,),) = self.held.cursor.execute(sql, bound or None).fetchall()
        return int(rows)


def _view(table: str, source: Path, manifest: Manifest) -> str:
    if table in manifest.tables:
        file = text_literal(str(source / f"{table}.parquet"))
        return f"CREATE VIEW {table} AS SELECT * FROM read_parquet({file})"
    columns = ", ".join(f"CAST(NULL AS {sql_type}) AS {name}" for name, sql_type in COLUMNS[table].items())
    return f"CREATE VIEW {table} AS SELECT {columns} WHERE FALSE"


def same_file(source: Path, target: Path) -> None:
    """An untouched table is the same file under another name, where the disk knows such a thing."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)
