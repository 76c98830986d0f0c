"""The journeys of one question, as values: parts of leads, and the two sides of an outcome."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from leadscore.estimate import Estimate
from leadscore.outcomes.figure import Horizon


@dataclass(frozen=True, slots=True)
class Spread:
    """The middle value and the ends of the middle half; None where `n` is 0."""

    median: float | None
    low: float | None
    high: float | None
    n: int

    @classmethod
    def of(cls, values: NDArray[Any]) -> Spread:
        """The quartiles of what is known, linear between neighbours."""
        known = values[np.isfinite(values)]
        if not len(known):
            return cls(None, None, None, 0)
        low, middle, high = (float(each) for each in np.quantile(known, (0.25, 0.5, 0.75)))
        return cls(middle, low, high, len(known))


@dataclass(frozen=True, slots=True)
class Part:
    """Leads that have one thing in common: how many, how many reached the outcome, and their rate.

    `of_reached` and `of_others`: which share of the leads that reached the outcome, and of those that did not, is here.
    """

    name: str
    n: int
    hits: int
    rate: Estimate
    of_reached: Estimate
    of_others: Estimate


@dataclass(frozen=True, slots=True)
class Parting:
    """Leads told apart by one thing, in their order; none where that may not be asked.

    `chance`: how often rates as far apart turn up where all are the same (a p-value); None where too few leads are in
    all parts but one.  `false_rate`: the false discovery rate at which that would just be called, over all partings.
    """

    parts: tuple[Part, ...] = ()
    chance: float | None = None
    false_rate: float | None = None


@dataclass(frozen=True, slots=True)
class Side:
    """The leads that reached the outcome, or those that did not; shares are of all of them.

    `returning`: a kind of step came again after another one; `silent`: more than 14 days between two own steps;
    `sent_back`: was rejected, recycled or disqualified before the hand-off; `straight`: did something, and none of
    these.  What needs own steps is unknown where this data has none.
    """

    n: int
    steps: Spread
    different: Spread
    days: Spread
    since_last: Spread
    silences: Spread
    stepless: Estimate
    straight: Estimate
    returning: Estimate
    silent: Estimate
    sent_back: Estimate


NOTHING_PARTED = Parting()


@dataclass(frozen=True, slots=True)
class Journeys:
    """The journeys of one question; `reason` says why there are none at all, if so.

    `by_source` is empty where `source_reason` says why; all that needs own steps, where `steps_reason` does.
    `days_unknown` leads were created after their hand-off or nobody knows when; of `tied` leads two different steps
    carry the same instant, so that their order is not known.
    """

    outcome: str
    horizon: Horizon
    denominator: str
    before: datetime | None
    n: int
    hits: int
    rate: Estimate
    reason: str | None = None
    reached: Side | None = None
    others: Side | None = None
    by_days: Parting = NOTHING_PARTED
    by_source: Parting = NOTHING_PARTED
    by_first: Parting = NOTHING_PARTED
    by_last: Parting = NOTHING_PARTED
    paths: Parting = NOTHING_PARTED
    source_reason: str | None = None
    steps_reason: str | None = None
    days_unknown: int = 0
    tied: int = 0
