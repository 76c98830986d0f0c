"""Volume: how many leads a cut-off hands over in the replayed weeks, and which cut-off hands over so many."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from leadscore.scoring.arithmetic import exact
from leadscore.simulation.replay import HUNDREDTH, OUT, Column, Replayed, Weekly

CLOSE = 0.02
"""Two volumes no further apart than this part of the wanted one are called equal."""

NO_SCORE = "every lead is out, so no cut-off hands anyone over"


@dataclass(frozen=True, slots=True)
class Chosen:
    """The cut-off that comes nearest to a wanted number of replayed leads, and how near it comes.

    `points` has two decimals at most; `tied` leads have exactly this score as their highest, so that no cut-off parts
    them.  `words` says where the wanted volume is missed, None where it is met.
    """

    points: Decimal
    leads: int
    wanted: int
    tied: int
    words: str | None


def leads_at(weekly: Weekly, replayed: Replayed, cut_offs: Column) -> Column:
    """How many leads each cut-off (ten-thousandths) hands over."""
    above = _at_or_above(weekly.best, cut_offs)
    unknown_since = _at_or_above(weekly.start[replayed.before_record], cut_offs)
    return above - unknown_since


def cut_off_for(replayed: Replayed, weekly: Weekly, wanted: int) -> Chosen | None:
    """The cut-off whose volume is nearest to so many replayed leads, the higher of two; None without any score."""
    grid = np.unique(weekly.best[weekly.best != OUT] // HUNDREDTH) * HUNDREDTH
    if not len(grid):
        return None
    volumes = leads_at(weekly, replayed, grid)
    place = len(grid) - 1 - int(np.argmin(np.abs(volumes - wanted)[::-1]))
    tied = int((weekly.best // HUNDREDTH * HUNDREDTH == grid[place]).sum())
    words = None if abs(volumes[place] - wanted) <= CLOSE * wanted else _missed(grid, volumes, place, wanted)
    return Chosen(exact(int(grid[place])), int(volumes[place]), wanted, tied, words)


def _missed(grid: Column, volumes: Column, place: int, wanted: int) -> str:
    """Where scores are shared by many leads, no cut-off hands over just so many in the period."""
    other = place + (1 if volumes[place] > wanted else -1)
    beside = f", {exact(int(grid[other]))} gives {volumes[other]:,}" if 0 <= other < len(grid) else ""
    return f"no cut-off hands over {wanted:,} leads: {exact(int(grid[place]))} gives {volumes[place]:,}{beside}"


def _at_or_above(scores: Column, cut_offs: Column) -> Column:
    return len(scores) - np.searchsorted(np.sort(scores), cut_offs, side="left")
