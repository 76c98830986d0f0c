"""Agreements that were kept, what changed from one to the next, and whether the audit still contains a printed end."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from leadscore.errors import UsageError
from leadscore.exporting.cells import safe_text
from leadscore.figures.words import instant_in_words
from leadscore.workshop.agreement_changes import differences
from pages._parts import agreement_document
from pages._session import agreement
from pages._session.agreement import Paper
from pages._session.showing import on_projector, plain


def show(papers: Sequence[Paper]) -> None:
    """Every kept agreement, the newest first, and one of them with what it changed."""
    if not papers:
        st.caption("No agreement was kept yet.")
        return
    rows = [_row(each) for each in papers]
    st.dataframe(pd.DataFrame(rows), hide_index=True, alt="Agreements, the newest first")
    if len(papers) == 1:
        return
    named = {f"Agreement {each.number}": place for place, each in enumerate(papers)}
    place = named[st.selectbox("Look at", list(named), key=f"agreement looked at {len(papers)}", width=300)]
    paper = papers[place]
    if place + 1 < len(papers):
        found = differences(papers[place + 1].agreement, paper.agreement)
        st.caption("What it changed of the one before it:" if found else "It changed nothing of the one before it.")
        agreement_document.changes(found)
    if place:
        with st.expander("The whole of it, and its files", icon=":material/article:"):
            agreement_document.document(paper)


def check() -> None:
    """Whether the audit still contains the end that a paper shows."""
    st.subheader("Is what a paper says still so?")
    st.caption(
        "Every agreement prints where the audit of all decisions ended. Type it off, whole or short: if the audit no "
        "longer contains it, something before it was changed or cut off."
    )
    typed = st.text_input("Audit, as printed", key="printed head", placeholder="812:ab12cd34ef56", max_chars=90)
    if not typed.strip():
        return
    try:
        held = agreement.holds(typed)
    except UsageError as error:
        st.warning(plain(str(error)))
        return
    if held:
        st.success("The audit still contains it: everything before it is as it was when that was printed.")
    else:
        st.error(
            "The audit does not contain it: entries up to it were changed or cut off, or the paper is of another "
            "workspace. Compare the number and the hash with the paper."
        )


def _row(paper: Paper) -> dict[str, object]:
    kept, version = paper.kept, paper.agreement.version
    if kept is None or version is None:
        return {}
    name = "hidden" if on_projector() else kept.author.name or "(erased)"
    return {
        "Agreement": paper.number,
        "Kept": instant_in_words(kept.at, paper.agreement.evidence.zone),
        "By": safe_text(name),
        "Model": safe_text(f"{version.line}, version {version.number}"),
        "Model hash": kept.model_hash[:12],
        "Document": kept.document_hash[:12],
        "Audit before it": f"{kept.head.entries}:{kept.head.hash[:12]}",
    }
