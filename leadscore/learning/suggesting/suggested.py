"""Suggested points as values: a rule each, and what is said of them all."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from leadscore.estimate import Estimate
from leadscore.model.model import Model
from leadscore.outcomes import Horizon


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
    sentence: str = ""

    @property
    def called(self) -> bool:
        """Whether the interval lies on one side of 0."""
        return (self.low or 0) > 0 or (self.high or 0) < 0

    @property
    def changes(self) -> bool:
        """Whether other points are suggested than there are."""
        return self.suggested is not None and self.suggested != self.now


@dataclass(frozen=True, slots=True)
class BalancePrice:
    """What the agreed balance costs, on the same later leads.

    Shares are the behavioural part of the positive points at most (0 to 1): agreed, as suggested, and as the evidence
    alone would have it; None where there are no such points.  `evidence` is the held-out AUC of points without the
    balance, and `cost` that AUC less the one of the suggested points.
    """

    agreed: float
    suggested: float | None
    alone: float | None
    evidence: Estimate
    cost: Estimate


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What history suggests; `model` is the model with these points, None where there is a `reason` for none.

    `held_out` is the AUC of points learned earlier on later accounts; `gain` the percent by which their held-out
    deviance is below that of one rate for all; `penalty` the ridge.  `n`, `hits` and `accounts` were learned from.
    """

    outcome: str
    horizon: Horizon
    denominator: str
    points: tuple[SuggestedPoints, ...]
    model: Model | None
    reason: str | None
    sentence: str
    held_out: Estimate
    balance: BalancePrice
    gain: float | None
    penalty: float | None
    n: int
    hits: int
    accounts: int
    folds: int
    draws: int
    caveats: tuple[str, ...]

    @property
    def signal(self) -> bool:
        """Whether there is anything to suggest."""
        return self.model is not None

    def of(self, rule_id: str) -> SuggestedPoints:
        """The suggestion for that rule; KeyError where the model has none of that id."""
        for each in self.points:
            if each.rule_id == rule_id:
                return each
        raise KeyError(rule_id)
