"""Rules that look at the same fact: one activity that counts several times, and points that contradict each other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from leadscore.model.conditions import ActivityCondition, leaves
from leadscore.model.hashes import condition_hash
from leadscore.model.implied import counts_under, implies
from leadscore.model.model import Model
from leadscore.model.rules import Rule

FEWEST = 3
"""Two rules that count one activity are a matter of taste (recent ones count more), three are a mistake."""


@dataclass(frozen=True, slots=True)
class Chain:
    """Rules that one and the same activity satisfies, the narrowest first."""

    rules: tuple[Rule, ...]


def sign(rule: Rule) -> int:
    """What a rule does to a lead: 1 helps, -1 harms (a knock-out, too), 0 nothing."""
    return -1 if rule.knock_out else (rule.worth > 0) - (rule.worth < 0)


def chains(model: Model) -> Iterator[Chain]:
    """Each set of at least FEWEST helping rules under which the same activity counts, reported once."""
    helping = [rule for rule in model.rules if sign(rule) > 0]
    told: list[frozenset[str]] = []
    for narrow in helping:
        wider = [rule for rule in helping if rule is not narrow and _same_activity(narrow, rule)]
        ids = frozenset(rule.id for rule in (narrow, *wider))
        if len(ids) >= FEWEST and not any(ids <= known for known in told):
            told.append(ids)
            yield Chain((narrow, *wider))


def opposed(model: Model) -> Iterator[tuple[Rule, Rule]]:
    """Pairs of rules of which one helps and the other harms for the same fact, or for the same within other days."""
    for place, rule in enumerate(model.rules):
        for other in model.rules[place + 1 :]:
            if sign(rule) * sign(other) < 0 and _same_fact(rule.when, other.when):
                yield rule, other


def _same_activity(narrow: Rule, wide: Rule) -> bool:
    """Whether the activities that make the narrow rule hold always make the wide one hold, at the same count."""
    inner, outer = list(leaves(narrow.when)), list(leaves(wide.when))
    return implies(narrow.when, wide.when) and any(
        isinstance(first, ActivityCondition)
        and isinstance(second, ActivityCondition)
        and first.at_least == second.at_least
        and counts_under(first, second)
        for first in inner
        for second in outer
    )


def _same_fact(first: object, second: object) -> bool:
    if condition_hash(first) == condition_hash(second):
        return True
    if not isinstance(first, ActivityCondition) or not isinstance(second, ActivityCondition):
        return False
    apart = {"within_days": None, "at_most": 1, "decay": None}
    return condition_hash(first.model_copy(update=apart)) == condition_hash(second.model_copy(update=apart))
