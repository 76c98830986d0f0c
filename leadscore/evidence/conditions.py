"""Conditions as SQL: the units a lead gets at T (hundredths), and whether a needed fact is unknown."""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from functools import singledispatchmethod
from typing import Any

from sqlglot import exp

from leadscore.evidence import portable as p
from leadscore.evidence.comparisons import holds
from leadscore.evidence.computed import FULL, UNKNOWN, Computed, yes_or_no
from leadscore.evidence.counts import Counts
from leadscore.evidence.facts import Facts
from leadscore.model.conditions import (
    ActivityCondition,
    AllOf,
    AnyOf,
    AttributeCondition,
    CompletenessCondition,
    InactiveCondition,
    Not,
    OpenDealCondition,
    RateCondition,
    Step,
)


class Conditions:
    """Turns conditions into SQL over the stages `facts` (one row a lead and T) and what `Counts` collects.

    `value_at` gives the column of an attribute; `settled` a condition that was judged in an earlier stage, if it was.
    """

    def __init__(
        self,
        facts: Facts,
        counts: Counts,
        value_at: Callable[[str], exp.Expr],
        settled: Callable[[Any], Computed | None] = lambda _: None,
    ) -> None:
        self._facts = facts
        self._counts = counts
        self._value_at = value_at
        self._settled = settled

    def compute(self, condition: Any) -> Computed:
        """The SQL of any condition, compound or leaf."""
        if not isinstance(condition, (AllOf, AnyOf, Not)) and self._facts.lacks(condition):
            return UNKNOWN
        return self._settled(condition) or self._compute(condition)

    @singledispatchmethod
    def _compute(self, condition: Any) -> Computed:
        raise TypeError(f"{type(condition).__name__} is no condition")

    @_compute.register
    def _(self, condition: AllOf) -> Computed:
        return yes_or_no(p.every(self.compute(part).holds for part in condition.all))

    @_compute.register
    def _(self, condition: AnyOf) -> Computed:
        return yes_or_no(p.some(self.compute(part).holds for part in condition.any))

    @_compute.register
    def _(self, condition: Not) -> Computed:
        part = self.compute(condition.not_)
        known_not = p.every([exp.not_(exp.paren(part.holds.copy())), exp.not_(exp.paren(part.unknown.copy()))])
        return yes_or_no(known_not, part.unknown)

    @_compute.register
    def _(self, condition: AttributeCondition) -> Computed:
        value = self._value_at(condition.attribute)
        if condition.shares is not None:
            units = p.choose([(p.is_missing(value), p.whole(0))], _graded(value, condition.shares))
            return Computed(units, exp.GT(this=units.copy(), expression=p.whole(0)), p.is_missing(value))
        unknown = p.FALSE if condition.operator == "known" else p.is_missing(value)
        return yes_or_no(holds(value, condition), unknown.copy())

    @_compute.register
    def _(self, condition: CompletenessCondition) -> Computed:
        names = tuple(dict.fromkeys(condition.known_share))
        known = p.plus([p.choose([(p.is_missing(self._value_at(name)), p.whole(0))], p.whole(1)) for name in names])
        rungs = [
            (
                exp.GTE(this=exp.paren(known.copy()), expression=p.whole(k)),
                p.whole(_rounded(Decimal(FULL * k) / len(names))),
            )
            for k in range(len(names), 0, -1)
        ]
        units = p.choose(rungs, p.whole(0))
        return Computed(units, exp.GT(this=units.copy(), expression=p.whole(0)), p.FALSE.copy())

    @_compute.register
    def _(self, condition: ActivityCondition) -> Computed:
        number = self._counts.number(condition) if condition.at_least > 1 or condition.decay is None else None
        worth = (
            exp.Mul(this=number, expression=p.whole(FULL)) if condition.decay is None else self._counts.worth(condition)
        )
        units = p.lesser(worth.copy(), p.big(p.whole(FULL * condition.at_most)))
        if condition.at_least > 1 and number is not None:
            enough = exp.GTE(this=number.copy(), expression=p.whole(condition.at_least))
            units = p.choose([(enough, units)], p.whole(0))
        return Computed(units, exp.GT(this=units.copy(), expression=p.whole(0)), p.FALSE.copy())

    @_compute.register
    def _(self, condition: RateCondition) -> Computed:
        rate = condition.rate
        of, per = (
            self._counts.number(ActivityCondition(activity=kinds, within_days=rate.within_days))
            for kinds in (rate.of, rate.per)
        )
        numerator, denominator = rate.at_least.as_integer_ratio()
        often = exp.GTE(
            this=exp.Mul(this=of, expression=p.whole(denominator)),
            expression=exp.Mul(this=per.copy(), expression=p.whole(numerator)),
        )
        return yes_or_no(p.every([exp.GTE(this=per, expression=p.whole(rate.minimum)), often]))

    @_compute.register
    def _(self, condition: InactiveCondition) -> Computed:
        since = p.days_before(p.column("facts", "as_of"), condition.inactive_days)
        created, own = p.column("facts", "created_at"), p.column("facts", "own_at")
        existed = exp.LTE(this=created, expression=since)
        silent = p.some([p.is_missing(own), exp.LTE(this=own.copy(), expression=since.copy())])
        return yes_or_no(p.every([existed, silent]), p.is_missing(created))

    @_compute.register
    def _(self, condition: OpenDealCondition) -> Computed:
        if not (self._facts.has_deals and self._facts.dated):
            return UNKNOWN
        return yes_or_no(exp.EQ(this=p.column("facts", "open_deal"), expression=p.whole(int(condition.open_deal))))


def _graded(value: exp.Expr, steps: tuple[Step, ...]) -> exp.Expr:
    rungs = [(holds(value, step), p.whole(_rounded(FULL * step.granted))) for step in steps if not step.closes]
    last = _rounded(FULL * steps[-1].granted) if steps[-1].closes else 0
    return p.choose(rungs, p.whole(last))


def _rounded(number: Decimal) -> int:
    return int(number.quantize(Decimal(1), rounding=ROUND_HALF_UP))
