"""Snapshots without a lead: written anew under their number, tables and refused rows, and the old ones removed."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb

from leadscore.store import snapshots
from leadscore.store.database import quoted
from leadscore.store.manifest import Manifest, Table
from leadscore.store.snapshots import Snapshot
from leadscore.store.words import Words
from leadscore.store.workspace import Workspace

REJECTED = "rejected.csv"
ROW_GROUP = 100_000


@dataclass(frozen=True, slots=True)
class Rewritten:
    """Rows taken out by table, snapshots written anew, and refused rows taken out of their lists."""

    rows: dict[str, int]
    snapshots: int
    refused_rows: int


def words_of(place: Workspace, lead_id: str) -> Words:
    """The lead's e-mail addresses in any kept snapshot, now or before."""
    emails: set[str] = set()
    for snapshot in snapshots.history(place):
        if snapshot.manifest.attribute("email") is not None:
            emails |= _values(snapshot, "leads", "SELECT DISTINCT email FROM held WHERE lead_id = ?", lead_id)
        if "changes" in snapshot.manifest.tables:
            sought = "SELECT DISTINCT value FROM held WHERE lead_id = ? AND lower(trim(field)) = 'email'"
            emails |= _values(snapshot, "changes", sought, lead_id)
    return Words(lead_id, tuple(sorted(emails)))


def _values(snapshot: Snapshot, table: str, query: str, lead_id: str) -> set[str]:
    with _held(snapshot.folder / f"{table}.parquet") as connection:
        return {str(value) for (value,) in connection.execute(query, [lead_id]).fetchall() if value is not None}


def rewrite_without(place: Workspace, words: Words, staging: Path) -> Rewritten:
    """Write every kept snapshot that knows the lead anew without it; call it inside `snapshots.writing`."""
    rows, rewritten, refused = Counter[str](), 0, 0
    for snapshot in snapshots.history(place):
        counts = _counts(snapshot, words.lead_id)
        kept, dropped = _refused_without(snapshot.folder, words)
        noted = any(words.are_in(warning) for warning in snapshot.manifest.warnings)
        if not any(counts.values()) and not dropped and not noted:
            continue
        folder = staging / snapshot.folder.name
        folder.mkdir(mode=0o700)
        manifest = _rewrite(snapshot, words, counts, folder)
        if kept is not None:
            (folder / REJECTED).write_text(kept, encoding="utf-8", newline="")
        snapshots.put_in_place(place, snapshot, folder, manifest)
        rows += Counter(counts)
        rewritten, refused = rewritten + 1, refused + dropped
    return Rewritten(dict(rows), rewritten, refused)


def _counts(snapshot: Snapshot, lead_id: str) -> dict[str, int]:
    """Rows of the lead in each table that knows leads."""
    counts = {}
    for table in snapshot.manifest.tables:
        if table == "deals":
            continue
        with _held(snapshot.folder / f"{table}.parquet") as connection:
            row = connection.execute("SELECT count(*) FROM held WHERE lead_id = ?", [lead_id]).fetchone()
            counts[table] = row[0] if row else 0
    return counts


def _rewrite(snapshot: Snapshot, words: Words, counts: dict[str, int], folder: Path) -> Manifest:
    tables = {}
    for name, table in snapshot.manifest.tables.items():
        source, target = snapshot.folder / f"{name}.parquet", folder / f"{name}.parquet"
        if counts.get(name):
            _without(source, words.lead_id, target)
            tables[name] = Table(table.rows - counts[name], snapshots.checksum(target))
        else:
            _same(source, target)
            tables[name] = table
    warnings = tuple(warning for warning in snapshot.manifest.warnings if not words.are_in(warning))
    kinds = _kinds_without(snapshot, words.lead_id) if counts.get("activities") else snapshot.manifest.kinds
    written = json.dumps([snapshot.manifest.revision, {name: table.sha256 for name, table in tables.items()}])
    revision = hashlib.sha256(written.encode("ascii")).hexdigest()[:16]
    return replace(snapshot.manifest, revision=revision, tables=tables, warnings=warnings, kinds=kinds)


@contextmanager
def _held(file: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection in which one table is the view `held`."""
    with duckdb.connect() as connection:
        connection.execute("SET TimeZone = 'UTC'")
        connection.read_parquet(str(file)).create_view("held")
        yield connection


def _without(source: Path, lead_id: str, target: Path) -> None:
    with _held(source) as connection:
        rest = connection.sql("SELECT * FROM held WHERE lead_id IS DISTINCT FROM $1", params=[lead_id])
        rest.write_parquet(str(target), compression="zstd", row_group_size=ROW_GROUP)


def _same(source: Path, target: Path) -> None:
    """An untouched table is the same file under another name, where the disk knows such a thing."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


def _kinds_without(snapshot: Snapshot, lead_id: str) -> dict[str, int]:
    """Kinds that nobody else has stay, with none: what the data know at all does not change."""
    with _held(snapshot.folder / "activities.parquet") as connection:
        found = connection.execute(
            "SELECT lower(trim(kind, ' ')), count(*) FROM held WHERE lead_id = ? GROUP BY 1", [lead_id]
        ).fetchall()
    gone = dict(found)
    return {kind: rows - gone.get(kind, 0) for kind, rows in snapshot.manifest.kinds.items()}


def _refused_without(folder: Path, words: Words) -> tuple[str | None, int]:
    """The list of refused rows without those that name the lead, and how many these are; None for no list."""
    file = folder / REJECTED
    if not file.is_file():
        return None, 0
    with file.open(encoding="utf-8", newline="") as opened:
        lines = list(csv.reader(opened))
    kept = [line for line in lines if not _names(line, words)]
    if len(kept) == len(lines):
        return file.read_text(encoding="utf-8"), 0
    new = io.StringIO(newline="")
    csv.writer(new).writerows(kept)
    return new.getvalue(), len(lines) - len(kept)


def _names(line: list[str], words: Words) -> bool:
    *_, cells = line or [""]
    return words.are_in(cells) or any(words.are(value) for value in _cells(cells))


def _cells(text: str) -> Iterator[str]:
    """The cells of a refused row, kept as a JSON list or object."""
    try:
        held = json.loads(text.removeprefix("'"))
    except ValueError:
        return
    yield from (str(each) for each in (held.values() if isinstance(held, dict) else held))


def remaining_rows(snapshot: Snapshot, words: Words) -> Iterator[str]:
    """Rows of other leads, or deals, in which one of the words stands."""
    sought = [each.strip().lower() for each in (words.lead_id, *words.emails)]
    for table in snapshot.manifest.tables:
        with _held(snapshot.folder / f"{table}.parquet") as connection:
            columns = connection.execute("DESCRIBE held").fetchall()
            texts = [name for name, kind, *_ in columns if kind == "VARCHAR"]
            matches = " OR ".join(f"lower(trim({quoted(name)})) IN (SELECT unnest($1))" for name in texts)
            row = connection.execute(f"SELECT count(*) FROM held WHERE {matches}", [sought]).fetchone()
        if row and row[0]:
            yield (
                f"{row[0]:,} rows of {table} in {snapshot.folder.name} belong to other leads with the same id or "
                "e-mail address: forget these leads, too"
            )
