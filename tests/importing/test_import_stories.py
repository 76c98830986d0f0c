"""What becomes of Anna, Bo and Cleo when their files are brought in."""

# ruff: noqa: DTZ001 - instants are stored as naive UTC
from __future__ import annotations

from datetime import datetime

import pytest

from leadscore.errors import ImportRefused
from leadscore.store import snapshots

from .desk import LEADS, Desk, cells

ACTIVITIES = """
activities:
  - {file: activities.csv, dialect: {delimiter: ",", encoding: utf-8}, lead_id: lead, occurred_at: at, kind: what}
"""
STAGES = """
stages:
  - {file: stages.csv, dialect: {delimiter: ",", encoding: utf-8}, lead_id: lead, stage: stage, entered_at: at}
"""


def test_a_plain_file_becomes_leads_with_typed_attributes(desk: Desk) -> None:
    report = desk.bring(leads="id,Size,Phone,Zip,Note\nanna,50,+31 6,01234,\nbo,7.5,030,9000,hi\n")
    assert report.tables == {"leads": {"read": 2, "accepted": 2, "rejected": 0, "duplicates": 0, "left_out": 0}}
    assert desk.rows("FROM leads") == [
        ("anna", None, 50.0, "+31 6", "01234", None),
        ("bo", None, 7.5, "030", "9000", "hi"),
    ]
    assert report.rejected_file is None and report.changed
    assert report.revision == desk.manifest().revision


def test_the_report_is_what_the_command_line_prints(desk: Desk) -> None:
    report = desk.bring(leads="id\nanna\n,\n")
    said = report.to_json()
    assert list(said)[:4] == ["tables", "rejected_file", "revision", "warnings"]
    assert said["tables"]["leads"]["rejected"] == 1


def test_a_later_row_of_a_known_lead_is_a_duplicate_or_a_repeated_id(desk: Desk) -> None:
    report = desk.bring(leads="id,Size\nanna,50\nbo,7\nanna,50.0\nanna,51\n")
    assert report.tables["leads"] == {"read": 4, "accepted": 2, "rejected": 2, "duplicates": 1, "left_out": 0}
    assert [row[:4] for row in cells(report)] == [
        ["leads", "leads.csv", "4", "duplicate"],
        ["leads", "leads.csv", "5", "repeated id"],
    ]
    assert desk.rows("SELECT Size FROM leads WHERE lead_id = 'anna'") == [(50.0,)]


def test_blank_nan_and_missing_words_are_missing(desk: Desk) -> None:
    desk.bring(LEADS + "missing: [Select, n/a]\n", "id,City,Size\nanna, ,NaN\nbo,select,3\ncleo,N/A,inf\n")
    assert desk.rows("FROM leads") == [("anna", None, None, None), ("bo", None, None, 3.0), ("cleo", None, None, None)]


def test_a_text_stays_as_it_was(desk: Desk) -> None:
    desk.bring(leads='id,Note\nanna,"  two, ""words""\nand a line  "\nbo,=1+1\ncleo,Ünï 🙂\n')
    assert [note for (note,) in desk.rows("SELECT Note FROM leads")] == [
        '  two, "words"\nand a line  ',
        "=1+1",
        "Ünï 🙂",
    ]


def test_money_and_decimal_commas_are_stated(desk: Desk) -> None:
    mapping = LEADS + "    annual_revenue: {column: Revenue, type: number}\n    rate: {column: Rate, decimal: ','}\n"
    desk.bring(mapping, 'id,Revenue,Rate\nanna,"$22,700.00","1,7"\nbo,,"1.000,5"\n')
    assert desk.rows("SELECT annual_revenue, rate FROM leads") == [(22700.0, 1.7), (None, 1000.5)]


def test_a_number_that_is_none_is_refused_not_guessed(desk: Desk) -> None:
    report = desk.bring(LEADS + "    size: {column: Size, type: number}\n", "id,Size\nanna,big\nbo,5\n")
    reason = "'size' (column 'Size') is no number (state `type: text`, or put the word into `missing:`)"
    assert cells(report) == [["leads", "leads.csv", "2", reason, ["anna", "big"]]]


def test_ids_are_texts_and_lose_their_padding(desk: Desk) -> None:
    desk.bring(leads="id,account_id\n 007 ,12\n")
    assert desk.rows("SELECT lead_id, account_id FROM leads") == [("007", "12")]


