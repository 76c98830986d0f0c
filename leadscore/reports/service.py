"""What each side promised the other and kept: leads delivered, leads taken up, and how fast."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal

from leadscore.figures.chart import Chart
from leadscore.outcomes import Commitments, Figure, Report
from leadscore.outcomes.speed import NO_COMMITMENT
from leadscore.reports.month import Month
from leadscore.reports.origin import Origin, Way
from leadscore.reports.past import OF_PROMISES, Past
from leadscore.reports.quality import percent_series
from leadscore.reports.section import Cell, Section, Table
from leadscore.reports.wording import Unit, value_of
from leadscore.vocabulary import BAND_WORDS, TEAMS, counted

_SIDES: tuple[tuple[str, str, Unit], ...] = (
    ("sla_marketing", "Marketing: top-band leads delivered of those agreed", "share"),
    ("sla_sales", "Sales: top-band leads taken up as agreed", "share"),
    ("sla_sales_not_due", "Not due yet, or ended before the deadline", "count"),
    ("sla_sales_untouched", "Breach: nobody tried", "count"),
    ("sla_sales_late", "Breach: first touch too late", "count"),
    ("sla_sales_too_few_attempts", "Breach: neither reached nor tried often enough", "count"),
)
_SPEED: tuple[tuple[str, str, Unit], ...] = (
    ("speed_median", "Median time to the first touch, all hand-offs", "minutes"),
    ("speed_p90", "Nine in ten are touched within", "minutes"),
    ("speed_kept", "First touch within the agreed time", "share"),
    ("speed_untouched", "Not touched within 30 days, or not so far", "count"),
    ("speed_ended_before_touch", "Ended before any touch", "count"),
)
_MEETINGS: tuple[tuple[str, str, Unit], ...] = (
    ("acceptance", "Accepted by sales in time", "share"),
    ("acceptance_rejected", "Sent back in time", "share"),
    ("acceptance_expired", "Neither in time", "share"),
    ("meetings_booked", "Worked leads with a meeting booked", "share"),
    ("meetings_held", "Worked leads with a meeting held", "share"),
)
_OF_BANDS = ("acceptance", "meetings_booked", "meetings_held")


def section(past: Past, month: Month) -> Section:
    """Both sides of the agreement, with the breaches counted; by name in their list."""
    report, whole = past.of(month), {side: past.promised(month, side) for side in TEAMS}
    monthly = [each for each in whole["sales"].figures if each.name == "sla_sales_by_month" and each.group]
    delivered = [each for each in whole["marketing"].figures if each.name == "sla_marketing_by_month" and each.group]
    names = tuple(str(each.group) for each in monthly)
    series = [percent_series("sales: taken up as agreed", names, [each.estimate for each in monthly], "line")]
    if delivered:
        names = tuple(str(each.group) for each in delivered)
        found = [each.estimate for each in delivered]
        series.append(percent_series("marketing: delivered of agreed", names, found, "line"))
    return Section(
        key="service",
        question="Did both sides keep what they agreed?",
        sentences=in_words(past.commitments, past.since),
        tables=(_kept_and_breached(past, report, whole),),
        charts=(Chart("Is the agreement kept better than before?", "month of hand-off", "%", tuple(series)),),
        chart_ways=(
            tuple(
                Way(f"{words}, {each.group}", Origin(each.name, each.group, "month", side))
                for words, side, found in _trends(monthly, delivered)
                for each in found[::-1]
            ),
        ),
    )


def _trends(
    monthly: list[Figure], delivered: list[Figure]
) -> tuple[tuple[str, Literal["marketing", "sales"], list[Figure]], ...]:
    return ("Sales, taken up as agreed", "sales", monthly), ("Marketing, delivered of agreed", "marketing", delivered)


def speed(past: Past, month: Month) -> Section:
    """How fast sales touches a lead, what it accepts, and the meetings that come of it."""
    report, until = past.of(month), past.until(month, OF_PROMISES)
    bands = [each.group for each in report.figures if each.name == "speed_median_by_band" and each.group]
    by_band: list[tuple[Cell, ...]] = [
        (
            BAND_WORDS[band],
            value_of(report, "speed_median_by_band", "minutes", band),
            *(value_of(report, f"{name}_by_band", group=band) for name in _OF_BANDS),
        )
        for band in bands
        if _has(report, "acceptance_by_band", band) and _has(report, "meetings_booked_by_band", band)
    ]
    reasons = [each for each in report.figures if each.name == "rejections_by_reason"]
    tables = [_speed(past, month)]
    tables.append(_table("Accepted and met", report, until, _MEETINGS))
    if by_band:
        columns = ("Band", "Median first touch", "Accepted in time", "Meeting booked", "Meeting held")
        tables.append(Table("By band, this month", columns, tuple(by_band)))
    if reasons:
        rows = tuple((str(each.group or "All"), value_of(report, each.name, group=each.group)) for each in reasons)
        tables.append(Table("Why sales sent leads back, this month", ("Reason", "Share"), rows))
    return Section(
        key="speed",
        question="How fast were leads called, and what came of it?",
        sentences=(
            f"Business time: {past.commitments.calendar.in_words()}. The median is over all hand-offs: a lead that "
            "nobody touched counts as still waiting, it is not left out. In time is within "
            f"{counted(past.commitments.accept_within_days, 'day')} of the hand-off.",
        ),
        tables=tuple(tables),
    )


def _kept_and_breached(past: Past, report: Report, whole: Mapping[str, Report]) -> Table:
    """Each side's figures of the month, and of all months since it promised."""
    rows = tuple(
        (what, value_of(report, name, unit), value_of(whole[_side(name)], name, unit, months=_side(name)))
        for name, what, unit in _SIDES
    )
    all_months = "All months since it was promised" if past.since else "All months until then"
    return Table("Kept and breached", ("Figure", "This month", all_months), rows)


