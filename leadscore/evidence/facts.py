"""What the data set has, as far as the rules' meaning depends on it, and how a model is held against that."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from leadscore.errors import ModelError, did_you_mean
from leadscore.model.conditions import (
    NUMBER_OPERATORS,
    TEXT_OPERATORS,
    AttributeCondition,
    Comparison,
    InactiveCondition,
    attributes_of,
    holds_numbers,
    kinds_of,
    leaves,
)
from leadscore.model.model import Model
from leadscore.store.manifest import AttributeType, Manifest
from leadscore.vocabulary import NUMBER_ATTRIBUTES, WELL_KNOWN_ATTRIBUTES


@dataclass(frozen=True, slots=True)
class Facts:
    """What a data set has: attributes with types, kinds of activity (None: not looked at), dates, deals, changes."""

    attributes: dict[str, AttributeType]
    kinds: frozenset[str] | None = None
    has_activities: bool = True
    dated: bool = True
    changed_fields: frozenset[str] = field(default_factory=frozenset)
    captured_at_form: frozenset[str] = field(default_factory=frozenset)
    totals_today: frozenset[str] = field(default_factory=frozenset)
    has_deals: bool = True
    histories_known: bool = True
    """Whether `changed_fields` are all there are; otherwise the query itself looks which fields have a history."""

    @classmethod
    def of(cls, manifest: Manifest) -> Facts:
        """The facts of a snapshot."""
        return cls(
            attributes={each.name: each.type for each in manifest.attributes},
            kinds=frozenset(manifest.kinds),
            has_activities=manifest.rows("activities") > 0,
            dated=manifest.dated,
            changed_fields=frozenset(manifest.changed_fields),
            captured_at_form=frozenset(each.name for each in manifest.attributes if each.captured_at_form),
            totals_today=frozenset(each.name for each in manifest.attributes if each.total_today),
            has_deals=manifest.rows("deals") > 0,
        )

    @classmethod
    def assumed_by(cls, model: Model) -> Facts:
        """The facts that a model expects, for writing its SQL before there is any data."""
        types: dict[str, AttributeType] = {}
        for condition in _conditions(model):
            for leaf in leaves(condition):
                for name in attributes_of(leaf):
                    types.setdefault(name, "number" if name in NUMBER_ATTRIBUTES else "text")
                if isinstance(leaf, AttributeCondition) and _compares_numbers(leaf) is not None:
                    types[leaf.attribute] = "number" if _compares_numbers(leaf) else "text"
        return cls(attributes=types, histories_known=False)

    def lacks(self, leaf: Any) -> tuple[str, ...]:
        """What a leaf needs and the data set does not have, in words; such a leaf is unknown for every lead."""
        missing = [f"attribute '{name}'" for name in attributes_of(leaf) if name not in self.attributes]
        counted = kinds_of(leaf)
        if (counted or isinstance(leaf, InactiveCondition)) and not (self.has_activities and self.dated):
            missing.append("dated activities")
        elif self.kinds is not None:
            present = self.kinds
            missing += [
                f"activity '{kinds[0]}'" for kinds in counted if not any(compared(kind) in present for kind in kinds)
            ]
        return tuple(missing)

    def todays(self, condition: Any) -> tuple[str, ...]:
        """Attributes of a condition whose value at T is not known, only today's."""
        dated = self.changed_fields | self.captured_at_form
        return tuple(name for name in attributes_of(condition) if name in self.attributes and name not in dated)


def compared(word: str) -> str:
    """A word as the database compares it: LOWER(TRIM(...)), one character to one character."""
    return "".join("i" if letter == "\u0130" else letter.lower() for letter in word.strip(" "))


def check(model: Model, facts: Facts) -> None:
    """Raise ModelError with every condition that this data set cannot compute."""
    problems = [
        f"{place} {problem}"
        for place, condition in _placed_conditions(model)
        for leaf in leaves(condition)
        for problem in (*_unknown_names(leaf, facts), *_wrong_types(leaf, facts))
    ]
    if problems:
        listed = "\n".join(f"- {problem}" for problem in problems)
        raise ModelError(f"The model '{model.name}' does not fit this data:\n{listed}", tuple(problems))


def sleeping(model: Model, facts: Facts) -> dict[str, tuple[str, ...]]:
    """The rules that can give nothing because of what the data lacks: rule id to what is lacking."""
    found = {}
    for rule in model.rules:
        lacking = [facts.lacks(leaf) for leaf in leaves(rule.when)]
        if lacking and all(lacking):
            found[rule.id] = tuple(dict.fromkeys(word for words in lacking for word in words))
    return found


def unknown_names(model: Model, facts: Facts) -> frozenset[str]:
    """Ids of the rules that name an attribute which is neither in the data nor well known."""
    asked = {rule.id: [leaf for leaf in leaves(rule.when) if _unknown_names(leaf, facts)] for rule in model.rules}
    return frozenset(rule_id for rule_id, misnamed in asked.items() if misnamed)


def rests_on_today(model: Model, facts: Facts) -> dict[str, tuple[str, ...]]:
    """The rules that look at attributes of which only today's value is known: rule id to attributes."""
    found = {rule.id: facts.todays(rule.when) for rule in model.rules}
    return {rule_id: names for rule_id, names in found.items() if names}


def _conditions(model: Model) -> list[Any]:
    return [condition for _, condition in _placed_conditions(model)]


def _placed_conditions(model: Model) -> list[tuple[str, Any]]:
    rules = [(f"rule '{rule.id}'", rule.when) for rule in model.rules]
    return rules + [("population", condition) for condition in model.population.exclude]


def _unknown_names(leaf: Any, facts: Facts) -> list[str]:
    choices = sorted(set(facts.attributes) | set(WELL_KNOWN_ATTRIBUTES))
    return [
        f"looks at '{name}', which this data does not have. {did_you_mean(name, choices)}"
        for name in attributes_of(leaf)
        if name not in choices
    ]


def _wrong_types(leaf: Any, facts: Facts) -> list[str]:
    if not isinstance(leaf, AttributeCondition) or leaf.attribute not in facts.attributes:
        return []
    held, wants_numbers = facts.attributes[leaf.attribute], _compares_numbers(leaf)
    if wants_numbers is True and held == "text":
        mend = "put the value in quotes, or import the column with 'type: number'"
        return [f"uses '{leaf.operator}' with a number on '{leaf.attribute}', which this data holds as text; {mend}."]
    if wants_numbers is False and held == "number":
        mend = "compare it with a number, or import the column with 'type: text'"
        return [f"uses '{leaf.operator}' with a text on '{leaf.attribute}', which this data holds as numbers; {mend}."]
    return []


def _compares_numbers(leaf: Comparison) -> bool | None:
    """True or false where the operator settles it; None for `known`, which fits either."""
    if leaf.operator == "known":
        return None
    if leaf.operator in ("shares", *NUMBER_OPERATORS):
        return True
    return False if leaf.operator in TEXT_OPERATORS else holds_numbers(leaf)
