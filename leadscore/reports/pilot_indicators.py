"""Leading indicators of a pilot: what can be judged before closes can, beside the time before."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import partial

from leadscore.estimate import AccountSums, Estimate, difference, proportion
from leadscore.outcomes.calendar import local_day
from leadscore.outcomes.rates import shares
from leadscore.outcomes.standing import no_episodes
from leadscore.reports.past import Asked, Past
from leadscore.reports.pilot import ONE_DAY, Spans, spans
from leadscore.reports.section import Table
from leadscore.reports.wording import Value
from leadscore.store.state import Feedback
from leadscore.vocabulary import OUTCOME_WORDS, counted
from leadscore.workshop.pilot import Plan

FAMILIES = ("quality", "acceptance", "speed", "conversion")
RATED = "Hand-offs that sales rated"
ANSWERED, DISPUTED = "Ratings that the other side answered", "Ratings that dispute the score"


def indicators(past: Past, planned: Plan, given: Sequence[Feedback], today: date) -> Table:
    """Leading indicators of hand-offs since the start, beside as long before, with the change; feedback until today.

    Each counts only hand-offs old enough for it, so that a young pilot is not set beside an old past.  Where data end
    before the pilot, the second column is what it starts from: as many weeks before its start as it will have.
    """
    rows = [*_of_data(past, planned, given), *_of_feedback(planned, given, today, past.manifest.zone)]
    begun = isinstance(spans(past, planned), Spans) or not past.manifest.dated
    before = "As long before" if begun else f"The {counted(planned.weeks, 'week')} before"
    return Table(
        "Leading indicators",
        ("Indicator", "Since the pilot began", before, "Change"),
        tuple((what, Value(now), Value(then), Value(difference(now, then), "points")) for what, now, then in rows),
    )


Row = tuple[str, Estimate, Estimate]


def _of_data(past: Past, planned: Plan, given: Sequence[Feedback]) -> Iterable[Row]:
    looked_at, named = spans(past, planned), _named(past)
    if not past.manifest.dated:
        unknown = Estimate.unknown(str(looked_at))
        return [(what, unknown, unknown) for what in (*named, RATED)]
    then = _asked(past, named, given, _before(planned, looked_at))
    if isinstance(looked_at, str):
        now = dict.fromkeys(then, Estimate.unknown("no data of it yet"))
    else:
        now = _asked(past, named, given, (looked_at.first, looked_at.last))
    return [(what, now[what], then[what]) for what in then]


def _before(planned: Plan, looked_at: Spans | str) -> tuple[date, date]:
    if isinstance(looked_at, Spans):
        return looked_at.before
    return planned.starts - planned.weeks * 7 * ONE_DAY, planned.starts - ONE_DAY


def _asked(
    past: Past, named: Mapping[str, str], given: Sequence[Feedback], days: tuple[date, date]
) -> dict[str, Estimate]:
    """The figures of hand-offs of these days (both inclusive), by what they are called."""
    asked = Asked(*days, families=FAMILIES)
    report = past.report(asked)
    return {what: report.figure(name) for what, name in named.items()} | {RATED: _rated(past, asked, given)}


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
        unknown = Estimate.unknown("the pilot has not begun")
        return [(ANSWERED, unknown, unknown), (DISPUTED, unknown, unknown)]
    looked_at = Spans(planned.starts, min(today, planned.ends))
    ratings = [(local_day(each.at, zone), each) for each in given if each.author.team == "sales"]
    ends = (looked_at.last, looked_at.before[1])
    parts = [
        [each for day, each in ratings if first <= day <= last]
        for first, last in ((looked_at.first, looked_at.last), looked_at.before)
    ]
    answered = [_share(part, partial(_is_answered, end, zone)) for part, end in zip(parts, ends, strict=True)]
    disputed = [_share(part, lambda each: each.rating == "dispute") for part in parts]
    return [(ANSWERED, answered[0], answered[1]), (DISPUTED, disputed[0], disputed[1])]


def _is_answered(end: date, zone: str, each: Feedback) -> bool:
    """Whether it was answered within the days looked at: ratings of earlier days had longer to be answered since."""
    return each.answered_at is not None and local_day(each.answered_at, zone) <= end


def _share(part: Sequence[Feedback], hit: Callable[[Feedback], bool]) -> Estimate:
    return proportion(AccountSums.alone(sum(map(hit, part)), len(part)), nothing="sales rated no lead in these days")
