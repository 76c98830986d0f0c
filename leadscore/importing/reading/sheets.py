"""A small sheet that a person edited, as texts: parsed in the child process as every workbook is."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from leadscore.errors import ImportRefused
from leadscore.importing.isolation import in_child
from leadscore.importing.limits import MB, Limits
from leadscore.importing.reading.cells import as_text
from leadscore.importing.reading.formats import preflight

MOST_ROWS = 5_000
MOST_COLUMNS = 50
LIMITS = Limits(wall_seconds=60, cpu_seconds=60, file_bytes=50 * MB, written_bytes=50 * MB)

Rows = tuple[tuple[str, ...], ...]


def sheet_rows(file: Path, sheet: str) -> Rows:
    """The rows of a workbook's sheet of that name, or of its first; empty cells are "".

    Raises ImportRefused for what is no workbook, is too large, or hurts the process that reads it.
    """
    preflight(file, LIMITS)
    with TemporaryDirectory(prefix="leadscore-sheet-") as folder:
        answer = in_child({"task": "sheet", "files": [str(file)], "sheet": sheet}, Path(folder), LIMITS)
    return tuple(tuple(row) for row in answer["rows"])


def read_sheet(file: Path, sheet: str) -> dict[str, Any]:
    """The same in the child process."""
    import python_calamine as calamine

    try:
        book = calamine.CalamineWorkbook.from_path(str(file))
        found = sheet if sheet in book.sheet_names else book.sheet_names[0]
        rows = [list(row) for row in islice(book.get_sheet_by_name(found).iter_rows(), MOST_ROWS + 1)]
    except (calamine.CalamineError, OSError, IndexError) as error:
        raise ImportRefused(f"{file.name} is no workbook that can be read. Save it again as .xlsx.") from error
    if len(rows) > MOST_ROWS or any(len(row) > MOST_COLUMNS for row in rows):
        raise ImportRefused(
            f"{file.name} has more than {MOST_ROWS:,} rows or {MOST_COLUMNS} columns. Is it the right sheet?"
        )
    return {"rows": [[as_text(cell) or "" for cell in row] for row in rows]}
