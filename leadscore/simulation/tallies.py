"""What a board knows of its patterns, ready to be summed: leads by outcome, volume, revenue, shares with colleagues."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from leadscore.estimate import AccountSums, Estimate, proportion
from leadscore.outcomes.cohort import Cohort
from leadscore.outcomes.conversion import rate, unknowable
from leadscore.outcomes.figure import Horizon
from leadscore.outcomes.horizon import horizon
from leadscore.outcomes.quality import no_quality
from leadscore.outcomes.revenue import reconciliation
from leadscore.outcomes.standing import NO_TOUCHES, QUALIFIED, TARGETS, Target
from leadscore.outcomes.touches import follows_outcome
from leadscore.scoring.in_arrays import Units
from leadscore.simulation.counts import Amounts, Counts, count
from leadscore.simulation.leads import Leads
from leadscore.simulation.lock import Lock
from leadscore.simulation.months import full_months
from leadscore.simulation.ranking import Ranked
from leadscore.simulation.share import Share

Column = NDArray[Any]
Judge = Callable[[AccountSums], Estimate]

CLASSES = ("converted", "not_converted", "unworked", "immature", "left_out")
"""What became of a lead, as the histogram shows it; left_out: outside the rate for any other reason."""

SHARES = ("conversion", "won", "lqs", "worked_share", "rate_worked", "rate_unworked")
"""Every share on the board; Counts have its denominator as `of_...` and its hits as `hit_...`."""

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
class Tallies:
    """Everything about the leads of a board that does not depend on points, pattern by pattern."""

    units: Units
    leads: Column
    counts: Counts
    """Leads of each of CLASSES, of `volume` (T in a full month), and of each share (`of_...` and `hit_...`)."""
    months: int
    """How many full months there are."""
    revenue: Amounts
    revenue_known: Estimate
    """Closed-won revenue of the whole data: its reason is that of every sum of revenue."""
    shares: dict[str, Share]
    """By SHARES."""
    ranked: Ranked


def tally(cohort: Cohort, leads: Leads, asked: Asked, pooled: bool, lock: Lock, together: Sequence[str]) -> Tallies:
    """Count everything once; `pooled` puts mature leads that nobody worked into the denominators.

    `together`: for each rule, which others it mostly adds up with (its group).
    """
    inside = ("counted", "unworked") if pooled else ("counted",)
    months = full_months(cohort, lock)
    members = _members(leads, inside)
    estimates = _estimates(cohort, leads, asked, inside)
    kinds = {**_classes(leads, inside), "volume": np.isin(leads.month, months)}
    for name in SHARES:
        kinds[f"of_{name}"], kinds[f"hit_{name}"] = members[name][0], members[name][0] & members[name][1]
    return Tallies(
        units=Units(leads.units, leads.patterns, together),
        leads=count(leads, np.ones(len(leads.pattern), dtype=bool)),
        counts=Counts.of(leads, kinds),
        months=len(months),
        revenue=Amounts.of(leads, leads.revenue),
        revenue_known=next(each.estimate for each in reconciliation(cohort) if each.name == "revenue_won"),
        shares={name: Share.among(leads, *members[name], estimates[name]) for name in SHARES},
        ranked=Ranked.among(leads, *members["conversion"]),
    )


def _members(leads: Leads, inside: tuple[str, ...]) -> dict[str, tuple[Column, Column]]:
    """For each share, which leads are in its denominator and which have what it counts."""
    worked, unworked = leads.stands(QUALITY, "counted"), leads.stands(QUALITY, "unworked")
    hit = leads.hit(QUALITY)
    return {
        "conversion": (leads.stands(OUTCOME, *inside), leads.hit(OUTCOME)),
        "won": (leads.stands(WON, *inside), leads.hit(WON)),
        "lqs": (worked | unworked, hit),
        "worked_share": (worked | unworked, worked),
        "rate_worked": (worked, hit),
        "rate_unworked": (unworked, hit),
    }


def _classes(leads: Leads, inside: tuple[str, ...]) -> dict[str, Column]:
    counted, hit = leads.stands(OUTCOME, *inside), leads.hit(OUTCOME)
    unworked, immature = leads.stands(OUTCOME, "unworked") & ~counted, leads.stands(OUTCOME, "immature")
    rest = ~(counted | unworked | immature)
    return dict(zip(CLASSES, (counted & hit, counted & ~hit, unworked, immature, rest), strict=True))


def _estimates(cohort: Cohort, leads: Leads, asked: Asked, inside: tuple[str, ...]) -> dict[str, Judge]:
    """How the sums of each share become an estimate, with the reasons of the closed-loop figures where they do not."""
    no_score = no_quality(cohort, asked.quality[1])
    no_part = no_score or (_backwards(leads, QUALITY, QUALIFIED) if cohort.facts.touches else NO_TOUCHES)
    return {
        "conversion": _conversion(cohort, leads, OUTCOME, asked.outcome, inside),
        "won": _conversion(cohort, leads, WON, asked.won, inside),
        "lqs": _quality(no_score, "no mature hand-offs"),
        "worked_share": _quality(no_part, "no mature hand-offs"),
        "rate_worked": _quality(no_part, "no mature worked leads"),
        "rate_unworked": _quality(no_part, "no mature unworked leads"),
    }


def _conversion(
    cohort: Cohort, leads: Leads, name: str, asked: tuple[Target, Horizon], inside: tuple[str, ...]
) -> Judge:
    """Pooled rates do not ask who was worked, so the outcome may decide that."""
    target, within = asked
    backwards = None if "unworked" in inside else _backwards(leads, name, target)
    return _judged(unknowable(cohort, target, within) or backwards, lambda sums: rate(cohort.facts, sums))


def _backwards(leads: Leads, name: str, target: Target) -> str | None:
    """Why worked and unworked leads cannot be told apart: the outcome decided who was called."""
    hit = leads.stands(name, "counted") & leads.hit(name)
    return follows_outcome(int((hit & leads.touched_after(name)).sum()), int(hit.sum()), target.words)


def _quality(reason: str | None, nothing: str) -> Judge:
    return _judged(reason, lambda sums: proportion(sums, nothing=nothing))


def _judged(reason: str | None, estimate: Judge) -> Judge:
    return (lambda sums: Estimate.unknown(reason, sums.n)) if reason else estimate
