"""What the Guide asks of this company, so that no number on it is older than the data."""

from __future__ import annotations

import streamlit as st

from leadscore.errors import LeadscoreError
from leadscore.evidence import sleeping
from leadscore.model import Model
from leadscore.outcomes import DRAWS, Report
from leadscore.outcomes.opinions import RepAgainstScore
from leadscore.reports import Past
from leadscore.reports.past import Asked
from leadscore.reports.pilot import outlook
from leadscore.workshop import pilot_closes
from leadscore.workshop.claims import SIX_WEEKS, Claim, Contradiction, claims, contradictions
from leadscore.workshop.objections import FAMILIES, Evidence, Objection, objections
from leadscore.workshop.pilot import plan
from pages._session import boards, counting, feedback, home, keeping, review, workspace


def answered(model: Model) -> tuple[Objection, ...]:
    """The six objections with the figures of these data."""
    asleep, (reach, why) = len(sleeping(model, workspace.shelf().facts)), counting.reach_of(model)
    return objections(Evidence(model, _report(model), asleep, reach, why, _rated(model)))


def claimed(model: Model) -> tuple[Claim, ...]:
    """What the sources claim, beside the figures of these data."""
    latest = home.pulse()
    return claims(_report(model), _cycle(model), latest[-1][1] if latest else ())


def contradicted(model: Model) -> tuple[Contradiction, ...]:
    """Where the sources contradict each other, with what these data let expect of a pilot that begins today."""
    return contradictions(_closes(model))


def _closes(model: Model) -> str:
    today = keeping.today()
    try:
        return _expected(review.past(model), model, f"{workspace.key_of(model)} {today}")
    except LeadscoreError as error:
        return f"How many closes to expect by week {SIX_WEEKS} is unknown: {error}"


def _rated(model: Model) -> RepAgainstScore | None:
    """Ratings against outcomes; None where nobody rated anything."""
    try:
        given = feedback.all_of_it()
        return feedback.set_against(model, given) if given else None
    except LeadscoreError:
        return None


def _report(model: Model) -> Report:
    return _asked(review.past(model), Asked(families=FAMILIES, draws=DRAWS), workspace.key_of(model))


def _cycle(model: Model) -> Report:
    return _asked(review.past(model), Asked(families=("cycle",)), workspace.key_of(model))


@st.cache_resource(max_entries=8, show_spinner="Asking the past …")
def _asked(_past: Past, asked: Asked, key: str) -> Report:
    return _past.report(asked)


@st.cache_data(max_entries=8, show_spinner="Counting what closes when …")
def _expected(_past: Past, _model: Model, key: str) -> str:
    planned = plan(keeping.today())
    found = outlook(_past, boards.replay_of(_model), planned)
    return pilot_closes.in_words(found.all, SIX_WEEKS, planned.weeks)
