"""What was revealed: where the teams stand, what to argue about, and what to take the average of."""

from __future__ import annotations

import streamlit as st

from leadscore.figures.votes import QUESTION, in_words, positions
from leadscore.model.values import shortest
from leadscore.store.state import Room
from leadscore.workshop.argument import Argument
from leadscore.workshop.votes import TeamVotes
from pages._session import consensus
from pages._session.showing import on_projector, plain

VERDICTS = {
    "argue": ("Argue about it", ":material/forum:", "red"),
    "later": ("Argue if time is left", ":material/schedule:", "orange"),
    "average": ("Take the average", ":material/balance:", "gray"),
    "agreed": ("Agreed", ":material/check_circle:", "green"),
    "unknown": ("Talk about it: history cannot say", ":material/help:", "gray"),
}
"""What to do about a rule, in words, with a sign and a colour."""

VOTE_AGAIN = ("Vote once more: a team is missing", ":material/how_to_vote:", "gray")


def show(held: Room, on_phone: bool = False) -> None:
    """The sentence, the chart and the list; nothing before the first reveal."""
    found = consensus.found(held)
    if found is None:
        return
    if on_projector() and not on_phone:
        st.subheader(plain(found.sentence), anchor=False)
    else:
        st.markdown(f"**{plain(found.sentence)}**")
    if on_phone:
        st.caption(f"**{QUESTION}**")
    figure = positions(found, narrow=on_phone)
    st.plotly_chart(figure, theme=None, key=f"positions {held.id}", config={"displayModeBar": False}, alt=QUESTION)
    for words in (*in_words(found), *found.notes):
        st.caption(plain(words))
    history = consensus.history(held)
    for argument in found.arguments:
        _card(argument, history.get(argument.rule_id, ""))


def _card(argument: Argument, history: str) -> None:
    """One rule: what to do about it, where each team stands, what it moves, and what history says."""
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"**{plain(argument.name)}**", width="content")
            silent = any(each.median is None for each in argument.voted.teams)
            word, icon, color = VOTE_AGAIN if silent else VERDICTS[argument.verdict]
            st.badge(word, icon=icon, color=color)
        stands = "; ".join(_stands(each) for each in argument.voted.teams)
        middle = "" if argument.voted.middle is None else f"; middle {shortest(argument.voted.middle)}"
        st.markdown(plain(f"{stands}{middle}. {argument.words}"), help=plain(" ".join(argument.caveats)) or None)
        for words in (*argument.voted.notes, history):
            if words:
                st.caption(plain(words))


def _stands(team: TeamVotes) -> str:
    if team.median is None:
        return f"{team.team.capitalize()}: nobody voted"
    spread = "" if team.low == team.high else f", from {shortest(team.low)} to {shortest(team.high)}"
    return f"{team.team.capitalize()} {shortest(team.median)} (n = {team.n}{spread})"
