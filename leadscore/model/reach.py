"""How many points can be reached at all: by any lead, or by one who only opens and clicks."""

from __future__ import annotations

import re
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
from leadscore.vocabulary import PULSE_KINDS, SELLER_KINDS

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
        return any(is_pulse(kind) for kind in condition.activity)
    if isinstance(condition, RateCondition):
        set_against = (_comes_to_everyone(kind) for kind in condition.rate.per)
        return any(is_pulse(kind) for kind in condition.rate.of) and any(set_against)
    return isinstance(condition, AttributeCondition) and condition.known is False


def is_pulse(kind: str) -> bool:
    """Whether a kind of activity, however it is spelled, is an open or click of e-mail and nothing more."""
    words = _WORDS.findall(_compared(kind))
    return _compared(kind) in PULSE_KINDS or (
        any(_OPENS_AND_CLICKS.fullmatch(word) for word in words)
        and all(_OPENS_AND_CLICKS.fullmatch(word) or word in _OF_MAIL for word in words)
    )


def _comes_to_everyone(kind: str) -> bool:
    """Whether a lead of opens and clicks has such activities as well: those themselves, and the mail it was sent."""
    return is_pulse(kind) or _compared(kind) in SELLER_KINDS or _SENT.search(_compared(kind)) is not None


def _compared(kind: str) -> str:
    return kind.strip(" ").lower()


_WORDS = re.compile(r"[^\W_]+")
_OPENS_AND_CLICKS = re.compile(r"(open|click)(s|ed|ing|through|rate)?")
_OF_MAIL = frozenset(
    ("e", "mail", "mails", "email", "emails", "newsletter", "newsletters", "link", "links", "unique")
    + ("the", "a", "an", "in", "on", "of")
)
_SENT = re.compile(r"mail|newsletter|deliver|sent|send")


def _unknown_for_a_pulse(condition: Any) -> bool:
    if isinstance(condition, Not):
        return _unknown_for_a_pulse(condition.not_)
    return isinstance(condition, AttributeCondition) and condition.known is None
