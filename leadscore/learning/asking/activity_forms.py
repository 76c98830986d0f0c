"""What can be asked about the activities of these leads up to T: ever, how often, how recently, which, how much."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import duckdb

from leadscore.evidence import spelled
from leadscore.evidence.counts import own_doing
from leadscore.learning.asking.form import Form, common_enough
from leadscore.learning.asking.starting_point import label_of
from leadscore.store.database import quoted
from leadscore.vocabulary import LEAD_ACTOR, TOUCH_KINDS

TIMES = (2, 3, 5)
DAYS = (30, 90)
SILENT_DAYS = (30, 60)

SAME = 0.95
"""A form that holds for more of those who ever did it says nothing else than that they did."""

MOST_DETAILS = 12
"""A kind with more different details than this is asked about as a whole only."""

DETAIL, VALUE = "detail ", "value "
"""How the forms begin that ask for a detail, or for the number that an activity carries."""

DETAIL_EVER = "detail ever"

BY_SALES = "sales does it: who was called says nothing of the lead"

PROMOTERS, DETRACTORS = Decimal(9), Decimal(6)
"""Of answers from 0 to 10, those who would recommend and those who would not (Reichheld 2003)."""


@dataclass(frozen=True, slots=True)
class ActivityForms:
    """The forms of all kinds, and the kinds that are asked about in none, with the reason."""

    forms: tuple[Form, ...]
    left_out: dict[str, str]


def activity_forms(cursor: duckdb.DuckDBPyConnection, asked: str, total: int) -> ActivityForms:
    """The forms of every kind that the leads of the table `asked` did by their T, and of their silence."""
    cursor.execute(f"""CREATE OR REPLACE TEMP TABLE asked_activities AS
SELECT lead_id, LOWER(TRIM(kind, ' ')) AS kind, LOWER(TRIM(detail, ' ')) AS detail, value, occurred_at, as_of,
    {spelled(own_doing(), "duckdb")} AS own
FROM activities JOIN {quoted(asked)} AS asked USING (lead_id) WHERE occurred_at <= as_of""")
    by_sales = _kinds_by_sales(cursor)
    forms = [
        *_of_kinds(cursor, by_sales, total),
        *_of_details(cursor, by_sales, total),
        *_of_values(cursor, by_sales, total),
        *_of_silence(cursor, asked, total),
    ]
    return ActivityForms(tuple(forms), dict.fromkeys(sorted(by_sales), BY_SALES))


def _kinds_by_sales(cursor: duckdb.DuckDBPyConnection) -> frozenset[str]:
    """A condition counts a kind whoever did it, so a kind is taken or left as a whole."""
    touches = ", ".join(f"'{kind}'" for kind in TOUCH_KINDS)
    sql = f"""SELECT DISTINCT LOWER(TRIM(kind, ' ')) AS asked FROM activities
WHERE asked IN ({touches}) AND LOWER(TRIM(COALESCE(actor, ''), ' ')) <> '{LEAD_ACTOR}'"""
    return frozenset(kind for (kind,) in cursor.execute(sql).fetchall())


def _of_kinds(cursor: duckdb.DuckDBPyConnection, left_out: frozenset[str], total: int) -> Iterator[Form]:
    counts = _counted(cursor, "kind")
    for kind, *leads in counts:
        if kind not in left_out:
            for form, label, when, n in _ways(label_of(kind), {"activity": kind}, leads):
                yield from _form(kind, form, label, when, n, total, rank=_rank(form))


def _of_details(cursor: duckdb.DuckDBPyConnection, left_out: frozenset[str], total: int) -> Iterator[Form]:
    """Each detail of the kinds that have few: ever, several times, and lately."""
    by_kind: dict[str, list[Any]] = {}
    for kind, detail, *leads in _counted(cursor, "kind, detail", "WHERE detail <> ''"):
        by_kind.setdefault(kind, []).append((detail, leads))
    for kind, details in by_kind.items():
        if kind in left_out or not 1 < len(details) <= MOST_DETAILS:
            continue
        for detail, leads in details:
            when = {"activity": kind, "detail": {"contains": detail}}
            for form, label, asked, n in _ways(f"{label_of(kind)}: {detail}", when, leads):
                if form in ("ever", "at least 2 times", "within 30 days"):
                    yield from _form(kind, f"{DETAIL}{form}", label, asked, n, total, rank=1 + _rank(form))


def _counted(cursor: duckdb.DuckDBPyConnection, by: str, where: str = "") -> list[tuple[Any, ...]]:
    """Leads that did it ever, at least so many times, and in the last so many days before T."""
    often = ", ".join(f"COUNT(*) FILTER (WHERE times >= {times})" for times in TIMES)
    lately = ", ".join(f"COUNT(*) FILTER (WHERE last_at > as_of - INTERVAL {days} DAY)" for days in DAYS)
    sql = f"""WITH by_lead AS (
    SELECT {by}, lead_id, as_of, COUNT(*) AS times, MAX(occurred_at) AS last_at
    FROM asked_activities {where} GROUP BY {by}, lead_id, as_of)
