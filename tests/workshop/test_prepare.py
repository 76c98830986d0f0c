"""The day before: what the product can count it counts, what only people know they tick, and nothing passes unseen."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from leadscore.learning import Reach
from leadscore.learning.settles import RuleReach
from leadscore.model import parse, presets
from leadscore.store.manifest import Manifest, Table
from leadscore.workshop.prepare import (
    NETWORK,
    NETWORK_DAYS,
    Checked,
    Known,
    Tick,
    latest_tick,
    numbers_item,
    population_item,
    prepared,
    starts,
    unprepared,
)

TODAY = date(2026, 11, 2)
NOON = datetime.fromisoformat("2026-11-02T12:00:00")
LEDGER = {"leads": {"read": 10, "accepted": 9, "rejected": 1, "duplicates": 1, "left_out": 0}}
DATA = Manifest(
    "abcdef0123456789",
    {"leads": Table(9, "")},
    (),
    data_date=datetime.fromisoformat("2026-10-31T22:59:59"),
    zone="Europe/Berlin",
    ledger=LEDGER,
)
OWN = parse(
    """
name: What we do today
population: {exclude: [{attribute: email, contains: "@ourselves."}]}
rules:
  - {id: demo, points: 20, when: {activity: demo_requested}}
  - {id: title, points: 0, when: {attribute: title, has_word: vp}}
