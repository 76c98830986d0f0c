"""Business time: the hours in which sales is at work, in the company's zone, summer time and holidays included."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import accumulate
from typing import Any
from zoneinfo import ZoneInfo

from leadscore.errors import UsageError
from leadscore.store.queries import Stage

MINUTE = 60_000_000
"""Microseconds."""

Hours = tuple[time, time] | None

NINE_TO_FIVE: tuple[Hours, ...] = ((time(9), time(17)),) * 5 + (None, None)
"""Monday to Friday, 9:00 to 17:00."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """When sales is at work: `hours` from Monday to Sunday, None for a day off; holidays are days off.

    Raises UsageError where a week has not seven days or a day ends before it begins.
    """

    zone: str = "UTC"
    hours: tuple[Hours, ...] = NINE_TO_FIVE
    holidays: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        if len(self.hours) != 7 or not any(self.hours):
            raise UsageError("A calendar needs the hours of seven days, Monday first, at least one of them a workday.")
        for each in self.hours:
            if each is not None and each[1] <= each[0]:
                raise UsageError(f"A workday cannot end at {each[1]} and begin at {each[0]}. Swap the two.")

    def workdays(self, first: datetime, last: datetime) -> Iterator[tuple[datetime, datetime]]:
        """When each workday opens and closes, naive UTC, from the day before `first` to the day after `last`."""
        zone, day = ZoneInfo(self.zone), first.date() - timedelta(days=1)
        while day <= last.date() + timedelta(days=1):
            hours = self.hours[day.weekday()]
            if hours is not None and day not in self.holidays:
                opens, closes = (datetime.combine(day, at, zone).astimezone(UTC).replace(tzinfo=None) for at in hours)
                yield opens, closes
            day += timedelta(days=1)

    def in_words(self) -> str:
        """For example `Mon-Fri 09:00-17:00, Europe/Berlin`."""
        days = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
        spans: list[list[Any]] = []
        for day, hours in zip(days, self.hours, strict=True):
            if spans and hours is not None and spans[-1][2] == hours and spans[-1][3]:
                spans[-1][1] = day
            elif hours is not None:
                spans.append([day, day, hours, True])
            elif spans:
                spans[-1][3] = False
        listed = [
            f"{first if first == last else f'{first}-{last}'} {hours[0]:%H:%M}-{hours[1]:%H:%M}"
            for first, last, hours, _ in spans
        ]
        holidays = f", without {len(self.holidays)} holidays" if self.holidays else ""
        return f"{', '.join(listed)}, {self.zone}{holidays}"


@dataclass(frozen=True, slots=True)
class BusinessTime:
    """Business time between two instants for use in SQL: the stage `workdays`, what it binds, and sums over it.

    A local workday meets one or two days of UTC, so a day of UTC has up to `pieces` pieces of business time.
    """

    bound: dict[str, Any]
    pieces: int

    @classmethod
    def between(cls, calendar: Calendar, first: datetime, last: datetime) -> BusinessTime:
        """For instants between the two (naive UTC)."""
        found: dict[date, list[tuple[int, int]]] = {}
        for opens, closes in calendar.workdays(first, last):
            while opens < closes:
                ends = min(closes, datetime.combine(opens.date() + timedelta(days=1), time()))
                part = (_microseconds(opens), _microseconds(ends) - _microseconds(opens))
                found.setdefault(opens.date(), []).append(part)
                opens = ends
        pieces = max((len(each) for each in found.values()), default=1)
        days = [first.date() + timedelta(days=number) for number in range((last.date() - first.date()).days + 1)]
        listed = [found.get(day, []) + [(0, 0)] * (pieces - len(found.get(day, []))) for day in days]
        before = [0, *accumulate(sum(lasts for _, lasts in each) for each in listed)][: len(days)]
        bound: dict[str, Any] = {"utc_days": days, "before": before}
        for piece in range(pieces):
            bound[f"starts_{piece}"] = [each[piece][0] for each in listed]
            bound[f"lasts_{piece}"] = [each[piece][1] for each in listed]
        return cls(bound, pieces)

    def minutes(self, start: datetime, until: datetime) -> int:
        """Begun business minutes from one instant to a later one, both within those it was made for."""
        return -(-(self._before(until) - self._before(start)) // MINUTE)

    def _before(self, instant: datetime) -> int:
        """What `until` says of an instant, in microseconds."""
        place, now = (instant.date() - self.bound["utc_days"][0]).days, _microseconds(instant)
        found: int = self.bound["before"][place]
        for piece in range(self.pieces):
            starts, lasts = self.bound[f"starts_{piece}"][place], self.bound[f"lasts_{piece}"][place]
            found += min(max(now - starts, 0), lasts)
        return found

    def workdays(self) -> Stage:
        """`workdays`: a row a day of UTC, to be joined by `on_day`."""
        names = [f"{what}_{piece}" for piece in range(self.pieces) for what in ("starts", "lasts")]
        lists = ", ".join(f"UNNEST(${name}) AS {name}" for name in names)
        return Stage(
            "workdays",
            "a row a day of UTC: the business time of all days before it, and its own in pieces, in microseconds",
            f"SELECT UNNEST($utc_days) AS day, UNNEST($before) AS before, {lists}",
        )

    def until(self, workday: str, instant: str) -> str:
        """SQL: business time from the first day to an instant, given the row of the instant's day."""
        parts = "".join(
            f" + LEAST(GREATEST(EPOCH_US({instant}) - {workday}.starts_{piece}, 0), {workday}.lasts_{piece})"
            for piece in range(self.pieces)
        )
        return f"({workday}.before{parts})"


def local_day(instant: datetime, zone: str) -> date:
    """The day of an instant (naive UTC) in a zone."""
    return instant.replace(tzinfo=UTC).astimezone(ZoneInfo(zone)).date()


def day_begins(day: date, zone: str) -> datetime:
    """Where a local day begins, naive UTC."""
    return datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC).replace(tzinfo=None)


def next_month(first: date) -> date:
    """The first day of the month after the one that begins on a day."""
    return (first + timedelta(days=31)).replace(day=1)


def months_within(first: date, last: date) -> tuple[date, ...]:
    """The first days of the months that two days hold from beginning to end, the two included."""
    found, month = [], first.replace(day=1)
    while month <= last:
        after = next_month(month)
        if first <= month and after - timedelta(days=1) <= last:
            found.append(month)
        month = after
    return tuple(found)


def on_day(workday: str, instant: str) -> str:
    """SQL: the condition that joins the row of an instant's day."""
    return f"{workday}.day = CAST({instant} AS DATE)"


def _microseconds(instant: datetime) -> int:
    """Since 1970, exact."""
    return (instant - datetime.fromisoformat("1970-01-01")) // timedelta(microseconds=1)
