"""Empty states: what a page says, and where it sends people, while something is missing."""

from __future__ import annotations

import streamlit as st

from leadscore.model import Model
from pages._session import workspace


def stop_without_data() -> None:
    """End the page here, saying what to do, where nothing was imported yet."""
    if not workspace.has_data():
        st.info("Bring a CRM export, or start with a synthetic sample company.", title="There is no data yet")
        st.page_link("pages/data.py", label="Open Data", icon=":material/database:")
        st.stop()


def stop_without_model() -> Model:
    """The active model; ends the page, saying what to do, where data or model are missing."""
    stop_without_data()
    model = workspace.active_model()
    if model is None:
        st.info("Choose a preset to start from.", title="There is no model yet")
        st.page_link("pages/data.py", label="Open Data", icon=":material/database:")
        st.stop()
    return model
