"""The room as the facilitator leads it from the desk: opening, steps, seats for people without a device, closing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

import segno
import streamlit as st

from leadscore.errors import UsageError
from leadscore.model import Model, model_hash, to_yaml
from leadscore.reports.ballots import ballots
from leadscore.store.state import By, Decided, Member, Opening, Room, Round
from leadscore.vocabulary import STEPS, TEAMS
from pages._session import keeping, room
from pages._session.turns import Turns

TURNS = Turns("facilitator")
TITLE, LINE, STEP = "title of the workshop", "line of the workshop", "step of the workshop"
WHAT, OWNER, BY_WHEN = "what was agreed to do", "who does it after the workshop", "by when after the workshop"
SEAT_NAME, SEAT_TEAM = "name of a person without a device", "team of a person without a device"
UNPREPARED = "unprepared"
LONGEST_SOURCE = 200


def open_room(model: Model, unprepared: Sequence[str], at: int) -> None:
    """Open a room that starts from a model; a callback."""
    if at == TURNS.now():
        with TURNS.told():
            title, line = (str(st.session_state.get(box) or "").strip() for box in (TITLE, LINE))
            opening = Opening(title, line or model.name, to_yaml(model), model_hash(model))
            held = keeping.state().rooms.open(opening, keeping.by())
            if unprepared:
                keeping.state().rooms.mark(held.id, UNPREPARED, keeping.by())
            TURNS.end()


def show_step(held: Room) -> None:
    """Set the switch to the room's step; to be called before it is drawn."""
    st.session_state[STEP] = held.step


def starts(held: Room) -> tuple[tuple[str, datetime], ...]:
    """When which step was begun, after the first."""
    begun = ((mark.kind.partition(":"), mark.at) for mark in held.marks)
    return tuple((step, at) for (kind, _, step), at in begun if kind == "step")


def go_to_step(held: Room) -> None:
    """Take the room to the step in the switch; a callback."""
    step = st.session_state.get(STEP)
    if step in STEPS and step != keeping.state().rooms.get(held.id).step:
        with TURNS.told():
            keeping.state().rooms.mark(held.id, f"step:{step}", keeping.by())


def close(held: Room, at: int) -> None:
    """Close the room; what was said in it stays; a callback."""
    if at == TURNS.now():
        with TURNS.told():
            keeping.state().rooms.close(held.id, keeping.by())
            TURNS.end()


def source(held: Room) -> str:
    """Where the actions of a workshop say that they come from."""
    return f"Workshop of {held.at:%Y-%m-%d}: {held.title}"[:LONGEST_SOURCE]


def box(what: str) -> str:
    """The key of a box of this turn."""
    return f"{what} {TURNS.now()}"


def decide(held: Room, at: int) -> None:
    """Keep an action with its owner and its day; a callback."""
    if at == TURNS.now():
        with TURNS.told():
            what, owner = (str(st.session_state.get(box(each)) or "") for each in (WHAT, OWNER))
            due: date = st.session_state.get(box(BY_WHEN)) or keeping.today()
            keeping.state().actions.decide(Decided(what, owner, due, source(held)), keeping.by())
            TURNS.end()


def seat(held: Room, at: int) -> None:
    """Give somebody without a device a seat; a callback."""
    if at == TURNS.now():
        with TURNS.told():
            name, team = str(st.session_state.get(SEAT_NAME) or "").strip(), st.session_state.get(SEAT_TEAM)
            if team not in TEAMS:
                raise UsageError("Choose the team of this person: sales or marketing.")
            keeping.state().rooms.seat(held.id, By(name, str(team), keeping.now()))
            st.session_state[SEAT_NAME], st.session_state[SEAT_TEAM] = "", None
            TURNS.end()


def members(held: Room) -> tuple[Member, ...]:
    """Who sits in the room."""
    return keeping.state().rooms.members(held.id)


def entry_box(voting: Round, sat: Member, rule: str) -> str:
    """The key of the box in which the facilitator enters a vote for somebody."""
    return f"entry {voting.id} {sat.id} {rule}"


def enter_vote(voting: Round, sat: Member, rule: str) -> None:
    """Keep a vote that was told or written on paper; a callback.  The box forgets it: others look at this screen."""
    size = st.session_state.get(entry_box(voting, sat, rule))
    if size is not None:
        with TURNS.told():
            keeping.state().ballots.vote(voting.id, sat, rule, str(size), keeping.now())
            st.session_state[entry_box(voting, sat, rule)] = None


def paper(held: Room, rules: Sequence[str], sizes: dict[str, int]) -> str:
    """Ballots to be printed, for a room without a network."""
    return ballots(held.title, room.model_of(held), rules, sizes)


def qr_code(address: str) -> str:
    """An address as a picture for telephones, as SVG."""
    return segno.make(address, micro=False).svg_inline(scale=6, border=2, light="#FFFFFF")
