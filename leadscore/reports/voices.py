"""What sales said: feedback on the month's leads by reason, and customers' concerns by segment."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from leadscore.desk.feedback import pulse
from leadscore.estimate import Estimate
from leadscore.outcomes.calendar import local_day
from leadscore.reports.circumstances import Circumstances
from leadscore.reports.heard import RATED, WORRIED, rating_of, reason_of, worry_of
from leadscore.reports.month import Month
from leadscore.reports.origin import Months, Origin
from leadscore.reports.past import Past
from leadscore.reports.section import Cell, Section, Table
from leadscore.reports.wording import Value
from leadscore.store.database import quoted
from leadscore.store.state import Feedback
from leadscore.vocabulary import CONCERNS, RATINGS, counted

SEGMENTS = ("industry", "company_size", "country", "source")
MOST_QUOTES = 8
MOST_SEGMENTS = 8
UNKNOWN = "(unknown)"


def section(past: Past, month: Month, around: Circumstances) -> Section:
    """Ratings and reasons on the leads of the month, concerns by segment of all feedback so far."""
    given = around.feedback
    here = of_month(given, month, past.manifest.zone)
    sentences = [_counts(given, here)]
    if given:
        newest = max(each.at for each in given)
        found = pulse(given, newest)
        sentences.append(
            f"{counted(found.open_disputes, 'dispute')} without a verdict of both sides; "
            f"{counted(found.answered, 'rating')} answered."
        )
    tables = [] if not given else [_reasons(given, here)]
    concerns = _concerns(past, given)
    quotes = tuple(
        (RATINGS[each.rating], reason_of(each), f"“{each.text}”") for each in given[:MOST_QUOTES] if each.text
    )
    return Section(
        key="voices",
        question="What does sales say of our leads, and what worries customers?",
        sentences=tuple(sentences),
        tables=(
            *tables,
            *((concerns,) if concerns else ()),
            *((Table("In their words", ("Rating", "Reason", "What was said"), quotes),) if quotes else ()),
        ),
    )


def _counts(given: Sequence[Feedback], of_month: Sequence[Feedback]) -> str:
    if not given:
        return (
            "Nobody has rated a lead yet. On a lead's page a rep accepts, rejects or disputes it in one tap, with the "
            "reason and what the customer worries about; it stands here at once."
        )
    return f"{counted(len(of_month), 'rating')} of leads handed over this month, {len(given):,} in all."


def of_month(given: Sequence[Feedback], month: Month, zone: str) -> tuple[Feedback, ...]:
    """The ratings of leads that were handed over in a month."""
    return tuple(each for each in given if _in_month(each, month, zone))


def _in_month(each: Feedback, month: Month, zone: str) -> bool:
    return month.first is None or (
        each.handed_over_at is not None and local_day(each.handed_over_at, zone).replace(day=1) == month.first
    )


def _reasons(given: Sequence[Feedback], here: Sequence[Feedback]) -> Table:
    """How often each rating was given for each reason, the commonest first."""
    everything, this_month = (Counter(rating_of(each) for each in found) for found in (given, here))
    named = {rating_of(each): (RATINGS[each.rating], reason_of(each)) for each in given}
    rows = tuple(
        (*named[each], _times(this_month[each], RATED, each, "month"), _times(everything[each], RATED, each, "until"))
        for each in sorted(everything, key=lambda key: (-everything[key], key))
    )
    return Table("Ratings and reasons", ("Rating", "Reason", "This month's leads", "All"), rows)


def _times(count: int, name: str, group: str, months: Months) -> Value:
    return Value(Estimate.count(count), "count", Origin(name, group, None, months))


def _concerns(past: Past, given: Sequence[Feedback]) -> Table | None:
    """How often each concern was heard, by the segment that this data knows best."""
    heard = [(each.lead_id, concern) for each in given if each.lead_id for concern in each.concerns]
    if not heard:
        return None
    segment = next((name for name in SEGMENTS if past.manifest.attribute(name) is not None), None)
    values = segments(past, segment, given)
    counts = Counter((concern, values[lead]) for lead, concern in heard)
    sizes = Counter(values[lead] for lead, _ in heard)
    columns = [name for name, _ in sizes.most_common(MOST_SEGMENTS)]
    totals = Counter(concern for _, concern in heard)
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            CONCERNS[concern],
            _times(total, WORRIED, CONCERNS[concern], "until"),
            *(_of_segment(counts[concern, name], concern, name, segment) for name in columns),
        )
        for concern, total in totals.most_common()
    )
    title = f"Customers' concerns by {(segment or 'segment').replace('_', ' ')}"
    return Table(title, ("Concern", "All", *columns), rows)


def _of_segment(count: int, concern: str, value: str, segment: str | None) -> Cell:
    """How often it was heard in a segment; nothing stands behind a 0."""
    origin = Origin(WORRIED, worry_of(concern, value), segment, "until")
    return Value(Estimate.count(count), "count", origin) if count and segment else f"{count:,}"


def segments(past: Past, segment: str | None, given: Sequence[Feedback]) -> dict[str, str]:
    """Of each lead that feedback is on, its value of an attribute; `(unknown)` where there is none."""
    leads = sorted({each.lead_id for each in given if each.lead_id})
    return dict.fromkeys(leads, UNKNOWN) | (_values(past, segment, leads) if segment else {})


def _values(past: Past, segment: str, leads: Sequence[str]) -> dict[str, str]:
    sql = f"""SELECT lead_id, COALESCE(NULLIF(TRIM(CAST({quoted(segment)} AS VARCHAR), ' '), ''), '{UNKNOWN}')
FROM leads WHERE LIST_CONTAINS($leads, lead_id)"""
    with past.shelf.database.cursor() as cursor:
        return dict(cursor.execute(sql, {"leads": list(leads)}).fetchall())
