"""Cases by name: wins that the score missed, false alarms of the top band, and open leads gone stale."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from leadscore.estimate import Estimate
from leadscore.outcomes.cohort import Cohort
from leadscore.outcomes.cycle_cases import DAY
from leadscore.outcomes.figure import Figure, Horizon
from leadscore.outcomes.places import places_of
from leadscore.outcomes.query import run
from leadscore.outcomes.rates import NO_CUT_OFFS, counts
from leadscore.outcomes.standing import WON, Target, standing

MOST_CASES = 5_000

_WINS = "standing IN ('counted', 'unworked') AND hit"
NO_TOP = "no mature lead of the top band is in the rate"
MISSED = f"{_WINS} AND band IN ('nurture', 'out')"
FALSE_ALARM = "standing = 'counted' AND NOT hit AND band = 'ready'"


@dataclass(frozen=True, slots=True)
class Case:
    """One lead by its id, with what the score said at T and what became of it; score in points."""

    lead_id: str
    as_of: datetime | None
    score: float
    band: str
    outcome_at: datetime | None
    amount: float | None


@dataclass(frozen=True, slots=True)
class Stale:
    """One lead that has been open longer than nearly all won ones ever were."""

    lead_id: str
    started_at: datetime
    days: float
    band: str | None


def missed_wins(cohort: Cohort, horizon: Horizon, limit: int = MOST_CASES) -> tuple[Case, ...]:
    """Leads below the cut-off at T that were won within the horizon all the same, the largest deal first."""
    order = "won_amount DESC NULLS LAST, lead_id"
    return _cases(cohort, WON, horizon, MISSED, order, limit)


def false_alarms(cohort: Cohort, target: Target, horizon: Horizon, limit: int = MOST_CASES) -> tuple[Case, ...]:
    """Top-band leads that were worked and did not reach the outcome, the highest score first."""
    return _cases(cohort, target, horizon, FALSE_ALARM, "score DESC, lead_id", limit)


def _cases(cohort: Cohort, target: Target, horizon: Horizon, which: str, order: str, limit: int) -> tuple[Case, ...]:
    select = f"""SELECT lead_id, as_of, score / 10000.0, band, {target.at}, won_amount FROM standings
WHERE {which} ORDER BY {order} LIMIT {int(limit)}"""
    rows = cohort.rows((standing(target, cohort.facts),), select, days=horizon.days or 0)
    return tuple(Case(*row) for row in rows)


def stale_leads(cohort: Cohort, limit_waited: float, limit: int = MOST_CASES) -> tuple[Stale, ...]:
    """Open leads of the last `read_cycle` followed for longer than `limit_waited` microseconds, the oldest first."""
    select = f"""SELECT lead_id, start, waited / {DAY}.0, band FROM cycle_cases
WHERE way = 0 AND waited > $limit ORDER BY waited DESC, lead_id LIMIT {int(limit)}"""
    rows = run(cohort.cursor, cohort.question, (), select, limit=limit_waited)
    return tuple(Stale(*row) for row in rows)


def case_counts(cohort: Cohort, target: Target, no_rate: dict[str, str | None]) -> tuple[Figure, ...]:
    """How many wins were missed and how many top-band leads were false alarms.

    `no_rate` by outcome: why no conversion is known, if none is; else its places have been built for this cohort.
    """
    asked = {"missed_wins": (WON, MISSED), "false_alarms": (target, FALSE_ALARM)}
    found = []
    for name, (outcome, which) in asked.items():
        reason = no_rate[outcome.name] or (None if cohort.bands else NO_CUT_OFFS)
        among = _WINS if name == "missed_wins" else "standing = 'counted' AND band = 'ready'"
        if reason:
            found.append(Figure(name, None, Estimate.unknown(reason)))
            continue
        tallies = counts(cohort, {"cases": which, "among": among}, (), places_of(outcome), "leads")
        count, of = (tallies[each].all().count for each in ("cases", "among"))
        nothing = name == "false_alarms" and not of
        found.append(Figure(name, None, Estimate.unknown(NO_TOP) if nothing else Estimate.count(count, of)))
    return tuple(found)
