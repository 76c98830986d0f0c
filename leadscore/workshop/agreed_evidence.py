"""The evidence that an agreement rests on: the product's own figures as they were when it was drawn up, frozen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from leadscore.estimate import Estimate
from leadscore.model import Model
from leadscore.outcomes import Figure, Line, Report, StageDefinition
from leadscore.simulation.cut_offs import AtCutOff
from leadscore.vocabulary import BANDS

FAMILIES = ("waterfall", "conversion")
"""The families of figures that a snapshot is made of."""


NONE = Estimate.count(0.0)


@dataclass(frozen=True, slots=True)
class OfBand:
    """What became of a band's leads: how many there are, the rate among the counted ones, how many nobody called."""

    band: str
    leads: Estimate
    rate: Estimate
    unworked: Estimate


@dataclass(frozen=True, slots=True)
class OfCutOff:
    """What a cut-off gives: leads a month that reach it, and the rate among worked leads at or above it."""

    stage: str
    points: Decimal
    a_month: Estimate
    precision: Estimate


@dataclass(frozen=True, slots=True)
class Evidence:
    """Figures of one data revision under the signed model, and everything they are to be read under.

    since and until: the first and the last instant of the weeks in which cut-offs were counted (naive UTC); locked:
    whether a locked period follows them.
    """

    revision: str
    data_date: datetime | None
    zone: str
    lens: str
    arrival_days: int
    outcome: str
    horizon_days: int | None
    horizon_origin: str
    population: tuple[Line, ...]
    denominator: str
    stages: tuple[StageDefinition, ...]
    badges: tuple[str, ...]
    warnings: tuple[str, ...]
    rate: Estimate
    bands: tuple[OfBand, ...]
    cut_offs: tuple[OfCutOff, ...]
    since: datetime | None = None
    until: datetime | None = None
    locked: bool = False


def evidence(
    report: Report,
    revision: str,
    cut_offs: Sequence[OfCutOff],
    weeks: tuple[datetime, datetime] | None = None,
    locked: bool = False,
) -> Evidence:
    """A snapshot of the figures of a report by band, of the families FAMILIES at least."""
    head = report.header
    horizon = next(each for each in head.horizons if each.outcome == head.outcome)
    return Evidence(
        revision=revision,
        data_date=head.data_date,
        zone=head.zone,
        lens=head.lens,
        arrival_days=head.arrival_days,
        outcome=head.outcome,
        horizon_days=horizon.days,
        horizon_origin=horizon.origin,
        population=head.population,
        denominator=head.denominator,
        stages=tuple(each for each in head.stages if each.leads),
        badges=head.badges,
        warnings=head.warnings,
        rate=_exact(report.figure(f"conversion_{head.outcome}")),
        bands=tuple(_of_band(report, band) for band in BANDS),
        cut_offs=tuple(cut_offs),
        since=weeks[0] if weeks else None,
        until=weeks[1] if weeks else None,
        locked=locked,
    )


def of_cut_offs(model: Model, found: Sequence[AtCutOff]) -> tuple[OfCutOff, ...]:
    """What the two cut-offs of a model give, MQL first; none where it has none."""
    if model.cut_offs is None:
        return ()
    return tuple(
        OfCutOff(stage, each.points, _exact(each.a_month), _exact(each.precision))
        for stage, each in zip(("mql", "sql"), found, strict=True)
    )


def _of_band(report: Report, band: str) -> OfBand:
    name = f"conversion_{report.header.outcome}"
    leads, rate, unworked = (_found(report.figures, each, band) for each in ("leads", name, f"{name}_unworked"))
    if leads is None:  # a band of which there is no lead has no figures
        return OfBand(band, NONE, Estimate.unknown("no lead has this band"), NONE)
    unknown = Estimate.unknown("nothing is known of this band")
    return OfBand(band, leads, rate or unknown, unworked or unknown)


def _found(figures: Sequence[Figure], name: str, group: str) -> Estimate | None:
    found = (each.estimate for each in figures if (each.name, each.group) == (name, group))
    estimate = next(found, None)
    return None if estimate is None else _exact(estimate)


def _exact(each: Estimate) -> Estimate:
    """The same numbers as plain floats, so that a written estimate reads as itself."""
    value, low, high = (None if part is None else float(part) for part in (each.value, each.low, each.high))
    return Estimate(value, low, high, int(each.n), each.reason)
