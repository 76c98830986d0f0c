"""A pilot in numbers: closes expected and seen by week, and both groups of a comparison."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from leadscore.estimate import Estimate
from leadscore.outcomes import DRAWS, Cohort
from leadscore.outcomes.calendar import local_day
from leadscore.outcomes.cycle_cases import WON, read_cycle
from leadscore.outcomes.horizon import horizon
from leadscore.outcomes.rates import AT_OR_ABOVE, NO_CUT_OFFS
from leadscore.outcomes.standing import TARGETS
from leadscore.reports.past import Asked, Past
from leadscore.reports.section import Table
from leadscore.reports.wording import Value
from leadscore.simulation.replay import Replayed
from leadscore.vocabulary import counted
from leadscore.workshop import pilot_closes, pilot_groups, pilot_volume
from leadscore.workshop.pilot import Plan
from leadscore.workshop.pilot_closes import Expected

ONE_DAY = timedelta(days=1)
MOST_SHORT = 4
"""Hand-offs over fewer weeks say nothing of a week."""

FIRST_CLOSES = 6
"""By the end of this week the first closes are looked at."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """Closes to expect by week, of all leads handed over and of the top band; `seen` by week, None where data end.

    volume: in words what a week's hand-offs are; handed_a_week: how many with such a score there really were before;
    seen_reason: why no close can be known yet, if so.
    """

    volume: str
    handed_a_week: Estimate
    all: Expected
    top: Expected
    seen: tuple[int | None, ...]
    seen_reason: str | None


@dataclass(frozen=True, slots=True)
class Spans:
    """The days looked at: since the pilot began as far as data go (both inclusive), and as many before it."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many days."""
        return (self.last - self.first).days + 1

    @property
    def before(self) -> tuple[date, date]:
        """As many days before the first."""
        return self.first - self.days * ONE_DAY, self.first - ONE_DAY


def to_json(planned: Plan, found: Outlook) -> dict[str, Any]:
    """The plan and the outlook as plain values; days as ISO text."""
    return {
        "starts": planned.starts,
        "ends": planned.ends,
        "weeks": planned.weeks,
        "alignment": planned.alignment,
        "phases": [asdict(each) for each in planned.phases],
        "leads_a_week": {"counted": found.volume, **asdict(found.all.a_week)},
        "handed_over_a_week": asdict(found.handed_a_week),
        "expected_closes": [{"week": week, **asdict(each)} for week, each in enumerate(found.all.weeks, 1)],
        "expected_closes_top_band": [{"week": week, **asdict(each)} for week, each in enumerate(found.top.weeks, 1)],
        "telling": {"closes": pilot_closes.TELLING, "week": found.all.telling},
        "in_words": list(outlook_in_words(planned, found)),
        "closes_seen": list(found.seen),
        "closes_seen_reason": found.seen_reason,
    }


def outlook_in_words(planned: Plan, found: Outlook) -> tuple[str, ...]:
    """What closes can tell and when, and what that rests on."""
    a_week = found.all.a_week
    volume = (
        f"How many leads are handed over a week is unknown: {a_week.reason}."
        if a_week.value is None
        else f"{a_week.value:,.1f} {found.volume}; {counted(found.all.cases, 'earlier hand-off')} like them, "
        f"{found.all.wins:,} of which were won, say how long a close takes."
    )
    sentence = pilot_closes.in_words(found.all, FIRST_CLOSES, planned.weeks)
    return sentence, f"{volume}{_really(found)}", f"{pilot_closes.FIXED} {pilot_closes.ALIKE}"


def _really(found: Outlook) -> str:
    """How many were handed over before, since a pilot that hands over no more has fewer closes to expect."""
    handed = found.handed_a_week
    if handed.value is None or found.all.a_week.value is None or found.volume.startswith(pilot_volume.ACTUAL):
        return ""
    return (
        f" Until now {handed.value:,.1f} a week were handed over with such a score: with no more than these, closes "
        "are fewer in proportion."
    )


def seen_in_words(found: Outlook) -> str | None:
    """How many closes were seen by the last week that the data cover, and whether so many could be expected."""
    known = [(week, count) for week, count in enumerate(found.seen, start=1) if count is not None]
    if not known:
        return None
    week, count = known[-1]
    closes = found.all.by(week)
    seen = f"By week {week} these data have {counted(count, 'close')}"
    if closes.value is None or closes.low is None or closes.high is None:
        return f"{seen}."
    judged = "fewer than" if count < closes.low else "more than" if count > closes.high else "as"
    between = f"{closes.value:,.1f} ({closes.low:,.0f} to {closes.high:,.0f})"
    return f"{seen}, {judged} could be expected: {between}."


