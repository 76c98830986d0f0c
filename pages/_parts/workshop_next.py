"""Next steps: the model is saved and signed, and who does what by when is written down."""

from __future__ import annotations

from datetime import timedelta

import streamlit as st

from leadscore.model.differences import differences
from leadscore.store.state import Action, Room, Version
from leadscore.workshop.saved_models import model_of
from pages._parts import leaks_parts, signing_parts, version_parts
from pages._session import consensus, draft, facilitator, keeping, signing
from pages._session.showing import on_projector, plain

DUE = timedelta(days=14)


def show(held: Room, may_save: bool) -> None:
    """The version to sign, the signatures, and the actions."""
    problem = consensus.TURNS.take_problem()
    if problem:
        st.warning(plain(problem))
    version = consensus.latest_version(held)
    _save(held, version, may_save)
    if version is not None:
        _sign(version, may_save)
    _actions(held, may_save)


def _save(held: Room, version: Version | None, may_save: bool) -> None:
    """The model on the sliders as the next version of the room's line."""
    st.subheader("Save what was agreed")
    model = draft.held().model
    newest = keeping.state().versions.latest(held.line)
    if version is not None and not differences(model_of(version), model):
        st.caption(plain(f"Version {version.number} of {version.line} is exactly the model on the sliders."))
        return
    if not consensus.is_on_sliders(held):
        st.caption(
            "The sliders of this session were not set by this workshop: settle the points first, or save as it is."
        )
    if newest is not None:
        st.caption(plain(f"Against version {newest.number} of {newest.line}:"))
        version_parts.listed(differences(model_of(newest), model))
    if version is not None and keeping.state().signatures.of(version.id):
        st.warning(f"A new version starts without signatures: those on version {version.number} do not count for it.")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input("Why this model?", key=consensus.REASON, max_chars=500, placeholder=f"Workshop: {held.title}")
        st.button(
            "Save it for signing",
            icon=":material/save:",
            disabled=not may_save,
            on_click=consensus.save,
            args=(held, model, newest.id if newest else None, consensus.TURNS.now()),
        )


def _sign(version: Version, may_save: bool) -> None:
    st.subheader("Sign it")
    found = signing.status(version, draft.held().model)
    signing_parts.status(found)
    signing_parts.contents(found.model)
    if found.missing:
        leaks_parts.beside_signing(found.model)
    st.caption("Members sign on their own devices; whoever sits at this desk signs here.")
    if may_save:
        signing_parts.button(found, keeping.by())
    if found.complete:
        with st.container(horizontal=True):
            st.page_link("pages/agreement.py", label="Draw up the agreement", icon=":material/handshake:")
            st.page_link("pages/pilot.py", label="Begin the pilot", icon=":material/rocket_launch:")


def _actions(held: Room, may_save: bool) -> None:
    """Who does what by when; the same list as in the review."""
    st.subheader("Who does what, by when?")
    for action in keeping.state().actions.all():
        if action.source == facilitator.source(held):
            st.text(_in_words(action))
    if not may_save:
        return
    st.text_input("What?", key=facilitator.box(facilitator.WHAT), max_chars=400)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input("Who?", key=facilitator.box(facilitator.OWNER), max_chars=80, width=260)
        st.date_input("By when?", keeping.today() + DUE, key=facilitator.box(facilitator.BY_WHEN), width=180)
        st.button(
            "Keep this action",
            icon=":material/add_task:",
            on_click=facilitator.decide,
            args=(held, facilitator.TURNS.now()),
        )


def _in_words(action: Action) -> str:
    owner = "hidden" if on_projector() else action.owner or "(erased)"
    return f"{action.what or '(erased)'}: {owner}, by {action.due:%Y-%m-%d}{', done' if action.done_at else ''}"
