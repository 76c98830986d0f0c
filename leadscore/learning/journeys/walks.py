"""Walks: what each lead of a denominator did by itself up to its hand-off, a place a lead, from one query.

Own steps are activities of the lead itself (by their actor, else by their kind), never a call or mail of sales, and
none after T.  Of two steps at one instant the kind with more rows in the data comes first.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from leadscore.evidence import spelled
from leadscore.evidence.counts import own_doing
from leadscore.outcomes.cohort import COHORT, Cohort
from leadscore.outcomes.episodes import SIDE_EXITS
from leadscore.outcomes.grouping import grouping, todays_value
from leadscore.outcomes.query import execute
from leadscore.outcomes.standing import Target, standing
from leadscore.store.queries import Stage, assemble

Column = NDArray[Any]

SOURCE = "source"
SILENCE_DAYS = 14
"""Longer between two own steps is a silence."""

STEPS_OF_PATH = 3
"""So many different first steps make a path."""

MOST_KINDS = 32_766
"""Kinds that keep their names, the commonest first; the others together are one."""

MOST_SOURCES = 500
OTHER_KINDS, OTHER_SOURCES = "other kinds", "other sources"
NO_STEP = -1


@dataclass(frozen=True, slots=True, eq=False)
class Walks:
    """Leads one by one: whether the outcome came, their account (-1: alone), and how they came to their hand-off.

    `days` are calendar days in the company's zone from creation to hand-off, NaN where the lead was created after it
    or nobody knows when.  `first`, `last` and `path` (leads x STEPS_OF_PATH: different kinds in the order in which each
    was first seen) hold places in `kinds`, NO_STEP where there is none; `runs` counts steps where several of one kind
    in a row are one.  `since_last` are days (24 hours) from the last own step to the hand-off.
    """

    hit: NDArray[np.bool_]
    account: Column
    days: Column
    steps: Column
    different: Column
    runs: Column
    silences: Column
    tied: NDArray[np.bool_]
    sent_back: NDArray[np.bool_]
    first: Column
    last: Column
    since_last: Column
    path: Column
    longer: NDArray[np.bool_]
    """Whether more different steps follow those of the path."""
    kinds: tuple[str, ...]
    source: Column
    touched_after: int
    """Leads whose first touch by sales only followed their outcome."""
    sources: tuple[str, ...]
    """Values of the source in any spelling; empty where it may not be asked."""


def no_source(cohort: Cohort) -> str | None:
    """Why the source of a lead may not be asked; None where it was known by the hand-off."""
    manifest = cohort.scored.manifest
    if manifest.attribute(SOURCE) is None:
        return "this data has no attribute 'source'"
    if todays_value(SOURCE, manifest):
        return (
            "only today's value of 'source' is known, and it may have been written over since: "
            "map its changes, or confirm that it was captured at the form"
        )
    return None


def walk(cohort: Cohort, target: Target, days: int, before: datetime | None) -> Walks:
    """The walks of the leads in the denominator of a target; `before` (naive UTC) leaves out T at or after it."""
    bound = {"days": days, **({} if before is None else {"before": before})}
    leads = (COHORT, standing(target, cohort.facts), _counted_leads(before))
    manifest = cohort.scored.manifest
    kinds = tuple(sorted(manifest.kinds, key=lambda kind: (-manifest.kinds[kind], kind)))[:MOST_KINDS]
    sources = _sources(cohort, leads, bound)
    sql = assemble((*leads, *_steps(), *_sourced(cohort, bool(sources))), _ROWS)
    asked = execute(
        cohort.cursor, cohort.question, sql, kinds=list(kinds), sources=list(sources), **{"by": SOURCE, **bound}
    )
    found = {name: np.ma.getdata(column) for name, column in asked.fetchnumpy().items()}
    return _walks(found, (*kinds, OTHER_KINDS), (*sources, OTHER_SOURCES) if sources else ())


def _walks(found: dict[str, Column], kinds: tuple[str, ...], sources: tuple[str, ...]) -> Walks:
    path = [found[f"step_{place}"] for place in range(1, STEPS_OF_PATH + 1)]
    return Walks(
        **{name: found[name] for name in ("account", "steps", "different", "runs", "silences", "first", "last")},
        **{name: found[name].astype(np.bool_) for name in ("hit", "tied", "sent_back", "longer")},
        days=np.where(found["days"] >= 0, found["days"], np.nan),
        since_last=found["since_last"],
        path=np.column_stack(path),
        kinds=kinds,
        source=found["source"],
        touched_after=int(found["touched_after"].sum()),
        sources=sources,
    )


def _counted_leads(before: datetime | None) -> Stage:
    return Stage(
        "counted_leads",
        "who is in the denominator; nothing after T is looked at",
        f"""SELECT lead_id, as_of, account_number, hit, hit AND touched_after AS touched_after FROM standings
WHERE standing = 'counted'{"" if before is None else " AND standings.as_of < $before"}""",
    )


def _steps() -> tuple[Stage, ...]:
    own = spelled(own_doing(), "duckdb")
    exits = ", ".join(f"'{stage}'" for stage in SIDE_EXITS)
    return (
        Stage(
            "kind_numbers",
            "kinds of activity as numbers, the commonest first",
            "SELECT UNNEST(CAST($kinds AS VARCHAR[])) AS kind, UNNEST(RANGE(LEN($kinds))) AS number",
        ),
        Stage(
            "own_steps",
            "what a lead did by itself up to its T",
            f"""SELECT activities.lead_id, occurred_at, CAST(COALESCE(number, LEN($kinds)) AS INTEGER) AS number, as_of
