"""Suggested points: what this history would give each rule, in whole points on the scale that people know.

A logistic regression on the evidence (units of the rules, with decay and counts) of leads whose outcome is known, with
a ridge and with the signs that the teams gave.  The ridge is chosen on folds that go forward in time and keep
accounts together; intervals come from resampled accounts, through the whole way to points at the same ridge.  Where
later leads are not put in order better than by chance, no points are suggested.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from leadscore.estimate import LEVEL, Estimate
from leadscore.evidence import Shelf
from leadscore.learning.judging import Verdict, judge
from leadscore.learning.known_leads import KnownLeads, known_leads
from leadscore.learning.learned import Learned
from leadscore.learning.suggested_rules import Asked
from leadscore.model.model import Model
from leadscore.outcomes import Horizon

Wholes = NDArray[np.int64]

DRAWS = 200
CHANCE = 0.5

NO_DATES = "no dates: judged on accounts left out at random, not on later ones"
CUT_OFFS_STAY = (
    "the cut-offs stay as they are, and under other points they hand over other leads: compare at equal volume"
)


@dataclass(frozen=True, slots=True)
class SuggestedPoints:
    """One rule: its points now, those suggested, and the interval of the latter at 95 % (whole points, per unit).

    `suggested` None leaves the rule as it is, with a `reason`.  `effect` is the log odds ratio of the rule in full,
    drawn towards 0 by the ridge; `evidence` are its points without the agreed balance.  `sign` is 1 or -1 where the
    effect was kept to one side.  `like` names the rules that it cannot be told apart from.
    """

    rule_id: str
    name: str
    now: Decimal
    suggested: int | None = None
    low: int | None = None
    high: int | None = None
    sign: int = 0
    effect: float | None = None
    evidence: int | None = None
    like: tuple[str, ...] = ()
    reason: str | None = None

    @property
    def called(self) -> bool:
        """Whether the interval lies on one side of 0."""
        return (self.low or 0) > 0 or (self.high or 0) < 0


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What history suggests; `model` is the model with these points, None where there is no signal or a `reason`.

    `held_out` is the AUC of points learned earlier on later accounts, `held_out_evidence` that of points without the
    balance, `balance_cost` the second less the first; `gain` the percent by which held-out deviance is below that of
    a constant.  `n`, `hits` and `accounts` are what was learned from.
    """

    outcome: str
    horizon: Horizon
    denominator: str
    points: tuple[SuggestedPoints, ...]
    model: Model | None
    signal: bool
    reason: str | None
    sentence: str
    held_out: Estimate
    held_out_evidence: Estimate
    balance_cost: Estimate
    gain: float | None
    penalty: float | None
    n: int
    hits: int
    accounts: int
    folds: int
    draws: int
    caveats: tuple[str, ...]

    def of(self, rule_id: str) -> SuggestedPoints:
        """The suggestion for that rule; KeyError where the model has none of that id."""
        for each in self.points:
            if each.rule_id == rule_id:
                return each
        raise KeyError(rule_id)


def suggest(
    shelf: Shelf, model: Model, outcome: str | None = None, before: datetime | None = None, draws: int = DRAWS
) -> Suggestion:
    """The points that history suggests for a model's rules, among worked leads with T before `before` (naive UTC).

    The outcome is the model's own unless given.  Raises ModelError and UsageError for what the data cannot answer.
    """
    return suggestion_of(known_leads(shelf, model, outcome, before=before), model, draws)


def suggestion_of(known: KnownLeads, model: Model, draws: int = DRAWS) -> Suggestion:
    """The points that these leads suggest for the model that they were read with."""
    learned = Learned.of(known, model)
    reason = learned.lacks()
    if reason is not None:
        return _nothing(learned, None, reason)
    verdict = judge(learned.leads, learned.folds, learned.scored, draws)
    if not has_signal(verdict):
        return _nothing(learned, verdict, _no_signal(verdict))
    return _suggested(learned, verdict, draws)


def has_signal(verdict: Verdict) -> bool:
    """Whether later leads are put in order better than by chance, and their outcomes foretold better than by a rate."""
    return verdict.points.low is not None and verdict.points.low > CHANCE and verdict.gain > 0


