"""A slice of the queue: who passes the filters, in order, each with the strongest dated reasons."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import datetime
from decimal import Decimal
from typing import Any, Literal

import duckdb

from leadscore.desk.clock import DEFAULT_DUE, Clock, Due
from leadscore.desk.dates import date_column
from leadscore.desk.queue import WAITS, Queue
from leadscore.evidence import units_column
from leadscore.scoring import Activity, Line
from leadscore.scoring.arithmetic import exact
from leadscore.scoring.explanation import rule_line
from leadscore.store.database import quoted

MOST_ROWS = 5_000
MOST_REASONS = 3
DORMANT_DAYS = 180
"""Days without an own activity after which a lead is marked as dormant; a default of the product."""

Worked = Literal["touched", "untouched"]
Order = Literal["score", "value"]
Worths = tuple[tuple[int, str, int], ...]


@dataclass(frozen=True, slots=True)
class Filters:
    """Who is listed; an empty choice lets everyone pass.  `segment` is an attribute of the data and its values."""

    routes: tuple[str, ...] = ()
    bands: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    owner: str | None = None
    segment: str | None = None
    values: tuple[str, ...] = ()
    worked: Worked | None = None
    search: str = ""
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Queued:
    """One lead of the queue; texts are None where the data does not know them, instants are naive UTC."""

    lead_id: str
    place: int
    score: Decimal
    band: str | None
    grade: str | None
    temperature: str | None
    route: str | None
    last_above: datetime | None
    closed_as: str | None
    clock: Clock
    name: str | None
    company: str | None
    title: str | None
    owner: str | None
    source: str | None
    segment: str | None
    expected_value: float | None
    value_place: int | None
    own_at: datetime | None
    reasons: tuple[Line, ...]

    @property
    def dormant_days(self) -> int | None:
        """Days since its latest own activity where they are more than DORMANT_DAYS; None: not so many, or unknown."""
        if self.own_at is None or self.clock.as_of is None:
            return None
        days = (self.clock.as_of - self.own_at).days
        return days if days > DORMANT_DAYS else None


_AS_THEY_ARE = tuple(each.name for each in fields(Queued) if each.name not in ("score", "clock", "reasons"))
"""What a row of the queue's table says of a lead without any change."""


@dataclass(frozen=True, slots=True)
class Listing:
    """The first leads that pass, how many pass in all, and how many of those have an expected value."""

    leads: tuple[Queued, ...]
    total: int
    valued: int


def listed(
    queue: Queue, filters: Filters, most: int = 1_000, order: Order = "score", due: Due = DEFAULT_DUE
) -> Listing:
    """The first leads of the queue that pass the filters, at most MOST_ROWS of them."""
    tests, bound = _tests(queue, filters)
    where, joined = " AND ".join(tests) or "TRUE", _joined(queue, filters)
    cursor = queue.shelf.database.cursor()
    total, valued = cursor.execute(
        f"SELECT COUNT(*), COUNT(value_place) FROM {queue.table} AS q {joined} WHERE {where}", bound
    ).fetchall()[0]
    by = "value_place NULLS LAST, place" if order == "value" else "place"
    segment = f"CAST(l.{quoted(filters.segment)} AS VARCHAR)" if filters.segment else "NULL"
    first = f"SELECT place FROM {queue.table} AS q {joined} WHERE {where} ORDER BY {by} LIMIT {min(most, MOST_ROWS)}"
    beside = "LEFT JOIN leads AS l USING (lead_id)" if filters.segment else ""
    found = cursor.execute(
        f"SELECT q.*, {segment} AS segment FROM {queue.table} AS q {beside} WHERE q.place IN ({first}) ORDER BY {by}",
        bound,
    )
    return Listing(tuple(_read(queue, found, due)), total, valued)


