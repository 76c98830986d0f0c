"""The one look into the locked period: only its leads, every model by itself, and a document that names no lead."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal

import pytest
from outcomes.story import Story, day

from leadscore.errors import StoreError, UsageError
from leadscore.evidence import Shelf
from leadscore.model import Model, parse, scoring_hash
from leadscore.simulation import build_board, lock_of
from leadscore.simulation.locked_period import OTHER_POPULATION, Candidate, Lock, LockedPeriod, from_json, look_into

from .history import lift_of_top, shelf_of

ACTIVE = parse(
    """
name: Two rules
rules:
  - {id: web, points: 20, when: {attribute: source, is: web}}
  - {id: opens, points: 10, when: {activity: email_open}}
cut_offs: {mql: 10, sql: 30}
"""
)
DRAFT = ACTIVE.with_points({"web": Decimal(5)})


def company() -> Story:
    """Two hand-offs a day for 240 days: until day 180 those from the web qualify, from then on those that opened."""
    story = Story(captured=("source",))
    for number in range(480):
        when, web, opened = number / 2, number % 3 == 0, number % 4 < 2
        qualified = web if when < 180 else opened
        reached = {"sql": when + 9} if qualified else {}
        name = f"L{number:03}"
        story.lead(name, created=when - 1, handed=when, worked=when + 1, source="web" if web else "fair", **reached)
        if opened:
            story.touch(name, when - 0.5, "email_open")
    return story


@pytest.fixture(scope="module")
def shelf() -> Iterator[Shelf]:
    with shelf_of(company(), day(400)) as opened:
        yield opened


@pytest.fixture(scope="module")
def seen(shelf: Shelf) -> LockedPeriod:
    candidates = (Candidate("the active model", ACTIVE), Candidate("the draft", DRAFT), Candidate("again", DRAFT, 7))
    return look_into(shelf, candidates, lock_of(shelf))


def test_an_opened_board_holds_the_locked_leads_and_no_others(shelf: Shelf) -> None:
    lock = lock_of(shelf)
    inside, outside = (build_board(shelf, ACTIVE, lock=each) for each in (lock.opened(), lock))
    assert (inside.leads, inside.locked) == (lock.leads, 480 - lock.leads) == (120, 360)
    assert outside.leads == 360
    look = inside.look(ACTIVE)
    assert look.all.classes["converted"] == lock.outcomes == 60
    assert look.all.volume.value is None


def test_each_model_by_itself_and_what_looking_often_cost(seen: LockedPeriod) -> None:
    active, draft = seen.models
    assert (active.name, draft.name) == ("the active model", "the draft"), "two that score alike are shown once"
    sql = active.towards("sql")
    assert sql is not None
    leads = [{"score": (20 if n % 3 == 0 else 0) + (10 if n % 4 < 2 else 0), "hit": n % 4 < 2} for n in range(360, 480)]
    assert sql.lift.value == pytest.approx(lift_of_top(leads, 0.2))
    before = [{"score": (20 if n % 3 == 0 else 0) + (10 if n % 4 < 2 else 0), "hit": n % 3 == 0} for n in range(360)]
    assert sql.tuned.value == pytest.approx(lift_of_top(before, 0.2))
    assert sql.lost == pytest.approx(lift_of_top(before, 0.2) - lift_of_top(leads, 0.2))
    assert sql.lift.low is not None


def test_the_swap_card_is_that_of_the_locked_leads(seen: LockedPeriod) -> None:
    sql = seen.models[0].towards("sql")
    assert sql is not None
    assert sql.kept.leads + sql.dropped.leads == seen.leads == 120
    assert sql.kept.rate.n + sql.dropped.rate.n == 120
    assert sql.kept.outcomes + sql.dropped.outcomes == seen.outcomes == 60
    assert sql.changing == 0, "the active model changes no hands against itself"


def test_the_quality_comes_by_its_parts(seen: LockedPeriod) -> None:
    sql = seen.models[0].towards("sql")
    assert sql is not None
    assert sql.quality.worked_share.value == 1
    over = [n for n in range(360, 480) if n % 3 == 0 or n % 4 < 2]
    assert sql.quality.rate_worked.value == pytest.approx(sum(n % 4 < 2 for n in over) / len(over))


def test_what_was_seen_can_be_read_for_ever_and_names_no_lead(seen: LockedPeriod) -> None:
    text = seen.to_json()
    assert from_json(text) == seen
    assert seen.to_json() == text
    assert "L4" not in text
    assert seen.of(scoring_hash(DRAFT)) == seen.models[1]
    assert seen.of("another") is None
    for broken in ("{}", "no JSON", json.dumps({**json.loads(text), "leads": "many"})):
        with pytest.raises(StoreError, match="What was seen in the locked period cannot be read"):
            from_json(broken)


def test_models_of_other_rules_and_populations_are_asked_on_the_same_leads(shelf: Shelf) -> None:
    other = parse("name: B\nrules: [{id: met, points: 9, when: {activity: email_open}}]\ncut_offs: {mql: 5, sql: 9}")
    narrow = parse(
        "name: C\npopulation: {exclude: [{attribute: source, is: fair}]}\n"
        "rules: [{id: web, points: 3, when: {attribute: source, is: web}}]"
    )
    lost = parse("name: D\nrules: [{id: x, points: 3, when: {attribute: shoe_size, is: '44'}}]")
    asked = [Candidate(each.name, each) for each in (ACTIVE, other, narrow, lost)]
    found = look_into(shelf, asked, lock_of(shelf))
    assert [(each.name, bool(each.results)) for each in found.models] == [
        ("Two rules", True),
        ("B", True),
        ("C", True),
        ("D", False),
    ]
    assert [each.note for each in found.models[:3]] == [None, None, OTHER_POPULATION]
    assert "shoe_size" in str(found.models[3].note)
    sql = found.models[1].towards("sql")
    assert sql is not None
    leads = [{"score": 9 if n % 4 < 2 else 0, "hit": n % 4 < 2} for n in range(360, 480)]
    assert sql.lift.value == pytest.approx(lift_of_top(leads, 0.2))


def test_where_nothing_is_locked_nothing_opens(shelf: Shelf) -> None:
    with pytest.raises(UsageError, match="There is no locked period to open: too few outcomes"):
        look_into(shelf, [Candidate("the active model", ACTIVE)], Lock("r", reason="too few outcomes to lock"))
    lost: Model = parse("name: D\nrules: [{id: x, points: 3, when: {attribute: shoe_size, is: '44'}}]")
    with pytest.raises(UsageError, match="cannot answer the active model"):
        look_into(shelf, [Candidate("the active model", lost)], lock_of(shelf))
