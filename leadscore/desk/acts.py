"""What would make a condition hold: activities that might happen, and facts that might be found out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from leadscore.desk.what_if import Added, Fact
from leadscore.evidence.facts import Facts
from leadscore.model.conditions import (
    ActivityCondition,
    AllOf,
    AnyOf,
    AttributeCondition,
    Comparison,
    CompletenessCondition,
    Not,
    attributes_of,
    leaves,
)
from leadscore.model.words import in_words, spoken

FULL = 100
COUNTED = 1000
LONGEST = 10
"""Times an activity may be asked for beyond what a condition needs at least."""


@dataclass(frozen=True, slots=True)
class Act:
    """An activity, or facts that are found out, in words."""

    words: str
    added: Added | None = None
    facts: tuple[tuple[str, Fact], ...] = ()

    @property
    def learn(self) -> bool:
        """Whether something is found out rather than done."""
        return self.added is None


@dataclass(frozen=True, slots=True)
class Need:
    """An act and how many times it takes."""

    act: Act
    times: int = 1

    @property
    def words(self) -> str:
        """The need as a phrase."""
        return self.act.words if self.act.learn else f"{self.times} more: {self.act.words}"

    @property
    def learn(self) -> bool:
        """Whether something is found out rather than done."""
        return self.act.learn


class Acts:
    """Turns conditions into acts for a lead of which is known which parts hold."""

    def __init__(self, facts: Facts, units: Mapping[Any, int]) -> None:
        self._facts = facts
        self._units = units

    def needs(self, condition: Any) -> tuple[Need, ...] | None:
        """What it takes for a condition to hold; None where nothing that may happen helps."""
        if isinstance(condition, AllOf):
            found = [self.needs(part) for part in condition.all]
            return None if None in found else tuple(need for needs in found for need in needs or ())
        if isinstance(condition, AnyOf):
            ways = [needs for part in condition.any if (needs := self.needs(part)) is not None]
            return min(ways, key=lambda needs: sum(need.times for need in needs), default=None)
        if isinstance(condition, Not):
            return None if any(self._units[leaf] for leaf in leaves(condition)) else ()
        return self._leaf_needs(condition)

    def useful(self, condition: Any) -> Iterator[Need]:
        """Every act that a part of a condition may ask for, as often as may matter to that part."""
        for leaf in leaves(condition):
            for need in self._leaf_needs(leaf) or ():
                most = leaf.at_most if isinstance(leaf, ActivityCondition) else 1
                for times in {1, *range(need.times, max(need.times, min(most, LONGEST)) + 1)}:
                    yield Need(need.act, times)

    def _leaf_needs(self, leaf: Any) -> tuple[Need, ...] | None:
        if self._facts.lacks(leaf):
            return None
        if isinstance(leaf, ActivityCondition):
            return self._activity_needs(leaf)
        if self._units[leaf]:
            return ()
        if isinstance(leaf, CompletenessCondition):
            facts = tuple((name, self._any(name)) for name in attributes_of(leaf) if not self._units[known(name)])
            return (Need(Act("find out what is still unknown of it", facts=facts)),) if facts else None
        if not isinstance(leaf, AttributeCondition) or self._units[known(leaf.attribute)]:
            return None
        return self._attribute_needs(leaf)

    def _activity_needs(self, leaf: ActivityCondition) -> tuple[Need, ...] | None:
        if self._units[leaf] >= FULL * leaf.at_most:
            return ()
        added = _deed(leaf)
        more = max(1, leaf.at_least - self._units[counter(leaf)] // FULL)
        once = in_words(leaf.model_copy(update={"at_least": 1, "at_most": 1, "decay": None, "within_days": None}))
        return None if added is None else (Need(Act(once, added), more),)

    def _attribute_needs(self, leaf: AttributeCondition) -> tuple[Need, ...] | None:
        name = leaf.attribute
        if leaf.operator == "known":
            return (
                (Need(Act(f"find out its {spoken(name)}", facts=((name, self._any(name)),))),) if leaf.known else None
            )
        value = _best_step(leaf) if leaf.shares else _fitting(leaf)
        if value is None or isinstance(value, Decimal) != (self._facts.attributes[name] == "number"):
            return None
        return (Need(Act(f"find out whether its {in_words(leaf)}", facts=((name, value),))),)

    def _any(self, name: str) -> Fact:
        return Decimal(0) if self._facts.attributes[name] == "number" else "something"


def asked(leaf: Any) -> Iterator[Any]:
    """The leaf itself, how often its activity happened, and whether its attributes are known at all."""
    yield leaf
    if isinstance(leaf, ActivityCondition):
        yield counter(leaf)
    yield from (known(name) for name in attributes_of(leaf))


def counter(leaf: ActivityCondition) -> ActivityCondition:
    """The condition that counts a leaf's activities."""
    return leaf.model_copy(update={"at_least": 1, "at_most": COUNTED, "decay": None})


def known(attribute: str) -> AttributeCondition:
    """The condition that an attribute is known."""
    return AttributeCondition.model_validate({"attribute": attribute, "known": True})


def _deed(leaf: ActivityCondition) -> Added | None:
    """An activity that the leaf counts."""
    detail = None if leaf.detail is None else _fitting(leaf.detail)
    value = None if leaf.value is None else _fitting(leaf.value)
    if (leaf.detail is not None and not isinstance(detail, str)) or (leaf.value is not None and value is None):
        return None
    return Added(
        leaf.activity[0], None if detail is None else str(detail), value if isinstance(value, Decimal) else None
    )


def _fitting(comparison: Comparison) -> Fact:
    """A value that passes a comparison; None where none is at hand."""
    operand = comparison.operand
    if comparison.operator in ("in", "between"):
        operand = next(iter(operand))
    if comparison.operator == "not_in" or not isinstance(operand, (str, Decimal)):
        return None
    if isinstance(operand, str):
        return operand
    return operand + {"above": 1, "below": -1}.get(comparison.operator, 0)


def _best_step(leaf: AttributeCondition) -> Fact:
    """A value of the step that gives most."""
    steps = [step for step in leaf.shares or () if not step.closes]
    return _fitting(max(steps, key=lambda step: step.granted)) if steps else None
