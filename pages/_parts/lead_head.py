"""The first screen of a lead: the score then and now, and the three strongest reasons."""

from __future__ import annotations

import streamlit as st

from leadscore.desk.history import History
from leadscore.evidence import AsOf, Everyone, Handoff, Lens
from leadscore.figures import lead_words, reasons
from leadscore.figures.lookup import Found
from leadscore.figures.standing_words import standing_sentence
from leadscore.figures.words import day_in_words, instant_in_words
from leadscore.model import Model
from leadscore.scoring import Explanation
from leadscore.vocabulary import BAND_WORDS
from pages._session import desk, search, workspace

_WORDS = {"handoff": "At its hand-off", "now": "Now, when the data ends"}


def choose_moment(lead: Found) -> Lens:
    """As of when the lead is looked at: what its address says, else its hand-off where it has one."""
    until = desk.until()
    if until is None:
        return Handoff()
    if lead.created_at is None or lead.created_at > until:
        return Everyone(until)
    if lead.handed_over_at is None:
        return AsOf(until)
    wanted = search.wanted_moment() or "handoff"
    moment = st.segmented_control(
        "Look at it",
        list(_WORDS),
        default=wanted,
        format_func=_WORDS.__getitem__,
        key=f"moment of {lead.lead_id} {wanted}",  # what the address says holds, also after a step back
        required=True,
    )
    search.keep_moment(moment or "handoff")
    return AsOf(until) if moment == "now" else workspace.at_hand_off(lead)


def show(model: Model, explanation: Explanation, history: History, lead: Found) -> None:
    """Score, letter, temperature and band; the same at the other moment; reasons."""
    zone = workspace.shelf().database.manifest.zone
    moment = instant_in_words(explanation.as_of, zone) if explanation.as_of else "no date: this data has none"
    with st.container(horizontal=True):
        st.metric(f"Score at {moment}", f"{explanation.score:f}", border=True)
        st.metric("Grade", explanation.grade or "none", border=True)
        st.metric("Temperature", explanation.temperature or "none", border=True)
        st.metric("Band", BAND_WORDS[explanation.band] if explanation.band else "no cut-offs", border=True)
        _other_moment(explanation, history, zone)
    st.text(standing_sentence(desk.standing(lead.lead_id), zone))
    if explanation.as_of and not lead.handed_over_at:
        st.caption("Never handed over: this is its score when the data ends.")
    if len(lead.hand_offs) > 1:
        meant = lead.hand_offs[0 if isinstance(workspace.at_hand_off(lead), Handoff) else -1]
        st.text(lead_words.hand_offs_sentence(lead.hand_offs, meant, zone))
    st.subheader("The strongest reasons")
    for reason in reasons.reasons(explanation, zone=zone) or ("Nothing gave or took points.",):
        st.text(reason)


def _other_moment(explanation: Explanation, history: History, zone: str) -> None:
    """The score at the hand-off beside today's, or today's beside the one at the hand-off; what the CRM showed."""
    until = desk.until()
    if until is not None and explanation.as_of != until and (now := history.at(until)):
        st.metric(f"When the data ends, {day_in_words(until, zone)}", f"{now.score:f}", border=True)
    elif history.handed_over_at is not None and (then := history.at(history.handed_over_at)):
        st.metric(f"At its hand-off, {day_in_words(then.at, zone)}", f"{then.score:f}", border=True)
    if history.crm is not None:
        st.metric("The CRM showed then", f"{history.crm:g}", border=True)
