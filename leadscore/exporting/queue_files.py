"""The queue as a CSV file that no spreadsheet runs."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from leadscore.exporting.cells import safe_text


def queue_as_csv(rows: Sequence[dict[str, object]], columns: Sequence[str]) -> bytes:
    """Rows by the name of their columns as UTF-8 CSV; texts that a spreadsheet would run are marked."""
    held = io.StringIO()
    writer = csv.writer(held, lineterminator="\n")
    writer.writerow([safe_text(name) for name in columns])
    writer.writerows([_cell(row[name]) for name in columns] for row in rows)
    return held.getvalue().encode()


def _cell(value: object) -> object:
    if value is None:
        return ""
    return safe_text(value) if isinstance(value, str) else value
