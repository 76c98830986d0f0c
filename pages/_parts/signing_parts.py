"""Signing: what is signed, by whom, what is missing, and the button for one's own team."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from leadscore.exporting.cells import safe_text
from leadscore.model import Model
from leadscore.model.words import in_words
from leadscore.store.state import By, Member, Room
from leadscore.vocabulary import TEAMS
from leadscore.workshop.signing import Signing
from pages._session import consensus, room, signing
from pages._session.showing import in_badge, on_projector, plain


def of_room(held: Room, who: Member) -> None:
    """The version that the room saved, with the button for this member's team; nothing before it was saved."""
    version = consensus.latest_version(held)
    if version is None:
        return
    found = signing.status(version)
    st.subheader("The model to sign")
    status(found)
    contents(found.model)
    button(found, room.by(who), (held, who))


def status(found: Signing) -> None:
    """Who has signed, and what is in the way."""
    version = found.version
    words = f"{version.line}, version {version.number}, model hash {version.model_hash[:12]}. {found.words}"
    st.markdown(plain(words))
    with st.container(horizontal=True):
        for team in TEAMS:
            signature = found.of(team)
            if signature is None:
                st.badge(f"{team.capitalize()}: not signed yet", icon=":material/pending:", color="gray")
            else:
                name = "" if on_projector() else f", {signature.author.name or '(erased)'}"
                st.badge(in_badge(f"{team.capitalize()} signed{name}"), icon=":material/check_circle:", color="green")
    for step in found.steps:
        st.caption(plain(step))


def contents(model: Model) -> None:
    """Every rule with its points, and the cut-offs, as they are signed."""
    rows = [
        {
            "Rule": safe_text(rule.name),
            "Points": "out" if rule.knock_out else f"{rule.worth:f}",
            "Holds if": safe_text(in_words(rule.when)),
        }
        for rule in model.rules
    ]
    with st.expander("What is signed", icon=":material/draft:"):
        st.dataframe(pd.DataFrame(rows), hide_index=True, alt="Rules of the model to sign")
        cut = model.cut_offs
        st.caption(f"Handed over from {cut.mql}, ready from {cut.sql} points." if cut else "No cut-offs: no bands.")


def button(found: Signing, by: By, seat: tuple[Room, Member] | None = None) -> None:
    """The button for that person's team, at the desk or from a seat; why not, where it may not be pressed."""
    problem = signing.TURNS.take_problem()
    if problem:
        st.warning(plain(problem))
    may = found.may_sign(by.name, by.team)
    st.button(
        f"Sign for {by.team}",
        key=f"sign {found.version.id} {by.team}",
        icon=":material/draw:",
        disabled=not may.ok,
        on_click=signing.sign,
        args=(found.version, by, signing.TURNS.now(), seat),
    )
    if not may.ok and may.why:
        st.caption(plain(may.why))
