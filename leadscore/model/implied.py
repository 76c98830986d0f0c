"""Whether one condition holds wherever another does: only what is certain from the conditions alone."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from leadscore.model.conditions import (
    NUMBER_OPERATORS,
    ActivityCondition,
    AllOf,
    AnyOf,
    AttributeCondition,
    Comparison,
    holds_numbers,
)
from leadscore.model.hashes import condition_hash

_Interval = tuple[tuple[Decimal, bool], tuple[Decimal, bool]]


def implies(first: Any, second: Any) -> bool:
    """Whether the second condition holds for every lead for which the first does."""
    if condition_hash(first) == condition_hash(second):
        return True
    if isinstance(second, AllOf):
        return all(implies(first, part) for part in second.all)
    if isinstance(first, AnyOf):
        return all(implies(part, second) for part in first.any)
    if isinstance(first, AllOf) and any(implies(part, second) for part in first.all):
        return True
    if isinstance(second, AnyOf):
        return any(implies(first, part) for part in second.any)
    if isinstance(first, ActivityCondition) and isinstance(second, ActivityCondition):
        return counts_under(first, second) and first.at_least >= second.at_least
    if isinstance(first, AttributeCondition) and isinstance(second, AttributeCondition):
        return first.attribute == second.attribute and _within(first, second)
    return False


def counts_under(first: ActivityCondition, second: ActivityCondition) -> bool:
    """Whether every activity that the first counts is counted by the second, too."""
    if not kinds_of(first) <= kinds_of(second):
        return False
    if second.within_days is not None and (first.within_days is None or first.within_days > second.within_days):
        return False
    return all(
        wide is None or (narrow is not None and _within(narrow, wide))
        for narrow, wide in ((first.detail, second.detail), (first.value, second.value))
    )


def kinds_of(condition: ActivityCondition) -> frozenset[str]:
    """The kinds that a condition counts, as the database compares them."""
    return frozenset(kind.strip(" ").lower() for kind in condition.activity)


def interval_of(test: Comparison) -> _Interval:
    """Lowest and highest number that pass: the lower end with "must be above it", the upper with "may be it"."""
    if test.operator == "between":
        return (test.operand[0], False), (test.operand[1], True)
    if test.operator in ("at_least", "above"):
        return (test.operand, test.operator == "above"), (Decimal("Infinity"), True)
    return (Decimal("-Infinity"), False), (test.operand, test.operator == "at_most")


def words_of(test: Comparison) -> frozenset[str]:
    """The words that pass an `is` or `in`, as the database compares them."""
    operand = test.operand if isinstance(test.operand, tuple) else (test.operand,)
    return frozenset(str(word).strip(" ").lower() for word in operand)


def _within(narrow: Comparison, wide: Comparison) -> bool:
    """Whether what passes one comparison passes the other."""
    if condition_hash(narrow) == condition_hash(wide):
        return True
    operators = narrow.operator, wide.operator
    if all(operator in NUMBER_OPERATORS for operator in operators):
        (low, high), (least, most) = interval_of(narrow), interval_of(wide)
        return low >= least and high <= most
    if all(operator in ("is", "in") for operator in operators) and holds_numbers(narrow) == holds_numbers(wide):
        return words_of(narrow) <= words_of(wide)
    return False
