"""Writing back: scores and the model in the shapes that CRMs take in."""

from __future__ import annotations

import streamlit as st


def show() -> None:
    """The tab."""
    st.subheader("What goes back into the CRM?")
