"""What became of scored leads: closed-loop figures with honest denominators and intervals.

`figures(cursor, manifest, scores, question)` answers one `Question` with a `Report`; `NAMES` lists every figure.
"""

from __future__ import annotations

from collections.abc import Collection

import duckdb

from leadscore.errors import UsageError
from leadscore.outcomes.calendar import Calendar
from leadscore.outcomes.cohort import Cohort, build_cohort
from leadscore.outcomes.commitments import Commitments
from leadscore.outcomes.families import ALL_FAMILIES, prepare, report
from leadscore.outcomes.figure import Figure, Header, Horizon, Line, Report, StageDefinition
from leadscore.outcomes.names import NAMES
from leadscore.outcomes.question import Question
from leadscore.outcomes.resampling import DRAWS
from leadscore.store.manifest import Manifest

__all__ = [
    "ALL_FAMILIES",
    "DRAWS",
    "NAMES",
    "Calendar",
    "Cohort",
    "Commitments",
    "Figure",
    "Header",
    "Horizon",
    "Line",
    "Question",
    "Report",
    "StageDefinition",
    "build_cohort",
    "check_period",
    "figures",
    "prepare",
    "report",
]


def check_period(manifest: Manifest, question: Question) -> None:
    """UsageError where a period is asked of data without dates."""
    if not manifest.dated and (question.from_ or question.to):
        raise UsageError("This data has no dates, so no period can be asked. Leave out --from and --to.")


def figures(
    cursor: duckdb.DuckDBPyConnection,
    manifest: Manifest,
    scores: str,
    question: Question,
    population: str = "leads",
    commitments: Commitments | None = None,
    draws: int = DRAWS,
    families: Collection[str] = ALL_FAMILIES,
) -> Report:
    """Every figure of `NAMES`, in that order, for one question.

    `scores` names a relation on the cursor with lead_id, as_of (T, naive UTC, may be NULL), score (ten-thousandths)
    and band, one row a lead; `population` one with the lead_id of all leads that the model's population keeps.
    `commitments` are what both teams promised; `draws` 0 leaves out intervals that need resampling, for who is in a
    hurry; `families` are some of ALL_FAMILIES.  Raises DataError and UsageError for what this data or the product
    cannot answer.
    """
    check_period(manifest, question)
    cohort = build_cohort(cursor, manifest, scores, question, population)
    return report(cohort, manifest, commitments, draws, families)
