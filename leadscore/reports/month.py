"""Months of a review: which there are, and which are old enough to be judged."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from leadscore.errors import UsageError, one_of
from leadscore.outcomes.calendar import day_begins, next_month
from leadscore.vocabulary import OUTCOMES, WORKED_WITHIN_DAYS, counted

_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")


@dataclass(frozen=True, slots=True)
class Month:
    """A calendar month of hand-offs in the company's zone; `first` None is all leads of data without dates.

    mature: the outcomes whose horizon (and the 30 days to be worked) had passed by the data date for every lead of it.
    """

    first: date | None
    leads: int = 0
    mature: tuple[str, ...] = ()
    over: bool = True

    @property
    def last(self) -> date | None:
        """Its last day."""
        return None if self.first is None else next_month(self.first) - timedelta(days=1)

    @property
    def name(self) -> str:
        """2026-10; `all` for data without dates."""
        return "all" if self.first is None else f"{self.first:%Y-%m}"

    @property
    def before(self) -> date | None:
        """The first day of the month before it."""
        return None if self.first is None else (self.first - timedelta(days=1)).replace(day=1)

    def in_words(self, outcome: str) -> str:
        """`October 2026, 55 leads: mature`, or what of it is not."""
        if self.first is None:
            return f"All {counted(self.leads, 'lead')}: this data has no dates"
        named = f"{self.first:%B %Y}, {counted(self.leads, 'lead')}"
        if not self.over:
            return f"{named}: not over when the data end"
        return f"{named}: {'mature' if outcome in self.mature else f'too recent for {outcome}'}"


def month_named(text: str, months: tuple[Month, ...]) -> Month:
    """The month of that name; UsageError where it is no month, or none with leads."""
    if not _MONTH.fullmatch(text) and text != "all":
        raise UsageError(f"'{text}' is no month. Write it as 2026-10.")
    found = next((month for month in months if month.name == text), None)
    if found is None:
        names = [month.name for month in reversed(months)]
        raise UsageError(f"No lead has its hand-off in {text}. Choose one of: {one_of(names)}.")
    return found


def default_month(months: tuple[Month, ...], outcome: str) -> Month:
    """The latest month that is mature for the outcome, else the latest."""
    return next((month for month in reversed(months) if outcome in month.mature), months[-1])


def months_from(
    counts: Mapping[str, int], horizons: Mapping[str, int | None], data_date: datetime, zone: str
) -> tuple[Month, ...]:
    """Months with leads, the earliest first, from their counts by name and the horizons in days by outcome."""
    return tuple(
        _month(date.fromisoformat(f"{name}-01"), leads, horizons, data_date, zone)
        for name, leads in sorted(counts.items())
    )


def _month(first: date, leads: int, horizons: Mapping[str, int | None], data_date: datetime, zone: str) -> Month:
    ends = day_begins(next_month(first), zone)
    last = ends - timedelta(microseconds=1)
    days = {outcome: horizons.get(outcome) for outcome in OUTCOMES}
    mature = tuple(
        outcome
        for outcome, horizon in days.items()
        if horizon is not None and last + timedelta(days=max(horizon, WORKED_WITHIN_DAYS)) <= data_date
    )
    return Month(first, leads, mature, over=last <= data_date)
