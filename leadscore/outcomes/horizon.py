"""Horizons: within how many days of T an outcome counts, and where that number comes from."""

from __future__ import annotations

import math

from leadscore.outcomes.cohort import Cohort
from leadscore.outcomes.figure import Horizon
from leadscore.store.queries import Stage
from leadscore.vocabulary import DEFAULT_HORIZON_DAYS

FEWEST_WINS = 10
"""Below this many wins a percentile of them is a single deal's accident."""

SHARE_OF_WINS = 0.8


def horizon(cohort: Cohort, outcome: str) -> Horizon:
    """The horizon of an outcome: as asked, else the default, else (won) this company's own.

    Won: the 80th percentile (linear between neighbours) of the time from hand-off to won, rounded up to whole days and
    at least one, over the first-episode wins at or after the hand-off of all scored leads with T by the data date,
    whatever the asked period; from T where the data has no hand-offs.  Wins still to come are missing from it, so it
    errs on the short side where the history is short.  `days` is None under FEWEST_WINS wins, or without dates.
    """
    stated = cohort.question.stated_horizon(outcome)
    if not cohort.facts.dated:
        return Horizon(outcome, None, "no dates: the outcome at any time")
    if stated is not None:
        return Horizon(outcome, stated, "as asked")
    if outcome in DEFAULT_HORIZON_DAYS:
        return Horizon(outcome, DEFAULT_HORIZON_DAYS[outcome], "default")
    return cohort.once(("horizon", outcome), lambda: _own(cohort, outcome))


def _own(cohort: Cohort, outcome: str) -> Horizon:
    clock = "hand_off" if cohort.facts.hand_offs else "as_of"
    words = "hand-off" if cohort.facts.hand_offs else "T"
    wins = Stage(
        "win_times",
        "microseconds from the clock's start to the win, one row a win",
        f"""SELECT EPOCH_US(won_at) - EPOCH_US({clock}) AS waited FROM outcome_leads
WHERE won_at >= {clock} AND COALESCE(won_at <= episode_end, TRUE) AND NOT same_deal""",
    )
    select = f"SELECT COUNT(*), QUANTILE_CONT(CAST(waited AS DOUBLE), {SHARE_OF_WINS}) FROM win_times"
    count, waited = cohort.rows((wins,), select)[0]
    if count < FEWEST_WINS:
        return Horizon(outcome, None, f"needs {FEWEST_WINS} wins with a {words}, has {count}; state a horizon in days")
    days = max(1, math.ceil(waited / 86_400_000_000))
    return Horizon(outcome, days, f"80th percentile from {words} to won, over {count} wins")
