"""The head of an open room: how to join, who is there, which step, how much time, and what to say."""

from __future__ import annotations

from datetime import UTC
from zoneinfo import ZoneInfo

import streamlit as st

from leadscore.store.state import Room
from leadscore.vocabulary import STEPS, TEAMS
from leadscore.workshop import agenda
from pages._parts import room_join, workshop_lost_page
from pages._session import facilitator, keeping, visitor, workspace
from pages._session.showing import on_projector, plain


def show(held: Room, may_save: bool) -> None:
    """Everything above the step itself."""
    problem = facilitator.TURNS.take_problem()
    if problem:
        st.warning(plain(problem))
    with st.container(horizontal=True, vertical_alignment="bottom", gap="large"):
        st.metric("Room code", held.code, width="content")
        _who(held)
        if held.step != agenda.STEPS[0].id:
            _join(held)
    _step(held, may_save)
    _clock(held)
    if held.step == agenda.STEPS[0].id:
        with st.expander("How to join", expanded=True, icon=":material/qr_code_2:"):
            _way_in(held, 200)
    with st.container(horizontal=True):
        _script(held)
        if not on_projector():
            _names(held)
        _without_device(held, may_save)
        workshop_lost_page.show(held, may_save)
        with st.popover("Close the room", icon=":material/door_front:"):
            st.caption("Votes, points and answers stay; nobody can add to them any more.")
            at = facilitator.TURNS.now()
            st.button("Close it now", disabled=not may_save, on_click=facilitator.close, args=(held, at))


def _step(held: Room, may_save: bool) -> None:
    if not may_save:
        st.caption(f"Step: {STEPS[held.step]}. Whoever said who they are leads the room from here.")
        return
    facilitator.show_step(held)
    st.segmented_control(
        "Step",
        list(STEPS),
        format_func=STEPS.__getitem__,
        key=facilitator.STEP,
        required=True,
        label_visibility="collapsed",
        on_change=facilitator.go_to_step,
        args=(held,),
    )


@st.fragment(run_every=room_join.EVERY)
def _who(held: Room) -> None:
    """How many have joined, by team."""
    members = facilitator.members(held)
    by_team = [f"{sum(each.team == team for each in members)} {team}" for team in TEAMS]
    st.metric("In the room", ", ".join(by_team), width="content")


def _names(held: Room) -> None:
    with st.popover("Who is here", icon=":material/groups:"):
        _listed(held)


@st.fragment(run_every=room_join.EVERY)
def _listed(held: Room) -> None:
    """Who has joined by name, and who of them has no device."""
    members = facilitator.members(held)
    if not members:
        st.caption("Nobody yet.")
    for each in members:
        st.text(f"{each.name or '(erased)'}, {each.team}{'' if each.has_device else ', without a device'}")


def _join(held: Room) -> None:
    with st.popover("How to join", icon=":material/qr_code_2:"):
        _way_in(held, 280)


def _way_in(held: Room, width: int) -> None:
    """The QR code and the address, large enough for a wall; without a network, what to do instead."""
    address = visitor.room_address(held.code)
    if address is None:
        st.caption(
            "This dashboard serves this machine alone, so nobody can join from another device. Start it with "
            "leadscore serve WORKSPACE --room, give people a seat here, or print ballots."
        )
        st.page_link("pages/room.py", label="Join on this machine", icon=":material/how_to_vote:")
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        st.image(facilitator.qr_code(address), width=width, alt="QR code of the room's address")
        with st.container(width=440):
            st.subheader(plain(visitor.room_address() or ""), anchor=False)
            st.caption(
                "If the page does not open on a telephone, the guest network keeps devices apart: use another network "
                "or a telephone's hotspot, or give people a seat without a device."
            )


def _without_device(held: Room, may_save: bool) -> None:
    with st.popover("Without a device", icon=":material/chair:"):
        at = facilitator.TURNS.now()
        st.text_input("Name", key=facilitator.SEAT_NAME, max_chars=80)
        st.segmented_control("Team", TEAMS, format_func=str.capitalize, key=facilitator.SEAT_TEAM)
        st.button("Give a seat", disabled=not may_save, on_click=facilitator.seat, args=(held, at))
        seated = [each.name or "(erased)" for each in facilitator.members(held) if not each.has_device]
        if seated and not on_projector():
            st.caption(plain(f"Seated: {', '.join(seated)}."))
        st.caption("Their answers and votes are entered on this page, from paper or by word of mouth.")


def _script(held: Room) -> None:
    step = agenda.step(held.step)
    with st.popover("What to say", icon=":material/record_voice_over:", width="content"):
        st.caption(plain(step.aim))
        for line in step.script:
            st.markdown(f"- {plain(line)}")


@st.fragment(run_every="10s")
def _clock(held: Room) -> None:
    """How long this step has taken beside its plan, and when the workshop ends if the rest keeps to its own."""
    spent = agenda.times(held.at, facilitator.starts(held), keeping.now())
    now = next(each for each in spent if each.current)
    used, planned = (int(each.total_seconds() // 60) for each in (now.spent, now.planned))
    end = agenda.expected_end(spent, keeping.now()).replace(tzinfo=UTC).astimezone(ZoneInfo(workspace.zone()))
    st.progress(min(1.0, used / planned), f"{used} of {planned} minutes of this step; the room ends about {end:%H:%M}")
