"""Tables as Excel workbooks in which every text is a text: none is run, linked or turned into a number.

XlsxWriter writes them: one package without others behind it, which only writes, so nothing that it is given is parsed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path

import xlsxwriter

_AS_TYPED = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def write_workbook(
    file: Path, columns: Sequence[str], rows: Iterable[Sequence[object]], sheet: str, widths: Sequence[int] = ()
) -> int:
    """One sheet with a header that stays in sight; returns the number of rows.  Numbers are numbers, None is empty."""
    with xlsxwriter.Workbook(str(file), {"constant_memory": True, **_AS_TYPED}) as book:
        page = book.add_worksheet(sheet)
        text = book.add_format({"num_format": "@", "quote_prefix": True})
        head = book.add_format({"num_format": "@", "quote_prefix": True, "bold": True})
        page.freeze_panes(1, 0)
        for place, width in enumerate(widths):
            page.set_column(place, place, width)
        for place, name in enumerate(columns):
            page.write_string(0, place, name, head)
        count = 0
        for count, row in enumerate(rows, start=1):
            for place, value in enumerate(row):
                if isinstance(value, (int, float, Decimal)) and not isinstance(value, bool):
                    page.write_number(count, place, value)
                elif value is not None and value != "":
                    page.write_string(count, place, str(value), text)
    return count
