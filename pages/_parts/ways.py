"""Ways to other pages by their names: a link where that page is there, nothing where it is not."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from pages._session import frame

TODAY = (
    "What is said to rest on today's value can be asked once dated changes of that field are imported, or once the "
    "mapping confirms, under captured_at_form, that the form captured it."
)


def past_today(reasons: Iterable[str | None]) -> None:
    """What to do where reasons say that today's values stand in the way."""
    if any("rests on today's value" in (each or "") for each in reasons):
        st.caption(TODAY)
        to("data", "Import")


def to(page: str, label: str) -> None:
    """A link to a page, with its title and its icon."""
    place = next((each for each in frame.PLACES if each.name == page), None)
    if place is not None:
        st.page_link(place.file, label=f"{label}: {place.title}", icon=place.icon)
