"""Service levels of both sides: top-band leads that marketing delivered, how sales took them up, and breaches."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from leadscore.estimate import AccountSums, Estimate, proportion
from leadscore.outcomes.calendar import MINUTE, BusinessTime, local_day, months_within, on_day
from leadscore.outcomes.cohort import Cohort
from leadscore.outcomes.commitments import Commitments
from leadscore.outcomes.figure import Figure
from leadscore.outcomes.query import NO_DATA_DATE, date_only, execute, local_month, run
from leadscore.outcomes.rates import NO_CUT_OFFS, shares, spread
from leadscore.outcomes.speed import NO_COMMITMENT
from leadscore.outcomes.standing import no_episodes, no_work
from leadscore.outcomes.touches import TOUCHES
from leadscore.store.queries import Stage, assemble

MOST_BREACHES = 5_000
REACHED = ("reached", "connected", "answered", "held")
"""Details of a call or meeting that say a person was reached; a meeting without a detail was held, too."""

KEPT, NOT_DUE = "kept", "not due"
BREACHES = ("untouched", "late", "too few attempts")


@dataclass(frozen=True, slots=True)
class Breach:
    """A hand-off that sales did not take up as agreed: what was missing, and the business minutes it waited."""

    lead_id: str
    handed_at: datetime
    kind: str
    first_touch: datetime | None
    waited_minutes: int
    attempts: int


def build_sla(cohort: Cohort, commitments: Commitments) -> None:
    """Fill `sla_cases` from `episodes`: each episode of a top band with its verdict, one of KEPT, NOT_DUE, BREACHES.

    Left out are hand-offs and first touches that are dates without a time: nobody knows their minutes.
    """
    calendar = commitments.calendar
    first = cohort.cursor.execute("SELECT MIN(handed_at) FROM episodes").fetchall()[0][0] or NO_DATA_DATE
    last = cohort.question.data_date or NO_DATA_DATE
    time = BusinessTime.between(calendar, min(first, last), last)
    sql = assemble((TOUCHES, time.workdays(), *_STAGES, _waits(time)), _CASES)
    execute(
        cohort.cursor,
        cohort.question,
        f"CREATE OR REPLACE TEMP TABLE sla_cases AS\n{sql}",
        bands=list(commitments.bands),
        within=commitments.touch_within_minutes or 0,
        attempts=commitments.attempts,
        days=commitments.attempt_days,
        **time.bound,
    )


_SAYS_SO = "detail IN (" + ", ".join(f"'{word}'" for word in REACHED) + ")"
_REACHED = f"kind = 'meeting' AND (detail IS NULL OR {_SAYS_SO}) OR kind = 'call' AND {_SAYS_SO}"

_STAGES = (
    Stage(
        "top_episodes",
        "the agreement is about top-band hand-offs; touches count until the next hand-off of the same lead",
        """SELECT *, LEAD(handed_at) OVER (PARTITION BY lead_id ORDER BY number) AS next_at
FROM episodes WHERE LIST_CONTAINS($bands, band)""",
    ),
    Stage(
        "tried",
        "the first touch of each, and the attempts in the agreed days",
        f"""SELECT lead_id, number, MIN(occurred_at) AS first_touch,
    COUNT(*) FILTER (WHERE occurred_at <= handed_at + to_days($days)) AS attempts,
    COALESCE(BOOL_OR(({_REACHED}) AND occurred_at <= handed_at + to_days($days)), FALSE) AS reached
FROM touches JOIN top_episodes USING (lead_id)
WHERE occurred_at > handed_at AND (next_at IS NULL OR occurred_at <= next_at)
GROUP BY lead_id, number""",
    ),
    Stage(
        "timed",
        "business minutes to the first touch, or to the end or the data date without one",
        f"""SELECT top_episodes.*, first_touch, COALESCE(attempts, 0) AS attempts, COALESCE(reached, FALSE) AS reached,
    LEAST(COALESCE(first_touch, $data_date), COALESCE(ended_at, first_touch, $data_date)) AS until,
    first_touch <= COALESCE(ended_at, first_touch) AS touched
FROM top_episodes LEFT JOIN tried USING (lead_id, number)
WHERE NOT {date_only("handed_at")} AND NOT COALESCE({date_only("first_touch")}, FALSE)""",
    ),
)


def _waits(time: BusinessTime) -> Stage:
    waited = f"{time.until('until_day', 'until')} - {time.until('start_day', 'handed_at')}"
    return Stage(
        "waits",
        "in begun minutes",
        f"""SELECT timed.*, CAST(CEIL(({waited}) / {MINUTE}.0) AS BIGINT) AS waited
FROM timed
JOIN workdays AS start_day ON {on_day("start_day", "timed.handed_at")}
JOIN workdays AS until_day ON {on_day("until_day", "timed.until")}""",
    )


_ENDED_UNTOUCHED = "ended_at IS NOT NULL AND NOT COALESCE(touched, FALSE)"
_ENOUGH = "$attempts = 1 OR reached OR attempts >= $attempts OR COALESCE(ended_at <= handed_at + to_days($days), FALSE)"

_CASES = f"""SELECT *, CASE
    WHEN COALESCE(touched, FALSE) AND waited <= $within THEN CASE
        WHEN {_ENOUGH} THEN '{KEPT}'
        WHEN handed_at + to_days($days) > $data_date THEN '{NOT_DUE}' ELSE 'too few attempts' END
    WHEN {_ENDED_UNTOUCHED} AND waited <= $within THEN '{NOT_DUE}'
    WHEN COALESCE(touched, FALSE) THEN 'late'
    WHEN waited < $within THEN '{NOT_DUE}'
    ELSE 'untouched' END AS verdict
