"""Consistency: did leads above a cut-off convert more often than those below it, quarter after quarter.

A model's own figures: leads that its score chose say whether it holds what it promises, never which of two is better.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from leadscore.estimate import AccountSums, Estimate, difference, proportion
from leadscore.outcomes.cohort import Cohort
from leadscore.outcomes.conversion import unknowable
from leadscore.outcomes.figure import Horizon
from leadscore.outcomes.rates import AT_OR_ABOVE, NO_CUT_OFFS, Split, counts, shares
from leadscore.outcomes.standing import NO_DATES, Target, standing
from leadscore.outcomes.touches import follows_outcome
from leadscore.store.queries import Stage
from leadscore.vocabulary import WORKED_WITHIN_DAYS

CutOff = Literal["mql", "sql"]

ABOVE: dict[CutOff, str] = {"mql": AT_OR_ABOVE, "sql": "band = 'ready'"}
"""SQL: whether a lead stands above that cut-off."""

FEWEST_ON_A_SIDE = 10
"""A rate of fewer leads has an interval so wide that no quarter could ever show a difference."""


@dataclass(frozen=True, slots=True)
class Quarter:
    """Three months of T (2026 Q1): the rates above and below a cut-off, and the first less the second."""

    name: str
    above: Estimate
    below: Estimate
    difference: Estimate


@dataclass(frozen=True, slots=True)
class Consistency:
    """The mature quarters at one cut-off, the earliest first; none with a `reason` where nothing can be said."""

    cut_off: CutOff
    quarters: tuple[Quarter, ...]
    reason: str | None = None


def consistency(cohort: Cohort, target: Target, horizon: Horizon, last: int) -> Consistency:
    """Rates by quarter of T, of quarters that are mature as a whole, at the cut-off that the latest of them can judge.

    That is the first of MQL and SQL with FEWEST_ON_A_SIDE counted leads on both sides in each of the `last` quarters:
    few leads below the first one are ever called.  Where neither has them it is the first.
    """
    reason = no_rate(cohort, target, horizon)
    if reason:
        return Consistency("mql", (), reason)
    first, second = (_at(cohort, target, horizon, cut_off) for cut_off in ABOVE)
    return next((each for each in (first, second) if _judges(each, last)), first)


def _judges(found: Consistency, last: int) -> bool:
    sides = [side.n for each in found.quarters[-last:] for side in (each.above, each.below)]
    return len(sides) == 2 * last and min(sides) >= FEWEST_ON_A_SIDE


def no_rate(cohort: Cohort, target: Target, horizon: Horizon) -> str | None:
    """Why no rates above and below a cut-off can be compared over time; None where some may be."""
    if not cohort.facts.dated:
        return NO_DATES
    if not cohort.bands:
        return NO_CUT_OFFS
    reason = unknowable(cohort, target, horizon)
    if reason:
        return reason
    hits = {"hit": "standing = 'counted' AND hit", "after": "standing = 'counted' AND hit AND touched_after"}
    found = counts(cohort, hits, (standing(target, cohort.facts),), "standings", days=horizon.days or 0)
    return follows_outcome(found["after"].all().count, found["hit"].all().count, target.words)


def _at(cohort: Cohort, target: Target, horizon: Horizon, cut_off: CutOff) -> Consistency:
    stages = (standing(target, cohort.facts), _sides(cut_off))
    days = horizon.days or 0
    split = shares(cohort, {"hit": "hit"}, "standing = 'counted'", stages, "sided", days=days)["hit"]
    names = {label.rpartition(" ")[0] for kind, label in split.cells if kind == "group" and label}
    until = cohort.question.data_date
    mature = _mature(min(names), cohort.question.zone, days, until) if names and until is not None else ()
    return Consistency(cut_off, tuple(_quarter(split, name) for name in mature))


def _mature(first: str, zone: str, days: int, until: datetime) -> Iterator[str]:
    """The mature quarters from the first on, those in which nobody counts among them: they are not passed over."""
    while _ends(first, zone, days) <= until:
        yield first
        year, number = int(first[:4]), int(first[-1])
        first = f"{year + number // 4:04} Q{number % 4 + 1}"


def _sides(cut_off: CutOff) -> Stage:
    local = "(as_of AT TIME ZONE 'UTC') AT TIME ZONE $zone"
    return Stage(
        "sided",
        "by quarter of T and side of the cut-off",
        f"""SELECT * REPLACE (STRFTIME({local}, '%Y') || ' Q' || EXTRACT(quarter FROM {local})
    || CASE WHEN {ABOVE[cut_off]} THEN ' above' ELSE ' below' END AS by_group)
FROM standings WHERE band IS NOT NULL""",
    )


def _quarter(split: Split[AccountSums], name: str) -> Quarter:
    above, below = (
        proportion(split.group(f"{name} {side}"), nothing=f"no worked and mature lead {side} the cut-off")
        for side in ("above", "below")
    )
    return Quarter(name, above, below, difference(above, below))


def _ends(quarter: str, zone: str, days: int) -> datetime:
    """When the last lead of a quarter is mature (naive UTC)."""
    year, number = int(quarter[:4]), int(quarter[-1])
    following = date(year + number // 4, 3 * number % 12 + 1, 1)
    last = datetime.combine(following, time(), ZoneInfo(zone)).astimezone(UTC).replace(tzinfo=None)
    return last - timedelta(microseconds=1) + timedelta(days=max(days, WORKED_WITHIN_DAYS))
