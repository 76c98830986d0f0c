"""Addresses of leads that tell nothing of whom they lead to, and can be shared with anyone who has this workspace."""

from __future__ import annotations

import secrets

import streamlit as st

from leadscore.errors import DataError, StoreError
from leadscore.store.state.links import Links
from pages._session import keeping


def link_of(lead_id: str) -> str:
    """The opaque id of a lead."""
    return _links().link(lead_id)


def lead_of(link: str) -> str:
    """The lead behind an opaque id; anything else is taken for a lead_id that someone typed."""
    try:
        return _links().lead_id(link)
    except DataError:
        return link


def problem_of(link: str) -> str | None:
    """What is wrong with an address whose lead was not found; None where its link is one of this workspace."""
    try:
        _links().lead_id(link)
    except DataError as error:
        return str(error)
    return None


def _links() -> Links:
    """Those of the workspace; where its state cannot be opened, those of this server until it stops."""
    try:
        return keeping.state().links
    except StoreError:
        return _passing()


@st.cache_resource(show_spinner=False)
def _passing() -> Links:
    return Links(secrets.token_hex(32))
