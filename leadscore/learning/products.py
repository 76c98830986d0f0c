"""Products of tall matrices, slice by slice.

The linear algebra library hands large products to threads that wait for each other by spinning; where other sessions
keep the cores busy that made one product a hundred times slower.  Slices this small stay on the caller's core, and
are summed in a fixed order.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

LARGEST_SLICE = 200_000
"""Multiplications in a slice; the library starts threads above 262,144."""


def across(left: Floats, right: Floats) -> Floats:
    """left' x right, for two matrices with the same many rows."""
    total = np.zeros((left.shape[1], right.shape[1]))
    for rows in _slices(len(left), left.shape[1] * right.shape[1]):
        total += left[rows].T @ right[rows]
    return total


def down(tall: Floats, small: Floats) -> Floats:
    """tall x small, for many rows and few columns; `small` may be a vector."""
    product = np.empty((len(tall), *small.shape[1:]))
    for rows in _slices(len(tall), small.size):
        np.matmul(tall[rows], small, out=product[rows])
    return product


def _slices(rows: int, work_of_a_row: int) -> Iterator[slice]:
    length = max(1, LARGEST_SLICE // max(1, work_of_a_row))
    return (slice(first, first + length) for first in range(0, rows, length))
