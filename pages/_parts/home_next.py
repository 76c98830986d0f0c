"""What is active and who signed it, and the one or two things to do next."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from leadscore.model import Model, model_hash
from leadscore.workshop.next_steps import Next
from pages._parts import ways
from pages._session import home, workspace
from pages._session.showing import plain


def active(model: Model) -> None:
    """The active model, whether both teams signed it, and where it is signed."""
    found, signed = workspace.active(), home.signed_since(model) is not None
    with st.container(horizontal=True, vertical_alignment="center"):
        st.metric("Active model", plain(model.name), width="content")
        if signed:
            st.badge("Signed by both teams", icon=":material/verified:", color="green")
        else:
            st.badge("Not signed by both teams", icon=":material/pending:", color="orange")
    st.caption(plain(f"{found.words} {len(model.rules)} rules; hash {model_hash(model)[:12]}."))
    if not signed:
        st.caption(
            "It becomes the agreed model when one person of sales and one of marketing sign the same saved version, at "
            "the end of a workshop or here:"
        )
        ways.to("agreement", "Sign")


def steps(found: Sequence[Next]) -> None:
    """What to do next, each with the page where it is done."""
    st.subheader("What comes next?")
    if not found:
        st.markdown("Nothing is waiting: come back after the next import, or for the next review.")
    for each in found:
        with st.container(border=True):
            st.markdown(plain(each.words))
            ways.to(each.page, "Open")
