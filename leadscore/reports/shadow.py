"""Active model and draft side by side on leads that came after both stood fixed: the one signed, the other saved."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from leadscore.evidence import Arrival, rests_on_today
from leadscore.figures.words import day_in_words
from leadscore.outcomes import Cohort, Commitments
from leadscore.outcomes.horizon import horizon
from leadscore.outcomes.shadow import Shadowed, met, shadowed
from leadscore.reports import lists
from leadscore.reports.behind import Behind, behind
from leadscore.reports.circumstances import Circumstances, Rival
from leadscore.reports.counting import Spec
from leadscore.reports.lists import Rows, target_named
from leadscore.reports.month import Month
from leadscore.reports.origin import Origin
from leadscore.reports.past import Asked, Past
from leadscore.reports.section import Section, Table
from leadscore.reports.wording import Value, begin
from leadscore.scoring import score
from leadscore.vocabulary import OUTCOME_WORDS, counted

QUESTION = "Would a draft have ranked new leads better than the active model?"
NOT_HISTORY = "History cannot stand in for it: leads that a score chose cannot rank that score."
CHOSEN = (
    "A rate stands only on leads that somebody handed over and called. Those that only the draft would hand over were "
    "picked for another reason, so their rate says little of the rest, and the rows do not rank the two models: only a "
    "recorded random share of calls would."
)
LEADS, HANDED_OVER, RATE = "shadow_leads", "shadow_handed_over", "shadow_rate"
"""Figures of shadow scoring, each with a cell as its group."""

_WHO = {
    "both": "Both would hand over",
    "only_active": "Only the active model",
    "only_draft": "Only the draft",
    "neither": "Neither",
}


def section(past: Past, around: Circumstances) -> Section:
    """The four ways in which two fixed models can judge a new lead, each with its leads and what became of them."""
    rival = around.rival
    if rival is None:
        begins = (
            "Shadow scoring has not begun: it starts once both teams have signed the active model, or as long as they "
            "have not once it is saved, and a draft that scores otherwise is saved; from then on both score every new "
            "lead, and neither can be fitted to it."
        )
        return Section("shadow", QUESTION, (begins, NOT_HISTORY))
    return _compared(past, rival)


def _compared(past: Past, rival: Rival) -> Section:
    end = past.manifest.data_date
    agreed = "signed by both teams" if rival.signed else "not signed by both teams"
    zone = past.manifest.zone
    since = day_in_words(rival.since, zone)
    fixed = f"The active model, {agreed}, and {rival.name} have both stood fixed since {since}"
    if end is None or not past.manifest.dated:
        return Section("shadow", QUESTION, (f"{fixed}, but these data have no dates: nobody can say who came later.",))
    if rival.since >= end:
        until = day_in_words(end, zone)
        waits = f"{fixed}; these data end on {until}, so no lead has met them yet. Import newer data to see it."
        return Section("shadow", QUESTION, (waits, NOT_HISTORY))
    cells = _cells(past, rival)
    leads = int(sum(each.leads.value or 0 for each in cells))
    told = (
        f"{fixed}. Of the leads since then, until these data end, both score {leads:,}, "
        f"{counted(past.model.evaluation.arrival_days, 'day')} after their arrival or at the hand-off."
    )
    return Section("shadow", QUESTION, (told, CHOSEN), tables=(_table(past, cells),))


def is_shadow(origin: Origin) -> bool:
    """Whether a figure compares two models, so that its rows need both."""
    return origin.name in (LEADS, HANDED_OVER, RATE)


def behind_shadow(past: Past, month: Month, origin: Origin, rival: Rival) -> Behind:
    """The rows of a figure of shadow scoring."""
    draft, since = _scores(past, rival), {"since": rival.since}
    leads, target = _met("cohort", lists.leads, draft, since), lists.towards(past.outcome)
    spec = {
        LEADS: Spec(leads),
        HANDED_OVER: Spec(leads, "hand_off IS NOT NULL"),
        RATE: Spec(_met("standings", target, draft, since), "standing = 'counted'", "hit"),
    }[origin.name]
    return behind(past, month, origin, spec=spec)


def _met(relation: str, of: lists.List, draft: str, bound: dict[str, datetime]) -> lists.List:
    """A list with only the leads that met both models, each in its cell."""

    def listed(cohort: Cohort, agreed: Commitments) -> Rows:
        found = of(cohort, agreed)
        if found.reason:
            return found
        return replace(
            found, relation="shadowed", stages=(*found.stages, met(relation, draft)), bound={**found.bound, **bound}
        )

    return listed


def _scores(past: Past, rival: Rival) -> str:
    """The table of the draft's scores on arrival."""
    draft = rival.model.without_rules(rests_on_today(rival.model, past.shelf.facts))
    return score(past.shelf, draft, Arrival(past.model.evaluation.arrival_days)).table


def _cells(past: Past, rival: Rival) -> tuple[Shadowed, ...]:
    target = target_named(past.outcome)
    with past.cohort(Asked(arrival=True)) as cohort:
        return shadowed(cohort, _scores(past, rival), rival.since, target, horizon(cohort, target.name))


def _table(past: Past, cells: tuple[Shadowed, ...]) -> Table:
    rows = tuple(
        (
            _WHO[each.cell],
            Value(each.leads, "count", Origin(LEADS, each.cell, None, "fixed")),
            Value(each.handed_over, "count", Origin(HANDED_OVER, each.cell, None, "fixed")),
            Value(each.rate, "share", Origin(RATE, each.cell, None, "fixed")),
        )
        for each in cells
    )
    rated = f"{begin(OUTCOME_WORDS[past.outcome])} of {past.rated}"
    return Table("New leads under both models", ("At or above the cut-off", "Leads", "Handed over", rated), rows)
