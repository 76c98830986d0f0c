"""Who sits at this desk, asked where something is to be saved; and why nothing can be, where that is so."""

from __future__ import annotations

import streamlit as st

from pages._session import keeping
from pages._session.showing import on_projector, plain


def may_save() -> bool:
    """Whether something can be saved here and now; asks for name and team where nobody said so yet."""
    writable = keeping.writable()
    if not writable:
        st.warning(plain(writable.why), title="Nothing can be saved at the moment: reading goes on")
        return False
    person = keeping.you()
    if person is None:
        st.caption("Say once who you are: it stands beside what you save.")
        with st.container(horizontal=True, vertical_alignment="bottom"):
            keeping.ask_who()
            go_on()
        return keeping.you() is not None
    name, team = person
    with st.popover(f"You: {team}" if on_projector() else plain(f"You: {name}, {team}"), icon=":material/person:"):
        keeping.ask_who()
    return True


def go_on() -> None:
    """One click for whoever sat here before the page was loaded anew."""
    person = keeping.before()
    if person is not None and keeping.you() is None:
        words = "Go on as before" if on_projector() else plain(f"Go on as {person[0]}, {person[1]}")
        st.button(words, icon=":material/person_check:", on_click=keeping.go_on)
