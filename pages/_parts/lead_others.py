"""Others: leads like this one, colleagues at the account, and the deals they share."""

from __future__ import annotations

import streamlit as st

from leadscore.desk.account import account_of
from leadscore.figures import lead_words
from leadscore.model import Model
from leadscore.scoring import Explanation
from leadscore.vocabulary import BAND_WORDS
from pages._session import desk, search, showing, workspace
from pages._session.showing import plain


def show_alike(model: Model, explanation: Explanation) -> None:
    """What became of leads that stood where this one stood at the moment that is looked at."""
    st.subheader("Leads like this")
    at = explanation.as_of
    standing = desk.standing(explanation.lead_id, at) if at else None
    if at and standing and standing.is_over:
        st.text("Its case was over by then, so open leads of its age are none of its like: look at it at its hand-off.")
        return
    handed_over_at = standing.clock.handed_over_at if standing else None
    if at is None or handed_over_at is None:
        st.text("It was not handed over by then, so there is no age since the hand-off to compare.")
        return
    found = desk.alike(model, explanation.lead_id, handed_over_at, at)
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
