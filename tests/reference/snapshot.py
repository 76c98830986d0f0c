"""Canonical rows written to disk as the product keeps them: one Parquet file a table, and a manifest."""

from __future__ import annotations

from collections import Counter
from hashlib import sha256
from pathlib import Path

import pyarrow
from pyarrow import parquet

from leadscore.store.manifest import COLUMNS, Attribute, Manifest, Table

from .dataset import Facts, Row, Tables, dataset
from .text import plain

ARROW_TYPES = {"VARCHAR": pyarrow.string(), "DOUBLE": pyarrow.float64(), "TIMESTAMP": pyarrow.timestamp("us")}
SORTED_BY = {
    "leads": ("lead_id",),
    "activities": ("lead_id", "occurred_at"),
    "stages": ("lead_id", "entered_at"),
    "changes": ("lead_id", "changed_at"),
}


def write_snapshot(folder: Path, tables: Tables, facts: Facts) -> Manifest:
    """Write the tables into the folder and say what they hold; a table that is not given gets no file."""
    types = {name: dict(columns) for name, columns in COLUMNS.items()}
    types["leads"] |= {name: "DOUBLE" if kind == "number" else "VARCHAR" for name, kind in facts.attributes.items()}
    written = {name: _write(folder, name, list(rows), types[name]) for name, rows in tables.items()}
    manifest = _manifest(written, tables, facts)
    (folder / "manifest.json").write_text(manifest.to_json(), encoding="utf-8")
    return manifest


def _write(folder: Path, name: str, rows: list[Row], types: dict[str, str]) -> Table:
    keys = SORTED_BY.get(name, ())
    rows = sorted(rows, key=lambda row: [(row[key] is None, str(row[key])) for key in keys])
    schema = pyarrow.schema([(column, ARROW_TYPES[type_]) for column, type_ in types.items()])
    path = folder / f"{name}.parquet"
    parquet.write_table(pyarrow.Table.from_pylist(rows, schema=schema), path)
    return Table(len(rows), sha256(path.read_bytes()).hexdigest())


def _manifest(written: dict[str, Table], tables: Tables, facts: Facts) -> Manifest:
    data = dataset(tables, facts)
    return Manifest(
        revision=sha256("".join(table.sha256 for table in written.values()).encode()).hexdigest(),
        tables=written,
        attributes=tuple(Attribute(name, kind) for name, kind in facts.attributes.items()),  # type: ignore[arg-type]
        kinds=dict(Counter(plain(row["kind"]) for row in tables.get("activities", []))),
        changed_fields=tuple(sorted(data.changed_fields)),
        dated=data.dated,
        zone=facts.zone,
    )
