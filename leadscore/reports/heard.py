"""The ratings behind a figure of feedback: what sales said of which lead, from the state and not from the data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from leadscore.reports.behind import Behind
from leadscore.reports.origin import Origin
from leadscore.store.state import Feedback
from leadscore.vocabulary import CONCERNS, RATINGS, REASON_CODES

RATED, WORRIED = "feedback_by_reason", "feedback_by_concern"
"""Figures of feedback: ratings with their reason, and concerns; a group is the words that a table shows.

Concerns of one segment are grouped `by` an attribute of the leads, and the group names its value, too.
"""

_COLUMNS = ("Lead", "Said at (UTC)", "Team", "Rating", "Reason", "Concerns", "What was said")


def is_feedback(origin: Origin) -> bool:
    """Whether a figure counts what people said, so that no row of the data stands behind it."""
    return origin.name in (RATED, WORRIED)


def rating_of(each: Feedback) -> str:
    """`Reject: No money for it`."""
    return f"{RATINGS[each.rating]}: {reason_of(each)}"


def reason_of(each: Feedback) -> str:
    """The reason in words."""
    return REASON_CODES.get(each.reason or "", "no reason")


def worry_of(concern: str, segment: str) -> str:
    """`Price: Logistics`."""
    return f"{CONCERNS[concern]}: {segment}"


def heard(given: Sequence[Feedback], origin: Origin, segments: Mapping[str, str] | None = None) -> Behind:
    """The ratings that a figure counts among those given, the latest first; segments are of leads, by their id."""
    found = [each for each in given if _counts(each, origin, segments or {})]
    rows = tuple(
        (
            each.lead_id,
            each.at,
            each.author.team,
            RATINGS[each.rating],
            reason_of(each),
            ", ".join(CONCERNS[concern] for concern in each.concerns),
            each.text,
        )
        for each in sorted(found, key=lambda each: -each.id)
    )
    return Behind(_COLUMNS, rows, len(rows), None, None, "")


def _counts(each: Feedback, origin: Origin, segments: Mapping[str, str]) -> bool:
    if origin.name == RATED:
        return rating_of(each) == origin.group
    if each.lead_id is None:
        return False
    if origin.by is None:
        return origin.group in [CONCERNS[concern] for concern in each.concerns]
    return origin.group in [worry_of(concern, segments.get(each.lead_id, "")) for concern in each.concerns]
