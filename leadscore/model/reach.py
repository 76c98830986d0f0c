"""How many points can be reached at all: by any lead, or by one who only opens and clicks."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from leadscore.model.conditions import (
    ActivityCondition,
    AllOf,
    AnyOf,
    AttributeCondition,
    Not,
    RateCondition,
)
from leadscore.model.model import Model
from leadscore.model.rules import Group, Rule
from leadscore.vocabulary import PULSE_KINDS

HIGHEST_SCORE = Decimal(100)


def highest_score(model: Model, may_hold: Callable[[Rule], bool] = lambda rule: True) -> Decimal:
    """The score of a lead for whom every rule that may hold and helps holds in full."""
    total = sum((highest_points(model, name, may_hold) for name in model.group_names), Decimal(0))
    return max(Decimal(0), min(HIGHEST_SCORE, total))


def highest_points(model: Model, group: str, may_hold: Callable[[Rule], bool] = lambda rule: True) -> Decimal:
    """The most points a group can give, after its cap and floor."""
    helping = (rule.worth * most_units(rule.when) for rule in model.rules if rule.group == group and may_hold(rule))
    return bounded(model.group(group), sum((points for points in helping if points > 0), Decimal(0)))


def bounded(group: Group, points: Decimal) -> Decimal:
    """Points within a group's floor and cap."""
    if group.floor is not None:
        points = max(points, group.floor)
    return points if group.cap is None else min(points, group.cap)


def most_units(condition: Any) -> Decimal:
    """The most that a condition can count, where 1 is once in full."""
    if isinstance(condition, ActivityCondition):
        return Decimal(condition.at_most)
    if isinstance(condition, AttributeCondition) and condition.shares is not None:
        return max(step.granted for step in condition.shares)
    return Decimal(1)


def holds_for_a_pulse(condition: Any) -> bool:
    """Whether a condition can hold for a lead of whom nothing is known but opens and clicks of e-mail."""
    if isinstance(condition, AllOf):
        return all(holds_for_a_pulse(part) for part in condition.all)
    if isinstance(condition, AnyOf):
        return any(holds_for_a_pulse(part) for part in condition.any)
    if isinstance(condition, Not):
        return not holds_for_a_pulse(condition.not_) and not _unknown_for_a_pulse(condition.not_)
    if isinstance(condition, ActivityCondition):
        return any(kind.strip(" ").lower() in PULSE_KINDS for kind in condition.activity)
    if isinstance(condition, RateCondition):
        return any(kind.strip(" ").lower() in PULSE_KINDS for kind in condition.rate.of)
    return isinstance(condition, AttributeCondition) and condition.known is False


def _unknown_for_a_pulse(condition: Any) -> bool:
    if isinstance(condition, Not):
        return _unknown_for_a_pulse(condition.not_)
    return isinstance(condition, AttributeCondition) and condition.known is None
