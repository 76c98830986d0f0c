"""Decisions of the review: what is open, what is new, and what is carried to the next month."""

from __future__ import annotations

from datetime import timedelta

import streamlit as st

from leadscore.reports import Circumstances, Month
from leadscore.store.state import Action
from leadscore.vocabulary import counted
from pages._session import keeping, review, showing
from pages._session.showing import plain

NEXT = timedelta(days=30)
MOST_DONE = 10


def show(month: Month, around: Circumstances, may_save: bool) -> None:
    """The actions log, always in reach: open ones first, then a new one, then what was done."""
    undone = sorted((each for each in around.actions if each.done_at is None), key=lambda each: (each.due, each.id))
    problem = review.take_problem()
    if problem:
        st.warning(plain(problem))
    label = f"Decisions: {counted(len(undone), 'action')} open"
    with st.expander(label, key="decisions", icon=":material/task_alt:"):
        if not around.actions:
            st.caption("Nothing was decided yet: note who does what by when, and it stands here again next month.")
        for action in undone:
            _one(action, around, may_save)
        if may_save:
            _new(month)
        elif not undone:
            st.caption("To note one, say at the top of the page who you are.")
        _finished(around, may_save)


def _one(action: Action, around: Circumstances, may_save: bool) -> None:
    late = around.today is not None and action.is_overdue(around.today)
    carried = f", carried {counted(action.carried, 'time')}" if action.carried else ""
    with st.container(border=True):
        st.text(action.what or "(erased)")
        owner = "hidden" if showing.on_projector() else action.owner or "(erased)"
        st.caption(plain(f"{owner}, due {action.due:%Y-%m-%d}{', overdue' if late else ''}{carried}; {action.source}"))
        if may_save:
            at, later = review.turn(), max(action.due, keeping.today()) + NEXT
            with st.container(horizontal=True):
                st.button("Done", key=f"done {action.id}", on_click=review.done, args=(action.id, at))
                st.button(
                    f"Carry to {later:%Y-%m-%d}",
                    key=f"carry {action.id}",
                    on_click=review.carry,
                    args=(action.id, later, at),
                )


def _new(month: Month) -> None:
    st.text_input("What do we change?", key=review.box(review.WHAT), max_chars=400)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input("Who does it?", key=review.box(review.OWNER), max_chars=80, width=260)
        st.date_input("By when?", keeping.today() + NEXT, key=review.box(review.DUE), width=180)
        st.button("Keep this decision", on_click=review.decide, args=(month, review.turn()), icon=":material/add_task:")


def _finished(around: Circumstances, may_save: bool) -> None:
    finished = [each for each in around.actions if each.done_at is not None][::-1]
    if not finished:
        return
    st.caption(f"Done: {counted(len(finished), 'action')}")
    for action in finished[:MOST_DONE]:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.text(f"{action.what or '(erased)'} (done {action.done_at:%Y-%m-%d})")
            if may_save:
                st.button(
                    "Take up again", key=f"reopen {action.id}", on_click=review.reopen, args=(action.id, review.turn())
                )
