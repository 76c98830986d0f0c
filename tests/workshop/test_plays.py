"""Plays: what was promised is taken over, what nobody said stays open, what is too eager is asked about."""

from __future__ import annotations

import re
from dataclasses import FrozenInstanceError, replace
from datetime import date, datetime

import pytest

from leadscore.errors import UsageError
from leadscore.store.state import Author, Promise, Promised
from leadscore.workshop.plays import Play, play_of, plays, warnings

READY = Play("ready", 240, 3, 10, ("call", "email"), ("reached", "declined"), "decide")


def promise(**terms: int) -> Promise:
    return Promise(
        7, datetime.fromisoformat("2026-11-02"), Author("Ben", "sales"), Promised("sales", date(2026, 11, 1), **terms)
    )


def test_without_a_promise_nothing_is_made_up() -> None:
    found = plays({}, None)
    assert [each.band for each in found] == ["ready", "hand_over", "nurture", "out"]
    assert all(each.is_open for each in found)
    assert {each.touch_in_words() for each in found} == {"not agreed yet"}
    assert {each.attempts_in_words() for each in found} == {"not agreed yet"}
    assert {each.channels_in_words() for each in found} == {"not agreed yet"}
    assert warnings(found) == ()


def test_the_top_band_has_the_numbers_that_sales_promised() -> None:
    ready, hand_over, *_ = plays({}, promise(touch_within_minutes=480, attempts=3, attempt_days=10))
    assert ready.touch_in_words() == "within 8 business hours"
    assert ready.attempts_in_words() == "3 attempts in 10 days"
    assert ready.channels == ()
    assert hand_over.is_open


def test_what_was_answered_stands_and_the_promise_goes_before_it() -> None:
    kept = {"ready": READY.to_value(), "hand_over": Play("hand_over", 960, 2, 14).to_value()}
    ready, hand_over, *_ = plays(kept, promise(touch_within_minutes=480))
    assert ready == replace(READY, touch_within_minutes=480, attempts=None, days=None)
    assert hand_over == Play("hand_over", 960, 2, 14)


def test_in_words() -> None:
    assert READY.touch_in_words() == "within 4 business hours"
    assert READY.channels_in_words() == "a phone call, an e-mail written for this person"
    assert READY.stops_in_words() == "the person was reached, or the person says no"
    assert READY.then_in_words() == "sales confirms the lead or sends it back with a reason"
    assert Play("ready", days=5).attempts_in_words() == "within 5 days, not agreed yet how often"


def test_it_is_kept_as_plain_values_and_reads_as_itself() -> None:
    assert play_of("ready", READY.to_value()) == READY
    assert play_of("out", {}) == Play("out")


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ({"attempts": 0}, "A play has 1 to 100 attempts; Ready has 0."),
        ({"touch_within_minutes": 90_000}, "1 to 60,000 business minutes"),
        ({"channels": ["cal"]}, "Did you mean 'call'?"),
        ({"channels": ["call", "call"]}, "names a channel twice"),
        ({"channels": "call"}, "needs lists"),
        ({"then": "shrug"}, "A play knows no next step 'shrug'"),
        ({"attempts": "3"}, "needs a whole number of 'attempts'"),
        ({"attempts": True}, "needs a whole number of 'attempts'"),
        ({"speed": 1}, "is no play"),
        ([], "is no play"),
    ],
)
def test_a_wrong_play_says_how_to_mend_it(value: object, told: str) -> None:
    with pytest.raises(UsageError, match=re.escape(told)):
        play_of("ready", value)


def test_an_unknown_band_is_refused() -> None:
    with pytest.raises(UsageError, match="Did you mean 'ready'"):
        Play("redy")


@pytest.mark.parametrize(
    ("found", "told"),
    [
        ((replace(READY, attempts=9, days=3),), "9 attempts in 3 days are 3.0 a day, more than 2"),
        ((replace(READY, attempts=4, days=None),), "nobody said in how many days"),
        ((replace(READY, stops=("used_up",)),), "nothing says that the attempts end"),
        ((Play("out", channels=("call",)),), "a knock-out took these leads out"),
        ((READY, Play("hand_over", 60)), "Hand over is called sooner than Ready"),
        (
            (READY, Play("hand_over", 960, 5, 20, ("call",), ("reached",))),
            "Hand over is tried more often than Ready",
        ),
    ],
)
def test_what_is_too_eager_is_said_and_not_refused(found: tuple[Play, ...], told: str) -> None:
    (words,) = warnings(found)
    assert told in words


def test_a_gentle_play_is_left_alone() -> None:
    assert warnings((READY, Play("hand_over", 960, 2, 14, ("email",), ("declined",), "nurture"))) == ()


def test_a_play_is_frozen() -> None:
    with pytest.raises(FrozenInstanceError):
        READY.attempts = 5  # type: ignore[misc]
