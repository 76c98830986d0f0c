"""Ways to other pages by their names: a link where that page is there, nothing where it is not."""

from __future__ import annotations

import streamlit as st

from pages._session import frame


def to(page: str, label: str) -> None:
    """A link to a page, with its title and its icon."""
    place = next((each for each in frame.PLACES if each.name == page), None)
    if place is not None:
        st.page_link(place.file, label=f"{label}: {place.title}", icon=place.icon)
