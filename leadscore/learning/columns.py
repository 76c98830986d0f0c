"""The columns of many regressions that differ in few of them: one for each rule, one for each set of unknown facts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from leadscore.learning.adjustment import FEWEST_ACCOUNTS
from leadscore.learning.observations import Flags, Floats, Observations
from leadscore.learning.products import across
from leadscore.learning.regression import standardised
from leadscore.model.rules import Rule


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """All columns that any test needs, none constant: `scaled` has ones before them, `names` say what each is.

    Tests start from `slopes`, `curvature` and `leverage` of a first regression; columns that it did not have are at 0.
    """

    scaled: Floats
    spreads: Floats
    correlations: Floats
    names: tuple[str, ...]
    slopes: Floats
    curvature: Floats
    leverage: Floats


def first_columns(flags: Floats, names: tuple[str, ...], seen: Observations) -> Columns:
    """The columns before any regression: it starts from the share of hits."""
    n, hits = seen.pattern_n, seen.pattern_hits
    scaled, spreads = standardised(flags, n)
    products = across(scaled * n[:, None], scaled)
    slopes = np.zeros(scaled.shape[1])
    slopes[0] = np.log((hits.sum() + 0.5) / (n.sum() - hits.sum() + 0.5))
    share = hits.sum() / n.sum()
    correlations = products[1:, 1:] / n.sum()
    return Columns(scaled, spreads, correlations, names, slopes, products * share * (1 - share), np.zeros(len(n)))


def unknown_columns(
    seen: Observations, rules: Sequence[Rule], pairs: Sequence[tuple[Flags, Flags]], first: int
) -> tuple[dict[int, int], list[tuple[str, Flags]]]:
    """A column for each set of leads of whom the facts of some rules are unknown, where it is large enough."""
    columns: dict[bytes, int] = {}
    of_unknown: dict[int, int] = {}
    found: list[tuple[str, Flags]] = []
    for place, (_, unknown) in enumerate(pairs):
        key = unknown.tobytes()
        if key not in columns and all(seen.has_accounts(side, FEWEST_ACCOUNTS) for side in (unknown, ~unknown)):
            columns[key] = first + len(found)
            found.append((f"{rules[place].name} (unknown)", unknown))
        if key in columns:
            of_unknown[place] = columns[key]
    return of_unknown, found
