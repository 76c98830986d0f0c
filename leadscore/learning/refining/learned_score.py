"""The learned score: one weight for every signal of the data, as a model of rules with points like any other.

Weights come from the older part of the history, chances from a later one, and the latest checks both.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

import numpy as np
from numpy.typing import NDArray

from leadscore.estimate import Estimate
from leadscore.evidence import Shelf
from leadscore.learning.asking.candidates import candidates
from leadscore.learning.known_leads import KnownLeads, known_leads
from leadscore.learning.leaks.barred import barred, why_barred
from leadscore.learning.leaks.leaks import leaks
from leadscore.learning.refining.calibration import Calibration, Sigmoid, calibration, sigmoid_of
from leadscore.learning.refining.elastic_net import fit_net
from leadscore.learning.refining.honest_auc import honest_auc, ranks
from leadscore.learning.refining.time_parts import Borders, TimeParts, borders_of, time_parts, too_few
from leadscore.learning.suggesting.folds import Fold, folds_of
from leadscore.model import Group, Model, Rule

Column = NDArray[Any]

LEAST_POINTS = Decimal(1)
"""Fewer points than these of 100 change hardly a lead and only lengthen the list."""

HIGHEST = 100
UNITS = 100
"""Units are whole hundredths."""

MOST_LEADS = 10_000
"""Weights are learned from so many leads at most, the latest."""

OFFERED = 0.5
"""How easily a signal that nobody has agreed on gets points, against 1 for a rule of the model."""

NO_ORDER = "this data has no dates: nothing can be held back to judge it by"
NO_LEADS = "no lead has a known outcome"
NOTHING_RISES = "nothing that is known of these leads speaks for the outcome"
NAME = "Learned score"


@dataclass(frozen=True, slots=True, eq=False)
class LearnedScore:
    """A model learned from the older leads, what its scores mean, and how it did on later ones.

    `model` has no caps and no cut-offs: those come from volume.  `auc` speaks of this score alone, on leads that it
    neither learned from nor chose; `signal` is whether its interval lies above 0.5.  `kept` names the rules of the
    given model that take part, `tried` counts all columns.  `reason` says why there is no score, if so.
    """

    outcome: str
    model: Model | None = None
    chances: Sigmoid | None = None
    calibration: Calibration | None = None
    auc: Estimate = field(default_factory=lambda: Estimate.unknown(NO_LEADS))
    borders: Borders | None = None
    learned: int = 0
    calibrated: int = 0
    checked: int = 0
    colleagues: tuple[str, ...] = ()
    """lead_id of later leads whose account was learned from: they judge nothing."""
    tried: int = 0
    penalty: float = 0.0
    reason: str | None = None

    @property
    def signal(self) -> bool:
        """Whether it puts leads that convert first, beyond its interval."""
        return ranks(self.auc)


def with_candidates(shelf: Shelf, model: Model, outcome: str | None = None, before: datetime | None = None) -> Model:
    """The model with a rule at 0 points for everything else that this data can be asked, none of them twice.

    Rules that ask a field which knows the outcome stay out, those of the model too; knock-outs keep their word.
    """
    found = leaks(shelf, model, outcome, before)
    out = barred(model, found)
    own = tuple(rule for rule in model.rules if rule.id not in out)
    asked = {rule.when.model_dump_json() for rule in own}
    offered = (each.rule for each in candidates(shelf, model).rules)
    new = (rule for rule in offered if rule.when.model_dump_json() not in asked and why_barred(rule, found) is None)
    return model.model_copy(update={"rules": (*own, *new), "cut_offs": None})


def learned_score(
    shelf: Shelf,
    model: Model,
    outcome: str | None = None,
    before: datetime | None = None,
    borders: Borders | None = None,
) -> LearnedScore:
    """Learn from leads with T before `before` (naive UTC), the locked period; borders by number of leads unless given.

    ScikitLearnMissing where scikit-learn is not installed.
    """
    wide = with_candidates(shelf, model, outcome, before)
    own = {rule.id for rule in model.rules}
    return learn(known_leads(shelf, wide, outcome, before=before), wide, own, borders)


def learn(known: KnownLeads, model: Model, own: Collection[str], borders: Borders | None = None) -> LearnedScore:
    """The learned score over the rules of a model, whatever their points.

    Rules of `own` ids were agreed on; one that only the data offer must say more to get points.  Nothing after a border
    changes what is fitted before it.
    """
    asked = known.past.target.name
    between = borders or borders_of(known)
    reason = known.reason or (None if known.n else NO_LEADS) or (None if between else NO_ORDER)
    if reason or between is None:
        return LearnedScore(asked, reason=reason)
    parts = time_parts(known, between)
    few = too_few(known, parts)
    if few:
        return LearnedScore(asked, borders=between, reason=few)
    return _learned(known, model, own, parts)


def points_of(model: Model, known: KnownLeads) -> Column:
    """The score of each known lead at T under a model without caps, in points from 0 to 100."""
    points = {rule.id: int(rule.worth * UNITS) for rule in model.rules}
    worth = [points.get(rule.id, 0) for rule in known.rules]
    sums = known.units @ np.array(worth, dtype=np.int64)
    return np.clip(sums, 0, HIGHEST * UNITS * UNITS) / (UNITS * UNITS)


def _learned(known: KnownLeads, model: Model, own: Collection[str], parts: TimeParts) -> LearnedScore:
    asked, between = known.past.target.name, parts.borders
    weighed = _weighed(known, model)
    ids = [known.rules[place].id for place in weighed]
    ease = np.array([1.0 if each in own else OFFERED for each in ids])
    lessons = np.flatnonzero(parts.learned)[-MOST_LEADS:]
    columns = known.units[lessons][:, weighed] / UNITS
    found = fit_net(columns, known.hit[lessons], ease, _folds(known, lessons))
    points = _points(columns, found.slopes)
    if points is None:
        return LearnedScore(asked, borders=between, tried=len(weighed), reason=NOTHING_RISES)
    fitted = _as_model(model, dict(zip(ids, points, strict=True)))
    score = points_of(fitted, known)
    chances = sigmoid_of(score[parts.calibrated], known.hit[parts.calibrated])
    judged = parts.judged
    return LearnedScore(
        outcome=asked,
        model=fitted,
        chances=chances,
        calibration=None if chances is None else _checked(known, parts, chances.chance(score)),
        auc=honest_auc(score[judged], known.hit[judged], known.account[judged], known.as_of[judged]),
        borders=between,
        learned=len(lessons),
        calibrated=int(parts.calibrated.sum()),
        checked=int(parts.checked.sum()),
        colleagues=tuple(str(each) for each in known.lead_id[parts.colleagues]),
        tried=len(weighed),
        penalty=found.penalty,
    )


def _folds(known: KnownLeads, lessons: Column) -> tuple[Fold, ...]:
    """Folds within the leads that are learned from."""
    account = np.unique(known.account[lessons], return_inverse=True)[1]
    return folds_of(account, known.as_of[lessons], known.hit[lessons], known.settled_days)


def _weighed(known: KnownLeads, model: Model) -> list[int]:
    """Columns that get a weight: a knock-out keeps its word."""
    return [place for place, rule in enumerate(known.rules) if not model.rule(rule.id).knock_out]


def _checked(known: KnownLeads, parts: TimeParts, chance: Column) -> Calibration:
    before = float(known.hit[parts.calibrated].mean())
    own = parts.checked
    return calibration(chance[own], known.hit[own], known.account[own], before)


def _points(columns: Column, slopes: Column) -> list[Decimal] | None:
    """Slopes as points with two decimals, so that the highest lead learned from has 100; None where no lead has any."""
    highest = float(np.sum(columns * slopes, axis=1).max(initial=0.0))
    if highest <= 0:
        return None
    points = [Decimal(f"{HIGHEST / highest * slope:.2f}") for slope in slopes]
    return [each if abs(each) >= LEAST_POINTS else Decimal(0) for each in points]


def _as_model(model: Model, points: dict[str, Decimal]) -> Model:
    """A model with these points, without caps, floors and cut-offs, and without rules of the data worth nothing."""
    groups = {name: Group(side=model.group(name).side_of(name)) for name in model.group_names}
    rules = tuple(
        rule if rule.knock_out else _with_points(rule, points.get(rule.id, Decimal(0)))
        for rule in model.rules
        if rule.knock_out or points.get(rule.id)
    )
    return model.model_copy(update={"name": NAME, "rules": rules, "groups": groups, "cut_offs": None})


def _with_points(rule: Rule, points: Decimal) -> Rule:
    """The rule at these points, on a slider that reaches both ways around them."""
    reach = max(Decimal(30), 2 * abs(points)).quantize(Decimal(1))
    return Rule(**{**dict(rule), "points": points, "range": (-reach, reach)})
