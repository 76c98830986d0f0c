"""Whether one condition holds wherever another does."""

from __future__ import annotations

import pytest
from pydantic import TypeAdapter

from leadscore.model.conditions import Condition
from leadscore.model.implied import implies

VISIT, TWICE, WEEK = (
    {"activity": "visit"},
    {"activity": "visit", "at_least": 2},
    {"activity": "visit", "within_days": 7},
)
LARGE, HUGE = {"attribute": "size", "at_least": 100}, {"attribute": "size", "above": 1000}
NORTH, NORWAY = {"attribute": "country", "in": ["NO", "SE"]}, {"attribute": "country", "is": " no"}

CASES = {
    "itself": (VISIT, VISIT, True),
    "twice is once": (TWICE, VISIT, True),
    "once is not twice": (VISIT, TWICE, False),
    "this week is ever": (WEEK, VISIT, True),
    "ever is not this week": (VISIT, WEEK, False),
    "a visit is a visit or a demo": (VISIT, {"activity": ["demo", " Visit"]}, True),
    "a visit or a demo is no visit": ({"activity": ["demo", "visit"]}, VISIT, False),
    "a pricing page is a page": ({**VISIT, "detail": {"contains": "pricing"}}, VISIT, True),
    "a dear one is an order": ({**VISIT, "value": {"at_least": 9}}, {**VISIT, "value": {"at_least": 5}}, True),
    "huge is large": (HUGE, LARGE, True),
    "large is not huge": (LARGE, HUGE, False),
    "another attribute": (HUGE, {"attribute": "age", "at_least": 1}, False),
    "Norway is in the north": (NORWAY, NORTH, True),
    "the north is not Norway": (NORTH, NORWAY, False),
    "both are each": ({"all": [VISIT, LARGE]}, LARGE, True),
    "each is either": (LARGE, {"any": [VISIT, LARGE]}, True),
    "either is not each": ({"any": [VISIT, LARGE]}, LARGE, False),
    "two ways to the same": ({"any": [TWICE, WEEK]}, VISIT, True),
    "huge and visiting is both": ({"all": [HUGE, TWICE]}, {"all": [LARGE, VISIT]}, True),
}


@pytest.mark.parametrize("name", CASES)
def test_one_condition_implies_another(name: str) -> None:
    first, second, expected = CASES[name]
    conditions = TypeAdapter(Condition)
    assert implies(conditions.validate_python(first), conditions.validate_python(second)) is expected
