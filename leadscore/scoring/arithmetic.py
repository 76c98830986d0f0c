"""The one definition of the arithmetic: points x units, groups within floor and cap, the score, and its gates.

Numbers are whole ten-thousandths of a point, so no float ever decides a band.  The formulas are written once, over an
`Algebra` that says how values are multiplied, added and compared; `in_sql` and `in_arrays` are the two there are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Protocol, TypeVar

from leadscore.model.model import Model

UNIT = 10_000
"""Ten-thousandths in a point."""

HIGHEST = 100
"""The highest score in points; the lowest is 0."""

RUNGS = {
    "band": ("ready", "hand_over", "nurture", "nurture"),
    "grade": ("A", "B", "C", "D"),
    "temperature": ("hot", "warm", "cold", "cold"),
}
"""What a score says: at or above SQL with its gate, at or above MQL, at or above half of MQL, below."""

OUT = "out"
"""The band of a lead that a knock-out rules out; it has neither grade nor temperature."""

V = TypeVar("V")


class Algebra(Protocol[V]):
    """How values of one kind (SQL expressions, arrays) are combined; tests are values too."""

    def number(self, value: int) -> V:
        """A whole number of the model."""

    def times(self, value: V, number: V) -> V:
        """The product."""

    def plus(self, values: Sequence[V]) -> V:
        """The sum; 0 of none."""

    def lesser(self, value: V, bound: V) -> V:
        """The value, at most the bound."""

    def greater(self, value: V, bound: V) -> V:
        """The value, at least the bound."""

    def reaches(self, value: V, number: V) -> V:
        """Whether the value is the number or above."""

    def every(self, tests: Sequence[V]) -> V:
        """Whether all hold; true of none."""

    def some(self, tests: Sequence[V]) -> V:
        """Whether at least one holds; false of none."""


def group_points(algebra: Algebra[V], model: Model, name: str, units: Callable[[int], V]) -> V:
    """Points of a group: the sum of points x units of its rules, within its floor and cap."""
    contributions = [
        algebra.times(units(i), algebra.number(hundredths(rule.worth)))
        for i, rule in enumerate(model.rules)
        if rule.group == name and not rule.knock_out
    ]
    group, points = model.group(name), algebra.plus(contributions)
    if group.floor is not None:
        points = algebra.greater(points, algebra.number(ten_thousandths(group.floor)))
    if group.cap is not None:
        points = algebra.lesser(points, algebra.number(ten_thousandths(group.cap)))
    return points


def score(algebra: Algebra[V], groups: Sequence[V]) -> V:
    """The sum of the groups, from 0 to 100 points."""
    not_negative = algebra.greater(algebra.plus(groups), algebra.number(0))
    return algebra.lesser(not_negative, algebra.number(HIGHEST * UNIT))


def knocked_out(algebra: Algebra[V], model: Model, units: Callable[[int], V]) -> V:
    """Whether a knock-out fires."""
    return algebra.some(_holding(algebra, (i for i, rule in enumerate(model.rules) if rule.knock_out), units))


def has_intent(algebra: Algebra[V], model: Model, units: Callable[[int], V]) -> V:
    """Whether the lead has one of the intents that `ready` needs, if it needs any."""
    wanted = model.cut_offs.sql_needs.any_of if model.cut_offs else ()
    if not wanted:
        return algebra.every([])
    return algebra.some(_holding(algebra, (i for i, rule in enumerate(model.rules) if rule.id in wanted), units))


def has_minima(algebra: Algebra[V], model: Model, group: Callable[[str], V]) -> V:
    """Whether the groups reach the minima that `ready` needs, after their cap and floor; an absent group has 0."""
    needs = sorted(model.cut_offs.sql_needs.at_least.items()) if model.cut_offs else []
    return algebra.every(
        [
            algebra.reaches(
                group(name) if name in model.group_names else algebra.number(0),
                algebra.number(ten_thousandths(minimum)),
            )
            for name, minimum in needs
        ]
    )


def _holding(algebra: Algebra[V], places: Iterable[int], units: Callable[[int], V]) -> list[V]:
    return [algebra.reaches(units(place), algebra.number(1)) for place in places]


def hundredths(points: Decimal) -> int:
    """Points with two decimals as whole hundredths."""
    return int(points * 100)


def ten_thousandths(points: Decimal) -> int:
    """Points as whole ten-thousandths."""
    return int(points * UNIT)


@lru_cache(maxsize=65_536)
def exact(ten_thousandths: int) -> Decimal:
    """Ten-thousandths as points, in their shortest exact form."""
    points = Decimal(ten_thousandths) / UNIT
    return points.quantize(Decimal(1)) if points == points.to_integral_value() else points.normalize()
