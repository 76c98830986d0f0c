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
    handed = counts(cohort, {"over": "hand_off IS NOT NULL"}, (met("cohort", draft),), "shadowed", since=since)["over"]
    stages = (standing(target, cohort.facts), met("standings", draft))
    inside, days = "standing = 'counted'", horizon.days or 0
    sums = shares(cohort, {"hit": "hit"}, inside, stages, "shadowed", since=since, days=days)["hit"]
    reason = unknowable(cohort, target, horizon)
    return tuple(
        Shadowed(
            cell,
            Estimate.count(handed.group(cell).of, handed.all().of),
            handed.group(cell).estimate(),
            Estimate.unknown(reason) if reason else rate(cohort.facts, sums.group(cell)),
        )
        for cell in CELLS
    )


def met(relation: str, draft: str) -> Stage:
    """`shadowed`: the rows of a relation that both models score after `$since`, each with its cell as by_group."""
    return Stage(
        "shadowed",
        "leads that both models score, by who would hand them over",
        f"""SELECT {relation}.* REPLACE (CASE WHEN {AT_OR_ABOVE} AND draft_picks THEN 'both'
        WHEN {AT_OR_ABOVE} THEN 'only_active' WHEN draft_picks THEN 'only_draft' ELSE 'neither' END AS by_group)
FROM {relation}
JOIN (SELECT lead_id, {AT_OR_ABOVE} AS draft_picks FROM {quoted(draft)} WHERE band IS NOT NULL) USING (lead_id)
WHERE as_of > $since AND band IS NOT NULL""",
    )
