"""Cases of the sales cycle: qualified leads followed to their first end, or to the data date.

The clock starts at qualification or where it is asked to.  An export of closed deals only has no case that was still
open, so its quick cases crowd out the slow: no curve is drawn from it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from leadscore.errors import UsageError, did_you_mean
from leadscore.estimate import Estimate
from leadscore.outcomes.cohort import COHORT, Cohort
from leadscore.outcomes.entries import STAGE_ENTRIES
from leadscore.outcomes.figure import Horizon
from leadscore.outcomes.following import Followed
from leadscore.outcomes.incidence import OPEN, Column, Incidence
from leadscore.outcomes.query import execute
from leadscore.outcomes.standing import NO_DATES, NOT_LINKED, needs_one
from leadscore.store.queries import Stage, assemble

CLOCKS = {
    "qualified": ("LEAST(sql_at, opportunity_at)", "sql or opportunity", ("sql", "opportunity")),
    "hand_off": ("hand_off", "hand-off", ("mql",)),
    "sql": ("sql_at", "sql", ("sql",)),
    "opportunity": ("opportunity_at", "opportunity", ("opportunity",)),
}
"""Where the clock may start: the instant in SQL, in words, and the stages it needs."""

WAYS = ("won", "lost", "rejected", "recycled", "disqualified")
"""How a cycle ends, by number from 1; of two at one instant the first of these."""

WON = 1
DAY = 86_400_000_000
STALE_SHARE = 0.95
CLOSED_ONLY = (
    "only closed cases, none open: this looks like an export of closed deals, which says nothing of the slow ones"
)


@dataclass(frozen=True, slots=True, eq=False)
class Cycle:
    """The cases of a cohort from the start of the clock; `reason` says why there are no curves, if there are none."""

    clock: str
    cases: Followed
    horizon: Horizon
    reason: str | None
    no_curve: str | None

    @property
    def mature(self) -> Column:
        """Which cases started at least the horizon of won before the data date."""
        days = np.inf if self.horizon.days is None else self.horizon.days
        found: Column = self.cases.age >= days * DAY
        return found

    def curve(self, band: str | None, cohort: Cohort) -> Incidence | Estimate:
        """The cumulative incidence of all ways to end, in microseconds; an unknown estimate where there is none."""
        reason = self.reason or self.no_curve
        if reason:
            return Estimate.unknown(reason, len(self.cases.way))
        cases = self.cases if band is None else dict(self.cases.by_band(cohort))[band]
        return cases.incidence()


def read_cycle(cohort: Cohort, horizon: Horizon, clock: str = "qualified") -> Cycle:
    """Fill the temporary table `cycle_cases` and read it; `horizon` is that of won, `clock` one of CLOCKS.

    Left out are colleagues on another lead's deal, leads won before the clock starts, and leads whose start or end has
    no date.
    """
    if clock not in CLOCKS:
        raise UsageError(f"There is no clock '{clock}' for the sales cycle. {did_you_mean(clock, CLOCKS)}")
    sql = assemble(_stages(cohort, CLOCKS[clock][0]), _CASES)
    execute(cohort.cursor, cohort.question, f"CREATE OR REPLACE TEMP TABLE cycle_cases AS\n{sql}")
    cases = Followed.read(cohort, "cycle_cases", len(WAYS))
    return Cycle(clock, cases, horizon, _no_cycle(cohort, clock), closed_only(cases))


def closed_only(cases: Followed) -> str | None:
    """Why cases look like an export of closed ones: none is open, though some began too lately for that."""
    if not len(cases.way) or (cases.way == OPEN).any():
        return None
    return CLOSED_ONLY if cases.age.min() < np.quantile(cases.waited, STALE_SHARE) else None


def _no_cycle(cohort: Cohort, clock: str) -> str | None:
    facts, (_, words, stages) = cohort.facts, CLOCKS[clock]
    if not facts.dated:
        return NO_DATES
    if facts.deals and not facts.linked_deals:
        return NOT_LINKED
    if not any(facts.reached[stage] for stage in stages):
        return needs_one(f"{words} lead", stages, facts)
    return None if facts.reached["won"] else needs_one("won lead", ("won",), facts)


def _stages(cohort: Cohort, clock: str) -> tuple[Stage, ...]:
    listed = WAYS[2:] if cohort.facts.deals else WAYS
    exits = ", ".join(f"'{stage}'" for stage in listed)
    firsts = ", ".join(f"MIN(entered_at) FILTER (WHERE stage = '{stage}') AS {stage}_end" for stage in listed)
    by_deal = "won_at AS won_end, CASE WHEN lost_at >= start THEN lost_at END AS lost_end, "
    return (
        COHORT,
        Stage(
            "starts",
            "a case a qualified lead; a colleague on another lead's deal has no cycle of its own",
            f"""SELECT *, {clock} AS start FROM cohort
WHERE {clock} IS NOT NULL AND NOT same_deal AND NOT COALESCE(won_at < {clock}, FALSE)
  AND NOT (won_reached AND won_at IS NULL) AND NOT (lost_reached AND lost_at IS NULL)""",
        ),
        STAGE_ENTRIES,
        Stage(
            "exits",
            "an end before the clock starts belongs to another episode",
            f"""SELECT lead_id, {firsts}
FROM stage_entries JOIN starts USING (lead_id)
WHERE stage IN ({exits}) AND entered_at >= start GROUP BY lead_id""",
        ),
        Stage(
            "ends",
            "rejected, recycled and disqualified compete with won: they are no lack of news",
            f"""SELECT starts.*, {by_deal if cohort.facts.deals else ""}exits.* EXCLUDE (lead_id)
FROM starts LEFT JOIN exits USING (lead_id)""",
        ),
    )


_FIRST = "LEAST(" + ", ".join(f"{stage}_end" for stage in WAYS) + ")"
_WAY = " ".join(f"WHEN {stage}_end = {_FIRST} THEN {number}" for number, stage in enumerate(WAYS, start=1))
_CASES = f"""SELECT lead_id, account_number, by_group, band, start, CASE {_WAY} ELSE {OPEN} END AS way,
    EPOCH_US(COALESCE({_FIRST}, $data_date)) - EPOCH_US(start) AS waited,
    EPOCH_US(CAST($data_date AS TIMESTAMP)) - EPOCH_US(start) AS age
FROM ends"""