FROM waits"""


def sla(cohort: Cohort, commitments: Commitments) -> tuple[Figure, ...]:
    """Both sides' shares of what they promised, by group and month, and the breaches of sales by kind."""
    return (*_marketing(cohort, commitments), *_sales(cohort, commitments))


def breaches(cohort: Cohort, limit: int = MOST_BREACHES) -> tuple[Breach, ...]:
    """The breaches of the last `build_sla`, latest hand-off first."""
    listed = ", ".join(f"'{kind}'" for kind in BREACHES)
    select = f"""SELECT lead_id, handed_at, verdict, first_touch, waited, attempts FROM sla_cases
WHERE verdict IN ({listed}) ORDER BY handed_at DESC, lead_id LIMIT {int(limit)}"""
    return tuple(Breach(*row) for row in run(cohort.cursor, cohort.question, (), select))


def _sales(cohort: Cohort, commitments: Commitments) -> tuple[Figure, ...]:
    reason = no_work(cohort.facts) or (None if cohort.bands else NO_CUT_OFFS)
    if reason is None and commitments.touch_within_minutes is None:
        reason = NO_COMMITMENT
    names = {kind: f"sla_sales_{kind.replace(' ', '_')}" for kind in BREACHES}
    if reason:
        listed = ("sla_sales", "sla_sales_by_month", "sla_sales_not_due", "sla_sales_no_time_of_day", *names.values())
        return tuple(Figure(name, None, Estimate.unknown(reason)) for name in listed)
    build_sla(cohort, commitments)
    due, hit = f"verdict <> '{NOT_DUE}'", {"kept": f"verdict = '{KEPT}'"}
    split = shares(cohort, hit, due, (_ALL,), "cases")["kept"]
    monthly = shares(cohort, hit, due, (_BY_MONTH,), "monthly_cases")["kept"]
    months = sorted(label for kind, label in monthly.cells if kind == "group" and label is not None)
    kinds = dict(cohort.cursor.execute("SELECT verdict, COUNT(*) FROM sla_cases GROUP BY verdict").fetchall())
    n, of = sum(kinds.values()), run(cohort.cursor, cohort.question, (), _TOP, bands=list(commitments.bands))[0][0]
    by_month = [Figure("sla_sales_by_month", month, _kept(monthly.group(month))) for month in months]
    return (
        *spread(cohort, "sla_sales", split, _kept),
        *(by_month or [Figure("sla_sales_by_month", None, _kept(monthly.nothing))]),
        Figure("sla_sales_not_due", None, Estimate.count(kinds.get(NOT_DUE, 0), n)),
        Figure("sla_sales_no_time_of_day", None, Estimate.count(of - n, of)),
        *(Figure(name, None, Estimate.count(kinds.get(kind, 0), n)) for kind, name in names.items()),
    )


def _kept(sums: AccountSums) -> Estimate:
    return proportion(sums, nothing="no top-band hand-off with a time of day is due")


_TOP = "SELECT COUNT(*) FROM episodes WHERE LIST_CONTAINS($bands, band)"
_ALL = Stage("cases", "every episode of a top band", "SELECT * FROM sla_cases")
_BY_MONTH = Stage(
    "monthly_cases",
    "by the month of the hand-off, in the company's zone",
    f"""SELECT * REPLACE ({local_month("handed_at")} AS by_group)
FROM sla_cases""",
)


def _marketing(cohort: Cohort, commitments: Commitments) -> tuple[Figure, ...]:
    """Delivered of committed, for whole months only: a month that is not over was not missed yet."""
    promised = commitments.leads_a_month
    reason = no_episodes(cohort.facts) or (None if cohort.bands else NO_CUT_OFFS)
    if reason is None and promised is None:
        reason = "no number of leads a month is agreed"
    months = () if reason else whole_months(cohort)
    if promised is None or reason or not months:
        unknown = Estimate.unknown(reason or "no whole month is in the asked period")
        return tuple(Figure(name, None, unknown) for name in ("sla_marketing", "sla_marketing_by_month"))
    select = f"""SELECT {local_month("handed_at")}, COUNT(*)
FROM episodes WHERE LIST_CONTAINS($bands, band) GROUP BY 1"""
    rows = run(cohort.cursor, cohort.question, (), select, bands=list(commitments.bands))
    delivered = {month: count for month, count in rows if month in months}
    total = sum(delivered.values())
    counts = [delivered.get(month, 0) for month in months]
    by_month = (
        Figure("sla_marketing_by_month", month, Estimate.count(count / promised, count))
        for month, count in zip(months, counts, strict=True)
    )
    return (Figure("sla_marketing", None, Estimate.count(total / (promised * len(months)), total)), *by_month)


def whole_months(cohort: Cohort) -> tuple[str, ...]:
    """Months (2026-10) that the data and the asked period cover from the first day to the last.

    The data's first month is covered if a lead was handed over on its first day.
    """
    select = "SELECT MIN(mql_at) FROM first_entries"
    first = run(cohort.cursor, cohort.question, (), select)[0][0]
    question = cohort.question
    if first is None or question.data_date is None:
        return ()
    start = local_day(first, question.zone)
    last = local_day(question.data_date + timedelta(microseconds=1), question.zone) - timedelta(days=1)
    months = months_within(max(start, question.from_ or start), min(last, question.to or last))
    return tuple(f"{month:%Y-%m}" for month in months)
