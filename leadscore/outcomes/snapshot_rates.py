"""Snapshot rates: entries to a stage in a month over entries to the one before it, as dashboards like to show them.

Other leads stand above the line than below it, so a growing intake looks like a falling rate; never the default.
"""

from __future__ import annotations

from leadscore.estimate import Estimate
from leadscore.outcomes.cohort import Cohort
from leadscore.outcomes.figure import Figure
from leadscore.outcomes.query import local_month
from leadscore.outcomes.standing import NO_DATES, needs_one

STEPS = (("mql", "sql"), ("sql", "opportunity"), ("opportunity", "won"))
SNAPSHOT = "snapshot: other leads above the line than below it"

_ENTRIES = " UNION ALL ".join(
    f"SELECT '{stage}' AS stage, {stage}_at AS entered_at FROM outcome_leads WHERE in_period AND {stage}_at IS NOT NULL"
    for stage in ("mql", "sql", "opportunity", "won")
)
_COUNTS = f"""SELECT {local_month("quarter")}, stage, SUM(entries)
FROM (SELECT TIME_BUCKET(INTERVAL 15 MINUTE, entered_at) AS quarter, stage, COUNT(*) AS entries
    FROM ({_ENTRIES}) GROUP BY ALL)
GROUP BY 1, 2 ORDER BY 1"""
"""Zones differ by quarters of an hour, so no local month begins within one."""


def snapshot_rates(cohort: Cohort) -> tuple[Figure, ...]:
    """Entries to b over entries to a in each month with an entry to a; no interval, since it is the rate of nobody."""
    entries: dict[str, dict[str, int]] = {}
    for month, stage, count in cohort.rows((), _COUNTS) if cohort.facts.dated else ():
        entries.setdefault(month, {})[stage] = int(count)
    figures: list[Figure] = []
    for before, stage in STEPS:
        figures += _step(cohort, before, stage, entries)
    return tuple(figures)


def _step(cohort: Cohort, before: str, stage: str, entries: dict[str, dict[str, int]]) -> list[Figure]:
    name, facts = f"snapshot_{before}_{stage}_by_month", cohort.facts
    missing = next((each for each in (before, stage) if not facts.reached[each]), None)
    reason = NO_DATES if not facts.dated else needs_one(f"{missing} lead", (missing,), facts) if missing else None
    months = [] if reason else [month for month in sorted(entries) if entries[month].get(before)]
    if not months:
        return [Figure(name, None, Estimate.unknown(reason or f"none of these leads entered {before}"))]
    return [
        Figure(
            name,
            month,
            Estimate.count(entries[month].get(stage, 0) / entries[month][before], entries[month][before], SNAPSHOT),
        )
        for month in months
    ]
