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
from leadscore.outcomes.following import share_of
from leadscore.outcomes.places import places_of
from leadscore.outcomes.rates import AT_OR_ABOVE, NO_CUT_OFFS, shares, spread
from leadscore.outcomes.resampling import DRAWS, FEWEST, blocks, interval, ratio
from leadscore.outcomes.standing import Target, standing

Column = NDArray[Any]

TOPS = (0.1, 0.2)
CHOSEN = "of leads that this score chose: not to be set beside another score's"
ONE_KIND = "needs leads that reached the outcome and leads that did not"
NO_PAIR = "no month has both leads that reached the outcome and leads that did not"
_COUNTED = "standing = 'counted'"

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


def held_by_top(n: Column, hits: Column, share: float) -> Column:
    """The part of all hits that the top `share` of leads holds; n and hits: (..., scores ascending).

    Of a score that the border runs through, that part of its leads counts that is needed.  NaN where nobody hit.
    """
    if not n.shape[-1]:  # no lead at all has a score
        return np.full(n.shape[:-1], np.nan)
    from_top, hits_from_top = np.cumsum(n[..., ::-1], axis=-1), np.cumsum(hits[..., ::-1], axis=-1)
    wanted = share * from_top[..., -1:]
    border = (from_top < wanted).sum(axis=-1, keepdims=True)
    last, last_hits = (np.take_along_axis(each[..., ::-1], border, axis=-1) for each in (n, hits))
    before = np.take_along_axis(from_top, border, axis=-1) - last
    found = np.take_along_axis(hits_from_top, border, axis=-1) - last_hits
    with np.errstate(invalid="ignore", divide="ignore"):
        held: Column = (found + (wanted - before) / last * last_hits) / hits_from_top[..., -1:]
    return np.squeeze(held, axis=-1)


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


@dataclass(frozen=True, slots=True, eq=False)
class _Histories:
    """Of one history, or of each resampled one (first axis): AUC within months, and what the tops hold of the hits."""

    pairs: Column
    held: Column
    """A column for each of TOPS."""

    @classmethod
    def of(cls, n: Column, hits: Column) -> _Histories:
        """From leads and hits (..., months, scores ascending)."""
        twice_won, pairs = pairs_of(n, hits)
        held = [held_by_top(n.sum(axis=-2), hits.sum(axis=-2), top) for top in TOPS]
        return cls(ratio(twice_won, 2 * pairs), np.stack(held, axis=-1))


def _resampled(ranked: Ranked, draws: int) -> _Histories:
    months, scores = ranked.shape()
    size = months * scores
    cell = ranked.hit * size + ranked.month * scores + ranked.score
    found = []
    for counted in blocks(ranked.account, cell, 2 * size, draws):
        others, hits = (part.reshape(-1, months, scores) for part in (counted[:, :size], counted[:, size:]))
        found.append(_Histories.of(others + hits, hits))
    return _Histories(np.concatenate([each.pairs for each in found]), np.concatenate([each.held for each in found]))


def _estimates(ranked: Ranked, draws: int) -> tuple[Estimate, ...]:
    """AUC within months, then lift and then gain of each of TOPS; 0 draws: no intervals yet."""
    whole, n, hits = _Histories.of(*ranked.counted()), len(ranked.hit), int(ranked.hit.sum())
    drawn = _resampled(ranked, draws) if draws and min(hits, n - hits) >= FEWEST else None
    gains = [_around(float(each), None if drawn is None else drawn.held[:, i], n) for i, each in enumerate(whole.held)]
    gains = [_all_or_none(ranked, gain) for gain in gains]
    lifts = [_times(gain, 1 / top) for gain, top in zip(gains, TOPS, strict=True)]
    pairs = _around(float(whole.pairs), None if drawn is None else drawn.pairs, n)
    return (pairs if np.isfinite(whole.pairs) else Estimate.unknown(NO_PAIR, n), *lifts, *gains)


def _around(value: float, drawn: Column | None, n: int) -> Estimate:
    return Estimate(value, n=n, reason=CHOSEN) if drawn is None else interval(value, drawn, n, CHOSEN)


def _all_or_none(ranked: Ranked, gain: Estimate) -> Estimate:
    """A top that holds all hits or none does so in every resample: Wilson's interval over the hits stands in."""
    if gain.value not in (0, 1) or gain.low is None or gain.high is None:
        return gain
    account = ranked.account[ranked.hit]
    held = proportion(share_of(account, np.full(len(account), gain.value == 1)))
    return Estimate(gain.value, min(gain.low, held.low or 0.0), max(gain.high, held.high or 1.0), gain.n, gain.reason)


def _times(share: Estimate, factor: float) -> Estimate:
    """A known estimate in another unit."""
    value, low, high = (None if each is None else each * factor for each in (share.value, share.low, share.high))
    return Estimate(value, low, high, share.n, share.reason)


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
    tops = [Figure(name, None, each) for name, each in zip(names, _estimates(ranked, draws), strict=True)]
    return (*tops, *_at_cut_off(cohort, target, no_rate))


def _at_cut_off(cohort: Cohort, target: Target, no_rate: str | None) -> tuple[Figure, ...]:
    """Precision: of those at or above the cut-off, who converted; recall: of those who converted, who stood there."""
    reason = no_rate or (None if cohort.bands else NO_CUT_OFFS)
    names = ("precision", "recall")
    if reason:
        groups = (None, *cohort.groups)
        return tuple(Figure(name, group, Estimate.unknown(reason)) for name in names for group in groups)
    inside = {"precision": f"{_COUNTED} AND {AT_OR_ABOVE}", "recall": f"{_COUNTED} AND hit AND band IS NOT NULL"}
    hits = {"precision": "hit", "recall": AT_OR_ABOVE}
    figures: list[Figure] = []
    for name in names:
        split = shares(cohort, {name: hits[name]}, inside[name], (), places_of(target), "leads")[name]
        figures += spread(cohort, name, split, lambda sums: proportion(sums, nothing="no such lead"))
    return tuple(figures)
