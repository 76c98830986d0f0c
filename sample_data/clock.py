# ruff: noqa: DTZ001
"""Local time of a company: office hours, the Friday rule, quarter ends, months."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

OPENS, CLOSES, FRIDAY_STOP = 9, 17, 15
DAY = timedelta(days=1)


def add_months(start: datetime, months: int) -> datetime:
    """First instant of the month that lies ``months`` after ``start``."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return datetime(year, month + 1, 1)


def civil(moment: datetime) -> datetime:
    """The same moment, or the next morning when it falls into the night (no stamp meets a change of the clocks)."""
    if 6 <= moment.hour < 22:
        return moment
    morning = moment.replace(hour=7, minute=moment.minute, second=moment.second)
    return morning + DAY if moment.hour >= 22 else morning


def minute(moment: datetime) -> datetime:
    """The minute that a CRM shows."""
    return moment.replace(second=0, microsecond=0)


def opening(day: datetime) -> datetime:
    return day.replace(hour=OPENS, minute=0, second=0, microsecond=0)


def office(moment: datetime) -> datetime:
    """The same moment, or the next office morning."""
    late = moment.hour >= CLOSES
    if moment.hour < OPENS or late:
        keep = timedelta(minutes=moment.minute, seconds=moment.second)
        moment = opening(moment + DAY if late else moment) + keep
    while moment.weekday() >= 5:
        moment += DAY
    return moment


def friday_rule(moment: datetime) -> datetime:
    """What comes on a Friday after 15:00 waits for Monday."""
    if moment.weekday() == 4 and moment.hour >= FRIDAY_STOP:
        return opening(moment + 3 * DAY)
    return moment


def after_office_hours(start: datetime, hours: float) -> datetime:
    """The moment when ``hours`` of office time have passed since ``start``."""
    moment, left = office(start), timedelta(hours=hours)
    while True:
        today = moment.replace(hour=CLOSES, minute=0, second=0, microsecond=0) - moment
        if left <= today:
            return moment + left
        left -= today
        moment = office(opening(moment + DAY))


def quarter_end(moment: datetime) -> datetime:
    """Midnight at the start of the last day of the quarter."""
    first = datetime(moment.year, 3 * ((moment.month - 1) // 3) + 1, 1)
    return add_months(first, 3) - DAY


def in_quarter_end_week(moment: datetime) -> bool:
    return quarter_end(moment) - moment < 6 * DAY


def with_offset(moment: datetime, zone: ZoneInfo) -> str:
    """ISO 8601 with the offset of the zone."""
    return moment.replace(tzinfo=zone).isoformat(timespec="seconds")


def naive(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%d %H:%M:%S")
