"""The waterfall: how far the leads of each month got, cohort by cohort."""

from __future__ import annotations

from leadscore.figures.chart import Chart, Series
from leadscore.outcomes import Report
from leadscore.reports.month import Month
from leadscore.reports.origin import Origin, Way
from leadscore.reports.past import Past
from leadscore.reports.section import Cell, Section, Table
from leadscore.reports.wording import value_of
from leadscore.vocabulary import STAGES

MOST_MONTHS = 12
_WAY = ("mql", "sal", "sql", "opportunity", "won")


def section(past: Past, month: Month) -> Section:
    """Counts of the last twelve cohorts by stage, this month's as bars beside the month before."""
    report = past.until(month, ("waterfall",))
    months = _months(past, month)
    listed = [(each, None if each.first is None else each.name) for each in months]
    stages = tuple(stage for stage in STAGES[1:] if report.figure(f"stage_{stage}").known())
    columns = (f"Month of {past.moment}", "Leads", *stages, "Judged by")
    rows: list[tuple[Cell, ...]] = [
        (
            each.name,
            value_of(report, "leads", "count", group, "month", "until"),
            *(value_of(report, f"stage_{stage}", "count", group, "month", "until") for stage in stages),
            ", ".join(each.mature) or "nothing yet" if each.first else "no dates",
        )
        for each, group in reversed(listed)
    ]
    return Section(
        key="cohorts",
        question="How far did the leads of each month get?",
        sentences=(
            f"Stages reached by the data date, by the month of the {past.moment}: younger months had less time, so "
            "compare them only where both are mature. The last column says for which outcomes every lead's time is "
            "over."
            if month.first
            else "Stages reached at any time: this data has no dates.",
        ),
        tables=(Table("Leads that reached each stage", columns, tuple(rows)),),
        charts=(_chart(past, month, report),),
        chart_ways=(
            tuple(Way(f"{stage}, {month.name}", Origin(f"stage_{stage}_share")) for stage in _WAY)
            + tuple(
                Way(f"{stage}, the month before", Origin(f"stage_{stage}_share", None, None, "before"))
                for stage in _WAY
            ),
        ),
    )


def _months(past: Past, month: Month) -> tuple[Month, ...]:
    if month.first is None:
        return (month,)
    return tuple(each for each in past.months if each.first and each.first <= month.first)[-MOST_MONTHS:]


def _chart(past: Past, month: Month, report: Report) -> Chart:
    own = _series(report, month.name if month.first else None, month.name)
    before = next((each for each in past.months if each.first == month.before and month.first), None)
    series = [own] if before is None else [own, _series(report, before.name, f"{before.name}, the month before")]
    return Chart("How far did this month's leads get?", "stage", "% of the month's leads", tuple(series))


def _series(report: Report, group: str | None, name: str) -> Series:
    shares = [report.figure(f"stage_{stage}_share", group) for stage in _WAY]
    percent = [
        tuple(None if end is None else 100 * end for end in column)
        for column in zip(*((each.value, each.low, each.high) for each in shares), strict=True)
    ]
    return Series(name, _WAY, percent[0], percent[1], percent[2], "bars")
