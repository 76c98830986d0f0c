"""The swap card on the page: what a draft keeps, drops and adds, with names and a verdict."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import streamlit as st

from leadscore.exporting.cells import safe_text
from leadscore.figures import lookup
from leadscore.figures.words import estimate_in_words
from leadscore.model import Model
from leadscore.simulation.swap_card import Part, Share, SwapCard, Swapped, Terms
from pages._session import boards, search, showing, workspace

PARTS: dict[Part, str] = {"kept": "Kept", "dropped": "Dropped", "added": "Added"}
_COLUMNS = {
    "Score of the draft then": st.column_config.NumberColumn(format="%g"),
    "Active score then": st.column_config.NumberColumn("Score of the other then", format="%g"),
}
TERMS: tuple[Terms, ...] = ("equal volume", "fixed cut-offs")


def show(model: Model, other: Model, outcome: str) -> None:
    """The card of the draft against what happened, at equal volume unless the room asks otherwise."""
    terms = st.segmented_control("Compare at", TERMS, default=TERMS[0], key="swap terms") or TERMS[0]
    card = boards.swap(model, other, outcome, terms)
    if card.reason:
        st.info(f"Nothing can be compared: {card.reason}.")
        return
    draw(card)
    names(lambda part: boards.swapped(model, card, part), "swap part")


def draw(card: SwapCard) -> None:
    """What is kept, dropped and added, and what that says."""
    st.markdown(f"**{card.verdict}**")
    with st.container(horizontal=True):
        _part("Kept", card.kept, "handed over then, and by the draft")
        _part("Dropped", card.dropped, "handed over then, not by the draft")
        _part("Added", card.added, "never handed over; their outcome is unknown")
    st.caption(" ".join(card.caveats))


def _part(label: str, share: Share, meaning: str) -> None:
    a_month = "" if share.a_month.value is None else f", {share.a_month.value:,.1f} a month"
    with st.container(border=True):
        st.metric(label, f"{share.leads:,}", help=meaning)
        st.caption(f"{meaning}{a_month}")
        st.text(_rate(share))


def _rate(share: Share) -> str:
    if share.rate.value is None:
        return f"No rate: {share.rate.reason}"
    return f"{share.outcomes:,} of {share.rate.n:,}: {estimate_in_words(share.rate)}"


def names(find: Callable[[Part], tuple[Swapped, ...]], key: str) -> None:
    """The leads of one part, once somebody asks for it."""
    part = st.segmented_control("Show the leads", list(PARTS), format_func=PARTS.__getitem__, key=key)
    if part is None:
        return
    if showing.on_projector():
        st.caption("Lead ids are hidden on the projector.")
        return
    leads = find(part)
    company = lookup.companies(workspace.shelf().database, [each.lead_id for each in leads])
    table = st.dataframe(
        pd.DataFrame([_row(each, company.get(each.lead_id, "")) for each in leads]),
        column_config=_COLUMNS,
        hide_index=True,
        on_select="rerun",
        selection_mode="single-row",
        key=f"leads {part} {key}",
        alt=f"Leads that the draft {part}",
    )
    for place in table.selection.rows[:1]:
        address = search.address_of(leads[place].lead_id, "handoff")
        st.page_link("pages/lead.py", label="Open this lead", icon=":material/person_search:", query_params=address)


def _row(lead: Swapped, company: str) -> dict[str, object]:
    outcome = {True: "yes", False: "no", None: lead.standing.replace("_", " ")}[lead.outcome]
    return {
        "Lead": safe_text(lead.lead_id),
        "Company": safe_text(company),
        "Score of the draft then": None if lead.draft_score is None else float(lead.draft_score),
        "Active score then": None if lead.active_score is None else float(lead.active_score),
        "Handed over (UTC)": lead.hand_off,
        "Draft's Monday (UTC)": lead.draft_at,
        "Outcome": outcome,
    }
