"""What changed from one model to another, a line for each change, as people in the room would say it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from leadscore.model.model import HorizonDays, Model
from leadscore.model.rules import CutOffs, Rule
from leadscore.model.values import shortest
from leadscore.model.words import in_words

NONE = "none"
"""What stands for a bound, cut-off or rule that is not there."""

UNSPOKEN = "(changed where words are too short for it: see the model file)"


@dataclass(frozen=True, slots=True)
class Difference:
    """One change: of what, what it was and what it is now."""

    what: str
    was: str
    now: str

    def in_words(self) -> str:
        """`Attended a webinar: 20 points, was 15 points`."""
        return f"{self.what}: {self.now}, was {self.was}"


def differences(before: Model, after: Model) -> tuple[Difference, ...]:
    """Every change from `before` to `after`: rules first, in the order of `after`; none for equal models."""
    changed = [
        *_rules(before, after),
        *_groups(before, after),
        *_cut_offs(before.cut_offs, after.cut_offs),
        *_rest(before, after),
    ]
    return tuple(Difference(what, was, now) for what, was, now in changed if was != now)


def _rules(before: Model, after: Model) -> Iterator[tuple[str, str, str]]:
    earlier = {rule.id: rule for rule in before.rules}
    for rule in after.rules:
        if rule.id not in earlier:
            yield rule.name, NONE, f"{_worth(rule)} when {in_words(rule.when)}"
        else:
            yield from _rule(earlier[rule.id], rule)
    kept = {rule.id for rule in after.rules}
    for rule in before.rules:
        if rule.id not in kept:
            yield rule.name, f"{_worth(rule)} when {in_words(rule.when)}", NONE


def _rule(was: Rule, now: Rule) -> Iterator[tuple[str, str, str]]:
    yield now.name, _worth(was), _worth(now)
    yield f"{now.name}, when", *_told_apart(was.when == now.when, in_words(was.when), in_words(now.when))
    yield f"{now.name}, group", was.group, now.group
    yield f"{now.name}, label", was.name, now.name
    yield f"{now.name}, range of the slider", _range(was), _range(now)


def _groups(before: Model, after: Model) -> Iterator[tuple[str, str, str]]:
    for name in dict.fromkeys([*after.group_names, *before.group_names]):
        was, now = before.group(name), after.group(name)
        yield f"group {name}, cap", points_in_words(was.cap), points_in_words(now.cap)
        yield f"group {name}, floor", points_in_words(was.floor), points_in_words(now.floor)
        yield f"group {name}, side", was.side_of(name), now.side_of(name)


def _cut_offs(was: CutOffs | None, now: CutOffs | None) -> Iterator[tuple[str, str, str]]:
    yield "MQL cut-off", points_in_words(was.mql if was else None), points_in_words(now.mql if now else None)
    yield "SQL cut-off", points_in_words(was.sql if was else None), points_in_words(now.sql if now else None)
    yield "SQL needs", _gates(was), _gates(now)


def _rest(before: Model, after: Model) -> Iterator[tuple[str, str, str]]:
    yield "name", before.name, after.name
    same = before.population == after.population
    yield "not scored", *_told_apart(same, _population(before), _population(after))
    yield "agreed balance", _balance(before), _balance(after)
    was, now = before.evaluation, after.evaluation
    yield "lens", was.lens, now.lens
    yield "days to arrival", str(was.arrival_days), str(now.arrival_days)
    yield "outcome", was.outcome, now.outcome
    for outcome in type(now.horizon_days).model_fields:
        yield f"horizon of {outcome}", _days(was.horizon_days, outcome), _days(now.horizon_days, outcome)


def _told_apart(same: bool, was: str, now: str) -> tuple[str, str]:
    """Words that leave something out, such as the end of a long list, still tell that it changed."""
    return (was, now) if same or was != now else (was, f"{now} {UNSPOKEN}")


def _worth(rule: Rule) -> str:
    return "knock-out" if rule.knock_out else f"{shortest(rule.worth)} points"


def _range(rule: Rule) -> str:
    return NONE if rule.range is None else f"{shortest(rule.range[0])} to {shortest(rule.range[1])}"


def points_in_words(points: Decimal | None) -> str:
    """Points, or that there are none."""
    return NONE if points is None else shortest(points)


def _gates(cut_offs: CutOffs | None) -> str:
    if cut_offs is None:
        return NONE
    needs = cut_offs.sql_needs
    parts = [f"one of {', '.join(needs.any_of)}"] if needs.any_of else []
    parts += [f"{shortest(least)} points of {group}" for group, least in needs.at_least.items()]
    return " and ".join(parts) or NONE


def _population(model: Model) -> str:
    return "; ".join(in_words(condition) for condition in model.population.exclude) or NONE


def _days(horizons: HorizonDays, outcome: str) -> str:
    days = getattr(horizons, outcome)
    return NONE if days is None else f"{days} days"


def _balance(model: Model) -> str:
    return f"{shortest(model.balance.behavioural)}:{shortest(model.balance.demographic)}"
