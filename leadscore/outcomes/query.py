"""Asking the database: one place binds the question's values to a query."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

import duckdb

from leadscore.outcomes.question import Question
from leadscore.store.database import text_literal
from leadscore.store.queries import Stage, assemble

NO_DATA_DATE = datetime.fromisoformat("2199-12-31")
"""Stands in for the data date of a data set without dates, where it can cut nothing off."""

_QUOTED = re.compile(r'"[^"]*"')
"""A column of the data may be called "$by": names in quotes ask for no value."""


def local_month(instant: str) -> str:
    """SQL: the month of an instant in the company's zone, as 2026-10; near midnight it differs from that in UTC."""
    return f"STRFTIME(({instant} AT TIME ZONE 'UTC') AT TIME ZONE $zone, '%Y-%m')"


def in_period(question: Question, instant: str) -> str:
    """SQL: whether an instant lies in the asked period; its ends are written out, since a view binds no values."""
    first, end = question.first_instant(), question.end_instant()
    since = [] if first is None else [f"{instant} >= {_instant(first)}"]
    until = [] if end is None else [f"{instant} < {_instant(end)}"]
    return f"({' AND '.join(since + until)})" if since or until else "TRUE"


def _instant(value: datetime) -> str:
    return f"CAST({text_literal(value.isoformat(sep=' '))} AS TIMESTAMP)"


def date_only(instant: str) -> str:
    """SQL: whether an instant is a date without a time, stored as the end of its day in any zone: it has no minutes."""
    return f"EXTRACT(microseconds FROM {instant}) = 59999999"


def run(
    cursor: duckdb.DuckDBPyConnection, question: Question, stages: tuple[Stage, ...], select: str, **bound: Any
) -> list[tuple[Any, ...]]:
    """The rows of one query with the question's values bound."""
    return execute(cursor, question, assemble(stages, select), **bound).fetchall()


def execute(cursor: duckdb.DuckDBPyConnection, question: Question, sql: str, **bound: Any) -> duckdb.DuckDBPyConnection:
    """Run one statement; of the question's values and `bound`, those that the statement names are bound."""
    values = {
        "data_date": question.data_date or NO_DATA_DATE,
        "zone": question.zone,
        "by": question.by,
        **bound,
    }
    used = set(re.findall(r"\$(\w+)", _QUOTED.sub("", sql)))
    return cursor.execute(sql, {name: value for name, value in values.items() if name in used})
