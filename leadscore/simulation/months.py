"""Calendar months that a board shows in full, by which volume is counted."""

from __future__ import annotations

from datetime import date, timedelta

from leadscore.outcomes.calendar import local_day, months_within
from leadscore.outcomes.cohort import Cohort
from leadscore.simulation.lock import Lock


def full_months(cohort: Cohort, lock: Lock) -> tuple[int, ...]:
    """The months (12 x year + month - 1, local) from the first T to the data date that the board shows in full.

    The first counts if a lead has its T on its first day, the last if the data date is its end; those that the locked
    period touches do not, and where it is open no month does.
    """
    first = cohort.rows((), "SELECT MIN(as_of) FROM cohort")[0][0]
    data_date, zone = cohort.question.data_date, cohort.question.zone
    if first is None or data_date is None or lock.open:
        return ()
    last = local_day(data_date + timedelta(microseconds=1), zone) - timedelta(days=1)
    locked = range(0)
    if lock.starts is not None and lock.ends is not None:
        locked = range(month_of(local_day(lock.starts, zone)), month_of(local_day(lock.ends, zone)) + 1)
    months = (month_of(each) for each in months_within(local_day(first, zone), last))
    return tuple(month for month in months if month not in locked)


def month_of(day: date) -> int:
    """A month as one number: 12 x year + month - 1."""
    return 12 * day.year + day.month - 1
