"""What is special about a rule, so that another system may not say it: each with the words of a sentence on it."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from leadscore.exporting.crm.asks import asked_of, is_orderly
from leadscore.model.conditions import (
    ActivityCondition,
    AttributeCondition,
    CompletenessCondition,
    InactiveCondition,
    OpenDealCondition,
    RateCondition,
    leaves,
)
from leadscore.model.values import shortest

Traits = dict[str, dict[str, str]]


def traits(condition: Any) -> Traits:
    """What is special about a condition, each with the words that a sentence on it needs."""
    found: Traits = {}
    for leaf in leaves(condition):
        found.update(_traits_of(leaf))
        found.setdefault("attribute" if isinstance(leaf, (AttributeCondition, CompletenessCondition)) else "event", {})
    if isinstance(condition, AttributeCondition) and condition.shares and not is_orderly(condition):
        found["overlapping"] = {}
    logic = asked_of(condition).logic
    if "not " in logic:
        found["negated"] = {}
    if logic:
        found["joined"] = {}
    return found


def _traits_of(leaf: Any) -> Traits:
    if isinstance(leaf, ActivityCondition):
        return _traits_of_activity(leaf)
    if isinstance(leaf, RateCondition):
        days = f" within {leaf.rate.within_days} days" if leaf.rate.within_days else ""
        return {"rate": {"minimum": str(leaf.rate.minimum), "per": " or ".join(leaf.rate.per), "within": days}}
    if isinstance(leaf, InactiveCondition):
        return {"inactive": {"days": str(leaf.inactive_days)}}
    if isinstance(leaf, CompletenessCondition):
        return {"completeness": {}}
    if isinstance(leaf, OpenDealCondition):
        return {"open_deal": {}}
    return {"has_word": {}} if leaf.operator == "has_word" else {"not_in": {}} if leaf.operator == "not_in" else {}


def _traits_of_activity(leaf: ActivityCondition) -> Traits:
    found: Traits = {}
    if leaf.decay is not None:
        keep, days = leaf.decay.keep, leaf.decay.every_days
        lost = shortest(((1 - keep) * 100).quantize(Decimal(1), ROUND_HALF_UP))
        months = str(max(1, round(days / 30)))
        found["decay"] = {"keep": f"{shortest(keep * 100)} %", "days": str(days), "lost": lost, "months": months}
    if leaf.within_days is not None:
        found["window_and_decay" if leaf.decay else "window"] = {"days": str(leaf.within_days)}
    if leaf.at_most > 1:
        found["each"] = {"most": str(leaf.at_most)}
    if len(leaf.activity) > 1:
        found["kinds"] = {"kinds": ", ".join(leaf.activity)}
    if leaf.detail is not None or leaf.value is not None:
        found["detail"] = {}
    return found
