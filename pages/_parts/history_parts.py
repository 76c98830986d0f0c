"""Every snapshot of the data: how it came about, what differs between two, and the way back."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from leadscore.exporting.cells import safe_text
from leadscore.figures.words import instant_in_words
from leadscore.store import returning
from leadscore.store.snapshots import Snapshot
from leadscore.vocabulary import TABLES
from pages._parts import data_tables
from pages._session import past
from pages._session.showing import plain


def show() -> None:
    """The list, one of them looked into, and what differs."""
    _told()
    kept = past.kept()
    if not kept:
        st.info("Nothing was imported yet.")
        return
    _listed(kept)
    numbers = {each.number: each for each in kept}
    in_use = next((each.number for each in kept if each.in_use), kept[0].number)
    chosen = st.selectbox(
        "Look into snapshot", list(numbers), index=list(numbers).index(in_use), key=f"snapshot {past.TURNS.now()}"
    )
    if chosen is None:
        return
    if not numbers[chosen].in_use:
        _difference(numbers[in_use], numbers[chosen])
        st.button(
            f"Use snapshot {chosen} again",
            icon=":material/history:",
            on_click=past.go_back,
            args=(chosen, past.TURNS.now()),
            help="It comes back under a new number; the data in use now stay in this list.",
        )
    _looked_into(numbers[chosen])


def _told() -> None:
    """What the last click did."""
    problem, returned = past.TURNS.take_problem(), past.take_returned()
    if problem is not None:
        st.error(plain(problem), title="Nothing was changed")
    if returned is not None:
        number, new = returned
        st.success(
            f"It is in use again, as number {new}. To undo this, use an earlier one again.", title=f"Back to {number}"
        )


def _listed(kept: tuple[Snapshot, ...]) -> None:
    rows = [
        {
            "Number": each.number,
            "In use": each.in_use,
            "How": returning.how_made(each),
            "Data until": instant_in_words(each.manifest.data_date, each.manifest.zone),
            **{table.replace("_", " ").capitalize(): each.manifest.rows(table) for table in _tables(kept)},
            "Revision": each.manifest.revision,
        }
        for each in kept
    ]
    data_tables.counts(rows, "Snapshots of the data")
    st.caption("Snapshots of the same revision hold the same data. None is changed once it is written.")


def _tables(kept: tuple[Snapshot, ...]) -> list[str]:
    return [table for table in TABLES if any(table in each.manifest.tables for each in kept)]


def _difference(now: Snapshot, other: Snapshot) -> None:
    """What is in use against the chosen one."""
    found = returning.difference(now, other)
    st.subheader(f"In use now ({now.number}) and snapshot {other.number}")
    if found.same_content:
        st.caption("Both hold the same data.")
        return
    rows = [
        {
            "Table": table.replace("_", " "),
            f"Rows in {now.number}": before,
            f"Rows in {other.number}": after,
            "More or fewer": after - before,
        }
        for table, (before, after) in found.rows.items()
    ]
    data_tables.counts(rows, "Rows of the data in use and of the snapshot")
    for number, names in ((now.number, found.only_in_first), (other.number, found.only_in_second)):
        if names:
            more = f" and {len(names) - 12} more" if len(names) > 12 else ""
            st.text(f"Only in {number}: {', '.join(names[:12])}{more}")


def _looked_into(snapshot: Snapshot) -> None:
    """The ledger, the warnings and the mapping of one snapshot."""
    manifest = snapshot.manifest
    st.subheader(f"Snapshot {snapshot.number}")
    if manifest.ledger:
        data_tables.ledger(manifest.ledger)
    if manifest.treatments:
        names = [str(each.get("name", "")).replace("_", " ") for each in manifest.treatments]
        st.dataframe(
            pd.DataFrame({"Treated by": [safe_text(name) for name in names]}), hide_index=True, alt="Treatments"
        )
    for warning in manifest.warnings:
        st.caption(plain(f"To know: {warning}"))
    with st.expander("The mapping that made it"):
        text = returning.mapping_of(snapshot)
        if text is None:
            st.caption("It was not kept: this snapshot is from before mappings were.")
        else:
            st.code(text, language=None, height=400)