def _side(name: str) -> Literal["marketing", "sales"]:
    return "marketing" if name.startswith("sla_marketing") else "sales"


def in_words(agreed: Commitments, since: Mapping[str, date]) -> tuple[str, ...]:
    """What was promised and from which month on; what was not."""
    bands = " and ".join(BAND_WORDS[band].lower() for band in agreed.bands)
    delivers = (
        "Marketing has not promised a number of leads a month yet."
        if agreed.leads_a_month is None
        else f"Marketing delivers {counted(agreed.leads_a_month, 'lead')} of the band {bands} a month"
        f"{_from(since, 'marketing')}."
    )
    if agreed.touch_within_minutes is None:
        return delivers, f"Sales has promised no time yet: {NO_COMMITMENT}."
    within = f"{agreed.touch_within_minutes / 60:g} business hours"
    if agreed.attempts == 1:
        return delivers, f"Sales touches every such lead within {within}{_from(since, 'sales')}."
    days = counted(agreed.attempt_days, "day")
    tries = f"and at least {counted(agreed.attempts, 'attempt')} in {days}"
    return (
        delivers,
        f"Sales touches every such lead within {within}, {tries}{_from(since, 'sales')}.",
        f"Fewer attempts are enough where the person is reached, or where the hand-off ends within these {days}: "
        "the lead is sent back, recycled, disqualified, won or lost.",
    )


def _from(since: Mapping[str, date], side: str) -> str:
    return f", promised from {since[side]:%B %Y} on" if side in since else ""


def _table(title: str, report: Report, until: Report, rows: tuple[tuple[str, str, Unit], ...]) -> Table:
    found = tuple(
        (what, value_of(report, name, unit), value_of(until, name, unit, months="until")) for name, what, unit in rows
    )
    return Table(title, ("Figure", "This month", "All months until then"), found)


def _speed(past: Past, month: Month) -> Table:
    """Times of all months; what is kept of the agreed time only since it was agreed."""
    report, until, agreed = past.of(month), past.until(month, OF_PROMISES), past.promised(month, "sales")
    rows = tuple(
        (
            what,
            value_of(report, name, unit),
            value_of(agreed, name, unit, months="sales")
            if name == "speed_kept"
            else value_of(until, name, unit, months="until"),
        )
        for name, what, unit in _SPEED
    )
    return Table("Time to the first touch", ("Figure", "This month", "All months until then"), rows)


def _has(report: Report, name: str, group: str | None) -> bool:
    return any((each.name, each.group) == (name, group) for each in report.figures)
