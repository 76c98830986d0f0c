"""Do you trust the score, do you agree with its rules?  Asked alone, before and after the workshop and every month."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from leadscore.figures.words import estimate_in_words, number_in_words
from leadscore.store.state import Room
from leadscore.workshop.pulse import FEWEST, HIGH, QUESTIONS, SCALE, WHEN, Change, Reading, changes, months, readings
from pages._parts import workshop_outcomes
from pages._session import keeping, method, said, seats
from pages._session.seats import Seat
from pages._session.showing import on_projector, plain

SHOWN = "pulse shown"
LATER = "Wait until everybody has answered: whoever watches the figures move reads the last answer off them."


def before(held: Room, may_save: bool) -> None:
    """The question at the beginning."""
    _ask(held, "before", may_save)


def after(held: Room, may_save: bool) -> None:
    """The question at the end, and what changed for the people who answered both times."""
    _ask(held, "after", may_save)


def monthly(may_save: bool) -> None:
    """The question of the month, outside of any room, and how the answers went."""
    workshop_outcomes.problem()
    st.subheader("Do we trust the score?")
    desk = seats.of_desk()
    if may_save and desk is not None:
        form(desk, "monthly")
        st.caption(
            "Everybody in the meeting answers here, one after the other, each under their own name at the top of the "
            f"page. Figures are shown from {FEWEST} answers on, and never by name."
        )
    elif desk is None:
        st.caption("Say at the top of the page who you are, and answer: once a month, by everybody who works with it.")
    rows = [{"Month": each.month, **_cells(reading)} for each in months(said.felt(None)) for reading in each.readings]
    if rows:
        st.table(pd.DataFrame(rows), border="horizontal", hide_index=True, alt="Trust and agreement by month")


def form(seat: Seat, when: str) -> None:
    """Two questions for one person; the boxes forget what was answered, since others may look at the screen."""
    for name, words in QUESTIONS.items():
        st.segmented_control(words, list(SCALE), key=method.box(seat, f"pulse {when}", name))
    st.caption(", ".join(f"{number} {words}" for number, words in SCALE.items()))
    st.button(
        "Keep my answer",
        key=f"keep pulse {when} {seat.key}",
        on_click=method.keep_pulse,
        args=(seat, when, method.turn(seat, f"pulse {when}")),
        icon=":material/favorite:",
    )
    if method.own(seat, "pulse", when) is not None:
        st.caption("✓ Kept. Answering again replaces it.")


def _ask(held: Room, when: str, may_save: bool) -> None:
    workshop_outcomes.problem()
    with st.expander(f"Trust in the score, {WHEN[when]}", expanded=True, icon=":material/favorite:"):
        if may_save:
            _for_whom(held, when)
        _found(held, when)


def _for_whom(held: Room, when: str) -> None:
    """The desk answers for itself, and types for people without a device."""
    by_name = seats.seated(held)
    if not by_name:
        st.caption("Everybody answers on a device of their own.")
        return
    shown = {name: _without_name(name) for name in by_name}
    chosen = st.selectbox("Who answers", list(by_name), format_func=shown.__getitem__, key=f"{method.PERSON} {when}")
    form(by_name[chosen], when)


def _without_name(label: str) -> str:
    """Before a room a seat has a number and a team, and no name."""
    seat, _, rest = label.partition(": ")
    return f"{seat}, {rest.rpartition(', ')[2]}" if on_projector() and rest else label


@st.fragment(run_every=workshop_outcomes.EVERY)
def _found(held: Room, when: str) -> None:
    felt = said.felt(held.id)
    found = readings(felt, when)
    people = len(keeping.state().rooms.members(held.id))
    st.caption(f"{found[0].n} answered; {people} joined the room. Shown from {FEWEST} answers on, and never by name.")
    if not st.toggle("Show what the room answered", key=f"{SHOWN} {when}", help=LATER):
        return
    if found[0].middle.known():
        rows = [{"Who": _who(each.team), **_cells(each)} for each in found]
        st.table(pd.DataFrame(rows), border="horizontal", hide_index=True, alt=f"Trust in the score, {WHEN[when]}")
    if when == "after":
        _changed(changes(felt))


def _changed(found: Sequence[Change]) -> None:
    known = [each for each in found if each.middle.known()]
    if not known:
        st.caption(plain(f"What changed is unknown: {found[0].middle.reason} (people who answered both times)."))
        return
    rows = [
        {
            "Who": _who(each.team),
            "Question": QUESTIONS[each.question],
            "Middle change": f"{each.middle.value:+g}, n = {each.n}",
            "Up, same, down": f"▲ {each.up}, = {each.same}, ▼ {each.down}",
        }
        for each in known
    ]
    st.table(pd.DataFrame(rows), border="horizontal", hide_index=True, alt="Before and after, the same people")


def _cells(each: Reading) -> dict[str, str]:
    middle = "unknown" if each.middle.value is None else f"{number_in_words(each.middle.value)}, n = {each.n}"
    return {
        "Question": QUESTIONS[each.question],
        "Middle answer": middle,
        f"Share of {HIGH} and 5": estimate_in_words(each.high),
    }


def _who(team: str | None) -> str:
    return "All" if team is None else team.capitalize()
