"""The first step: what each team wants from a score, side by side, and the goals they share."""

from __future__ import annotations

import streamlit as st

from leadscore.store.state import Answer, Room
from leadscore.vocabulary import TEAMS
from pages._parts import workshop_outcomes
from pages._session import method, said, seats
from pages._session.seats import Seat
from pages._session.showing import plain

LONGEST = 400


def show(held: Room, may_save: bool) -> None:
    """Both teams' objectives beside each other, and the shared goals below."""
    workshop_outcomes.problem()
    st.subheader("What do we want from a score?")
    for team, column in zip(TEAMS, st.columns(2, gap="medium"), strict=True):
        with column:
            st.markdown(f"**{team.capitalize()}**")
            _listed(held, "objective", team, may_save)
            if may_save:
                form(seats.of_team(held, team))
    st.markdown("**Both teams: one goal that both would be measured by**")
    _listed(held, "goal", None, may_save)
    desk = seats.of_desk(held)
    if may_save and desk is not None:
        _box(seats.of_team(held, desk.team), "goal", "A goal that both teams share", "Keep this goal")
    workshop_outcomes.line(held, "objectives")


def form(seat: Seat) -> None:
    """A box for one more objective of this person's team."""
    _box(seat, "objective", f"An objective of {seat.team}", f"Keep for {seat.team}")


def own(seat: Seat) -> None:
    """What this person said so far."""
    for each in said.answers("objective", seat.room):
        if (each.author.name, each.author.team) == (seat.name, seat.team):
            _one(each, may_take_back=True)


@st.fragment(run_every=workshop_outcomes.EVERY)
def _listed(held: Room, topic: str, team: str | None, may_save: bool) -> None:
    """What was said, also on other devices a moment ago; without names."""
    texts = said.texts(held, topic, team)
    if not texts:
        st.caption("Nothing yet.")
    for each in texts:
        _one(each, may_save and seats.typed_here(each))


def _one(answer: Answer, may_take_back: bool) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.text(answer.text or "")
        if may_take_back:
            _take_back(answer)


def _take_back(answer: Answer) -> None:
    st.button(
        "Take back",
        key=f"take back {answer.id}",
        icon=":material/close:",
        on_click=method.take_back,
        args=(answer,),
        help="It stays in the history, and is shown no more.",
    )


def _box(seat: Seat, topic: str, label: str, keep: str) -> None:
    st.text_input(plain(label), key=method.box(seat, topic), max_chars=LONGEST)
    st.button(
        keep,
        key=f"keep {topic} {seat.key}",
        on_click=method.add_text,
        args=(seat, topic, method.turn(seat, topic)),
        icon=":material/add:",
    )
