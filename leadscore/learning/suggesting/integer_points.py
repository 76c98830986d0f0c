"""From effects to whole points: the total that people know, the agreed balance, within caps, floors and sliders."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from leadscore.learning.suggesting.suggested_rules import Asked
from leadscore.model.model import Model
from leadscore.model.reach import HIGHEST_SCORE, highest_points, most_units
from leadscore.model.rules import Rule
from leadscore.model.sides import SIDES

Floats = NDArray[np.float64]
Wholes = NDArray[np.int64]

HALVINGS = 50
EXACT = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Terms:
    """What whole points must keep to; a place each for the rules that get points, and for the groups.

    `low` and `high` are points; `room` and `depth` are what the rules of a group may give together at most and at
    least, after what rules that keep their points take.  `total` is to be handed out in positive points; `kept` is
    what the sides have already, and `share` the agreed behavioural part (0 to 1), all or nothing where only one side
    has rules.
    """

    most: Floats
    low: Wholes
    high: Wholes
    group: Wholes
    side: Wholes
    room: Floats
    depth: Floats
    total: float
    kept: tuple[float, float]
    share: float

    @classmethod
    def of(cls, model: Model, asked: Sequence[Asked]) -> Terms:
        """The terms of a model for these of its rules; every other rule keeps its points."""
        names = model.group_names
        ids = {each.rule.id for each in asked}
        kept = [rule for rule in model.rules if rule.id not in ids]
        sides = [_side(model, name) for name in names]
        taken = [_most_of(kept, name) for name in names]
        groups = [names.index(each.rule.group) for each in asked]
        has = [any(sides[place] == side for place in groups) or _kept(sides, taken, side) > 0 for side in (0, 1)]
        return cls(
            most=np.array([each.most for each in asked]),
            low=np.array([_bound(each, 0) for each in asked], dtype=np.int64),
            high=np.array([_bound(each, 1) for each in asked], dtype=np.int64),
            group=np.array(groups, dtype=np.int64),
            side=np.array([sides[place] for place in groups], dtype=np.int64),
            room=np.array([_room(model, name, most) for name, most in zip(names, taken, strict=True)]),
            depth=np.array([_depth(model, name, kept) for name in names]),
            total=max(0.0, _total(model) - sum(taken)),
            kept=(_kept(sides, taken, 0), _kept(sides, taken, 1)),
            share=float(model.balance.behavioural) / 100 if all(has) else float(has[0]),
        )


def whole_points(effects: Floats, terms: Terms, balanced: bool = True) -> Wholes:
    """Points of each rule from its effect (log odds of the rule in full).

    Helping rules share the total by their effects, each side of the balance its agreed part; where caps or sliders
    leave a side too little room, the total shrinks so that the balance stays.  Where one side has no effect at all,
    the other keeps its part.  Harming rules have the price that helping ones have without the balance.
    """
    helping = np.maximum(effects, 0.0)
    price = terms.total / helping.sum() if helping.sum() > EXACT else 0.0
    if not balanced:
        points = _handed_out(helping, terms, terms.total, np.ones(len(effects), dtype=bool))
    else:
        points = np.zeros(len(effects), dtype=np.int64)
        for side, goal in enumerate(_goals(helping, terms, price)):
            points += _handed_out(helping, terms, goal, terms.side == side)
    points += _taken_away(np.minimum(effects, 0.0), terms, price)
    return np.asarray(np.clip(points, terms.low, terms.high))


def _goals(helping: Floats, terms: Terms, price: float) -> tuple[float, float, float]:
    """Positive points for the behavioural rules, the demographic ones, and those of neither side."""
    neither = price * float(helping[terms.side == len(SIDES)].sum())
    shares = (terms.share, 1 - terms.share)
    rooms = [float(_reached(helping, terms, np.inf)[terms.side == side].sum()) for side in (0, 1)]
    total = max(0.0, terms.total - neither) + sum(terms.kept)
    for room, kept, share in zip(rooms, terms.kept, shares, strict=True):
        if room > 0 and share > 0:
            total = min(total, (room + kept) / share)
    goals = [max(0.0, share * total - kept) for share, kept in zip(shares, terms.kept, strict=True)]
    return goals[0], goals[1], neither


def _handed_out(helping: Floats, terms: Terms, goal: float, inside: NDArray[np.bool_]) -> Wholes:
    """So many points among the rules inside, by their effects."""
    mine = np.where(inside, helping, 0.0)
    least, most = 0.0, 1.0
    goal = min(goal, float(_reached(mine, terms, np.inf).sum()))
    if goal <= 0:
        return np.zeros(len(helping), dtype=np.int64)
    while _reached(mine, terms, most).sum() < goal - EXACT:
        most *= 2
    for _ in range(HALVINGS):
        middle = (least + most) / 2
        least, most = (middle, most) if _reached(mine, terms, middle).sum() < goal else (least, middle)
    return _rounded(_reached(mine, terms, most), terms, round(goal))


def _reached(helping: Floats, terms: Terms, price: float) -> Floats:
    """Points at most of each rule at that price for an effect of 1, within its slider and its group's room."""
    limits = np.minimum(terms.high * terms.most, terms.room[terms.group])
    limits = np.where(helping > EXACT, np.maximum(limits, 0.0), 0.0)
    wanted = limits if np.isinf(price) else np.minimum(price * helping, limits)
    together = np.bincount(terms.group, wanted, minlength=len(terms.room))
    shrunk = np.minimum(1.0, terms.room / np.maximum(together, EXACT))
    return np.asarray(wanted * shrunk[terms.group])


