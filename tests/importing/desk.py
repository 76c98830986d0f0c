"""A desk to import at: a folder for the files, a workspace, and short words for what every story does."""

# ruff: noqa: DTZ001 - instants are stored as naive UTC
from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from leadscore.importing import ImportReport, run
from leadscore.store import snapshots, workspace
from leadscore.store.database import Database

NOW = datetime(2026, 11, 2, 9, 30)
LEADS = "leads:\n  - file: leads.csv\n    dialect: {delimiter: ',', encoding: utf-8}\n    lead_id: id\n    keep: all\n"


@dataclass
class Desk:
    """Where a story's files lie and where they are imported to."""

    folder: Path
    place: workspace.Workspace

    def write(self, name: str, content: str | bytes) -> Path:
        """Put a file on the desk."""
        file = self.folder / name
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        return file

    def bring(self, mapping: str = LEADS, leads: str | bytes | None = None, **options: Any) -> ImportReport:
        """Import with this mapping, after writing leads.csv where it is given."""
        if leads is not None:
            self.write("leads.csv", leads)
        return run(self.place, self.write("map.yaml", mapping), now=NOW, **options)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """What a query over the data in use returns."""
        folder, manifest = snapshots.current(self.place)
        database = Database(folder, manifest)
        try:
            return database.cursor().execute(sql).fetchall()
        finally:
            database.close()

    def manifest(self) -> Any:
        """The manifest of the data in use."""
        return snapshots.current(self.place)[1]

    def left_behind(self) -> list[str]:
        """Names in the data folder that are neither a snapshot nor the two files that belong there."""
        return [
            each.name
            for each in self.place.data.iterdir()
            if each.name not in ("CURRENT", "import.lock") and not each.name[0].isdigit()
        ]


def cells(report: ImportReport) -> list[list[Any]]:
    """The raw rows of the file of refused rows."""
    assert report.rejected_file is not None
    with report.rejected_file.open(encoding="utf-8", newline="") as file:
        return [[*row[:4], json.loads(row[4])] for row in list(csv.reader(file))[1:]]
