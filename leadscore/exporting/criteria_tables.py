"""The table of a criteria template as a person's spreadsheet saved it: CSV of any common kind, or a workbook."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from leadscore.cells import restored
from leadscore.errors import ModelError
from leadscore.exporting.criteria import COLUMNS, SHEET
from leadscore.importing.reading.sheets import Rows, sheet_rows

MOST_BYTES = 5_000_000
NEEDED = ("Part", "Name", "Points", "Criterion")
WORKBOOKS = (".xlsx", ".xls", ".ods")


def table_rows(file: Path) -> Rows:
    """The rows of a CSV file or of a workbook's sheet; ModelError or ImportRefused where it cannot be read."""
    return sheet_rows(file, SHEET) if file.suffix.lower() in WORKBOOKS else _csv_rows(file)


def _csv_rows(file: Path) -> Rows:
    try:
        if file.stat().st_size > MOST_BYTES:
            raise ModelError(f"'{file.name}' has more than {MOST_BYTES / 1e6:.0f} MB. Is it the right file?")
        raw = file.read_bytes()
    except OSError as error:
        raise ModelError(f"'{file.name}' cannot be read: {error.strerror}. Check the path.") from error
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", errors="replace")
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    try:
        found = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise ModelError(f"'{file.name}' is no CSV that can be read: {error}. Save it again as CSV.") from error
    return tuple(tuple(restored(cell) for cell in row) for row in found)


def places_of(rows: Rows, source: str) -> dict[str, int]:
    """Where each known column stands; ModelError without the needed ones."""
    header = [cell.strip().lower() for cell in rows[0]] if rows else []
    places = {name: header.index(name.lower()) for name in COLUMNS if name.lower() in header}
    missing = [name for name in NEEDED if name not in places]
    if missing:
        raise ModelError(
            f"'{source}' is no criteria template: its first row has no column {', '.join(missing)}. "
            f"Its columns are {', '.join(COLUMNS)}."
        )
    return places
