"""A short story that leaves something in every table of the state, and everything a reader can ask of it."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from leadscore.store.state import (
    Answered,
    Begun,
    Decided,
    Drawn,
    Given,
    Grown,
    Noted,
    Opening,
    Promised,
    Room,
    Saving,
    Settled,
    State,
    Tried,
    Unlocking,
)
from leadscore.store.state.connections import connect
from leadscore.store.state.migrations import MIGRATIONS
from leadscore.store.state.schema import verified_number
from leadscore.store.workspace import Workspace

from .conftest import ADA, BEN, NOON

LINE = "Agreed model"
LEADS = tuple(f"lead-{number}" for number in range(8))


def saving(document: str, base: int | None = None, reason: str = "We agreed") -> Saving:
    return Saving(LINE, document, f"model of {document}", f"scores of {document}", reason, base)


def given(lead: str = "anna", rating: str = "dispute", **more: Any) -> Given:
    reasons = {"dispute": "score_too_high", "reject": "no_need", "accept": None}
    return Given(lead, rating, "hash", **{"reason": reasons[rating], **more})


def tried(points: int = 20, revision: str = "data-1", outcome: str = "sql") -> Tried:
    """A setting of one small model."""
    document = f"name: {points} points"
    return Tried(revision, outcome, document, f"model of {document}", f"scores of {document}")


def tell(state: State) -> None:
    """All of it: what two teams did before they ever met, how they met, and what was tried on the past."""
    rate_and_promise(state)
    (*_, first) = state.versions.history(LINE)
    meet(state, first.id)
    look_and_open(state)


def look_and_open(state: State) -> None:
    """Three settings looked at, one of them by nobody known, and the locked period opened."""
    state.tries.look(tried(20), NOON, ADA)
    state.tries.look(tried(25), NOON)
    state.tries.look(tried(25, outcome="won"), NOON, BEN)
    state.openings.open(Unlocking("data-1", '{"models": []}'), BEN)


def rate_and_promise(state: State) -> None:
    """Three versions, eight leads rated, a dispute judged, an action done, a note, promises."""
    first = state.versions.save(saving("name: one"), ADA)
    second = state.versions.save(saving("name: two", first.id, "Webinars count less"), BEN)
    state.versions.restore(first.id, "It was better", second.id, ADA)
    for place, lead in enumerate(LEADS):
        rating = ("accept", "reject", "dispute")[place % 3]
        more = {
            "text": f"text {place}: ünïcode 株式",
            "score": Decimal("41.25"),
            "band": "ready",
            "fired": ("vp", "demo"),
        }
        feedback = state.feedback.give(given(lead, rating, version=first.id, handed_over_at=NOON, **more), BEN)
        state.feedback.seen(feedback.id, ADA)
    (dispute, _) = state.feedback.open_disputes()
    state.feedback.answer(dispute.id, "We look at it", ADA)
    state.feedback.judge(dispute.id, "score_wrong", ADA, "Clicks only")
    state.feedback.judge(dispute.id, "score_wrong", BEN)
    action = state.actions.decide(Decided("Lower the webinar", "Cleo", date(2026, 11, 30), "Review of 2026-10"), ADA)
    state.actions.carry(action.id, date(2026, 12, 31), ADA, "Not yet")
    state.actions.done(action.id, BEN)
    state.notes.write(Noted("2026-10", "Lead Quality Score", "The fair was in October"), BEN)
    state.promises.enter(Promised("marketing", date(2026, 10, 1), leads_a_month=20, source="Review of 2026-10"), ADA)
    state.promises.enter(Promised("sales", date(2026, 10, 1), touch_within_minutes=480, attempts=3), BEN)


def open_room(state: State) -> Room:
    """A room that starts from a small model."""
    return state.rooms.open(Opening("Lead scoring", LINE, "name: one", "model of name: one"), ADA)


def meet(state: State, version: int) -> None:
    """A workshop: answers, a round voted on by two, one weight with a dissent, both signatures, agreement and pilot."""
    room = open_room(state)
    ada = state.rooms.join(room.id, room.code, ADA).member
    ben = state.rooms.seat(room.id, BEN)
    state.rooms.mark(room.id, "step:consensus", ADA)
    state.rooms.grow(room.id, Grown("name: more", "model of name: more", room.model_hash), ADA)
    ben = state.rooms.readmit(ben.id, ADA).member
    state.answers.give(Answered("pulse", "before", {"trust": 2, "agree": 3}, room=room.id), BEN)
    state.answers.give(Answered("objective", text="Fewer calls to students", room=room.id), BEN)
    asked = state.ballots.start(room.id, ("vp", "demo"), ADA)
    for member, size in ((ada, "S"), (ben, "XL"), (ada, "L")):
        state.ballots.vote(asked.id, member, "vp", size, NOON)
    state.ballots.reveal(asked.id, ADA)
    state.weights.settle(Settled(room.id, "vp", Decimal("15.5"), asked.id, "In between", "Titles lie"), ADA)
    for person in (ADA, BEN):
        state.signatures.sign(version, person)
    state.agreements.keep(Drawn(version, '{"plays": []}'), ADA)
    state.pilots.begin(Begun(version, date(2026, 12, 7), 4, "random"), BEN)
    state.rooms.close(room.id, ADA)


def put_back(place: Workspace, number: int = 5) -> tuple[Any, ...]:
    """A state as the program of an older schema left it, with what two teams did before they met; and all it says."""
    with State.open(place) as state:
        rate_and_promise(state)
        said = everything(state)
    connection = connect(place.state)
    for statements in reversed(MIGRATIONS[number:]):
        for table in reversed([each.split()[2] for each in statements if each.startswith("CREATE TABLE")]):
            connection.execute(f"DROP TABLE {table}")
    connection.execute(f"PRAGMA user_version = {number}")
    assert verified_number(connection) == number
    connection.close()
    return said


def everything(state: State) -> tuple[Any, ...]:
    """All that a reader can ask, as one value to compare."""
    lines = state.versions.lines()
    return (
        [state.versions.history(each.line) for each in lines],
        state.feedback.since(NOON - timedelta(days=1)),
        [state.feedback.of_lead(lead) for lead in LEADS],
        state.feedback.open_disputes(),
        state.feedback.unseen("marketing"),
        state.actions.all(),
        state.notes.all(),
        state.promises.all(),
        [workshop(state, room) for room in state.rooms.all()],
        [state.answers.of(topic) for topic in ("pulse", "objective")],
        state.weights.all(),
        state.signatures.all(),
        state.agreements.all(),
        state.pilots.all(),
        state.tries.all(),
        state.tries.people("data-1"),
        state.openings.all(),
        state.audit.head(),
        state.links.link("anna"),
    )


def workshop(state: State, room: Room) -> tuple[Any, ...]:
    """All that a reader can ask of one room."""
    rounds = state.ballots.rounds(room.id)
    votes = [state.ballots.revealed(each.id) for each in rounds if each.revealed_at is not None]
    progress = [state.ballots.progress(each.id) for each in rounds]
    return room, state.rooms.turn(room.id), state.rooms.members(room.id), rounds, progress, votes
