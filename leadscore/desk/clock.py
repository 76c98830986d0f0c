"""The clock of a handed-over lead: how long ago it was handed over, and whether anybody in sales has tried since.

Whether that is late is judged as the review judges it: in business time of the same calendar, by what sales promised.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from leadscore.outcomes.calendar import BusinessTime, Calendar
from leadscore.store.manifest import Manifest
from leadscore.store.state import Promise, in_force

DEFAULT_MINUTES = 8 * 60
"""Business minutes to the first attempt until sales promises a number: a day from nine to five."""


@dataclass(frozen=True, slots=True)
class Due:
    """Within how many business minutes a first attempt is due; `since`: the month from which sales promised it."""

    minutes: int = DEFAULT_MINUTES
    since: date | None = None

    def in_words(self, calendar: Calendar) -> str:
        """The limit, whose it is, and which hours count, as a sentence."""
        hours = f"{self.minutes / 60:g} business hours ({calendar.in_words()})"
        runs = "Clocks run day and night; only business hours count towards being late."
        if self.since is None:
            return f"{hours} are this product's default, not a promise of your teams. {runs}"
        return f"{hours} are what sales promised from {self.since:%Y-%m} on. {runs}"


DEFAULT_DUE = Due()


def calendar_of(manifest: Manifest) -> Calendar:
    """When sales is at work, in the company's zone: the calendar of the review."""
    return Calendar(manifest.zone)


def due(promises: tuple[Promise, ...], at: datetime | None, zone: str) -> Due:
    """What sales promised for the month of a moment (naive UTC; None: for all time), else the default."""
    day = at.replace(tzinfo=UTC).astimezone(ZoneInfo(zone)).date() if at else None
    held = in_force(promises, "sales", day.replace(day=1) if day else None)
    if held is None or held.promised.touch_within_minutes is None:
        return DEFAULT_DUE
    return Due(held.promised.touch_within_minutes, held.promised.since)


@dataclass(frozen=True, slots=True)
class Clock:
    """When a lead was handed over and first touched since (naive UTC; None: never), as of a moment.

    No clock runs for a lead that was `closed_as` something; `unknown` says why nobody knows of attempts, if so.
    `business` is the business time of the calendar; without it nothing is late.
    """

    handed_over_at: datetime | None
    touched_at: datetime | None
    as_of: datetime | None
    business: BusinessTime | None = None
    due: Due = DEFAULT_DUE
    closed_as: str | None = None
    unknown: str | None = None

    @property
    def waited(self) -> timedelta | None:
        """From the hand-off to the first attempt, or until now; None where no clock runs or ran to an attempt."""
        until = self._until
        return until - self.handed_over_at if self.handed_over_at and until else None

    @property
    def running(self) -> bool:
        """Whether the lead is known to wait for its first attempt."""
        stopped = self.touched_at or self.closed_as or self.unknown
        return self.handed_over_at is not None and not stopped

    @property
    def late(self) -> bool:
        """Whether the first attempt came, or is still to come, after the time that is due."""
        until = self._until
        if self.handed_over_at is None or until is None or self.business is None:
            return False
        minutes = self.business.minutes(self.handed_over_at, until)
        return minutes > self.due.minutes or (self.running and minutes == self.due.minutes)

    @property
    def _until(self) -> datetime | None:
        return self.touched_at or (None if self.closed_as or self.unknown else self.as_of)