def _rounded(reached: Floats, terms: Terms, goal: int) -> Wholes:
    """Whole points by largest remainder, so that together they reach the goal or fall short by less than a rule."""
    points = np.floor(reached / terms.most + EXACT).astype(np.int64)
    order = np.argsort(-(reached / terms.most - points), kind="stable")
    for place in order:
        given = points * terms.most
        in_group = given[terms.group == terms.group[place]].sum() + terms.most[place]
        fits = points[place] < terms.high[place] and in_group <= terms.room[terms.group[place]] + EXACT
        if reached[place] > 0 and fits and given.sum() + terms.most[place] <= goal + EXACT:
            points[place] += 1
    return points


def _taken_away(harming: Floats, terms: Terms, price: float) -> Wholes:
    """Negative points, no group of them below its floor."""
    wanted = np.maximum(price * harming, terms.low * terms.most)
    together = np.bincount(terms.group, wanted, minlength=len(terms.depth))
    shrunk = np.minimum(1.0, terms.depth / np.minimum(together, -EXACT))
    points = np.asarray(wanted * shrunk[terms.group] / terms.most)
    whole = np.where(shrunk[terms.group] < 1, np.ceil(points - EXACT), np.round(points))
    return np.asarray(whole, dtype=np.int64)


def _side(model: Model, name: str) -> int:
    side = model.group(name).side_of(name)
    return SIDES.index(side) if side in SIDES else len(SIDES)


def _bound(asked: Asked, end: int) -> int:
    """The lowest (0) or highest (1) whole points that sign and slider allow."""
    ends = asked.rule.range or (-HIGHEST_SCORE, HIGHEST_SCORE)
    whole = int(ends[end].to_integral_value("ROUND_CEILING" if end == 0 else "ROUND_FLOOR"))
    if end == 0:
        return max(0, whole) if asked.sign > 0 else whole
    return min(0, whole) if asked.sign < 0 else whole


def _most_of(rules: Sequence[Rule], name: str) -> float:
    return float(sum((r.worth * most_units(r.when) for r in rules if r.group == name and r.worth > 0), Decimal(0)))


def _room(model: Model, name: str, taken: float) -> float:
    cap = model.group(name).cap
    return np.inf if cap is None else max(0.0, float(cap) - taken)


def _depth(model: Model, name: str, kept: Sequence[Rule]) -> float:
    floor = model.group(name).floor
    taken = sum((r.worth * most_units(r.when) for r in kept if r.group == name and r.worth < 0), Decimal(0))
    return -np.inf if floor is None else min(0.0, float(floor) - float(taken))


def _total(model: Model) -> float:
    """Positive points at most as the model stands, after caps; 100 where nobody gave any yet."""
    total = sum((max(Decimal(0), highest_points(model, name)) for name in model.group_names), Decimal(0))
    return float(total or HIGHEST_SCORE)


def _kept(sides: Sequence[int], taken: Sequence[float], side: int) -> float:
    return sum(most for each, most in zip(sides, taken, strict=True) if each == side)
