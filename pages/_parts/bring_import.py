"""The last step of bringing data: every row is read and counted, and only then it can become the data in use."""

from __future__ import annotations

import streamlit as st

from leadscore.vocabulary import counted
from pages._parts import bring_dates, data_tables, empty
from pages._session import imports, starting, uploads, workspace
from pages._session.showing import plain

INSTEAD, ADDED = "Take their place", "Add to them"


def show(held: uploads.Brought, mapping: str, waits: int) -> None:
    """Check, the ledger, and the import of exactly what was checked."""
    if waits:
        st.info(
            "See 'Only you can say' above.", title=f"{counted(waits, 'question')} to answer before anything is read"
        )
        return
    add = way()
    mapping = bring_dates.asked(held, mapping, imports.today())
    report = imports.checked(held, mapping, add)
    if report is None:
        if st.button("Check it", icon=":material/checklist:", help="Reads every row and counts; changes nothing."):
            imports.begin(held, mapping, dry_run=True, add=add)
            st.rerun()
        return
    data_tables.report(report, dry_run=True)
    if st.button("Import", icon=":material/download_done:"):
        imports.begin(held, mapping, add=add)
        st.rerun()


def way() -> bool:
    """Whether files are added to the data in use, as a person says; where there are none they cannot be."""
    if not workspace.has_data():
        return False
    chosen = st.segmented_control(
        "What becomes of the data in use",
        (INSTEAD, ADDED),
        default=INSTEAD,
        required=True,
        key="way of importing",
        help="Added: new leads come, known ones take the newest values, what these files do not hold stays.",
    )
    return chosen == ADDED


def next_steps() -> None:
    """After an import: on to Tune, from a model that these data can answer where there is none that does."""
    start = empty.start_needed()
    if start is None:
        st.page_link("pages/tune.py", label="See what points would have done to these leads", icon=":material/tune:")
        return
    name, model = start
    st.button(
        plain(f"Start from '{model.name}' and tune it"),
        icon=":material/tune:",
        on_click=starting.start,
        args=(name, empty.text_of(name, model)),
    )
    st.caption(f"{empty.awake(model)} A model that is in use moves to the drafts.")
    st.page_link("pages/tune.py", label="Open Tune without it", icon=":material/list:")
