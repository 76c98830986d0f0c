"""Text cells that no spreadsheet runs as a formula."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
MARK = "'"
"""Put before a text that a spreadsheet would run; taking one off restores the value."""


def safe_text(text: str) -> str:
    """The text as a cell: marked where a spreadsheet would run it; plain numbers stay as they are."""
    unmarked = text.lstrip(MARK)
    if not unmarked.startswith(STARTS_FORMULA) or (unmarked == text and _is_number(text)):
        return text
    return MARK + text


def _is_number(text: str) -> bool:
    try:
        return Decimal(text).is_finite() and text == text.strip()
    except InvalidOperation:
        return False
