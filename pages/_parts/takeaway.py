"""What of the draft differs from the active model, the way back, and what to take away."""

from __future__ import annotations

import streamlit as st

from leadscore.model import Model, to_yaml
from leadscore.model.differences import differences
from pages._session import draft, scored
from pages._session.showing import plain

MOST_TOLD = 3


def show(model: Model, active: Model) -> None:
    """The draft in a line, undo and redo, and the files to download."""
    st.caption(plain(_changes(active, model)))
    with st.container(horizontal=True):
        way_back()
        downloads()
    problem = draft.take_problem()
    if problem:
        st.warning(plain(problem))


def way_back() -> None:
    """One step back, one step forward."""
    st.button("Undo", on_click=draft.undo, shortcut="ctrl+z")
    st.button("Redo", on_click=draft.redo, shortcut="ctrl+y")


def downloads() -> None:
    """The model on the table and the scores it gives, as files."""
    st.download_button(
        "Model file",
        data=draft.for_download(to_yaml),
        file_name="model.yaml",
        on_click="ignore",
        icon=":material/download:",
    )
    st.download_button(
        "Scores",
        data=draft.for_download(scored.as_csv()),
        file_name="scores.csv",
        on_click="ignore",
        icon=":material/download:",
        help="Every lead's score under the draft, for a spreadsheet.",
    )


def _changes(active: Model, model: Model) -> str:
    changed = [each.in_words() for each in differences(active, model)]
    if not changed:
        return "The draft on the table is the active model, unchanged."
    more = f"; and {len(changed) - MOST_TOLD} more" if len(changed) > MOST_TOLD else ""
    return f"The draft on the table differs from the active model: {'; '.join(changed[:MOST_TOLD])}{more}."
