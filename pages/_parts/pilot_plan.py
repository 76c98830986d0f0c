"""The plan of a pilot: phases with today's place among them, and tasks to do, carry or take up again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pandas as pd
import streamlit as st

from leadscore.store.state import Action
from leadscore.vocabulary import counted
from leadscore.workshop.pilot import Plan
from leadscore.workshop.pilot_tasks import of_pilot, to_keep
from pages._session import keeping, pilot, review, showing
from pages._session.pilot import Held
from pages._session.showing import plain

SOON = timedelta(weeks=2)
LATER = timedelta(weeks=1)
_OVER, _NOW, _LATER_ON = ":material/check_circle:", ":material/pending:", ":material/radio_button_unchecked:"


def show(held: Held, may_save: bool) -> None:
    """Phases, then tasks: of a begun pilot those that are kept, else those that it would have."""
    _phases(held.planned)
    st.caption(plain(held.planned.alignment))
    st.subheader("Who does what by when?")
    if held.pilot is None:
        _planned(held.planned)
        return
    kept = pilot.actions()
    missing = to_keep(held.planned, kept)
    if missing and may_save:
        words = f"Keep {counted(len(missing.decide) + len(missing.carry), 'missing task')}"
        st.button(words, on_click=pilot.keep_tasks, args=(held.planned, pilot.turn()), icon=":material/add_task:")
    _tasks(of_pilot(kept), may_save)


def _phases(planned: Plan) -> None:
    """The phases in a line each, their past and today's place marked; an aim is said once."""
    today, told = keeping.today(), set()
    for phase in planned.phases:
        mark, now = _OVER if phase.ends < today else _LATER_ON, ""
        if phase.starts <= today <= phase.ends:
            mark, now = _NOW, " (now)"
        days = f"{phase.starts:%d %b} to {phase.ends:%d %b}"
        st.markdown(f"{mark} **{phase.weeks.capitalize()}**, {days}: {phase.name}{now}")
        if phase.aim not in told:
            st.caption(plain(phase.aim))
            told.add(phase.aim)


def _planned(planned: Plan) -> None:
    rows = [
        {"Due": f"{task.due:%a %d %b %Y}", "Team": task.team.capitalize(), "Task": plain(task.what)}
        for task in planned.tasks
    ]
    st.table(pd.DataFrame(rows), border="horizontal", hide_index=True, alt="Tasks of the pilot")


def _tasks(kept: Sequence[Action], may_save: bool) -> None:
    problem = review.take_problem()
    if problem:
        st.warning(plain(problem))
    today = keeping.today()
    undone = sorted((each for each in kept if each.done_at is None), key=lambda each: (each.due, each.id))
    near = [each for each in undone if each.due <= today + SOON] or undone[:1]
    late = sum(each.is_overdue(today) for each in undone)
    done = [each for each in kept if each.done_at is not None]
    overdue = f", {late:,} overdue" if late else ""
    st.caption(f"{counted(len(undone), 'task')} open{overdue}, {len(done):,} done. They stand on Review, too.")
    for action in near:
        _one(action, may_save)
    rest = [each for each in undone if each not in near]
    if rest:
        with st.expander(f"Later: {counted(len(rest), 'task')}"):
            for action in rest:
                _one(action, may_save)
    if done:
        with st.expander(f"Done: {counted(len(done), 'task')}"):
            for action in done[::-1]:
                _finished(action, may_save)


def _one(action: Action, may_save: bool) -> None:
    today = keeping.today()
    owner = "hidden" if showing.on_projector() else action.owner or "(erased)"
    late = ", overdue" if action.is_overdue(today) else ""
    carried = f", carried {counted(action.carried, 'time')}" if action.carried else ""
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        with st.container():
            st.text(action.what or "(erased)")
            st.caption(plain(f"{owner}, due {action.due:%a %d %b %Y}{late}{carried}"))
        if may_save:
            later = max(action.due, today) + LATER
            st.button("Done", key=f"pilot done {action.id}", on_click=review.done, args=(action.id, review.turn()))
            st.button(
                f"Carry to {later:%d %b}",
                key=f"pilot carry {action.id}",
                on_click=review.carry,
                args=(action.id, later, review.turn()),
            )


def _finished(action: Action, may_save: bool) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.text(f"{action.what or '(erased)'} (done {action.done_at:%Y-%m-%d})")
        if may_save:
            st.button(
                "Take up again",
                key=f"pilot reopen {action.id}",
                on_click=review.reopen,
                args=(action.id, review.turn()),
            )
