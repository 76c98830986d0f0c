"""Next month's export is added to the data in use: Anna, Bo and Cleo are brought up to date, nobody gets lost."""

# ruff: noqa: DTZ001 - instants are stored as naive UTC
from __future__ import annotations

from datetime import datetime

import pytest

from leadscore.errors import StoreError
from leadscore.store import snapshots
from leadscore.store.treatments.treated import treat
from leadscore.store.treatments.treatment import Treatment

from .desk import LEADS, NOW, Desk

ALL = (
    LEADS
    + """activities:
  - {file: activities.csv, dialect: {delimiter: ",", encoding: utf-8}, lead_id: lead, occurred_at: at, kind: what}
stages:
  - {file: stages.csv, dialect: {delimiter: ",", encoding: utf-8}, lead_id: lead, stage: stage, entered_at: at,
     amount: amount}
deals:
  - {file: deals.csv, dialect: {delimiter: ",", encoding: utf-8}, deal_id: deal, outcome: how, closed_at: at}
zone: UTC
"""
)
EMPTY = {"activities.csv": "lead,at,what\n", "stages.csv": "lead,stage,at,amount\n", "deals.csv": "deal,how,at\n"}


def month(desk: Desk, **files: str) -> None:
    """Put one month's export on the desk; what is not named has no rows."""
    for name, content in (EMPTY | {f"{stem}.csv": text for stem, text in files.items()}).items():
        desk.write(name, content)


@pytest.fixture
def october(desk: Desk) -> Desk:
    """Anna and Bo, imported."""
    month(
        desk,
        leads="id,Size,City\nanna,50,Ghent\nbo,7,Rome\n",
        activities="lead,at,what\nanna,2026-10-01,visit\nbo,2026-10-02,call\n",
        stages="lead,stage,at,amount\nanna,mql,2026-10-03,\nanna,won,2026-10-09,\n",
        deals="deal,how,at\nd1,open,\nd2,lost,2026-10-05\n",
    )
    desk.bring(ALL)
    return desk


def november(desk: Desk) -> None:
    month(
        desk,
        leads="id,Size,Zip\nbo,8,01\ncleo,,02\n",
        activities="lead,at,what\nbo,2026-10-02,call\ncleo,2026-11-05,call\n",
        stages="lead,stage,at,amount\nanna,won,2026-10-09,900\n",
        deals="deal,how,at\nd1,won,2026-11-02\n",
    )


def test_new_leads_come_known_ones_take_the_newest_values_and_the_others_stay(october: Desk) -> None:
    november(october)
    october.bring(ALL, add=True)
    assert october.rows("SELECT lead_id, Size, City, Zip FROM leads") == [
        ("anna", 50.0, "Ghent", None),
        ("bo", 8.0, "Rome", "01"),
        ("cleo", None, None, "02"),
    ]


def test_a_value_that_the_new_export_leaves_blank_is_blank(october: Desk) -> None:
    month(october, leads="id,Size\nbo,\n")
    october.bring(ALL, add=True)
    assert october.rows("SELECT Size FROM leads WHERE lead_id = 'bo'") == [(None,)]


def test_activities_stages_and_deals_are_united_without_doubles(october: Desk) -> None:
    november(october)
    october.bring(ALL, add=True)
    assert [row[0] for row in october.rows("SELECT lead_id FROM activities ORDER BY occurred_at")] == [
        "anna",
        "bo",
        "cleo",
    ]
    assert october.rows("SELECT stage, amount FROM stages ORDER BY entered_at") == [("mql", None), ("won", 900.0)]
    assert october.rows("SELECT deal_id, outcome FROM deals ORDER BY 1") == [("d1", "won"), ("d2", "lost")]


def test_the_ledger_adds_up_with_what_is_kept_from_before(october: Desk) -> None:
    november(october)
    report = october.bring(ALL, add=True)
    manifest = october.manifest()
    for table, counts in report.tables.items():
        assert counts["read"] == counts["accepted"] + counts["rejected"]
        assert manifest.rows(table) == counts["accepted"] + counts["kept"]
    assert {table: (each["kept"], each["new"]) for table, each in report.tables.items()} == {
        "leads": (1, 1),
        "activities": (1, 1),
        "stages": (1, 0),
        "deals": (1, 0),
    }


def test_adding_twice_changes_nothing(october: Desk) -> None:
    november(october)
    first = october.bring(ALL, add=True)
    second = october.bring(ALL, add=True)
    assert first.changed and not second.changed
    assert first.revision == second.revision
    assert [(each.number, each.manifest.grown_from) for each in snapshots.history(october.place)] == [(1, None), (2, 1)]


