"""Data health: what is wrong with the data in use, the rows, and a treatment that can be undone."""

from __future__ import annotations

import streamlit as st


def show() -> None:
    """The tab."""
    st.subheader("What is wrong with these data?")
