"""The tabs of a page that asks the past: the open one alone is drawn, and says so where it cannot be."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st

from pages._parts import empty
from pages._parts.signals_head import Asked

Tab = tuple[Callable[[Asked], None], str]
"""What draws a tab, and the title of why it cannot be drawn."""


def show(tabs: Mapping[str, Tab], key: str, asked: Asked) -> None:
    """Draw them under their names."""
    drawn = st.tabs(list(tabs), on_change="rerun", key=key)
    for place, (draw, problem) in zip(drawn, tabs.values(), strict=True):
        if place.open:
            with place, empty.telling(problem):
                draw(asked)
