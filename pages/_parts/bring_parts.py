"""Bringing data: files are dropped or a folder is named, looked at, confirmed and imported; or a sample is loaded."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from leadscore.figures.words import instant_in_words
from leadscore.importing.mappings.saved import Recognised
from leadscore.serving import SAMPLES
from pages._parts import bring_card, bring_folder, bring_import, empty
from pages._session import answered, imports, uploads, workspace
from pages._session.showing import plain

ENDINGS = ["csv", "tsv", "txt", "gz", "xlsx", "xls", "parquet", "jsonl", "ndjson", "json"]
LAST_TIME, ANEW = "As last time", "Look at them anew"


def show() -> None:
    """One's own export first, then the samples."""
    st.subheader("Your own export")
    files = st.file_uploader(
        "Drop all files of the export at once: CSV, Excel, Parquet or JSON lines",
        accept_multiple_files=True,
        type=ENDINGS,
        key=uploads.box(),
        on_change=uploads.chosen,
    )
    with empty.telling("Nothing was changed"):
        if files:
            with st.spinner("Looking at the files …"):
                held = uploads.brought(files)
            _confirmed(held)
        elif (waiting := uploads.still_held()) is not None:
            _still_here(waiting)
        else:
            named = bring_folder.show()
            if named is not None:
                _confirmed(named)
    _sample()


def _still_here(held: uploads.Brought) -> None:
    """Files that were brought before another tab was looked at."""
    names = ", ".join(Path(each.file).name for each in held.inspection.files)
    st.caption(plain(f"Still here: {names}"))
    st.button("Let them go", icon=":material/close:", on_click=uploads.fresh_box)
    _confirmed(held)


def _confirmed(held: uploads.Brought) -> None:
    """The mapping: as last time where the files are known, else from the card; then what an import would do."""
    mapping = _as_last_time(held.recognised) if held.recognised is not None else None
    waits = 0
    if mapping is None:
        card = answered.card(held)
        bring_card.show(held, card)
        mapping, waits = card.mapping, len(card.open)
    mapping = bring_card.as_text(held, mapping)
    bring_import.show(held, mapping, waits)


def _as_last_time(found: Recognised) -> str | None:
    """The mapping of an earlier import, where a person wants it again."""
    when = instant_in_words(found.at, workspace.zone()) if found.at else "an earlier day"
    st.info("Its mapping can be used again: nothing is left to answer.", title=f"Such files were imported on {when}")
    for sentence in found.changed:
        st.caption(plain(f"To look at first: {sentence}"))
    for sentence in found.added:
        st.caption(plain(f"New: {sentence}"))
    default = LAST_TIME if found.as_last_time else ANEW
    chosen = st.segmented_control("Mapping", [LAST_TIME, ANEW], default=default, required=True)
    return found.mapping if chosen == LAST_TIME else None


def _sample() -> None:
    st.subheader("A synthetic sample company")
    sample = st.segmented_control("Sample", SAMPLES, default=SAMPLES[0], format_func=sample_in_words)
    st.caption(
        "Invented people and firms with a known truth. It comes with its own model: yours moves to the drafts, "
        "your data stay in the history."
    )
    if st.button("Load the sample", icon=":material/science:", disabled=sample is None) and sample:
        with empty.telling("Nothing was changed"):
            with st.spinner("Reading every row …"):
                imports.take_sample(sample)
            st.rerun()


def sample_in_words(sample: str) -> str:
    """A sample company's name as people write it."""
    return "SaaS" if sample == "saas" else sample.capitalize()
