"""Both teams' figures on one page, from the same rows: what marketing delivered is what sales took up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from leadscore.estimate import Estimate
from leadscore.outcomes import Report
from leadscore.reports.month import Month
from leadscore.reports.past import Past
from leadscore.reports.section import Cell, Section, Table
from leadscore.reports.wording import Unit, Value, begin, briefly, value_of
from leadscore.vocabulary import BAND_WORDS, OUTCOME_WORDS

MARKETING: tuple[tuple[str, str, Unit], ...] = (
    ("Lead Quality Score", "lqs", "share"),
    ("Accepted by sales in time", "acceptance", "share"),
    ("Top-band leads delivered of those agreed", "sla_marketing", "share"),
)
SALES: tuple[tuple[str, str, Unit], ...] = (
    ("Worked within 30 days", "worked_share", "share"),
    ("Median time to the first touch", "speed_median", "minutes"),
    ("Won of the deals closed", "win_rate", "share"),
    ("Top-band leads taken up as agreed", "sla_sales", "share"),
)

STILL_OPEN = "not yet mature: deals of these leads may still be open, and what closes first is not like the rest"


def section(past: Past, month: Month) -> Section:
    """One table for each team, and the sums that tie them together."""
    report = past.of(month)
    outcome = past.outcome
    marketing: tuple[tuple[str, str, Unit], ...] = ((past.named_leads, "leads", "count"), *MARKETING)
    sales: tuple[tuple[str, str, Unit], ...] = (
        *SALES,
        (f"{begin(OUTCOME_WORDS[outcome])} of {past.rated}", f"conversion_{outcome}", "share"),
        ("Not worked: outcome not observed", f"conversion_{outcome}_unworked", "count"),
    )
    return Section(
        key="teams",
        question="What did each team do, counted on the same leads?",
        sentences=reconciliation(report, outcome),
        tables=(_table("Marketing", past, month, marketing), _table("Sales", past, month, sales)),
    )


def reconciliation(report: Report, outcome: str) -> tuple[str, ...]:
    """Sums over the month's leads that hold exactly; where a part is unknown, its reason."""
    leads = int(report.figure("leads").value or 0)
    told = [_by_band(report, leads), _by_standing(report, outcome, leads), quality_in_parts(report)]
    return tuple(each for each in told if each)


def quality_in_parts(report: Report) -> str:
    """`Lead Quality Score 29.8 % = 79.6 % worked x 36.8 % + 20.4 % unworked x 2.4 %`."""
    names = ("lqs", "lqs_worked_share", "lqs_rate_worked", "lqs_rate_unworked")
    lqs, worked, among, others = (report.figure(name) for name in names)
    if lqs.value is None:
        return f"The Lead Quality Score is unknown: {lqs.reason}."
    if worked.value is None:
        return f"Lead Quality Score {briefly(lqs, 'share')}; its parts are unknown: {worked.reason}."
    rest = Estimate.count(1 - worked.value)
    parts = [f"{briefly(worked, 'share')} worked x {briefly(among, 'share')}"] if worked.value else []
    if worked.value < 1:
        parts.append(f"{briefly(rest, 'share')} unworked x {briefly(others, 'share')}")
    return f"Lead Quality Score {briefly(lqs, 'share')} = {' + '.join(parts)}, over {lqs.n:,} mature hand-offs."


def _by_band(report: Report, leads: int) -> str:
    counts = {band: _count(report, "leads", band) for band in BAND_WORDS}
    if not any(counts.values()):
        return ""
    parts = " + ".join(f"{count:,} {BAND_WORDS[band].lower()}" for band, count in counts.items())
    return f"{leads:,} leads = {parts}."


def _by_standing(report: Report, outcome: str, leads: int) -> str:
    """Where every lead of the month stands towards the outcome; the parts are those of the rate itself."""
    name = f"conversion_{outcome}"
    rate = report.figure(name)
    if rate.value is None and not rate.n:
        return f"The rate of {OUTCOME_WORDS[outcome]} is unknown: {rate.reason}."
    words = {
        "unworked": "unworked (outcome not observed)",
        "immature": "too recent",
        "before": "before the clock starts",
        "undated": "without a date",
        "not_handed_over": "never handed over",
        "same_deal": "colleagues on another lead's deal",
    }
    parts = [f"{rate.n:,} in the rate"]
    for place, what in words.items():
        count = _count(report, f"{name}_{place}", None)
        if count:
            parts.append(f"{count:,} {what}")
    return f"Towards {OUTCOME_WORDS[outcome]}: {leads:,} leads = {' + '.join(parts)}."


def _count(report: Report, name: str, group: str | None) -> int:
    found = (each.estimate for each in report.figures if (each.name, each.group) == (name, group))
    return int(next((each.value for each in found if each.value is not None), 0))


def _table(team: str, past: Past, month: Month, rows: tuple[tuple[str, str, Unit], ...]) -> Table:
    """A team's figures of the month, beside those of the month before where there is one."""
    before = past.before(month)
    told = [(what, *_cells(past, month, before, name, unit)) for what, name, unit in rows]
    columns = ("Figure", "This month") if before is None else ("Figure", "This month", f"{before.first:%B %Y}")
    return Table(team, columns, tuple(told))


def _cells(past: Past, month: Month, before: Month | None, name: str, unit: Unit) -> Iterator[Cell]:
    yield _caveat(value_of(past.of(month), name, unit), month)
    if before is not None and past.judges(name, before):
        yield _caveat(value_of(past.of(before), name, unit, months="before"), before)
    elif before is not None:
        yield Value(Estimate.unknown("not promised yet"), unit)


def _caveat(value: Value, month: Month) -> Value:
    """The win rate of a month that is not mature for won, shown as such: what closes first is not like the rest."""
    known = value.origin is not None and value.origin.name == "win_rate" and value.estimate.value is not None
    if not known or month.first is None or "won" in month.mature:
        return value
    return replace(value, estimate=replace(value.estimate, reason=STILL_OPEN))
