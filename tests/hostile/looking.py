"""A file read the way the product proposes it: looked at first, then imported under the dialect that it found."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from leadscore.importing.limits import Limits
from leadscore.importing.mappings.mapping import Dialect, Source
from leadscore.importing.proposing.inspection import FileInspection, inspect_file
from leadscore.importing.reading.formats import open_reading
from leadscore.importing.taking.work import work


@dataclass(frozen=True, slots=True)
class Looked:
    """What looking found, and the rows as they are read under it; `faults` are rows that cannot be read, with why."""

    found: FileInspection
    header: tuple[str, ...]
    rows: list[tuple[str | None, ...]]
    faults: list[tuple[int, str]]

    def column(self, name: str) -> list[str | None]:
        """The cells of a column."""
        return [row[self.header.index(name)] for row in self.rows]

    def seems(self, name: str) -> tuple[str, str | None, str | None]:
        """What a column seems to hold: its type, format and decimal mark."""
        held = next(each for each in self.found.columns if each.name == name)
        return held.type, held.format, held.decimal

    def doubts(self) -> str:
        """Everything that is in doubt."""
        return "\n".join(self.found.doubts)


def looked(file: Path) -> Looked:
    """Look at a file and read all of it; the second count must agree with the first."""
    found = inspect_file(file, Limits())
    dialect = Dialect(delimiter=found.delimiter, encoding=found.encoding, header_row=found.header_row)
    reading = open_reading(Source("leads", "", file, found.sheet, dialect, (), ()), Limits())
    rows: list[tuple[str | None, ...]] = []
    faults: list[tuple[int, str]] = []
    for batch in reading.batches():
        rows += list(zip(*batch.columns, strict=True))
        faults += [(fault.line, fault.reason) for fault in batch.faults]
    assert reading.recount() == len(rows) + len(faults)
    return Looked(found, reading.header.names, rows, faults)


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import made: the leads by column, the ledger of the leads, and the reasons for refusals."""

    leads: dict[str, list[Any]]
    ledger: dict[str, int]
    reasons: dict[str, int]


def imported(file: Path, folder: Path, lead_id: str, **fields: Any) -> Imported:
    """Import a file as a list of leads, under the dialect that looking found; `fields` as a mapping writes them."""
    found = inspect_file(file, Limits())
    said = {"delimiter": found.delimiter, "encoding": found.encoding, "header_row": found.header_row}
    source = {"file": str(file), "lead_id": lead_id, "keep": "all", **fields}
    source |= {"dialect": {name: value for name, value in said.items() if value is not None}}
    source |= {"sheet": found.sheet} if found.sheet else {}
    mapping = folder / "map.yaml"
    mapping.write_text(json.dumps({"leads": [source], "zone": "UTC"}), "utf-8")
    answer = work(mapping, folder, Limits())
    ledger = json.loads(answer["manifest"])["ledger"]["leads"]
    assert ledger["read"] == ledger["accepted"] + ledger["rejected"]
    held = duckdb.execute("SELECT * FROM read_parquet(?)", [str(folder / "leads.parquet")])
    names = [each[0] for each in held.description or ()]
    rows = held.fetchall()
    columns = {name: [row[index] for row in rows] for index, name in enumerate(names)}
    return Imported(columns, ledger, answer["reasons"].get("leads", {}))