def test_activities_need_a_lead_a_kind_and_a_readable_date(desk: Desk) -> None:
    desk.write(
        "activities.csv",
        "lead,at,what\nanna,2026-03-01 10:00,Visit\nanna,,Visit\nanna,soon,Visit\n,2026-03-01,Visit\nbo,2026-03-02,\n"
        "zoe,2026-03-02,call\n",
    )
    report = desk.bring(LEADS + ACTIVITIES + "zone: UTC\n", "id\nanna\nbo\n")
    assert report.tables["activities"] == {"read": 6, "accepted": 2, "rejected": 4, "duplicates": 0, "left_out": 0}
    assert [(row[2], row[3][:42]) for row in cells(report)] == [
        ("3", "no occurred_at"),
        ("4", "'occurred_at' (column 'at') is no date or "),
        ("5", "no lead_id"),
        ("6", "no kind"),
    ]
    assert "activities: 1 activities belong to leads that are not in the data" in " ".join(report.warnings)
    assert desk.manifest().kinds == {"call": 1, "visit": 1}


def test_free_text_is_no_kind_of_activity(desk: Desk) -> None:
    lines = "".join(f"anna,2026-03-01,note {number}\n" for number in range(5001))
    desk.write("activities.csv", "lead,at,what\n" + lines)
    with pytest.raises(
        ImportRefused, match="'kind' has 5,001 different words, more than 5,000. Map the kind of activity"
    ):
        desk.bring(LEADS + ACTIVITIES, "id\nanna\n")


def test_times_without_a_zone_are_refused_and_the_warning_says_how_to_state_one(desk: Desk) -> None:
    desk.write("activities.csv", "lead,at,what\nanna,2026-03-01 10:00,visit\nanna,2026-03-01T10:00+01:00,visit\n")
    report = desk.bring(LEADS + ACTIVITIES, "id\nanna\n")
    assert desk.rows("SELECT occurred_at FROM activities") == [(datetime(2026, 3, 1, 9),)]
    assert "add `zone: Europe/Berlin`" in cells(report)[0][3]
    assert any("the mapping states no zone" in warning and "Add `zone:" in warning for warning in report.warnings)


def test_stage_words_are_folded_and_unknown_ones_kept_with_a_hint(desk: Desk) -> None:
    desk.write("stages.csv", "lead,stage,at\nanna,MQL ,2026-03-01\nanna,Closed,2026-03-05\nbo,oportunity,\n")
    mapping = LEADS + STAGES.replace("stage: stage", "stage: {column: stage, values: {closed: won}}") + "zone: UTC\n"
    report = desk.bring(mapping, "id\nanna\nbo\n")
    assert [row[:2] for row in desk.rows("FROM stages")] == [("anna", "mql"), ("anna", "won"), ("bo", "oportunity")]
    said = " ".join(report.warnings)
    assert "unknown stage 'oportunity'. Put it into `values:`. Did you mean 'opportunity'?" in said
    assert "stages: 1 entries have no date" in said


def test_a_wide_export_has_a_date_column_per_stage(desk: Desk) -> None:
    mapping = LEADS + (
        "stages:\n"
        "  - {file: leads.csv, lead_id: id, stage: {value: mql}, entered_at: MQL on}\n"
        "  - {file: leads.csv, lead_id: id, stage: {value: sql}, entered_at: SQL on}\n"
        "zone: UTC\n"
    )
    report = desk.bring(mapping, "id,MQL on,SQL on\nanna,2026-01-01,2026-01-05\nbo,2026-01-02,\n")
    assert report.tables["stages"] == {"read": 3, "accepted": 3, "rejected": 0, "duplicates": 0, "left_out": 1}
    assert [row[:2] for row in desk.rows("FROM stages")] == [("anna", "mql"), ("anna", "sql"), ("bo", "mql")]
    assert "stages: 1 rows have no date in the column of their stage and were read as no entry to it" in report.warnings


def test_leads_can_be_found_by_their_email(desk: Desk) -> None:
    desk.write(
        "activities.csv", "lead,at,what\nANNA@x.nl ,2026-03-01,call\nno@x.nl,2026-03-01,call\nc@x.nl,2026-03-01,call\n"
    )
    mapping = LEADS + ACTIVITIES.replace("lead_id: lead", "lead_id: {column: lead, matches: Email}") + "zone: UTC\n"
    report = desk.bring(mapping, "id,Email\n1,anna@x.nl\n2,c@x.nl\n3,C@x.nl\n")
    assert desk.rows("SELECT lead_id, kind FROM activities") == [("1", "call")]
    assert [row[3] for row in cells(report)] == ["no lead has this 'Email'", "several leads have this 'Email'"]


