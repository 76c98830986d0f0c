"""Whether both sides keep what they promised, and both teams' figures beside each other: the review's own sections."""

from __future__ import annotations

import streamlit as st

from leadscore.model import Model
from leadscore.reports import Month
from leadscore.reports.promises import any_term, promised_in_words
from leadscore.store.state import Promise, in_force
from leadscore.vocabulary import TEAMS
from pages._parts import review_head, review_section
from pages._session import review, showing
from pages._session.showing import plain

SECTIONS = ("service", "teams")


def show(model: Model) -> None:
    """The service levels of both sides and their figures in one month, each with its rows."""
    past = review.past(model)
    month = review_head.month_of(past)
    around = review.circumstances(model)
    past = review.under_promises(past, month, around)
    _later(around.promises, month)
    if showing.on_projector():
        around = review.without_names(around)
    for key in SECTIONS:
        review_section.draw(past, month, review.section(past, month, key, around), around)
    st.page_link("pages/review.py", label="Everything else of this month", icon=":material/monitoring:")


def _later(promises: tuple[Promise, ...], month: Month) -> None:
    """Which side promises something from a later month on: nobody can have broken it in this one."""
    if month.first is None:
        return
    for side in TEAMS:
        held = in_force(promises, side, None)
        if held is not None and any_term(held.promised) and held.promised.since > month.first:
            since, words = held.promised.since, promised_in_words(held.promised)
            st.caption(
                plain(f"{side.capitalize()} promises from {since:%B %Y} on: {words}. This month came before it.")
            )
