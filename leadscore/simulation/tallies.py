"""What a board knows of its patterns in numbers: leads by outcome, volume, revenue, and the shares with their colleagues."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from leadscore.estimate import AccountSums, Estimate, proportion
from leadscore.outcomes import Cohort, Horizon, horizon, lead_quality_score, reconciliation
from leadscore.outcomes.conversion import rate, unknowable
from leadscore.outcomes.standing import QUALIFIED, TARGETS, Target
from leadscore.outcomes.touches import follows_outcome
from leadscore.scoring.in_arrays import Units
from leadscore.simulation.leads import Leads
from leadscore.simulation.lock import Lock
from leadscore.simulation.ranking import Ranked
from leadscore.simulation.share import Share, count

Column = NDArray[Any]
Judge = Callable[[AccountSums], Estimate]

CLASSES = ("converted", "not_converted", "unworked", "immature", "left_out")
"""What became of a lead, as the histogram shows it; left_out: outside the rate for any other reason."""

OUTCOME, WON, QUALITY = "outcome", "won", "quality"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a board is asked for: the outcome and its horizon, that of won, and that of quality (the one of sql)."""

    outcome: tuple[Target, Horizon]
    won: tuple[Target, Horizon]
    quality: tuple[Target, Horizon]

    @classmethod
    def of(cls, cohort: Cohort, outcome: str) -> Asked:
        """The targets of a cohort with their horizons."""
        named = {target.name: (target, horizon(cohort, target.name)) for target in TARGETS}
        return cls(named[outcome], named["won"], (QUALIFIED, named["sql"][1]))

    def targets(self) -> dict[str, tuple[Target, int]]:
        """Each target by its part on the board, with its horizon in days."""
        parts = {OUTCOME: self.outcome, WON: self.won, QUALITY: self.quality}
        return {name: (target, within.days or 0) for name, (target, within) in parts.items()}


@dataclass(frozen=True, slots=True, eq=False)
class QualityShares:
    """The Lead Quality Score and its parts as shares: of mature hand-offs, of the worked and of the unworked ones."""

    lqs: Share
    worked_share: Share
    rate_worked: Share
    rate_unworked: Share


@dataclass(frozen=True, slots=True, eq=False)
class Tallies:
    """A number (as a float, for weighted counting) a pattern of each thing that is counted; the rest is ready to sum."""

    units: Units
    leads: Column
    classes: tuple[Column, ...]
    """In the order of CLASSES."""
    volume: Column
    """Leads with T in a full month."""
    months: int
    """How many full months there are."""
    revenue: Column
    revenue_known: Estimate
    """Closed-won revenue of the whole data: its reason is that of every sum of revenue."""
    conversion: Share
    won: Share
    quality: QualityShares
    ranked: Ranked


def tally(cohort: Cohort, leads: Leads, asked: Asked, pooled: bool, lock: Lock) -> Tallies:
    """Count everything once; `pooled` puts mature leads that nobody worked into the denominators."""
    inside = ("counted", "unworked") if pooled else ("counted",)
    conversion = _conversion(cohort, leads, OUTCOME, asked.outcome, inside)
    full = full_months(cohort, lock)
    return Tallies(
        units=Units(leads.units, leads.patterns),
        leads=count(leads, np.ones(len(leads.pattern), dtype=bool)),
        classes=_classes(leads, inside),
        volume=count(leads, np.isin(leads.month, full)),
        months=len(full),
        revenue=np.bincount(leads.pattern, weights=leads.revenue, minlength=leads.patterns),
        revenue_known=next(each.estimate for each in reconciliation(cohort) if each.name == "revenue_won"),
        conversion=conversion,
        won=_conversion(cohort, leads, WON, asked.won, inside),
        quality=_quality(cohort, leads, asked.quality[1]),
        ranked=Ranked.among(leads, leads.stands(OUTCOME, *inside), leads.hit(OUTCOME)),
    )


def _classes(leads: Leads, inside: tuple[str, ...]) -> tuple[Column, ...]:
    counted, hit = leads.stands(OUTCOME, *inside), leads.hit(OUTCOME)
    unworked = leads.stands(OUTCOME, "unworked") & ~counted
    immature = leads.stands(OUTCOME, "immature")
    rest = ~(counted | unworked | immature)
    return tuple(count(leads, each) for each in (counted & hit, counted & ~hit, unworked, immature, rest))


def _conversion(
    cohort: Cohort, leads: Leads, name: str, asked: tuple[Target, Horizon], inside: tuple[str, ...]
) -> Share:
    target, within = asked
    counted, hit = leads.stands(name, *inside), leads.hit(name)
    after = AccountSums.alone(int((counted & hit & leads.touched_after(name)).sum()), int((counted & hit).sum()))
    backwards = None if len(inside) > 1 else follows_outcome(after, target.words)
    reason = unknowable(cohort, target, within) or backwards
    return Share.among(leads, counted, hit, _judged(reason, lambda sums: rate(cohort.facts, sums)))


def _quality(cohort: Cohort, leads: Leads, within: Horizon) -> QualityShares:
    """Its parts are unknown for the reasons for which they are in the closed-loop figures."""
    reasons = {each.name: each.estimate.reason for each in lead_quality_score(cohort, within) if each.group is None}
    unknown = {
        each.name: each.estimate.value is None and not _only_empty(each.estimate)
        for each in lead_quality_score(cohort, within)
    }
    worked, unworked = leads.stands(QUALITY, "counted"), leads.stands(QUALITY, "unworked")
    mature, hit = worked | unworked, leads.hit(QUALITY)

    def share(name: str, inside: Column, hits: Column, nothing: str) -> Share:
        reason = reasons[name] if unknown[name] else None
        return Share.among(leads, inside, hits, _judged(reason, lambda sums: proportion(sums, nothing=nothing)))

    return QualityShares(
        share("lqs", mature, hit, "no mature hand-offs"),
        share("lqs_worked_share", mature, worked, "no mature hand-offs"),
        share("lqs_rate_worked", worked, hit, "no mature worked leads"),
        share("lqs_rate_unworked", unworked, hit, "no mature unworked leads"),
    )


def _only_empty(estimate: Estimate) -> bool:
    return bool(estimate.reason and estimate.reason.startswith("no mature"))


def _judged(reason: str | None, estimate: Judge) -> Judge:
    return (lambda sums: Estimate.unknown(reason, sums.n)) if reason else estimate


def full_months(cohort: Cohort, lock: Lock) -> tuple[int, ...]:
    """The months (12 x year + month - 1) that lie wholly within the history on the board, outside the locked period.

    The first month counts if a lead has T on its first day; the last if the data date is its end.
    """
    sql = "SELECT MIN(as_of) FROM cohort"
    first = cohort.rows((), sql)[0][0]
    data_date = cohort.question.data_date
    if first is None or data_date is None:
        return ()
    zone = ZoneInfo(cohort.question.zone)
    start, end = _local(first, zone), _local(data_date, zone) + timedelta(microseconds=1)
    begins = _month(start) + (start.day > 1)
    ends = _month(end)
    locked = (
        range(_month(_local(lock.starts, zone)), _month(_local(lock.ends, zone)) + 1)
        if lock.starts and lock.ends
        else range(0)
    )
    return tuple(month for month in range(begins, ends) if month not in locked)


def _local(instant: datetime, zone: ZoneInfo) -> datetime:
    return instant.replace(tzinfo=ZoneInfo("UTC")).astimezone(zone)


def _month(local: datetime) -> int:
    return 12 * local.year + local.month - 1
