"""The same list exported month after month: what differs between two exports has a date, and an answer at any time."""

# ruff: noqa: DTZ001 - instants are stored as naive UTC
from __future__ import annotations

from datetime import datetime

import pytest

from leadscore.errors import ImportRefused, MappingError

from .desk import Desk

EXPORTS = {
    "2026-10-01": "id,Size,City,Form\nanna,50,Ghent,x\nbo,7,,y\n",
    "2026-11-01": "id,Size,City,Form\nanna,60,Ghent,z\nbo,7,,y\ncleo,3,Rome,w\n",
    "2026-12-01": "id,Size,City,Form,Zip\nanna,60,Bruges,z,a1\ncleo,,Rome,w,\n",
}
OCTOBER, NOVEMBER, DECEMBER = (datetime(2026, month, 1, 23, 59, 59, 999999) for month in (10, 11, 12))


def mapping(*days: str) -> str:
    """A mapping of these exports."""
    dialect = "dialect: {delimiter: ',', encoding: utf-8}"
    sources = [f"  - {{file: {day}.csv, {dialect}, lead_id: id, keep: all, exported_at: {day}}}\n" for day in days]
    return "zone: UTC\ncaptured_at_form: [Form]\nleads:\n" + "".join(sources)


@pytest.fixture
def desk(desk: Desk) -> Desk:
    """All three exports on the desk."""
    for day, content in EXPORTS.items():
        desk.write(f"{day}.csv", content)
    return desk


def plainly() -> list[tuple[str, str, str | None, datetime]]:
    """The changes by the rule, in plain Python: a baseline where something differs anywhere, then each difference."""
    seen: dict[str, dict[str, str]] = {}
    first: dict[str, datetime] = {}
    found: dict[tuple[str, str, datetime], str | None] = {}
    with_history: set[str] = set()
    for day, content in EXPORTS.items():
        at = datetime.fromisoformat(f"{day}T23:59:59.999999")
        header, *lines = [line.split(",") for line in content.splitlines()]
        rows = {line[0]: dict(zip(header[1:], line[1:], strict=True)) for line in lines}
        for name in [each for each in header[1:] if each != "Form"]:
            differing = [lead for lead, row in rows.items() if lead in seen and seen[lead].get(name, "") != row[name]]
            if differing and name not in with_history:
                with_history.add(name)
                found |= {(lead, name, first[lead]): was[name] for lead, was in seen.items() if was.get(name)}
            if name in with_history:
                found |= {(lead, name, at): rows[lead][name] or None for lead in differing}
                found |= {(lead, name, at): row[name] for lead, row in rows.items() if lead not in seen and row[name]}
        for lead, row in rows.items():
            first.setdefault(lead, at)
            seen[lead] = seen.get(lead, {}) | row
    return sorted(((lead, name, value, at) for (lead, name, at), value in found.items()), key=str)


def changes(desk: Desk) -> list[tuple[str, str, str | None, datetime]]:
    return sorted(desk.rows("SELECT lead_id, field, value, changed_at FROM changes"), key=str)


def test_what_differs_anywhere_gets_a_baseline_and_each_difference(desk: Desk) -> None:
    report = desk.bring(mapping(*EXPORTS))
    assert changes(desk) == plainly()
    assert ("anna", "Size", "50", OCTOBER) in changes(desk) and ("anna", "Size", "60", NOVEMBER) in changes(desk)
    assert ("cleo", "Size", None, DECEMBER) in changes(desk)
    assert desk.manifest().changed_fields == ("City", "Size", "Zip")
    assert report.tables["changes"]["derived"] == len(plainly()) == desk.manifest().rows("changes")


def test_what_the_form_captured_has_no_changes(desk: Desk) -> None:
    report = desk.bring(mapping(*EXPORTS))
    assert desk.rows("SELECT count(*) FROM changes WHERE field = 'Form'") == [(0,)]
    assert desk.rows("SELECT Form FROM leads WHERE lead_id = 'anna'") == [("z",)]
    assert "'Form' is said to be captured at the form, but 1 leads have another value" in " ".join(report.warnings)


def test_attributes_with_dated_changes_hold_no_value_of_today(desk: Desk) -> None:
    assert not [each for each in desk.bring(mapping(*EXPORTS)).warnings if "hold today's value" in each]
    assert [
        each for each in desk.bring(mapping("2026-10-01")).warnings if "2 of 3 attributes hold today's value" in each
    ]


