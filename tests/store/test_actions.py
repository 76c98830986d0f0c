"""Actions: an owner and a day, done or carried to the next review."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from leadscore.errors import StoreError, UsageError
from leadscore.store.state import By, Decided, State

from .conftest import ADA, BEN, NOON

NOVEMBER, DECEMBER = date(2026, 11, 30), date(2026, 12, 31)


def test_an_action_has_an_owner_and_a_day(state: State) -> None:
    action = state.actions.decide(Decided("Lower the webinar", "Cleo", NOVEMBER, "Review of 2026-10"), ADA)
    assert (action.what, action.owner, action.due, action.source) == (
        "Lower the webinar",
        "Cleo",
        NOVEMBER,
        "Review of 2026-10",
    )
    assert action == state.actions.get(action.id)
    assert state.actions.open() == state.actions.all() == (action,)


def test_carried_done_and_taken_up_again(state: State) -> None:
    first = state.actions.decide(Decided("Call the lost ones", "Ben", DECEMBER), ADA)
    action = state.actions.decide(Decided("Lower the webinar", "Cleo", NOVEMBER), ADA)
    assert action.is_overdue(date(2026, 12, 1))
    carried = state.actions.carry(action.id, date(2027, 1, 31), ADA, "Not yet")
    assert (carried.due, carried.first_due, carried.carried) == (date(2027, 1, 31), NOVEMBER, 1)
    assert not carried.is_overdue(date(2026, 12, 1))
    assert state.actions.open() == (first, carried)
    done = state.actions.done(action.id, By("Ben", "sales", NOON + timedelta(days=2)))
    assert (done.done_at, state.actions.open()) == (NOON + timedelta(days=2), (first,))
    assert state.actions.reopen(action.id, BEN).done_at is None


def test_what_cannot_be(state: State) -> None:
    with pytest.raises(UsageError, match="Say what"):
        Decided(" ", "Cleo", NOVEMBER)
    with pytest.raises(UsageError, match="needs an owner"):
        Decided("Do", " ", NOVEMBER)
    action = state.actions.decide(Decided("Do", "Cleo", NOVEMBER), ADA)
    with pytest.raises(UsageError, match="is open already"):
        state.actions.reopen(action.id, ADA)
    state.actions.done(action.id, ADA)
    with pytest.raises(UsageError, match="is done already"):
        state.actions.done(action.id, ADA)
    with pytest.raises(StoreError, match="There is no action 99"):
        state.actions.done(99, ADA)