def test_leads_can_be_found_by_a_number(desk: Desk) -> None:
    desk.write("activities.csv", "lead,at,what\n660737,2026-03-01,call\n")
    mapping = LEADS + ACTIVITIES.replace("lead_id: lead", "lead_id: {column: lead, matches: Number}") + "zone: UTC\n"
    desk.bring(mapping, "id,Number\nanna,660737\nbo,660738\n")
    assert desk.rows("SELECT lead_id FROM activities") == [("anna",)]


def test_two_files_of_leads_are_one_table(desk: Desk) -> None:
    desk.write("more.csv", "id,City,Revenue\nbo,Ghent,€5\nanna,Bruges,\n")
    mapping = LEADS + (
        "  - file: more.csv\n    lead_id: id\n    keep: [City]\n"
        "    Size: {column: Revenue, type: number, values: {€5: 5}}\n"
    )
    report = desk.bring(mapping, "id,Size\nanna,3\n")
    assert desk.rows("FROM leads") == [("anna", None, 3.0, None), ("bo", None, 5.0, "Ghent")]
    assert [row[1:4] for row in cells(report)] == [["more.csv", "3", "repeated id"]]


def test_attributes_may_be_called_anything(desk: Desk) -> None:
    header = 'id,seq,"select ""x""; --",table,first,lead_id,created_at,k,n'
    desk.bring(leads=header + "\nanna,1,2,3,4,5,6,7,8\nanna,1,2,3,4,5,6,7,8\n")
    names = [attribute.name for attribute in desk.manifest().attributes]
    assert names == ["seq", 'select "x"; --', "table", "first", "lead_id 2", "created_at 2", "k", "n"]
    assert desk.rows("FROM leads") == [("anna", None, 1, 2, 3, 4, 5, 6, 7, 8)]


def test_where_chooses_rows_and_the_others_are_left_out(desk: Desk) -> None:
    report = desk.bring(LEADS + "    where: {column: Country, in: [nl, BE]}\n", "id,Country\n1,NL\n2,de\n3,be \n4,\n")
    assert report.tables["leads"] == {"read": 2, "accepted": 2, "rejected": 0, "duplicates": 0, "left_out": 2}


def test_deals_are_won_lost_or_open(desk: Desk) -> None:
    desk.write(
        "deals.csv",
        "id,lead,stage,opened\n9,anna,Closed Won,2026-01-01\n8,bo,Talking,2026-01-01\n7,bo,Maybe,2026-01-01\n",
    )
    mapping = LEADS.replace("keep: all", "created_at: at") + (
        "deals:\n  - {file: deals.csv, deal_id: id, opened_at: opened,\n"
        "     outcome: {column: stage, values: {Closed Won: won, talking: open}}}\n"
        "deal_leads:\n  - {file: deals.csv, deal_id: id, lead_id: lead}\nzone: UTC\n"
    )
    report = desk.bring(mapping, "id,at\nanna,2026-02-01\nbo,2026-01-01\n")
    assert desk.rows("SELECT deal_id, outcome FROM deals ORDER BY 1") == [("8", "open"), ("9", "won")]
    assert "outcome' (column 'stage') is none of won, lost and open" in cells(report)[0][3]
    assert "deals: 1 are older than their lead" in report.warnings


def test_changes_carry_numbers_for_number_attributes(desk: Desk) -> None:
    desk.write("changes.csv", "lead,field,value,at\nanna,Size,50,2026-01-01\nanna,Site,50,2026-01-02\n")
    mapping = (
        LEADS
        + "changes:\n  - {file: changes.csv, lead_id: lead, field: field, value: value, changed_at: at}\nzone: UTC\n"
    )
    report = desk.bring(mapping, "id,Size\nanna,70\n")
    assert [row[1:4] for row in desk.rows("FROM changes")] == [("Size", "50", 50.0), ("Site", "50", None)]
    assert desk.manifest().changed_fields == ("Site", "Size")
    assert any("no attribute 'Site'. Put it into `values:`. Did you mean 'Size'?" in each for each in report.warnings)


