"""What comes next: the first thing that is not done on the way to a pilot, and the first that keeps it alive."""

from __future__ import annotations

from dataclasses import replace

import pytest

from leadscore.workshop.next_steps import Situation, next_steps
from leadscore.workshop.prepare import Checked

NO_DATA = Checked("data", "Data are loaded", "missing", "There is no lead yet.", "data")
DATA = Checked("data", "Data are loaded", "ok", "9 leads.", "data")
NUMBERS = Checked("numbers", "The numbers match the CRM", "missing", "Tick them.", "data")
NOBODY_KNOWS = Checked("outcomes", "Outcomes", "cannot_tell", "It is being counted.", "tune")
READY = Situation((DATA,))
SIGNED = replace(READY, had_rooms=True, signed=True)


def pages(now: Situation) -> list[str]:
    return [each.page for each in next_steps(now)]


@pytest.mark.parametrize(
    ("now", "page"),
    [
        (Situation((NO_DATA, NUMBERS)), "data"),
        (replace(READY, prepared=(DATA, NUMBERS)), "data"),
        (replace(READY, prepared=(DATA, NOBODY_KNOWS)), "workshop"),
        (READY, "workshop"),
        (replace(READY, room="Spring, step 'ICP'", prepared=(DATA, NUMBERS)), "workshop"),
        (replace(READY, had_rooms=True, prepared=(DATA, NUMBERS)), "workshop"),
        (replace(READY, saved="version 2 of 'Ours'", missing=("sales",)), "agreement"),
        (SIGNED, "agreement"),
        (replace(SIGNED, agreed=True), "pilot"),
        (replace(SIGNED, agreed=True, piloted=True, pilot="Week 3 of 12."), "pilot"),
    ],
    ids=[
        "no data",
        "something is missing",
        "what is unknown is no step",
        "ready",
        "a room is open",
        "after a room the list is no step",
        "saved, not signed",
        "signed",
        "agreed",
        "in the pilot",
    ],
)
def test_the_way_from_data_to_a_pilot(now: Situation, page: str) -> None:
    assert pages(now) == [page]


def test_a_version_that_waits_says_for_whom() -> None:
    (step,) = next_steps(replace(SIGNED, saved="version 2 of 'Ours'", missing=("sales", "marketing")))
    assert step.words == "Sign version 2 of 'Ours': sales and marketing did not sign yet."
    (step,) = next_steps(replace(SIGNED, saved="version 2 of 'Ours'", missing=("sales",)))
    assert step.words == "Sign version 2 of 'Ours': sales did not sign yet."


@pytest.mark.parametrize(
    ("busy", "page", "words"),
    [
        ({"disputes": 1, "overdue": 1, "to_review": "May 2026"}, "feedback", "1 dispute without"),
        ({"overdue": 1, "to_review": "May 2026"}, "review", "1 decision is overdue"),
        ({"overdue": 2}, "review", "2 decisions are overdue"),
        ({"to_review": "May 2026"}, "review", "Review May 2026"),
    ],
    ids=["disputes first", "then what is overdue", "two of it", "then the month"],
)
def test_what_keeps_it_alive_stands_second(busy: dict[str, object], page: str, words: str) -> None:
    way, upkeep = next_steps(replace(READY, **busy))  # type: ignore[arg-type]
    assert way.page == "workshop"
    assert upkeep.page == page
    assert words in upkeep.words


def test_where_all_is_done_nothing_is_left() -> None:
    assert next_steps(replace(SIGNED, agreed=True, piloted=True)) == ()
