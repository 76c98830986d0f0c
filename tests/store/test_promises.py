"""Promises: what each side commits to from a month on, kept beside all that it promised before."""

from __future__ import annotations

from datetime import date

import pytest

from leadscore.errors import StoreError, UsageError
from leadscore.store.state import OvertakenError, Promised, State, in_force

from .conftest import ADA, BEN, NOON

JUNE, AUGUST, OCTOBER = date(2026, 6, 1), date(2026, 8, 1), date(2026, 10, 1)


def test_a_promise_stands_with_who_entered_it_when_and_from_which_month(state: State) -> None:
    kept = state.promises.enter(Promised("marketing", AUGUST, leads_a_month=20, source="Review of 2026-08"), ADA)
    assert (kept.promised.leads_a_month, kept.promised.since, kept.promised.source) == (
        20,
        AUGUST,
        "Review of 2026-08",
    )
    assert (kept.author.name, kept.author.team, kept.at) == ("Ada", "marketing", NOON)
    assert state.promises.all() == (kept,)


def test_each_month_has_the_promise_that_held_then(state: State) -> None:
    first = state.promises.enter(Promised("marketing", JUNE, leads_a_month=20), ADA)
    second = state.promises.enter(Promised("marketing", OCTOBER, leads_a_month=30, seen=first.id), ADA)
    corrected = state.promises.enter(Promised("marketing", JUNE, leads_a_month=25, seen=second.id), ADA)
    everything = state.promises.all()
    assert in_force(everything, "marketing", date(2026, 5, 1)) is None
    assert in_force(everything, "marketing", AUGUST) == corrected
    assert in_force(everything, "marketing", OCTOBER) == second
    assert in_force(everything, "marketing", None) == second
    assert in_force(everything, "sales", OCTOBER) is None


def test_a_side_takes_back_what_it_promised(state: State) -> None:
    first = state.promises.enter(Promised("sales", JUNE, touch_within_minutes=480, attempts=3, attempt_days=10), BEN)
    state.promises.enter(Promised("sales", AUGUST, seen=first.id), BEN)
    held = in_force(state.promises.all(), "sales", OCTOBER)
    assert held is not None
    assert set(held.promised.terms.values()) == {None}


def test_two_of_one_side_at_once_are_both_told(state: State) -> None:
    """The other side is no conflict: what marketing promises does not wait for sales."""
    theirs = state.promises.enter(Promised("sales", JUNE, touch_within_minutes=480), BEN)
    state.promises.enter(Promised("marketing", JUNE, leads_a_month=20), ADA)
    with pytest.raises(OvertakenError, match="was entered meanwhile, at 2026-11-02 12:00 UTC") as caught:
        state.promises.enter(Promised("sales", JUNE, touch_within_minutes=60), ADA)
    assert isinstance(caught.value, StoreError)
    assert caught.value.theirs == theirs
    assert [each.promised.touch_within_minutes for each in state.promises.all()] == [480, None]


@pytest.mark.parametrize(
    ("terms", "words"),
    [
        ({"side": "finance"}, "'finance' is no team"),
        ({"since": date(2026, 8, 2)}, "first day of a month; 2026-08-02 is none"),
        ({"leads_a_month": 0}, "counts from 1 to 1,000,000; 'leads_a_month' is 0"),
        ({"leads_a_month": 10_000_000}, "'leads_a_month' is 10,000,000"),
        ({"attempts": 3}, "Marketing cannot promise 'attempts'"),
    ],
    ids=["no team", "within a month", "nothing", "too much", "the other side's"],
)
def test_what_is_no_promise(terms: dict[str, object], words: str) -> None:
    with pytest.raises(UsageError, match=words):
        Promised(**{"side": "marketing", "since": AUGUST, **terms})
