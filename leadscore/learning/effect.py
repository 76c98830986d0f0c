"""The effect of one rule, and of all rules of a model, as values."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime

from leadscore.estimate import Estimate, Z
from leadscore.outcomes.figure import Horizon


@dataclass(frozen=True, slots=True)
class Counted:
    """So many leads, and how many of them reached the outcome."""

    n: int
    hits: int


@dataclass(frozen=True, slots=True)
class Slope:
    """A log odds ratio with its standard error, clustered by account."""

    log_odds: float
    error: float

    @property
    def ends(self) -> tuple[float, float, float]:
        """The value and the two ends of its interval at 95 %."""
        return self.log_odds, self.log_odds - Z * self.error, self.log_odds + Z * self.error

    @property
    def chance(self) -> float:
        """How often a value so far from 0 turns up where there is no effect: the two-sided p-value."""
        return math.erfc(abs(self.log_odds) / self.error / math.sqrt(2))


@dataclass(frozen=True, slots=True)
class Effect:
    """One rule: raw counts with it, without it and unknown, and its effect at equal other rules.

    `odds_ratio` multiplies the odds; `difference` is a difference of shares (0.1 is 10 percentage points) where the
    other rules have their mean.  Both carry the account-clustered interval at 95 % and are made of `slope`.  Counts
    are None for a rule that was not looked at; why there is no effect stands in both estimates.
    """

    rule_id: str
    name: str
    held: Counted | None
    not_held: Counted | None
    unknown: Counted | None
    odds_ratio: Estimate
    difference: Estimate
    slope: Slope | None = None
    like: tuple[str, ...] = ()
    """Names of the rules from which this one cannot be told apart."""

    @property
    def n(self) -> int:
        """Leads looked at."""
        return sum(each.n for each in (self.held, self.not_held, self.unknown) if each is not None)

    @property
    def held_share(self) -> float | None:
        """Share of the leads for which the rule holds."""
        return self.held.n / self.n if self.held is not None and self.n else None


@dataclass(frozen=True, slots=True)
class Effects:
    """Every rule of a model in its order, under the one question that was asked of the history."""

    outcome: str
    horizon: Horizon
    denominator: str
    among: str
    before: datetime | None
    n: int
    hits: int
    accounts: int
    rules: tuple[Effect, ...]
    middle: float | None
    """Log odds of the outcome where every rule has its mean; None where nothing could be estimated."""
    reason: str | None
    """Why nothing could be estimated at all."""

    def of(self, rule_id: str) -> Effect:
        """The effect of that rule; KeyError where the model has none of that id."""
        for effect in self.rules:
            if effect.rule_id == rule_id:
                return effect
        raise KeyError(rule_id)

    @property
    def estimated(self) -> tuple[Effect, ...]:
        """The rules whose effect is known."""
        return tuple(effect for effect in self.rules if effect.slope is not None)


def difference_at(middle: float, held_share: float, log_odds: float) -> float:
    """Share of hits with a rule less the share without it, where all other rules have their mean.

    `middle` is the log odds where this rule has its mean, too.  It stays put while `log_odds` runs through an
    interval, so that difference and odds ratio always lie on the same side of no effect.
    """
    without = middle - held_share * log_odds
    return _share(without + log_odds) - _share(without)


def _share(log_odds: float) -> float:
    return 0.5 * (1 + math.tanh(log_odds / 2))
