"""Optimism: how much too good the best of many settings looks on the very leads that it was picked on.

Every setting is asked in resampled histories of the same leads (whole accounts, Poisson(1) times each).  In each one
the best setting there is found, and its lift there is set against its lift in the history that happened; the mean of
these differences is the optimism (Efron 1983, with the choice among the settings as what is fitted).  The settings that
look best are partly those that chance favoured already, so it tells most of what the choice flatters, and not all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from leadscore.estimate import Estimate
from leadscore.model import Model
from leadscore.outcomes.ranking import ONE_KIND
from leadscore.outcomes.resampling import FEWEST, NO_INTERVAL, resampled
from leadscore.scoring.in_arrays import rescore
from leadscore.simulation.board import Board
from leadscore.simulation.counts import PAIR
from leadscore.simulation.ranking import Ranked, top_lift

Column = NDArray[Any]

DRAWS = 200
FEWEST_DRAWS = 20
MOST_CELLS = 4_000_000
"""Leads that differ in more ways than this allows are resampled less often: many leads vary little in the next draw."""

MOST_SETTINGS = 300
"""Settings that are asked, the latest ones."""

NOTHING_TRIED = "no other setting was looked at"


@dataclass(frozen=True, slots=True, eq=False)
class Histories:
    """Known leads by pattern in the history that happened (first row) and in each resampled one.

    `pattern`: which patterns have a known lead, ascending; `pairs`: a row a history, a column for each of them: leads
    with the outcome times PAIR, and all leads.
    """

    pattern: Column
    pairs: Column

    @classmethod
    def of(cls, ranked: Ranked, draws: int = DRAWS) -> Histories:
        """The histories of a board's known leads; always the same ones."""
        pattern, place = np.unique(ranked.pattern, return_inverse=True)
        cell = 2 * place.ravel()
        cell[ranked.hits] += 1
        cells = 2 * len(pattern)
        drawn = resampled(ranked.account, cell, cells, fitting(draws, len(pattern)))
        counts = np.vstack([np.bincount(cell, minlength=cells), drawn]).astype(np.float64)
        others, hits = counts[:, ::2], counts[:, 1::2]
        return cls(pattern, others + hits + PAIR * hits)

    @property
    def draws(self) -> int:
        """Resampled histories."""
        return len(self.pairs) - 1

    @property
    def leads(self) -> int:
        """Known leads."""
        return int(self.pairs[0].sum()) % PAIR

    @property
    def reached(self) -> int:
        """Known leads with the outcome."""
        return int(self.pairs[0].sum()) // PAIR

    def lifts(self, score: Column) -> Column:
        """The lift of the top fifth in each history (NaN: no lead with the outcome), given each pattern's score.

        score: whole numbers from 0 up.
        """
        ours = score[self.pattern]
        there = np.zeros(int(ours.max(initial=0)) + 1, dtype=bool)
        there[ours] = True
        place, places = (np.cumsum(there) - 1)[ours], int(there.sum())
        both = np.stack([np.bincount(place, weights=row, minlength=places) for row in self.pairs]).astype(np.int64)
        return top_lift(both & (PAIR - 1), both >> 26)


@dataclass(frozen=True, slots=True)
class Optimism:
    """The best of some settings, by its place among them, the lift of the top fifth that it shows, and by how much that
    is expected to be too high (`expected.n`: known leads), over so many resampled histories."""

    settings: int
    draws: int
    best: int | None
    lift: Estimate
    expected: Estimate

    @classmethod
    def unknown(cls, reason: str, settings: int = 0, leads: int = 0) -> Optimism:
        """Nothing can be said, and why."""
        none = Estimate.unknown(reason, leads)
        return cls(settings, 0, None, none, none)


def fitting(draws: int, patterns: int) -> int:
    """How many histories are drawn of leads that differ in so many ways."""
    return max(min(draws, FEWEST_DRAWS), min(draws, MOST_CELLS // max(1, patterns)))


def lifts_of(board: Board, histories: Histories, model: Model) -> Column:
    """The lift that a look at the board shows, in the history that happened and in each resampled one."""
    return histories.lifts(rescore(board.view.rules_of(model), board.tallies.units).score)


def optimism(histories: Histories, lifts: Sequence[Column]) -> Optimism:
    """The mean, over resampled histories, of what the best setting there has more there than in the history that
    happened; `lifts` of each setting come from those histories."""
    leads, reached = histories.leads, histories.reached
    reason = _unknowable(leads, reached, len(lifts))
    if reason:
        return Optimism.unknown(reason, len(lifts), leads)
    every = np.stack(list(lifts))
    happened, drawn = every[:, 0], every[:, 1:]
    drawn = drawn[:, np.isfinite(drawn).all(axis=0)]
    there = drawn.argmax(axis=0)
    too_much = drawn[there, np.arange(len(there))] - happened[there]
    best = int(happened.argmax())
    return Optimism(
        settings=len(every),
        draws=len(there),
        best=best,
        lift=Estimate(float(happened[best]), n=leads),
        expected=Estimate(float(too_much.mean()), n=leads),
    )


def _unknowable(leads: int, reached: int, settings: int) -> str | None:
    if not settings:
        return NOTHING_TRIED
    if reached in (0, leads):
        return ONE_KIND
    return NO_INTERVAL if min(reached, leads - reached) < FEWEST else None
