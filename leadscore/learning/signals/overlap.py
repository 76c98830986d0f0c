"""Which other questions, about other attributes and kinds of activity, hold for mostly the same leads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from leadscore.learning.observations import Flags, Floats
from leadscore.learning.products import across

MOST_NAMED = 3
MOSTLY = 0.5
COMMONER = 0.2
"""What is so much commoner among the leads with it than among the others tells something of them."""


@dataclass(frozen=True, slots=True)
class Overlap:
    """Another question by name, the share of the leads with this one that have it, and the share of those without."""

    name: str
    share: float
    without: float


@dataclass(frozen=True, slots=True, eq=False)
class Together:
    """For each two of the questions, how many leads have both; of each, how many have it."""

    both: Floats
    each: Floats
    leads: int
    names: tuple[str, ...]
    subjects: tuple[frozenset[str], ...]

    @classmethod
    def of(cls, holds: Flags, names: Sequence[str], subjects: Sequence[frozenset[str]]) -> Together:
        """Questions as flags (leads x questions)."""
        flags = holds.astype(np.float64)
        both = across(flags, flags)
        return cls(both, np.diag(both).copy(), len(flags), tuple(names), tuple(subjects))

    def overlap(self, place: int) -> tuple[Overlap, ...]:
        """Up to three questions about something else that mostly hold, too, and more often than for other leads."""
        held, others = self.each[place], self.leads - self.each[place]
        if not held or not others:
            return ()
        share = self.both[place] / held
        without = (self.each - self.both[place]) / others
        found: list[Overlap] = []
        told = set(self.subjects[place])
        for other in np.argsort(-(share - without), kind="stable"):
            mostly = share[other] >= MOSTLY and share[other] - without[other] >= COMMONER
            if mostly and not told & self.subjects[other] and len(found) < MOST_NAMED:
                told |= self.subjects[other]
                found.append(Overlap(self.names[other], float(share[other]), float(without[other])))
        return tuple(found)