def test_an_export_without_a_day_after_dated_ones_is_told(desk: Desk) -> None:
    desk.bring(mapping("2026-10-01"))
    undated = mapping("2026-11-01").replace(", exported_at: 2026-11-01", "")
    report = desk.bring(undated, add=True)
    assert "say when they were exported and these files do not" in " ".join(report.warnings)
    assert desk.rows("SELECT Size FROM leads WHERE lead_id = 'anna'") == [(60.0,)]


def test_the_latest_export_wins_in_whatever_order_they_are_listed(desk: Desk) -> None:
    one = desk.bring(mapping(*EXPORTS)).revision
    assert desk.bring(mapping(*reversed(EXPORTS))).revision == one
    assert desk.rows("SELECT lead_id, Size, City, Zip FROM leads") == [
        ("anna", 60.0, "Bruges", "a1"),
        ("bo", 7.0, None, None),
        ("cleo", None, "Rome", None),
    ]


def test_month_by_month_is_the_same_as_all_at_once(desk: Desk) -> None:
    at_once = desk.bring(mapping(*EXPORTS)).revision
    desk.bring(mapping("2026-10-01"))
    desk.bring(mapping("2026-11-01"), add=True)
    added = desk.bring(mapping("2026-12-01"), add=True)
    assert added.revision == at_once
    assert not desk.bring(mapping("2026-12-01"), add=True).changed


def test_a_single_export_has_no_changes_but_says_when_it_was(desk: Desk) -> None:
    desk.bring(mapping("2026-10-01"))
    assert "changes" not in desk.manifest().tables
    assert desk.rows("SELECT lead_id, first_at, last_at FROM exports") == [
        ("anna", OCTOBER, OCTOBER),
        ("bo", OCTOBER, OCTOBER),
    ]


def test_the_ledger_says_which_rows_a_later_export_replaced(desk: Desk) -> None:
    leads = desk.bring(mapping(*EXPORTS)).tables["leads"]
    assert (leads["read"], leads["accepted"], leads["earlier"]) == (7, 7, 4)
    assert desk.manifest().rows("leads") == leads["accepted"] - leads["earlier"]


def test_a_row_that_one_export_repeats_is_refused_as_ever(desk: Desk) -> None:
    desk.write("2026-10-01.csv", EXPORTS["2026-10-01"] + "bo,8,,y\nanna,50,Ghent,x\n")
    report = desk.bring(mapping(*EXPORTS))
    assert report.reasons["leads"] == {"duplicate": 1, "repeated id": 1}
    assert changes(desk) == plainly()


def test_values_of_an_undated_past_get_no_date(desk: Desk) -> None:
    """What Anna had before anybody said when is no change in November: known from the first dated export on."""
    desk.bring(mapping("2026-10-01").replace(", exported_at: 2026-10-01", ""))
    desk.bring(mapping("2026-11-01"), add=True)
    assert "changes" not in desk.manifest().tables
    desk.bring(mapping("2026-12-01"), add=True)
    assert ("anna", "City", "Ghent", NOVEMBER) in changes(desk)
    assert not [row for row in changes(desk) if row[3] == OCTOBER]


def test_two_exports_of_one_day_differ_for_whom_they_differ(desk: Desk) -> None:
    """The later file has the last word on anna; bo, who is the same in both, keeps what the first one said."""
    desk.write("again.csv", "id,Size,City,Form\nanna,55,Ghent,x\nbo,7,,y\n")
    desk.bring(mapping("2026-10-01") + mapping("again").rpartition("leads:\n")[2].replace(": again}", ": 2026-10-01}"))
    assert changes(desk) == [("anna", "Size", "55", OCTOBER), ("bo", "Size", "7", OCTOBER)]


def test_an_export_earlier_than_the_data_is_not_added(desk: Desk) -> None:
    desk.bring(mapping("2026-11-01"))
    with pytest.raises(ImportRefused, match="of 2026-10-01 is earlier than .* 2026-11-01.*Import the exports together"):
        desk.bring(mapping("2026-10-01"), add=True)


