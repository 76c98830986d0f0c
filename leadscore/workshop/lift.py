"""How many times more often one group reaches an outcome than another: a ratio of two shares with its interval."""

from __future__ import annotations

import math

from leadscore.estimate import Estimate


def lift(first: Estimate, second: Estimate) -> Estimate:
    """First divided by second, of independent shares; n is both together.

    The interval is made of the two shares' own (and so keeps their accounts together), by Donner and Zou's method of
    recovered variances for a ratio (2012, "Closed-form confidence intervals for functions of the normal mean and
    standard deviation").  Unknown where the second share is 0.
    """
    n = first.n + second.n
    if first.value is None or second.value is None:
        return Estimate.unknown(str(first.reason if first.value is None else second.reason), n)
    if not second.value:
        return Estimate.unknown("nobody of the other group reached it, so there is nothing to compare with", n)
    if first.low is None or first.high is None or second.low is None or second.high is None:
        return Estimate.unknown("a share without an interval cannot be compared", n)
    low = _end(first.value, first.low, second.value, second.high, upper=False)
    high = _end(first.value, first.high, second.value, second.low, upper=True)
    return Estimate(first.value / second.value, low, high, n, first.reason or second.reason)


def _end(one: float, end_of_one: float, other: float, end_of_other: float, upper: bool) -> float:
    """The root of the quadratic in which numerator and denominator both stand at the end that moves the ratio."""
    above, below = end_of_one * (2 * one - end_of_one), end_of_other * (2 * other - end_of_other)
    product = one * other
    if not upper and not above:
        return 0.0
    root = math.sqrt(max(0.0, product * product - above * below))
    return (product + root) / below if upper else above / (product + root)
