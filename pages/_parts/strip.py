"""The population and reconciliation strip: who is in the figures of this page, and who is not."""

from __future__ import annotations

import streamlit as st

from leadscore.errors import LeadscoreError
from leadscore.evidence import check
from leadscore.model import Model
from pages._session import history, workspace
from pages._session.showing import in_badge, plain

LONGEST = 48
"""Letters of a badge: a telephone cuts longer ones off."""


def show_where_known() -> None:
    """The strip under the active model, where there is one that this data can answer."""
    try:
        model = workspace.active_model()
        if model is None or not workspace.has_data():
            return
        check(model, workspace.shelf().facts)
    except LeadscoreError:
        return
    show(model)


def show(model: Model) -> None:
    """Draw the strip: sums that add up, the denominator of rates, and what to know of this data."""
    told = history.told(model)
    sums = "; ".join(each.in_words() for each in told.sums)
    st.caption(plain(f"{sums}. Rates over {told.report.header.denominator}."))
    for note in (*told.report.header.badges, *told.report.header.warnings):
        if len(note) <= LONGEST:
            st.badge(in_badge(note), icon=":material/info:", color="gray")
        else:
            st.caption(plain(f"To know: {note.removesuffix('.')}."))