def _no_signal(verdict: Verdict) -> str:
    area = verdict.points
    if area.value is None:
        return f"no signal: {area.reason}"
    ends = "" if area.low is None or area.high is None else f" ({100 * area.low:.0f} to {100 * area.high:.0f})"
    told = (
        f"points learned earlier pick the lead that reached the outcome out of a pair of later ones "
        f"{100 * area.value:.0f} times in 100{ends}, where 50 is chance"
    )
    return f"no signal: {told}{'' if verdict.gain > 0 else ', and foretell outcomes no better than one rate for all'}"


def _suggested(learned: Learned, verdict: Verdict, draws: int) -> Suggestion:
    line = learned.whole(verdict.penalty)
    points, evidence = learned.points(line), learned.points(line, balanced=False)
    drawn = np.array([learned.points(each) for each in learned.resampled(line, verdict.penalty, draws)])
    ends = _ends(points, drawn.reshape(-1, len(points)))
    found = {
        each.rule.id: _one(each, int(points[i]), ends[i], float(learned.effects(line)[i]), int(evidence[i]))
        for i, each in enumerate(learned.columns.asked)
    }
    return _made(learned, verdict, found, None, learned.with_points(points), draws)


def _one(asked: Asked, points: int, ends: tuple[int, int] | None, effect: float, evidence: int) -> SuggestedPoints:
    low, high = ends if ends is not None else (None, None)
    return SuggestedPoints(
        asked.rule.id, asked.rule.name, asked.rule.worth, points, low, high, asked.sign, effect, evidence, asked.like
    )


def _ends(points: Wholes, drawn: Wholes) -> list[tuple[int, int] | None]:
    """Percentiles of the resamples, stretched to the suggestion where it lies outside."""
    if not len(drawn):
        return [None] * len(points)
    levels = ((1 - LEVEL) / 2, (1 + LEVEL) / 2)
    low, high = np.quantile(drawn, levels, axis=0, method="inverted_cdf").astype(np.int64)
    return [(min(int(a), int(b)), max(int(b), int(c))) for a, b, c in zip(low, points, high, strict=True)]


def _nothing(learned: Learned, verdict: Verdict | None, reason: str) -> Suggestion:
    return _made(learned, verdict, {}, reason, None, 0)


def _made(
    learned: Learned,
    verdict: Verdict | None,
    found: dict[str, SuggestedPoints],
    reason: str | None,
    model: Model | None,
    draws: int,
) -> Suggestion:
    unknown, past = Estimate.unknown(reason or "not judged", len(learned.places)), learned.known.past
    points = tuple(
        found.get(rule.id)
        or SuggestedPoints(rule.id, rule.name, rule.worth, reason=learned.columns.reasons.get(rule.id) or reason)
        for rule in learned.model.rules
    )
    return Suggestion(
        outcome=past.target.name,
        horizon=past.horizon,
        denominator=past.denominator,
        points=points,
        model=model,
        signal=model is not None,
        reason=reason,
        sentence=_sentence(points, verdict, reason),
        held_out=verdict.points if verdict else unknown,
        held_out_evidence=verdict.evidence if verdict else unknown,
        balance_cost=verdict.cost if verdict else unknown,
        gain=verdict.gain if verdict else None,
        penalty=verdict.penalty if verdict else None,
        n=len(learned.places),
        hits=int(learned.leads.hit.sum()),
        accounts=len(np.unique(learned.leads.account)),
        folds=len(learned.folds),
        draws=draws,
        caveats=tuple(_caveats(learned)),
    )


def _caveats(learned: Learned) -> list[str]:
    out = len(learned.known.hit) - len(learned.places)
    return [
        *([learned.known.caveat] if learned.known.caveat else []),
        *([] if learned.dated else [NO_DATES]),
        *([f"{out:,} leads that a knock-out takes out are not learned from"] if out else []),
        *([CUT_OFFS_STAY] if learned.model.cut_offs else []),
    ]


def _sentence(points: Sequence[SuggestedPoints], verdict: Verdict | None, reason: str | None) -> str:
    if reason is not None or verdict is None:
        return f"History suggests no points: {reason}."
    given = [each for each in points if each.suggested is not None]
    changed, called = sum(each.suggested != each.now for each in given), sum(each.called for each in given)
    value = verdict.points.value or 0.0
    return (
        f"History suggests other points for {changed} of {len(points)} rules, and for {called} it is sure that they "
        f"deserve any. Learned earlier, such points pick the lead that reached the outcome out of a pair of later ones "
        f"{100 * value:.0f} times in 100."
    )
