"""Shadow scoring: two models that stood fixed before these leads came, and what came of whom each would pick."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from leadscore.estimate import Estimate
from leadscore.outcomes.cohort import Cohort
from leadscore.outcomes.conversion import rate, unknowable
from leadscore.outcomes.figure import Horizon
from leadscore.outcomes.rates import AT_OR_ABOVE, counts, shares
from leadscore.outcomes.standing import Target, standing
from leadscore.store.database import quoted
from leadscore.store.queries import Stage

CELLS = ("both", "only_active", "only_draft", "neither")


@dataclass(frozen=True, slots=True)
class Shadowed:
    """Leads of one of CELLS: how many, how many of them were handed over, and their rate among worked leads."""

    cell: str
    leads: Estimate
    handed_over: Estimate
    rate: Estimate


def shadowed(cohort: Cohort, draft: str, since: datetime, target: Target, horizon: Horizon) -> tuple[Shadowed, ...]:
    """The cells of a cohort under the active model's scores against the relation `draft(lead_id, band)`.

    Only leads that both score and whose T lies after `since` (naive UTC) count.  Who was neither handed over nor worked
    has no observed outcome, so a rate stands on those that somebody handed over, whatever chose them.
    """
    leads = counts(cohort, {"handed_over": "hand_off IS NOT NULL"}, (_cells("cohort", draft),), "shadowed", since=since)
    reason = unknowable(cohort, target, horizon)
    sums = shares(
        cohort,
        {"hit": "hit"},
        "standing = 'counted'",
        (standing(target, cohort.facts), _cells("standings", draft)),
        "shadowed",
        since=since,
        days=horizon.days or 0,
    )["hit"]
    return tuple(
        Shadowed(
            cell,
            Estimate.count(leads["handed_over"].group(cell).of, leads["handed_over"].all().of),
            leads["handed_over"].group(cell).estimate(),
            Estimate.unknown(reason) if reason else rate(cohort.facts, sums.group(cell)),
        )
        for cell in CELLS
    )


def _cells(relation: str, draft: str) -> Stage:
    theirs = AT_OR_ABOVE.replace("band", "draft.band", 1)
    ours = AT_OR_ABOVE.replace("band", f"{relation}.band", 1)
    return Stage(
        "shadowed",
        "leads that both models score, by who would hand them over",
        f"""SELECT {relation}.* REPLACE (CASE WHEN {ours} AND {theirs} THEN 'both'
        WHEN {ours} THEN 'only_active' WHEN {theirs} THEN 'only_draft' ELSE 'neither' END AS by_group)
FROM {relation} JOIN {quoted(draft)} AS draft USING (lead_id)
WHERE {relation}.as_of > $since AND {relation}.band IS NOT NULL AND draft.band IS NOT NULL""",
    )
