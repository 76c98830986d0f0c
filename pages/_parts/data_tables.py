"""What an inspection found, what an import did, and which snapshots there are, as tables."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd
import streamlit as st

from leadscore.exporting.cells import safe_text
from leadscore.importing import ImportReport
from leadscore.importing.inspection import Inspection
from leadscore.store.snapshots import Snapshot


def inspection(found: Inspection) -> None:
    """Each file's columns, and every doubt to confirm."""
    st.caption(f"Recognised as an export of {found.crm}." if found.crm else "Read as plain files.")
    for file in found.files:
        sheet = f", sheet {file.sheet}" if file.sheet else ""
        read_as = f"{file.format}{sheet}, {file.encoding or 'no encoding'}, {len(file.columns)} columns"
        with st.expander(f"{safe_text(Path(file.file).name)} ({read_as})"):
            rows = [{"Column": safe_text(each.name), "Type": each.type} for each in file.columns]
            st.dataframe(pd.DataFrame(rows), hide_index=True, alt="Columns of the file")
    if found.doubts:
        with st.expander(f"{len(found.doubts)} things to confirm", expanded=True):
            for doubt in found.doubts:
                st.text(doubt)


def report(made: ImportReport, dry_run: bool) -> None:
    """The ledger: read = accepted + rejected, table by table, with the reasons."""
    words = "This is what an import would do" if dry_run else "Imported"
    if not dry_run and not made.changed:
        words = "The data in use already were the same"
    st.success(f"Revision {made.revision}", title=words)
    rows = [{"Table": table, **counts} for table, counts in made.tables.items()]
    st.dataframe(pd.DataFrame(rows), hide_index=True, alt="Rows read, accepted and rejected by table")
    for table, reasons in made.reasons.items():
        for reason, count in reasons.items():
            st.text(f"{table}: {count:,} rejected: {reason}")
    for warning in made.warnings:
        st.warning(warning)


def history(snapshots: Sequence[Snapshot]) -> None:
    """Every kept snapshot, the latest first."""
    if not snapshots:
        st.info("Nothing was imported yet.")
        return
    rows = [
        {
            "Number": each.number,
            "In use": each.in_use,
            "Revision": each.manifest.revision,
            "Data until (UTC)": each.manifest.data_date,
            **{table: info.rows for table, info in each.manifest.tables.items()},
        }
        for each in reversed(snapshots)
    ]
    st.dataframe(pd.DataFrame(rows), hide_index=True, alt="Snapshots of the data")