""",
    "own.yaml",
)
SETTLES = Reach(0.1, 0.3, 200, (RuleReach("demo", "demo", True, 0.08, None),), "This settles 1 rule.")
READY = Known(
    TODAY,
    DATA,
    OWN,
    (OWN,),
    "36 leads are out: email contains '@ourselves.'.",
    starts(),
    SETTLES,
    visitors=3,
    ticks=(
        Tick(numbers_item(DATA.revision), True, NOON, "Ada, marketing"),
        Tick(population_item(OWN), True, NOON, "Ben, sales"),
    ),
)


def line(known: Known, key: str) -> Checked:
    (found,) = (each for each in prepared(known) if each.key == key)
    return found


def states(known: Known) -> dict[str, str]:
    return {each.key: each.state for each in prepared(known)}


def test_everything_is_ready() -> None:
    assert set(states(READY).values()) == {"ok"}
    assert unprepared(prepared(READY)) == ()


def test_an_empty_workspace_has_nothing() -> None:
    found = prepared(Known(TODAY, why_no_reach="there are no data"))
    assert [each.state for each in found] == ["missing"] * 5 + ["cannot_tell"]
    told = unprepared(found)
    assert told[0] == "Data are loaded: There is no lead yet: bring a CRM export."
    assert told[-1].endswith("Unknown: there are no data.")
    assert len(told) == 6


def test_data_say_their_revision_their_day_and_their_leads() -> None:
    assert line(READY, "data").why == "9 leads, revision abcdef012345, until 31 Oct 2026, 2 days ago."
    assert "without dates" in line(replace(READY, manifest=replace(DATA, data_date=None)), "data").why


def test_a_table_without_leads_is_no_data() -> None:
    assert states(replace(READY, manifest=replace(DATA, tables={})))["data"] == "missing"


def test_numbers_are_summed_by_the_product_and_known_by_a_person() -> None:
    found = line(READY, "numbers")
    assert "leads 10 = 9 + 1" in found.why
    assert "Ticked by Ada, marketing, 02 Nov 2026." in found.why
    assert states(replace(READY, ticks=()))["numbers"] == "missing"


@pytest.mark.parametrize(
    "entry",
    [{"read": 10, "accepted": 9, "rejected": 0}, {"read": 9, "accepted": 8, "rejected": 1}, {"read": 10}],
    ids=["a row was lost", "more rows than accepted", "no sum at all"],
)
def test_no_tick_mends_sums_that_do_not_add_up(entry: dict[str, int]) -> None:
    found = line(replace(READY, manifest=replace(DATA, ledger={"leads": entry})), "numbers")
    assert found.state == "missing"
    assert found.why == "The rows of leads do not add up: import the files again."
    assert found.tick is None


def test_leads_that_were_erased_later_do_not_break_the_sums() -> None:
    assert states(replace(READY, manifest=replace(DATA, tables={"leads": Table(7, "")})))["numbers"] == "ok"


def test_data_without_a_ledger_cannot_be_reconciled() -> None:
    assert states(replace(READY, manifest=replace(DATA, ledger={})))["numbers"] == "cannot_tell"


def test_the_tick_of_the_numbers_falls_off_when_the_data_change() -> None:
    assert states(replace(READY, manifest=replace(DATA, revision="other")))["numbers"] == "missing"
    assert states(replace(READY, manifest=replace(DATA, revision="other")))["population"] == "ok"


def test_the_tick_of_the_population_falls_off_when_others_are_left_out() -> None:
    everyone = parse("name: All\nrules: [{id: demo, points: 20, when: {activity: demo_requested}}]", "all.yaml")
    found = line(replace(READY, model=everyone, excluded=None), "population")
    assert found.state == "missing"
    assert "Nobody is left out" in found.why
    assert states(replace(READY, model=OWN.with_points({"demo": Decimal(5)})))["population"] == "ok"
    assert "36 leads are out" in line(READY, "population").why
    assert "Left out: email contains '@ourselves.'." in line(replace(READY, excluded=None), "population").why


def test_a_tick_can_be_taken_back() -> None:
    item, later = numbers_item(DATA.revision), NOON + timedelta(minutes=1)
    taken_back = (*READY.ticks, Tick(item, False, later, "Ben, sales"))
    assert states(replace(READY, ticks=taken_back))["numbers"] == "missing"
    again = (*taken_back, Tick(item, True, later, "Ben, sales"))
    assert latest_tick(again, item) == again[-1]


def test_a_preset_as_it_comes_is_not_what_a_company_does() -> None:
    preset = presets.preset("saas")
    found = line(replace(READY, model=preset, models=(preset,)), "rules")
    assert found.state == "missing"
    assert "as it comes with the product" in found.why
    moved = preset.with_points({preset.rules[0].id: preset.rules[0].worth + 1})
    assert states(replace(READY, models=(moved,)))["rules"] == "ok"


def test_rules_without_points_are_not_what_a_company_does() -> None:
    pointless = OWN.with_points({"demo": Decimal(0)})
    assert "gives no points yet" in line(replace(READY, models=(pointless,)), "rules").why
    assert states(replace(READY, models=(pointless,)))["rules"] == "missing"
    assert states(replace(READY, models=(pointless, OWN)))["rules"] == "ok"
    assert states(replace(READY, models=()))["rules"] == "missing"
    assert states(replace(READY, starts=None))["rules"] == "cannot_tell"


def test_devices_in_the_room_prove_the_network() -> None:
    assert line(READY, "network").why == "3 devices reached the room that is open."
    for visitors in (None, 0):
        assert states(replace(READY, visitors=visitors))["network"] == "missing"


def test_without_a_room_somebody_says_that_the_network_was_tried_and_that_gets_old() -> None:
    ticked = replace(READY, visitors=None, ticks=(Tick(NETWORK, True, NOON, "Ada, marketing"),))
    assert states(ticked)["network"] == "ok"
    assert states(replace(ticked, today=TODAY + timedelta(days=NETWORK_DAYS)))["network"] == "ok"
    old = line(replace(ticked, today=TODAY + timedelta(days=NETWORK_DAYS + 1)), "network")
    assert (old.state, old.ticked) == ("cannot_tell", None)
    assert "8 days ago" in old.why


@pytest.mark.parametrize(
    ("reach", "state"),
    [
        (SETTLES, "ok"),
        (replace(SETTLES, rules=(RuleReach("demo", "demo", False, 0.2, None),)), "missing"),
        (Reach(0.1, None, 0, (), "This history can settle nothing."), "cannot_tell"),
        (None, "cannot_tell"),
    ],
    ids=["settles one rule", "settles none", "no outcome", "not counted yet"],
)
def test_outcomes_are_enough_when_history_settles_something(reach: Reach | None, state: str) -> None:
    found = line(replace(READY, reach=reach), "outcomes")
    assert found.state == state
    assert found.why == (reach.sentence if reach else "Unknown: it is being counted.")
