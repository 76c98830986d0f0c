"""What stands beside every page: the company search, the projector mode, and how old the data is."""

from __future__ import annotations

import streamlit as st

from leadscore.figures.words import instant_in_words
from pages._session import search, showing, workspace

_LARGE_TYPE = "<style>html { font-size: 130%; }</style>"


def show() -> None:
    """Draw the sidebar."""
    with st.sidebar:
        search.box()
        showing.projector_switch()
        if workspace.has_data():
            manifest = workspace.shelf().database.manifest
            st.caption(f"Data until {instant_in_words(manifest.data_date, manifest.zone)}")
    if showing.on_projector():
        st.html(_LARGE_TYPE)
