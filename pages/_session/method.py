"""The workshop's questions as this session sees them: who answers, in which boxes, and what is kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import streamlit as st

from leadscore.errors import UsageError
from leadscore.store.state import Answer, Answered, Room
from leadscore.store.state.people import same_name
from leadscore.workshop import agenda, hand_over, interviews, pitfalls, pulse
from leadscore.workshop.hand_over import Owned
from leadscore.workshop.icp import Worksheet, held_against
from leadscore.workshop.pitfalls import Rated
from leadscore.workshop.pulse import Felt
from pages._session import keeping, said, seats
from pages._session.seats import Seat
from pages._session.turns import Turns

TURNS = Turns("method")
WORKSHEET = "worksheet"
SIDES, INTERVIEWED, PERSON = "both sides side by side", "who was asked", "person who answers"


def turn(seat: Seat | None, form: str) -> int:
    """Changes with everything that is kept from this form: its boxes are empty again, and a click acts once.

    Other forms of the page keep what stands in them.
    """
    return _turns(seat, form).now()


def box(seat: Seat | None, form: str, field: str = "") -> str:
    """The key of a box of a form, in this turn."""
    return f"{_whose(seat)} {form} {field} {turn(seat, form)}"


def value(seat: Seat | None, form: str, field: str = "") -> Any:
    """What stands in a box of this turn."""
    return st.session_state.get(box(seat, form, field))


def typed(seat: Seat | None, form: str, field: str = "") -> str:
    """The text that stands in a box of this turn."""
    return str(value(seat, form, field) or "").strip()


def take_problem() -> str | None:
    """What went wrong in the last callback, once."""
    return TURNS.take_problem()


def own(seat: Seat, topic: str, item: str = "") -> Answer | None:
    """This seat's answer as it stands."""
    mine = (
        each
        for each in said.answers(topic, seat.room)
        if (each.author.name, each.author.team) == (seat.name, seat.team)
    )
    return next((each for each in mine if each.item == item and each.room == seat.room), None)


def add_text(seat: Seat, topic: str, at: int) -> None:
    """Keep one more text of a seat; a callback."""
    with _kept(seat, topic, at) as acts:
        if acts:
            text = typed(seat, topic)
            if not text:
                raise UsageError("Write something first.")
            _give(seat, topic, _next_item(seat, topic), None, text)


def take_back(answer: Answer) -> None:
    """Take a text back; a callback.  It stays in the history, and is shown no more."""
    with TURNS.told():
        stands = any(each.id == answer.id for each in said.answers(answer.topic, answer.room))
        if stands and answer.author.name is not None:
            _give(Seat(answer.author.name, answer.author.team, answer.room), answer.topic, answer.item)


def keep_perspective(seat: Seat, item: str, at: int) -> None:
    """Keep a team's or member's answer to a question; a callback."""
    form = f"perspective {item}"
    with _kept(seat, form, at) as acts:
        if acts:
            words, text = value(seat, form, "words") or [], typed(seat, form, "text")
            if not words and not text:
                raise UsageError("Choose a word, or write one.")
            _give(seat, "perspective", item, [str(word) for word in words], text)


def keep_communication(seat: Seat, at: int) -> None:
    """Keep the ratings that were given; a callback."""
    with _kept(seat, "communication", at) as acts:
        given = {item: value(seat, "communication", item) for item in pitfalls.COMMUNICATION}
        if acts and all(each is None for each in given.values()):
            raise UsageError("Rate at least one statement.")
        for item, rated in given.items():
            if acts and rated is not None:
                Rated(seat.team, item, rated)
                _give(seat, "communication", item, rated)


