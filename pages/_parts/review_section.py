"""A section of the review on the page: question, sentences, charts, tables, and the rows and SQL behind them."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from leadscore.figures.drawing import drawn
from leadscore.reports import Circumstances, Month, Past, Section, Table, noted
from leadscore.reports.listings import TITLES, Listing
from pages._session import keeping, review, search, showing
from pages._session.showing import plain

FEW = 3
"""More sentences than these are a list."""

WIDE = 6
"""From so many columns on a table scrolls."""


def show(past: Past, month: Month, key: str, around: Circumstances) -> None:
    """One section, counted when it is first looked at."""
    draw(past, month, noted(review.section(past, month, key, around), month, around))


def draw(past: Past, month: Month, section: Section) -> None:
    """Draw a section, offer the leads behind it, and take notes on its figures."""
    st.subheader(section.question)
    mark = "- " if len(section.sentences) > FEW else ""
    gap = "\n" if mark else "\n\n"
    st.markdown(gap.join(f"{mark}{plain(words)}" for words in section.sentences))
    charts = [each for each in section.charts if each.known()]
    for place, chart in enumerate(charts):
        st.plotly_chart(drawn(chart), theme=None, key=f"{section.key} chart {place}", config={"displayModeBar": False})
        if chart.note:
            st.caption(plain(chart.note))
    for table in section.tables:
        _table(table)
    for words in section.footnotes:
        st.caption(plain(words))
    for words in section.notes:
        st.info(plain(words), icon=":material/sticky_note_2:")
    if section.listings:
        _behind(past, month, section)
    _note(month, section)


def _note(month: Month, section: Section) -> None:
    """A box for a note on one of the section's figures, where it is known who writes."""
    if keeping.you() is None or not keeping.writable():
        return
    figures = [section.question, *(str(row[0]) for table in section.tables for row in table.rows)]
    with st.popover("Add a note", icon=":material/edit_note:"):
        st.selectbox("On", list(dict.fromkeys(figures)), key=review.box(f"{section.key} {review.ABOUT}"))
        st.text_area("Note", key=review.box(f"{section.key} {review.NOTE}"), max_chars=600)
        st.button(
            "Keep this note",
            key=f"keep note {section.key}",
            on_click=review.note,
            args=(month, section.key, review.turn()),
        )


def _table(table: Table) -> None:
    st.caption(f"**{plain(table.title)}**")
    rows = [[plain(cell) for cell in row] for row in table.words()]
    if len(table.columns) < WIDE:
        frame = pd.DataFrame(rows, columns=[plain(each) for each in table.columns])
        st.table(frame, border="horizontal", hide_index=True, alt=table.title)
        return
    texts = [[review.shown(cell) for cell in row] for row in table.words()]
    frame = pd.DataFrame(texts, columns=list(table.columns))
    st.dataframe(frame, hide_index=True, height="content", alt=table.title)


def _behind(past: Past, month: Month, section: Section) -> None:
    """The leads behind the section's figures, and the SQL that lists them."""
    chosen = st.selectbox(
        "Open the leads behind these figures",
        section.listings,
        index=None,
        format_func=TITLES.__getitem__,
        placeholder="Choose a list",
        key=f"{section.key} rows",
        width=420,
    )
    if chosen is None:
        return
    found, companies = review.listing(past, month, chosen)
    if found.reason:
        st.caption(plain(f"Unknown: {found.reason}."))
    elif showing.on_projector():
        st.caption(f"{len(found.rows):,} rows. Leads are hidden on the projector.")
    else:
        _rows(found, companies, f"{section.key} {chosen}")
    with st.expander("The SQL behind this list"):
        st.code(found.sql, language="sql")


def _rows(found: Listing, companies: dict[str, str], key: str) -> None:
    st.caption(f"{len(found.rows):,} rows; choose one to open its lead.")
    columns = [found.columns[0], "Company", *found.columns[1:]]
    rows = [[lead, companies.get(lead, ""), *row[1:]] for lead, row in zip(found.leads, found.rows, strict=True)]
    table = st.dataframe(
        pd.DataFrame([[review.shown(cell) for cell in row] for row in rows], columns=columns),
        hide_index=True,
        on_select="rerun",
        selection_mode="single-row",
        key=f"{key} table",
        alt=found.title,
    )
    for place in table.selection.rows[:1]:
        lead = found.leads[place]
        if lead:
            address = search.address_of(lead, "handoff")
            st.page_link("pages/lead.py", label="Open this lead", icon=":material/person_search:", query_params=address)
