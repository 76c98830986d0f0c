"""Suggested points: what this history would give each rule, in whole points on the scale that people know.

A logistic regression on the evidence (units of the rules, with decay and counts) of leads whose outcome is known, with
a ridge and with the signs that the teams gave.  The ridge is chosen on folds that go forward in time and keep
accounts together; intervals come from resampled accounts, through the whole way to points at the same ridge.  Where
later leads are not put in order better than by chance, no points are suggested.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from leadscore.estimate import LEVEL, Estimate
from leadscore.evidence import Shelf
from leadscore.learning.known_leads import KnownLeads, known_leads
from leadscore.learning.leaks.barred import barred
from leadscore.learning.leaks.leaks import leaks
from leadscore.learning.past import left_out
from leadscore.learning.suggesting.judging import Verdict, judge
from leadscore.learning.suggesting.learned import Learned
from leadscore.learning.suggesting.suggested import BalancePrice, SuggestedPoints, Suggestion
from leadscore.learning.suggesting.suggested_words import caveats_of, no_signal, of_all, of_rule
from leadscore.model.model import Model
from leadscore.model.rules import Rule
from leadscore.model.sides import maximum_points

__all__ = ["BalancePrice", "SuggestedPoints", "Suggestion", "has_signal", "suggest", "suggestion_of"]

Wholes = NDArray[np.int64]

DRAWS = 200
CHANCE = 0.5


@dataclass(frozen=True, slots=True)
class _Found:
    """Points by rule id, the model that has them, and the one that has those without the balance."""

    points: dict[str, SuggestedPoints]
    made: Model | None
    alone: Model | None


def suggest(
    shelf: Shelf, model: Model, outcome: str | None = None, before: datetime | None = None, draws: int = DRAWS
) -> Suggestion:
    """The points that history suggests for a model's rules, among worked leads with T before `before` (naive UTC).

    The outcome is the model's own unless given.  Rules on what knows the outcome stay as they are, with the reason.
    Raises ModelError and UsageError for what the data cannot answer.
    """
    out = barred(model, leaks(shelf, model, outcome, before))
    known = known_leads(shelf, model.without_rules(out), outcome, before=before)
    return suggestion_of(replace(known, left_out=out | left_out(shelf, model)), model, draws)


def suggestion_of(known: KnownLeads, model: Model, draws: int = DRAWS) -> Suggestion:
    """The points that these leads suggest for the model that they were read with."""
    learned = Learned.of(known, model)
    reason = learned.lacks()
    if reason is not None:
        return _nothing(learned, None, reason)
    verdict = judge(learned.leads, learned.folds, learned.scored, draws)
    if not has_signal(verdict):
        return _nothing(learned, verdict, no_signal(verdict, known.past.target.name, learned.dated))
    return _suggested(learned, verdict, draws)


def has_signal(verdict: Verdict) -> bool:
    """Whether later leads are put in order better than by chance, and their outcomes foretold better than by a rate."""
    return verdict.points.low is not None and verdict.points.low > CHANCE and verdict.gain > 0


def _suggested(learned: Learned, verdict: Verdict, draws: int) -> Suggestion:
    line = learned.whole(verdict.penalty)
    points, alone = learned.points(line), learned.points(line, balanced=False)
    drawn = np.array([learned.points(each) for each in learned.resampled(line, verdict.penalty, draws)])
    made, effects = learned.with_points(points), learned.effects(line)
    ends = _ends(points, drawn.reshape(-1, len(points)))
    found = {
        each.rule.id: SuggestedPoints(
            rule_id=each.rule.id,
            name=each.rule.name,
            now=each.rule.worth,
            suggested=int(points[i]),
            low=ends[i][0] if ends else None,
            high=ends[i][1] if ends else None,
            sign=each.sign,
            effect=float(effects[i]),
            evidence=int(alone[i]),
            like=each.like,
            sentence=of_rule(each.rule.worth, int(points[i]), ends[i] if ends else None, each.like),
        )
        for i, each in enumerate(learned.columns.asked)
    }
    return replace(_made(learned, verdict, None, _Found(found, made, learned.with_points(alone))), draws=draws)


def _ends(points: Wholes, drawn: Wholes) -> list[tuple[int, int]]:
    """Percentiles of the resamples, stretched to the suggestion where it lies outside; none without resamples."""
    if not len(drawn):
        return []
    levels = ((1 - LEVEL) / 2, (1 + LEVEL) / 2)
    low, high = np.quantile(drawn, levels, axis=0, method="inverted_cdf").astype(np.int64)
    return [(min(int(a), int(b)), max(int(b), int(c))) for a, b, c in zip(low, points, high, strict=True)]


def _behavioural(model: Model | None) -> float | None:
    """The behavioural part of the positive points at most; None without any."""
    most = {} if model is None else maximum_points(model)
    return float(most["behavioural"] / sum(most.values())) if any(most.values()) else None


def _nothing(learned: Learned, verdict: Verdict | None, reason: str) -> Suggestion:
    return _made(learned, verdict, reason, _Found({}, None, None))


def _made(learned: Learned, verdict: Verdict | None, reason: str | None, found: _Found) -> Suggestion:
    past = learned.known.past
    unknown = Estimate.unknown(reason or "not judged", len(learned.places))
    area = verdict.points if verdict else unknown
    price = BalancePrice(
        agreed=float(learned.model.balance.behavioural) / 100,
        suggested=_behavioural(found.made),
        alone=_behavioural(found.alone),
        evidence=verdict.evidence if verdict else unknown,
        cost=verdict.cost if verdict else unknown,
    )
    points = tuple(found.points.get(rule.id) or _left(learned, rule, reason) for rule in learned.model.rules)
    return Suggestion(
        outcome=past.target.name,
        horizon=past.horizon,
        denominator=past.denominator,
        points=points,
        model=found.made,
        reason=reason,
        sentence=of_all(points, area, reason, past.target.name, learned.dated),
        held_out=area,
        balance=price,
        gain=verdict.gain if verdict else None,
        penalty=verdict.penalty if verdict else None,
        n=len(learned.places),
        hits=int(learned.leads.hit.sum()),
        accounts=len(np.unique(learned.leads.account)),
        folds=len(learned.folds),
        draws=0,
        caveats=caveats_of(learned, found.made, price),
    )


def _left(learned: Learned, rule: Rule, reason: str | None) -> SuggestedPoints:
    """A rule that stays as it is."""
    why = learned.columns.reasons.get(rule.id) or reason or "not looked at"
    sentence = f"Stays as it is: {why}." if not rule.knock_out else f"{why[0].upper()}{why[1:]}."
    return SuggestedPoints(rule.id, rule.name, rule.worth, reason=why, sentence=sentence)
