"""The arithmetic of the model: exact fractions, whole hundredths, and doubles where data is compared."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Any

Number = int | Decimal | Fraction


def exact(number: Number) -> Fraction:
    """A number of the model file without any loss."""
    return Fraction(number)


def round_half_up(number: Fraction) -> int:
    """The nearest whole number; a half goes up."""
    return (2 * number.numerator + number.denominator) // (2 * number.denominator)


@cache
def decayed_hundredths(keep: Fraction, periods: int) -> int:
    """What is left of 100 after that many whole periods."""
    return round_half_up(100 * keep**periods)


def clip(number: Fraction, low: Fraction | None, high: Fraction | None) -> Fraction:
    """The number held between two bounds, either of which may be open; the upper one is applied last."""
    if low is not None and number < low:
        number = low
    if high is not None and number > high:
        number = high
    return number


def _between(value: float, bounds: Any) -> bool:
    low, high = bounds
    return float(low) <= value <= float(high)


NUMBER_OPERATORS: dict[str, Callable[[float, Any], bool]] = {
    "is": lambda value, literal: value == float(literal),
    "in": lambda value, literals: any(value == float(literal) for literal in literals),
    "not_in": lambda value, literals: all(value != float(literal) for literal in literals),
    "between": _between,
    "at_least": lambda value, literal: value >= float(literal),
    "above": lambda value, literal: value > float(literal),
    "at_most": lambda value, literal: value <= float(literal),
    "below": lambda value, literal: value < float(literal),
}
"""Data numbers are doubles; a number of the model file becomes the nearest double before the comparison."""
