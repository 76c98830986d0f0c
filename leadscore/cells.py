"""Texts as cells of a spreadsheet: none is run as a formula, and each can be had back.  Bottom floor.

A spreadsheet takes a text for a formula by how it begins.  Such texts get a mark before them; spaces and letters that
nobody sees do not hide a beginning, since some programs drop them.
"""

from __future__ import annotations

import re
import unicodedata

STARTS_FORMULA = frozenset("=+-@|%\uff1d\uff0b\uff0d\uff20")
"""Signs that begin a formula or a call of another program, in their wide forms, too."""

STARTS_CELL = frozenset("\t\r\n")
"""Signs at which some programs begin the next cell or line."""

MARK = "'"
"""Put before a text that a spreadsheet would run; taking one off restores the value."""

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
