"""Revenue contribution: closed-won revenue by what the score said, adding up to all of it; and what slipped through."""

from __future__ import annotations

from leadscore.figures.chart import Chart, Series
from leadscore.outcomes import Report
from leadscore.outcomes.contribution import WORKED_TOO
from leadscore.reports.month import Month
from leadscore.reports.origin import Origin, Way
from leadscore.reports.past import OF_CASES, Past
from leadscore.reports.section import Section, Table
from leadscore.reports.wording import Unit, Value, amount, value_of
from leadscore.vocabulary import counted

_SOURCES = {"scored": "Scored leads", "never_scored": "Never scored by the close", "no_lead": "No lead"}
_CUT_OFF = {
    "at_or_above": "Scored, at or above the cut-off at {moment}",
    "below": "Scored, below the cut-off at {moment}",
    "never_scored": "Never scored by the close",
    "no_lead": "No lead",
}
_PER_LEAD: tuple[tuple[str, str, Unit], ...] = (
    ("revenue_per_lead_at_or_above", "Revenue per lead at or above the cut-off", "money"),
    ("revenue_per_lead_below", "Revenue per lead below it", "money"),
    ("revenue_per_lead_ratio", "The first over the second", "times"),
    ("revenue_per_lead_ratio_without_largest", "The same without the largest deal", "times"),
    ("revenue_per_lead_worked_at_or_above", "Share worked at or above the cut-off", "share"),
    ("revenue_per_lead_worked_below", "Share worked below it", "share"),
)

_SLIPPING: tuple[tuple[str, str, Unit], ...] = (
    ("slipping_leads", "Top-band hand-offs that nobody worked within 30 days", "count"),
    ("slipping_revenue", "Those x win rate of the worked x their average deal", "money"),
)


def section(past: Past, month: Month) -> Section:
    """The two tables of contribution, each reconciled, and revenue per lead."""
    report = past.drawn(month, ("revenue", "contribution"))
    at_cut_off = {part: words.format(moment=past.moment) for part, words in _CUT_OFF.items()}
    chart = Chart(
        "Which closed-won revenue came through the score?",
        "part",
        "revenue",
        (
            Series(
                "closed-won revenue",
                tuple(at_cut_off.values()),
                tuple(report.figure(f"revenue_{part}").value for part in _CUT_OFF),
                look="bars",
            ),
        ),
    )
    return Section(
        key="revenue",
        question="How much revenue came from leads that the score picked?",
        sentences=(
            *reconciled(report),
            *_whose(past, month),
            f"{WORKED_TOO[:1].upper()}{WORKED_TOO[1:]}.",
        ),
        tables=(
            _contribution("By source", report, _SOURCES),
            _contribution(f"By cut-off at {past.moment}", report, at_cut_off),
            Table(
                f"Revenue per lead whose time since {past.moment} is over",
                ("Figure", "All months until then"),
                tuple((what, value_of(report, name, unit, months="until")) for name, what, unit in _PER_LEAD),
            ),
        ),
        charts=(chart,),
        chart_ways=(
            tuple(Way(words, Origin(f"revenue_{part}", None, None, "until")) for part, words in at_cut_off.items()),
        ),
    )


def _whose(past: Past, month: Month) -> tuple[str, ...]:
    """Of which months the two kinds of figures are: they differ."""
    if month.first is None:
        return ()
    return (
        "Closed-won is all that was won until the data end, whenever its lead came; revenue per lead is that of leads "
        f"with their {past.moment} up to {month.first:%B %Y}.",
    )


def reconciled(report: Report) -> tuple[str, ...]:
    """`Closed-won 4,193,360 = linked 3,251,820 + no lead 941,540`; and that the parts of each table add up to it."""
    won = report.figure("revenue_won")
    if won.value is None:
        return (f"Closed-won revenue is unknown: {won.reason}.",)
    linked, alone = (report.figure(f"revenue_{part}") for part in ("with_lead", "without_lead"))
    told = []
    if linked.value is not None and alone.value is not None:
        told.append(
            f"Closed-won {_money(won.value)} = linked to a lead {_money(linked.value)} + no lead "
            f"{_money(alone.value)}, over {counted(won.n, 'won deal')}."
        )
    for parts in (_SOURCES, _CUT_OFF):
        values = [report.figure(f"revenue_{part}").value for part in parts]
        if all(value is not None for value in values):
            total = sum(value for value in values if value is not None)
            same = "exactly" if abs(total - won.value) < 0.005 else f"not ({_money(won.value)})"
            told.append(
                f"{' + '.join(_money(value or 0) for value in values)} = {_money(total)}: {same} what was closed."
            )
    return tuple(told)


def slipping(past: Past, month: Month) -> Section:
    """Top-band leads that nobody worked, what they might have brought, and by name which they are."""
    report, until = past.of(month), past.until(month, OF_CASES)
    rows = tuple(
        (what, value_of(report, name, unit), value_of(until, name, unit, months="until"))
        for name, what, unit in _SLIPPING
    )
    return Section(
        key="slipping",
        question="What revenue is slipping through?",
        sentences=(
            "The range is that of the win rate. It assumes that the leads nobody called were like those that were: "
            "reps often skip for a reason, so take the lower end for a plan.",
        ),
        tables=(Table("Left lying in the top band", ("Figure", "This month", "All months until then"), rows),),
    )


def _contribution(title: str, report: Report, parts: dict[str, str]) -> Table:
    rows = [
        (words, _of(report, f"won_{part}", "count"), _of(report, f"revenue_{part}", "money"))
        for part, words in parts.items()
    ]
    total = ("All closed-won", _of(report, "deals_won", "count"), _of(report, "revenue_won", "money"))
    return Table(title, ("Part", "Deals won", "Revenue"), (*rows, total))


def _of(report: Report, name: str, unit: Unit) -> Value:
    return value_of(report, name, unit, months="until")


def _money(value: float) -> str:
    return amount(value, "money")
