"""For how many leads a field is known: of those never handed over, handed over, and at the outcome.

A form knows nothing of the outcome.  A field that is known far more often of leads that reached it was filled in on
the way there, by those who worked the lead.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from leadscore.estimate import Estimate, difference, proportion
from leadscore.outcomes.following import share_of

Wholes = NDArray[np.int64]
Flags = NDArray[np.bool_]

NEVER, HANDED, REACHED = "never", "handed", "reached"

JUMP = 0.15
"""A known share that rises by more than this, beyond chance, tells of a field that is filled in later."""

FEWEST = 30
"""Under so many leads on either side nothing is said of a jump."""


@dataclass(frozen=True, slots=True)
class KnownShare:
    """Shares of leads of which a field is known; `jump` is reached less never handed over (else less not reached)."""

    never: Estimate
    handed: Estimate
    reached: Estimate
    jump: Estimate

    @property
    def jumps(self) -> bool:
        """Whether the known share rises by more than JUMP, beyond chance."""
        return self.jump.low is not None and self.jump.low > JUMP


def known_share(known: Flags, place: NDArray[np.object_], account: Wholes) -> KnownShare:
    """The shares of a field; `place` says of each lead NEVER, HANDED or REACHED."""
    never, handed, reached = (_share(known, account, place == each) for each in (NEVER, HANDED, REACHED))
    start = never if never.n else handed
    if min(start.n, reached.n) < FEWEST:
        needed = f"needs {FEWEST} leads that reached the outcome and {FEWEST} that did not"
        return KnownShare(never, handed, reached, Estimate.unknown(f"{needed}, has {reached.n} and {start.n}"))
    return KnownShare(never, handed, reached, difference(reached, start))


def _share(flags: Flags, account: Wholes, inside: Flags) -> Estimate:
    """The share of flagged leads, colleagues taken together."""
    return proportion(share_of(account[inside], flags[inside]), nothing="no such lead")