def test_the_data_date_is_the_earliest_end_of_the_dated_tables(desk: Desk) -> None:
    desk.write("activities.csv", "lead,at,what\nanna,2026-03-09,visit\n")
    desk.write("stages.csv", "lead,stage,at\nanna,mql,2026-03-05\n")
    created = LEADS.replace("keep: all", "created_at: at")
    desk.bring(created + ACTIVITIES + STAGES + "zone: UTC\n", "id,at\nanna,2026-01-01\n")
    assert desk.manifest().data_date == datetime(2026, 3, 5, 23, 59, 59, 999999)
    desk.bring(created + ACTIVITIES + STAGES + "zone: UTC\ncomplete_until: {stages: 2026-03-20}\n")
    assert desk.manifest().data_date == datetime(2026, 3, 9, 23, 59, 59, 999999)
    desk.bring(created + "zone: UTC\n")
    assert desk.manifest().data_date == datetime(2026, 1, 1, 23, 59, 59, 999999)
    desk.bring(created + "zone: UTC\ndata_date: 2026-02-01\n")
    assert desk.manifest().data_date == datetime(2026, 2, 1, 23, 59, 59, 999999)


def test_a_set_without_any_date_is_undated(desk: Desk) -> None:
    desk.write("stages.csv", "lead,stage,at\nanna,won,\n")
    desk.bring(LEADS + STAGES, "id\nanna\n")
    assert not desk.manifest().dated and desk.manifest().data_date is None


def test_handed_over_before_creation_is_warned_of(desk: Desk) -> None:
    desk.write("stages.csv", "lead,stage,at\nanna,mql,2026-01-01\n")
    report = desk.bring(
        LEADS.replace("keep: all", "created_at: at") + STAGES + "zone: UTC\n", "id,at\nanna,2026-02-01\n"
    )
    assert (
        "stages: 1 leads were handed over before they were created; they are scored at the hand-off" in report.warnings
    )


def test_the_same_files_twice_change_nothing(desk: Desk) -> None:
    first = desk.bring(leads="id,Size\nanna,5\n")
    before = snapshots.current(desk.place)[0]
    again = desk.bring()
    assert (again.revision, again.changed, snapshots.current(desk.place)[0]) == (first.revision, False, before)
    other = desk.bring(leads="id,Size\nanna,6\n")
    assert other.changed and other.revision != first.revision
    assert desk.bring(leads="id,Size\nanna,5\n").revision == first.revision
    assert [each.number for each in snapshots.history(desk.place)] == [1, 2, 3]


def test_a_dry_run_says_everything_and_writes_nothing(desk: Desk) -> None:
    report = desk.bring(leads="id\nanna\n\nanna\n", dry_run=True)
    assert report.tables["leads"]["duplicates"] == 1 and report.reasons == {"leads": {"duplicate": 1}}
    assert not report.changed and report.rejected_file is None
    assert not snapshots.has_data(desk.place) and not desk.left_behind()


def test_a_file_without_a_single_lead_is_refused(desk: Desk) -> None:
    with pytest.raises(ImportRefused, match="No lead could be read: 1 x no lead_id"):
        desk.bring(leads="id,x\n ,1\n")
    assert not desk.left_behind()


def test_formulas_in_the_file_of_refused_rows_are_dead(desk: Desk) -> None:
    desk.write("=cmd.csv", "id,x\n,=1+1\na,1\n")
    report = desk.bring(LEADS.replace("leads.csv", "=cmd.csv"))
    assert cells(report)[0][:2] == ["leads", "'=cmd.csv"]
    assert report.rejected_file is not None
    assert all(not line.startswith(("=", "+", "-", "@")) for line in report.rejected_file.read_text().splitlines())


def test_commas_that_group_thousands_by_default_are_said_once_a_column(desk: Desk) -> None:
    mapping = LEADS + "    revenue: {column: Umsatz, type: number}\n    size: {column: Size, type: number}\n"
    content = 'id,Umsatz,Size\nanna,"1,234",5\nbo,"2,345",6.5\n'
    said = (
        "leads: 'revenue' (column 'Umsatz') has commas, which were read as grouping thousands. State `decimal: '.'` if "
        "that is right, `decimal: ','` if the comma is the decimal mark."
    )
    report = desk.bring(mapping, content)
    assert [warning for warning in report.warnings if "commas" in warning] == [said]
    assert desk.rows("SELECT revenue FROM leads") == [(1234.0,), (2345.0,)]
    for mark, number in ((".", 1234.0), (",", 1.234)):
        stated = mapping.replace("Umsatz, type: number", f"Umsatz, decimal: '{mark}'")
        assert not any("commas" in warning for warning in desk.bring(stated, content).warnings)
        assert desk.rows("SELECT revenue FROM leads WHERE lead_id = 'anna'") == [(number,)]


