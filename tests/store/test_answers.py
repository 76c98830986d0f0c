"""Answers: what each person said to a question; the latest counts, all are kept, words can be erased."""

from __future__ import annotations

import math
from typing import Any

import pytest

from leadscore.errors import StoreError, UsageError
from leadscore.store.state import Answered, By, State, latest
from leadscore.store.words import Words

from .conftest import ADA, BEN, NOON
from .story import open_room

ANNA = "anna-canary-id"


def test_an_answer_comes_back_as_it_was_given(state: State) -> None:
    room = open_room(state)
    worksheet = {"roles": ["VP Sales", "株式"], "size": {"from": 50, "to": None}, "sure": True, "share": 0.25}
    given = state.answers.give(Answered("icp", "worksheet", worksheet, "As drawn on the wall", room.id), BEN)
    assert (given.topic, given.item, given.value, given.text, given.room) == (
        "icp",
        "worksheet",
        worksheet,
        "As drawn on the wall",
        room.id,
    )
    assert state.answers.of("icp") == (given,)
    assert state.answers.of("pulse") == ()


def test_answers_of_a_room_and_of_all(state: State) -> None:
    room = open_room(state)
    before = state.answers.give(Answered("prepare", "data", True), ADA)
    within = state.answers.give(Answered("prepare", "data", False, room=room.id), ADA)
    assert state.answers.of("prepare") == (before, within)
    assert state.answers.of("prepare", room.id) == (within,)
    assert (before.value, within.value, before.text) == (True, False, "")


def test_the_latest_of_each_person_on_each_item_counts(state: State) -> None:
    for by, item, trust in ((ADA, "before", 2), (BEN, "before", 3), (ADA, "before", 4), (ADA, "after", 5)):
        state.answers.give(Answered("pulse", item, {"trust": trust}), by)
    state.answers.give(Answered("pulse", "before", {"trust": 1}), By("Ada", "sales", NOON))
    counting = [(each.author.name, each.item, each.value["trust"]) for each in latest(state.answers.of("pulse"))]
    assert counting == [("Ben", "before", 3), ("Ada", "before", 4), ("Ada", "after", 5), ("Ada", "before", 1)]


def test_what_is_no_answer(state: State) -> None:
    with pytest.raises(UsageError, match="'pulze' is no topic. Did you mean 'pulse'"):
        Answered("pulze")
    with pytest.raises(UsageError, match="takes 20,001 bytes; at most 20,000 are kept"):
        Answered("icp", value="x" * 19_999)
    Answered("icp", value="x" * 19_998)
    with pytest.raises(StoreError, match="There is no workshop 99 here"):
        state.answers.give(Answered("goal", text="More", room=99), ADA)


@pytest.mark.parametrize("value", [math.nan, math.inf, {1, 2}, b"x", NOON, "\udcff", {("a",): 1}], ids=str)
def test_what_is_no_value(value: Any) -> None:
    with pytest.raises(UsageError, match="The answer's value cannot be kept: only texts, finite numbers"):
        Answered("icp", value=value)


@pytest.mark.parametrize(
    "value",
    [
        {"note": f"met {ANNA.upper()} there"},
        {"note": f"the list:\n{ANNA}\ttwice"},
        [["deep", {ANNA: 1}]],
        ANNA,
        {"note": f'called "{ANNA}"'},
    ],
    ids=["capitals", "on a line of its own", "deep", "alone", "in quotes"],
)
def test_a_forgotten_lead_is_in_no_value_any_more(state: State, value: Any) -> None:
    kept = state.answers.give(Answered("interview", "q1", {"signal": "demo"}, "She asked for one"), ADA)
    gone = state.answers.give(Answered("interview", "q2", value, "Said so"), BEN)
    assert state.forget(ANNA, Words(ANNA), NOON) == 1
    (first, second) = state.answers.of("interview")
    assert first == kept
    assert (second.id, second.value, second.text, second.author) == (gone.id, None, "Said so", gone.author)
    for file in state.place.folder.glob("state*"):
        assert ANNA.encode() not in file.read_bytes().lower()


def test_a_text_that_only_looks_like_a_value_is_a_text(state: State) -> None:
    for text in ("[sic] they call twice", '{"', "[" * 9_000):
        state.answers.give(Answered("objective", text=text), BEN)
    assert state.forget(ANNA, Words(ANNA), NOON) == 0
    assert [each.text for each in state.answers.of("objective")] == ["[sic] they call twice", '{"', "[" * 9_000]
