"""What the data in use hold, what an inspection found, what an import did, and which snapshots there are, as tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from leadscore.exporting.cells import safe_text
from leadscore.figures.words import instant_in_words
from leadscore.importing import ImportReport, captured
from leadscore.importing.inspection import Inspection
from leadscore.store.manifest import Attribute, Manifest
from leadscore.store.snapshots import Snapshot
from leadscore.vocabulary import counted
from pages._session.showing import plain

LEDGER = ("read", "accepted", "rejected", "duplicates", "left_out")


def tabs(has_data: bool) -> Sequence[Any]:
    """What is known, bringing data, history; without data the second is open."""
    words = ["What we know", "Bring data", "History"]
    return st.tabs(words, on_change="rerun", key="data tabs", default=words[0 if has_data else 1])


def known(manifest: Manifest | None) -> None:
    """The tables, attributes and activities of the data in use."""
    if manifest is None:
        st.info("Open 'Bring data' and upload an export, or load a sample company.", title="There is no data yet")
        return
    st.caption(f"Revision {manifest.revision}. A table without a date of its own has no 'complete until'.")
    tables = [
        {"Table": _spoken(name), "Rows": info.rows, "Complete until": _until(manifest, name)}
        for name, info in manifest.tables.items()
    ]
    _counts(tables, "Rows of each table")
    st.subheader("Attributes of the leads")
    st.caption(
        "Only values whose time is known may count in figures of the past: captured at the form, or with dated changes."
    )
    rows = [
        {"Attribute": safe_text(each.name), "Type": each.type, "Its time": _time_of(each, manifest)}
        for each in manifest.attributes
    ]
    st.dataframe(
        pd.DataFrame(rows),
        hide_index=True,
        height="content",
        alt="Attributes, their type and whether their time is known",
    )
    if manifest.kinds:
        st.subheader("What leads did, and what was done")
        kinds = sorted(manifest.kinds.items(), key=lambda each: (-each[1], each[0]))
        _counts([{"Activity": safe_text(kind), "Rows": count} for kind, count in kinds], "Rows of each activity")


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


def report(made: ImportReport, dry_run: bool) -> None:
    """The ledger: read = accepted + rejected, table by table, with the reasons."""
    words = "This is what an import would do" if dry_run else "Imported"
    if not dry_run and not made.changed:
        words = "The data in use already were the same"
    st.success(f"Revision {made.revision}", title=words)
    rows = [{"Table": _spoken(table), **_ledger(counts)} for table, counts in made.tables.items()]
    _counts(rows, "Rows read, accepted and rejected by table")
    for table, reasons in made.reasons.items():
        for reason, count in reasons.items():
            st.text(f"{_spoken(table)}: {count:,} rejected: {reason}")
    if made.rejected_file is not None:
        st.text(f"Every rejected row with its reason: {made.rejected_file}")
    for warning in made.warnings:
        st.caption(plain(f"To know: {warning}"))


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
            "Data until": instant_in_words(each.manifest.data_date, each.manifest.zone),
            **{table.replace("_", " ").capitalize(): info.rows for table, info in each.manifest.tables.items()},
        }
        for each in reversed(snapshots)
    ]
    _counts(rows, "Snapshots of the data")


def _counts(rows: Sequence[Mapping[str, object]], alt: str) -> None:
    """A table whose whole numbers have marks at the thousands."""
    frame = pd.DataFrame(rows)
    counts = {name: st.column_config.NumberColumn(format="localized") for name in frame.select_dtypes("int")}
    st.dataframe(frame, column_config=counts, hide_index=True, height="content", alt=alt)


def _spoken(name: str) -> str:
    return name.replace("_", " ")


def _ledger(counts: Mapping[str, int]) -> dict[str, int]:
    """What was read, then what became of it; left out by the mapping, so never read as a row, stands last."""
    first = [word for word in LEDGER if word in counts]
    return {_spoken(word).capitalize(): counts[word] for word in (*first, *sorted(counts.keys() - set(first)))}


def _until(manifest: Manifest, table: str) -> str:
    until = manifest.complete_until.get(table)
    return instant_in_words(until, manifest.zone) if until is not None else ""


def _time_of(attribute: Attribute, manifest: Manifest) -> str:
    if attribute.name in manifest.changed_fields:
        return "dated changes"
    return "captured at the form" if attribute.captured_at_form else "unknown: today's value"