POINTS = "has points with three digits behind each, which were read as decimal marks: 5.000 is five."


def test_points_that_could_group_thousands_are_said_once_a_column(desk: Desk) -> None:
    mapping = LEADS + "    revenue: {column: Umsatz, type: number}\n"
    content = "id,Umsatz,Size,Score\nanna,5.000,1.250,1.5\nbo,12,300,1.250\n"
    report = desk.bring(mapping, content)
    assert [warning for warning in report.warnings if "points" in warning] == [
        f"leads: 'revenue' (column 'Umsatz') {POINTS} State `decimal: '.'` if that is right, `decimal: ','` if they "
        "group thousands.",
        f"leads: 'Size' {POINTS} Add `Size: {{column: ..., decimal: '.'}}` to the mapping if that is right, with "
        "`decimal: ','` if they group thousands.",
    ]
    assert desk.rows('SELECT revenue, "Size" FROM leads') == [(5.0, 1.25), (12.0, 300.0)]
    for mark, number in ((".", 1.25), (",", 1250.0)):
        stated = (
            mapping.replace("type: number", f"decimal: '{mark}'") + f"    Size: {{column: Size, decimal: '{mark}'}}\n"
        )
        assert not any("points" in warning for warning in desk.bring(stated, content).warnings)
        assert desk.rows("SELECT \"Size\" FROM leads WHERE lead_id = 'anna'") == [(number,)]


def test_a_stated_comma_holds_for_conditions_and_for_changes(desk: Desk) -> None:
    content = "id;size;\nanna;5.000;\nbo;12,5;\n"
    desk.write(
        "changes.csv",
        "id;what;to;at\nanna;size;4.000;2026-01-02\nanna;size;4000.5;2026-01-03\nbo;size;0,5;2026-01-04\n",
    )
    mapping = (
        "leads:\n  - file: leads.csv\n    lead_id: id\n    size: {column: size, decimal: ','}\n"
        "    where: {column: size, at_least: 12.5}\n"
        "changes:\n  - {file: changes.csv, lead_id: id, field: what, value: to, changed_at: at}\nzone: UTC\n"
    )
    desk.bring(mapping, content)
    assert desk.rows("SELECT lead_id, size FROM leads") == [("anna", 5000.0), ("bo", 12.5)]
    assert desk.rows("SELECT number FROM changes ORDER BY changed_at") == [(4000.0,), (4000.5,), (0.5,)]


def test_a_repeated_deal_is_warned_of_as_figures_take_it(desk: Desk) -> None:
    desk.write("deals.csv", "id,stage,amount\n9,won,100\n9,won,999\n")
    report = desk.bring(
        LEADS + "deals:\n  - {file: deals.csv, deal_id: id, outcome: stage, amount: amount}\n", "id\na\n"
    )
    (said,) = [warning for warning in report.warnings if "repeat a deal_id" in warning]
    assert said.startswith("deals: 1 rows repeat a deal_id with other values; figures take one row a deal")
    assert said.endswith("without an amount where the rows of that outcome disagree on amount or currency")


def test_a_stale_table_that_sets_the_data_date_is_named(desk: Desk) -> None:
    desk.write("activities.csv", "lead,at,what\nanna,2026-03-01,visit\n")
    desk.write("stages.csv", "lead,stage,at\nanna,mql,2026-06-05\n")
    mapping = LEADS + ACTIVITIES + STAGES + "zone: America/New_York\n"
    said = "the data date 2026-03-01 is set by activities, which end there; stages run to 2026-06-05."
    found = [each for each in desk.bring(mapping, "id\nanna\n").warnings if "data date" in each]
    assert len(found) == 1 and found[0].startswith(said)
    assert "`complete_until: {activities: 2026-06-05}`, or state the `data_date:`" in found[0]
    for stated in ("complete_until: {activities: 2026-06-05}\n", "data_date: 2026-05-01\n"):
        assert not any("data date" in each for each in desk.bring(mapping + stated).warnings)
