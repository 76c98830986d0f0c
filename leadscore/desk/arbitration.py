"""What sales said of leads set against what the score said and what became of them."""

from __future__ import annotations

from collections.abc import Iterable

from leadscore.evidence import Handoff, Shelf, rests_on_today
from leadscore.model import Model
from leadscore.outcomes import Question
from leadscore.outcomes.horizon import horizon
from leadscore.outcomes.opinions import Opinion, RepAgainstScore, rep_against_score
from leadscore.outcomes.pasts import kept_cohort
from leadscore.outcomes.standing import TARGETS
from leadscore.store.state import Feedback

GOOD = {
    ("accept", None): True,
    ("reject", None): False,
    ("dispute", "score_too_low"): True,
    ("dispute", "score_too_high"): False,
    ("dispute", "clicks_without_intent"): False,
}
"""Whether a rating, or a dispute for that reason, calls the lead a good one; other disputes say nothing of it."""


def opinions(feedback: Iterable[Feedback]) -> tuple[Opinion, ...]:
    """Feedback of sales as opinions of leads, the earliest first; without those of erased leads."""
    by_age = sorted(feedback, key=lambda each: (each.at, each.id))
    said = [(each.lead_id, _good(each)) for each in by_age if each.author.team == "sales"]
    return tuple(Opinion(lead_id, good) for lead_id, good in said if lead_id is not None and good is not None)


def set_against(shelf: Shelf, model: Model, feedback: Iterable[Feedback]) -> RepAgainstScore:
    """Ratings against bands at the hand-off and the model's outcome; feedback was given in sight of the score.

    Rules that rest on today's values stay out, as in all outcome figures.
    """
    manifest, cursor = shelf.database.manifest, shelf.database.cursor()
    honest = model.without_rules(rests_on_today(model, shelf.facts))
    cohort = kept_cohort(shelf, cursor, honest, Handoff(), Question.of(manifest, model.evaluation, "handoff"))
    outcome = model.evaluation.outcome
    target = next(each for each in TARGETS if each.name == outcome)
    return rep_against_score(cohort, target, horizon(cohort, outcome), opinions(feedback), blind=False)


def _good(each: Feedback) -> bool | None:
    return GOOD.get((each.rating, each.reason if each.rating == "dispute" else None))
