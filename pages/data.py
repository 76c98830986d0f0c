"""What do we know about our leads?"""

import streamlit as st

from leadscore.serving import SAMPLES
from pages._parts import data_tables, empty, strip
from pages._session import frame, uploads, workspace

place = frame.enter("data")
st.title(place.question)

made = uploads.take_report()
if made is not None:
    data_tables.report(made, dry_run=False)
    st.page_link("pages/tune.py", label="See what points would have done to these leads", icon=":material/tune:")

known, bring, history = data_tables.tabs(workspace.has_data())

if known.open:
    with known, empty.telling("The data in use cannot be read"):
        strip.show_where_known()
        data_tables.known(workspace.manifest())

if bring.open:
    with bring:
        st.subheader("Your own export")
        files = st.file_uploader(
            "CSV, Excel, Parquet or JSON lines; several files together",
            accept_multiple_files=True,
            type=["csv", "tsv", "txt", "gz", "xlsx", "xls", "parquet", "jsonl", "ndjson", "json"],
            key=uploads.box(),
        )
        if files:
            with empty.telling("Nothing was changed"):
                with st.spinner("Looking at the files …"):
                    held = uploads.brought(files)
                data_tables.inspection(held.inspection)
                mapping = st.text_area("Proposed mapping: confirm or change it", held.inspection.mapping, height=400)
                mapping = data_tables.with_captured(mapping, held.inspection)
                with st.container(horizontal=True):
                    check = st.button("Check it", icon=":material/checklist:")
                    take = st.button("Import", icon=":material/download_done:")
                if check or take:
                    with st.spinner("Reading every row …"):
                        report = uploads.take_in(held, mapping, dry_run=not take)
                    if take:
                        st.rerun()
                    data_tables.report(report, dry_run=True)
        st.subheader("A synthetic sample company")
        sample = st.segmented_control("Sample", SAMPLES, default=SAMPLES[0], format_func=data_tables.sample_in_words)
        st.caption(
            "Invented people and firms with a known truth. It comes with its own model: yours moves to the drafts, "
            "your data stay in the history."
        )
        if st.button("Load the sample", icon=":material/science:", disabled=sample is None) and sample:
            with empty.telling("Nothing was changed"):
                with st.spinner("Reading every row …"):
                    uploads.take_sample(sample)
                st.rerun()

if history.open:
    with history, empty.telling("The history cannot be read"):
        data_tables.history(workspace.snapshot_history())
