"""Parting: leads told apart by one thing, each part with its rate, and whether the rates differ at all.

Whether they differ is asked once for all parts: Pearson's chi-squared on counts divided by each part's design effect
(Rao and Scott 1981, first order), over parts large enough for it.  Naming the part that sticks out most before that
would be fishing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from leadscore.estimate import AccountSums, Estimate, design_effect, proportion
from leadscore.learning.journeys.journey import Part, Parting
from leadscore.learning.journeys.walks import NO_STEP, Walks
from leadscore.outcomes.following import share_of

Flags = NDArray[np.bool_]

MOST_PARTS = 10
"""So many first steps, last steps, sources and paths are told apart, the commonest; the others are one part."""

FEWEST_EXPECTED = 5
"""A part takes part in the question whether rates differ from so many expected outcomes, and as many others, on."""

OTHERS = "all others"
NO_STEPS = "no step of its own"
NOBODY = "no lead here"


def share(walks: Walks, inside: Flags, flags: Flags) -> Estimate:
    """Which part of the leads inside is flagged, clustered by account."""
    return proportion(share_of(walks.account[inside], flags[inside]), nothing=NOBODY)


def parted(walks: Walks, named: Sequence[tuple[str, Flags]]) -> Parting:
    """The named parts in their order, and how often rates as far apart turn up where there is no difference."""
    sums = [share_of(walks.account[inside], walks.hit[inside]) for _, inside in named]
    return Parting(tuple(_part(walks, name, inside) for name, inside in named), chance(sums))


def commonest(walks: Walks, number: NDArray[Any], names: Sequence[str]) -> Parting:
    """The commonest of the numbered parts; the others, and leads without any, are the last two parts."""
    found, leads = np.unique(number[number != NO_STEP], return_counts=True)
    order = sorted(range(len(found)), key=lambda place: (-leads[place], names[int(found[place])]))
    chosen = [int(found[place]) for place in order[:MOST_PARTS]]
    rest = (number != NO_STEP) & ~np.isin(number, chosen)
    last = [(name, inside) for name, inside in ((OTHERS, rest), (NO_STEPS, number == NO_STEP)) if inside.any()]
    return parted(walks, [*((names[each], number == each) for each in chosen), *last])


def chance(parts: Sequence[AccountSums]) -> float | None:
    """The p-value of equal rates in all parts that are large enough; None where fewer than two are."""
    counts = [(each.hits / effect, each.n / effect) for each in parts if (effect := design_effect(each)) and each.n]
    rate = _rate(counts)
    large = [(hits, n) for hits, n in counts if min(n * rate, n * (1 - rate)) >= FEWEST_EXPECTED]
    rate = _rate(large)
    if len(large) < 2 or not 0 < rate < 1:
        return None
    from scipy.special import chdtrc  # here, since what learns nothing starts without it

    squares = sum((hits - n * rate) ** 2 / (n * rate * (1 - rate)) for hits, n in large)
    return float(chdtrc(len(large) - 1, squares))


def _rate(counts: Sequence[tuple[float, float]]) -> float:
    leads = sum(n for _, n in counts)
    return sum(hits for hits, _ in counts) / leads if leads else 0.0


def _part(walks: Walks, name: str, inside: Flags) -> Part:
    return Part(
        name=name,
        n=int(inside.sum()),
        hits=int((inside & walks.hit).sum()),
        rate=share(walks, inside, walks.hit),
        of_reached=share(walks, walks.hit, inside),
        of_others=share(walks, ~walks.hit, inside),
    )
