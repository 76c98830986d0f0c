"""The scoring model: one frozen value that both teams can read, sign and diff."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator

from leadscore.errors import did_you_mean
from leadscore.model.conditions import Condition, OpenDealCondition, leaves
from leadscore.model.rules import RESERVED_NAMES, CutOffs, Group, Name, Rule
from leadscore.model.values import Count, Days, Text, Value, number
from leadscore.vocabulary import DEFAULT_ARRIVAL_DAYS, DEFAULT_HORIZON_DAYS

Percent = Annotated[Decimal, BeforeValidator(number), Field(ge=0, le=100)]


class Population(Value):
    """Which leads are not scored at all: those for whom one of these conditions holds."""

    exclude: tuple[Condition, ...] = ()


class Balance(Value):
    """The agreed shares of behavioural and demographic points, in percent."""

    behavioural: Percent = Decimal(60)
    demographic: Percent = Decimal(40)

    @model_validator(mode="after")
    def _adds_up(self) -> Balance:
        if self.behavioural + self.demographic != 100:
            raise ValueError(f"adds up to {self.behavioural + self.demographic}, not 100")
        return self


class HorizonDays(Value):
    """Days from T within which an outcome counts; `won` follows the company's own cycle unless given."""

    sql: Days = DEFAULT_HORIZON_DAYS["sql"]
    opportunity: Days = DEFAULT_HORIZON_DAYS["opportunity"]
    won: Days | None = None


class Evaluation(Value):
    """How the model is held against the past: the lens, the outcome and its horizon."""

    lens: Literal["handoff", "arrival"] = "handoff"
    arrival_days: Count = DEFAULT_ARRIVAL_DAYS
    outcome: Literal["sql", "opportunity", "won"] = "sql"
    horizon_days: HorizonDays = HorizonDays()


class Model(Value):
    """Rules, groups, cut-offs, population, balance and evaluation, under a name."""

    name: Text
    population: Population = Population()
    groups: dict[Name, Group] = Field(default_factory=dict)
    rules: Annotated[tuple[Rule, ...], Field(min_length=1)]
    cut_offs: CutOffs | None = None
    balance: Balance = Balance()
    evaluation: Evaluation = Evaluation()

    @model_validator(mode="after")
    def _names_fit_together(self) -> Model:
        problems = [*self._repeated_ids(), *self._reserved_groups(), *self._unknown_gates(), *self._misplaced()]
        if problems:
            raise ValueError("; ".join(problems))
        return self

    def _repeated_ids(self) -> list[str]:
        counts = Counter(rule.id for rule in self.rules)
        return [
            f"rule id '{id_}' stands {n} times; give each rule an id of its own" for id_, n in counts.items() if n > 1
        ]

    def _reserved_groups(self) -> list[str]:
        lowered = Counter(name.lower() for name in self.group_names)
        alike = [name for name in self.group_names if lowered[name.lower()] > 1]
        return [
            f"group '{name}' has the name of a column of the scores; call it something else"
            for name in self.group_names
            if name.lower() in RESERVED_NAMES
        ] + ([f"groups {', '.join(alike)} differ only in case; use one spelling"] if alike else [])

    def _unknown_gates(self) -> list[str]:
        if self.cut_offs is None:
            return []
        ids = [rule.id for rule in self.rules]
        return [
            f"cut_offs, sql_needs, any_of: no rule has the id '{id_}'. {did_you_mean(id_, ids)}"
            for id_ in self.cut_offs.sql_needs.any_of
            if id_ not in ids
        ]

    def _misplaced(self) -> list[str]:
        return [
            f"rule '{rule.id}' asks for open_deal, which only 'population: {{exclude: [...]}}' can"
            for rule in self.rules
            if any(isinstance(leaf, OpenDealCondition) for leaf in leaves(rule.when))
        ]

    @property
    def group_names(self) -> tuple[str, ...]:
        """Every group, declared ones first in their order, then those that only rules name."""
        used = [rule.group for rule in self.rules if not rule.knock_out]
        return tuple(dict.fromkeys([*self.groups, *used]))

    def group(self, name: str) -> Group:
        """The group of that name; one without bounds where it was not declared."""
        return self.groups.get(name, Group())

    def rule(self, rule_id: str) -> Rule:
        """The rule with that id; KeyError where there is none."""
        return next(rule for rule in self.rules if rule.id == rule_id)

    def with_points(self, points: Mapping[str, Decimal]) -> Model:
        """A new model in which the named rules have these points."""
        rules = tuple(
            Rule(**{**dict(rule), "points": points[rule.id]}) if rule.id in points else rule for rule in self.rules
        )
        return self.model_copy(update={"rules": rules})

    def without_rules(self, rule_ids: Collection[str]) -> Model:
        """A new model without these rules; it may have none left, which only figures accept."""
        kept = tuple(rule for rule in self.rules if rule.id not in rule_ids)
        return self.model_copy(update={"rules": kept})

    def with_cut_offs(self, cut_offs: CutOffs | None) -> Model:
        """A new model with these cut-offs."""
        return self.model_copy(update={"cut_offs": cut_offs})
