"""Feedback as this session gives and reads it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import streamlit as st

from leadscore.desk import arbitration
from leadscore.desk.feedback import given
from leadscore.errors import DataError
from leadscore.evidence import Shelf
from leadscore.figures import lookup
from leadscore.model import Model, model_hash
from leadscore.outcomes.opinions import RepAgainstScore
from leadscore.scoring import Explanation
from leadscore.store.state import Feedback
from pages._session import keeping, workspace
from pages._session.turns import Turns

_GIVEN = "_feedback_given"
_TURNS = Turns("feedback")

FIRST = datetime.fromisoformat("1900-01-01")


def of_lead(lead_id: str) -> tuple[Feedback, ...]:
    """All that was said of a lead, the newest first."""
    return keeping.state().feedback.of_lead(lead_id)


def all_of_it() -> tuple[Feedback, ...]:
    """All feedback of this workspace, the newest first."""
    return keeping.state().feedback.since(FIRST)


def turn() -> int:
    """Changes with everything that is given, so that boxes are empty again."""
    return _TURNS.now()


def key(what: str) -> str:
    """The key of a box of this turn."""
    return f"feedback {what} {turn()}"


def data_seen() -> str:
    """The revision of the data that a page is drawn from."""
    return workspace.shelf().database.manifest.revision


@dataclass(frozen=True, slots=True)
class Rated:
    """What a rating is of, as the page showed it: the score, and the revision of the data behind it."""

    explanation: Explanation
    model: Model
    handed_over_at: datetime | None
    revision: str


def give(rated: Rated, rating: str, at: int) -> None:
    """Keep a rating with what is in its boxes; a callback, which acts once a turn."""
    if at != turn():
        return
    with _TURNS.told():
        if rated.revision != data_seen():
            raise DataError("The data were replaced meanwhile, so nothing was kept: look again, then say it once more.")
        text = str(st.session_state.get(key(f"{rating} text")) or "")
        reason = st.session_state.get(key(f"{rating} reason"))
        concerns = st.session_state.get(key(f"{rating} concerns")) or ()
        pointed = st.session_state.get(key(f"{rating} rules")) or ()
        model = rated.model
        versions = keeping.state().versions.of_model(model_hash(model))
        version = versions[0].id if versions else None
        wanted = given(rated.explanation, model, rated.handed_over_at, rating, reason, concerns, text, pointed, version)
        keeping.state().feedback.give(wanted, keeping.by())
        _kept(rating)


def answer(feedback: int, at: int) -> None:
    """Reply to what was said; a callback."""
    if at != turn():
        return
    with _TURNS.told():
        text = str(st.session_state.get(key(f"answer {feedback}")) or "")
        keeping.state().feedback.answer(feedback, text, keeping.by())
        _kept("answer")


def judge(feedback: int, at: int) -> None:
    """Give one's side's verdict on a dispute; a callback."""
    if at != turn():
        return
    with _TURNS.told():
        verdict = st.session_state.get(key(f"verdict {feedback}")) or ""
        text = str(st.session_state.get(key(f"verdict text {feedback}")) or "")
        keeping.state().feedback.judge(feedback, verdict, keeping.by(), text)
        _kept("verdict")


def note_seen(listed: Sequence[Feedback]) -> None:
    """Whoever reads what the other side gave has seen it; nothing where nobody said who reads, or none can be kept."""
    person = keeping.you()
    if person is None or not keeping.writable():
        return
    for each in listed:
        if each.author.team != person[1] and not each.seen_by(person[1]):
            keeping.state().feedback.seen(each.id, keeping.by())


def set_against(model: Model, listed: Sequence[Feedback]) -> RepAgainstScore:
    """What sales said against score and outcome."""
    shelf = workspace.shelf()
    last = (len(listed), max((each.id for each in listed), default=0))
    return _against(shelf, model, listed, f"{shelf.database.manifest.revision} {model_hash(model)} {last}")


def companies(listed: Sequence[Feedback]) -> dict[str, str]:
    """The companies of the leads that were rated, by lead_id, where the data knows them."""
    return lookup.companies(workspace.shelf().database, [each.lead_id for each in listed if each.lead_id])


def take_problem() -> str | None:
    """What went wrong in the last callback, once."""
    return _TURNS.take_problem()


def take_given() -> str | None:
    """What was just kept (a rating, "answer" or "verdict"), once."""
    what: str | None = st.session_state.pop(_GIVEN, None)
    return what


def _kept(what: str) -> None:
    _TURNS.end()
    st.session_state[_GIVEN] = what


@st.cache_resource(max_entries=4, show_spinner="Setting ratings against outcomes …")
def _against(_shelf: Shelf, _model: Model, _listed: Sequence[Feedback], key: str) -> RepAgainstScore:
    return arbitration.set_against(_shelf, _model, _listed)