def test_changes_that_the_files_state_themselves_count_alone(desk: Desk) -> None:
    desk.write("history.csv", "lead,field,value,at\nanna,Size,55,2026-10-20\n")
    stated = "changes:\n  - {file: history.csv, lead_id: lead, field: field, value: value, changed_at: at}\n"
    desk.bring(mapping(*EXPORTS) + stated)
    assert [row for row in changes(desk) if row[1] == "Size"] == [
        ("anna", "Size", "55", datetime(2026, 10, 20, 23, 59, 59, 999999))
    ]
    assert [row for row in changes(desk) if row[1] != "Size"] == [row for row in plainly() if row[1] != "Size"]


def test_the_changes_are_known_until_the_last_export(desk: Desk) -> None:
    desk.write("2026-12-01.csv", EXPORTS["2026-11-01"])
    desk.bring(mapping(*EXPORTS))
    assert desk.manifest().complete_until["changes"] == DECEMBER


@pytest.mark.parametrize(
    ("wrong", "said"),
    [("soon", "exported_at: 'soon'"), ("2026-13-01", "exported_at: '2026-13-01'")],
    ids=["a word", "no such month"],
)
def test_the_day_of_an_export_is_a_day(desk: Desk, wrong: str, said: str) -> None:
    with pytest.raises(MappingError, match=said):
        desk.bring(mapping("2026-10-01").replace("exported_at: 2026-10-01", f"exported_at: {wrong}"))


def test_only_leads_are_exported_lists(desk: Desk) -> None:
    stages = "stages:\n  - {file: 2026-10-01.csv, lead_id: id, stage: City, exported_at: 2026-10-01}\n"
    with pytest.raises(MappingError, match="`exported_at` belongs to leads only"):
        desk.bring(mapping("2026-10-01") + stages)


CONTACTS = {
    "2026-10-01": "id,Domain,Country,Size\nanna,ahorn.example,,50\nbo,birch.example,FR,7\n",
    "2026-11-01": "id,Domain,Country,Size\nanna,ahorn.example,,60\nbo,birch.example,FR,7\n",
}
COMPANIES = "Domain,Country\nahorn.example,NO\nbirch.example,DE\n"


def with_companies(*days: str, companies: bool = True) -> str:
    """A mapping of these exports of contacts, and of the list of companies that fills their countries."""
    dialect = "dialect: {delimiter: ',', encoding: utf-8}"
    fills = "lead_id: {column: Domain, matches_each: Domain}, Country: Country"
    return mapping(*days).replace("captured_at_form: [Form]\n", "") + (
        f"  - {{file: companies.csv, {dialect}, {fills}}}\n" if companies else ""
    )


@pytest.fixture
def contacts(desk: Desk) -> Desk:
    """Two exports of contacts and a list of their companies."""
    for day, content in CONTACTS.items():
        desk.write(f"{day}.csv", content)
    desk.write("companies.csv", COMPANIES)
    return desk


def test_what_a_list_of_companies_filled_is_no_difference(contacts: Desk) -> None:
    for day in CONTACTS:
        contacts.bring(with_companies(day), add=True)
    assert {field for _, field, *_ in changes(contacts)} == {"Size"}
    assert contacts.rows("SELECT lead_id, Country FROM leads ORDER BY 1") == [("anna", "NO"), ("bo", "FR")]
    months = contacts.manifest().revision
    assert contacts.bring(with_companies("2026-11-01"), add=True).revision == months
    assert contacts.bring(with_companies(*CONTACTS)).revision == months


def test_what_was_filled_stays_where_no_list_says_anything(contacts: Desk) -> None:
    contacts.bring(with_companies("2026-10-01"))
    contacts.bring(with_companies("2026-11-01", companies=False), add=True)
    assert contacts.rows("SELECT lead_id, Country FROM leads ORDER BY 1") == [("anna", "NO"), ("bo", "FR")]
    assert contacts.rows("SELECT * FROM filled") == [("anna", "Country")]
    contacts.write("companies.csv", COMPANIES.replace("NO", "SE"))
    contacts.bring(with_companies("2026-11-01"), add=True)
    assert contacts.rows("SELECT lead_id, Country FROM leads ORDER BY 1") == [("anna", "SE"), ("bo", "FR")]
    assert {field for _, field, *_ in changes(contacts)} == {"Size"}
