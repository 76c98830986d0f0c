"""What the room settled becomes a model: each rule with its points before and after, where they came from, and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from leadscore.estimate import Estimate
from leadscore.model import Model, Rule
from leadscore.model.differences import Difference, differences
from leadscore.model.values import shortest
from leadscore.store.state import Weight
from leadscore.workshop.disagreement import Disagreement
from leadscore.workshop.votes import Voted, can_be_voted, reach

NO_RULE = "'{rule}' was settled at {points} points, but the model has no such rule"
A_KNOCK_OUT = "'{rule}' was settled at {points} points, but it is a knock-out and has none"
OUT_OF_RANGE = "{asked} was settled, but the range of '{rule}' is {low} to {high}, so {taken} is taken"
TWO_DECIMALS = "{asked} was settled; points have two decimals at most, so {taken} is taken"


@dataclass(frozen=True, slots=True)
class Row:
    """One settled rule: its points before, both medians, their middle, and what was chosen, with the effect and why.

    `rationale` and `dissent` are "" where nobody wrote any, None once erased; `words` say where the points that were
    settled are not those that were taken.
    """

    rule_id: str
    name: str
    before: Decimal
    sales: Decimal | None
    marketing: Decimal | None
    middle: Decimal | None
    chosen: Decimal
    effect: Estimate | None
    rationale: str | None
    dissent: str | None
    words: str | None


@dataclass(frozen=True, slots=True)
class Adoption:
    """The model with the settled points, and how it came about.

    `rows` in the order of the model's rules; `unchanged`: names of the rules with points that nobody settled;
    `left_out`: what was settled and could not be used, in words.
    """

    model: Model
    rows: tuple[Row, ...]
    unchanged: tuple[str, ...]
    left_out: tuple[str, ...]
    differences: tuple[Difference, ...]


def adoption(
    model: Model, weights: Iterable[Weight], voted: Iterable[Voted] = (), found: Disagreement | None = None
) -> Adoption:
    """Give the settled points to the model that the room voted on; `weights` hold the latest one of each rule."""
    settled = {weight.rule: weight for weight in weights}
    votes = {each.rule_id: each for each in voted}
    rules = [rule for rule in model.rules if can_be_voted(rule)]
    rows = tuple(_row(model, rule, settled[rule.id], votes.get(rule.id), found) for rule in rules if rule.id in settled)
    adopted = model.with_points({row.rule_id: row.chosen for row in rows})
    return Adoption(
        model=adopted,
        rows=rows,
        unchanged=tuple(rule.name for rule in rules if rule.id not in settled),
        left_out=tuple(words for weight in settled.values() if (words := _misplaced(model, weight))),
        differences=differences(model, adopted),
    )


def _row(model: Model, rule: Rule, weight: Weight, voted: Voted | None, found: Disagreement | None) -> Row:
    chosen, words = _within(model, rule, weight.points)
    known = found is not None and any(each.rule_id == rule.id for each in found.arguments)
    return Row(
        rule_id=rule.id,
        name=rule.name,
        before=rule.worth,
        sales=voted.of("sales").median if voted else None,
        marketing=voted.of("marketing").median if voted else None,
        middle=voted.middle if voted else None,
        chosen=chosen,
        effect=found.of(rule.id).effect if found and known else None,
        rationale=weight.rationale,
        dissent=weight.dissent,
        words=words,
    )


def _within(model: Model, rule: Rule, asked: Decimal) -> tuple[Decimal, str | None]:
    """The points that the rule can have, and words where these are not the ones that were asked for."""
    low, high = reach(model, rule)
    inside = min(high, max(low, asked))
    if inside != asked:
        said = {"asked": shortest(asked), "taken": shortest(inside), "rule": rule.name}
        return inside, OUT_OF_RANGE.format(low=shortest(low), high=shortest(high), **said)
    rounded = asked.quantize(Decimal("0.01"), ROUND_HALF_UP)
    if rounded != asked:
        return rounded, TWO_DECIMALS.format(asked=shortest(asked), taken=shortest(rounded))
    return asked, None


def _misplaced(model: Model, weight: Weight) -> str | None:
    """Why a weight has no place in the model, if so."""
    rule = next((each for each in model.rules if each.id == weight.rule), None)
    if rule is None:
        return NO_RULE.format(rule=weight.rule, points=shortest(weight.points))
    return None if can_be_voted(rule) else A_KNOCK_OUT.format(rule=rule.name, points=shortest(weight.points))
