"""Points against evidence: does history support what a rule is worth, contradict it, or can it not tell?

Two questions are asked of each rule, each with Benjamini and Hochberg's control over all rules, so that of the rules
called out by either no more than FALSE_SHARE are expected to be called wrongly: is there an effect at all, and (where
none is seen) would an effect as large as half of what the points claim have been seen?
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from leadscore.estimate import Estimate
from leadscore.learning.effect import Effect, Effects
from leadscore.model.model import Model
from leadscore.model.rules import Rule
from leadscore.vocabulary import OUTCOME_WORDS

Word = Literal["supported", "contradicted", "cannot tell"]

FALSE_SHARE = 0.05
"""Expected share of wrong calls among the calls (a false discovery rate)."""

HALF = 0.5
"""Points are too many when even half of them claims more than history can have hidden."""

NO_RATE = "no rule has an effect that history can tell from none, so there is nothing to measure points by"


@dataclass(frozen=True, slots=True)
class Verdict:
    """One rule's word and sentence; `worth` is what history would pay for it, in points.

    `worth` hands the same total of positive points out by effect: points per log odds ratio are those of the model as
    a whole, before caps.  `chance` is the false discovery rate at which the rule's effect would just be called.
    """

    rule_id: str
    name: str
    word: Word
    sentence: str
    worth: Estimate
    chance: float | None


@dataclass(frozen=True, slots=True)
class Verdicts:
    """Every rule of a model in its order."""

    rules: tuple[Verdict, ...]
    sentence: str

    def of(self, rule_id: str) -> Verdict:
        """The verdict on that rule; KeyError where the model has none of that id."""
        for verdict in self.rules:
            if verdict.rule_id == rule_id:
                return verdict
        raise KeyError(rule_id)


def verdicts(model: Model, effects: Effects) -> Verdicts:
    """Hold the points of a model against the effects of its rules; cheap enough for every slider move."""
    chances = _adjusted({each.rule_id: each.slope.chance for each in effects.rules if each.slope is not None})
    price = _price(model, effects, chances)
    too_many = _too_many_points(model, effects, price)
    judged = tuple(
        _verdict(model.rule(effect.rule_id), effect, effects.outcome, chances.get(effect.rule_id), price, too_many)
        for effect in effects.rules
    )
    return Verdicts(judged, _summary(judged, effects.reason))


def false_discovery_rates(chances: Sequence[float]) -> tuple[float, ...]:
    """For each p-value the false discovery rate at which it would just be called (Benjamini and Hochberg 1995)."""
    order = sorted(range(len(chances)), key=lambda place: chances[place], reverse=True)
    rates, least = [0.0] * len(chances), 1.0
    for rank, place in zip(range(len(chances), 0, -1), order, strict=True):
        least = min(least, chances[place] * len(chances) / rank)
        rates[place] = least
    return tuple(rates)


def _adjusted(chances: Mapping[str, float]) -> dict[str, float]:
    return dict(zip(chances, false_discovery_rates(list(chances.values())), strict=True))


def _price(model: Model, effects: Effects, chances: Mapping[str, float]) -> float | None:
    """Log odds ratio per point: all positive effects over all positive points; None where no effect is sure."""
    priced = [
        (float(model.rule(each.rule_id).worth), each.slope.log_odds, chances[each.rule_id])
        for each in effects.rules
        if each.slope is not None and not model.rule(each.rule_id).knock_out
    ]
    sure = any(effect > 0 and chance <= FALSE_SHARE for _, effect, chance in priced)
    points = sum(points for points, _, _ in priced if points > 0)
    return sum(effect for _, effect, _ in priced if effect > 0) / points if sure and points > 0 else None


def _too_many_points(model: Model, effects: Effects, price: float | None) -> frozenset[str]:
    """Rules of which even half the points claim an effect that history would have shown."""
    chances = {}
    for effect in effects.rules:
        points = float(model.rule(effect.rule_id).worth)
        if effect.slope is not None and price is not None and points:
            seen = math.copysign(effect.slope.log_odds, effect.slope.log_odds * points)
            short = (HALF * price * abs(points) - seen) / effect.slope.error
            chances[effect.rule_id] = math.erfc(short / math.sqrt(2)) / 2
    return frozenset(rule_id for rule_id, chance in _adjusted(chances).items() if chance <= FALSE_SHARE)


def _verdict(
    rule: Rule, effect: Effect, outcome: str, chance: float | None, price: float | None, too_many: frozenset[str]
) -> Verdict:
    worth = _worth(rule, effect, price)
    word, sentence = _judge(rule, effect, outcome, chance, worth, rule.id in too_many)
    return Verdict(rule.id, rule.name, word, sentence, worth, chance)


def _worth(rule: Rule, effect: Effect, price: float | None) -> Estimate:
    if rule.knock_out:
        return Estimate.unknown("a knock-out has no points", effect.n)
    if effect.slope is None:
        return Estimate.unknown(effect.odds_ratio.reason or NO_RATE, effect.n)
    if price is None:
        return Estimate.unknown(NO_RATE, effect.n)
    value, low, high = (end / price for end in effect.slope.ends)
    return Estimate(value, low, high, effect.n)


def _judge(
    rule: Rule, effect: Effect, outcome: str, chance: float | None, worth: Estimate, too_many: bool
) -> tuple[Word, str]:
    if effect.slope is None or chance is None:
        return "cannot tell", f"History cannot tell: {effect.odds_ratio.reason}."
    found = _found(effect, outcome)
    claim = -1 if rule.knock_out else (rule.worth > 0) - (rule.worth < 0)
    if chance <= FALSE_SHARE and claim * effect.slope.log_odds > 0:
        return "supported", f"History supports it: {found}."
    if chance <= FALSE_SHARE:
        claimed = "the knock-out" if rule.knock_out else f"{rule.worth:f} points"
        return "contradicted", f"History contradicts {claimed}: {found}."
    if too_many:
        return "contradicted", f"History contradicts {rule.worth:f} points: {found}; {_most(worth, claim)}."
    return "cannot tell", f"History cannot tell it from no effect, your call: {found}."


def _found(effect: Effect, outcome: str) -> str:
    value, low, high = effect.difference.value, effect.difference.low, effect.difference.high
    if value is None or low is None or high is None:
        return str(effect.difference.reason)
    became = OUTCOME_WORDS[outcome]
    return (
        f"at equal other rules leads with it became {became} {abs(100 * value):.1f} percentage points "
        f"{'more' if value >= 0 else 'less'} often ({100 * low:+.1f} to {100 * high:+.1f})"
    )


def _most(worth: Estimate, claim: int) -> str:
    end = worth.high if claim > 0 else worth.low
    return "that is nothing" if end is None or end * claim <= 0 else f"by the rest of the model at most {end:.0f}"


def _summary(judged: tuple[Verdict, ...], reason: str | None) -> str:
    if reason is not None:
        return f"History cannot tell anything about these rules: {reason}."
    counts = {word: sum(each.word == word for each in judged) for word in ("supported", "contradicted", "cannot tell")}
    if counts["cannot tell"] == len(judged):
        return f"History cannot tell any of these {len(judged)} rules from no effect."
    return (
        f"Of {len(judged)} rules history supports {counts['supported']}, contradicts {counts['contradicted']}, "
        f"and cannot tell for {counts['cannot tell']}."
    )