def spans(past: Past, planned: Plan) -> Spans | str:
    """The days that can be looked at, or why there are none yet."""
    end = past.manifest.data_date
    if end is None or not past.manifest.dated:
        return "this data has no dates"
    last = local_day(end + timedelta(microseconds=1), past.manifest.zone) - ONE_DAY
    if last < planned.starts:
        return f"these data end on {last:%d %b %Y}, before the pilot: import newer data to see it"
    return Spans(planned.starts, min(last, planned.ends))


Members = Callable[[Cohort], frozenset[str]]
"""Which leads of a cohort are in the pilot, where only some are."""


def outlook(
    past: Past, replayed: Replayed, planned: Plan, members: Members | None = None, draws: int = DRAWS
) -> Outlook:
    """What hand-offs before the pilot let expect of it, and what was seen so far.

    With `members` the pilot has as large a part of the hand-offs as these have of the earlier ones.
    """
    a_week, words = pilot_volume.leads_a_week(replayed, past.model)
    before = planned.starts - ONE_DAY if past.manifest.dated else None
    with past.cohort(Asked(to=before)) as cohort:
        if members is not None:
            a_week = pilot_volume.part_of(a_week, len(members(cohort)) / max(1, cohort.facts.leads))
            words = f"{words}, in the pilot's part of the leads"
        handed = _handed_a_week(cohort, members)
        found = read_cycle(cohort, horizon(cohort, "won"), "hand_off")
        cases = pilot_closes.at_or_above(found, cohort)
        top = pilot_closes.in_bands(found, cohort, (pilot_closes.TOP,))
        banded = bool(cohort.bands)
    top_a_week = pilot_volume.part_of(a_week, len(top.way) / max(1, len(cases.way)))
    if not banded:
        top_a_week = Estimate.unknown(NO_CUT_OFFS, len(top.way))
    seen = closes_seen(past, planned, members)
    return Outlook(
        words,
        handed,
        pilot_closes.expected(found, cases, a_week, planned.weeks, draws),
        pilot_closes.expected(found, top, top_a_week, planned.weeks, draws),
        (None,) * planned.weeks if isinstance(seen, str) else seen,
        seen if isinstance(seen, str) else None,
    )


def _handed_a_week(cohort: Cohort, members: Members | None) -> Estimate:
    """Hand-offs at or above the cut-off a week, from the first hand-off to the last."""
    inside = AT_OR_ABOVE if cohort.bands else "TRUE"
    rows = cohort.rows((), f"SELECT lead_id, hand_off FROM cohort WHERE hand_off IS NOT NULL AND {inside}")
    days = [at for _, at in rows]
    if len(days) < 2 or max(days) - min(days) < timedelta(weeks=MOST_SHORT):
        return Estimate.unknown(f"needs hand-offs over {MOST_SHORT} weeks", len(days))
    chosen = len(rows) if members is None else len(members(cohort) & {lead for lead, _ in rows})
    return Estimate.count(chosen / ((max(days) - min(days)) / timedelta(weeks=1)), chosen)


def closes_seen(past: Past, planned: Plan, members: Members | None = None) -> tuple[int | None, ...] | str:
    """Closes by the end of each week among hand-offs since the start at or above the cut-off; or why none is known.

    `members`: only of these leads.  A week that the data do not cover to its end is None.
    """
    looked_at = spans(past, planned)
    if isinstance(looked_at, str):
        return looked_at
    with past.cohort(Asked(looked_at.first, looked_at.last)) as cohort:
        found = read_cycle(cohort, horizon(cohort, "won"), "hand_off")
        if found.reason:
            return found.reason
        select = f"""SELECT lead_id, start + TO_MICROSECONDS(CAST(waited AS BIGINT)) FROM cycle_cases
WHERE way = {WON} AND {AT_OR_ABOVE if cohort.bands else "TRUE"}"""
        rows = cohort.cursor.execute(select).fetchall()
        inside = {lead for lead, _ in rows} if members is None else members(cohort)
    zone = past.manifest.zone
    days = [local_day(at, zone) for lead, at in rows if lead in inside]
    ends = (planned.end_of_week(week) for week in range(1, planned.weeks + 1))
    return tuple(sum(day <= end for day in days) if end <= looked_at.last else None for end in ends)


def groups(past: Past, planned: Plan, members: Members) -> Table | str:
    """Hand-offs since the start in the pilot and outside it, side by side; or why there is nothing to compare yet."""
    looked_at = spans(past, planned)
    if isinstance(looked_at, str):
        return looked_at
    target = next(each for each in TARGETS if each.name == past.outcome)
    with past.cohort(Asked(looked_at.first, looked_at.last)) as cohort:
        within = horizon(cohort, target.name)
        found = pilot_groups.compared(cohort, members(cohort), target, within, past.commitments)
    rows = tuple(
        (each.name, Value(each.inside), Value(each.outside), Value(each.difference, "points"), each.words)
        for each in found
    )
    return Table("In the pilot and outside", ("Figure", "In the pilot", "Outside", "Difference", "What it says"), rows)
