"""Lead Quality Score, always by its parts, and how much of what was handed over was worked."""

from __future__ import annotations

from collections.abc import Callable

from leadscore.estimate import AccountSums, Estimate, proportion
from leadscore.outcomes.cohort import Cohort
from leadscore.outcomes.conversion import unknowable
from leadscore.outcomes.figure import Figure, Horizon
from leadscore.outcomes.places import build_places
from leadscore.outcomes.query import date_only
from leadscore.outcomes.rates import Split, shares, spread, spread_bands
from leadscore.outcomes.standing import NO_DATES, NO_TOUCHES, QUALIFIED, no_episodes, no_work
from leadscore.outcomes.touches import follows_outcome
from leadscore.vocabulary import WORKED_WITHIN_DAYS

AUTOMATION_MINUTES = 5
MOST_AUTOMATED = 0.20
"""Above this share of sql stamps so close to the hand-off, nobody in sales can have set them."""

_PARTS = ("lqs", "lqs_worked_share", "lqs_rate_worked", "lqs_rate_unworked")


def lead_quality_score(cohort: Cohort, horizon: Horizon) -> tuple[Figure, ...]:
    """LQS = worked share x rate among worked + unworked share x rate among unworked, over mature hand-offs.

    The outcome is the first of sql and opportunity within `horizon` (that of sql) after the hand-off; a lead with
    either before its hand-off is out.  Without touch data the parts are unknown and the score still stands.
    """
    reason = no_quality(cohort, horizon)
    if reason:
        return _unknown(cohort, _PARTS, reason)
    places = build_places(cohort, QUALIFIED, horizon.days or 0)
    both = _among(cohort, places, "standing IN ('counted', 'unworked')")
    figures = spread(cohort, "lqs", both["hit"], _share("no mature hand-offs"))
    return (*figures, *_parts(cohort, places, both["worked"]))


def _parts(cohort: Cohort, places: str, worked_split: Split[AccountSums]) -> tuple[Figure, ...]:
    """The parts of the score; unknown where nobody knows who was worked, or where the outcome decided it."""
    after = _among(cohort, places, "standing = 'counted' AND hit")["touched_after"].all()
    reason = follows_outcome(after.hits, after.n, QUALIFIED.words) if cohort.facts.touches else NO_TOUCHES
    if reason:
        return _unknown(cohort, _PARTS[1:], reason)
    worked = _among(cohort, places, "standing = 'counted'")["hit"]
    unworked = _among(cohort, places, "standing = 'unworked'")["hit"]
    return (
        *spread(cohort, "lqs_worked_share", worked_split, _share("no mature hand-offs")),
        *spread(cohort, "lqs_rate_worked", worked, _share("no mature worked leads")),
        *spread(cohort, "lqs_rate_unworked", unworked, _share("no mature unworked leads")),
    )


def _among(cohort: Cohort, places: str, inside: str) -> dict[str, Split[AccountSums]]:
    hits = {"hit": "hit", "worked": "worked", "touched_after": "touched_after"}
    return shares(cohort, hits, inside, (), places, "leads")


def sql_by_automation(cohort: Cohort) -> Figure:
    """Share of first sql stamps within 5 minutes of the hand-off, over all scored leads with T by the data date.

    Two dates without a time say nothing of minutes, so such pairs are left out.
    """
    dates_only = f"{date_only('sql_at')} AND COALESCE({date_only('hand_off')}, FALSE)"
    apart = "ABS(EPOCH_US(sql_at) - EPOCH_US(hand_off))"
    close = f"COALESCE({apart} <= {AUTOMATION_MINUTES * 60_000_000}, FALSE)"
    inside = f"sql_at IS NOT NULL AND NOT ({dates_only})"
    found = cohort.once(
        "sql by automation", lambda: shares(cohort, {"close": close}, inside, relation="outcome_leads")["close"]
    )
    reason = NO_DATES if not cohort.facts.dated else "no sql stamps with a time of day"
    return Figure("sql_by_automation", None, proportion(found.all(), nothing=reason))


def worked_share(cohort: Cohort) -> tuple[Figure, ...]:
    """Share worked of the handed-over leads whose 30 days have passed by the data date; overall, by group, by band."""
    reason = no_work(cohort.facts)
    inside = f"hand_off + INTERVAL {WORKED_WITHIN_DAYS} DAY <= $data_date"
    split = shares(cohort, {"worked": "worked"}, inside)["worked"]
    old = f"is {WORKED_WITHIN_DAYS} days old by the data date"
    return (
        *spread(cohort, "worked_share", split, _share(f"no hand-off of these leads {old}", reason)),
        *spread_bands(cohort, "worked_share_by_band", split, _share(f"no hand-off in this band {old}", reason)),
    )


def _share(nothing: str, reason: str | None = None) -> Callable[[AccountSums], Estimate]:
    return lambda sums: Estimate.unknown(reason, sums.n) if reason else proportion(sums, nothing=nothing)


def no_quality(cohort: Cohort, horizon: Horizon) -> str | None:
    """Why no Lead Quality Score can be known from this data; None where one can."""
    reason = no_episodes(cohort.facts)
    if reason is None and cohort.question.lens != "handoff":
        reason = f"its clock starts at the hand-off: ask with the lens handoff, not {cohort.question.lens}"
    return reason or unknowable(cohort, QUALIFIED, horizon) or _automated(cohort)


def _automated(cohort: Cohort) -> str | None:
    close = sql_by_automation(cohort).estimate
    if close.value is None or close.value <= MOST_AUTOMATED:
        return None
    return (
        f"sql was set by automation: {close.value:.0%} of {close.n} sql stamps fall within "
        f"{AUTOMATION_MINUTES} minutes of the hand-off"
    )


def _unknown(cohort: Cohort, names: tuple[str, ...], reason: str) -> tuple[Figure, ...]:
    return tuple(
        Figure(name, group, Estimate.unknown(reason, cohort.leads_of[group]))
        for name in names
        for group in (None, *cohort.groups)
    )
