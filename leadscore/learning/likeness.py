"""Rules that say nearly the same: how much of each column the others already say, and which others they are."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from leadscore.learning.products import across

Floats = NDArray[np.float64]

LEAST_OWN_SHARE = 0.02
"""Of a column's variance, the others must leave this much unsaid (a tolerance; a correlation of 0.99 leaves it)."""

FEWEST_OWN_LEADS = 5.0
"""Leads' worth of variation that a column must have of its own: about so many on which it differs from the others."""

TAKES_PART = 0.1
NOTHING = 1e-10


@dataclass(frozen=True, slots=True)
class Likeness:
    """Per column: can it be told apart, which others it is like, and is it needed (no exact sum of earlier ones)."""

    apart: tuple[bool, ...]
    like: tuple[tuple[int, ...], ...]
    needed: tuple[bool, ...]


def likeness(columns: Floats, n: Floats) -> Likeness:
    """Compare columns (patterns x columns, none constant) over n leads a pattern."""
    if not columns.shape[1]:
        return Likeness((), (), ())
    variances, correlations = moments(columns, n)
    values, vectors = np.linalg.eigh(correlations)
    shares = 1 / (vectors**2 @ (1 / np.maximum(values, NOTHING)))
    apart = (shares >= LEAST_OWN_SHARE) & (shares * variances * n.sum() >= FEWEST_OWN_LEADS)
    return Likeness(
        tuple(bool(each) for each in apart),
        tuple(parts_of(place, correlations) if not apart[place] else () for place in range(len(apart))),
        needed_of(correlations),
    )


def moments(columns: Floats, n: Floats) -> tuple[Floats, Floats]:
    """Variances of columns (none constant) over n leads a pattern, and their correlations."""
    centred = columns - across(n[:, None], columns)[0] / n.sum()
    products = across(centred * n[:, None], centred) / n.sum()
    spreads = np.sqrt(np.diag(products))
    return np.diag(products), products / np.outer(spreads, spreads)


def parts_of(place: int, correlations: Floats) -> tuple[int, ...]:
    """The other columns that make up the column, by their share in what they say of it together."""
    others = np.delete(np.arange(len(correlations)), place)
    inside = correlations[np.ix_(others, others)]
    parts = np.linalg.pinv(inside, rcond=1e-8, hermitian=True) @ correlations[others, place]
    return tuple(int(other) for other, part in zip(others, parts, strict=True) if abs(part) >= TAKES_PART)


def needed_of(correlations: Floats) -> tuple[bool, ...]:
    """Which columns are needed, by Gram and Schmidt in the order of the columns: false where nothing is left of one."""
    left, needed = correlations.copy(), []
    for place in range(len(left)):
        own = left[place, place]
        needed.append(bool(own > 1e-8))
        if needed[-1]:
            left -= np.outer(left[:, place], left[place]) / own
    return tuple(needed)
