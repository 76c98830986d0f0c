"""Behavioural against demographic points, three ways; and a model brought to the agreed balance."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import numpy as np
from numpy.typing import NDArray

from leadscore.errors import ModelError
from leadscore.model import Group, Model, Rule
from leadscore.model.reach import highest_points, most_units
from leadscore.model.sides import SIDES, maximum_points
from leadscore.scoring.arithmetic import UNIT
from leadscore.scoring.in_arrays import ARRAYS, Rescored, full

Column = NDArray[Any]

HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Sides:
    """Behavioural and demographic parts of one thing, in its own unit; None where there is nothing to share out."""

    behavioural: float | None
    demographic: float | None
    reason: str | None = None

    def share(self) -> float | None:
        """The behavioural share of the two together, from 0 to 1; None where both are 0 or unknown."""
        if self.behavioural is None or self.demographic is None or not self.behavioural + self.demographic:
            return None
        return self.behavioural / (self.behavioural + self.demographic)


@dataclass(frozen=True, slots=True)
class Balances:
    """The balance three ways: points at most, points awarded to leads, and shares of the score's variance.

    `maximum` and `awarded` are points after caps, positive ones only; `variance` holds cov(side, score) / var(score)
    of either side, so what neither side explains (penalties, the ends of the scale) is missing from their sum.
    """

    maximum: Sides
    awarded: Sides
    variance: Sides
    target: float
    """The agreed behavioural share, from 0 to 1."""


def maximum(model: Model) -> Sides:
    """The balance of the points at most."""
    most = maximum_points(model)
    return Sides(float(most["behavioural"]), float(most["demographic"]))


def target(model: Model) -> float:
    """The agreed behavioural share, from 0 to 1."""
    return float(model.balance.behavioural) / 100


def normalise(model: Model) -> Model:
    """A new model whose positive points at most stand at the agreed balance, 100 points in all.

    Each side's positive points, and the caps of its groups, are multiplied by one factor and rounded half up to
    hundredths; what rounding leaves over goes to the largest rule that counts only once, so that 40 : 60 becomes
    exactly 40.00 and 60.00 points.  Where every rule counts several times, a few hundredths may remain.  Negative
    points, floors, cut-offs and groups on neither side stay.  ModelError where a side with a target has no points.
    """
    goal = {"behavioural": model.balance.behavioural, "demographic": model.balance.demographic}
    most = maximum_points(model)
    for side in SIDES:
        if goal[side] and not most[side]:
            raise ModelError(
                f"The model '{model.name}' has no {side} points to bring to {goal[side]} %. "
                f"Add a rule with points to a {side} group, or set its balance to 0."
            )
    for side in SIDES:
        model = _scaled_side(model, side, goal[side], most[side])
    return model


def _scaled_side(model: Model, side: str, goal: Decimal, most: Decimal) -> Model:
    """The groups of a side one after another, each brought to its part of what is left of the goal."""
    if not most:
        return model
    left_goal, left_most = goal, most
    for name in model.group_names:
        reached = highest_points(model, name)
        if model.group(name).side_of(name) != side or reached <= 0:
            continue
        share = _rounded(left_goal * reached / left_most)
        model = _scaled_group(model, name, share, share / reached)
        left_goal, left_most = left_goal - share, left_most - reached
    return model


def _scaled_group(model: Model, name: str, goal: Decimal, factor: Decimal) -> Model:
    helping = [rule for rule in model.rules if rule.group == name and rule.worth > 0]
    points = {rule.id: _rounded(rule.worth * factor) for rule in helping}
    bounds, total = model.group(name), _most(helping, {rule.id: rule.worth for rule in helping})
    capped = bounds.cap is not None and total >= bounds.cap
    if not capped or total == bounds.cap or _most(helping, points) < goal:
        points = _settled(helping, points, goal)
    model = model.with_points(points)
    if bounds.cap is None:
        return model
    cap = goal if capped else max(goal, _rounded(bounds.cap * factor))
    group = Group(**{**dict(bounds), "cap": cap})
    return model.model_copy(update={"groups": {**model.groups, name: group}})


def _settled(rules: list[Rule], points: dict[str, Decimal], goal: Decimal) -> dict[str, Decimal]:
    """The same points with what is missing to the goal given to the largest rule that can take it exactly."""
    missing = goal - _most(rules, points)
    for rule in sorted(rules, key=lambda rule: (most_units(rule.when) != 1, -rule.worth)):
        step = missing / most_units(rule.when) if most_units(rule.when) else Decimal(0)
        if step == _rounded(step) and points[rule.id] + step >= 0:
            return {**points, rule.id: points[rule.id] + step}
    return points


def _most(rules: list[Rule], points: dict[str, Decimal]) -> Decimal:
    return sum((points[rule.id] * most_units(rule.when) for rule in rules), Decimal(0))


def _rounded(points: Decimal) -> Decimal:
    return points.quantize(HUNDREDTH, rounding=ROUND_HALF_UP)


def balances(model: Model, rescored: Rescored, leads: Column) -> Balances:
    """The balance three ways, over patterns with so many `leads` each."""
    sides = {side: _positive_points(model, rescored, side) for side in SIDES}
    awarded = {side: _dot(points, leads) / UNIT for side, points in sides.items()}
    total, score = float(leads.sum()), rescored.score.astype(np.float64)
    apart = score - (_dot(score, leads) / total if total else 0.0)
    weighted = apart * leads
    spread = _dot(weighted, apart)
    if spread <= 0:
        variance = Sides(None, None, "all leads have the same score")
    else:
        shares = {side: _dot(weighted, points) / spread for side, points in sides.items()}
        variance = Sides(shares["behavioural"], shares["demographic"])
    return Balances(maximum(model), Sides(awarded["behavioural"], awarded["demographic"]), variance, target(model))


def _positive_points(model: Model, rescored: Rescored, side: str) -> Column:
    """Positive points of a side's groups for each pattern, in ten-thousandths."""
    groups = [name for name in model.group_names if model.group(name).side_of(name) == side]
    points = ARRAYS.plus([ARRAYS.greater(rescored.in_groups[name], 0) for name in groups])
    return full(points, len(rescored.score)).astype(np.float64)


def _dot(one: Column, other: Column) -> float:
    """Without BLAS, whose threads cost more than they save on a busy machine."""
    return float(np.einsum("i,i->", one, other))
