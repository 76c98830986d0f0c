"""Do the leads change under the score: drift of the bands, and inflation of the share above the cut-off."""

from __future__ import annotations

from leadscore.figures.chart import Chart, Series
from leadscore.outcomes.drift import ALARM
from leadscore.reports.month import Month
from leadscore.reports.past import Past
from leadscore.reports.quality import percent_series
from leadscore.reports.section import Section, Table
from leadscore.reports.wording import Value
from leadscore.vocabulary import counted

MOST_MONTHS = 12
"""So many months stand in the tables; the charts show all."""


def section(past: Past, month: Month) -> Section:
    """PSI by month of T with its alarm, and the share above the cut-off of each month of creation on arrival."""
    report = past.until(month)
    arrival = past.inflation(month)
    drifts = [each for each in report.figures if each.name == "drift_psi_by_month"]
    share = [each for each in arrival.figures if each.name == "inflation_share_by_month"]
    rate = {each.group: each for each in arrival.figures if each.name == "inflation_conversion_by_month"}
    rows = [(each.group or "All", Value(each.estimate, "number")) for each in drifts[::-1][:MOST_MONTHS]]
    inflated = [
        (
            each.group or "All",
            Value(each.estimate),
            Value(rate[each.group].estimate) if each.group in rate else "unknown: no mature lead",
        )
        for each in share[::-1][:MOST_MONTHS]
    ]
    months = tuple(str(each.group) for each in share if each.group)
    series = [
        percent_series("at or above the cut-off", months, [each.estimate for each in share if each.group], "line")
    ]
    judged = tuple(str(group) for group in rate if group)
    found = [rate[group].estimate for group in rate if group]
    series.append(percent_series("of those worked, converted", judged, found, "line"))
    psi = tuple(each for each in drifts if each.group)
    line = Series("PSI", tuple(str(each.group) for each in psi), tuple(each.estimate.value for each in psi))
    alarm = Series("alarm from 0.10", line.x, (ALARM,) * len(line.x), look="baseline")
    return Section(
        key="drift",
        question="Do our leads change under the score, or does the score inflate?",
        sentences=(
            "Drift compares the bands of each month with the twelve months before it; an alarm needs more than chance "
            "explains. Inflation scores every month with one frozen model, "
            f"{counted(past.model.evaluation.arrival_days, 'day')} after arrival or at the hand-off: a share that "
            "grows while its conversion falls means that points became cheaper.",
        ),
        tables=(
            Table("Drift of the bands", ("Month", "PSI"), tuple(rows)),
            Table(
                "Share at or above the cut-off on arrival",
                ("Month of creation", "Share", "Of those worked, converted"),
                tuple(inflated),
            ),
        ),
        charts=(
            Chart(
                "Do more leads pass the cut-off, and are they still as good?", "month of creation", "%", tuple(series)
            ),
            Chart("Do the leads fall into other bands than before?", "month of hand-off", "PSI", (line, alarm)),
        ),
        listings=("hand_offs",),
    )


def shadow() -> Section:
    """Active and draft scoring the same new leads: it begins with a signature, and there is none yet."""
    return Section(
        key="shadow",
        question="Would a draft have ranked new leads better than the active model?",
        sentences=(
            "Shadow scoring has not begun: it starts on the day a model is signed by both teams, and from then on "
            "active model and draft score every new lead side by side. No model of this workspace is signed yet.",
            "History cannot stand in for it: leads that a score chose cannot rank that score.",
        ),
    )
