"""What this export can settle: each rule of the model, and whether the data in use can judge it."""

from __future__ import annotations

import streamlit as st


def show() -> None:
    """The tab."""
    st.subheader("What can these data settle?")
