"""Do the leads change under the score: drift of the bands, and inflation of the share above the cut-off."""

from __future__ import annotations

from leadscore.figures.chart import Chart, Series
from leadscore.outcomes import Figure, Report
from leadscore.outcomes.drift import ALARM
from leadscore.reports.month import Month
from leadscore.reports.origin import Origin
from leadscore.reports.past import Past
from leadscore.reports.quality import percent_series, ways_by_month
from leadscore.reports.section import Section, Table
from leadscore.reports.wording import Value, begin
from leadscore.vocabulary import counted

MOST_MONTHS = 12
"""So many months stand in the tables; the charts show all."""


def section(past: Past, month: Month) -> Section:
    """PSI by month of T with its alarm, and the share above the cut-off of each month of creation on arrival."""
    drifts = _of(past.until(month, ("drift",)), "drift_psi_by_month")
    share, rate = (_created(past, month, f"inflation_{what}_by_month") for what in ("share", "conversion"))
    judged = _judged(past)
    rows = tuple(
        (each.group or "All", Value(each.estimate, "number", Origin(each.name, each.group, "month", "until")))
        for each in drifts[::-1][:MOST_MONTHS]
    )
    return Section(
        key="drift",
        question="Do our leads change under the score, or does the score inflate?",
        sentences=(
            "Drift compares the bands of each month with the twelve months before it; an alarm needs more than chance "
            "explains. Inflation scores every month with one frozen model, "
            f"{counted(past.model.evaluation.arrival_days, 'day')} after arrival or at the hand-off: a share that "
            "grows while its conversion falls means that points became cheaper.",
        ),
        tables=(Table("Drift of the bands", ("Month", "PSI"), rows), _inflated(share, rate, judged)),
        charts=(_inflation(share, rate, judged), _drift(drifts, past.moment)),
        chart_ways=(
            ways_by_month(
                {
                    "At or above the cut-off": "inflation_share_by_month",
                    begin(judged): "inflation_conversion_by_month",
                },
                [each.group for each in share if each.group],
                "arrival",
            ),
            ways_by_month({"Leads of": "drift_psi_by_month"}, [each.group for each in drifts if each.group]),
        ),
    )


def _of(report: Report, name: str) -> tuple[Figure, ...]:
    return tuple(each for each in report.figures if each.name == name)


def _created(past: Past, month: Month, name: str) -> tuple[Figure, ...]:
    """Months of creation up to this one."""
    figures = _of(past.inflation(), name)
    return tuple(each for each in figures if each.group is None or month.first is None or each.group <= month.name)


def _judged(past: Past) -> str:
    """Who of those at or above the cut-off is in the rate beside their share."""
    return "of those worked, converted" if past.rated == "worked leads" else f"of those, converted ({past.rated})"


def _inflated(share: tuple[Figure, ...], rate: tuple[Figure, ...], judged: str) -> Table:
    rates = {each.group: Value(each.estimate, "share", _arrival(each)) for each in rate}
    rows = tuple(
        (
            each.group or "All",
            Value(each.estimate, "share", _arrival(each)),
            rates.get(each.group, "unknown: no mature lead"),
        )
        for each in share[::-1][:MOST_MONTHS]
    )
    columns = ("Month of creation", "Share", begin(judged))
    return Table("Share at or above the cut-off on arrival", columns, rows)


def _arrival(figure: Figure) -> Origin:
    return Origin(figure.name, figure.group, None, "arrival")


def _inflation(share: tuple[Figure, ...], rate: tuple[Figure, ...], judged: str) -> Chart:
    series = []
    for words, figures in (("at or above the cut-off", share), (judged, rate)):
        known = [each for each in figures if each.group]
        months = tuple(str(each.group) for each in known)
        series.append(percent_series(words, months, [each.estimate for each in known], "line"))
    question = "Do more leads pass the cut-off, and are they still as good?"
    return Chart(question, "month of creation", "%", tuple(series))


def _drift(drifts: tuple[Figure, ...], moment: str) -> Chart:
    known = [each for each in drifts if each.group]
    months = tuple(str(each.group) for each in known)
    line = Series("PSI", months, tuple(each.estimate.value for each in known))
    alarm = Series(f"alarm from {ALARM:.2f}", months, (ALARM,) * len(months), look="baseline")
    shown = (line, alarm) if months else ()
    return Chart("Do the leads fall into other bands than before?", f"month of {moment}", "PSI", shown)