def test_what_is_added_is_what_both_months_at_once_would_be(desk: Desk, october: Desk) -> None:
    """Where no lead is in both lists and no entry is told twice, there is only one way to unite them."""
    month(
        october,
        leads="id,Size,City\ncleo,9,\n",
        activities="lead,at,what\ncleo,2026-11-05,call\n",
        stages="lead,stage,at,amount\ncleo,mql,2026-11-07,\n",
        deals="deal,how,at\nd3,won,2026-11-08\n",
    )
    added = october.bring(ALL, add=True)
    month(
        october,
        leads="id,Size,City\nanna,50,Ghent\nbo,7,Rome\ncleo,9,\n",
        activities="lead,at,what\nanna,2026-10-01,visit\nbo,2026-10-02,call\ncleo,2026-11-05,call\n",
        stages="lead,stage,at,amount\nanna,mql,2026-10-03,\nanna,won,2026-10-09,\ncleo,mql,2026-11-07,\n",
        deals="deal,how,at\nd1,open,\nd2,lost,2026-10-05\nd3,won,2026-11-08\n",
    )
    assert october.bring(ALL).revision == added.revision


def test_a_table_that_the_new_mapping_does_not_name_stays(october: Desk) -> None:
    report = october.bring(LEADS, "id,Size\ncleo,3\n", add=True)
    assert october.manifest().rows("activities") == 2
    assert report.tables["activities"] == {
        "read": 0,
        "accepted": 0,
        "rejected": 0,
        "duplicates": 0,
        "left_out": 0,
        "kept": 2,
        "new": 0,
    }
    assert october.manifest().kinds == {"call": 1, "visit": 1}


def test_activities_find_leads_that_only_the_data_before_hold(october: Desk) -> None:
    october.write("activities.csv", "lead,at,what\nghent,2026-11-09,call\n")
    mapping = (
        ALL.split("stages:")[0].replace("lead_id: lead,", "lead_id: {column: lead, matches: City},") + "zone: UTC\n"
    )
    october.bring(mapping, "id,City\ncleo,Oslo\n", add=True)
    assert october.rows("SELECT lead_id FROM activities WHERE occurred_at >= '2026-11-01'") == [("anna",)]


@pytest.mark.parametrize(
    ("before", "after", "both"),
    [
        ("7", "eight", [("anna", "7"), ("bo", "eight")]),
        ("x1", "8", [("anna", "x1"), ("bo", "8")]),
        ("7.5", "", [("anna", 7.5), ("bo", None)]),
        ("", "8", [("anna", None), ("bo", 8.0)]),
    ],
    ids=["a word among numbers", "a number among words", "nothing new", "nothing before"],
)
def test_an_attribute_has_one_type(desk: Desk, before: str, after: str, both: list[tuple[str, object]]) -> None:
    desk.bring(leads=f"id,Size\nanna,{before}\n")
    desk.bring(leads=f"id,Size\nbo,{after}\n", add=True)
    assert desk.rows("SELECT lead_id, Size FROM leads") == both


def test_what_the_form_captured_stays_said(desk: Desk) -> None:
    desk.bring(LEADS + "captured_at_form: [City]\n", "id,City\nanna,Ghent\n")
    desk.bring(leads="id,City,Size\nbo,Rome,2\n", add=True)
    assert [(each.name, each.captured_at_form) for each in desk.manifest().attributes] == [
        ("City", True),
        ("Size", False),
    ]


def test_the_data_date_never_goes_back(october: Desk) -> None:
    """A table that ends later than its rows, as was stated, still does."""
    october.bring(ALL + "complete_until: {activities: 2026-10-31}\n")
    before = october.manifest().complete_until["activities"]
    month(october, leads="id\ncleo\n", activities="lead,at,what\ncleo,2026-10-20,call\n")
    october.bring(ALL, add=True)
    assert october.manifest().complete_until["activities"] == before == datetime(2026, 10, 31, 23, 59, 59, 999999)


def test_without_data_adding_is_importing(desk: Desk) -> None:
    assert desk.bring(leads="id\nanna\n", add=True).revision == desk.bring(leads="id\nanna\n").revision
    assert desk.manifest().grown_from is None


def test_nothing_is_added_to_damaged_data(october: Desk) -> None:
    folder, _ = snapshots.current(october.place)
    (folder / "leads.parquet").write_bytes(b"gone")
    with pytest.raises(StoreError, match="Nothing can be added to damaged data"):
        october.bring(ALL, add=True)


def test_treated_data_grow_from_the_untreated_and_are_treated_again(october: Desk) -> None:
    october.bring(LEADS, "id,email\nanna,anna@firm.nl\ntom,test@firm.nl\n")
    treat(october.place, [Treatment.of("leave_out_tests")], NOW)
    assert october.rows("SELECT lead_id FROM leads") == [("anna",)]
    report = october.bring(LEADS, "id,email\nbo,bo@firm.nl\ntim,test@other.nl\n", add=True)
    assert october.rows("SELECT lead_id FROM leads") == [("anna",), ("bo",)]
    assert "1 treatment of before was applied again" in report.warnings
    assert report.revision == october.manifest().revision
    assert not october.bring(add=True).changed
    treat(october.place, [], NOW)
    assert [lead for (lead,) in october.rows("SELECT lead_id FROM leads")] == ["anna", "bo", "tim", "tom"]
