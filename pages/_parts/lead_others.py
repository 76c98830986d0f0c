"""Others: leads like this one, colleagues at the account, and the deals they share."""

from __future__ import annotations

from datetime import datetime

import streamlit as st

from leadscore.desk.account import account_of
from leadscore.desk.history import History
from leadscore.figures import lead_words
from leadscore.model import Model
from leadscore.scoring import Explanation
from leadscore.vocabulary import BAND_WORDS
from pages._session import desk, search, showing, workspace
from pages._session.showing import plain


def show_alike(model: Model, explanation: Explanation, history: History, until: datetime | None) -> None:
    """What became of leads that stood where this one stands."""
    st.subheader("Leads like this")
    if until is None or history.handed_over_at is None:
        st.text("It was never handed over, so there is no age since the hand-off to compare.")
        return
    at, standing = explanation.as_of or until, desk.standing(explanation.lead_id)
    if at == until and standing is not None and standing.is_over:
        st.text("Its case is over, so open leads of its age are none of its like: look at it at its hand-off.")
        return
    found = desk.alike(model, explanation.lead_id, history.handed_over_at, at)
    st.text(lead_words.alike_sentence(found))
    st.caption(
        "Bands without the rules that rest on today's values; only leads whose days are over and, where calls are "
        "known, that somebody worked. It says what became of them, not what calling this one would change."
    )


def show_account(model: Model, explanation: Explanation, zone: str) -> None:
    """Colleagues and deals."""
    found = account_of(workspace.shelf().database, explanation.lead_id)
    st.subheader("At the account")
    if found.account_id is None:
        st.text("Its account is unknown, so are its colleagues.")
    elif not found.colleagues:
        st.text("Nobody else of this account is in this data.")
    queued = desk.queued(model, found.colleagues) if found.colleagues else {}
    for lead_id in found.colleagues:
        lead = queued.get(lead_id)
        name = (
            "" if showing.on_projector() or lead is None else f"{lead.name or 'no name'}, {lead.title or 'no title'}, "
        )
        band = f", {BAND_WORDS[lead.band].lower()}" if lead and lead.band else ""
        scored = f"score {lead.score:f}{band}" if lead else "no score: outside the population, or not yet created"
        st.page_link(
            "pages/lead.py",
            label=plain(f"{lead_id}: {name}{scored}"),
            icon=":material/person_search:",
            query_params=search.address_of(lead_id),
        )
    st.subheader("Deals")
    for deal in found.deals:
        st.text(lead_words.deal_sentence(deal, zone))
    if not found.deals:
        st.text("No deal of this lead or its account is in this data.")
