"""Two perspectives side by side: what each team answers on its own, what they share, and three pitfalls."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from leadscore.store.state import Room
from leadscore.vocabulary import TEAMS, counted
from leadscore.workshop.perspectives import QUESTIONS, Compared, Question, Word
from leadscore.workshop.pitfalls import COMMUNICATION
from pages._parts import workshop_outcomes
from pages._session import method, said, seats
from pages._session.seats import Seat
from pages._session.showing import plain

MOST_WORDS = 5
"""So that an answer says what matters most: who chooses everything says nothing."""

SIGNS = {"both": "= both", "sales": "◀ only sales", "marketing": "▶ only marketing"}
STATES = {"ok": "✓ ok", "at risk": "! at risk", "cannot tell": "? cannot tell"}


def show(held: Room, may_save: bool) -> None:
    """A question for both teams, their answers beside each other, and the diagnosis of all of it."""
    workshop_outcomes.problem()
    st.subheader("Do we look at the same leads?")
    asked = _chosen()
    if may_save:
        with st.expander("Type for both teams", expanded=not seats.have_devices(held), icon=":material/keyboard:"):
            for team, column in zip(TEAMS, st.columns(2, gap="medium"), strict=True):
                with column:
                    st.markdown(f"**{team.capitalize()}**")
                    one(seats.of_team(held, team), asked)
    _sides(held, asked)
    with st.expander("How well do we talk to each other?", icon=":material/forum:"):
        if may_save:
            for team, column in zip(TEAMS, st.columns(2, gap="medium"), strict=True):
                with column:
                    st.markdown(f"**{team.capitalize()}**")
                    communication(seats.of_team(held, team))
    _pitfalls(held)


def form(seat: Seat) -> None:
    """Every question for one person; what others say is not shown."""
    st.caption("Open a question and answer it alone. Nobody sees an answer before both teams have finished.")
    for asked in QUESTIONS:
        with st.expander(f"{asked.words}{' ✓' if method.own(seat, 'perspective', asked.id) else ''}"):
            one(seat, asked)


def one(seat: Seat, asked: Question) -> None:
    """One question for one person or team: words to choose, own words, and the button that keeps both."""
    form, before = f"perspective {asked.id}", method.own(seat, "perspective", asked.id)
    held = [str(word) for word in before.value or ()] if before else []
    choices = said.words_to_choose() if asked.of_signals else asked.choices
    st.multiselect(
        asked.words,
        [*dict.fromkeys([*held, *choices])],
        default=held,
        key=method.box(seat, form, "words"),
        max_selections=max(MOST_WORDS, len(held)),
        placeholder=f"Choose up to {MOST_WORDS}",
    )
    text = (before.text if before else "") or ""
    st.text_input("In your own words", text, key=method.box(seat, form, "text"), max_chars=400)
    st.button(
        "Keep this answer",
        key=f"keep perspective {asked.id} {seat.key}",
        on_click=method.keep_perspective,
        args=(seat, asked.id, method.turn(seat, form)),
    )


def communication(seat: Seat) -> None:
    """Three statements, each rated from 1 (never) to 5 (always)."""
    for item, words in COMMUNICATION.items():
        before = method.own(seat, "communication", item)
        st.segmented_control(
            words,
            range(1, 6),
            default=before.value if before else None,
            key=method.box(seat, "communication", item),
            help="1: never, 5: always",
        )
    st.button(
        "Keep these ratings",
        key=f"keep communication {seat.key}",
        on_click=method.keep_communication,
        args=(seat, method.turn(seat, "communication")),
    )


def _chosen() -> Question:
    by_id = {each.id: each for each in QUESTIONS}
    chosen = st.selectbox(
        "Question to both teams",
        list(by_id),
        format_func=lambda each: by_id[each].words,
        key="question to both teams",
        persist_state="session",
    )
    return by_id[chosen]


@st.fragment(run_every=workshop_outcomes.EVERY)
def _sides(held: Room, asked: Question) -> None:
    """How many answered; what they said only once somebody asks for it, so that nobody copies."""
    found = next(each for each in said.compared(held) if each.question.id == asked.id)
    sales, marketing = found.answered
    st.caption(f"Answered: {sales} in sales, {marketing} in marketing.")
    if st.toggle("Lay both sides beside each other", key=f"{method.SIDES} {asked.id}"):
        st.markdown(plain(_sentence(found)))
        rows = [*_rows(found.shared, "both"), *_rows(found.only_sales, "sales")]
        rows += _rows(found.only_marketing, "marketing")
        if rows:
            table = pd.DataFrame(rows, columns=["Sales says", "Marketing says", "Difference"])
            st.table(table, border="horizontal", hide_index=True, alt=asked.words)
        for team, text in found.texts:
            st.caption(plain(f"{team.capitalize()}: {text}"))


def _rows(words: tuple[Word, ...], side: str) -> list[tuple[str, str, str]]:
    return [(_cell(each.word, each.sales), _cell(each.word, each.marketing), SIGNS[side]) for each in words]


def _cell(word: str, people: int) -> str:
    return plain(f"{word} ({people})") if people else "–"


def _sentence(found: Compared) -> str:
    overlap = found.overlap
    if overlap.value is None:
        return f"The overlap is unknown: {overlap.reason}."
    return f"Both teams chose {len(found.shared)} of {counted(overlap.n, 'word')} ({100 * overlap.value:.0f} %)."


@st.fragment(run_every=workshop_outcomes.EVERY)
def _pitfalls(held: Room) -> None:
    st.markdown("**Three pitfalls, from all answers so far**")
    rows = [
        {
            "Pitfall": each.pitfall.capitalize(),
            "State": STATES[each.state],
            "Because": plain(each.why),
            "One thing to do": plain(each.to_do),
        }
        for each in said.diagnoses(held)
    ]
    st.table(pd.DataFrame(rows), border="horizontal", hide_index=True, alt="Three pitfalls")
