"""The queue as a CSV file that no spreadsheet runs."""

from __future__ import annotations

import io
from collections.abc import Sequence

from leadscore.cells import Lines


def queue_as_csv(rows: Sequence[dict[str, object]], columns: Sequence[str]) -> bytes:
    """Rows by the name of their columns as UTF-8 CSV; texts that a spreadsheet would run are marked."""
    held = io.StringIO()
    lines = Lines(held)
    lines.add(columns)
    for row in rows:
        lines.add(row[name] for name in columns)
    return held.getvalue().encode()
