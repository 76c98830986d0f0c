"""A pilot in numbers: closes expected and seen by week, leading indicators beside the time before, and both groups."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from leadscore.estimate import AccountSums, Estimate, difference, proportion
from leadscore.outcomes import Cohort
from leadscore.outcomes.calendar import local_day
from leadscore.outcomes.cycle_cases import WON, read_cycle
from leadscore.outcomes.horizon import horizon
from leadscore.outcomes.rates import AT_OR_ABOVE, shares
from leadscore.outcomes.standing import TARGETS, no_episodes
from leadscore.reports.past import Asked, Past
from leadscore.reports.section import Table
from leadscore.reports.wording import Value
from leadscore.simulation.replay import Replayed
from leadscore.store.state import Feedback
from leadscore.vocabulary import OUTCOME_WORDS, counted
from leadscore.workshop import pilot_closes, pilot_groups, pilot_volume
from leadscore.workshop.pilot import Plan
from leadscore.workshop.pilot_closes import Expected

ONE_DAY = timedelta(days=1)
FIRST_CLOSES = 6
"""By the end of this week the first closes are looked at."""
FAMILIES = ("quality", "acceptance", "speed", "conversion")
RATED = "Hand-offs that sales rated"
ANSWERED, DISPUTED = "Ratings that the other side answered", "Ratings that dispute the score"


@dataclass(frozen=True, slots=True)
class Outlook:
    """Closes to expect by week, of all leads handed over and of the top band; `seen` by week, None where data end.

    volume: in words what a week's hand-offs are; seen_reason: why no close can be known yet, if so.
    """

    volume: str
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
    return sentence, volume, f"{pilot_closes.FIXED} {pilot_closes.ALIKE}"


def spans(past: Past, planned: Plan) -> Spans | str:
    """The days that can be looked at, or why there are none yet."""
    end = past.manifest.data_date
    if end is None or not past.manifest.dated:
        return "this data has no dates"
    last = local_day(end + timedelta(microseconds=1), past.manifest.zone) - ONE_DAY
    if last < planned.starts:
        return f"these data end on {last:%d %b %Y}, before the pilot: import newer data to see it"
    return Spans(planned.starts, min(last, planned.ends))


def outlook(past: Past, replayed: Replayed, planned: Plan, part: float = 1.0, draws: int = 400) -> Outlook:
    """What hand-offs before the pilot let expect of one that takes `part` of all, and what was seen so far."""
    a_week, words = pilot_volume.leads_a_week(replayed, past.model)
    a_week = pilot_volume.part_of(a_week, part)
    before = planned.starts - ONE_DAY if past.manifest.dated else None
    with past.cohort(Asked(to=before)) as cohort:
        found = read_cycle(cohort, horizon(cohort, "won"), "hand_off")
        cases = pilot_closes.at_or_above(found, cohort)
        top = pilot_closes.in_bands(found, cohort, (pilot_closes.TOP,))
    of_top = len(top.way) / len(cases.way) if len(cases.way) else 0.0
    top_a_week = pilot_volume.part_of(a_week, of_top)
    seen = closes_seen(past, planned)
    return Outlook(
        words,
        pilot_closes.expected(found, cases, a_week, planned.weeks, draws),
        pilot_closes.expected(found, top, top_a_week, planned.weeks, draws),
        (None,) * planned.weeks if isinstance(seen, str) else seen,
        seen if isinstance(seen, str) else None,
    )


def closes_seen(past: Past, planned: Plan, members: Collection[str] | None = None) -> tuple[int | None, ...] | str:
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
        inside = AT_OR_ABOVE if cohort.bands else "TRUE"
        select = f"""SELECT lead_id, start + TO_MICROSECONDS(CAST(waited AS BIGINT)) FROM cycle_cases
