"""Cut-offs on data that cannot be replayed week by week: every lead of the board at the one score it has there."""

from __future__ import annotations

from decimal import Decimal

import numpy as np

from leadscore.estimate import Estimate, proportion
from leadscore.model import Model
from leadscore.outcomes.standing import NO_DATES
from leadscore.scoring.arithmetic import HIGHEST, UNIT
from leadscore.scoring.in_arrays import BANDS, rescore
from leadscore.simulation.board import Board
from leadscore.simulation.cut_offs import AtCutOff, per_outcome
from leadscore.simulation.replay import OUT, Column
from leadscore.simulation.share import Colleagues
from leadscore.simulation.tallies import Tallies


def board_curve(board: Board, model: Model) -> tuple[AtCutOff, ...]:
    """Every whole-point cut-off from 0 to 100: precision and recall as of `cut_offs.curve`, and no volume.

    Precision's n says how many leads with a known outcome reach a cut-off; where T is unknown, nothing is a month.
    """
    rescored = rescore(board.view.rules_of(model), board.tallies.units)
    score = np.where(rescored.band == BANDS.index("out"), OUT, rescored.score)
    return tuple(_at(board.tallies, score >= points * UNIT, Decimal(points)) for points in range(HIGHEST + 1))


def _at(tallies: Tallies, reached: Column, points: Decimal) -> AtCutOff:
    share, cell = tallies.shares["conversion"], reached.astype(np.intp)
    counts = tallies.counts.by_cell(cell, 2)
    n, hits = counts["of_conversion"], counts["hit_conversion"]
    precision = share.by_cell(cell, 2, n, hits)[1]
    if precision.known() or not n[1]:
        recall = _recall(share.colleagues, reached, hits)
    else:
        recall = Estimate.unknown(precision.reason or NO_DATES, int(hits.sum()))
    return AtCutOff(points, Estimate.unknown(NO_DATES, int(n[1])), precision, recall, per_outcome(precision))


def _recall(colleagues: Colleagues, reached: Column, hits: Column) -> Estimate:
    """Of all leads with the outcome, those who reach the cut-off."""
    pattern, account = colleagues.pattern[colleagues.hits], colleagues.account[colleagues.hits]
    among = Colleagues(pattern, account, colleagues.accounts, np.flatnonzero(reached[pattern]))
    everyone = np.zeros(len(reached), dtype=np.int64)
    (sums,) = among.sums(everyone, 1, hits.sum(keepdims=True), hits[1:])
    return proportion(sums, nothing="no outcome is known")
