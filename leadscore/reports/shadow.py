"""Active model and draft side by side on leads that came after both stood fixed."""

from __future__ import annotations

from leadscore.evidence import Arrival, rests_on_today
from leadscore.outcomes.horizon import horizon
from leadscore.outcomes.shadow import Shadowed, shadowed
from leadscore.outcomes.standing import TARGETS
from leadscore.reports.circumstances import Circumstances, Rival
from leadscore.reports.past import Asked, Past
from leadscore.reports.section import Section, Table
from leadscore.reports.wording import Value, begin
from leadscore.scoring import score
from leadscore.vocabulary import OUTCOME_WORDS, counted

QUESTION = "Would a draft have ranked new leads better than the active model?"
NOT_HISTORY = "History cannot stand in for it: leads that a score chose cannot rank that score."
CHOSEN = (
    "What only the draft would hand over was mostly not handed over, so its outcomes are rarely seen: a rate stands on "
    "the few that somebody picked for another reason. Only a recorded random share of calls makes the rates comparable."
)
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
            "Shadow scoring has not begun: it starts once the active model and a draft that scores otherwise are both "
            "saved as versions; from then on both score every new lead, and neither can be fitted to it."
        )
        return Section("shadow", QUESTION, (begins, NOT_HISTORY))
    return _compared(past, rival)


def _compared(past: Past, rival: Rival) -> Section:
    end = past.manifest.data_date
    fixed = f"The active model and {rival.name} have both stood fixed since {rival.since:%d %b %Y}"
    if end is None or not past.manifest.dated:
        return Section("shadow", QUESTION, (f"{fixed}, but these data have no dates: nobody can say who came later.",))
    if rival.since >= end:
        waits = f"{fixed}; these data end on {end:%d %b %Y}, so no lead has met them yet. Import newer data to see it."
        return Section("shadow", QUESTION, (waits, NOT_HISTORY))
    cells = _cells(past, rival)
    leads = int(sum(each.leads.value or 0 for each in cells))
    told = f"{fixed}. Since then {counted(leads, 'lead')} arrived that both of them score, as of the arrival lens."
    return Section("shadow", QUESTION, (told, CHOSEN), tables=(_table(past, cells),))


def _cells(past: Past, rival: Rival) -> tuple[Shadowed, ...]:
    draft = rival.model.without_rules(rests_on_today(rival.model, past.shelf.facts))
    scores = score(past.shelf, draft, Arrival(past.model.evaluation.arrival_days))
    target = next(each for each in TARGETS if each.name == past.outcome)
    with past.cohort(Asked(arrival=True)) as cohort:
        return shadowed(cohort, scores.table, rival.since, target, horizon(cohort, target.name))


def _table(past: Past, cells: tuple[Shadowed, ...]) -> Table:
    rows = tuple(
        (_WHO[each.cell], Value(each.leads, "count"), Value(each.handed_over, "count"), Value(each.rate))
        for each in cells
    )
    rated = f"{begin(OUTCOME_WORDS[past.outcome])} of {past.rated}"
    return Table("New leads under both models", ("At or above the cut-off", "Leads", "Handed over", rated), rows)
