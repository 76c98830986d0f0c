"""Which neighbouring bands history cannot tell apart, and whether better bands convert better."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from leadscore.estimate import Estimate, difference, proportion
from leadscore.model import Model
from leadscore.scoring.in_arrays import BANDS, rescore
from leadscore.simulation.cut_offs import sums_at
from leadscore.simulation.replay import Replayed

HANDED_OVER_BANDS = ("ready", "hand_over", "nurture")


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Two adjacent bands, the better first: its rate minus the other's (Newcombe)."""

    better: str
    worse: str
    difference: Estimate

    @property
    def offers_merging(self) -> bool:
        """Whether the interval contains 0: this history does not tell the two apart."""
        return self.difference.low is not None and self.difference.low <= 0 <= (self.difference.high or 0)

    @property
    def inverted(self) -> bool:
        """Whether the worse band converts better, beyond the interval."""
        return self.difference.high is not None and self.difference.high < 0


@dataclass(frozen=True, slots=True)
class Merging:
    """Bands with their rates, best first, and each pair of neighbours; monotone is None where nothing is known."""

    bands: tuple[tuple[str, Estimate], ...]
    neighbours: tuple[Neighbours, ...]

    @property
    def monotone(self) -> bool | None:
        """Whether no adjacent pair is inverted beyond its interval."""
        known = [pair for pair in self.neighbours if pair.difference.known()]
        return not any(pair.inverted for pair in known) if known else None

    @property
    def offers(self) -> tuple[Neighbours, ...]:
        """The pairs that may as well be one band."""
        return tuple(pair for pair in self.neighbours if pair.offers_merging)


def merging(bands: Sequence[tuple[str, Estimate]]) -> Merging:
    """Compare bands given best first with their conversion rates."""
    pairs = zip(bands, bands[1:], strict=False)
    neighbours = tuple(Neighbours(better, worse, difference(high, low)) for (better, high), (worse, low) in pairs)
    return Merging(tuple(bands), neighbours)


def merging_of(replayed: Replayed, model: Model, outcome: str | None = None) -> Merging:
    """The bands of a model at the hand-off, among worked and mature leads; `out` is no rank and stays aside."""
    asked = outcome or replayed.outcome
    band = rescore(replayed.honest(model), replayed.units).band
    then = [*band.tolist(), -1]
    return merging([(name, _rate(replayed, then, name, asked)) for name in HANDED_OVER_BANDS])


def _rate(replayed: Replayed, then: Sequence[int], name: str, outcome: str) -> Estimate:
    leads = np.asarray(then)[replayed.then] == BANDS.index(name)
    sums, reason = sums_at(replayed, leads, outcome), replayed.outcomes[outcome].reason
    return Estimate.unknown(reason, sums.n) if reason else proportion(sums, nothing=f"no worked lead is {name}")
