"""Texts as cells of a spreadsheet: none is run as a formula, and each can be had back.  Bottom floor.

A spreadsheet takes a text for a formula by how it begins.  Such texts get a mark before them; spaces and letters that
nobody sees do not hide a beginning, since some programs drop them.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable
from typing import TextIO

STARTS_FORMULA = frozenset("=+-@|%\uff1d\uff0b\uff0d\uff20")
"""Signs that begin a formula or a call of another program, in their wide forms, too."""

STARTS_CELL = frozenset("\t\r\n")
"""Signs at which some programs begin the next cell or line."""

MARK = "'"
"""Put before a text that a spreadsheet would run; taking one off restores the value."""

_END = "\r\n"
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?", re.ASCII)


def safe_text(text: str) -> str:
    """The text as a cell: marked where a spreadsheet would run it; plain numbers stay as they are."""
    if _NUMBER.fullmatch(text) or not _would_run(text.lstrip(MARK)):
        return text
    return MARK + text


def restored(cell: str) -> str:
    """The text that `safe_text` made a cell of."""
    if cell.startswith(MARK) and safe_text(cell[1:]) == cell:
        return cell[1:]
    return cell


def _would_run(text: str) -> bool:
    if text[:1] in STARTS_CELL:
        return True
    first = next((letter for letter in text if not _is_unseen(letter)), "")
    return first in STARTS_FORMULA


def _is_unseen(letter: str) -> bool:
    """White space, and what has no shape: control and formatting characters."""
    return letter.isspace() or unicodedata.category(letter) in ("Cc", "Cf")


class Lines:
    """Lines of CSV into a text file, each ended by a line feed; texts in them cannot run.

    Python's writer leaves a lone carriage return bare where lines end otherwise, and the next line would begin in the
    middle of a text: so it ends lines with both signs, and the first is taken off here.
    """

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self._writer = csv.writer(self, lineterminator=_END)

    def add(self, cells: Iterable[object]) -> None:
        """Write one line: texts marked where they would run, None as an empty cell, the rest as it prints."""
        self._writer.writerow([safe_text(cell) if isinstance(cell, str) else cell for cell in cells])

    def write(self, line: str) -> int:
        """What the writer made of a line."""
        return self._file.write(line.removesuffix(_END) + "\n")


def csv_line(cells: Iterable[object]) -> str:
    """One such line."""
    held = io.StringIO()
    Lines(held).add(cells)
    return held.getvalue()
