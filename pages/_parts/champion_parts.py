"""The model in use against its challengers."""

from __future__ import annotations

import streamlit as st

from pages._parts.signals_head import Asked


def show(asked: Asked) -> None:
    """To be drawn."""
    st.caption(asked.outcome)
