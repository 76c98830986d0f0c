"""Rows dated after the day on which the data were exported: a mistyped year, or a task that is still to come."""

from __future__ import annotations

from datetime import datetime

from leadscore.errors import DataError
from leadscore.store.treatments.working_copy import WorkingCopy

CLOSED_AT = "CASE WHEN lower(trim(outcome, ' ')) IN ('won', 'lost') THEN closed_at END"
"""When a deal closed; an open one has the day on which somebody expects it to, which may well lie ahead."""

DATED = {
    "leads": "created_at",
    "activities": "occurred_at",
    "stages": "entered_at",
    "deals": f"greatest(opened_at, {CLOSED_AT})",
    "changes": "changed_at",
}
"""The instant of each table that says up to when it is known."""

BY_COLUMN = (
    ("leads", "created_at"),
    ("activities", "occurred_at"),
    ("stages", "entered_at"),
    ("deals", "opened_at"),
    ("deals", CLOSED_AT),
    ("changes", "changed_at"),
)
"""Every column of instants there is; of deals, when they closed, not when they are expected to."""

_ROWS = ("activities", "stages", "changes")
_INSTANTS = (
    ("leads", "created_at", "created_at"),
    ("deals", "opened_at", "opened_at"),
    ("deals", "closed_at", CLOSED_AT),
)


def instant(words: tuple[str, ...]) -> datetime:
    """The setting `after`: a date or an instant, naive UTC; DataError where it is none."""
    if not words:
        raise DataError("'leave_out_future' needs to know after which day: leave_out_future:after=2026-10-31T23:59:59")
    try:
        return datetime.fromisoformat(words[-1]).replace(tzinfo=None)
    except ValueError as error:
        raise DataError(f"'{words[-1]}' is no date. Write it like 2026-10-31.") from error


def leave_out(copy: WorkingCopy, after: datetime) -> None:
    """Take out dated rows after that moment; a lead or deal stays, and its own date becomes unknown."""
    for table in _ROWS:
        copy.delete(table, f"{DATED[table]} > $after", after=after)
    for table, column, instant_of in _INSTANTS:
        copy.update(table, f"{column} = NULL", f"{instant_of} > $after", after=after)
