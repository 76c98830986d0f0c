"""The lists that rows come from: one row a lead, an episode, a deal or a cycle, as the figures themselves read them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from leadscore.outcomes import Cohort, Commitments
from leadscore.outcomes.acceptance import DECIDED, MEETINGS, REASONS
from leadscore.outcomes.cohort import COHORT
from leadscore.outcomes.cycle import stale_after
from leadscore.outcomes.cycle_cases import DAY, WAYS, read_cycle
from leadscore.outcomes.deal_rows import build_deals
from leadscore.outcomes.episodes import build_episodes
from leadscore.outcomes.horizon import horizon
from leadscore.outcomes.inflation import arrived
from leadscore.outcomes.sla import build_sla, whole_months
from leadscore.outcomes.speed import NO_COMMITMENT, read_speed
from leadscore.outcomes.standing import QUALIFIED, TARGETS, Target, no_episodes, no_work, standing
from leadscore.store.queries import Stage


@dataclass(frozen=True, slots=True)
class Rows:
    """A relation to select from: stages before it, columns as (title, SQL), its order, and values to bind."""

    relation: str
    columns: tuple[tuple[str, str], ...]
    order: str
    stages: tuple[Stage, ...] = ()
    bound: dict[str, Any] = field(default_factory=dict)
    reason: str | None = None


List = Callable[[Cohort, Commitments], Rows]

_LEAD = (
    ("Lead", "lead_id"),
    ("Handed over (UTC)", "hand_off"),
    ("Score then", "score / 10000.0"),
    ("Band then", "band"),
)
_TOUCHED = (("Worked", "worked"), ("First touch (UTC)", "first_touch"))
_LATEST = "hand_off DESC NULLS LAST, lead_id"


def none(reason: str) -> Rows:
    """No rows, and why."""
    return Rows("cohort", (), "", reason=reason)


def target_named(name: str) -> Target:
    """The outcome of that name: sql, opportunity, won, or quality (sql or opportunity)."""
    return next(each for each in (*TARGETS, QUALIFIED) if each.name == name)


def leads(cohort: Cohort, _: Commitments) -> Rows:
    """Every lead of the asked months, with the stages that it reached."""
    ending = "at" if cohort.facts.dated else "reached"
    stages = tuple(
        (stage.upper() if stage == "sql" else stage.capitalize(), f"{stage}_{ending}")
        for stage in ("sal", "sql", "opportunity", "won", "lost", "rejected")
    )
    return Rows("cohort", (*_LEAD, *_TOUCHED, *stages), _LATEST, (COHORT,))


def towards(outcome: str) -> List:
    """Where each lead stands towards an outcome: in its rate, or why not."""

    def listed(cohort: Cohort, _: Commitments) -> Rows:
        target = target_named(outcome)
        found = horizon(cohort, "sql" if target is QUALIFIED else target.name)
        if cohort.facts.dated and found.days is None:
            return none(f"no horizon: {found.origin}")
        columns = (
            ("Stands", "standing"),
            ("Reached in time", "hit"),
            ("Outcome (UTC)", "outcome_at" if cohort.facts.dated else target.at),
            ("Won amount", "won_amount"),
        )
        stages = (COHORT, standing(target, cohort.facts))
        return Rows("standings", (*_LEAD, *_TOUCHED, *columns), _LATEST, stages, {"days": found.days or 0})

    return listed


_EPISODE = (("Lead", "lead_id"), ("Handed over (UTC)", "handed_at"), ("Hand-off number", "number"), ("Band", "band"))
_HANDED = "handed_at DESC, lead_id, number"


def decisions(cohort: Cohort, agreed: Commitments) -> Rows:
    """What sales made of each hand-off within the agreed days."""
    reason = no_episodes(cohort.facts)
    if reason:
        return none(reason)
    build_episodes(cohort)
    told = (("Accepted (UTC)", "accepted_at"), ("Ended (UTC)", "ended_at"), ("Ended by", "ended_by"))
    columns = (*_EPISODE, *told, ("In time", "decision"))
    return Rows("decided", columns, _HANDED, (DECIDED,), {"within": agreed.accept_within_days})


def rejections(cohort: Cohort, _: Commitments) -> Rows:
    """The reason of each rejection."""
    reason = no_episodes(cohort.facts)
    if reason:
        return none(reason)
    build_episodes(cohort)
    columns = (("Lead", "lead_id"), ("Hand-off number", "number"), ("Reason", "COALESCE(reason, '(no reason)')"))
    return Rows("rejections", columns, "reason NULLS LAST, lead_id, number", (REASONS,))


def met(cohort: Cohort, _: Commitments) -> Rows:
    """Worked leads whose 30 days are over, and whether they met sales."""
    reason = no_work(cohort.facts)
    if reason:
        return none(reason)
    columns = (*_LEAD, ("First touch (UTC)", "first_touch"), ("Meeting booked", "booked"), ("Meeting held", "held"))
    return Rows("worked_leads_met", columns, _LATEST, (COHORT, *MEETINGS))


def waits(cohort: Cohort, agreed: Commitments) -> Rows:
    """How long each hand-off waited for its first touch, in business time."""
    reason = no_work(cohort.facts)
    if reason:
        return none(reason)
    read_speed(cohort, agreed.calendar)
    columns = (
        ("Lead", "lead_id"),
        ("Handed over (UTC)", "hand_off"),
        ("Band", "band"),
        ("Business hours", "waited / 60.0"),
        ("Until", "CASE way WHEN 1 THEN 'first touch' WHEN 2 THEN 'its end, untouched' ELSE 'not touched so far' END"),
    )
    within = agreed.touch_within_minutes or 0
    return Rows("speed_cases", columns, "waited DESC, lead_id", (), {"touch_within": within})


def top_hand_offs(cohort: Cohort, agreed: Commitments) -> Rows:
    """Hand-offs that marketing's promise counts: those of whole months."""
    reason = no_episodes(cohort.facts)
    if reason:
        return none(reason)
    build_episodes(cohort)
    bound = {"bands": list(agreed.bands), "whole_months": list(whole_months(cohort))}
    return Rows("episodes", _EPISODE, _HANDED, (), bound)


