"""Somebody lost their page, or a device turned up: a code and an address for that person alone."""

from __future__ import annotations

import streamlit as st

from leadscore.store.state import Joined, Room
from pages._session import facilitator, lost_page, visitor
from pages._session.showing import plain


def show(held: Room, may_save: bool) -> None:
    """Whose page it is; then the page, until it is put away."""
    with st.popover("Lost their page?", icon=":material/phonelink_erase:"):
        made = lost_page.shown(held)
        if made is not None:
            _page(made)
        else:
            _whose(held, may_save)


def _whose(held: Room, may_save: bool) -> None:
    names = lost_page.names(held)
    if not names:
        st.caption("Nobody is in the room yet.")
        return
    st.selectbox("Person", list(names), index=None, format_func=names.__getitem__, key=lost_page.WHO)
    st.caption(
        "For a tab that was closed, a telephone that was lost, or a device that turned up later. Votes and answers "
        "stay theirs; the page they had ends. It is written down who made it."
    )
    at = facilitator.TURNS.now()
    st.button("Make a new page", disabled=not may_save, on_click=lost_page.make, args=(held, at))


def _page(made: Joined) -> None:
    who = f"{made.member.name}, {made.member.team}"
    st.caption(plain(f"Whoever opens this page votes as {who}: show it to nobody else, and on no wall."))
    address = visitor.own_address(made.token)
    if address is None:
        query = {visitor.TOKEN: made.token}
        st.page_link(
            "pages/room.py", label="Open it on this machine", icon=":material/how_to_vote:", query_params=query
        )
    else:
        st.image(facilitator.qr_code(address), width=280, alt="QR code of one person's page")
        st.text(address)
    st.button("Put it away", on_click=lost_page.put_away, icon=":material/visibility_off:")
