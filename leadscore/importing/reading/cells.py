"""Typed cells of Excel, Parquet and JSON as the texts a CSV would have held."""

from __future__ import annotations

import json
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from leadscore.importing.reading.rows import Cell


def as_text(value: object, timed: bool = False) -> Cell:
    """The text of a cell; whole floats lose their `.0`, no number its digits.

    `timed` says that the column holds times: a date there is midnight, not a whole day.
    """
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return _float(value)
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, date):
        return f"{value.isoformat()} 00:00:00" if timed else value.isoformat()
    if isinstance(value, (dict, list)):
        return json.dumps(value, ensure_ascii=False, default=str)
    return str(value.total_seconds()) if isinstance(value, timedelta) else str(value)


def is_timed(value: object) -> bool:
    """Whether a cell shows that its column holds times of day."""
    return isinstance(value, datetime) and value.time() != time()


def _float(value: float) -> str:
    if value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    text = repr(value)
    return format(Decimal(text), "f") if "e" in text else text