def taken_up(cohort: Cohort, agreed: Commitments) -> Rows:
    """Hand-offs that sales' promise is about, each with its verdict."""
    reason = no_work(cohort.facts) or (NO_COMMITMENT if agreed.touch_within_minutes is None else None)
    if reason:
        return none(reason)
    build_episodes(cohort)
    build_sla(cohort, agreed)
    columns = (
        *_EPISODE,
        ("Verdict", "verdict"),
        ("First touch (UTC)", "first_touch"),
        ("Business hours waited", "waited / 60.0"),
        ("Attempts", "attempts"),
    )
    return Rows("sla_cases", columns, _HANDED)


_DEALS = Stage(
    "listed_deals",
    "each deal once, with the score that its lead had at its T",
    "SELECT outcome_deals.*, outcome_leads.score FROM outcome_deals LEFT JOIN outcome_leads USING (lead_id)",
)


def deals(cohort: Cohort, _: Commitments) -> Rows:
    """Every deal once, with what the score of its lead said at the hand-off."""
    build_deals(cohort)
    columns = (
        ("Lead", "lead_id"),
        ("Deal", "deal_id"),
        ("Ended", "outcome"),
        ("Closed (UTC)", "closed_at"),
        ("Amount", "amount"),
        ("Score at hand-off", "score / 10000.0"),
        ("Band at hand-off", "band"),
        ("Linked to a lead", "linked"),
        ("Scored by the close", "scored"),
    )
    return Rows("listed_deals", columns, "closed_at DESC NULLS LAST, deal_id", (_DEALS,))


def cycles(cohort: Cohort, _: Commitments) -> Rows:
    """Every sales cycle from qualification to its end, or followed so far."""
    found = read_cycle(cohort, horizon(cohort, "won"))
    if found.reason:
        return none(found.reason)
    stale = stale_after(found)
    ends = " ".join(f"WHEN {number} THEN '{way}'" for number, way in enumerate(WAYS, start=1))
    columns = (
        ("Lead", "lead_id"),
        ("Qualified (UTC)", "start"),
        ("Days", f"waited / {DAY}.0"),
        ("Ended", f"CASE way {ends} ELSE 'open' END"),
        ("Band at hand-off", "band"),
    )
    bound = {
        "mature": (found.horizon.days or 0) * DAY,
        "stale": stale if isinstance(stale, float) else 1e18,
    }
    return Rows("cycle_cases", columns, "waited DESC, lead_id", (), bound)


def on_arrival(outcome: str) -> List:
    """Leads by their month of creation, as inflation counts them."""

    def listed(cohort: Cohort, _: Commitments) -> Rows:
        if not cohort.facts.dated:
            return none("no dates")
        found = towards(outcome)(cohort, _)
        if found.reason:
            return found
        columns = (("Month of creation", "by_group"), ("Reached in time", "hit"), ("Stands", "standing"))
        stages = (*found.stages, arrived(cohort, "standings"))
        return Rows("arrived", (*_LEAD, *columns), "as_of DESC, lead_id", stages, found.bound)

    return listed
