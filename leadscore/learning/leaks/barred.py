"""Rules that must not be learned from: what they look at knows the outcome."""

from __future__ import annotations

from leadscore.evidence.facts import compared
from leadscore.learning.leaks.leaks import FieldCheck, Leaks
from leadscore.model.conditions import attributes_of, kinds_of, leaves
from leadscore.model.model import Model
from leadscore.model.rules import Rule


def barred(model: Model, found: Leaks) -> dict[str, str]:
    """The rules of a model, knock-outs aside, that look at what knows the outcome, by id, and why."""
    told = {rule.id: why_barred(rule, found) for rule in model.rules if not rule.knock_out}
    return {rule_id: why for rule_id, why in told.items() if why is not None}


def why_barred(rule: Rule, found: Leaks) -> str | None:
    """Why nothing may be learned from a rule; None where it may."""
    for name in attributes_of(rule.when):
        field = found.field(name)
        if field is not None and field.must_not_be_used:
            return f"'{name}' must not be an input: {in_words(field)}"
    for each in kinds_of_rule(rule):
        kind = found.kind(each)
        if kind is not None and kind.a_step:
            return f"'{each}' is a step on the way to the outcome, not a sign of it"
        if kind is not None and kind.too_well:
            return f"'{each}' alone separates the outcomes better than anything a lead does can"
    return None


def in_words(field: FieldCheck) -> str:
    """Every sign that a field leaks."""
    return "; ".join(sign.words for sign in field.signs)


def kinds_of_rule(rule: Rule) -> tuple[str, ...]:
    """The kinds whose activities make a rule hold, in order, each once; not what a rate is set against."""
    named = [compared(kind) for leaf in leaves(rule.when) for listed in kinds_of(leaf)[:1] for kind in listed]
    return tuple(dict.fromkeys(named))