SELECT {by}, COUNT(*), {often}, {lately} FROM by_lead GROUP BY {by} ORDER BY {by}"""
    return cursor.execute(sql).fetchall()


def _ways(label: str, when: dict[str, Any], leads: list[int]) -> Iterator[tuple[str, str, dict[str, Any], int]]:
    """The forms of one kind or detail, in the order of `_counted`."""
    ever, *others = leads
    yield "ever", label, when, ever
    forms = [(f"at least {times} times", f"{label}, at least {times} times", {"at_least": times}) for times in TIMES]
    forms += [(f"within {days} days", f"{label} within {days} days", {"within_days": days}) for days in DAYS]
    for (form, told, asked), n in zip(forms, others, strict=True):
        if n <= SAME * ever:
            yield form, told, {**when, **asked}, n


def _of_values(cursor: duckdb.DuckDBPyConnection, left_out: frozenset[str], total: int) -> Iterator[Form]:
    """Thresholds of the numbers that activities carry: those of a 0 to 10 question, or the median and top quarter."""
    sql = """SELECT kind, MIN(value), MAX(value), BOOL_AND(value = FLOOR(value)), QUANTILE_DISC(value, [0.5, 0.75])
FROM asked_activities WHERE value IS NOT NULL GROUP BY kind HAVING COUNT(DISTINCT value) > 1 ORDER BY kind"""
    for kind, least, most, whole, ends in cursor.execute(sql).fetchall():
        if kind in left_out:
            continue
        zero_to_ten = whole and least >= 0 and PROMOTERS <= most <= 10
        middle, high = (Decimal(f"{end:.6g}") for end in ends)
        bounds = (
            (("at_least", PROMOTERS), ("at_most", DETRACTORS))
            if zero_to_ten
            else tuple(("at_least", end) for end in dict.fromkeys((middle, high)))
        )
        for operator, bound in bounds:
            spoken = operator.replace("_", " ")
            when = {"activity": kind, "value": {operator: bound}}
            label = f"{label_of(kind)} of {spoken} {bound:,f}"
            leads = _with_value(cursor, kind, operator, bound)
            yield from _form(kind, f"{VALUE}{spoken} {bound:,f}", label, when, leads, total, rank=1)


def _with_value(cursor: duckdb.DuckDBPyConnection, kind: str, operator: str, bound: Decimal) -> int:
    sign = ">=" if operator == "at_least" else "<="
    sql = f"SELECT COUNT(DISTINCT lead_id) FROM asked_activities WHERE kind = $kind AND value {sign} $bound"
    return int(cursor.execute(sql, {"kind": kind, "bound": float(bound)}).fetchall()[0][0])


def _of_silence(cursor: duckdb.DuckDBPyConnection, asked: str, total: int) -> Iterator[Form]:
    """Leads that existed so many days before T and did nothing since, as near as needed to see whether to ask."""
    for place, days in enumerate(SILENT_DAYS):
        sql = f"""SELECT COUNT(*) FROM leads JOIN {quoted(asked)} AS asked USING (lead_id)
ANTI JOIN (SELECT DISTINCT lead_id FROM asked_activities WHERE own AND occurred_at > as_of - INTERVAL {days} DAY)
    USING (lead_id)
WHERE created_at <= as_of - INTERVAL {days} DAY"""
        leads = cursor.execute(sql).fetchall()[0][0]
        if common_enough(leads, total):
            label, when = f"Did nothing for {days} days", {"inactive_days": days}
            yield Form("silence", "silence", f"{days} days", label, when, leads / total, place)


def _form(kind: str, form: str, label: str, when: dict[str, Any], leads: int, total: int, rank: int) -> Iterator[Form]:
    if common_enough(leads, total):
        yield Form("activity", kind, form, label, when, leads / total, rank)


def _rank(form: str) -> int:
    return {"ever": 0, "at least 3 times": 1, "within 30 days": 1}.get(form, 2)
