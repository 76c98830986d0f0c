"""Drift: do the leads of a month fall into other bands than before; and inflation of the share above the cut-off."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from leadscore.estimate import Estimate
from leadscore.outcomes.cohort import Cohort
from leadscore.outcomes.figure import Figure
from leadscore.outcomes.rates import NO_CUT_OFFS
from leadscore.outcomes.standing import NO_DATES

CHI2_95 = (3.841458820694124, 5.991464547107979, 7.814727903251179, 9.487729036781154)
"""95 % quantiles of chi-squared with 1 to 4 degrees of freedom, so that scipy need not be loaded for four numbers."""

ALARM = 0.10
MOST_BINS = len(CHI2_95) + 1
EMPTY = 0.5
MONTHS_BEFORE = 12


@dataclass(frozen=True, slots=True)
class Drift:
    """PSI of two sets of counts, and from where on it is more than chance; None where one of the sets is empty."""

    psi: float
    chance: float
    n: int
    before: int

    @property
    def alarm(self) -> bool:
        """Above 0.10 and above what equal distributions exceed in one case of twenty."""
        return self.psi > ALARM and self.psi > self.chance


def drift_between(now: Sequence[int], before: Sequence[int]) -> Drift | None:
    """PSI = sum (p - q) ln(p / q) over at most MOST_BINS bins; a bin that is empty on one side counts a half there.

    Bins that are empty on both sides are left out.  Chance is chi2(.95; bins - 1) (1/n + 1/m).
    """
    if len(now) != len(before) or len(now) > MOST_BINS:
        raise ValueError(f"drift compares the same bins, at most {MOST_BINS}")
    bins = [(a, b) for a, b in zip(now, before, strict=True) if a or b]
    n, m = sum(now), sum(before)
    if not n or not m:
        return None
    filled = [(a or EMPTY, b or EMPTY) for a, b in bins]
    above, below = (sum(side) for side in zip(*filled, strict=True))
    shares = [(a / above, b / below) for a, b in filled]
    psi = math.fsum((p - q) * math.log(p / q) for p, q in shares)
    chance = CHI2_95[len(bins) - 2] * (1 / n + 1 / m) if len(bins) > 1 else 0.0
    return Drift(psi, chance, n, m)


_BY_MONTH = """SELECT local_month, band, COUNT(*) FROM scored_leads WHERE band IS NOT NULL
GROUP BY ALL ORDER BY ALL"""


def drift(cohort: Cohort) -> tuple[Figure, ...]:
    """PSI over the bands of each month of T in the period against the 12 months before it, all under the asked lens."""
    name = "drift_psi_by_month"
    reason = (None if cohort.facts.dated else NO_DATES) or (None if cohort.bands else NO_CUT_OFFS)
    months = {} if reason else bands_by_month(cohort)
    found = [Figure(name, month, _estimate(months, month)) for month in sorted(months) if _asked(cohort, month)]
    return tuple(found) or (Figure(name, None, Estimate.unknown(reason or "no lead has a T in the period")),)


def _asked(cohort: Cohort, month: str) -> bool:
    first, last = cohort.question.from_, cohort.question.to
    return (first is None or f"{first:%Y-%m}" <= month) and (last is None or month <= f"{last:%Y-%m}")


def bands_by_month(cohort: Cohort) -> dict[str, list[int]]:
    """Leads by month of T, whatever the asked period, a count for each of the cohort's bands."""
    return cohort.once("bands by month", lambda: _months(cohort))


def drift_of(months: dict[str, list[int]], month: str) -> Drift | None:
    """A month's bands against those of the MONTHS_BEFORE months before it; None where there is nothing to compare."""
    before = [months[each] for each in months if months_back(month) <= each < month]
    return drift_between(months[month], [sum(column) for column in zip(*before, strict=True)]) if before else None


def _months(cohort: Cohort) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for month, band, count in cohort.rows((), _BY_MONTH):
        found.setdefault(month, [0] * len(cohort.bands))[cohort.bands.index(band)] = int(count)
    return found


def _estimate(months: dict[str, list[int]], month: str) -> Estimate:
    found = drift_of(months, month)
    n = sum(months[month])
    if found is None:
        return Estimate.unknown("no month before it to compare with", n)
    words = "alarm: beyond chance" if found.alarm else "no alarm"
    return Estimate.count(found.psi, n, f"{words} (chance alone reaches {found.chance:.3f}; alarm from {ALARM:.2f})")


def months_back(month: str, months: int = MONTHS_BEFORE) -> str:
    """The month so many months earlier, as 2026-10."""
    number = 12 * int(month[:4]) + int(month[5:]) - 1 - months
    return f"{number // 12:04}-{number % 12 + 1:02}"
