"""Sales cycle: how long from qualification to the close, and what share is won by when.

The plain mean over won deals knows only those that were fast enough to be won by now; the cumulative incidence of won
(see `incidence`) counts the slow ones as what they are: still open.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from leadscore.estimate import Estimate, proportion
from leadscore.outcomes.cohort import Cohort
from leadscore.outcomes.cycle_cases import DAY, STALE_SHARE, WON, Cycle, read_cycle
from leadscore.outcomes.figure import Figure, Horizon
from leadscore.outcomes.following import Followed
from leadscore.outcomes.horizon import FEWEST_WINS
from leadscore.outcomes.incidence import OPEN, shares_by
from leadscore.outcomes.rates import NO_CUT_OFFS
from leadscore.outcomes.resampling import DRAWS

DAYS = (30, 60, 90, 180)
"""Numbers of days by which shares won are compared."""

LOST = 2
BIASED = "biased early: deals still open are missing, and those are the slow ones"
TOO_SHORT = "nobody was followed for {} days yet"

_Cells = list[tuple[str | None, Followed]]


def cycle(cohort: Cohort, horizon: Horizon, clock: str = "qualified", draws: int = DRAWS) -> tuple[Figure, ...]:
    """Mean, median and quartiles of the cycle, and the shares won by DAYS with intervals; 0 draws: without them yet."""
    found = read_cycle(cohort, horizon, clock)
    cells = found.cases.cells(cohort)
    bands: _Cells = list(found.cases.by_band(cohort))
    return (
        *_each("cycle_leads", found, cells, lambda cases: Estimate.count(len(cases.way))),
        *_each("cycle_open", found, cells, _open),
        *_each("cycle_mean", found, cells, _mean),
        *_quantiles(found, cohort),
        *_shares(found, cells, "", draws),
        *(_shares(found, bands, "_by_band", draws) if bands else _no_bands(found)),
        *_stale(found),
    )


def _each(name: str, found: Cycle, cells: _Cells, estimate: Callable[[Followed], Estimate]) -> list[Figure]:
    return [
        Figure(name, cell, Estimate.unknown(found.reason, len(cases.way)) if found.reason else estimate(cases))
        for cell, cases in cells
    ]


def _open(cases: Followed) -> Estimate:
    return Estimate.count(int((cases.way == OPEN).sum()), len(cases.way))


def _mean(cases: Followed) -> Estimate:
    waits = cases.waited[cases.way == WON]
    if not len(waits):
        return Estimate.unknown("none of these leads was won")
    return Estimate.count(float(waits.mean()) / DAY, len(waits), BIASED)


def _quantiles(found: Cycle, cohort: Cohort) -> list[Figure]:
    """Median and quartiles of the wins within the horizon, of cases that had as long."""
    mature = found.cases.of(found.mature)
    cells, bands = mature.cells(cohort), list(mature.by_band(cohort))
    figures = _each("cycle_median", found, cells, lambda cases: _quantile(found.horizon, cases, 0.5))
    figures += _each("cycle_p25", found, cells, lambda cases: _quantile(found.horizon, cases, 0.25))
    figures += _each("cycle_p75", found, cells, lambda cases: _quantile(found.horizon, cases, 0.75))
    if not bands:
        return [*figures, Figure("cycle_median_by_band", None, Estimate.unknown(NO_CUT_OFFS, len(mature.way)))]
    by_band: _Cells = list(bands)
    return figures + _each("cycle_median_by_band", found, by_band, lambda cases: _quantile(found.horizon, cases, 0.5))


def _quantile(horizon: Horizon, cases: Followed, part: float) -> Estimate:
    if horizon.days is None:
        return Estimate.unknown(f"no horizon: {horizon.origin}", len(cases.way))
    waits = cases.waited[(cases.way == WON) & (cases.waited <= horizon.days * DAY)]
    if not len(waits):
        return Estimate.unknown(f"no mature lead of these was won within {horizon.days} days")
    return Estimate.count(float(np.quantile(waits, part)) / DAY, len(waits))


def _shares(found: Cycle, cells: _Cells, ending: str, draws: int) -> list[Figure]:
    figures = []
    reason = found.reason or found.no_curve
    for cell, cases in cells:
        for days, estimate in zip(DAYS, _won_by(cases, reason, draws), strict=True):
            figures.append(Figure(f"cycle_won_{days}{ending}", cell, estimate))
    return sorted(figures, key=lambda figure: DAYS.index(int(figure.name.split("_")[2])))


def _won_by(cases: Followed, reason: str | None, draws: int) -> tuple[Estimate, ...]:
    if reason:
        return (Estimate.unknown(reason, len(cases.way)),) * len(DAYS)
    return shares_by(cases.incidence(), DAYS, WON, cases.rows() if draws else None, DAY, TOO_SHORT, draws)


def _no_bands(found: Cycle) -> list[Figure]:
    unknown = Estimate.unknown(NO_CUT_OFFS, len(found.cases.way))
    return [Figure(f"cycle_won_{days}_by_band", None, unknown) for days in DAYS]


def _stale(found: Cycle) -> tuple[Figure, ...]:
    """Open leads older than nearly all won ones ever were, and the win rate were they lost."""
    limit = stale_after(found)
    if isinstance(limit, Estimate):
        return tuple(Figure(name, None, limit) for name in ("cycle_p95", "cycle_stale", "cycle_win_rate_stale_lost"))
    cases = found.cases
    still = cases.way == OPEN
    stale = still & (cases.waited > limit)
    won = int((cases.way == WON).sum())
    closed = cases.of((cases.way == WON) | (cases.way == LOST) | stale)
    return (
        Figure("cycle_p95", None, Estimate.count(limit / DAY, won, BIASED)),
        Figure("cycle_stale", None, Estimate.count(int(stale.sum()), int(still.sum()))),
        Figure("cycle_win_rate_stale_lost", None, proportion(closed.share(closed.way == WON))),
    )


def stale_after(found: Cycle) -> float | Estimate:
    """Microseconds beyond which an open lead is stale: the 95th percentile of all won; unknown under 10 wins."""
    waits = found.cases.waited[found.cases.way == WON]
    if found.reason:
        return Estimate.unknown(found.reason, len(found.cases.way))
    if len(waits) < FEWEST_WINS:
        return Estimate.unknown(f"needs {FEWEST_WINS} wins, has {len(waits)}", len(waits))
    return float(np.quantile(waits, STALE_SHARE))
