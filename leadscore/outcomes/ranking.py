"""Ranking: does the score put the leads that convert first; over worked and mature leads that this score chose."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from leadscore.estimate import Estimate, proportion
from leadscore.outcomes.cohort import Cohort
from leadscore.outcomes.figure import Figure, Horizon
from leadscore.outcomes.places import places_of
from leadscore.outcomes.rates import NO_CUT_OFFS, shares, spread
from leadscore.outcomes.resampling import DRAWS, blocks, interval
from leadscore.outcomes.standing import Target, standing

Column = NDArray[Any]

TOPS = (0.1, 0.2)
CHOSEN = "of leads that this score chose: not to be set beside another score's"
ONE_KIND = "needs leads that reached the outcome and leads that did not"
NO_PAIR = "no month has both leads that reached the outcome and leads that did not"
_COUNTED = "standing = 'counted'"
_ABOVE = "band IN ('ready', 'hand_over')"

_CASES = f"SELECT account_number, score, hit, as_of FROM standings WHERE {_COUNTED}"


def pairs_of(n: Column, hits: Column) -> tuple[Column, Column]:
    """Twice the pairs that the hit wins (ties count one), and all pairs of a hit and another lead of its month.

    n and hits: (..., months, scores ascending).  Half their ratio is the AUC within months.
    """
    others = n - hits
    below = np.cumsum(others, axis=-1) - others
    twice_won = (hits * (2 * below + others)).sum(axis=(-2, -1))
    pairs = (hits.sum(axis=-1) * others.sum(axis=-1)).sum(axis=-1)
    return twice_won, pairs


def hits_in_top(n: Column, hits: Column, share: float) -> float:
    """Hits among the top `share` of leads, by score ascending; of a score on the border that part that is needed."""
    from_top, hits_from_top = np.cumsum(n[::-1]), np.cumsum(hits[::-1])
    wanted = share * int(from_top[-1])
    border = int(np.searchsorted(from_top, wanted))
    before = from_top[border - 1] if border else 0
    found = hits_from_top[border - 1] if border else 0
    return float(found + (wanted - before) / n[::-1][border] * hits[::-1][border])


@dataclass(frozen=True, slots=True, eq=False)
class Ranked:
    """Worked and mature leads: account (-1: alone), place of month and of score among those there are, and hits."""

    account: Column
    month: Column
    score: Column
    hit: Column

    @classmethod
    def read(cls, cohort: Cohort, target: Target, horizon: Horizon) -> Ranked:
        """The leads of a cohort that count towards a target."""
        found = cohort.arrays((standing(target, cohort.facts),), _CASES, days=horizon.days or 0)
        starts = np.array(month_starts(cohort), dtype="datetime64[us]")
        month = np.searchsorted(starts, found["as_of"].astype("datetime64[us]"), side="right")
        _, month = np.unique(month, return_inverse=True)
        _, score = np.unique(found["score"], return_inverse=True)
        return cls(found["account_number"], month.astype(np.int64), score.astype(np.int64), found["hit"].astype(bool))

    def shape(self) -> tuple[int, int]:
        """Months and scores."""
        return int(self.month.max(initial=-1)) + 1, int(self.score.max(initial=-1)) + 1

    def counted(self) -> tuple[Column, Column]:
        """Leads and hits of each month and score."""
        months, scores = self.shape()
        key, size = self.month * scores + self.score, months * scores
        n, hits = np.bincount(key, minlength=size), np.bincount(key[self.hit], minlength=size)
        return n.reshape(months, scores), hits.reshape(months, scores)


def month_starts(cohort: Cohort) -> list[datetime]:
    """Where each local month of T begins after the first, naive UTC; none where nothing is dated."""
    first, last = cohort.rows((), "SELECT MIN(as_of), MAX(as_of) FROM cohort")[0]
    if first is None:
        return []
    zone, month = ZoneInfo(cohort.question.zone), first.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    starts = []
    while month <= last + timedelta(days=32):
        starts.append(month.replace(tzinfo=zone).astimezone(UTC).replace(tzinfo=None))
        month = (month + timedelta(days=32)).replace(day=1)
    return starts


def pairs(ranked: Ranked, draws: int = DRAWS) -> Estimate:
    """How often the score picks the lead that converted out of a pair of one month; 0 draws: no interval yet."""
    count = len(ranked.hit)
    if not ranked.hit.any() or ranked.hit.all():
        return Estimate.unknown(ONE_KIND, count)
    twice_won, of = pairs_of(*ranked.counted())
    if not of:
        return Estimate.unknown(NO_PAIR, count)
    value = float(twice_won / (2 * of))
    if not draws:
        return Estimate(value, n=count, reason=CHOSEN)
    return interval(value, _resampled(ranked, draws), count, CHOSEN)


def _resampled(ranked: Ranked, draws: int) -> Column:
    months, scores = ranked.shape()
    size = months * scores
    cell = ranked.hit * size + ranked.month * scores + ranked.score
    found = []
    for counted in blocks(ranked.account, cell, 2 * size, draws):
        others, hits = (part.reshape(-1, months, scores) for part in (counted[:, :size], counted[:, size:]))
        twice_won, of = pairs_of(others + hits, hits)
        found.append(np.divide(twice_won, 2 * of, out=np.full(len(of), np.nan), where=of > 0))
    return np.concatenate(found)


def pairs_in_words(pairs: Estimate, what: str = "buyer") -> str:
    """`picks the buyer out of a pair 62 times in 100`."""
    if pairs.value is None:
        return f"unknown: {pairs.reason}"
    return f"picks the {what} out of a pair {100 * pairs.value:.0f} times in 100"


def ranking(
    cohort: Cohort, target: Target, horizon: Horizon, no_rate: str | None, draws: int = DRAWS
) -> tuple[Figure, ...]:
    """AUC within months, lift and gain of the top tenth and fifth, precision and recall at the cut-off.

    `no_rate` is why no conversion is known, if none is; else its places have been built for this cohort.
    """
    names = ["ranking_pairs", *(f"{what}_{100 * top:.0f}" for what in ("lift", "gain") for top in TOPS)]
    ranked = Ranked.read(cohort, target, horizon)
    reason = no_rate or (None if ranked.hit.any() and not ranked.hit.all() else ONE_KIND)
    if reason:
        tops = [Figure(name, None, Estimate.unknown(reason, len(ranked.hit))) for name in names]
        return (*tops, *_at_cut_off(cohort, target, no_rate))
    n, hits = (column.sum(axis=0) for column in ranked.counted())
    found = [hits_in_top(n, hits, top) / int(hits.sum()) for top in TOPS]
    lifts = [share / top for share, top in zip(found, TOPS, strict=True)]
    tops = [
        Figure(name, None, Estimate.count(value, len(ranked.hit), CHOSEN))
        for name, value in zip(names[1:], lifts + found, strict=True)
    ]
    return (Figure(names[0], None, pairs(ranked, draws)), *tops, *_at_cut_off(cohort, target, no_rate))


def _at_cut_off(cohort: Cohort, target: Target, no_rate: str | None) -> tuple[Figure, ...]:
    """Precision: of those at or above the cut-off, who converted; recall: of those who converted, who stood there."""
    reason = no_rate or (None if cohort.bands else NO_CUT_OFFS)
    names = ("precision", "recall")
    if reason:
        groups = (None, *cohort.groups)
        return tuple(Figure(name, group, Estimate.unknown(reason)) for name in names for group in groups)
    inside = {"precision": f"{_COUNTED} AND {_ABOVE}", "recall": f"{_COUNTED} AND hit AND band IS NOT NULL"}
    hits = {"precision": "hit", "recall": _ABOVE}
    figures: list[Figure] = []
    for name in names:
        split = shares(cohort, {name: hits[name]}, inside[name], (), places_of(target), "leads")[name]
        figures += spread(cohort, name, split, lambda sums: proportion(sums, nothing="no such lead"))
    return tuple(figures)
