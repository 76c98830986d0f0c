"""How well scores rank: the buyer out of a pair of leads of the same month, and the lift of the top fifth."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from leadscore.estimate import Estimate
from leadscore.model import Model
from leadscore.outcomes.ranking import NO_PAIR, ONE_KIND, held_by_top, pairs_of
from leadscore.scoring.arithmetic import HIGHEST, UNIT, hundredths, ten_thousandths
from leadscore.simulation.leads import Leads

Column = NDArray[Any]

TOP = 0.2
"""The share of leads whose lift is shown."""

FEW_STEPS = 20_000
"""Up to so many possible scores, each has a place of its own; above, those that occur are numbered."""


@dataclass(frozen=True, slots=True, eq=False)
class Ranked:
    """The leads of a denominator in the order of their patterns, with month's number and account, and who hit."""

    pattern: Column
    month: Column
    account: Column
    months: int
    hits: Column
    """Places in the three arrays above."""
    steps: tuple[int, ...]
    """The greatest common divisor of each rule's units."""

    @classmethod
    def among(cls, leads: Leads, inside: Column, hit: Column) -> Ranked:
        """The leads `inside`, of whom some `hit`."""
        place = np.flatnonzero(inside)
        known, month = np.unique(leads.month[place], return_inverse=True)
        steps = tuple(int(np.gcd.reduce(column, initial=0)) for column in leads.units)
        return cls(
            leads.pattern[place],
            month.astype(np.int64),
            leads.account[place],
            len(known),
            np.flatnonzero(hit[place]),
            steps,
        )


@dataclass(frozen=True, slots=True)
class Ranking:
    """`pairs`: of pairs of one lead that hit and one that did not, both of one month, how often the hit has the higher
    score, ties counted half (AUC within cohort month); `lift`: the rate in the top fifth over the rate of all."""

    pairs: Estimate
    lift: Estimate


def rank(model: Model, score: Column, ranked: Ranked) -> Ranking:
    """How well the scores of the patterns (ten-thousandths) rank the leads."""
    if not len(ranked.hits) or len(ranked.hits) == len(ranked.pattern):
        unknown = Estimate.unknown(ONE_KIND, len(ranked.pattern))
        return Ranking(unknown, unknown)
    place, places = _places(score, step(model, ranked.steps))
    key = ranked.month * places + place[ranked.pattern]
    shape = (ranked.months, places)
    n = np.bincount(key, minlength=ranked.months * places).reshape(shape)
    hits = np.bincount(key[ranked.hits], minlength=ranked.months * places).reshape(shape)
    return Ranking(_pairs(n, hits), _lift(n.sum(axis=0), hits.sum(axis=0)))


def step(model: Model, steps: tuple[int, ...]) -> int:
    """A number of ten-thousandths that divides every score of the model."""
    sums = [hundredths(rule.worth) * units for rule, units in zip(model.rules, steps, strict=True)]
    bounds = [each for name in model.group_names for each in (model.group(name).cap, model.group(name).floor)]
    ends = [ten_thousandths(bound) for bound in bounds if bound is not None]
    return math.gcd(HIGHEST * UNIT, *sums, *ends)


def _places(score: Column, each: int) -> tuple[Column, int]:
    """Scores as small whole numbers in the same order, and how many such numbers there may be."""
    place, places = score // each, HIGHEST * UNIT // each + 1
    if places <= FEW_STEPS:
        return place, places
    there = np.zeros(places, dtype=bool)
    there[place] = True
    number = np.cumsum(there) - 1
    return number[place], int(number[-1]) + 1


def _pairs(n: Column, hits: Column) -> Estimate:
    twice_won, pairs = (int(each) for each in pairs_of(n, hits))
    if not pairs:
        return Estimate.unknown(NO_PAIR, int(n.sum()))
    return Estimate(twice_won / (2 * pairs), n=int(n.sum()))


def _lift(n: Column, hits: Column) -> Estimate:
    return Estimate(float(top_lift(n, hits)), n=int(n.sum()))


def top_lift(n: Column, hits: Column) -> Column:
    """The rate in the top fifth over the rate of all; n and hits: (..., scores ascending)."""
    return held_by_top(n, hits, TOP) / TOP
