# ruff: noqa: DTZ001
"""A plain reading of the condition language, enough for the old model of the three companies."""

from __future__ import annotations

import string
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sample_data.traces import Activity

PUNCTUATION = str.maketrans(dict.fromkeys(string.punctuation, " "))
THE_BEGINNING = datetime(1900, 1, 1)
Facts = Mapping[str, Any]


def holds(when: dict[str, Any], facts: Facts, rows: Sequence[Activity], moment: datetime) -> bool:
    """Whether a condition holds for one lead; ``rows`` are its activities up to ``moment``."""
    if "all" in when:
        return all(holds(part, facts, rows, moment) for part in when["all"])
    if "any" in when:
        return any(holds(part, facts, rows, moment) for part in when["any"])
    if "not" in when:
        return not holds(when["not"], facts, rows, moment)
    if "inactive_days" in when:
        return silent(when["inactive_days"], facts["created_at"], rows, moment)
    if "attribute" in when:
        value = facts.get(when["attribute"])
        return value not in (None, "") and fits(value, when)
    least: int = when.get("at_least", 1)
    return counted(when, rows, moment) >= least


def silent(days: int, created: datetime, rows: Sequence[Activity], moment: datetime) -> bool:
    since = moment - timedelta(days=days)
    return created <= since and not any(row.actor == "lead" and row.occurred_at > since for row in rows)


def counted(when: dict[str, Any], rows: Sequence[Activity], moment: datetime) -> int:
    since = moment - timedelta(days=when["within_days"]) if "within_days" in when else THE_BEGINNING
    return sum(1 for row in rows if row.kind == when["activity"] and row.occurred_at > since and matches(row, when))


def matches(row: Activity, when: dict[str, Any]) -> bool:
    if "detail" in when and not (row.detail and fits(row.detail, when["detail"])):
        return False
    return "value" not in when or bool(row.value and fits(float(row.value), when["value"]))


def fits(value: Any, test: dict[str, Any]) -> bool:
    if isinstance(value, str):
        return text_fits(value.strip().lower(), test)
    low, high = test.get("between", (test.get("at_least", float("-inf")), test.get("at_most", float("inf"))))
    return bool(low <= value <= high and value < test.get("below", float("inf")))


def text_fits(value: str, test: dict[str, Any]) -> bool:
    if "is" in test:
        return bool(value == test["is"].lower())
    if "in" in test:
        return value in [word.lower() for word in test["in"]]
    if "has_word" in test:
        return test["has_word"].lower() in value.translate(PUNCTUATION).split()
    return test["contains"].lower() in value
