"""The workshop's room as this session sees it: a member on any device, who joins, votes and signs for their team."""

from __future__ import annotations

import time

import streamlit as st

from leadscore.errors import UsageError
from leadscore.model import Model, parse
from leadscore.store.state import By, Member, Progress, Room, Round
from leadscore.vocabulary import TEAMS
from leadscore.workshop.active import has_state
from pages._session import keeping, visitor, workspace
from pages._session.turns import Turns

NAME, TEAM, CODE = "member name", "member team", "room code"
TURNS = Turns("room")
PATIENCE = 1.0
"""Seconds that a wrong code takes: too long for guessing, too short to notice."""
_SEEN = "_room_turn_seen"


def current() -> Room | None:
    """The room that is open; none was where no state was ever made."""
    return keeping.state().rooms.current() if has_state(workspace.workspace()) else None


def member(room: Room) -> Member | None:
    """Who this session is in the room, by the token of its address."""
    token = st.query_params.get(visitor.TOKEN)
    found = keeping.state().rooms.member_of(token) if token else None
    return found if found is not None and found.room == room.id and found.name else None


def is_seated(held: Room, who: Member) -> bool:
    """Whether the room is open still, and this session's page that person's."""
    now = current()
    mine = member(now) if now is not None and now.id == held.id else None
    return mine is not None and mine.id == who.id


def has_ended() -> bool:
    """Whether this address was a seat's, and is not any more; to be asked where nobody is the member."""
    return bool(st.query_params.get(visitor.TOKEN))


def by(who: Member) -> By:
    """That member, now."""
    return By(who.name or "", who.team, keeping.now())


def offer_code() -> None:
    """Fill in the code that the address brought; to be called before the box is drawn."""
    asked = st.query_params.get(visitor.CODE)
    if asked and not st.session_state.get(CODE):
        st.session_state[CODE] = asked


def join(room: Room, at: int) -> None:
    """Take a seat in the room; a callback.  The address keeps the token, and so the seat."""
    if at != TURNS.now():
        return
    with TURNS.told():
        name, team = str(st.session_state.get(NAME) or "").strip(), st.session_state.get(TEAM)
        if team not in TEAMS:
            raise UsageError("Choose your team first: sales or marketing.")
        try:
            joined = keeping.state().rooms.join(
                room.id, str(st.session_state.get(CODE) or ""), By(name, str(team), keeping.now())
            )
        except UsageError:
            time.sleep(PATIENCE)
            raise
        st.query_params.from_dict({visitor.TOKEN: joined.token})
        TURNS.end()


def open_round(room: Room) -> Round | None:
    """The round that is being voted on."""
    rounds = keeping.state().ballots.rounds(room.id)
    return rounds[-1] if rounds and rounds[-1].revealed_at is None else None


def revealed(room: Room) -> tuple[Round, ...]:
    """The rounds that were revealed, the first one first."""
    return tuple(each for each in keeping.state().ballots.rounds(room.id) if each.revealed_at is not None)


def progress(held: Round) -> Progress:
    """How many have voted: counts, never sizes."""
    return keeping.state().ballots.progress(held.id)


def vote_box(held: Round, rule: str) -> str:
    """The key of the box of one vote."""
    return f"vote {held.id} {rule}"


def show_own_votes(held: Round, who: Member) -> dict[str, str]:
    """Set every box to the vote that is kept, also after a server was started anew; and return those.

    A choice that was clicked while the connection was lost is not kept, and so it is not shown as chosen.
    """
    mine = keeping.state().ballots.mine(held.id, who)
    for rule in held.rules:
        st.session_state[vote_box(held, rule)] = mine.get(rule)
    return mine


def vote(held: Round, who: Member, rule: str) -> None:
    """Keep what a box says; a callback."""
    size = st.session_state.get(vote_box(held, rule))
    if size is not None:
        with TURNS.told():
            keeping.state().ballots.vote(held.id, who, rule, str(size), keeping.now())


def model_of(room: Room) -> Model:
    """The model that the room votes on: what it was opened with, and the rules that were added since."""
    return _parsed(room.document)


def has_turned(room: Room) -> bool:
    """Whether something happened in the room since this session last drew its page whole."""
    return bool(st.session_state.get(_SEEN) != _turn(room))


def drawn(room: Room | None) -> None:
    """This run draws the page as the room is now."""
    st.session_state[_SEEN] = _turn(room)


def _turn(room: Room | None) -> tuple[int, int] | None:
    return (room.id, keeping.state().rooms.turn(room.id)) if room else None


@st.cache_resource(max_entries=4, show_spinner=False)
def _parsed(document: str) -> Model:
    """Read once for all devices: at a reveal every one of them asks for it several times."""
    return parse(document, "the room's model")