def keep_process(seat: Seat, at: int) -> None:
    """Keep the steps of the hand-over that somebody named an owner for; a callback."""
    with _kept(seat, "process", at) as acts:
        given = {step: value(seat, "process", f"owner {step}") for step in hand_over.STEPS}
        if acts and not any(given.values()):
            raise UsageError("Name the owner of at least one step.")
        for step, owner in given.items():
            if acts and owner:
                hours = value(seat, "process", f"hours {step}") or None
                clear = not value(seat, "process", f"unclear {step}")
                Owned(seat.team, step, owner, hours, clear)
                _give(seat, "process", step, {"owner": owner, "hours": hours, "clear": clear})


def keep_roles(seat: Seat, at: int) -> None:
    """Keep who takes which duty; a callback.  What stands already is not said again."""
    with _kept(seat, "role", at) as acts:
        stands = said.roles(seat.room) if acts else {}
        for role in agenda.ROLES if acts else ():
            text = typed(seat, "role", role)
            if text != stands.get(role, ""):
                _give(seat, "role", role, None, text)


def keep_pulse(seat: Seat, when: str, at: int) -> None:
    """Keep one person's two numbers; a callback."""
    with _kept(seat, f"pulse {when}", at) as acts:
        if acts:
            given = {name: value(seat, f"pulse {when}", name) for name in pulse.QUESTIONS}
            if any(each is None for each in given.values()):
                raise UsageError("Answer both questions, from 1 to 5.")
            Felt(seat.name, seat.team, when, keeping.now(), **given)
            _give(seat, "pulse", when, given)


def keep_interview(seat: Seat, question: str, told: Mapping[str, Any], at: int) -> None:
    """Keep what somebody said to a question of the interview; a callback.  `told` is the claim as it stood drawn."""
    form = f"interview {question}"
    with _kept(seat, form, at) as acts:
        if acts:
            text = typed(seat, form, "text")
            interviews.hypothesis(question, told, text)
            _give(_interviewed(seat), "interview", question, dict(told), text)


def keep_worksheet(held: Room, worksheet: Worksheet, at: int) -> None:
    """Keep the worksheet as it is now; a callback."""
    with _kept(None, "icp", at) as acts:
        if acts:
            seat = seats.of_desk(held)
            if seat is None:
                raise UsageError("Say at the top of the page who you are.")
            held_against(worksheet, said.facts())
            _give(seat, "icp", WORKSHEET, worksheet.to_json())


def _turns(seat: Seat | None, form: str) -> Turns:
    return Turns(f"method {_whose(seat)} {form}")


def _whose(seat: Seat | None) -> str:
    return "" if seat is None else seat.key


@contextmanager
def _kept(seat: Seat | None, form: str, at: int) -> Iterator[bool]:
    """Whether a click on a form still acts; where it does and nothing goes wrong, the form's turn ends."""
    turns = _turns(seat, form)
    acts = at == turns.now()
    with TURNS.told():
        yield acts
        if acts:
            turns.end()


def _interviewed(seat: Seat) -> Seat:
    """Whose answer the desk typed; not that of somebody who answers on a device of their own."""
    name = str(st.session_state.get(INTERVIEWED) or "").strip()
    if not name or seat.room is None:
        return seat
    if any(each.has_device and same_name(each.name, name) for each in keeping.state().rooms.members(seat.room)):
        raise UsageError("This person answers on a device of their own. Ask them to type it there, or write initials.")
    return replace(seat, name=name)


def _give(seat: Seat, topic: str, item: str, told: Any = None, text: str = "") -> None:
    """Keep an answer, in an open room or outside of any."""
    if seat.room is not None and not keeping.state().rooms.get(seat.room).is_open:
        raise UsageError("This workshop is closed: nothing can be added to it any more.")
    keeping.state().answers.give(Answered(topic, item, told, text, seat.room), seat.by)


def _next_item(seat: Seat, topic: str) -> str:
    """A number that this person has not used on this topic."""
    given = keeping.state().answers.of(topic, seat.room)
    mine = [each.item for each in given if (each.author.name, each.author.team) == (seat.name, seat.team)]
    return str(1 + max((int(item) for item in mine if item.isdigit()), default=0))
