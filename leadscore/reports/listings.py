"""The rows behind the figures: leads by name, with the SQL that lists them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from leadscore.outcomes import Cohort
from leadscore.outcomes.cases import FALSE_ALARM, MISSED, stale_leads
from leadscore.outcomes.cohort import COHORT
from leadscore.outcomes.cycle import stale_after
from leadscore.outcomes.cycle_cases import read_cycle
from leadscore.outcomes.deal_rows import build_deals
from leadscore.outcomes.episodes import build_episodes
from leadscore.outcomes.horizon import horizon
from leadscore.outcomes.sla import breaches, build_sla
from leadscore.outcomes.standing import QUALIFIED, TARGETS, WON, Target, no_work, standing
from leadscore.reports.month import Month
from leadscore.reports.past import Asked, Past
from leadscore.store.queries import assemble
from leadscore.vocabulary import WORKED_WITHIN_DAYS

MOST_ROWS = 5_000

Shown = str | float | int | bool | datetime | None


@dataclass(frozen=True, slots=True)
class Listing:
    """Leads by id, one a row (the first column), latest or largest first; `reason` where there can be none."""

    key: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Shown, ...], ...] = ()
    sql: str = ""
    reason: str | None = None

    @property
    def leads(self) -> tuple[str, ...]:
        """The lead_id of each row; empty where a deal has no lead."""
        return tuple(str(row[0] or "") for row in self.rows)


TITLES = {
    "hand_offs": "All leads of the month",
    "worked": "Worked and mature: in the rate",
    "unworked": "Unworked: outcome not observed",
    "qualified": "All mature hand-offs of the Lead Quality Score",
    "missed_wins": "Missed wins, until the end of the month",
    "false_alarms": "False alarms, until the end of the month",
    "slipping": "Top-band leads that nobody worked, until the end of the month",
    "closed_deals": "Deals that closed, with the score at hand-off",
    "breaches": "Breaches of the agreement this month",
    "stale": "Open longer than nearly all won ones took",
}
"""The lists of rows, by key."""

_STANDINGS = (
    "Lead",
    "Handed over (UTC)",
    "Score then",
    "Band then",
    "Worked",
    "First touch (UTC)",
    "Stands",
    "Reached the outcome in time",
    "Outcome (UTC)",
    "Won amount",
)
_COLUMNS = "lead_id, as_of, score / 10000.0, band, worked, first_touch, standing, hit, outcome_at, won_amount"
_WHICH = {
    "hand_offs": "TRUE",
    "worked": "standing = 'counted'",
    "unworked": "standing = 'unworked'",
    "qualified": "standing IN ('counted', 'unworked')",
    "missed_wins": MISSED,
    "false_alarms": FALSE_ALARM,
}
_ALL_UNTIL_THEN = ("missed_wins", "false_alarms", "slipping", "closed_deals", "stale")


def listing(past: Past, month: Month, key: str, limit: int = MOST_ROWS) -> Listing:
    """The rows behind a figure of that month; KeyError for a key that is not one of TITLES."""
    asked = Asked(None if key in _ALL_UNTIL_THEN else month.first, month.last)
    with past.cohort(asked) as cohort:
        found = _standings(past, cohort, key, limit) if key in _WHICH else _OTHERS[key](past, cohort, limit)
    return Listing(key, TITLES[key], found.columns, found.rows, f"{past.sql(asked)}\n\n{found.sql}", found.reason)


def _standings(past: Past, cohort: Cohort, key: str, limit: int) -> Listing:
    target = _target(past, key)
    days = horizon(cohort, "sql" if target is QUALIFIED else target.name).days or 0
    stages = (standing(target, cohort.facts),)
    select = f"SELECT {_columns(target, cohort)} FROM standings WHERE {_WHICH[key]}\nORDER BY as_of DESC, lead_id"
    rows = cohort.rows(stages, f"{select} LIMIT {int(limit)}", days=days)
    sql = f"-- $days is {days}\n{assemble((COHORT, *stages), select)};"
    return Listing(key, "", _STANDINGS, tuple(rows), sql)


def _columns(target: Target, cohort: Cohort) -> str:
    return _COLUMNS if cohort.facts.dated else _COLUMNS.replace("outcome_at", target.at)


def _target(past: Past, key: str) -> Target:
    if key == "qualified":
        return QUALIFIED
    return WON if key == "missed_wins" else next(each for each in TARGETS if each.name == past.outcome)


_SLIPPING = f"""SELECT lead_id, hand_off, score / 10000.0, band, sal_reached, won_reached FROM cohort
WHERE band = 'ready' AND NOT same_deal AND NOT worked AND hand_off + INTERVAL {WORKED_WITHIN_DAYS} DAY <= $data_date
ORDER BY score DESC, lead_id"""


def _slipping(past: Past, cohort: Cohort, limit: int) -> Listing:
    columns = ("Lead", "Handed over (UTC)", "Score then", "Band then", "Accepted", "Won all the same")
    reason = no_work(cohort.facts)
    rows = [] if reason else cohort.rows((), f"{_SLIPPING} LIMIT {int(limit)}")
    return Listing("", "", columns, tuple(rows), f"{assemble((COHORT,), _SLIPPING)};", reason)


_CLOSED = """SELECT lead_id, deal_id, outcome, closed_at, amount, cohort.score / 10000.0, cohort.band, linked, scored
FROM outcome_deals LEFT JOIN cohort USING (lead_id) WHERE outcome IN ('won', 'lost')
ORDER BY closed_at DESC NULLS LAST, deal_id"""


def _closed_deals(past: Past, cohort: Cohort, limit: int) -> Listing:
    build_deals(cohort)
    columns = (
        "Lead",
        "Deal",
        "Ended",
        "Closed (UTC)",
        "Amount",
        "Score at hand-off",
        "Band at hand-off",
        "Linked to a lead",
        "Scored by the close",
    )
    select = _CLOSED.replace("cohort.band", "outcome_deals.band")
    rows = cohort.rows((), f"{select} LIMIT {int(limit)}")
    return Listing("", "", columns, tuple(rows), f"{assemble((COHORT,), select)};")


def _breaches(past: Past, cohort: Cohort, limit: int) -> Listing:
    columns = ("Lead", "Handed over (UTC)", "Breach", "First touch (UTC)", "Business hours waited", "Attempts")
    reason = no_work(cohort.facts)
    if reason is None and past.commitments.touch_within_minutes is None:
        reason = "no time to the first touch is agreed: enter it under Service levels"
    if reason:
        return Listing("", "", columns, reason=reason)
    build_episodes(cohort)
    build_sla(cohort, past.commitments)
    rows = tuple(
        (each.lead_id, each.handed_at, each.kind, each.first_touch, each.waited_minutes / 60, each.attempts)
        for each in breaches(cohort, limit)
    )
    return Listing("", "", columns, rows)


def _stale(past: Past, cohort: Cohort, limit: int) -> Listing:
    columns = ("Lead", "Qualified (UTC)", "Days open", "Band at hand-off")
    cases = read_cycle(cohort, horizon(cohort, "won"))
    after = stale_after(cases)
    if not isinstance(after, float):
        return Listing("", "", columns, reason=after.reason)
    rows = tuple((each.lead_id, each.started_at, each.days, each.band) for each in stale_leads(cohort, after, limit))
    return Listing("", "", columns, rows)


_OTHERS: dict[str, Callable[[Past, Cohort, int], Listing]] = {
    "slipping": _slipping,
    "closed_deals": _closed_deals,
    "breaches": _breaches,
    "stale": _stale,
}