FROM activities JOIN counted_leads USING (lead_id)
LEFT JOIN kind_numbers ON kind_numbers.kind = LOWER(TRIM(activities.kind, ' '))
WHERE occurred_at <= as_of AND ({own})""",
        ),
        Stage(
            "steps_in_order",
            "each own step beside the one before it",
            """SELECT *, LAG(number) OVER in_order AS number_before, LAG(occurred_at) OVER in_order AS at_before
FROM own_steps WINDOW in_order AS (PARTITION BY lead_id ORDER BY occurred_at, number)""",
        ),
        Stage(
            "lead_walks",
            "the own steps of a lead in figures",
            f"""SELECT lead_id, COUNT(*) AS steps, COUNT(DISTINCT number) AS different,
    COUNT(*) FILTER (WHERE number IS DISTINCT FROM number_before) AS runs,
    COUNT(*) FILTER (WHERE occurred_at > at_before + INTERVAL {SILENCE_DAYS} DAY) AS silences,
    COALESCE(BOOL_OR(occurred_at = at_before AND number <> number_before), FALSE) AS tied,
    ARG_MIN(number, (occurred_at, number)) AS first, ARG_MAX(number, (occurred_at, number)) AS last,
    EPOCH_US(ANY_VALUE(as_of) - MAX(occurred_at)) / 86400e6 AS since_last
FROM steps_in_order GROUP BY lead_id""",
        ),
        Stage(
            "first_seen",
            "the different kinds of a lead in the order in which each was first seen",
            """SELECT lead_id, number,
    ROW_NUMBER() OVER (PARTITION BY lead_id ORDER BY MIN(occurred_at), number) AS place
FROM own_steps GROUP BY lead_id, number""",
        ),
        Stage("lead_paths", "the first different steps of a lead, side by side", _paths()),
        Stage(
            "sent_back_leads",
            "leads that had left the way once before they were handed over",
            f"""SELECT DISTINCT stages.lead_id FROM stages JOIN counted_leads USING (lead_id)
WHERE LOWER(TRIM(stage, ' ')) IN ({exits}) AND entered_at < as_of""",
        ),
    )


def _paths() -> str:
    places = ", ".join(
        f"COALESCE(MAX(number) FILTER (WHERE place = {place}), {NO_STEP}) AS step_{place}"
        for place in range(1, STEPS_OF_PATH + 1)
    )
    return f"SELECT lead_id, {places}, COUNT(*) > {STEPS_OF_PATH} AS longer FROM first_seen GROUP BY lead_id"


def _sources(cohort: Cohort, leads: tuple[Stage, ...], bound: dict[str, Any]) -> tuple[str, ...]:
    """The sources of the leads, from most leads to fewest."""
    if no_source(cohort) is not None:
        return ()
    select = f"SELECT by_group FROM lead_groups GROUP BY by_group ORDER BY COUNT(*) DESC, by_group LIMIT {MOST_SOURCES}"
    sql = assemble((*leads, _SCORED, *grouping(SOURCE, cohort.scored.manifest)), select)
    found = execute(cohort.cursor, cohort.question, sql, **{"by": SOURCE, **bound}).fetchall()
    return tuple(name for (name,) in found)


_SCORED = Stage("scored", "leads whose source is asked, as of T", "SELECT lead_id, as_of FROM counted_leads")


def _sourced(cohort: Cohort, known: bool) -> tuple[Stage, ...]:
    numbered = "SELECT lead_id, COALESCE(LIST_POSITION(CAST($sources AS VARCHAR[]), by_group) - 1, LEN($sources))"
    if known:
        grouped = (_SCORED, *grouping(SOURCE, cohort.scored.manifest))
        return (
            *grouped,
            Stage("lead_sources", "the source of a lead as a number", f"{numbered} AS source FROM lead_groups"),
        )
    return (Stage("lead_sources", "no source may be asked", f"SELECT lead_id, {NO_STEP} AS source FROM counted_leads"),)


def _local_day(instant: str) -> str:
    return f"CAST(({instant} AT TIME ZONE 'UTC') AT TIME ZONE $zone AS DATE)"


_ROWS = f"""SELECT hit, touched_after, account_number AS account,
    COALESCE(DATE_DIFF('day', {_local_day("created_at")}, {_local_day("as_of")}), -1) AS days,
    COALESCE(steps, 0) AS steps, COALESCE(different, 0) AS different, COALESCE(runs, 0) AS runs,
    COALESCE(silences, 0) AS silences, COALESCE(tied, FALSE) AS tied,
    sent_back_leads.lead_id IS NOT NULL AS sent_back,
    COALESCE(first, {NO_STEP}) AS first, COALESCE(last, {NO_STEP}) AS last,
    COALESCE(since_last, CAST('nan' AS DOUBLE)) AS since_last,
    {", ".join(f"COALESCE(step_{place}, {NO_STEP}) AS step_{place}" for place in range(1, STEPS_OF_PATH + 1))},
    COALESCE(longer, FALSE) AS longer, source
FROM counted_leads
LEFT JOIN (SELECT lead_id, created_at FROM leads) USING (lead_id)
LEFT JOIN lead_walks USING (lead_id)
LEFT JOIN lead_paths USING (lead_id)
LEFT JOIN sent_back_leads USING (lead_id)
JOIN lead_sources USING (lead_id)"""
