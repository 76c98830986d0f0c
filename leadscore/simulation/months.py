"""Calendar months that a board shows in full, by which volume is counted."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from leadscore.outcomes.cohort import Cohort
from leadscore.simulation.lock import Lock


def full_months(cohort: Cohort, lock: Lock) -> tuple[int, ...]:
    """The months (12 x year + month - 1, local) from the first T to the data date that the board shows in full.

    The first counts if a lead has its T on its first day, the last if the data date is its end; those that the locked
    period touches do not.
    """
    first = cohort.rows((), "SELECT MIN(as_of) FROM cohort")[0][0]
    data_date, zone = cohort.question.data_date, ZoneInfo(cohort.question.zone)
    if first is None or data_date is None:
        return ()
    start, end = _local(first, zone), _local(data_date + timedelta(microseconds=1), zone)
    locked = range(0)
    if lock.starts is not None and lock.ends is not None:
        locked = range(month_of(_local(lock.starts, zone)), month_of(_local(lock.ends, zone)) + 1)
    months = range(month_of(start) + (start.day > 1), month_of(end))
    return tuple(month for month in months if month not in locked)


def month_of(local: datetime) -> int:
    """A month as one number: 12 x year + month - 1."""
    return 12 * local.year + local.month - 1


def _local(instant: datetime, zone: ZoneInfo) -> datetime:
    return instant.replace(tzinfo=UTC).astimezone(zone)
