"""What looks wrong in a model before any data is seen.  Findings never stop scoring; errors stop signing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from leadscore.model.conditions import (
    NUMBER_OPERATORS,
    ActivityCondition,
    AllOf,
    AttributeCondition,
    Not,
    holds_numbers,
    kinds_of,
    leaves,
    parts,
)
from leadscore.model.hashes import condition_hash
from leadscore.model.implied import implies, interval_of, words_of
from leadscore.model.model import Model
from leadscore.model.overlaps import chains, opposed, sign
from leadscore.model.reach import highest_points, highest_score, holds_for_a_pulse, most_units
from leadscore.model.rules import Rule
from leadscore.vocabulary import TOUCH_KINDS

Level = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing worth mending: how bad, which check found it, which rule it is about (if one), and the words."""

    level: Level
    check: str
    rule: str | None
    message: str


def lint(model: Model) -> tuple[Finding, ...]:
    """Every finding about a model by itself, errors first."""
    checks = (
        _pulse,
        _unreachable,
        _unreachable_gate,
        _dead,
        _duplicates,
        _overlapping,
        _opposite_signs,
        _contradictions,
        _sellers_activity,
        _no_cut_offs,
        _no_effect_of_groups,
    )
    found = [finding for check in checks for finding in check(model)]
    return worst_first(found)


