"""Acceptance: what sales made of the hand-offs within the agreed days; rejections by reason; meetings."""

from __future__ import annotations

from collections.abc import Callable

from leadscore.estimate import AccountSums, Estimate, proportion
from leadscore.outcomes.cohort import Cohort
from leadscore.outcomes.commitments import Commitments
from leadscore.outcomes.episodes import ACCEPTS
from leadscore.outcomes.figure import Figure
from leadscore.outcomes.query import run
from leadscore.outcomes.rates import shares, spread, spread_bands
from leadscore.outcomes.standing import needs_one, no_episodes, no_work
from leadscore.store.queries import Stage
from leadscore.vocabulary import WORKED_WITHIN_DAYS

NO_REASON = "(no reason)"
MOST_REASONS = 50

DECIDED = Stage(
    "decided",
    "accepted, rejected, or expired on the last agreed day; what is younger is not decided yet",
    """SELECT *, CASE
    WHEN accepted_at <= handed_at + to_days($within) AND COALESCE(accepted_at <= ended_at, TRUE) THEN 'accepted'
    WHEN ended_at <= handed_at + to_days($within) THEN 'rejected'
    WHEN handed_at + to_days($within) <= $data_date THEN 'expired' ELSE 'young' END AS decision
FROM episodes""",
)

MATURE = "handed_at + to_days($within) <= $data_date"
"""Episodes of which all of their age are decided; who is younger counts nowhere, decided or not."""


def acceptance(cohort: Cohort, commitments: Commitments) -> tuple[Figure, ...]:
    """Accepted / (accepted + rejected + expired) within the agreed days, over episodes; and why others were rejected.

    Accepted is the first of sal, sql, opportunity and won; rejected any other end before it.  Episodes younger than the
    agreed days count once decided only if all of their age do, so they are left out.
    """
    reason = no_acceptance(cohort)
    within = commitments.accept_within_days
    hits = {name: f"decision = '{name}'" for name in ("accepted", "rejected", "expired")}
    split = shares(cohort, hits, MATURE, (DECIDED,), "decided", within=within)
    figures: list[Figure] = []
    for name, found in split.items():
        rate = _rate(reason)
        figures += spread(cohort, "acceptance" if name == "accepted" else f"acceptance_{name}", found, rate)
    figures += spread_bands(cohort, "acceptance_by_band", split["accepted"], _rate(reason))
    return (*figures, *_rejections(cohort))


def _rate(reason: str | None) -> Callable[[AccountSums], Estimate]:
    nothing = "no hand-off is old enough to be accepted or expired"
    return lambda sums: Estimate.unknown(reason, sums.n) if reason else proportion(sums, nothing=nothing)


def no_acceptance(cohort: Cohort) -> str | None:
    """Why nobody can say which hand-offs were accepted; None where it can be said."""
    facts = cohort.facts
    if any(facts.reached[stage] for stage in ACCEPTS):
        return no_episodes(facts)
    return no_episodes(facts) or needs_one("accepted lead (sal, sql or opportunity)", ACCEPTS, facts)


REASONS = Stage(
    "rejections",
    "the reason given with the rejection that ended the episode",
    """SELECT episodes.lead_id, episodes.number, ANY_VALUE(account_number) AS account_number,
    ANY_VALUE(by_group) AS by_group, ANY_VALUE(band) AS band, MIN(NULLIF(TRIM(stages.reason, ' '), '')) AS reason
FROM episodes LEFT JOIN stages
  ON stages.lead_id = episodes.lead_id AND LOWER(TRIM(stages.stage, ' ')) = 'rejected'
  AND stages.entered_at = episodes.ended_at
WHERE ended_by = 'rejected' GROUP BY episodes.lead_id, episodes.number""",
)


def _rejections(cohort: Cohort) -> tuple[Figure, ...]:
    """Share of each reason among rejected episodes, the commonest first, in its commonest spelling."""
    facts, name = cohort.facts, "rejections_by_reason"
    reason = no_episodes(facts)
    if reason or not facts.reached["rejected"]:
        lacking = reason or needs_one("rejected lead", ("rejected",), facts)
        return (Figure(name, None, Estimate.unknown(lacking)),)
    select = f"""SELECT MODE(reason), LOWER(reason) FROM rejections GROUP BY LOWER(reason)
ORDER BY COUNT(*) DESC, LOWER(reason) LIMIT {MOST_REASONS}"""
    listed = run(cohort.cursor, cohort.question, (REASONS,), select)
    if not listed:
        return (Figure(name, None, Estimate.unknown("none of these hand-offs was rejected")),)
    asked = {f"reason_{place}": folded for place, (_, folded) in enumerate(listed)}
    hits = {each: f"LOWER(reason) IS NOT DISTINCT FROM ${each}" for each in asked}
    split = shares(cohort, hits, "TRUE", (REASONS,), "rejections", **asked)
    return tuple(
        Figure(name, spelled or NO_REASON, proportion(split[each].all()))
        for (spelled, _), each in zip(listed, asked, strict=True)
    )


MEETINGS = (
    Stage(
        "meetings",
        "a meeting that was held was booked, too; one whose detail says otherwise was not held",
        """SELECT lead_id, occurred_at, kind <> 'meeting_booked' AND COALESCE(detail NOT IN (
        'booked', 'scheduled', 'cancelled', 'canceled', 'no show', 'no-show'), TRUE) AS held
FROM sales_contacts WHERE kind IN ('meeting', 'meeting_held', 'meeting_booked')""",
    ),
    Stage(
        "met",
        "within the days in which a lead may be worked",
        f"""SELECT lead_id, BOOL_OR(held) AS held FROM meetings JOIN cohort USING (lead_id)
WHERE occurred_at > hand_off AND occurred_at <= hand_off + INTERVAL {WORKED_WITHIN_DAYS} DAY GROUP BY lead_id""",
    ),
    Stage(
        "worked_leads_met",
        "worked leads whose days are over",
        f"""SELECT cohort.*, met.lead_id IS NOT NULL AS booked, COALESCE(met.held, FALSE) AS held
FROM cohort LEFT JOIN met USING (lead_id)
WHERE worked AND hand_off + INTERVAL {WORKED_WITHIN_DAYS} DAY <= $data_date""",
    ),
)


def meetings(cohort: Cohort) -> tuple[Figure, ...]:
    """Share of worked leads with a meeting booked, and held, within 30 days of the hand-off; by group and band."""
    reason = no_work(cohort.facts)
    found = shares(cohort, {"booked": "booked", "held": "held"}, "TRUE", MEETINGS, "worked_leads_met")
    if reason is None and not any_meeting(cohort):
        reason = "this data has no meetings"

    def rate(sums: AccountSums) -> Estimate:
        return Estimate.unknown(reason, sums.n) if reason else proportion(sums, nothing="no worked lead is 30 days old")

    return tuple(
        figure
        for name, split in found.items()
        for figure in (
            *spread(cohort, f"meetings_{name}", split, rate),
            *spread_bands(cohort, f"meetings_{name}_by_band", split, rate),
        )
    )


def any_meeting(cohort: Cohort) -> bool:
    """Whether the data has any meeting by the data date."""
    return bool(cohort.rows(MEETINGS[:1], "SELECT COUNT(*) > 0 FROM (SELECT lead_id FROM meetings LIMIT 1)")[0][0])
