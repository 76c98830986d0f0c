"""Tables as Excel workbooks in which every text is a text: none is run, linked or turned into a number.

XlsxWriter writes them: one package without others behind it, which only writes, so nothing that it is given is parsed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError

from leadscore.errors import StoreError, UsageError

MOST_CHARACTERS = 32_767

_AS_TYPED = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def write_workbook(
    file: Path, columns: Sequence[str], rows: Iterable[Sequence[object]], sheet: str, widths: Sequence[int] = ()
) -> int:
    """One sheet with a header that stays in sight; returns the number of rows.  Numbers are numbers, None is empty.

    The file appears whole or not at all.  Raises UsageError for a text that no cell can hold, StoreError where the file
    cannot be written.
    """
    unfinished = file.with_name(f".{file.name}.unfinished")
    try:
        count = _written(unfinished, columns, rows, sheet, widths)
        unfinished.replace(file)
    except (FileCreateError, OSError) as error:
        cause = error.args[0] if isinstance(error, FileCreateError) and error.args else error
        why = getattr(cause, "strerror", None) or "no place for it"
        raise StoreError(f"'{file}' cannot be written: {why}. Choose another place for it.") from error
    finally:
        unfinished.unlink(missing_ok=True)
    return count


def _written(
    file: Path, columns: Sequence[str], rows: Iterable[Sequence[object]], sheet: str, widths: Sequence[int]
) -> int:
    with xlsxwriter.Workbook(str(file), {"constant_memory": True, **_AS_TYPED}) as book:
        page = book.add_worksheet(sheet)
        text = book.add_format({"num_format": "@", "quote_prefix": True})
        head = book.add_format({"num_format": "@", "quote_prefix": True, "bold": True})
        page.freeze_panes(1, 0)
        for place, width in enumerate(widths):
            page.set_column(place, place, width)
        for place, name in enumerate(columns):
            _write(page, (0, place), name, head)
        count = 0
        for count, row in enumerate(rows, start=1):
            for place, value in enumerate(row):
                if isinstance(value, (int, float, Decimal)) and not isinstance(value, bool):
                    page.write_number(count, place, value)
                elif value is not None and value != "":
                    _write(page, (count, place), str(value), text)
    return count


def _write(page: Any, at: tuple[int, int], text: str, form: Any) -> None:
    """A text that Excel cannot hold is refused: it would be left out silently."""
    if len(text) > MOST_CHARACTERS or page.write_string(*at, text, form) != 0:
        raise UsageError(
            f"Row {at[0] + 1:,} has a text of {len(text):,} characters; a workbook holds {MOST_CHARACTERS:,} in a cell "
            "and 1,048,576 rows. Write .csv instead."
        )
