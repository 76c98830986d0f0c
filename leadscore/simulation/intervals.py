"""Volume and lift with their intervals: how far they would move had other accounts of the same kind come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from leadscore.estimate import Estimate
from leadscore.model import Model
from leadscore.outcomes.resampling import FEWEST, NO_INTERVAL, interval, ratio, resampled
from leadscore.scoring.arithmetic import HIGHEST, ten_thousandths
from leadscore.scoring.in_arrays import rescore
from leadscore.simulation.board import Board
from leadscore.simulation.past import COUNTED
from leadscore.simulation.ranking import rank, top_lift
from leadscore.simulation.replay import OUT, Column, Replayed, reaches, score_weeks

TOO_FEW_LEADS = f"fewer than {FEWEST} leads, too few for an interval"
WHOLE_POINTS = tuple(Decimal(points) for points in range(HIGHEST + 1))


@dataclass(frozen=True, slots=True)
class Ranged:
    """One cut-off with its leads a month and its lift, the rate at or above it over the rate of all, with intervals."""

    points: Decimal
    a_month: Estimate
    lift: Estimate


@dataclass(frozen=True, slots=True)
class _Counts:
    """Leads over each cut-off: `volume`; of those that count, `n` and how many `hits`; the last column is all leads."""

    volume: Column
    n: Column
    hits: Column

    @property
    def lift(self) -> Column:
        """The rate over each cut-off, over the rate of all that count."""
        return ratio(ratio(self.hits, self.n), ratio(self.hits[..., -1:], self.n[..., -1:]))


def ranges(
    replayed: Replayed, model: Model, outcome: str | None = None, cut_offs: Sequence[Decimal] = WHOLE_POINTS
) -> tuple[Ranged, ...]:
    """Each cut-off, by default every whole point from 0 to 100, with the intervals of its volume and of its lift."""
    weekly, known = score_weeks(replayed, model), replayed.outcomes[outcome or replayed.outcome]
    counted = known.standing == COUNTED
    marks = np.where(counted, 1 + known.hit, 0)
    since = np.where(replayed.before_record, weekly.start, OUT)
    asked = np.array([ten_thousandths(each) for each in cut_offs], dtype=np.int64)
    steps = np.unique(asked)
    rows = np.stack([*(_step(steps, score) for score in (weekly.best, since, weekly.then)), marks], axis=1)
    cells, cell = np.unique(rows, axis=0, return_inverse=True)
    places = np.searchsorted(steps, asked)
    whole = _over(cells, places, np.bincount(cell.ravel(), minlength=len(cells)))
    drawn = _over(cells, places, resampled(replayed.account, cell.ravel(), len(cells)))
    return tuple(
        Ranged(each, _a_month(replayed, int(whole.volume[place]), drawn.volume[:, place]), lift)
        for place, (each, lift) in enumerate(zip(cut_offs, _lifts(whole, drawn, known.reason), strict=True))
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


def _step(steps: Column, score: Column) -> Column:
    """The highest of the cut-offs that each score reaches, by its place, -1 for none."""
    found: Column = np.searchsorted(steps, score, side="right") - 1
    return found


def _over(cells: Column, places: Column, counts: Column) -> _Counts:
    """Counts of cells (steps reached: at best, at the start of the record, at the hand-off; mark) over each cut-off.

    A last column holds all leads: no score is below it.
    """
    best, since, then, mark = (column[:, np.newaxis] for column in cells.T)
    places = np.append(places, -1)
    over = (best >= places) & ~(since >= places)
    above = then >= places
    return _Counts(*(counts @ part.astype(np.float64) for part in (over, above & (mark > 0), above & (mark > 1))))


def _lifts(whole: _Counts, drawn: _Counts, reason: str | None) -> list[Estimate]:
    if reason:
        return [Estimate.unknown(reason, int(n)) for n in whole.n[:-1]]
    found, lifts = [], drawn.lift
    for place, value in enumerate(whole.lift[:-1]):
        n, hits = int(whole.n[place]), int(whole.hits[place])
        if not np.isfinite(value):
            found.append(Estimate.unknown("no worked and mature lead has this score", n))
        elif min(hits, n - hits) < FEWEST:
            found.append(Estimate(float(value), n=n, reason=NO_INTERVAL))
        else:
            found.append(interval(float(value), lifts[:, place], n))
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
    return reaches(replayed, score_weeks(replayed, model), cut_off)
