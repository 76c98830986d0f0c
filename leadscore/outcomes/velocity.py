"""Pipeline velocity: money a day = opportunities x win rate x average deal / cycle days, against the period before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from leadscore.estimate import AccountSums, Estimate, proportion
from leadscore.outcomes.cohort import Cohort
from leadscore.outcomes.contribution import no_sum_of
from leadscore.outcomes.deal_rows import ALL_DEALS, CLOSED
from leadscore.outcomes.figure import Figure
from leadscore.outcomes.query import run
from leadscore.outcomes.rates import shares
from leadscore.outcomes.standing import NO_DATES, NO_DEALS

PERIOD_DAYS = 90

_CLOSED_NOW = "closed_at > $after AND closed_at <= $until"
_WON = f"outcome = 'won' AND {_CLOSED_NOW}"

_PARTS = f"""SELECT
    COUNT(*) FILTER (WHERE opened_at > $after AND opened_at <= $until),
    AVG(amount) FILTER (WHERE {_WON}),
    COUNT(amount) FILTER (WHERE {_WON}),
    MEDIAN(EPOCH_US(closed_at) - EPOCH_US(opened_at)) FILTER (WHERE {_WON} AND closed_at >= opened_at),
    COUNT(*) FILTER (WHERE {_WON} AND closed_at >= opened_at)
FROM outcome_deals"""


@dataclass(frozen=True, slots=True)
class Pipeline:
    """What a period's pipeline is made of: deals opened, won of those closed in it, average won and median days.

    `with_amount` and `with_days` are the won deals of which the average and the median are known.
    """

    opened: int
    closed: AccountSums
    average: float | None
    with_amount: int
    cycle_days: float | None
    with_days: int

    @property
    def velocity(self) -> float | None:
        """Money a day; None where a part is unknown."""
        if not self.closed.n or self.average is None or not self.cycle_days:
            return None
        return self.opened * (self.closed.hits / self.closed.n) * self.average / self.cycle_days


def pipeline(cohort: Cohort, until: datetime) -> Pipeline:
    """The PERIOD_DAYS that end at an instant, over all deals, with a lead or without."""
    after = until - timedelta(days=PERIOD_DAYS)
    period: dict[str, Any] = {"after": after, "until": until}
    opened, average, with_amount, waited, with_days = run(cohort.cursor, cohort.question, (), _PARTS, **period)[0]
    closed = f"{CLOSED} AND {_CLOSED_NOW}"
    won = shares(cohort, {"won": "outcome = 'won'"}, closed, (ALL_DEALS,), "all_deals", **period)["won"].all()
    days = None if waited is None else waited / 86_400_000_000
    return Pipeline(opened, won, average, with_amount, days, with_days)


def velocity(cohort: Cohort) -> tuple[Figure, ...]:
    """Velocity of the 90 days up to the data date, by its parts, and its change against the 90 days before."""
    until = cohort.question.data_date
    reason = NO_DEALS if not cohort.facts.deals else NO_DATES if until is None or not cohort.facts.dated else None
    reason = reason or no_sum_of(cohort)
    if reason or until is None:
        return tuple(Figure(name, None, Estimate.unknown(reason or NO_DATES)) for name in _NAMES)
    now = pipeline(cohort, until)
    before = pipeline(cohort, until - timedelta(days=PERIOD_DAYS))
    found = (
        Estimate.count(now.opened),
        proportion(now.closed, nothing=f"no deal closed in these {PERIOD_DAYS} days"),
        _or_unknown(now.average, now.with_amount, "no deal with an amount was won in these days"),
        _or_unknown(now.cycle_days, now.with_days, "no deal with an opening date was won in these days"),
        _or_unknown(now.velocity, now.opened, "one of its parts is unknown"),
        _or_unknown(before.velocity, before.opened, "one of its parts is unknown in the period before"),
        _change(now, before),
    )
    return tuple(Figure(name, None, each) for name, each in zip(_NAMES, found, strict=True))


_NAMES = (
    "velocity_opportunities",
    "velocity_win_rate",
    "velocity_average_deal",
    "velocity_cycle_days",
    "velocity",
    "velocity_before",
    "velocity_change",
)


def _or_unknown(value: float | None, n: int, reason: str) -> Estimate:
    return Estimate.unknown(reason, n) if value is None else Estimate.count(value, n)


def _change(now: Pipeline, before: Pipeline) -> Estimate:
    if now.velocity is None or not before.velocity:
        return Estimate.unknown("there is no velocity of both periods to compare", now.opened)
    return Estimate.count(now.velocity / before.velocity - 1, now.opened)
