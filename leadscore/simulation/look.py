"""One slider move: every figure of the board for one set of points, caps and cut-offs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from leadscore.estimate import Estimate
from leadscore.model import Model
from leadscore.outcomes.rates import NO_CUT_OFFS
from leadscore.scoring.arithmetic import HIGHEST, UNIT
from leadscore.scoring.in_arrays import BANDS, Rescored, rescore
from leadscore.simulation.balance import Balances, Sides, maximum, target
from leadscore.simulation.ranking import rank
from leadscore.simulation.share import Share
from leadscore.simulation.tallies import CLASSES, QualityShares, Tallies

Column = NDArray[Any]

BINS = HIGHEST + 1
"""Whole points: a score stands in the bin of its whole part, so no cut-off in whole points runs through a bin."""


@dataclass(frozen=True, slots=True)
class Part:
    """The leads of one band, or of all (`band` None): how many, how many a month, and what became of them."""

    band: str | None
    leads: int
    volume: Estimate
    """Leads a month, over the full months on the board."""
    classes: dict[str, int]
    """Leads by what became of them, by CLASSES."""
    conversion: Estimate
    won: Estimate
    revenue: Estimate


@dataclass(frozen=True, slots=True)
class Quality:
    """The Lead Quality Score by its parts: worked share x rate of the worked + unworked share x rate of the unworked."""

    lqs: Estimate
    worked_share: Estimate
    rate_worked: Estimate
    rate_unworked: Estimate


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """What one model would have made of the leads on the board; only small values.

    histogram: leads by class (rows, in the order of CLASSES) and whole point (101 columns), int64; bands: best first,
    none without cut-offs; quality: of all leads, the same whatever the points; quality_handed_over: of those at or
    above the mql cut-off and not out.
    """

    histogram: Column
    all: Part
    bands: tuple[Part, ...]
    quality: Quality
    quality_handed_over: Quality
    lift_top_band: Estimate
    lift_top_fifth: Estimate
    pairs: Estimate
    """Of pairs of one lead that converted and one that did not, of one month, the share the score puts right (AUC)."""
    balances: Balances

    def band(self, name: str) -> Part:
        """The part of that band; KeyError where the model has no cut-offs."""
        for part in self.bands:
            if part.band == name:
                return part
        raise KeyError(name)


def look(tallies: Tallies, model: Model) -> Look:
    """Every figure for a model whose rules are those of the tallies, in their order."""
    rescored = rescore(model, tallies.units)
    table = tabulate(tallies, rescored)
    has_bands = model.cut_offs is not None
    conversion = _by_band(tallies.conversion, rescored.band, table, CONVERSION) if has_bands else []
    won = _by_band(tallies.won, rescored.band, table, WON) if has_bands else []
    sums = table.sum(axis=2)
    parts = tuple(
        _part(tallies, name, sums[:, place], conversion[place], won[place])
        for place, name in enumerate(BANDS if has_bands else ())
    )
    whole = _part(tallies, None, sums.sum(axis=1), tallies.conversion.overall(), tallies.won.overall())
    ranking = rank(model, rescored.score, tallies.ranked)
    return Look(
        histogram=np.rint(table[: len(CLASSES)].sum(axis=1)).astype(np.int64),
        all=whole,
        bands=parts,
        quality=_overall(tallies.quality),
        quality_handed_over=_handed_over(tallies.quality, rescored.band, has_bands),
        lift_top_band=_lift(parts, whole),
        lift_top_fifth=ranking.lift,
        pairs=ranking.pairs,
        balances=_balances(tallies, model, rescored),
    )


VOLUME = len(CLASSES)
REVENUE = VOLUME + 1
CONVERSION = REVENUE + 1
WON = CONVERSION + 2
COLUMNS = WON + 2


def tabulate(tallies: Tallies, rescored: Rescored) -> Column:
    """Sums over the patterns by column (classes, volume, revenue, n and hits of conversion and won), band and bin."""
    key = np.maximum(rescored.band, 0).astype(np.int64) * BINS + rescored.score // UNIT
    size = len(BANDS) * BINS
    columns = (
        *tallies.classes,
        tallies.volume,
        tallies.revenue,
        tallies.conversion.n,
        tallies.conversion.hits,
        tallies.won.n,
        tallies.won.hits,
    )
    return np.stack([np.bincount(key, weights=each, minlength=size) for each in columns]).reshape(-1, len(BANDS), BINS)


def _by_band(share: Share, band: Column, table: Column, first: int) -> list[Estimate]:
    n, hits = table[first].sum(axis=1), table[first + 1].sum(axis=1)
    return share.by_cell(band, len(BANDS), n, hits)


def _part(tallies: Tallies, band: str | None, sums: Column, conversion: Estimate, won: Estimate) -> Part:
    classes = {name: int(sums[place]) for place, name in enumerate(CLASSES)}
    leads = sum(classes.values())
    return Part(
        band=band,
        leads=leads,
        volume=_volume(tallies, float(sums[VOLUME])),
        classes=classes,
        conversion=conversion,
        won=won,
        revenue=_revenue(tallies, float(sums[REVENUE]), leads),
    )


def _volume(tallies: Tallies, leads: float) -> Estimate:
    if not tallies.months:
        return Estimate.unknown("needs a full month of leads outside the locked period", int(leads))
    return Estimate.count(leads / tallies.months, int(leads))


def _revenue(tallies: Tallies, revenue: float, leads: int) -> Estimate:
    known = tallies.revenue_known
    if known.value is None:
        return Estimate.unknown(known.reason or "no revenue", leads)
    return Estimate.count(revenue, leads, known.reason)


def _overall(shares: QualityShares) -> Quality:
    each = (shares.lqs, shares.worked_share, shares.rate_worked, shares.rate_unworked)
    return Quality(*(share.overall() for share in each))


def _handed_over(shares: QualityShares, band: Column, has_bands: bool) -> Quality:
    each = (shares.lqs, shares.worked_share, shares.rate_worked, shares.rate_unworked)
    if not has_bands:
        return Quality(*(Estimate.unknown(NO_CUT_OFFS, share.all.n) for share in each))
    below = band >= BANDS.index("nurture")
    found = []
    for share in each:
        n, hits = (np.bincount(below, weights=column, minlength=2) for column in (share.n, share.hits))
        found.append(share.by_cell(below, 2, n, hits)[0])
    return Quality(*found)


def _lift(parts: tuple[Part, ...], whole: Part) -> Estimate:
    """The rate of the top band over the rate of all."""
    if not parts:
        return Estimate.unknown(NO_CUT_OFFS, whole.leads)
    top, overall = parts[0].conversion, whole.conversion
    if top.value is None or not overall.value:
        return Estimate.unknown(top.reason or overall.reason or "nobody reached the outcome", top.n)
    return Estimate(top.value / overall.value, n=top.n, reason=top.reason)


def _balances(tallies: Tallies, model: Model, rescored: Rescored) -> Balances:
    sides = {side: _side(model, rescored, side) for side in ("behavioural", "demographic")}
    weights, score = tallies.leads, rescored.score.astype(np.float64)
    total = weights.sum()
    awarded = {side: float(points @ weights) / UNIT for side, points in sides.items()}
    apart = (score - (score @ weights) / total) * weights if total else score
    spread = float(apart @ score)
    shares = {side: float(apart @ points) / spread if spread > 0 else None for side, points in sides.items()}
    reason = None if spread > 0 else "all leads have the same score"
    return Balances(maximum(model), Sides(**awarded), Sides(**shares, reason=reason), target(model))


def _side(model: Model, rescored: Rescored, side: str) -> Column:
    """Positive points of the side's groups for each pattern, in ten-thousandths."""
    total = np.zeros(len(rescored.score))
    for name in model.group_names:
        if model.group(name).side_of(name) == side:
            total += np.maximum(rescored.groups[name], 0)
    return total
