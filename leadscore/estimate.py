"""A number with its uncertainty: value, interval, n, and a reason where something cannot be known.

Bottom floor, pure arithmetic.  Intervals are at 95 %, in closed form:

- Wilson's score interval (Wilson 1927) for a share, with a design effect for leads of the same account (Kish 1965);
- Newcombe's hybrid score interval (Newcombe 1998, method 10) for the difference of two independent shares.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

LEVEL = 0.95
"""Confidence level of every interval of the product."""

Z = 1.959963984540054
"""The two-sided normal quantile that belongs to LEVEL."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value with its interval and raw n; `value` None is unknown, and then `reason` says why.

    A reason beside a value is a caveat ("no dates").  Counts and sums have no interval.
    """

    value: float | None
    low: float | None = None
    high: float | None = None
    n: int = 0
    reason: str | None = None

    def __post_init__(self) -> None:
        if self.value is None and not self.reason:
            raise ValueError("an unknown estimate must say why: give it a reason")
        if (self.low is None) != (self.high is None) or (self.value is None and self.low is not None):
            raise ValueError("an interval has two ends and stands around a known value")

    @classmethod
    def unknown(cls, reason: str, n: int = 0) -> Estimate:
        """What cannot be known from these n observations, and why."""
        return cls(None, n=n, reason=reason)

    @classmethod
    def count(cls, value: float, n: int | None = None, reason: str | None = None) -> Estimate:
        """A count or sum, known exactly; `n` is how many were looked at (by default the count itself)."""
        return cls(value, n=int(value) if n is None else n, reason=reason)

    def known(self) -> bool:
        """Whether there is a value."""
        return self.value is not None


@dataclass(frozen=True, slots=True)
class AccountSums:
    """What a share with clusters needs to know of its data: sums over accounts, never the accounts themselves.

    With n_a leads and x_a hits in account a: n = sum n_a, hits = sum x_a, accounts = their number,
    n_n = sum n_a^2, n_x = sum n_a x_a, x_x = sum x_a^2.  A lead without an account is an account of its own.
    """

    n: int
    hits: int
    accounts: int
    n_n: int
    n_x: int
    x_x: int

    @classmethod
    def alone(cls, hits: int, n: int) -> AccountSums:
        """Sums of n leads that all stand alone."""
        return cls(n, hits, n, n, hits, hits)


def design_effect(sums: AccountSums) -> float:
    """How many times wider the account-clustered variance is than p(1-p)/n; never below 1.

    The clustered variance is sum over accounts of (x_a - p n_a)^2, divided by n^2.  Where p is 0 or 1 nothing varies,
    and the mean number of leads an account stands in for it.
    """
    if sums.n == 0:
        return 1.0
    if sums.hits in (0, sums.n):
        return max(1.0, sums.n / sums.accounts)
    squares = sums.n**2 * sums.x_x - 2 * sums.n * sums.hits * sums.n_x + sums.hits**2 * sums.n_n
    return max(1.0, squares / (sums.n * sums.hits * (sums.n - sums.hits)))


def wilson(hits: float, n: float) -> tuple[float, float]:
    """Wilson's interval of a share; hits and n may be fractions (divided by a design effect), n above 0."""
    if n <= 0 or not 0 <= hits <= n:
        raise ValueError(f"a share needs 0 <= hits <= n and n > 0, got {hits} of {n}")
    share, squared = hits / n, Z * Z
    middle = (share + squared / (2 * n)) / (1 + squared / n)
    half = Z / (1 + squared / n) * math.sqrt(share * (1 - share) / n + squared / (4 * n * n))
    return (0.0 if hits == 0 else max(0.0, middle - half), 1.0 if hits == n else min(1.0, middle + half))


def proportion(sums: AccountSums, reason: str | None = None, nothing: str = "nothing to count") -> Estimate:
    """A share with Wilson's interval at x/deff and n/deff; unknown, with `nothing` as the reason, where n is 0."""
    if sums.n == 0:
        return Estimate.unknown(nothing)
    effect = design_effect(sums)
    low, high = wilson(sums.hits / effect, sums.n / effect)
    return Estimate(sums.hits / sums.n, low, high, sums.n, reason)


def difference(first: Estimate, second: Estimate) -> Estimate:
    """First minus second, of independent shares: Newcombe's interval from the two intervals; n is both together."""
    n, ends, others = first.n + second.n, _ends(first), _ends(second)
    if ends is None or others is None:
        reason = first.reason if ends is None else second.reason
        return Estimate.unknown(reason or "a share without an interval cannot be compared", n)
    (p, p_low, p_high), (q, q_low, q_high) = ends, others
    low = p - q - math.hypot(p - p_low, q_high - q)
    high = p - q + math.hypot(p_high - p, q - q_low)
    return Estimate(p - q, max(-1.0, low), min(1.0, high), n, first.reason or second.reason)


def _ends(share: Estimate) -> tuple[float, float, float] | None:
    if share.value is None or share.low is None or share.high is None:
        return None
    return share.value, share.low, share.high
