"""Who has signed: the model in use and the newest version, what is missing, and the button to sign for one's team."""

from __future__ import annotations

import streamlit as st

from leadscore.model.differences import differences
from leadscore.store.state import Version
from leadscore.workshop.active import Active
from leadscore.workshop.saved_models import model_of
from pages._parts import agreement_document, leaks_parts, signing_parts
from pages._session import keeping, signing, versions, workspace
from pages._session.showing import plain

HOW_IT_BEGINS = (
    "An agreement stands on a model that one person of sales and another one of marketing have signed. Save the model "
    "as a version, with the reason for it, or let a workshop end in one; then both sign it here."
)


def show(may_save: bool) -> None:
    """The model in use, and the newest version where it is another one that waits for signatures."""
    active = workspace.active()
    st.markdown(plain(active.words))
    newest = _newest()
    if newest is None:
        _nothing_saved()
        return
    if active.version is not None and active.version.id == newest.id:
        with st.expander("Who signed it, and what is signed", icon=":material/draw:"):
            _one(active.version, may_save=False)
        return
    with st.container(border=True):
        st.subheader("To sign: the newest version")
        _against(active, newest)
        _one(newest, may_save)


def _against(active: Active, newest: Version) -> None:
    """What the newest version would change of the model in use, which stays in use until both have signed."""
    if active.model is None:
        return
    stays = "The signed version stays in use" if active.signed else "The model file stays in use"
    changed = differences(active.model, model_of(newest))
    if not changed:
        st.caption(f"{stays} until both have signed this one; the two are the same model.")
        return
    st.caption(
        f"{stays} until both have signed this one. An edit voids signatures: they hold for exactly one model. "
        "What it changes:"
    )
    agreement_document.changes(changed)


def _newest() -> Version | None:
    """The version that was saved last, or of the line that is chosen where there are several."""
    lines = {each.line: each for each in versions.lines()}
    if len(lines) < 2:
        return next(iter(lines.values()), None)
    return lines[st.selectbox("Model", list(lines), key="line to sign", width=360)]


def _one(version: Version, may_save: bool) -> None:
    found = signing.status(version)
    signing_parts.status(found)
    signing_parts.contents(found.model)
    if found.missing:
        leaks_parts.beside_signing(found.model)
    if may_save:
        signing_parts.button(found, keeping.by())


def _nothing_saved() -> None:
    st.info(HOW_IT_BEGINS, title="Nothing was signed yet")
    with st.container(horizontal=True):
        st.page_link("pages/versions.py", label="Save a version", icon=":material/save:")
        st.page_link("pages/tune.py", label="Set points first", icon=":material/tune:")
