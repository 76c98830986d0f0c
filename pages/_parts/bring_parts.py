"""Bringing data: files are dropped, looked at, confirmed and imported; or a sample company is loaded."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import streamlit as st

from leadscore.exporting.cells import safe_text
from leadscore.importing import captured
from leadscore.importing.inspection import Inspection
from leadscore.serving import SAMPLES
from leadscore.vocabulary import counted
from pages._parts import data_tables, empty
from pages._session import imports, uploads
from pages._session.showing import plain

ENDINGS = ["csv", "tsv", "txt", "gz", "xlsx", "xls", "parquet", "jsonl", "ndjson", "json"]


def show() -> None:
    """One's own export first, then the samples."""
    st.subheader("Your own export")
    files = st.file_uploader(
        "CSV, Excel, Parquet or JSON lines; several files together",
        accept_multiple_files=True,
        type=ENDINGS,
        key=uploads.box(),
    )
    if files:
        with empty.telling("Nothing was changed"):
            with st.spinner("Looking at the files …"):
                held = uploads.brought(files)
            _confirmed(held)
    _sample()


def _confirmed(held: uploads.Brought) -> None:
    inspection(held.inspection)
    mapping = st.text_area("Proposed mapping: confirm or change it", held.inspection.mapping, height=400)
    mapping = with_captured(mapping, held.inspection)
    with st.container(horizontal=True):
        check = st.button("Check it", icon=":material/checklist:")
        take = st.button("Import", icon=":material/download_done:")
    if check or take:
        with st.spinner("Reading every row …"):
            report = imports.take_in(held, mapping, dry_run=not take)
        if take:
            st.rerun()
        data_tables.report(report, dry_run=True)


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


def inspection(found: Inspection) -> None:
    """Each file's columns, and every doubt to confirm."""
    st.caption(f"Recognised as an export of {plain(found.crm)}." if found.crm else "Read as plain files.")
    for file in found.files:
        sheet = f", sheet {file.sheet}" if file.sheet else ""
        encoding = f", {file.encoding}" if file.encoding else ""
        read_as = f"{file.format}{sheet}{encoding}, {counted(len(file.columns), 'column')}"
        with st.expander(plain(f"{Path(file.file).name} ({read_as})")):
            rows = [{"Column": safe_text(each.name), "Type": each.type} for each in file.columns]
            st.dataframe(pd.DataFrame(rows), hide_index=True, alt="Columns of the file")
    if found.doubts:
        with st.expander(f"{counted(len(found.doubts), 'thing')} to confirm", expanded=True):
            for doubt in found.doubts:
                st.text(doubt)


def with_captured(mapping: str, found: Inspection) -> str:
    """The mapping with the attributes that a person says the form captured."""
    offered = captured.attributes_of(mapping, found)
    if not offered:
        return mapping
    chosen = st.pills(
        "What the lead itself typed into a form, so known from its first day",
        offered,
        selection_mode="multi",
        format_func=plain,
        key="captured",
        help="Values that people or systems fill in later are not: a stage, a quality, what happened last.",
    )
    st.caption("Only these may count in figures of the past, beside attributes with dated changes. Nothing is guessed.")
    return captured.with_captured(mapping, chosen)
