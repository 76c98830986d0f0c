"""Whether both sides keep what they promised, and both teams' figures beside each other: the review's own sections."""

from __future__ import annotations

import streamlit as st

from leadscore.model import Model
from pages._parts import review_head, review_section
from pages._session import review, showing

SECTIONS = ("service", "teams")


def show(model: Model) -> None:
    """The service levels of both sides and their figures in one month, each with its rows."""
    past = review.past(model)
    month = review_head.month_of(past)
    around = review.circumstances(model)
    past = review.under_promises(past, month, around)
    if showing.on_projector():
        around = review.without_names(around)
    for key in SECTIONS:
        review_section.draw(past, month, review.section(past, month, key, around), around)
    st.page_link("pages/review.py", label="Everything else of this month", icon=":material/monitoring:")
