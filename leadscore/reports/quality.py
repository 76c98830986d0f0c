"""Lead Quality Score by its parts, and how much of each band was worked: quality and follow-up told apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from leadscore.estimate import Estimate
from leadscore.figures.chart import Chart, Series
from leadscore.outcomes import Report
from leadscore.reports.month import Month
from leadscore.reports.origin import Months, Origin, Way
from leadscore.reports.past import OF_BANDS, Past, estimate_of, groups_of
from leadscore.reports.section import Section, Table
from leadscore.reports.teams import quality_in_parts
from leadscore.reports.wording import begin, value_of
from leadscore.vocabulary import BAND_WORDS, OUTCOME_WORDS

_PARTS = {
    "lqs": "Lead Quality Score",
    "lqs_worked_share": "Share worked",
    "lqs_rate_worked": "Rate among the worked",
    "lqs_rate_unworked": "Rate among the unworked",
}
_OVER_MONTHS = ("lqs", "lqs_worked_share", "lqs_rate_worked")


def section(past: Past, month: Month) -> Section:
    """The score of the month and of every mature month, and its parts."""
    report, until = past.of(month), past.until(month, OF_BANDS)
    rows = [(words, value_of(report, name), value_of(until, name, months="until")) for name, words in _PARTS.items()]
    return Section(
        key="quality",
        question="Are the leads good, or are they not called?",
        sentences=(
            quality_in_parts(report),
            "The score counts confirmed SQL or opportunity within the horizon of SQL among all mature hand-offs. Its "
            "parts show whether a low score comes from the leads or from those that nobody called.",
        ),
        tables=(Table("The score and its parts", ("Part", "This month", "All months until then"), tuple(rows)),),
        charts=(over_months(past, month, until, _OVER_MONTHS),),
        chart_ways=(ways_by_month({_PARTS[name]: name for name in _OVER_MONTHS}, _months(past, month)),),
    )


def over_months(past: Past, month: Month, report: Report, names: tuple[str, ...]) -> Chart:
    """Shares by month of hand-off, mature months only."""
    months = _months(past, month)
    series = []
    for name in names:
        found = [estimate_of(report, name, each) for each in months]
        series.append(percent_series(_PARTS.get(name, name), months, found, "line"))
    return Chart("Does the quality of the leads change?", f"month of {past.moment}", "%", tuple(series))


def _months(past: Past, month: Month) -> tuple[str, ...]:
    return tuple(each.name for each in past.months if each.first and month.first and each.first <= month.first)


def ways_by_month(names: Mapping[str, str], months: Sequence[str], asked: Months = "until") -> tuple[Way, ...]:
    """The ways of a chart by month, the latest first; `names` are the figures by what the chart calls them."""
    by = None if asked == "arrival" else "month"
    return tuple(
        Way(f"{words}, {each}", Origin(name, each, by, asked)) for each in months[::-1] for words, name in names.items()
    )


def percent_series(name: str, x: tuple[str, ...], found: list[Estimate], look: str = "dots") -> Series:
    """Shares with their intervals, in per cent."""
    values, low, high = (
        tuple(None if each is None else 100 * each for each in column)
        for column in (
            [each.value for each in found],
            [each.low for each in found],
            [each.high for each in found],
        )
    )
    return Series(name, x, values, low, high, "line" if look == "line" else "bars" if look == "bars" else "dots")


def selection(past: Past, month: Month) -> Section:
    """How much of each band was worked, and what became of the worked, in the month and until then."""
    report, until = past.of(month), past.until(month, OF_BANDS)
    bands = groups_of(report, "worked_share_by_band")
    unknown = () if bands else (f"Unknown by band: {report.figure('worked_share_by_band').reason}.",)
    return Section(
        key="selection",
        question="Did high scores become customers, and who was called at all?",
        sentences=(
            *unknown,
            _who_counts(past),
        ),
        tables=(_by_band(past, report, until, bands),) if bands else (),
        charts=(_worked_and_converted(past, until, bands),),
        chart_ways=(
            tuple(
                Way(f"{words}, {BAND_WORDS[band].lower()}", Origin(name, band, None, "until"))
                for band in bands
                for words, name in _worked_and(past).items()
            ),
        ),
    )


def _who_counts(past: Past) -> str:
    """Whom the rate of a band counts; where nobody knows who was worked, that the rate may reward being called."""
    if past.rated == "worked leads":
        return (
            "High bands are usually worked more. The rate of a band counts only leads that were worked, so it is no "
            "reward for being called; what nobody called is unknown, not lost."
        )
    return (
        f"The rate of a band counts {past.rated}: who was called is unknown in these data. High bands are usually "
        "worked more, so part of their rate may come from being called."
    )


def _by_band(past: Past, report: Report, until: Report, bands: tuple[str, ...]) -> Table:
    outcome = past.outcome
    words = f"{begin(OUTCOME_WORDS[outcome])} of {past.rated}"
    columns = (
        "Band",
        "Leads",
        "Worked",
        words,
        "Worked, all months",
        f"{words}, all months",
        "Won of deals closed, all months",
    )
    rows = tuple(
        (
            BAND_WORDS[band],
            value_of(report, "leads", "count", band, "band"),
            value_of(report, "worked_share_by_band", group=band),
            value_of(report, f"conversion_{outcome}_by_band", group=band),
            value_of(until, "worked_share_by_band", group=band, months="until"),
            value_of(until, f"conversion_{outcome}_by_band", group=band, months="until"),
            value_of(until, "win_rate_by_band", group=band, months="until"),
        )
        for band in bands
    )
    return Table("Worked and converted, by band", columns, rows)


def _worked_and(past: Past) -> dict[str, str]:
    rate = f"{OUTCOME_WORDS[past.outcome]} of {past.rated}"
    return {"worked": "worked_share_by_band", rate: f"conversion_{past.outcome}_by_band"}


def _worked_and_converted(past: Past, until: Report, bands: tuple[str, ...]) -> Chart:
    names = tuple(BAND_WORDS[band] for band in bands)
    shown = _worked_and(past)
    series = (
        percent_series(words, names, [estimate_of(until, name, band) for band in bands])
        for words, name in shown.items()
    )
    question = "Do higher bands become customers more often, and are they worked more?"
    return Chart(question, "band", "%", tuple(series), "all months until then")
