"""How long does a deal take: the share won by each day, band by band, and the plain mean for what it is."""

from __future__ import annotations

from collections.abc import Iterator

from leadscore.estimate import Estimate
from leadscore.figures.chart import Chart, Series
from leadscore.outcomes import Cohort
from leadscore.outcomes.cycle import DAYS
from leadscore.outcomes.cycle_cases import DAY, WON, Cycle, read_cycle
from leadscore.outcomes.horizon import horizon
from leadscore.outcomes.incidence import Incidence
from leadscore.reports.month import Month
from leadscore.reports.origin import Origin, Way
from leadscore.reports.past import Asked, Past, groups_of
from leadscore.reports.section import Cell, Section, Table
from leadscore.reports.wording import Unit, value_of
from leadscore.vocabulary import BAND_WORDS

LONGEST = 365
FEWEST_CASES = 10
_NUMBERS: tuple[tuple[str, str, Unit], ...] = (
    ("cycle_leads", "Cycles begun (SQL or opportunity)", "count"),
    ("cycle_open", "Still open", "count"),
    ("cycle_median", "Median of wins within the horizon, mature cycles", "days"),
    ("cycle_p25", "Lower quartile of the same", "days"),
    ("cycle_p75", "Upper quartile of the same", "days"),
    ("cycle_mean", "Plain mean over won deals (biased early)", "days"),
    ("cycle_stale", "Open longer than 95 % of all won ones took", "count"),
    ("cycle_win_rate_stale_lost", "Win rate if those were lost", "share"),
)


def section(past: Past, month: Month) -> Section:
    """Cumulative incidence of won by band; every lead up to the end of the month."""
    report = past.drawn(month, ("cycle",))
    whole = Table(
        "The cycle in numbers",
        ("Figure", "All months until then"),
        tuple((what, value_of(report, name, unit, months="until")) for name, what, unit in _NUMBERS),
    )
    rows: list[tuple[Cell, ...]] = [("All", *(value_of(report, f"cycle_won_{days}", months="until") for days in DAYS))]
    for band in groups_of(report, "cycle_won_30_by_band"):
        found = [value_of(report, f"cycle_won_{days}_by_band", group=band, months="until") for days in DAYS]
        rows.append((BAND_WORDS[band], *found))
    fixed = Table("Won within so many days of qualification", ("Band", *(f"{days} days" for days in DAYS)), tuple(rows))
    return Section(
        key="cycle",
        question="How long does a deal take, and do high bands close faster?",
        sentences=(
            "The curves are cumulative incidences (Aalen-Johansen): lost, rejected, recycled and disqualified compete "
            "with won, and cycles that are still open count as open until the data end.",
            "The plain mean is biased early: it knows only the deals that were fast enough to be won by now.",
        ),
        tables=(fixed, whole),
        charts=(curves(past, month),),
        chart_ways=(
            (
                Way("All", Origin("cycle_leads", None, None, "until")),
                *(
                    Way(BAND_WORDS[band], Origin("cycle_leads_by_band", band, None, "until"))
                    for band in groups_of(report, "cycle_won_30_by_band")
                ),
            ),
        ),
    )


def curves(past: Past, month: Month) -> Chart:
    """The share won by each day since qualification, for all and for each band with enough cycles."""
    with past.cohort(Asked(None, month.last)) as cohort:
        found = read_cycle(cohort, horizon(cohort, "won"))
        lines = [(name, curve) for name, curve in _curves(found, cohort) if not isinstance(curve, Estimate)]
    series = []
    for name, curve in lines:
        days = range(min(LONGEST, int(min(curve.followed, LONGEST * DAY) // DAY)) + 1)
        values = [curve.at(day * DAY, WON) for day in days]
        shares = tuple(None if value is None else 100 * value for value in values)
        series.append(Series(name, tuple(float(day) for day in days), shares, look="steps"))
    return Chart("What share of qualified leads is won by when?", "days since qualification", "% won", tuple(series))


def _curves(found: Cycle, cohort: Cohort) -> Iterator[tuple[str, Incidence | Estimate]]:
    yield "All", found.curve(None, cohort)
    if found.reason or found.no_curve:
        return
    for band, cases in found.cases.by_band(cohort):
        if len(cases.way) >= FEWEST_CASES:
            yield BAND_WORDS[band], found.curve(band, cohort)
