"""The head of Tune: what is asked of the past, the way back, and what the locked period keeps out."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from leadscore.errors import LeadscoreError
from leadscore.figures.words import instant_in_words
from leadscore.model import Model
from leadscore.simulation import HINDSIGHTS, Lock, normalise
from pages._parts import outcome_box, takeaway
from pages._session import draft, draft_files, locked, workspace
from pages._session.showing import plain


@dataclass(frozen=True, slots=True)
class Asked:
    """What the room asks of the past: what may be looked at, and which outcome counts."""

    hindsight: str
    outcome: str
    compared: Model
    active: Model


def show(active: Model) -> Asked:
    """The switches and the buttons; returns what is asked."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        hindsight = st.segmented_control(
            "What of a lead may be looked at",
            list(HINDSIGHTS),
            default="then_worked",
            format_func=lambda word: HINDSIGHTS[word].capitalize(),
            key="hindsight",
            wrap=True,
            persist_state="session",
            help="The first position is the naive one: it counts what only became known later.",
        )
        outcome = outcome_box.show(active)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="xsmall"):
        choice = st.selectbox(
            "Compared with", draft_files.choices(), key="compared with", persist_state="session", width=210
        )
        _buttons(active)
    problem = draft.take_problem()
    if problem:
        st.warning(plain(problem))
    compared = draft_files.compared(choice, active)
    return Asked(hindsight or "then_worked", outcome, compared, active)


@dataclass(frozen=True, slots=True)
class KeptOut:
    """What the locked period is kept out of, in words: while it is closed, and once it was opened."""

    closed: str
    opened: str


OFF_THE_PAGE = KeptOut("locked away and not on this page", "not on this page")


def lock_in_words(lock: Lock, kept_out: KeptOut = OFF_THE_PAGE) -> str:
    """What the locked period is kept out of, or why nothing is locked."""
    if lock.starts is None:
        return f"Nothing is locked away: {lock.reason}."
    zone = workspace.shelf().database.manifest.zone
    latest = f"The latest {lock.leads:,} mature hand-offs, from {instant_in_words(lock.starts, zone)} on, are"
    opened = locked.opened()
    if opened is None:
        return f"{latest} {kept_out.closed}, {_what_is_left(zone)}."
    return (
        f"{latest} {kept_out.opened}. They were opened once, on {instant_in_words(opened.at, zone)}: points set since "
        "then have seen them, and newer data bring a new locked period."
    )


def _what_is_left(zone: str) -> str:
    """Whether an opening of a closed period can still be fair: earlier data may have held the same leads."""
    seen = locked.seen_until()
    if seen is None:
        return "so that one fair reveal is left"
    return (
        f"but those until {instant_in_words(seen, zone)} were opened on earlier data: a reveal is fair for later ones"
    )


def _buttons(active: Model) -> None:
    takeaway.way_back()
    st.button("Reset", on_click=draft.set_model, args=(active,))
    st.button(
        "Normalise",
        on_click=_normalise,
        help="Bring the points at most to the agreed balance of behavioural and demographic.",
    )
    with st.popover("Open or save", icon=":material/folder_open:"):
        _open_and_save()


def _open_and_save() -> None:
    st.selectbox("Model", draft_files.choices(), key=draft_files.chosen_key())
    st.button("Open it", icon=":material/file_open:", on_click=draft_files.open_chosen)
    st.text_input("Name of the draft", key=draft_files.name_key(), max_chars=60)
    st.button("Save the draft", icon=":material/save:", on_click=draft_files.save)
    st.caption("A saved draft has an address of its own: share the address of this page.")
    st.page_link("pages/versions.py", label="Save it for good, with the reason", icon=":material/history:")


def _normalise() -> None:
    try:
        draft.set_model(normalise(draft.held().model))
    except LeadscoreError as error:
        draft.put_problem(str(error))
