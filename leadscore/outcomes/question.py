"""What is asked of the history: lens, outcome, horizons, data date, period of T and grouping."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from leadscore.errors import UsageError, did_you_mean
from leadscore.model.model import Evaluation
from leadscore.outcomes.calendar import day_begins
from leadscore.store.manifest import Manifest
from leadscore.vocabulary import DEFAULT_ARRIVAL_DAYS, OUTCOMES

LENSES_OF_FIGURES = ("handoff", "arrival", "date")
"""Lenses with one T a lead; replay has several and no figure here."""

MOST_HORIZON_DAYS = 3650


@dataclass(frozen=True, slots=True)
class Question:
    """One question to the history; `horizon_days` holds only what differs from the defaults.

    `data_date` is naive UTC (None only for a data set without dates); `from_` and `to` are local days of T in `zone`,
    both inclusive; `by` is month, band, or the name of an attribute.  Raises UsageError for what cannot be asked.
    """

    lens: str = "handoff"
    arrival_days: int = DEFAULT_ARRIVAL_DAYS
    outcome: str = "sql"
    horizon_days: tuple[tuple[str, int], ...] = ()
    data_date: datetime | None = None
    zone: str = "UTC"
    from_: date | None = None
    to: date | None = None
    by: str | None = None

    def __post_init__(self) -> None:
        pairs = self.horizon_days
        object.__setattr__(self, "horizon_days", tuple(pairs.items() if isinstance(pairs, Mapping) else pairs))
        _known("lens", self.lens, LENSES_OF_FIGURES)
        _known("outcome", self.outcome, OUTCOMES)
        for outcome, days in self.horizon_days:
            _known("outcome", outcome, OUTCOMES)
            _whole_days(outcome, days)
        if self.from_ is not None and self.to is not None and self.to < self.from_:
            raise UsageError(f"The period ends ({self.to}) before it begins ({self.from_}). Swap the two days.")
        _zone(self.zone)

    @classmethod
    def of(
        cls,
        manifest: Manifest,
        evaluation: Evaluation,
        lens: str,
        outcome: str | None = None,
        period: tuple[date | None, date | None] = (None, None),
        by: str | None = None,
    ) -> Question:
        """What a model's evaluation asks of a data set; the outcome is the model's own unless given."""
        stated = evaluation.horizon_days
        horizons = {"sql": stated.sql, "opportunity": stated.opportunity, "won": stated.won}
        return cls(
            lens=lens,
            arrival_days=evaluation.arrival_days,
            outcome=outcome or evaluation.outcome,
            horizon_days=tuple((name, days) for name, days in horizons.items() if days is not None),
            data_date=manifest.data_date,
            zone=manifest.zone,
            from_=period[0],
            to=period[1],
            by=by,
        )

    def stated_horizon(self, outcome: str) -> int | None:
        """The horizon that the question itself states for an outcome, in days."""
        return dict(self.horizon_days).get(outcome)

    def first_instant(self) -> datetime | None:
        """The first instant of the period of T, naive UTC; None where it is open."""
        return None if self.from_ is None else _midnight(self.from_, self.zone)

    def end_instant(self) -> datetime | None:
        """The first instant after the period of T, naive UTC; None where it is open."""
        return None if self.to is None else _midnight(self.to + timedelta(days=1), self.zone)


def _known(what: str, word: str, choices: Iterable[str]) -> None:
    if word not in choices:
        raise UsageError(f"Figures know no {what} '{word}'. {did_you_mean(word, choices)}")


def _whole_days(outcome: str, days: int) -> None:
    if not isinstance(days, int) or isinstance(days, bool) or not 0 <= days <= MOST_HORIZON_DAYS:
        raise UsageError(
            f"The horizon of '{outcome}' is {days!r}. Give whole days from 0 to {MOST_HORIZON_DAYS}, for example 60."
        )


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as cause:
        raise UsageError(f"There is no time zone '{name}'. Use a name such as Europe/Amsterdam or UTC.") from cause


def _midnight(day: date, zone: str) -> datetime:
    """Where a local day begins, naive UTC; UsageError where there is no such zone."""
    return day_begins(day, _zone(zone).key)
