"""One look back: the cohort of a question, and the leads in it whose outcome counts, as observations."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from leadscore.evidence import Lens, Shelf, rests_on_today, sleeping
from leadscore.learning.observations import Observations, observe
from leadscore.model.model import Model
from leadscore.outcomes import Horizon
from leadscore.outcomes.conversion import unknowable
from leadscore.outcomes.horizon import horizon
from leadscore.outcomes.pasts import unscored_cohort
from leadscore.outcomes.standing import NO_DATES, TARGETS, Target, denominator
from leadscore.outcomes.touches import follows_outcome

POOLED = {
    "handed_over": "leads handed over, worked or not",
    "all": "all leads, handed over or not, worked or not",
}


@dataclass(frozen=True, slots=True)
class Past:
    """The observations of one question; `reason` says why nothing may be concluded from them, if so.

    `caveat` stands beside every estimate.
    """

    target: Target
    horizon: Horizon
    denominator: str
    among: str
    before: datetime | None
    seen: Observations
    caveat: str | None
    reason: str | None


def look_back(shelf: Shelf, model: Model, lens: Lens, outcome: str, among: str, before: datetime | None) -> Past:
    """Observe a model's rules and one outcome under a lens; UsageError for what cannot be asked."""
    target = next(each for each in TARGETS if each.name == outcome)
    evidence = shelf.evidence(model, lens)
    cohort = unscored_cohort(shelf, model, lens, outcome)
    within = horizon(cohort, outcome)
    seen = observe(cohort, evidence.table, len(model.rules), target, within.days or 0, among, before)
    reason = unknowable(cohort, target, within)
    if reason is None and among == "worked":
        reason = follows_outcome(seen.touched_after, int(seen.hits.sum()), target.words)
    caveat = None if cohort.facts.dated else NO_DATES
    return Past(target, within, POOLED.get(among) or denominator(cohort.facts), among, before, seen, caveat, reason)


def left_out(shelf: Shelf, model: Model) -> dict[str, str]:
    """The rules of a model that these data cannot answer as of T, by id, and why."""
    todays = {
        rule_id: f"rests on today's value of {', '.join(names)}: what it was at T is not known"
        for rule_id, names in rests_on_today(model, shelf.facts).items()
    }
    asleep = {
        rule_id: f"sleeps: this data has no {', no '.join(names)}"
        for rule_id, names in sleeping(model, shelf.facts).items()
    }
    return todays | asleep
