"""The population and reconciliation strip: who is in the figures of this page, and who is not."""

from __future__ import annotations

import streamlit as st

from leadscore.model import Model
from pages._session import history


def show(model: Model) -> None:
    """Draw the strip."""
    header = history.report(model).header
    counts = " · ".join(f"{line.label} **{line.count:,}**" for line in header.population)
    st.caption(f"{counts} · rates over {header.denominator}")
    for badge in header.badges:
        st.badge(badge, icon=":material/info:", color="gray")
