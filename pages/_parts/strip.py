"""The population and reconciliation strip: who is in the figures of this page, and who is not."""

from __future__ import annotations

import streamlit as st

from leadscore.model import Model
from pages._session import history
from pages._session.showing import plain


def show(model: Model) -> None:
    """Draw the strip: sums that add up, the denominator of rates, and what to know of this data."""
    told = history.told(model)
    sums = "; ".join(each.in_words() for each in told.sums)
    st.caption(plain(f"{sums}. Rates over {told.report.header.denominator}."))
    for badge in (*told.report.header.badges, *told.report.header.warnings):
        st.badge(plain(badge), icon=":material/info:", color="gray")
