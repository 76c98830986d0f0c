"""The clock of a hand-off: late is judged in the business time of the review, by what sales promised."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, datetime, timedelta

import duckdb
import pytest

from leadscore.desk.clock import DEFAULT_DUE, Clock, Due, due
from leadscore.desk.listing import Filters, listed
from leadscore.desk.queue import build_queue
from leadscore.desk.standing import standing_of
from leadscore.evidence import Shelf
from leadscore.outcomes.calendar import MINUTE, BusinessTime, Calendar, on_day
from leadscore.store.queries import assemble
from leadscore.store.state import Author, Promise, Promised

from .company import END, MODEL

AT = datetime.fromisoformat
FRIDAY, MONDAY = AT("2026-10-23T14:30:00"), AT("2026-10-26T08:31:00")
BERLIN = BusinessTime.between(Calendar("Europe/Berlin"), AT("2026-10-01"), AT("2026-11-30"))


def promised(number: int, since: str, minutes: int | None) -> Promise:
    by, at = Author("Ben", "sales"), AT("2026-10-01")
    return Promise(number, at, by, Promised("sales", date.fromisoformat(since), touch_within_minutes=minutes))


def clock(handed: datetime, touched: datetime | None, minutes: int) -> Clock:
    return Clock(handed, touched, AT("2026-10-27"), BERLIN, Due(minutes))


def test_a_weekend_in_which_summer_time_ends_is_no_time_at_all() -> None:
    """Friday 16:30 in Berlin is 14:30 UTC, Monday 9:31 is 8:31: half an hour and 31 minutes."""
    assert BERLIN.minutes(FRIDAY, MONDAY) == 61
    assert not clock(FRIDAY, MONDAY, 61).late
    assert clock(FRIDAY, MONDAY, 60).late


def test_who_still_waits_when_the_time_is_over_is_late_as_in_the_review() -> None:
    waits = replace(clock(FRIDAY, None, 61), as_of=MONDAY)
    assert (waits.running, waits.late) == (True, True)
    assert not replace(waits, due=Due(62)).late
    assert waits.waited == MONDAY - FRIDAY


@pytest.mark.parametrize("zone", ["UTC", "Europe/Berlin", "America/Los_Angeles", "Asia/Kolkata"])
def test_minutes_are_those_that_the_review_counts(zone: str) -> None:
    chance = random.Random(9)
    first = AT("2026-10-01")
    time = BusinessTime.between(Calendar(zone), first, AT("2026-11-30"))
    asked = sorted(first + timedelta(seconds=chance.uniform(0, 60 * 86_400)) for _ in range(300))
    pairs = list(zip(asked[:150], asked[150:], strict=True))
    waited = f"({time.until('two', 'until')} - {time.until('one', 'start')}) / {MINUTE}.0"
    select = f"""SELECT CAST(CEIL({waited}) AS BIGINT) FROM (SELECT UNNEST($starts) AS start, UNNEST($untils) AS until)
JOIN workdays AS one ON {on_day("one", "start")} JOIN workdays AS two ON {on_day("two", "until")} ORDER BY start"""
    bound = {**time.bound, "starts": [start for start, _ in pairs], "untils": [until for _, until in pairs]}
    counted = duckdb.connect().execute(assemble((time.workdays(),), select), bound).fetchall()
    assert [time.minutes(start, until) for start, until in pairs] == [minutes for (minutes,) in counted]


def test_what_is_due_is_what_sales_promised_for_the_month_in_which_the_data_end() -> None:
    promises = (promised(1, "2026-09-01", 120), promised(2, "2026-11-01", 60))
    assert due(promises, END, "UTC") == Due(120, date(2026, 9, 1))
    assert due(promises, AT("2026-10-31T23:30:00"), "Europe/Berlin") == Due(60, date(2026, 11, 1))
    assert due((*promises, promised(3, "2026-10-01", None)), END, "UTC") == DEFAULT_DUE
    assert due((), END, "UTC") == DEFAULT_DUE
    assert Due(120, date(2026, 9, 1)).in_words(Calendar()) == (
        "2 business hours (Mon-Fri 09:00-17:00, UTC) are what sales promised from 2026-09 on. "
        "Clocks run day and night; only business hours count towards being late."
    )
    assert "8 business hours" in DEFAULT_DUE.in_words(Calendar())
    assert "not a promise" in DEFAULT_DUE.in_words(Calendar())


def test_the_queue_and_the_lead_judge_alike(shelf: Shelf) -> None:
    """Ben was handed over on Friday at noon and the data end on Saturday: five business hours."""
    queue = build_queue(shelf, MODEL)
    for minutes, late in ((300, True), (301, False)):
        (ben,) = (each for each in listed(queue, Filters(), due=Due(minutes)).leads if each.lead_id == "ben")
        told = standing_of(shelf.database, "ben", limit=Due(minutes))
        assert told is not None
        assert (ben.clock.late, told.clock.late) == (late, late)
