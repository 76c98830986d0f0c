"""What became of scored leads: closed-loop figures with honest denominators and intervals.

`figures(cursor, manifest, scores, question)` answers one `Question` with a `Report`; `NAMES` lists every figure.
"""

from __future__ import annotations

import duckdb

from leadscore.errors import UsageError
from leadscore.outcomes.cohort import Cohort, build_cohort
from leadscore.outcomes.conversion import conversion
from leadscore.outcomes.figure import Figure, Header, Horizon, Line, Report, StageDefinition
from leadscore.outcomes.funnel import left_out, waterfall, won_without_hand_off
from leadscore.outcomes.header import header
from leadscore.outcomes.horizon import horizon
from leadscore.outcomes.names import NAMES
from leadscore.outcomes.quality import lead_quality_score, sql_by_automation, worked_share
from leadscore.outcomes.question import Question
from leadscore.outcomes.revenue import reconciliation
from leadscore.outcomes.standing import TARGETS
from leadscore.store.manifest import Manifest
from leadscore.vocabulary import OUTCOMES

__all__ = [
    "NAMES",
    "Cohort",
    "Figure",
    "Header",
    "Horizon",
    "Line",
    "Question",
    "Report",
    "StageDefinition",
    "build_cohort",
    "figures",
]


def figures(
    cursor: duckdb.DuckDBPyConnection,
    manifest: Manifest,
    scores: str,
    question: Question,
    population: str = "leads",
) -> Report:
    """Every figure of `NAMES`, in that order, for one question.

    `scores` names a relation on the cursor with lead_id, as_of (T, naive UTC, may be NULL), score (ten-thousandths)
    and band, one row a lead; `population` one with the lead_id of all leads that the model's population keeps.
    Raises DataError and UsageError for what this data or the product cannot answer.
    """
    if not manifest.dated and (question.from_ or question.to):
        raise UsageError("This data has no dates, so no period can be asked. Leave out --from and --to.")
    cohort = build_cohort(cursor, manifest, scores, question, population)
    horizons = {outcome: horizon(cohort, outcome) for outcome in OUTCOMES}
    found = (
        *left_out(cohort),
        *waterfall(cohort),
        *won_without_hand_off(cohort),
        *(each for target in TARGETS for each in conversion(cohort, target, horizons[target.name])),
        sql_by_automation(cohort),
        *lead_quality_score(cohort, horizons["sql"]),
        *worked_share(cohort),
        *reconciliation(cohort),
    )
    return Report(header(cohort, manifest, horizons, found), found)
