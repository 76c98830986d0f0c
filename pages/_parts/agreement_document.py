"""The agreement as a document on the page: every section, what changed since, and the files to take away."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from leadscore.exporting.cells import safe_text
from leadscore.figures.words import instant_in_words
from leadscore.model import Model
from leadscore.model.differences import Difference
from leadscore.reports.agreement import heading
from leadscore.reports.section import Section, Table
from leadscore.vocabulary import counted
from leadscore.workshop.agreement_changes import differences
from pages._parts import report_table
from pages._session import agreement, workspace
from pages._session.agreement import Paper
from pages._session.showing import as_cell, plain

KEPT, NOW = "As it was kept last", "As it would be now"


def show(model: Model, papers: Sequence[Paper], may_save: bool) -> None:
    """The agreement that was kept last or as it would be now, with the button that keeps it."""
    now = agreement.as_of_now(model)
    _draw_up(model, now, papers, may_save)
    shown = now
    if papers:
        chosen = st.segmented_control("Shown", [KEPT, NOW], default=KEPT, key="agreement shown")
        shown = now if chosen == NOW else papers[0]
    document(shown)


def document(paper: Paper) -> None:
    """One agreement: its first line, its files, its sections."""
    first, *others = heading(paper.agreement, paper.kept is not None)
    (st.success if paper.agreement.is_signed else st.warning)(plain(first))
    for words in others:
        st.caption(plain(words))
    downloads(paper)
    for section in paper.sections:
        _section(section)


def downloads(paper: Paper) -> None:
    """The document as a file to print and as JSON."""
    name = f"agreement-{paper.number}" if paper.kept else "agreement-draft"
    with st.container(horizontal=True):
        for ending, label, mime in (("html", "To print", "text/html"), ("json", "As JSON", "application/json")):
            st.download_button(
                label,
                paper.file(ending),
                f"{name}.{ending}",
                mime,
                key=f"{name} {ending}",
                on_click="ignore",
                icon=":material/print:" if ending == "html" else ":material/data_object:",
                help="One file: opens offline, runs nothing, prints." if ending == "html" else None,
            )


def changes(found: Sequence[Difference]) -> None:
    """What changed from one agreement to another."""
    rows = [{"What": safe_text(each.what), "Was": safe_text(each.was), "Is": safe_text(each.now)} for each in found]
    if rows:
        st.dataframe(pd.DataFrame(rows), hide_index=True, height="content", alt="What changed")


def _draw_up(model: Model, now: Paper, papers: Sequence[Paper], may_save: bool) -> None:
    """The button that keeps the agreement, beside what it would change."""
    signed = workspace.active().signed
    changed = differences(papers[0].agreement, now.agreement) if papers else ()
    if papers:
        on = instant_in_words(papers[0].agreement.drawn_at, now.agreement.evidence.zone)
        since = f"{counted(len(changed), 'thing')} changed since" if changed else "nothing changed since"
        st.caption(plain(f"Kept last on {on}; {since}."))
        if changed:
            with st.expander(
                f"What changed since: {counted(len(changed), 'change')}", icon=":material/compare_arrows:"
            ):
                changes(changed)
    if may_save and (changed or not papers):
        st.button(
            "Draw up the agreement" if not papers else "Draw it up anew",
            icon=":material/handshake:",
            disabled=not signed,
            on_click=agreement.draw_up_now,
            args=(model, agreement.turn()),
            help="Keeps it as it is now, with the evidence of today, bound to the signatures and to the audit.",
        )
    if not signed:
        st.caption("It can be drawn up when both teams have signed the model; until then it is a draft to look at.")


def _section(section: Section) -> None:
    st.subheader(section.question)
    for words in section.sentences:
        st.markdown(plain(words))
    for table in section.tables:
        (_list if section.key == "fingerprints" else _table)(table)
    for words in section.notes:
        st.info(plain(words), icon=":material/sticky_note_2:")
    for words in section.footnotes:
        st.caption(plain(words))


def _table(table: Table) -> None:
    st.caption(f"**{plain(table.title)}**")
    report_table.show(table)


def _list(table: Table) -> None:
    """A table of words too long for a cell: each can be opened and copied."""
    rows = [[as_cell(cell) for cell in row] for row in table.words()]
    frame = pd.DataFrame(rows, columns=list(table.columns))
    st.dataframe(frame, hide_index=True, height="content", alt=table.title)
