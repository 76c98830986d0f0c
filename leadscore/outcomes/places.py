"""Places: how many leads stand where towards one outcome, counted once for all the rates that are read from it."""

from __future__ import annotations

from leadscore.outcomes.cohort import COHORT, Cohort
from leadscore.outcomes.query import execute
from leadscore.outcomes.standing import Target, standing
from leadscore.store.queries import assemble

_PLACES = """SELECT account_number, by_group, band, standing, hit, later_hit, day_0, touched_after, worked,
    COUNT(*) AS leads
FROM standings GROUP BY ALL"""


def places_of(target: Target) -> str:
    """The table that `build_places` filled last for a target."""
    return f"places_{target.name}"


def build_places(cohort: Cohort, target: Target, days: int) -> str:
    """Fill a temporary table with a row an account, group, band and place, and say its name; `leads` is how many.

    Leads that stand alone share the rows of their cell, so a rate reads a few rows where the cohort has many.
    """
    table = places_of(target)
    sql = assemble((COHORT, standing(target, cohort.facts)), _PLACES)
    execute(cohort.cursor, cohort.question, f"CREATE OR REPLACE TEMP TABLE {table} AS\n{sql}", days=days)
    return table
