"""The rows behind any figure, the same that it counts, and the SQL as it ran."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, cast

import duckdb

from leadscore.outcomes import Cohort
from leadscore.outcomes.query import NO_DATA_DATE, run
from leadscore.reports.counting import Spec, specs
from leadscore.reports.lists import Rows
from leadscore.reports.month import Month
from leadscore.reports.origin import Origin
from leadscore.reports.past import Asked, Past
from leadscore.store.queries import assemble
from leadscore.vocabulary import BAND_WORDS

MOST_ROWS = 5_000

Shown = str | float | int | bool | datetime | None


@dataclass(frozen=True, slots=True)
class Behind:
    """The rows of a figure: the first column is the lead's id, the last, where not all rows count, who counts.

    total: of how many rows these are the first; counted: how many of all count, None where all do; added: the sum of
    amounts, None where none is asked for; reason: why there can be none.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Shown, ...], ...]
    total: int
    counted: int | None
    added: float | None
    sql: str
    reason: str | None = None

    @property
    def leads(self) -> tuple[str, ...]:
        """The lead_id of each row; empty where a deal has no lead."""
        return tuple(str(row[0] or "") for row in self.rows)


_IN_ITSELF = ("rejections_by_reason", "win_rate_by_close_month")
_GROUPED = re.compile(r"_by_(band|month)$")


def behind(past: Past, month: Month, origin: Origin, limit: int = MOST_ROWS, spec: Spec | None = None) -> Behind:
    """The rows of a figure; KeyError for a name that no section has, unless `spec` says how to read it."""
    name = origin.name if origin.name in _IN_ITSELF else _GROUPED.sub("", origin.name)
    spec = spec or specs(past.outcome)[name]
    with past.cohort(_asked(past, month, origin)) as cohort:
        ran = _Ran(cohort.cursor)
        rows = spec.of(replace(cohort, cursor=cast(duckdb.DuckDBPyConnection, ran)), past.commitments)
        if rows.reason:
            return Behind((), (), 0, None, None, "", rows.reason)
        return _read(past, cohort, origin, spec, rows, ran, limit)


def _asked(past: Past, month: Month, origin: Origin) -> Asked:
    """The months that the figure was asked of; a group of anything but bands is a group of the question."""
    by = None if origin.by == "band" else origin.by
    first = {
        "month": month.first,
        "before": month.before,
        "marketing": past.since.get("marketing"),
        "sales": past.since.get("sales"),
    }.get(origin.months)
    arrival = origin.months in ("arrival", "fixed")
    last = None if arrival else month.last
    if origin.months == "before":
        last = next((each.last for each in past.months if each.first == month.before), None)
    return Asked(first, last, by if month.first else None, arrival=arrival)


def _read(past: Past, cohort: Cohort, origin: Origin, spec: Spec, rows: Rows, ran: _Ran, limit: int) -> Behind:
    inside = f"({spec.inside}){_group(origin)}"
    bound = {**rows.bound, "group": origin.group}
    titles, columns = zip(*rows.columns, strict=True)
    if spec.counts is not None:
        titles, columns = (*titles, "Counts"), (*columns, f"COALESCE({spec.counts}, FALSE)")
    select = f"SELECT {', '.join(columns)}\nFROM {rows.relation}\nWHERE {inside}\nORDER BY {rows.order}"
    sums = f"""SELECT COUNT(*), COUNT(*) FILTER (WHERE {spec.counts or "FALSE"}), SUM({spec.adds or "NULL::DOUBLE"})
FROM {rows.relation} WHERE {inside}"""
    found = run(cohort.cursor, cohort.question, rows.stages, f"{select}\nLIMIT {int(limit)}", **bound)
    total, counted, added = run(cohort.cursor, cohort.question, rows.stages, sums, **bound)[0]
    statements = (
        past.sql(_asked_again(cohort)),
        *_statements(cohort, ran.created),
        f"{assemble(rows.stages, select)};",
    )
    sql = _with_values("\n\n".join(statements), {**_of_question(cohort), **ran.bound, **bound})
    bands = {place for place, title in enumerate(titles) if title.startswith("Band")}
    said = tuple(tuple(_band(cell) if place in bands else cell for place, cell in enumerate(row)) for row in found)
    return Behind(titles, said, total, counted if spec.counts else None, added if spec.adds else None, sql)


def _band(cell: Shown) -> Shown:
    return BAND_WORDS.get(str(cell), cell)


def _group(origin: Origin) -> str:
    """Which group is meant; what groups itself says so in its own condition."""
    if origin.group is None or origin.name in _IN_ITSELF:
        return ""
    by_band = origin.by == "band" or origin.name.endswith("_by_band")
    return " AND band = $group" if by_band else " AND by_group = $group"


def _statements(cohort: Cohort, created: list[str]) -> list[str]:
    """What was created, where a table that cohorts share was merely called by its name: how it was filled."""
    calls = {f"CREATE OR REPLACE TEMP VIEW {name} AS": name for name in cohort.scored.filled}
    filled = {start: f"CREATE TABLE {name} AS\n{cohort.scored.filled[name]};" for start, name in calls.items()}
    own = [each for each in created if not each.startswith("CREATE TABLE ")]
    told = [next((sql for start, sql in filled.items() if each.startswith(f"{start}\n")), each) for each in own]
    return list(dict.fromkeys(told))


def _asked_again(cohort: Cohort) -> Asked:
    question = cohort.question
    return Asked(question.from_, question.to, question.by, arrival=question.lens == "arrival")


def _of_question(cohort: Cohort) -> dict[str, Any]:
    question = cohort.question
    return {
        "data_date": question.data_date or NO_DATA_DATE,
        "zone": question.zone,
        "by": question.by,
    }


def _with_values(sql: str, values: dict[str, Any]) -> str:
    """Statements below the values that are bound in them by name."""
    named = set(re.findall(r"\$(\w+)", sql))
    lines = [f"-- ${name} = {' '.join(str(value).split())}" for name, value in values.items() if name in named]
    return "\n".join([*lines, "", sql])


class _Ran:
    """A cursor that remembers the tables which were filled through it, so that the SQL shown is the SQL that ran."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection) -> None:
        self._cursor = cursor
        self.created: list[str] = []
        self.bound: dict[str, Any] = {}

    def execute(self, sql: str, values: Any = None) -> duckdb.DuckDBPyConnection:
        """Run one statement."""
        if sql.startswith("CREATE"):
            self.created.append(f"{sql};")
            self.bound |= values or {}
        return self._cursor.execute(sql) if values is None else self._cursor.execute(sql, values)