def choices(queue: Queue, name: str, most: int = 200) -> tuple[str, ...]:
    """The values of an attribute among scored leads, the commonest first; spellings are told apart."""
    sql = f"""SELECT CAST(l.{quoted(name)} AS VARCHAR) AS choice FROM {queue.table} JOIN leads AS l USING (lead_id)
WHERE l.{quoted(name)} IS NOT NULL GROUP BY choice ORDER BY COUNT(*) DESC, choice LIMIT {int(most)}"""
    return tuple(row[0] for row in queue.shelf.database.cursor().execute(sql).fetchall())


def at_once(queue: Queue, lead_ids: tuple[str, ...]) -> dict[str, Queued]:
    """These leads as the queue has them, by lead_id."""
    sql = f"SELECT *, NULL AS segment FROM {queue.table} WHERE list_contains($ids, lead_id)"
    found = queue.shelf.database.cursor().execute(sql, {"ids": list(lead_ids)})
    return {lead.lead_id: lead for lead in _read(queue, found, DEFAULT_DUE)}


def _tests(queue: Queue, filters: Filters) -> tuple[list[str], dict[str, Any]]:
    """Each filter as a test over the queue's table `q`, with the values it binds."""
    tests: list[str] = [] if filters.closed else ["q.closed_as IS NULL"]
    bound: dict[str, Any] = {}
    for column, chosen in (("route", filters.routes), ("band", filters.bands), ("source", filters.sources)):
        if chosen:
            tests.append(f"list_contains(${column}, q.{column})")
            bound[column] = list(chosen)
    if filters.owner is not None:
        tests.append("q.owner = $owner")
        bound["owner"] = filters.owner
    if filters.segment and filters.values:
        tests.append(f"list_contains($segment, CAST(l.{quoted(filters.segment)} AS VARCHAR))")
        bound["segment"] = list(filters.values)
    if filters.worked == "touched":
        tests.append("q.touched_at IS NOT NULL")
    elif filters.worked == "untouched":
        tests.append("FALSE" if queue.no_touches else WAITS)
    if filters.search.strip(" "):
        tests.append(
            "(STRPOS(LOWER(q.lead_id), LOWER(TRIM($search, ' '))) > 0"
            " OR STRPOS(LOWER(COALESCE(q.company, '')), LOWER(TRIM($search, ' '))) > 0"
            " OR STRPOS(LOWER(COALESCE(q.name, '')), LOWER(TRIM($search, ' '))) > 0)"
        )
        bound["search"] = filters.search
    return tests, bound


def _joined(queue: Queue, filters: Filters) -> str:
    return "JOIN leads AS l USING (lead_id)" if filters.segment and filters.values else ""


def _read(queue: Queue, found: duckdb.DuckDBPyConnection, due: Due) -> Iterator[Queued]:
    """The rows of a query over the queue's table with its `segment`."""
    names, worths = [each[0] for each in found.description or ()], queue.worths
    for values in found.fetchall():
        row = dict(zip(names, values, strict=True))
        began, stopped, closed_as = row["handed_over_at"], row["touched_at"], row["closed_as"]
        clock = Clock(began, stopped, queue.as_of, queue.business, due, closed_as, queue.no_touches)
        yield _queued(queue, row, clock, worths)


def _queued(queue: Queue, row: dict[str, Any], clock: Clock, worths: Worths) -> Queued:
    return Queued(
        score=exact(row["score"]),
        clock=clock,
        reasons=tuple(_strongest(queue, row, worths)),
        **{name: row[name] for name in _AS_THEY_ARE},
    )


def _strongest(queue: Queue, row: dict[str, Any], worths: Worths) -> Iterator[Line]:
    """Knock-outs that fired, then the rules that gave or took most, with the latest activity behind them."""
    fired = [place for place, rule in enumerate(queue.model.rules) if rule.knock_out and row[units_column(place)]]
    gave = [
        (-abs(worth * row[units_column(place)]), name, place)
        for place, name, worth in worths
        if row[units_column(place)]
    ]
    for place in [*fired, *(place for _, _, place in sorted(gave))][:MOST_REASONS]:
        rule, units = queue.model.rules[place], row[units_column(place)]
        latest = row[date_column(place)] if place in queue.dated else None
        activities = (Activity(latest, ""),) if latest is not None else ()
        yield rule_line(rule, units, activities)
