"""What stands behind a figure: the rows that it counts, and the SQL that found them; read when somebody opens it."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from leadscore.reports import Circumstances, Month, Past
from leadscore.reports.behind import Behind
from leadscore.reports.origin import MONTHS_IN_WORDS, Way
from leadscore.vocabulary import counted
from pages._session import review, search, showing
from pages._session.showing import as_cell, plain

LABEL = "Rows and SQL"


def door(past: Past, month: Month, ways: tuple[Way, ...], key: str, around: Circumstances) -> None:
    """A button that opens the rows behind the figures of one chart or table."""
    if ways and st.button(LABEL, key=f"rows {key}", type="tertiary", icon=":material/table_rows:"):
        _opened(past, month, ways, key, around)


@st.dialog(LABEL, width="large")
def _opened(past: Past, month: Month, ways: tuple[Way, ...], key: str, around: Circumstances) -> None:
    by_label = {way.label: way for way in ways}
    chosen = by_label[
        st.selectbox("Figure", list(by_label), format_func=plain_option, key=f"figure {key} {month.name}")
    ]
    found, companies = review.behind(past, month, chosen.origin, around)
    st.caption(f"{MONTHS_IN_WORDS[chosen.origin.months].capitalize()} (review of {month.name}).")
    if found.reason:
        st.markdown(plain(f"There are no rows: {found.reason}."))
        return
    st.markdown(plain(_counted(found)))
    if showing.on_projector():
        st.caption("Leads are hidden on the projector.")
    else:
        _rows(found, companies, f"{key} {chosen.label}")
    if not found.sql:
        st.caption("What people said is kept in the state of the workspace, not in the data: no SQL counts it.")
        return
    with st.expander("The SQL, as it ran"):
        st.code(found.sql, language="sql")


def plain_option(label: str) -> str:
    """An option of a box: its texts are no markup there."""
    return " ".join(label.split())


def _counted(found: Behind) -> str:
    told = f"{counted(found.total, 'row')}."
    if found.counted is not None and found.total:
        told = f"{found.counted:,} of {counted(found.total, 'row')} count: {100 * found.counted / found.total:.1f} %."
    if found.added is not None:
        told += f" Their amounts add up to {found.added:,.0f}."
    if len(found.rows) < found.total:
        told += f" The first {len(found.rows):,} are shown."
    return told


def _rows(found: Behind, companies: dict[str, str], key: str) -> None:
    columns = [found.columns[0], "Company", *found.columns[1:]]
    rows = [[lead, companies.get(lead, ""), *row[1:]] for lead, row in zip(found.leads, found.rows, strict=True)]
    table = st.dataframe(
        pd.DataFrame([[as_cell(cell) for cell in row] for row in rows], columns=columns),
        hide_index=True,
        on_select="rerun",
        selection_mode="single-row",
        key=f"{key} table",
        placeholder="",
        alt="Rows behind the figure",
    )
    for place in table.selection.rows[:1]:
        lead = found.leads[place]
        if lead:
            address = search.address_of(lead, "handoff")
            st.page_link("pages/lead.py", label="Open this lead", icon=":material/person_search:", query_params=address)
    if found.rows:
        st.caption("Choose a row to open its lead.")
