"""Turns: the only instants at which the evidence of a lead can change, so that quiet weeks need not be computed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import duckdb

from leadscore.evidence.counts import ladder
from leadscore.evidence.facts import compared
from leadscore.model import Model
from leadscore.model.conditions import (
    ActivityCondition,
    InactiveCondition,
    OpenDealCondition,
    attributes_of,
    kinds_of,
    leaves,
)

TURNS = "replayed_turns"
"""The temporary table (lead_id, at): from `at` on the evidence of the lead may be another than just before."""

_ANY_KIND = ""


def build_turns(cursor: duckdb.DuckDBPyConnection, model: Model, among: str) -> bool:
    """Fill `TURNS` for the leads of the relation `among`; False where every week must be looked at.

    An activity counts from its instant on, and no more or less from the end of each window and step of decay on.
    Open deals of a population come and go with those of the account: such models are looked at week by week.
    """
    found = list(_leaves(model))
    if any(isinstance(leaf, OpenDealCondition) for leaf in found):
        return False
    pairs = sorted({pair for leaf in found for pair in _ages(leaf)})
    created = sorted({0} | {leaf.inactive_days for leaf in found if isinstance(leaf, InactiveCondition)})
    bound = {
        "kinds": [kind for kind, _ in pairs],
        "ages": [days for _, days in pairs],
        "created": created,
        "fields": sorted({name for leaf in found for name in attributes_of(leaf)}),
    }
    cursor.execute(_TURNS.format(among=among), bound)
    return True


_TURNS = f"""CREATE OR REPLACE TEMP TABLE {TURNS} AS
WITH
-- how many days after an activity of a kind the evidence may change; an empty kind is any
ages AS (SELECT UNNEST(CAST($kinds AS VARCHAR[])) AS kind, UNNEST(CAST($ages AS INTEGER[])) AS days),
acts AS (
    SELECT lead_id, occurred_at, LOWER(TRIM(kind, ' ')) AS kind FROM activities SEMI JOIN {{among}} USING (lead_id))
SELECT lead_id, occurred_at + to_days(days) AS at FROM acts JOIN ages USING (kind)
UNION ALL
SELECT lead_id, occurred_at + to_days(days) FROM acts JOIN ages ON ages.kind = '{_ANY_KIND}'
UNION ALL
SELECT lead_id, created_at + to_days(UNNEST(CAST($created AS INTEGER[]))) FROM leads
SEMI JOIN {{among}} USING (lead_id) WHERE created_at IS NOT NULL
UNION ALL
SELECT lead_id, changed_at FROM changes SEMI JOIN {{among}} USING (lead_id)
WHERE field IN (SELECT UNNEST(CAST($fields AS VARCHAR[]))) AND changed_at IS NOT NULL"""


def _leaves(model: Model) -> Iterator[Any]:
    for condition in (*(rule.when for rule in model.rules), *model.population.exclude):
        yield from leaves(condition)


def _ages(leaf: Any) -> Iterator[tuple[str, int]]:
    """Kinds of activity with each number of days after which what the leaf makes of them can change."""
    if isinstance(leaf, InactiveCondition):
        yield from ((_ANY_KIND, 0), (_ANY_KIND, leaf.inactive_days))
        return
    for kinds in kinds_of(leaf):
        for kind in kinds:
            yield from ((compared(kind), days) for days in (0, *_steps(leaf)))


def _steps(leaf: Any) -> Iterator[int]:
    if isinstance(leaf, ActivityCondition) and leaf.decay is not None:
        yield from (days for days, _ in ladder(leaf.decay, leaf.within_days)[:-1])
    window = leaf.within_days if isinstance(leaf, ActivityCondition) else leaf.rate.within_days
    if window is not None:
        yield window
