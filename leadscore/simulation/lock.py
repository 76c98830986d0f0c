"""The locked period: the latest quarter of mature hand-offs, which no draft is tuned on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import duckdb

from leadscore.evidence import Shelf
from leadscore.outcomes import Cohort, Question, build_cohort
from leadscore.outcomes.conversion import unknowable
from leadscore.outcomes.entries import LEAD_STAGES, STAGE_ENTRIES
from leadscore.outcomes.horizon import horizon
from leadscore.outcomes.query import execute
from leadscore.outcomes.standing import NO_DATES, TARGETS, Target, no_hand_offs, standing
from leadscore.store.queries import assemble

FEWEST_OUTCOMES = 60
"""With fewer outcomes in it, a locked period could confirm nothing and would only be missing elsewhere."""

TOO_FEW = "too few outcomes to lock"


@dataclass(frozen=True, slots=True)
class Lock:
    """The one locked period of a data revision; `starts` None: nothing is locked, and `reason` says why.

    `starts` and `ends` are T of the first and the last locked hand-off (naive UTC, inclusive); `leads` are its mature
    hand-offs, worked or not; `outcomes` are those with the outcome within its horizon among the counted ones.
    """

    revision: str
    starts: datetime | None = None
    ends: datetime | None = None
    leads: int = 0
    outcomes: int = 0
    outcome: str = "sql"
    reason: str | None = None

    @classmethod
    def off(cls, reason: str = "switched off") -> Lock:
        """Nothing is locked: for the active model's Review, and for tests."""
        return cls("", reason=reason)


def lock_of(shelf: Shelf) -> Lock:
    """The locked period of a data revision, whatever the model: computed once, kept by whoever asks often.

    It looks at every hand-off of the data with the default horizons, at the first outcome of sql, opportunity and won
    that this data knows.  Where T is the same for several leads at the border, all of them are locked.
    """
    manifest = shelf.database.manifest
    if not manifest.dated or manifest.data_date is None:
        return Lock(manifest.revision, reason=NO_DATES)
    question = Question(data_date=manifest.data_date, zone=manifest.zone)
    cursor = shelf.database.cursor()
    cohort = _hand_offs(cursor, shelf, question)
    if not cohort.facts.hand_offs:
        return Lock(manifest.revision, reason=no_hand_offs(cohort.facts))
    for target in TARGETS:
        days = horizon(cohort, target.name)
        if unknowable(cohort, target, days) is None:
            return _latest_quarter(cohort, manifest.revision, target, days.days or 0)
    return Lock(manifest.revision, reason=f"{TOO_FEW}: this data knows no outcome")


def _hand_offs(cursor: duckdb.DuckDBPyConnection, shelf: Shelf, question: Question) -> Cohort:
    """Every lead with a hand-off, with an empty score: only T and outcome matter here."""
    rows = assemble(
        (STAGE_ENTRIES, LEAD_STAGES),
        """SELECT lead_id, mql_at AS as_of, 0 AS score, CAST(NULL AS VARCHAR) AS band
FROM lead_stages SEMI JOIN leads USING (lead_id) WHERE mql_at IS NOT NULL""",
    )
    execute(cursor, question, f"CREATE OR REPLACE TEMP TABLE hand_offs_unscored AS\n{rows}")
    return build_cohort(cursor, shelf.database.manifest, "hand_offs_unscored", question)


_QUARTER = """SELECT MIN(as_of), MAX(as_of), COUNT(*), COUNT(*) FILTER (WHERE standing = 'counted' AND hit)
FROM mature WHERE as_of >= (SELECT as_of FROM mature ORDER BY as_of DESC LIMIT 1 OFFSET $rank)"""


def _latest_quarter(cohort: Cohort, revision: str, target: Target, days: int) -> Lock:
    asked = standing(target, cohort.facts)
    mature = type(asked)(
        "mature",
        "hand-offs whose horizon has passed, worked or not",
        "SELECT as_of, standing, hit FROM standings WHERE standing IN ('counted', 'unworked')",
    )
    number = cohort.rows((asked, mature), "SELECT COUNT(*) FROM mature", days=days)[0][0]
    if number < 4:
        return Lock(revision, outcome=target.name, reason=f"{TOO_FEW}: {number} mature hand-offs")
    rank = number // 4 - 1
    starts, ends, leads, outcomes = cohort.rows((asked, mature), _QUARTER, days=days, rank=rank)[0]
    if outcomes < FEWEST_OUTCOMES:
        words = f"{TOO_FEW}: the latest quarter has {outcomes}, needs {FEWEST_OUTCOMES}"
        return Lock(revision, outcome=target.name, reason=words)
    return Lock(revision, starts, ends, leads, outcomes, target.name)
