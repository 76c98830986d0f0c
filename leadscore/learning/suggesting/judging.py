"""Learning and judging in folds: which penalty, how well, and what the agreed balance costs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from leadscore.estimate import Estimate
from leadscore.learning.suggesting.folds import Fold
from leadscore.learning.suggesting.held_out import Judged, area_estimate, areas
from leadscore.learning.suggesting.sign_constrained import Limits, Line, fit, half_deviance

Floats = NDArray[np.float64]
Column = NDArray[Any]

PENALTIES = (0.25, 1.0, 4.0, 16.0, 64.0, 256.0)
"""How sure it is beforehand that a rule has no effect: 1 over the variance of log odds ratios of rules in full."""

FIRST = 4.0
"""The penalty before any fold was judged: most odds ratios between 0.4 and 2.7."""


@dataclass(frozen=True, slots=True, eq=False)
class Leads:
    """What is learned from: design (rules, then unknown facts), hit, account, month of T, and the slopes' limits."""

    design: Floats
    hit: Column
    account: Column
    month: Column
    limits: Limits


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the folds say.  AUCs are within fold and month, with intervals by account bootstrap.

    `points` of the suggestion as it is made, `evidence` of points without the balance, `cost` the second less the
    first on the same leads.  `gain` is by how much the deviance of held-out leads is below that of a constant, in
    percent.
    """

    penalty: float
    points: Estimate
    evidence: Estimate
    cost: Estimate
    gain: float


Scored = Callable[[Line, Column], tuple[Floats, Floats]]
"""From a line and places of leads to their scores under points with the balance, and without."""


def judge(leads: Leads, folds: tuple[Fold, ...], scored: Scored, draws: int) -> Verdict:
    """Learn each fold under every penalty; the penalty that judges a fold is the best of what was known before it.

    Of earlier folds only those judged leads help to choose it whose outcome is learned from in the fold.
    """
    chosen, constant, parts = 0.0, 0.0, []
    earlier: list[tuple[Column, Floats]] = []
    for number, fold in enumerate(folds):
        lines, best = _lines(leads, fold), _best(earlier, fold.learned)
        lost = np.array([_losses(leads, fold, line) for line in lines])
        chosen, constant = chosen + float(lost[best].sum()), constant + _constant_loss(leads, fold)
        parts.append((number, fold.judged, scored(lines[best], fold.judged)))
        earlier.append((fold.judged, lost))
    judged = _together(leads, parts)
    (balanced, free), drawn = areas(judged, draws)
    return Verdict(
        penalty=PENALTIES[_best(earlier, np.arange(len(leads.hit)))],
        points=area_estimate(balanced, drawn[:, 0], judged.n),
        evidence=area_estimate(free, drawn[:, 1], judged.n),
        cost=area_estimate(free - balanced, drawn[:, 1] - drawn[:, 0], judged.n),
        gain=float(100 * (1 - chosen / constant)),
    )


def _best(judged: list[tuple[Column, Floats]], known: Column) -> int:
    """The place of the penalty that lost least on those judged leads that are known, FIRST where none is."""
    inside = [np.isin(places, known) for places, _ in judged]
    if not any(each.any() for each in inside):
        return PENALTIES.index(FIRST)
    losses = sum(lost[:, each].sum(axis=1) for (_, lost), each in zip(judged, inside, strict=True))
    return int(np.argmin(losses))


def _lines(leads: Leads, fold: Fold) -> list[Line]:
    """A line for each penalty, each beginning where the stricter one ended."""
    columns, hits = leads.design[fold.learned], leads.hit[fold.learned].astype(np.float64)
    found: list[Line] = []
    for penalty in reversed(PENALTIES):
        start = found[-1] if found else None
        found.append(fit(columns, np.ones(len(hits)), hits, leads.limits, penalty, start))
    return found[::-1]


def _losses(leads: Leads, fold: Fold, line: Line) -> Floats:
    """Half the deviance of each judged lead."""
    log_odds = line.log_odds(leads.design[fold.judged])
    return np.asarray(np.logaddexp(0.0, log_odds) - leads.hit[fold.judged] * log_odds)


def _constant_loss(leads: Leads, fold: Fold) -> float:
    """Of the rate that the fold learned from had, said of every judged lead."""
    learned, hits = leads.hit[fold.learned], leads.hit[fold.judged].astype(np.float64)
    odds = np.log(learned.sum() / (len(learned) - learned.sum()))
    return half_deviance(np.full(len(hits), odds), np.ones(len(hits)), hits)


def _together(leads: Leads, parts: list[tuple[int, Column, tuple[Floats, Floats]]]) -> Judged:
    places = np.concatenate([judged for _, judged, _ in parts])
    fold = np.concatenate([np.full(len(judged), number) for number, judged, _ in parts])
    months = int(leads.month.max(initial=0)) + 1
    balanced, free = (np.concatenate([scores[side] for _, _, scores in parts]) for side in (0, 1))
    return Judged(leads.account[places], fold * months + leads.month[places], leads.hit[places], (balanced, free))
