"""Figures by campaign, source and owner: what runs, and what became of it."""

from __future__ import annotations

from leadscore.errors import DataError, UsageError
from leadscore.outcomes.grouping import todays_value
from leadscore.reports.month import Month
from leadscore.reports.past import Past, groups_of
from leadscore.reports.section import Section, Table
from leadscore.reports.wording import begin, value_of
from leadscore.vocabulary import OUTCOME_WORDS, SOURCE_KINDS

MOST_ROWS = 25
BY = {
    "campaign": "Campaigns running this month",
    "source": "Sources of this month's leads",
    "source_kind": "Where this month's leads come from",
}
SPOKEN = {"source_kind": "kind of source"}
TODAYS = "Today's value: these groups rest on what the attribute holds now, which may have been filled in later."


def campaigns(past: Past, month: Month) -> Section:
    """Campaigns, sources and kinds of source of this month's leads, with what became of all their leads until then."""
    tables, sentences = [], []
    for by, title in BY.items():
        table = _table(past, month, by, title)
        if isinstance(table, str):
            sentences.append(table)
        else:
            tables.append(table)
    return Section(
        key="campaigns",
        question="Which campaigns run, and what became of their leads?",
        sentences=(
            "Marketing to sales: a campaign runs if at least one lead of this month came from it. Its rate is that of "
            f"all its mature {past.rated} up to this month.",
            *sentences,
        ),
        tables=tuple(tables),
        footnotes=(TODAYS,) if any(_todays(past, month, by) for by in BY) else (),
    )


def owners(past: Past, month: Month) -> Section:
    """The same by owner, shown only where someone asks: few leads each, so wide intervals."""
    table = _table(past, month, "owner", "By owner")
    return Section(
        key="owners",
        question="How do the leads of each owner fare?",
        sentences=(
            "Off unless someone asks. Owners get different leads, and few each: intervals that overlap tell no two "
            "people apart.",
            *([table] if isinstance(table, str) else []),
        ),
        tables=() if isinstance(table, str) else (table,),
    )


def _table(past: Past, month: Month, by: str, title: str) -> Table | str:
    try:
        report, until = past.by(month, by)
    except (DataError, UsageError) as error:
        return f"Not by {SPOKEN.get(by, by)}: {error}"
    groups = groups_of(report)
    name, words = f"conversion_{past.outcome}", OUTCOME_WORDS[past.outcome]
    rows = tuple(
        (
            SOURCE_KINDS.get(group, group) if by == "source_kind" else group,
            value_of(report, "leads", "count", group, by),
            value_of(report, "worked_share", group=group, by=by),
            value_of(until, "leads", "count", group, by, "until"),
            value_of(until, name, group=group, by=by, months="until"),
        )
        for group in groups[:MOST_ROWS]
    )
    spoken = SPOKEN.get(by, by).capitalize()
    columns = (spoken, "Leads this month", "Worked", "Leads until then", f"{begin(words)} of {past.rated}")
    more = f" (the {MOST_ROWS} largest of {len(groups)})" if len(groups) > MOST_ROWS else ""
    return Table(title + more, columns, rows)


def _todays(past: Past, month: Month, by: str) -> bool:
    try:
        past.by(month, by)
    except (DataError, UsageError):
        return False
    return todays_value(by, past.manifest)