def worst_first(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings with errors first, then warnings, then notes."""
    order = ("error", "warning", "note")
    return tuple(sorted(findings, key=lambda finding: order.index(finding.level)))


def _pulse(model: Model) -> Iterator[Finding]:
    """Opens and clicks alone must not reach the MQL cut-off."""
    if model.cut_offs is None:
        return
    reach = highest_score(model, lambda rule: holds_for_a_pulse(rule.when))
    if reach >= model.cut_offs.mql:
        yield Finding(
            "error",
            "pulse",
            None,
            f"Opens and clicks alone can reach {reach} points, and the MQL cut-off is {model.cut_offs.mql}: "
            "just a pulse would be handed over. Lower those points, cap their group, or raise the cut-off.",
        )


def _unreachable(model: Model) -> Iterator[Finding]:
    if model.cut_offs is None:
        return
    reach = highest_score(model)
    for name, cut_off in (("MQL", model.cut_offs.mql), ("SQL", model.cut_offs.sql)):
        if reach < cut_off:
            words = (
                f"No lead can reach the {name} cut-off of {cut_off}: all rules together give at most {reach} points."
            )
            yield Finding("error", "unreachable", None, f"{words} Lower the cut-off or raise points or caps.")


def _unreachable_gate(model: Model) -> Iterator[Finding]:
    """A group cannot give what the SQL gate asks of it."""
    needs = model.cut_offs.sql_needs.at_least if model.cut_offs else {}
    for group, points in sorted(needs.items()):
        reach = highest_points(model, group)
        if reach < points:
            words = f"No lead can be ready: the SQL gate asks for {points} points of '{group}', which gives {reach}"
            yield Finding("error", "unreachable", None, f"{words} at most. Lower the gate, or raise points or the cap.")


def _dead(model: Model) -> Iterator[Finding]:
    for rule in model.rules:
        if not rule.knock_out and rule.worth == 0:
            words = f"Rule '{rule.id}' has 0 points, so it changes no score. Give it points or take it out."
            yield Finding("warning", "dead", rule.id, words)
        elif most_units(rule.when) == 0:
            words = f"Rule '{rule.id}' gives a share of 0 in every step. Give a step a share."
            yield Finding("warning", "dead", rule.id, words)


def _duplicates(model: Model) -> Iterator[Finding]:
    alike: dict[str, list[Rule]] = defaultdict(list)
    for rule in model.rules:
        alike[condition_hash(rule.when)].append(rule)
    for first, *others in alike.values():
        for other in others:
            if sign(first) * sign(other) < 0:  # told as opposite signs
                continue
            words = f"Rules '{first.id}' and '{other.id}' ask exactly the same, so one fact counts twice. Keep one."
            yield Finding("warning", "duplicate", other.id, words)


def _overlapping(model: Model) -> Iterator[Finding]:
    """One click must not count three times."""
    for chain in chains(model):
        names = ", ".join(f"'{rule.id}'" for rule in chain.rules)
        points = sum(rule.worth for rule in chain.rules)
        words = f"One activity counts under {len(chain.rules)} rules at once ({names}), {points} points together."
        yield Finding("warning", "overlapping", chain.rules[0].id, f"{words} Keep one, or cap their group.")


def _opposite_signs(model: Model) -> Iterator[Finding]:
    for rule, other in opposed(model):
        words = f"Rules '{rule.id}' and '{other.id}' look at the same fact, and one helps while the other harms."
        yield Finding("warning", "opposite signs", other.id, f"{words} Agree on what it means, and keep one.")


def _sellers_activity(model: Model) -> Iterator[Finding]:
    """What sales does says whom sales chose, not who will buy."""
    for rule in model.rules:
        own = sorted({kind for leaf in leaves(rule.when) for kind in _counted(leaf) if kind in TOUCH_KINDS})
        if own:
            words = f"Rule '{rule.id}' counts {', '.join(own)}, which sales does itself: whoever is called gets points"
            mend = "Take it out; what the lead answers or asks for is the signal."
            yield Finding("warning", "seller's activity", rule.id, f"{words} for being called. {mend}")


def _counted(leaf: Any) -> frozenset[str]:
    kinds = kinds_of(leaf)[:1]  # of a rate: what is counted, not what it is set against
    return frozenset(kind.strip(" ").lower() for listed in kinds for kind in listed)


def _contradictions(model: Model) -> Iterator[Finding]:
    for rule in model.rules:
        for condition in _compounds(rule.when):
            if (attribute := _impossible(condition)) is not None:
                words = f"Rule '{rule.id}' can never hold: what it asks of '{attribute}' contradicts itself."
                yield Finding("error", "contradictory", rule.id, f"{words} Mend one of the parts.")


def _no_cut_offs(model: Model) -> Iterator[Finding]:
    if model.cut_offs is None:
        words = "The model has no cut-offs, so no lead gets a band. Choose them on the Cut-offs page."
        yield Finding("note", "no cut-offs", None, words)


def _no_effect_of_groups(model: Model) -> Iterator[Finding]:
    used = {rule.group for rule in model.rules}
    for name in model.groups:
        if name not in used:
            words = f"Group '{name}' has no rules. Take it out, or put rules into it."
            yield Finding("note", "empty group", None, words)


def _compounds(condition: Any) -> Iterator[AllOf]:
    if isinstance(condition, AllOf):
        yield condition
    for part in parts(condition):
        yield from _compounds(part)


def _impossible(condition: AllOf) -> str | None:
    """The attribute or kind of which an `all` asks what cannot be; None where there is none."""
    by_attribute: dict[str, list[AttributeCondition]] = defaultdict(list)
    for part in condition.all:
        if isinstance(part, AttributeCondition):
            by_attribute[part.attribute].append(part)
    denied = [part.not_ for part in condition.all if isinstance(part, Not)]
    for part in condition.all:
        if any(implies(part, other) for other in denied):
            if isinstance(part, AttributeCondition):
                return part.attribute
            if isinstance(part, ActivityCondition):
                return part.activity[0]
    return next((name for name, asked in by_attribute.items() if _no_value(asked)), None)


def _no_value(asked: list[AttributeCondition]) -> bool:
    """Whether no value passes all the tests of one attribute; only what is certain counts."""
    words = [words_of(test) for test in asked if test.operator in ("is", "in") and not holds_numbers(test)]
    if words and not frozenset.intersection(*words):
        return True
    intervals = [interval_of(test) for test in asked if test.operator in NUMBER_OPERATORS]
    low, above = max((low for low, _ in intervals), default=(Decimal("-Infinity"), False))
    high, not_below = min((high for _, high in intervals), default=(Decimal("Infinity"), True))
    return low > high or (low == high and (above or not not_below))
