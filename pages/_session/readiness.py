"""Whether a machine may refine the points, gathered: what the data say, kept for all sessions, and what people said."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import timedelta
from typing import TypeVar

import streamlit as st

from leadscore.errors import LeadscoreError, StoreError
from leadscore.evidence import Shelf, rests_on_today, sleeping
from leadscore.learning.leaks.barred import barred
from leadscore.learning.leaks.impossible_dates import impossible_dates
from leadscore.learning.past import left_out
from leadscore.model import Model
from leadscore.outcomes.consistency import consistency
from leadscore.outcomes.horizon import horizon
from leadscore.outcomes.standing import NO_DATES, TARGETS
from leadscore.reports import Past
from leadscore.reports.past import Asked
from leadscore.store.state import Feedback, Room, State
from leadscore.workshop.active import has_state
from leadscore.workshop.agenda import Stored
from leadscore.workshop.involvement import involvement
from leadscore.workshop.pillars import silent_share
from leadscore.workshop.predictive.readiness import Readiness, overall, readiness
from leadscore.workshop.predictive.ready_data import QUARTERS, Recorded
from leadscore.workshop.predictive.ready_people import Decided
from pages._session import boards, feedback, home, keeping, leaks, review, said, workspace

T = TypeVar("T")

MONTH = timedelta(days=30)
NOBODY_HANDED_OVER = "nobody was handed over"


def judged(model: Model, outcome: str) -> Readiness:
    """The eight items and what they add up to."""
    found = _recorded(workspace.shelf(), review.past(model), outcome, f"{workspace.key_of(model)} {outcome}")
    return overall(readiness(model, _settled(found, model, outcome), decided(model)))


def decided(model: Model) -> Decided | None:
    """What people decided and said; None where that cannot be read.  Looking makes no state where there is none."""
    if not has_state(workspace.workspace()):
        return Decided(keeping.today(), heard=home.heard(()))
    try:
        return _decided(keeping.state(), model)
    except StoreError:
        return None


def _decided(state: State, model: Model) -> Decided:
    given = feedback.all_of_it()
    return Decided(
        today=keeping.today(),
        stored=_stored(state.rooms.all()),
        goals=len(said.answers("goal", None)),
        signed=home.signed_since(model) is not None,
        asked=involvement(state, model, given, state.signatures.all()),
        heard=home.heard(given),
        of_month=_of_month(given),
        felt=said.felt(None),
    )


def _of_month(given: Iterable[Feedback]) -> int:
    now = keeping.now()
    return sum(now - each.at <= MONTH for each in given)


def _stored(rooms: Iterable[Room]) -> Stored | None:
    """What workshops left behind: objectives of the last that has some, votes of the last that revealed any."""
    kept = [said.stored(each) for each in sorted(rooms, key=lambda each: each.id)]
    if not kept:
        return None
    objectives = next((each.objectives for each in reversed(kept) if any(each.objectives.values())), {})
    voted = next((each for each in reversed(kept) if each.rounds_revealed), kept[-1])
    return replace(voted, objectives=objectives)


def _settled(found: Recorded, model: Model, outcome: str) -> Recorded:
    """With what sliders know already: the outcomes before the locked period, and the lock."""
    reach = _known(lambda: boards.beside(model, outcome)[1])
    rules = len(model.rules) - len(left_out(workspace.shelf(), model))
    outcomes = None if reach is None or reach.rate is None else round(reach.rate * reach.n)
    without = None if reach is None or outcomes is None else reach.n - outcomes
    return replace(found, outcomes=outcomes, without=without, rules=rules, lock=_known(boards.lock))


@st.cache_resource(max_entries=8, show_spinner="Looking whether the past can be trusted …")
def _recorded(_shelf: Shelf, _past: Past, outcome: str, key: str) -> Recorded:
    model = _past.model
    target = next(each for each in TARGETS if each.name == outcome)
    with _past.cohort(Asked()) as cohort:
        accuracy = consistency(cohort, target, horizon(cohort, outcome), QUARTERS)
        touches, cycle = cohort.facts.touches, horizon(cohort, "won").days
    silent = {*sleeping(model, _shelf.facts), *rests_on_today(model, _shelf.facts)}
    leaking, why_no_leaks = _leaking(model, outcome)
    mature = sum(outcome in month.mature for month in _past.months) if _past.handed_over else None
    return Recorded(
        manifest=_past.manifest,
        impossible=impossible_dates(_shelf) if _past.manifest.dated else None,
        touches=touches,
        silent=len(silent),
        all_rules=len(model.rules),
        silent_points=silent_share(model, silent),
        leaks=leaking,
        why_no_leaks=why_no_leaks,
        accuracy=accuracy,
        mature_months=mature,
        cycle=cycle,
        why=NOBODY_HANDED_OVER if _past.manifest.dated else NO_DATES,
    )


def _leaking(model: Model, outcome: str) -> tuple[int | None, str]:
    """Rules on a field, or a kind of activity, that knows the outcome; None, and why, where nobody can tell."""
    try:
        found = leaks.found(model, outcome, boards.lock().starts)
    except LeadscoreError as error:
        return None, str(error)
    judged = [field.alone for field in found.fields]
    if not any(each.known() for each in judged):
        return None, next((str(each.reason) for each in judged), "these data have no field to look at")
    return len(barred(model, found)), ""


def _known(find: Callable[[], T]) -> T | None:
    """What can be found out; None where these data, or this model, cannot answer."""
    try:
        return find()
    except LeadscoreError:
        return None
