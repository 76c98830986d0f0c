"""What sales put into a model: votes that were revealed, on rules that still ask the same; and its last word."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from leadscore.model import Model, model_hash, parse, to_yaml
from leadscore.store import workspace
from leadscore.store.state import By, Given, Opening, State
from leadscore.workshop.involvement import involvement
from leadscore.workshop.pillars import Asked
from leadscore.workshop.saved_models import saving

NOON = datetime.fromisoformat("2026-10-05T12:00:00")
MODEL = parse(
    """
name: Ours
rules:
  - {id: demo, points: 20, when: {activity: demo_requested}}
  - {id: trial, points: 25, when: {activity: trial_started}}
""",
    "ours.yaml",
)
ADA = By("Ada", "marketing", NOON)


@pytest.fixture
def state(tmp_path: Path) -> Iterator[State]:
    with State.open(workspace.create(tmp_path / "room")) as opened:
        yield opened


def ben(days: int = 0) -> By:
    return By("Ben", "sales", NOON + timedelta(days=days))


def asked(state: State, model: Model = MODEL) -> Asked:
    return involvement(state, model, state.feedback.since(datetime(1900, 1, 1)), state.signatures.all())  # noqa: DTZ001


def voted(state: State, by: By, reveal: bool = True) -> None:
    """A room in which one person votes on both rules."""
    room = state.rooms.open(Opening("Spring", "Ours", to_yaml(MODEL), model_hash(MODEL)), ADA)
    sat = state.rooms.seat(room.id, by)
    held = state.ballots.start(room.id, ("demo", "trial"), ADA)
    state.ballots.vote(held.id, sat, "demo", "L", by.at)
    if reveal:
        state.ballots.reveal(held.id, By("Ada", "marketing", by.at))


def test_where_nobody_met_nobody_said_anything(state: State) -> None:
    assert asked(state) == Asked(frozenset(), None)


def test_a_vote_of_sales_counts_once_it_is_revealed(state: State) -> None:
    voted(state, ben())
    assert asked(state) == Asked(frozenset({"demo"}), date(2026, 10, 5))


def test_what_is_not_revealed_is_not_looked_at(state: State) -> None:
    voted(state, ben(), reveal=False)
    assert asked(state) == Asked(frozenset(), None)


def test_votes_of_marketing_are_no_votes_of_sales(state: State) -> None:
    voted(state, ADA)
    assert asked(state) == Asked(frozenset(), None)


def test_a_rule_that_asks_something_else_now_was_not_voted_on(state: State) -> None:
    voted(state, ben())
    cheaper = MODEL.with_points({"demo": 5})
    assert asked(state, cheaper).voted == {"demo"}
    other = parse("name: Other\nrules: [{id: demo, points: 20, when: {activity: meeting}}]", "other.yaml")
    assert asked(state, other).voted == frozenset()


def test_the_last_word_of_sales_is_the_latest_of_all(state: State) -> None:
    voted(state, ben())
    version = state.versions.save(saving(MODEL, "Ours", "First", None), ADA)
    state.signatures.sign(version.id, ben(1))
    assert asked(state).last_input == date(2026, 10, 6)
    given = state.feedback.give(Given("L1", "dispute", model_hash(MODEL), "score_too_high"), ben(2))
    assert asked(state).last_input == date(2026, 10, 7)
    state.feedback.answer(given.id, "We look at it.", By("Ada", "marketing", NOON + timedelta(days=9)))
    state.feedback.seen(given.id, ben(9))
    assert asked(state).last_input == date(2026, 10, 7)
    state.feedback.judge(given.id, "score_wrong", ben(3))
    assert asked(state).last_input == date(2026, 10, 8)
    state.feedback.answer(given.id, "Thank you.", ben(4))
    assert asked(state).last_input == date(2026, 10, 9)
