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
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import duckdb

from leadscore.store import snapshots
from leadscore.store.database import quoted
from leadscore.store.manifest import COLUMNS, Manifest, Table
from leadscore.store.snapshots import Snapshot
from leadscore.store.treatments import treated
from leadscore.store.words import Words
from leadscore.store.workspace import Workspace
from leadscore.vocabulary import counted

REJECTED = "rejected.csv"
MAPPING = "mapping.yaml"
"""The mapping of an import, kept beside its tables."""
ROW_GROUP = 100_000


@dataclass(frozen=True, slots=True)
class Rewritten:
    """Rows taken out by table, snapshots written anew, and refused rows taken out of their lists."""

    rows: dict[str, int]
    snapshots: int
    refused_rows: int


@dataclass(frozen=True, slots=True)
class Trace:
    """What one snapshot knows of the lead: rows by table, and its list of refused rows without those that name it."""

    snapshot: Snapshot
    rows: dict[str, int]
    refused_without: str | None
    refused: int


class Search:
    """The kept snapshots of a workspace, searched for one lead."""

    def __init__(self, place: Workspace, lead_id: str) -> None:
        self._place = place
        self._engine = duckdb.connect()
        self._engine.execute("SET TimeZone = 'UTC'")
        self.words = Words(lead_id, tuple(sorted(self._emails(lead_id))))

    def __enter__(self) -> Search:
        return self

    def __exit__(self, *_: object) -> None:
        self._engine.close()

    def traces(self) -> tuple[Trace, ...]:
        """The snapshots that know the lead."""
        every = [self._trace(snapshot) for snapshot in snapshots.history(self._place)]
        known = [each for each in every if any(each.rows.values()) or each.refused or self._is_noted(each.snapshot)]
        known_numbers = {each.snapshot.number for each in known}
        bases = {each.snapshot.number: each.snapshot for each in every}
        return tuple(
            each for each in every if each in known or self._must_be_derived(each.snapshot, bases, known_numbers)
        )

    def rewrite(self, traces: tuple[Trace, ...], staging: Path) -> Rewritten:
        """Put a snapshot without the lead in the place of each; call it inside `snapshots.writing`."""
        for trace in traces:
            folder = staging / trace.snapshot.folder.name
            folder.mkdir(mode=0o700)
            manifest = self._rewritten(trace, folder)
            if trace.refused_without is not None and not (folder / REJECTED).exists():
                (folder / REJECTED).write_text(trace.refused_without, encoding="utf-8", newline="")
            self._keep_mapping(trace.snapshot.folder / MAPPING, folder / MAPPING)
            snapshots.put_in_place(self._place, trace.snapshot, folder, manifest)
        rows = sum((Counter(trace.rows) for trace in traces), Counter[str]())
        return Rewritten(dict(rows), len(traces), sum(trace.refused for trace in traces))

    def others(self) -> Iterator[str]:
        """Rows of other leads, or deals, in which one of the words stands, as sentences."""
        sought = [each.strip().lower() for each in (self.words.lead_id, *self.words.emails)]
        for snapshot in snapshots.history(self._place):
            for table in snapshot.manifest.tables:
                rows = self._rows_with(snapshot.folder / f"{table}.parquet", sought)
                if rows:
                    yield (
                        f"{counted(rows, 'row')} of {table} in {snapshot.folder.name} belong to other leads with the "
                        "same id or e-mail address: forget these leads, too"
                    )

    def _emails(self, lead_id: str) -> set[str]:
        """The lead's e-mail addresses in any kept snapshot, now or before."""
        found: list[tuple[object, ...]] = []
        for snapshot in snapshots.history(self._place):
            if snapshot.manifest.attribute("email") is not None:
                now = "SELECT DISTINCT email FROM held WHERE lead_id = ?"
                found += self._ask(snapshot.folder / "leads.parquet", now, lead_id)
            if "changes" in snapshot.manifest.tables:
                before = "SELECT DISTINCT value FROM held WHERE lead_id = ? AND lower(trim(field)) = 'email'"
                found += self._ask(snapshot.folder / "changes.parquet", before, lead_id)
        return {str(email) for (email,) in found if email is not None}

    def _trace(self, snapshot: Snapshot) -> Trace:
        rows = {
            table: self._ask(
                snapshot.folder / f"{table}.parquet", "SELECT count(*) FROM held WHERE lead_id = ?", self.words.lead_id
            )[0][0]
            for table in snapshot.manifest.tables
            if "lead_id" in COLUMNS[table]
        }
        return Trace(snapshot, rows, *_refused_without(snapshot.folder, self.words))

    def _is_noted(self, snapshot: Snapshot) -> bool:
        return any(self.words.are_in(warning) for warning in snapshot.manifest.warnings)

    def _must_be_derived(self, snapshot: Snapshot, bases: dict[int, Snapshot], known: set[int]) -> bool:
        """Whether treated data come from a snapshot that knows the lead: under another id, it may be within them.

        Also where an interrupted call had rewritten that snapshot already.
        """
        base = bases.get(snapshot.manifest.untreated or 0)
        return base is not None and (base.number in known or treated.is_stale(snapshot.manifest, base.manifest))

    def _rewritten(self, trace: Trace, folder: Path) -> Manifest:
        base = next(
            (each for each in snapshots.history(self._place) if each.number == trace.snapshot.manifest.untreated), None
        )
        if base is not None:  # older, so rewritten before
            return treated.write(base, treated.treatments_of(trace.snapshot.manifest), folder)
        manifest, tables = trace.snapshot.manifest, {}
        for name, table in manifest.tables.items():
            source, target = trace.snapshot.folder / f"{name}.parquet", folder / f"{name}.parquet"
            if trace.rows.get(name):
                self._write_without(source, target)
                tables[name] = Table(table.rows - trace.rows[name], snapshots.checksum(target))
            else:
                _same(source, target)
                tables[name] = table
        written = json.dumps([manifest.revision, {name: table.sha256 for name, table in tables.items()}])
        return replace(
            manifest,
            revision=hashlib.sha256(written.encode("ascii")).hexdigest()[:16],
            tables=tables,
            warnings=tuple(warning for warning in manifest.warnings if not self.words.are_in(warning)),
            kinds=self._kinds_without(trace),
        )

    def _write_without(self, source: Path, target: Path) -> None:
        self._hold(source)
        rest = self._engine.sql("SELECT * FROM held WHERE lead_id IS DISTINCT FROM $1", params=[self.words.lead_id])
        rest.write_parquet(str(target), compression="zstd", row_group_size=ROW_GROUP)

    def _keep_mapping(self, source: Path, target: Path) -> None:
        """The mapping goes where it names the lead itself."""
        if not source.is_file():
            return
        if self.words.are_in(source.read_text(encoding="utf-8", errors="replace")):
            target.unlink(missing_ok=True)
        elif not target.exists():
            _same(source, target)

    def _kinds_without(self, trace: Trace) -> dict[str, int]:
        """Kinds that nobody else has stay, with none: what the data know at all does not change."""
        kinds = trace.snapshot.manifest.kinds
        if not trace.rows.get("activities"):
            return kinds
        by_kind = "SELECT lower(trim(kind, ' ')), count(*) FROM held WHERE lead_id = ? GROUP BY 1"
        gone = dict(self._ask(trace.snapshot.folder / "activities.parquet", by_kind, self.words.lead_id))
        return {kind: rows - gone.get(kind, 0) for kind, rows in kinds.items()}

    def _rows_with(self, file: Path, sought: list[str]) -> int:
        self._hold(file)
        columns = self._engine.execute("DESCRIBE held").fetchall()
        own = "" if file.stem == "leads" else "lead_id"
        texts = [quoted(name) for name, kind, *_ in columns if kind == "VARCHAR" and name != own]
        if not texts:
            return 0
        matches = " OR ".join(f"lower(trim({name})) IN (SELECT unnest($1))" for name in texts)
        ((rows,),) = self._engine.execute(f"SELECT count(*) FROM held WHERE {matches}", [sought]).fetchall()
        return int(rows)

    def _ask(self, file: Path, query: str, lead_id: str) -> list[tuple[Any, ...]]:
        self._hold(file)
        return self._engine.execute(query, [lead_id]).fetchall()

    def _hold(self, file: Path) -> None:
        """Make one table the view `held`."""
        self._engine.read_parquet(str(file)).create_view("held", replace=True)


def _same(source: Path, target: Path) -> None:
    """An untouched table is the same file under another name, where the disk knows such a thing."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


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
