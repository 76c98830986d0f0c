"""Which activities a rule counts, in any of its parts."""

from __future__ import annotations

from sqlglot import exp

from leadscore.evidence import portable as p
from leadscore.evidence.counts import counted
from leadscore.evidence.facts import Facts
from leadscore.model.conditions import ActivityCondition, RateCondition, leaves
from leadscore.model.model import Model
from leadscore.model.rules import Rule


def counting_rules(model: Model, facts: Facts) -> dict[str, exp.Expr]:
    """For each rule that counts activities, by its id, whether an activity is one that it counts."""
    if not (facts.has_activities and facts.dated):
        return {}
    return {rule.id: test for rule in model.rules if (test := _counted_by(rule, facts)) is not None}


def _counted_by(rule: Rule, facts: Facts) -> exp.Expr | None:
    """Whether an activity is one that the rule counts, in any of its parts; None where it counts none."""
    tests: list[exp.Expr] = []
    for leaf in leaves(rule.when):
        if facts.lacks(leaf):
            continue
        if isinstance(leaf, ActivityCondition):
            tests.append(counted(leaf))
        elif isinstance(leaf, RateCondition):
            kinds = (*leaf.rate.of, *leaf.rate.per)
            tests.append(counted(ActivityCondition(activity=kinds, within_days=leaf.rate.within_days)))
    return p.some(tests) if tests else None
