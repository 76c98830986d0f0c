"""What this history can settle, said before anyone moves a slider: how large an effect would have to be to show.

Method: the smallest effect that a test at 5 % finds in 80 % of cases is (1.96 + 0.84) standard errors of the rule's
log odds ratio, clustered by account; it is turned into a difference of shares where the other rules have their mean,
and the two directions are averaged.  A rule is settled for a difference when its smallest effect is no larger.
"""

from __future__ import annotations

from dataclasses import dataclass

from leadscore.errors import UsageError
from leadscore.estimate import Z
from leadscore.learning.effect import Effect, Effects, difference_at

POWER_Z = 0.8416212335729143
"""The normal quantile of 80 %: how often an effect of that size is to be found."""

MATTERS = 0.10
"""A difference of ten percentage points matters, and where outcomes are rare, half of their rate."""

METHOD = (
    "An effect counts as settled when a difference of that size would be found in 80 % of such histories, "
    "at 95 % confidence, with colleagues of one account counted as deciding together."
)


@dataclass(frozen=True, slots=True)
class RuleReach:
    """What the history can say of one rule; differences of shares (0.1 is 10 percentage points), None if unknown.

    `detectable` is the smallest difference that would show.
    """

    rule_id: str
    name: str
    settled: bool
    detectable: float | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class Reach:
    """What the history can settle: which rules, for a difference of `size` (a share)."""

    size: float
    rate: float | None
    n: int
    rules: tuple[RuleReach, ...]
    sentence: str
    method: str = METHOD

    @property
    def settled(self) -> int:
        """How many of the rules."""
        return sum(rule.settled for rule in self.rules)


def settles(effects: Effects, size: float | None = None) -> Reach:
    """Which rules' effects this history can tell from a difference of `size`; by default one that matters.

    `size` is a share above 0 and below 1 (0.1 is 10 percentage points), else UsageError.
    """
    if size is not None and not 0 < size < 1:
        raise UsageError(f"A difference of {size} cannot be settled. Give a share, for example 0.1 for 10 points.")
    rate = effects.hits / effects.n if effects.n else None
    asked = size if size is not None else matters(rate)
    rules = tuple(_reach(effect, effects.middle, asked) for effect in effects.rules)
    return Reach(asked, rate, effects.n, rules, _sentence(effects, rules, asked))


def matters(rate: float | None) -> float:
    """The difference that is worth settling: MATTERS, or half of a rate near 0 or 1, in whole percentage points."""
    if rate is None:
        return MATTERS
    return max(1, round(100 * min(MATTERS, rate / 2, (1 - rate) / 2))) / 100


def detectable(effect: Effect, middle: float) -> float | None:
    """The smallest difference of shares that this history would show for the rule."""
    if effect.slope is None or effect.held_share is None:
        return None
    smallest = (Z + POWER_Z) * effect.slope.error
    up, down = (difference_at(middle, effect.held_share, each) for each in (smallest, -smallest))
    return (up - down) / 2


def _reach(effect: Effect, middle: float | None, size: float) -> RuleReach:
    smallest = None if middle is None else detectable(effect, middle)
    if smallest is None:
        return RuleReach(effect.rule_id, effect.name, False, None, effect.difference.reason)
    return RuleReach(effect.rule_id, effect.name, smallest <= size, smallest, None)


def _sentence(effects: Effects, rules: tuple[RuleReach, ...], size: float) -> str:
    settled, of = sum(rule.settled for rule in rules), len(rules)
    if effects.reason is not None:
        return f"This history can settle nothing about your {of} rules: {effects.reason}."
    points = f"{100 * size:.3g} percentage points"
    if not settled:
        return f"This history cannot settle differences of {points} for any of your {of} rules{_at_best(rules)}."
    return f"This history can settle differences of about ± {points} for {settled} of your {of} rules."


def _at_best(rules: tuple[RuleReach, ...]) -> str:
    known = [rule.detectable for rule in rules if rule.detectable is not None]
    return f"; the smallest that would show is {100 * min(known):.1f}" if known else ""
