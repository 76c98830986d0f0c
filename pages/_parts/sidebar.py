"""What stands beside every page: the company search, the projector mode, and how old the data is."""

from __future__ import annotations

import streamlit as st

from leadscore.errors import LeadscoreError
from leadscore.figures.words import instant_in_words
from pages._session import search, showing, workspace

_LARGE_TYPE = "<style>html { font-size: 130%; }</style>"


def show() -> None:
    """Draw the sidebar."""
    with st.sidebar:
        search.box()
        showing.projector_switch()
        st.caption(_data_until())
    if showing.on_projector():
        st.html(_LARGE_TYPE)


def _data_until() -> str:
    try:
        if not workspace.has_data():
            return "No data yet"
        manifest = workspace.shelf().database.manifest
    except LeadscoreError:
        return "The data cannot be opened"
    if manifest.data_date is None:
        return "This data has no dates"
    return f"Data until {instant_in_words(manifest.data_date, manifest.zone)}"
