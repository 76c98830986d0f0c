"""Where each lead of the cohort stands towards one outcome: in its rate, or left out, and for which single reason."""

from __future__ import annotations

from dataclasses import dataclass

from leadscore.outcomes.facts import TOUCH, Facts
from leadscore.store.queries import Stage
from leadscore.vocabulary import WORKED_WITHIN_DAYS

STANDINGS = ("same_deal", "undated", "before", "not_handed_over", "immature", "unworked", "counted")
"""A lead stands in the first place that fits, so the places of all leads add up to the cohort."""

NO_DATES = "no dates"
NO_DEALS = "this data has no deals table"
NO_HAND_OFFS = "this data has no hand-offs"
NO_TOUCHES = "who was called is unknown"
NOT_LINKED = "its deals are not linked to its leads: map the deal_leads table"


@dataclass(frozen=True, slots=True)
class Target:
    """One outcome as SQL over `outcome_leads`: its first instant, whether it was ever reached, and its words."""

    name: str
    at: str
    reached: str
    words: str
    stages: tuple[str, ...]
    by_deal: bool = False


def _of_stage(stage: str, by_deal: bool = False) -> Target:
    return Target(stage, f"{stage}_at", f"{stage}_reached", stage, (stage,), by_deal)


SQL = _of_stage("sql")
OPPORTUNITY = _of_stage("opportunity")
WON = _of_stage("won", by_deal=True)
QUALIFIED = Target(
    "quality",
    "LEAST(sql_at, opportunity_at)",
    "(sql_reached OR opportunity_reached)",
    "sql or opportunity",
    ("sql", "opportunity"),
)
"""LEAST passes over an unknown instant: the first of the two."""

TARGETS = (SQL, OPPORTUNITY, WON)


def standing(target: Target, facts: Facts) -> Stage:
    """`standings`: the cohort's rows with `standing` (of STANDINGS), `hit`, `later_hit`, `day_0`, `touched_after`.

    Binds `$days`, the horizon.  `hit` is an outcome in [T, T + days] of the first episode, `later_hit` one in a later
    episode, `day_0` one at the very instant of T (the same day, where stamps are dates), `touched_after` one that the
    first touch by sales only followed.  Where touches are known, a lead is immature as well until the 30 days in which
    it may be worked have passed.  Without dates every lead counts and `hit` is the outcome ever.
    """
    if not facts.dated:
        sql = f"""SELECT *, CASE WHEN {_same_deal(target)} THEN 'same_deal' ELSE 'counted' END AS standing,
    {target.reached} AS hit, FALSE AS later_hit, FALSE AS day_0, FALSE AS touched_after
FROM cohort"""
        return Stage("standings", "without dates every lead stands in the rate, and the rate is marked so", sql)
    return Stage("standings", "the one place where each lead stands towards this outcome", _dated(target, facts))


def _dated(target: Target, facts: Facts) -> str:
    return f"""SELECT *, CASE
        WHEN {_same_deal(target)} THEN 'same_deal'
        WHEN reached AND outcome_at IS NULL THEN 'undated'
        WHEN outcome_at < as_of THEN 'before'
        WHEN {"hand_off IS NULL" if facts.hand_offs else "FALSE"} THEN 'not_handed_over'
        WHEN as_of + to_days($days) > $data_date THEN 'immature'
        WHEN {_still_workable(facts)} THEN 'immature'
        WHEN {"NOT worked" if _worked_counts(facts) else "FALSE"} THEN 'unworked'
        ELSE 'counted' END AS standing,
    in_horizon AND first_episode AS hit,
    in_horizon AND NOT first_episode AS later_hit,
    in_horizon AND first_episode AND outcome_at = as_of AS day_0,
    COALESCE(first_touch > outcome_at, FALSE) AS touched_after
FROM (
    SELECT *, COALESCE(outcome_at >= as_of AND outcome_at <= as_of + to_days($days), FALSE) AS in_horizon,
        COALESCE(outcome_at <= episode_end, TRUE) AS first_episode
    FROM (SELECT *, {target.at} AS outcome_at, {target.reached} AS reached FROM cohort))"""


def _worked_counts(facts: Facts) -> bool:
    return facts.hand_offs and facts.touches


def _still_workable(facts: Facts) -> str:
    """Before its 30 days are over nobody is unworked yet, and to count only those called early would choose them."""
    return f"hand_off + INTERVAL {WORKED_WITHIN_DAYS} DAY > $data_date" if _worked_counts(facts) else "FALSE"


def _same_deal(target: Target) -> str:
    return "same_deal" if target.by_deal else "FALSE"


def needs_one(words: str, stages: tuple[str, ...], facts: Facts) -> str:
    """The reason of a figure whose stages nobody reached by the data date; says where some did only later."""
    if any(stage in facts.later for stage in stages):
        return f"needs at least 1 {words} by the data date; this data has some only after it"
    return f"needs at least 1 {words}; this data has none"


def no_hand_offs(facts: Facts) -> str:
    """The reason where hand-offs are asked for and nobody was handed over by the data date."""
    return NO_HAND_OFFS + _so_far("mql", facts)


def no_episodes(facts: Facts) -> str | None:
    """Why nothing can be said of hand-offs; None where there are some."""
    return NO_DATES if not facts.dated else None if facts.hand_offs else no_hand_offs(facts)


def no_work(facts: Facts) -> str | None:
    """Why nobody knows who was worked, and when; None where that is known."""
    return no_episodes(facts) or (None if facts.touches else NO_TOUCHES)


def _so_far(what: str, facts: Facts) -> str:
    """What comes after the data date is in the data all the same: it is missing by the data date only."""
    return " by the data date" if what in facts.later else ""


def denominator(facts: Facts) -> str:
    """Who is in the denominator of this data's rates, in words for a person."""
    if not facts.dated:
        return "all scored leads, since this data has no dates"
    if not facts.hand_offs:
        return f"all scored leads, since {no_hand_offs(facts)}"
    if not facts.touches:
        return f"leads handed over, worked or not, since this data has no touches by sales{_so_far(TOUCH, facts)}"
    return f"leads handed over and worked within {WORKED_WITHIN_DAYS} days"


def does_not_apply(place: str, facts: Facts) -> str | None:
    """Why a standing cannot occur in this data, as the reason of its figure; None where it can."""
    if place == "same_deal":
        return None if facts.deals else NO_DEALS
    if not facts.dated:
        return NO_DATES
    if place in ("not_handed_over", "unworked") and not facts.hand_offs:
        return no_hand_offs(facts)
    return NO_TOUCHES if place == "unworked" and not facts.touches else None
