"""Speed to lead: business minutes from the hand-off to the first touch by sales.

A lead that was rejected or converted before anybody tried competes with the touch, a lead that nobody touched is
followed as far as known: neither is dropped, so the quick ones do not speak for all.
"""

from __future__ import annotations

from leadscore.estimate import Estimate, proportion
from leadscore.outcomes.calendar import MINUTE, BusinessTime, Calendar, on_day
from leadscore.outcomes.cohort import COHORT, Cohort
from leadscore.outcomes.commitments import Commitments
from leadscore.outcomes.figure import Figure
from leadscore.outcomes.following import Followed
from leadscore.outcomes.incidence import Incidence
from leadscore.outcomes.query import NO_DATA_DATE, date_only, execute
from leadscore.outcomes.rates import NO_CUT_OFFS
from leadscore.outcomes.standing import no_work
from leadscore.store.queries import Stage, assemble
from leadscore.vocabulary import WORKED_WITHIN_DAYS

TOUCHED, ENDED_BEFORE = 1, 2
NO_COMMITMENT = "no time to the first touch is agreed"


def read_speed(cohort: Cohort, calendar: Calendar) -> Followed:
    """Fill the temporary table `speed_cases` and read it: waits and ages in begun business minutes.

    Left out are hand-offs and first touches that are dates without a time: their minutes are unknown.
    """
    first = cohort.rows((), "SELECT MIN(hand_off) FROM cohort")[0][0] or NO_DATA_DATE
    last = cohort.question.data_date or NO_DATA_DATE
    time = BusinessTime.between(calendar, min(first, last), last)
    sql = assemble((COHORT, time.workdays(), _LAST_DAY, *_STAGES), _cases(time))
    execute(cohort.cursor, cohort.question, f"CREATE OR REPLACE TEMP TABLE speed_cases AS\n{sql}", **time.bound)
    return Followed.read(cohort, "speed_cases", 2)


def _at_or_after(instant: str) -> str:
    return f"CASE WHEN {instant} >= hand_off THEN {instant} END"


_ENDS = ", ".join(_at_or_after(each) for each in ("sql_at", "opportunity_at", "won_at", "lost_at", "episode_end"))

_STAGES = (
    Stage(
        "handed",
        "an end before the first touch competes with it; after 30 days a touch belongs to no hand-off any more",
        f"""SELECT lead_id, account_number, by_group, band, hand_off, first_touch, LEAST({_ENDS}) AS ended,
    LEAST(hand_off + INTERVAL {WORKED_WITHIN_DAYS} DAY, $data_date) AS last_seen
FROM cohort
WHERE hand_off IS NOT NULL AND NOT {date_only("hand_off")}
  AND NOT COALESCE({date_only("first_touch")}, FALSE)""",
    ),
    Stage(
        "seen",
        "which came first",
        f"""SELECT *,
    CASE WHEN first_touch <= COALESCE(ended, first_touch) THEN {TOUCHED}
         WHEN ended <= last_seen THEN {ENDED_BEFORE} ELSE 0 END AS way,
    LEAST(first_touch, ended, last_seen) AS until
FROM handed""",
    ),
)

_LAST_DAY = Stage("last_day", "the day of the data date", "SELECT * FROM workdays WHERE day = CAST($data_date AS DATE)")


def _cases(time: BusinessTime) -> str:
    started = time.until("start_day", "hand_off")
    now = f"(SELECT {time.until('last_day', 'CAST($data_date AS TIMESTAMP)')} FROM last_day)"
    return f"""SELECT lead_id, account_number, by_group, band, hand_off, way,
    CAST(CEIL(({time.until("until_day", "until")} - {started}) / {MINUTE}.0) AS BIGINT) AS waited,
    ({now} - {started}) // {MINUTE} AS age
FROM seen
JOIN workdays AS start_day ON {on_day("start_day", "seen.hand_off")}
JOIN workdays AS until_day ON {on_day("until_day", "seen.until")}"""


def speed(cohort: Cohort, commitments: Commitments) -> tuple[Figure, ...]:
    """Median and 90th percentile over all hand-offs, the share touched within the agreed time, and who is left out."""
    reason = no_work(cohort.facts)
    cases = read_speed(cohort, commitments.calendar)
    if not reason and not len(cases.way):
        reason = "hand-offs and touches of these leads are dates without a time"
    figures: list[Figure] = []
    cells, bands = cases.cells(cohort), cases.by_band(cohort)
    curves = [(cell, of.incidence()) for cell, of in cells]
    waiting = bool(cohort.rows((), _STILL_WAITING)[0][0])
    for name, part in (("speed_median", 0.5), ("speed_p90", 0.9)):
        figures += [Figure(name, cell, _quantile(curve, part, reason, waiting)) for cell, curve in curves]
    within = commitments.touch_within_minutes
    figures += [
        Figure("speed_median_by_band", band, _quantile(of.incidence(), 0.5, reason, waiting)) for band, of in bands
    ]
    figures += [Figure("speed_kept", cell, _kept(of, within, reason)) for cell, of in cells]
    figures += [Figure("speed_kept_by_band", band, _kept(of, within, reason)) for band, of in bands]
    if not bands:
        unknown = Estimate.unknown(NO_CUT_OFFS, len(cases.way))
        figures += [Figure(name, None, unknown) for name in ("speed_median_by_band", "speed_kept_by_band")]
    return (*figures, *_left_out(cohort, cases, reason))


_STILL_WAITING = f"""SELECT COUNT(*) > 0 FROM cohort
WHERE first_touch IS NULL AND hand_off + INTERVAL {WORKED_WITHIN_DAYS} DAY > $data_date"""


def _quantile(curve: Incidence, part: float, reason: str | None, waiting: bool) -> Estimate:
    """Of all hand-offs: where fewer were ever touched, there is no such time; none yet while some are `waiting`."""
    n = curve.n
    if reason or not n:
        return Estimate.unknown(reason or "no hand-off with a time of day", n)
    found = curve.quantile(part, TOUCHED)
    if found is None:
        touched = float(curve.shares[TOUCHED - 1, -1])
        until = f"so far, and some still have time: {touched:.0%}" if waiting else f"within 30 days: {touched:.0%}"
        return Estimate.unknown(f"fewer than {part:.0%} of these are touched {until}", n)
    return Estimate.count(found, n)


def _kept(cases: Followed, within: int | None, reason: str | None) -> Estimate:
    """Touched within the agreed minutes, of the hand-offs that are as old; ended before it is no touch."""
    if reason or within is None:
        return Estimate.unknown(reason or NO_COMMITMENT, len(cases.way))
    due = cases.of(cases.age >= within)
    hit = (due.way == TOUCHED) & (due.waited <= within)
    return proportion(due.share(hit), nothing="no hand-off is old enough for the agreed time")


def _left_out(cohort: Cohort, cases: Followed, reason: str | None) -> tuple[Figure, ...]:
    handed = cohort.rows((), "SELECT COUNT(hand_off) FROM cohort")[0][0]
    counted = {
        "speed_untouched": int((cases.way == 0).sum()),
        "speed_ended_before_touch": int((cases.way == ENDED_BEFORE).sum()),
        "speed_no_time_of_day": handed - len(cases.way),
    }
    return tuple(
        Figure(name, None, Estimate.unknown(reason, handed) if reason else Estimate.count(count, handed))
        for name, count in counted.items()
    )
