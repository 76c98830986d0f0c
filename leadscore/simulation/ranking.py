"""How well scores rank: the buyer out of a pair of leads of the same month, and the lift of the top fifth."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from leadscore.estimate import Estimate
from leadscore.model import Model
from leadscore.outcomes.ranking import pairs_of
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
        reason = "needs leads that reached the outcome and leads that did not"
        unknown = Estimate.unknown(reason, len(ranked.pattern))
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
        return Estimate.unknown("no month has both leads that reached the outcome and leads that did not", int(n.sum()))
    return Estimate(twice_won / (2 * pairs), n=int(n.sum()))


def _lift(n: Column, hits: Column) -> Estimate:
    return Estimate(float(top_lift(n, hits)), n=int(n.sum()))


def top_lift(n: Column, hits: Column) -> Column:
    """The rate in the top fifth over the rate of all; leads and hits by score, the lowest first, along the last axis.

    Of a score that the border of the top fifth runs through, that part of the leads counts that the fifth needs.  NaN
    where nobody hit.
    """
    from_top, hits_from_top = np.cumsum(n[..., ::-1], axis=-1), np.cumsum(hits[..., ::-1], axis=-1)
    total, all_hits = from_top[..., -1:], hits_from_top[..., -1:]
    wanted = TOP * total
    border = (from_top < wanted).sum(axis=-1, keepdims=True)
    last, last_hits = (np.take_along_axis(each[..., ::-1], border, axis=-1) for each in (n, hits))
    before = np.take_along_axis(from_top, border, axis=-1) - last
    found = np.take_along_axis(hits_from_top, border, axis=-1) - last_hits
    with np.errstate(invalid="ignore", divide="ignore"):
        found = found + (wanted - before) / last * last_hits
        lift: Column = np.squeeze(found / wanted / (all_hits / total), axis=-1)
    return lift