WHERE way = {WON} AND {inside}"""
        rows = cohort.cursor.execute(select).fetchall()
    zone = past.manifest.zone
    days = [local_day(at, zone) for lead, at in rows if members is None or lead in members]
    ends = (planned.end_of_week(week) for week in range(1, planned.weeks + 1))
    return tuple(sum(day <= end for day in days) if end <= looked_at.last else None for end in ends)


def indicators(past: Past, planned: Plan, given: Sequence[Feedback], today: date) -> Table:
    """Leading indicators of hand-offs since the start, beside as long before, with the change; feedback until today.

    Each counts only hand-offs old enough for it, so that a young pilot is not set beside an old past.
    """
    rows = [*_of_data(past, planned, given), *_of_feedback(planned, given, today, past.manifest.zone)]
    return Table(
        "Leading indicators",
        ("Indicator", "Since the pilot began", "As long before", "Change"),
        tuple((what, Value(now), Value(then), Value(difference(now, then), "points")) for what, now, then in rows),
    )


Row = tuple[str, Estimate, Estimate]


def _of_data(past: Past, planned: Plan, given: Sequence[Feedback]) -> Iterable[Row]:
    looked_at = spans(past, planned)
    named = _named(past)
    if isinstance(looked_at, str):
        unknown = Estimate.unknown(looked_at)
        return [(what, unknown, unknown) for what in (*named, RATED)]
    asked = [
        Asked(first, last, families=FAMILIES) for first, last in ((looked_at.first, looked_at.last), looked_at.before)
    ]
    now, then = (past.report(each) for each in asked)
    rated_now, rated_then = (_rated(past, each, given) for each in asked)
    rows = [(what, now.figure(name), then.figure(name)) for what, name in named.items()]
    return [*rows, (RATED, rated_now, rated_then)]


def _named(past: Past) -> dict[str, str]:
    outcome = past.outcome
    return {
        "Accepted by sales in time": "acceptance",
        "First touch within the promised time": "speed_kept",
        "Worked within 30 days": "worked_share",
        "Worked leads with a meeting held": "meetings_held",
        f"{past.rated.capitalize()} that became {OUTCOME_WORDS[outcome]}": f"conversion_{outcome}",
    }


def _rated(past: Past, asked: Asked, given: Sequence[Feedback]) -> Estimate:
    leads = sorted({each.lead_id for each in given if each.author.team == "sales" and each.lead_id})
    with past.cohort(asked) as cohort:
        reason = no_episodes(cohort.facts)
        hit = {"rated": "lead_id IN (SELECT UNNEST(CAST($rated AS VARCHAR[])))"}
        sums = shares(cohort, hit, rated=leads)["rated"].all()
    return Estimate.unknown(reason) if reason else proportion(sums, nothing="no hand-off in these days")


def _of_feedback(planned: Plan, given: Sequence[Feedback], today: date, zone: str) -> Iterable[Row]:
    """Of ratings by sales: which were answered, which dispute the score; by the day on which they were given."""
    if today < planned.starts:
        unknown = Estimate.unknown(f"the pilot starts on {planned.starts:%d %b %Y}")
        return [(ANSWERED, unknown, unknown), (DISPUTED, unknown, unknown)]
    looked_at = Spans(planned.starts, min(today, planned.ends))
    ratings = [(_day(each.at, zone), each) for each in given if each.author.team == "sales"]
    parts = [
        [each for day, each in ratings if first <= day <= last]
        for first, last in ((looked_at.first, looked_at.last), looked_at.before)
    ]
    answered = [_share(part, lambda each: each.answered_at is not None) for part in parts]
    disputed = [_share(part, lambda each: each.rating == "dispute") for part in parts]
    return [(ANSWERED, answered[0], answered[1]), (DISPUTED, disputed[0], disputed[1])]


def _share(part: Sequence[Feedback], hit: Callable[[Feedback], bool]) -> Estimate:
    return proportion(AccountSums.alone(sum(map(hit, part)), len(part)), nothing="sales rated no lead in these days")


def _day(instant: datetime, zone: str) -> date:
    return instant.replace(tzinfo=UTC).astimezone(ZoneInfo(zone)).date()


def groups(past: Past, planned: Plan, members: Callable[[Cohort], Collection[str]]) -> Table | str:
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
