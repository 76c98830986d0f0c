"""Checks of stamps by themselves: still to come, missing, or without a time of day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time

from leadscore.learning.health.check import Check, Examples, Subject, examples, numbers
from leadscore.outcomes.query import date_only
from leadscore.store.treatments.future import BY_COLUMN, CLOSED_AT
from leadscore.store.treatments.held import Held
from leadscore.store.treatments.treatment import Treatment


@dataclass(frozen=True, slots=True)
class Part:
    """How many stamps of a table have what is looked for, and of how many."""

    table: str
    n: int
    of: int


def to_come(subject: Subject) -> Iterator[Check]:
    """Stamps after the data date, which do not count; and after today, which cannot be."""
    held, until = subject.held, subject.held.manifest.data_date
    if until is not None:
        parts = _parts(held, "{column} > $moment", moment=until)
        yield Check(
            "after_data_date",
            "Dated after the data date",
            "stamps",
            _n(parts),
            _of(parts),
            "They count in no figure, since not every table reaches so far. Many of them mean that one table is stale.",
            words=_told(parts),
            examples=_some(held, "{column} > $moment", moment=until),
            instead="Export all tables on one day, or state `data_date` or `complete_until` in the mapping.",
            normal=True,
        )
    yield _future(held, subject.now)


def _future(held: Held, now: datetime | None) -> Check:
    end = None if now is None else datetime.combine(now.date(), time(23, 59, 59))
    parts = [] if end is None else _parts(held, "{column} > $moment", moment=end)
    return Check(
        "in_the_future",
        "Dated in the future",
        "stamps",
        _n(parts) if _of(parts) else None,
        _of(parts),
        "One such stamp makes its table look complete up to then: leads count as mature whose time is not over.",
        words=_told(parts),
        examples=Examples() if end is None else _some(held, "{column} > $moment", moment=end),
        treatment=None if end is None else Treatment.of("leave_out_future", after=[end.isoformat()]),
        reason=None if _of(parts) else "no dates, or today is not known",
    )


def missing(subject: Subject) -> Iterator[Check]:
    """Leads without a creation date, stages and closed deals without one."""
    held = subject.held
    asked = [("leads", "created_at", "leads"), ("stages", "entered_at", "stages"), ("deals", "closed_at", _CLOSED)]
    parts = [
        _part(table, numbers(held, f"SELECT COUNT(*) - COUNT({column}), COUNT(*) FROM {rows}"))
        for table, column, rows in asked
    ]
    by_stage = [Part(f"of stage '{stage}'", n, of) for stage, n, of in held.cursor.execute(_BY_STAGE).fetchall()]
    yield Check(
        "missing_stamps",
        "Dates are missing",
        "rows",
        _n(parts),
        _of(parts),
        "An undated hand-off gives no T: the lead is in no figure. Undated outcomes count as never reached in time.",
        words=_told([*parts, *by_stage[:6]]),
        examples=examples(held, _UNDATED),
        instead="A date cannot be guessed. Bring an export with the dates of the stages; the tab 'What it can settle' "
        "says which.",
    )


_CLOSED = "deals WHERE LOWER(TRIM(outcome, ' ')) IN ('won', 'lost')"
_UNDATED = f"""SELECT 'stages' AS "table", lead_id AS id, stage AS what FROM stages WHERE entered_at IS NULL
UNION ALL SELECT 'leads', lead_id, 'creation' FROM leads WHERE created_at IS NULL
UNION ALL SELECT 'deals', deal_id, outcome FROM {_CLOSED} AND closed_at IS NULL"""
_BY_STAGE = """SELECT LOWER(TRIM(stage, ' ')), COUNT(*) - COUNT(entered_at) AS n, COUNT(*) FROM stages
GROUP BY 1 HAVING n > 0 ORDER BY n DESC, 1"""


def without_time(subject: Subject) -> Iterator[Check]:
    """Stamps that are dates alone, table by table; deals are dated by the day everywhere."""
    parts = [each for each in _parts(subject.held, date_only("{column}")) if each.table != "deals"]
    yield Check(
        "dates_without_time",
        "Dates without a time of day",
        "stamps",
        _n(parts) if _of(parts) else None,
        _of(parts),
        "Speed-to-lead and the SLA in minutes; the order of one day's events. A date counts as the end of its day.",
        words=_told(parts),
        examples=_some(subject.held, date_only("{column}"), ("deals",)),
        instead="Export the columns with their time of day; most CRMs cut it off in list exports only.",
        reason=None if _of(parts) else "nothing is dated",
    )


def _parts(held: Held, condition: str, **bound: object) -> list[Part]:
    """A part for each table: of its columns of instants together."""
    found, every = Counter[str](), Counter[str]()
    for table, column in BY_COLUMN:
        if held.has(table):
            sql = f"SELECT COUNT(*) FILTER ({condition.format(column=column)}), COUNT({column}) FROM {table}"
            n, of = numbers(held, sql, **bound)
            found[table] += n
            every[table] += of
    return [Part(table, found[table], of) for table, of in every.items()]


def _some(held: Held, condition: str, without: tuple[str, ...] = (), moment: datetime | None = None) -> Examples:
    """Some of the rows that fulfil a condition on an instant."""
    parts = [
        f"SELECT '{table}' AS \"table\", {'deal_id' if table == 'deals' else 'lead_id'} AS id, "
        f"'{_named(column)}' AS what, {column} AS at FROM {table} WHERE {condition.format(column=column)}"
        for table, column in BY_COLUMN
        if held.has(table) and table not in without
    ]
    return examples(held, " UNION ALL ".join(parts) + " ORDER BY 1, 2, 4", moment=moment) if parts else Examples()


def _named(column: str) -> str:
    return "closed_at" if column == CLOSED_AT else column


def _part(table: str, counts: tuple[int, ...]) -> Part:
    n, of = counts
    return Part(table, n, of)


def _n(parts: Sequence[Part]) -> int:
    return sum(each.n for each in parts)


def _of(parts: Sequence[Part]) -> int:
    return sum(each.of for each in parts)


def _told(parts: Sequence[Part]) -> str:
    listed = "; ".join(f"{each.table}: {each.n:,} of {each.of:,}" for each in parts if each.n)
    return f"{listed}." if listed else ""
