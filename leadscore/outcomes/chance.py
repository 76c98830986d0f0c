"""What chance alone does from month to month: where the next count falls, and how far two shares lie apart.

- A count: the mean of the months before, with their own variance, at least that of a Poisson count; Student's t
  for a mean and a variance that were estimated from few months.
- Two shares: the z of the pooled share, each side's n divided by its design effect for leads of one account.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import mean, variance

from leadscore.estimate import AccountSums, Estimate, design_effect, difference, proportion

FALSE_ALARMS = 0.01
"""How often a count or share that did not change is to look changed."""

FEWEST_MONTHS = 3
"""Fewer months say nothing of how much months differ by themselves."""


@dataclass(frozen=True, slots=True)
class Apart:
    """A share now less the share before, with its 95 % interval, and how often chance alone sets them so far apart."""

    now: Estimate
    before: Estimate
    difference: Estimate
    chance: float


def expected(before: Sequence[float]) -> Estimate:
    """The next month's count after these months, with the range that all but FALSE_ALARMS of unchanged months keep to.

    `n` is the number of months; unknown under FEWEST_MONTHS.
    """
    if len(before) < FEWEST_MONTHS:
        return Estimate.unknown(f"needs {FEWEST_MONTHS} months before it, has {len(before)}", len(before))
    from scipy.stats import t  # a third of a second, which only this needs

    middle = mean(before)
    spread = math.sqrt(max(variance(before), middle) * (1 + 1 / len(before)))
    reach = float(t.ppf(1 - FALSE_ALARMS / 2, len(before) - 1)) * spread
    return Estimate(middle, max(0.0, middle - reach), middle + reach, len(before))


def apart(now: AccountSums, before: AccountSums) -> Apart | None:
    """How far two shares lie apart; None where one of them is of nobody."""
    if not now.n or not before.n:
        return None
    first, second = proportion(now), proportion(before)
    share = (now.hits + before.hits) / (now.n + before.n)
    error = math.sqrt(share * (1 - share) * (design_effect(now) / now.n + design_effect(before) / before.n))
    gap = now.hits / now.n - before.hits / before.n
    chance = math.erfc(abs(gap) / error / math.sqrt(2)) if error else 1.0
    return Apart(first, second, difference(first, second), chance)


def together(sums: Iterable[AccountSums]) -> AccountSums:
    """Sums of months as one; an account that came back in another month counts as another one."""
    columns = list(
        zip(*((each.n, each.hits, each.accounts, each.n_n, each.n_x, each.x_x) for each in sums), strict=True)
    )
    return AccountSums(*(sum(column) for column in columns)) if columns else AccountSums.alone(0, 0)
