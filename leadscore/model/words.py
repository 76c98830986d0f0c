"""Conditions in words, as a person in the room would say them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import singledispatch
from typing import Any

from leadscore.model.conditions import (
    ActivityCondition,
    AllOf,
    AnyOf,
    AttributeCondition,
    Comparison,
    CompletenessCondition,
    InactiveCondition,
    Not,
    OpenDealCondition,
    RateCondition,
    Step,
)
from leadscore.model.values import shortest

MOST_LISTED = 5


@singledispatch
def in_words(condition: Any) -> str:
    """What a condition asks, as a phrase without a full stop."""
    raise TypeError(f"{type(condition).__name__} is no condition")


@in_words.register
def _(condition: AttributeCondition) -> str:
    name = spoken(condition.attribute)
    if condition.shares is not None:
        return f"{name} graded: {', '.join(_step(step) for step in condition.shares)}"
    if condition.operator == "known":
        return f"{name} is {'known' if condition.known else 'unknown'}"
    return f"{name} {_comparison(condition)}"


@in_words.register
def _(condition: ActivityCondition) -> str:
    words = _listed([spoken(kind) for kind in condition.activity], "or")
    if condition.detail is not None:
        words += f" whose detail {_comparison(condition.detail)}"
    if condition.value is not None:
        words += f" whose value {_comparison(condition.value)}"
    if condition.at_least > 1:
        words += f", at least {condition.at_least} times"
    if condition.within_days is not None:
        words += f" within {condition.within_days} days"
    if condition.at_most > 1:
        words += f", each counts, up to {condition.at_most}"
    if condition.decay is not None:
        words += f", keeps {_percent(condition.decay.keep)} every {condition.decay.every_days} days"
    return words


@in_words.register
def _(condition: RateCondition) -> str:
    rate = condition.rate
    window = f" within {rate.within_days} days" if rate.within_days is not None else ""
    of, per = _listed([spoken(kind) for kind in rate.of], "or"), _listed([spoken(kind) for kind in rate.per], "or")
    return f"{of} on at least {_percent(rate.at_least)} of {per}{window}, of {rate.minimum} or more"


@in_words.register
def _(condition: InactiveCondition) -> str:
    return f"did nothing for {condition.inactive_days} days"


@in_words.register
def _(condition: CompletenessCondition) -> str:
    return f"share known of {_listed([spoken(name) for name in condition.known_share], 'and')}"


@in_words.register
def _(condition: AllOf) -> str:
    return " and ".join(_nested(part) for part in condition.all)


@in_words.register
def _(condition: AnyOf) -> str:
    return " or ".join(_nested(part) for part in condition.any)


@in_words.register
def _(condition: Not) -> str:
    return f"not {_nested(condition.not_)}"


@in_words.register
def _(condition: OpenDealCondition) -> str:
    return "has a deal open at the time" if condition.open_deal else "has no deal open at the time"


def spoken(name: str) -> str:
    """A name of the data as words: company_size becomes company size."""
    return name.replace("_", " ")


_WORDS = {
    "is": "is {}",
    "contains": "contains {}",
    "starts_with": "starts with {}",
    "has_word": "has the word {}",
    "at_least": "is at least {}",
    "above": "is above {}",
    "at_most": "is at most {}",
    "below": "is below {}",
}


def _comparison(comparison: Comparison) -> str:
    operand = comparison.operand
    if comparison.operator == "between":
        return f"is {_value(operand[0])} to {_value(operand[1])}"
    if comparison.operator in ("in", "not_in"):
        listed = _listed([_value(each) for each in operand], "or")
        return f"is {listed}" if comparison.operator == "in" else f"is not {listed}"
    return _WORDS[comparison.operator].format(_value(operand))


def _step(step: Step) -> str:
    if step.closes:
        return f"otherwise {_percent(step.granted)}"
    return f"{_percent(step.granted)} if it {_comparison(step)}"


def _value(value: str | Decimal) -> str:
    if isinstance(value, str):
        return f"'{value}'"
    return f"{Decimal(shortest(value)):,f}"


def _percent(share: Decimal) -> str:
    return f"{shortest(share * 100)} %"


def _listed(words: Sequence[str], last: str) -> str:
    if len(words) > MOST_LISTED:
        return f"{', '.join(words[:MOST_LISTED])} {last} {len(words) - MOST_LISTED} more"
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {last} {words[-1]}"


def _nested(condition: Any) -> str:
    return f"({in_words(condition)})" if isinstance(condition, (AllOf, AnyOf)) else in_words(condition)
