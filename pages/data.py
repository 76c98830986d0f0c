"""What do we know about our leads?"""

import streamlit as st

from leadscore.errors import LeadscoreError
from leadscore.serving import SAMPLES
from pages._parts import data_tables
from pages._session import frame, uploads, workspace

place = frame.enter("data")
st.title(place.question)

bring, history = st.tabs(["Bring data", "History"], on_change="rerun", key="data tabs")

if bring.open:
    with bring:
        st.subheader("Your own export")
        files = st.file_uploader(
            "CSV, Excel, Parquet or JSON lines; several files together",
            accept_multiple_files=True,
            type=["csv", "tsv", "txt", "gz", "xlsx", "xls", "parquet", "jsonl", "ndjson", "json"],
        )
        if files:
            try:
                held = uploads.brought(files)
                data_tables.inspection(held.inspection)
                mapping = st.text_area("Proposed mapping: confirm or change it", held.inspection.mapping, height=400)
                with st.container(horizontal=True):
                    check = st.button("Check it", icon=":material/checklist:")
                    take = st.button("Import", type="primary", icon=":material/download_done:")
                if check or take:
                    with st.spinner("Reading every row …"):
                        data_tables.report(uploads.take_in(held, mapping, dry_run=not take), dry_run=not take)
            except LeadscoreError as error:
                st.error(str(error), title="Nothing was changed")
        st.subheader("A synthetic sample company")
        sample = st.segmented_control("Sample", SAMPLES, default=SAMPLES[0], format_func=str.capitalize)
        st.caption("Invented people and firms with a known truth. Your own data stays in the history.")
        if st.button("Load the sample", icon=":material/science:") and sample:
            try:
                with st.spinner("Reading every row …"):
                    data_tables.report(uploads.take_sample(sample), dry_run=False)
            except LeadscoreError as error:
                st.error(str(error), title="Nothing was changed")

if history.open:
    with history:
        data_tables.history(workspace.snapshot_history())
