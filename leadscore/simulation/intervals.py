"""Volume and lift with their intervals: how far they would move had other accounts of the same kind come."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from leadscore.estimate import Estimate
from leadscore.model import Model
from leadscore.scoring.arithmetic import HIGHEST, UNIT
from leadscore.scoring.in_arrays import rescore
from leadscore.simulation.board import Board
from leadscore.simulation.past import COUNTED
from leadscore.simulation.ranking import rank, top_lift
from leadscore.simulation.replay import Column, Replayed, Weekly, reaches, score_weeks
from leadscore.simulation.resampling import NO_INTERVAL, interval, ratio, resampled

FEWEST = 5
"""Of fewer leads, or of fewer with or without the outcome, resamples look alike and would feign certainty."""

TOO_FEW_LEADS = f"fewer than {FEWEST} leads, too few for an interval"
POINTS = np.arange(HIGHEST + 1)


@dataclass(frozen=True, slots=True)
class Ranged:
    """One cut-off with its leads a month and its lift, the rate at or above it over the rate of all, with intervals."""

    points: int
    a_month: Estimate
    lift: Estimate


@dataclass(frozen=True, slots=True)
class _Counts:
    """Leads over each whole-point cut-off: `volume`; of those that count, `n` and how many `hits`; a column a point."""

    volume: Column
    n: Column
    hits: Column

    @property
    def lift(self) -> Column:
        """The rate over each cut-off, over the rate of all that count."""
        return ratio(ratio(self.hits, self.n), ratio(self.hits[..., :1], self.n[..., :1]))


def ranges(replayed: Replayed, model: Model, outcome: str | None = None) -> tuple[Ranged, ...]:
    """Every whole-point cut-off from 0 to 100 with the intervals of its volume and of its lift."""
    weekly, known = score_weeks(replayed, model), replayed.outcomes[outcome or replayed.outcome]
    counted = known.standing == COUNTED
    marks = np.where(counted, 1 + known.hit, 0)
    since = np.where(replayed.before_record, weekly.start // UNIT, -1)
    rows = np.stack([weekly.best // UNIT, since, weekly.then // UNIT, marks], axis=1)
    cells, cell = np.unique(rows, axis=0, return_inverse=True)
    whole = _over(cells, np.bincount(cell.ravel(), minlength=len(cells)))
    drawn = _over(cells, resampled(replayed.account, cell.ravel(), len(cells)))
    return tuple(
        Ranged(int(each), _a_month(replayed, int(whole.volume[each]), drawn.volume[:, each]), lift)
        for each, lift in zip(POINTS, _lifts(whole, drawn, known.reason), strict=True)
    )


def volume_change(replayed: Replayed, draft: Model, other: Model) -> Estimate:
    """Leads a month at or above the draft's MQL cut-off, less those of the other model: one set of resamples for both.

    Unknown where a model has no cut-offs or the period is no month.
    """
    if draft.cut_offs is None or other.cut_offs is None:
        return Estimate.unknown("both models need cut-offs")
    ours, theirs = (_reaching(replayed, model, model.cut_offs.mql) for model in (draft, other) if model.cut_offs)
    cell = ours.astype(np.int64) + 2 * theirs
    drawn = resampled(replayed.account, cell, 4)
    change = int(ours.sum()) - int(theirs.sum())
    n = int((ours != theirs).sum())
    if n < FEWEST:
        exact = replayed.a_month(change)
        few = exact.reason or (TOO_FEW_LEADS if n else None)
        return exact if exact.value is None else Estimate(exact.value, n=n, reason=few)
    return _scaled(replayed, change, drawn[:, 1] - drawn[:, 2], n)


def lift_of_top_fifth(board: Board, model: Model) -> Estimate:
    """The lift that `board.look(model)` shows, with its interval: not for each slider move, it resamples all leads.

    It describes leads that an earlier score chose, so that no two models may be ranked by it.
    """
    ranked, asked = board.tallies.ranked, board.view.rules_of(model)
    score = rescore(asked, board.tallies.units).score
    lift = rank(asked, score, ranked).lift
    hits = len(ranked.hits)
    if lift.value is None:
        return lift
    if min(hits, lift.n - hits) < FEWEST:
        return Estimate(lift.value, n=lift.n, reason=lift.reason or NO_INTERVAL)
    known, place = np.unique(score[ranked.pattern], return_inverse=True)
    cell = 2 * place.ravel()
    cell[ranked.hits] += 1
    drawn = resampled(ranked.account, cell, 2 * len(known))
    others, reached = drawn[:, ::2], drawn[:, 1::2]
    return interval(lift.value, top_lift(others + reached, reached), lift.n, lift.reason)


def _over(cells: Column, counts: Column) -> _Counts:
    """Counts of cells (best, known since, at the hand-off: whole points; and mark) summed over each cut-off."""
    best, since, then, mark = (column[:, np.newaxis] for column in cells.T)
    over = (best >= POINTS) & ~(since >= POINTS)
    above = then >= POINTS
    return _Counts(*(counts @ part.astype(np.float64) for part in (over, above & (mark > 0), above & (mark > 1))))


def _lifts(whole: _Counts, drawn: _Counts, reason: str | None) -> list[Estimate]:
    if reason:
        return [Estimate.unknown(reason, int(n)) for n in whole.n]
    found = []
    for points, value in enumerate(whole.lift):
        n, hits = int(whole.n[points]), int(whole.hits[points])
        if not np.isfinite(value):
            found.append(Estimate.unknown("no worked and mature lead has this score", n))
        elif min(hits, n - hits) < FEWEST:
            found.append(Estimate(float(value), n=n, reason=NO_INTERVAL))
        else:
            found.append(interval(float(value), drawn.lift[:, points], n))
    return found


def _a_month(replayed: Replayed, leads: int, drawn: Column) -> Estimate:
    return _scaled(replayed, leads, drawn, leads) if leads >= FEWEST else replayed.a_month(leads)


def _scaled(replayed: Replayed, leads: int, drawn: Column, n: int) -> Estimate:
    """Replayed leads as leads of the data a month, with the interval of the resamples."""
    exact = replayed.a_month(leads)
    if exact.value is None or not replayed.months:
        return exact
    return interval(exact.value, drawn * replayed.scale / replayed.months, n, exact.reason)


def _reaching(replayed: Replayed, model: Model, cut_off: Decimal) -> Column:
    weekly: Weekly = score_weeks(replayed, model)
    return reaches(replayed, weekly, cut_off)
