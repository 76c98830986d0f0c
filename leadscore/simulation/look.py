"""One slider move: every figure of the board for one set of points, caps and cut-offs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from leadscore.estimate import Estimate
from leadscore.model import Model
from leadscore.outcomes.rates import NO_CUT_OFFS
from leadscore.scoring.arithmetic import HIGHEST, UNIT
from leadscore.scoring.in_arrays import BANDS, Rescored, rescore
from leadscore.simulation.balance import Balances, balances
from leadscore.simulation.ranking import rank
from leadscore.simulation.tallies import CLASSES, SHARES, Tallies

Column = NDArray[Any]

BINS = HIGHEST + 1
"""Whole points: a score stands in the bin of its whole part, so no cut-off in whole points runs through a bin."""

NO_FULL_MONTH = "needs a full month of leads outside the locked period"

OVER = ("ready", "hand_over")
"""Bands at or above the mql cut-off."""


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
    """Lead Quality Score by its parts: worked share x rate of the worked + unworked share x rate of the unworked."""

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
    cell = cells(rescored)
    counts = {name: _table(found) for name, found in tallies.counts.by_cell(cell, _CELLS).items()}
    revenue = _table(tallies.revenue.by_cell(cell, _CELLS)).sum(axis=1)
    whole, bands = _parts(tallies, counts, revenue, rescored.band, model.cut_offs is not None)
    ranking = rank(model, rescored.score, tallies.ranked)
    return Look(
        histogram=np.stack([counts[name].sum(axis=0) for name in CLASSES]),
        all=whole,
        bands=bands,
        quality=_quality({name: tallies.shares[name].overall() for name in SHARES}),
        quality_handed_over=_quality(_handed_over(tallies, counts, rescored.band, bool(bands))),
        lift_top_fifth=ranking.lift,
        pairs=ranking.pairs,
        balances=balances(model, rescored, tallies.leads),
    )


_CELLS = len(BANDS) * BINS


def cells(rescored: Rescored) -> Column:
    """The cell of each pattern: its band (without cut-offs, the first) and its whole points."""
    cell = rescored.band.astype(np.intp)
    np.maximum(cell, 0, out=cell)
    cell *= BINS
    cell += rescored.score // UNIT
    return cell


def _table(found: Column) -> Column:
    """Bands down, whole points across."""
    return found.reshape(len(BANDS), BINS)


def _parts(
    tallies: Tallies, counts: Mapping[str, Column], revenue: Column, band: Column, has_bands: bool
) -> tuple[Part, tuple[Part, ...]]:
    """The part of all leads, and one for each band."""
    by_band = {name: table.sum(axis=1) for name, table in counts.items()}
    everyone = {name: int(sums.sum()) for name, sums in by_band.items()}
    overall = {name: tallies.shares[name].overall() for name in ("conversion", "won")}
    whole = _part(tallies, None, everyone, float(revenue.sum()), overall)
    if not has_bands:
        return whole, ()
    shares = {
        name: tallies.shares[name].by_cell(band, len(BANDS), by_band[f"of_{name}"], by_band[f"hit_{name}"])
        for name in ("conversion", "won")
    }
    return whole, tuple(
        _part(
            tallies,
            name,
            {kind: int(sums[place]) for kind, sums in by_band.items()},
            float(revenue[place]),
            {share: each[place] for share, each in shares.items()},
        )
        for place, name in enumerate(BANDS)
    )


def _part(
    tallies: Tallies, band: str | None, counts: Mapping[str, int], revenue: float, shares: Mapping[str, Estimate]
) -> Part:
    classes = {name: counts[name] for name in CLASSES}
    leads = sum(classes.values())
    return Part(
        band=band,
        leads=leads,
        volume=_volume(counts["volume"], tallies.months),
        classes=classes,
        conversion=shares["conversion"],
        won=shares["won"],
        revenue=_revenue(tallies.revenue_known, revenue, leads),
    )


def _volume(leads: int, months: int) -> Estimate:
    return Estimate.count(leads / months, leads) if months else Estimate.unknown(NO_FULL_MONTH, leads)


def _revenue(known: Estimate, revenue: float, leads: int) -> Estimate:
    if known.value is None:
        return Estimate.unknown(known.reason or "no revenue", leads)
    return Estimate.count(revenue, leads, known.reason)


def _quality(shares: Mapping[str, Estimate]) -> Quality:
    return Quality(shares["lqs"], shares["worked_share"], shares["rate_worked"], shares["rate_unworked"])


def _handed_over(tallies: Tallies, counts: Mapping[str, Column], band: Column, has_bands: bool) -> dict[str, Estimate]:
    """The shares of quality among the leads that the model would have handed over."""
    if not has_bands:
        return {name: Estimate.unknown(NO_CUT_OFFS, tallies.shares[name].all.n) for name in SHARES}
    over = len(OVER)
    found = {}
    for name in SHARES[2:]:
        n, hits = (
            np.array([table[:over].sum(), table[over:].sum()])
            for table in (counts[f"of_{name}"], counts[f"hit_{name}"])
        )
        found[name] = tallies.shares[name].by_cell(band >= over, 2, n, hits)[0]
    return found
