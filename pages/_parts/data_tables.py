"""What the data in use hold, what an import did, and which snapshots there are, as tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
import streamlit as st

from leadscore.exporting.cells import safe_text
from leadscore.figures.words import instant_in_words
from leadscore.importing import ImportReport
from leadscore.store.manifest import Attribute, Manifest
from pages._session.showing import plain

LEDGER = ("read", "accepted", "rejected", "duplicates", "left_out")


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
    counts(tables, "Rows of each table")
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
        counts([{"Activity": safe_text(kind), "Rows": count} for kind, count in kinds], "Rows of each activity")


def report(made: ImportReport, dry_run: bool) -> None:
    """The ledger: read = accepted + rejected, table by table, with the reasons."""
    words = "This is what an import would do" if dry_run else "Imported"
    if not dry_run and not made.changed:
        words = "The data in use already were the same"
    st.success(f"Revision {made.revision}", title=words)
    ledger(made.tables)
    for table, reasons in made.reasons.items():
        for reason, count in reasons.items():
            st.text(f"{_spoken(table)}: {count:,} rejected: {reason}")
    if made.rejected_file is not None:
        st.text(f"Every rejected row with its reason: {made.rejected_file}")
    for warning in made.warnings:
        st.caption(plain(f"To know: {warning}"))


def ledger(tables: Mapping[str, Mapping[str, int]]) -> None:
    """The rows of an import by table, and what became of them."""
    words = _in_order({word for counted in tables.values() for word in counted})
    rows = [
        {"Table": _spoken(table), **{_spoken(word).capitalize(): counted.get(word, 0) for word in words}}
        for table, counted in tables.items()
    ]
    counts(rows, "Rows read, accepted and rejected by table")


def counts(rows: Sequence[Mapping[str, object]], alt: str) -> None:
    """A table whose whole numbers have marks at the thousands."""
    frame = pd.DataFrame(rows)
    marked = {name: st.column_config.NumberColumn(format="localized") for name in frame.select_dtypes("int")}
    st.dataframe(frame, column_config=marked, hide_index=True, height="content", alt=alt)


def _spoken(name: str) -> str:
    return name.replace("_", " ")


def _in_order(words: set[str]) -> list[str]:
    """What was read, then what became of it; left out by the mapping, so never read as a row, stands last."""
    first = [word for word in LEDGER if word in words]
    return [*first, *sorted(words - set(first))]


def _until(manifest: Manifest, table: str) -> str:
    until = manifest.complete_until.get(table)
    return instant_in_words(until, manifest.zone) if until is not None else ""


def _time_of(attribute: Attribute, manifest: Manifest) -> str:
    if attribute.name in manifest.changed_fields:
        return "dated changes"
    if attribute.total_today:
        return "today's value: a total that goes on counting"
    return "captured at the form" if attribute.captured_at_form else "unknown: today's value"
