"""The locked period: the latest quarter of mature hand-offs, which no draft is tuned on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from leadscore.evidence import Shelf
from leadscore.outcomes import Cohort, Question
from leadscore.outcomes.conversion import unknowable
from leadscore.outcomes.horizon import horizon
from leadscore.outcomes.pasts import hand_offs_cohort
from leadscore.outcomes.standing import NO_DATES, TARGETS, Target, no_hand_offs, standing

FEWEST_OUTCOMES = 60
"""With fewer outcomes in it, a locked period could confirm nothing and would only be missing elsewhere."""

TOO_FEW = "too few outcomes to lock"


@dataclass(frozen=True, slots=True)
class Lock:
    """The one locked period of a data revision; `starts` None: nothing is locked, and `reason` says why.

    `starts` and `ends` are T of the first and the last locked hand-off (naive UTC, inclusive); `leads` are its mature
    hand-offs, worked or not; `outcomes` are those with the outcome within its horizon among the counted ones.
    `open`: the period is what is looked at, and nothing outside it.
    """

    revision: str
    starts: datetime | None = None
    ends: datetime | None = None
    leads: int = 0
    outcomes: int = 0
    outcome: str = "sql"
    reason: str | None = None
    open: bool = False

    def opened(self) -> Lock:
        """The same period, to be looked at for once."""
        return replace(self, open=True)

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
    cohort = hand_offs_cohort(shelf, question)
    if not cohort.facts.hand_offs:
        return Lock(manifest.revision, reason=no_hand_offs(cohort.facts))
    for target in TARGETS:
        days = horizon(cohort, target.name)
        if unknowable(cohort, target, days) is None:
            return _latest_quarter(cohort, manifest.revision, target, days.days or 0)
    return Lock(manifest.revision, reason=f"{TOO_FEW}: this data knows no outcome")


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
