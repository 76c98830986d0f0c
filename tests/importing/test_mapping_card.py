"""The mapping card: what is asked, what an answer changes, and that the mapping it writes is imported as answered."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from leadscore.importing import Inspection, inspect
from leadscore.importing.mappings.exported import guessed_day
from leadscore.importing.proposing.answers import About, Answers
from leadscore.importing.proposing.card import Card, Line, card_of
from leadscore.importing.proposing.meanings import KEPT, LEFT_OUT, MOMENT, STAGE_OF_TODAY, TOTAL

from .desk import Desk

LEADS = """Lead ID,Email,Created,Lead Source,Mood,Lead Status
1,ada@one.example,01/02/2026,Website,good,New
2,ben@two.example,03/04/2026,Trade Show,bad,Fresh fish
3,cem@three.example,05/06/2026,LinkedIn,good,Fresh fish
"""
DEEDS = """Contact Email,Lead,Activity Date,Activity Type
ada@one.example,1,2026-01-05T10:00:00Z,Call
BEN@two.example,2,2026-01-06T10:00:00Z,Coffee
"""


def looked_at(desk: Desk, **files: str) -> Inspection:
    return inspect([desk.write(f"{name}.csv", text) for name, text in files.items()])


def answered(found: Inspection, **said: tuple[About, str]) -> Card:
    return card_of(found, Answers(tuple(said.values())))


def line(card: Card, column: str, file: int = 0) -> Line:
    return next(each for each in card.files[file].lines if each.column == column)


def test_the_order_of_day_and_month_waits_for_an_answer_and_is_imported_as_answered(desk: Desk) -> None:
    found = looked_at(desk, leads=LEADS)
    card = card_of(found)
    (asked,) = card.open
    assert asked.asks == "Does the day or the month come first in 'Created'?"
    assert [choice.words for choice in asked.choices] == [
        "01/02/2026 is 1 February 2026",
        "01/02/2026 is 2 January 2026",
    ]
    assert card.files[0].lines[0].column == "Created" and line(card, "Created").confidence == "ask"
    month_first = answered(found, said=(asked.about, "%m/%d/%Y"))
    assert not month_first.open and not any("told apart" in doubt for doubt in month_first.doubts)
    assert 'format: "%m/%d/%Y"' in month_first.mapping
    desk.bring(answered(found, said=(asked.about, "%d/%m/%Y")).mapping)
    assert desk.rows("SELECT min(created_at)::DATE::VARCHAR FROM leads") == [("2026-02-01",)]


@pytest.mark.parametrize(("mark", "number"), [(".", 5.0), (",", 5000.0)])
def test_the_decimal_mark_waits_for_an_answer(desk: Desk, mark: str, number: float) -> None:
    found = looked_at(desk, leads="Lead ID,Employees\n1,5.000\n2,12\n")
    (asked,) = card_of(found).open
    assert [choice.words for choice in asked.choices] == ["The point: 5.000 is 5", "The comma: 5.000 is 5000"]
    desk.bring(answered(found, said=(asked.about, mark)).mapping)
    assert desk.rows("SELECT company_size FROM leads WHERE lead_id = '1'") == [(number,)]


def test_an_answer_that_is_no_choice_is_none(desk: Desk) -> None:
    found = looked_at(desk, leads=LEADS)
    about = card_of(found).open[0].about
    assert answered(found, said=(about, "%Y")).open


def test_words_of_stages_are_asked_the_unknown_first(desk: Desk) -> None:
    found = looked_at(desk, leads=LEADS.replace("01/02", "13/02"))
    card = card_of(found)
    rows = {row.asks: row for table in card.tables() for row in table if row.about.column == "Lead Status"}
    assert (rows["New"].taken, rows["New"].confidence) == ("inquiry", "sure")
    assert (rows["Fresh fish"].taken, rows["Fresh fish"].confidence, rows["Fresh fish"].rows) == (LEFT_OUT, "ask", 2)
    desk.bring(answered(found, said=(rows["Fresh fish"].about, "mql")).mapping)
    assert desk.rows("SELECT stage, count(*) FROM stages GROUP BY ALL ORDER BY ALL") == [("inquiry", 1), ("mql", 2)]


def test_kinds_are_kept_as_they_are_unless_they_mean_something_or_are_left_out(desk: Desk) -> None:
    found = looked_at(desk, leads=LEADS.replace("01/02", "13/02"), deeds=DEEDS)
    assert "kind: Activity Type\n" in card_of(found).mapping
    coffee = About("word", "deeds.csv", "Activity Type", "Coffee")
    met = answered(found, said=(coffee, "meeting"))
    assert "kind: {column: Activity Type, values: {Coffee: meeting}}" in met.mapping
    report = desk.bring(answered(found, said=(coffee, LEFT_OUT)).mapping)
    assert desk.rows("SELECT kind FROM activities") == [("Call",)]
    assert report.tables["activities"]["left_out"] == 1


def test_a_join_by_id_or_by_address_is_a_choice(desk: Desk) -> None:
    found = looked_at(desk, leads=LEADS.replace("01/02", "13/02"), deeds=DEEDS.replace(",2,2026", ",,2026"))
    asked = next(each for each in card_of(found).whole if each.about == About("join", "deeds.csv"))
    assert [choice.words for choice in asked.choices] == [
        "By the id in 'Lead'",
        "By the e-mail address in 'Contact Email'",
    ]
    assert "lead_id: Lead\n" in card_of(found).mapping
    desk.bring(answered(found, said=(asked.about, "Contact Email")).mapping)
    assert desk.rows("SELECT lead_id FROM activities ORDER BY ALL") == [("1",), ("2",)]


def test_the_likely_zone_is_the_visitors_and_a_choice(desk: Desk) -> None:
    found = looked_at(desk, leads=LEADS.replace("01/02", "13/02"))
    card = card_of(found, zone="Asia/Tokyo")
    assert next(each for each in card.whole if each.about.subject == "zone").taken == "Asia/Tokyo"
    assert "zone: Asia/Tokyo    # ?" in card.mapping
    said = card_of(found, Answers(((About("zone"), "Europe/Berlin"),)), zone="Asia/Tokyo")
    assert "zone: Europe/Berlin\n" in said.mapping


def test_a_column_becomes_what_a_person_says(desk: Desk) -> None:
    found = looked_at(desk, leads=LEADS.replace("01/02", "13/02"))
    assert line(card_of(found), "Mood").becomes == KEPT
    mood = About("column", "leads.csv", "Mood")
    card = answered(found, said=(mood, "leads.industry"))
    assert (line(card, "Mood").becomes, line(card, "Mood").confidence) == ("leads.industry", "said")
    assert "Mood: industry" in card.mapping
    desk.bring(answered(found, said=(mood, LEFT_OUT)).mapping)
    names = [row[0] for row in desk.rows("SELECT column_name FROM (DESCRIBE leads)")]
    assert "Mood" not in names and "Lead Status" in names


def test_a_known_header_can_be_overruled(desk: Desk) -> None:
    found = looked_at(desk, leads="Lead ID,Status,Phase\n1,open,Customer\n2,open,Customer\n")
    assert line(card_of(found), "Status").becomes == STAGE_OF_TODAY
    said = ((About("column", "leads.csv", "Status"), KEPT), (About("column", "leads.csv", "Phase"), STAGE_OF_TODAY))
    desk.bring(card_of(found, Answers(said)).mapping)
    assert desk.rows("SELECT DISTINCT stage FROM stages") == [("won",)]


def test_totals_and_moments_are_told_and_can_be_overruled(desk: Desk) -> None:
    rows = "Lead ID,Email,Number of Page Views,Recent Conversion Date\n1,a@b.example,7,2026-01-05\n2,c@d.example,3,\n"
    found = looked_at(desk, leads=rows)
    card = card_of(found)
    assert line(card, "Number of Page Views").becomes == TOTAL
    assert line(card, "Recent Conversion Date").becomes == MOMENT
    assert "Number of Page Views" not in card.attributes and "Email" not in card.attributes
    desk.bring(card.mapping)
    assert desk.rows("SELECT lead_id, kind FROM activities") == [("1", "form_fill")]
    kept = answered(found, said=(About("column", "leads.csv", "Number of Page Views"), KEPT))
    assert "totals_today" in card.mapping and "totals_today" not in kept.mapping


def test_a_file_holds_what_a_person_says(desk: Desk) -> None:
    found = looked_at(desk, leads=LEADS.replace("01/02", "13/02"), deeds=DEEDS)
    card = answered(found, said=(About("file", "deeds.csv"), LEFT_OUT))
    assert card.files[1].role == LEFT_OUT and "activities" not in card.mapping
    desk.bring(card.mapping)


def test_two_parts_of_one_list_are_both_read(desk: Desk) -> None:
    head, first, *rest = LEADS.replace("01/02", "13/02").splitlines()
    found = looked_at(desk, leads=f"{head}\n{first}\n", leads2="\n".join([head, *rest]) + "\n")
    desk.bring(card_of(found).mapping)
    assert desk.rows("SELECT count(*) FROM leads") == [(3,)]


def test_sources_become_kinds_and_unlisted_ones_are_unknown(desk: Desk) -> None:
    found = looked_at(desk, leads=LEADS.replace("01/02", "13/02"))
    desk.bring(card_of(found).mapping)
    assert desk.rows("SELECT source, source_kind FROM leads ORDER BY lead_id") == [
        ("Website", "automation"),
        ("Trade Show", None),
        ("LinkedIn", "social"),
    ]
    said = (About("word", "leads.csv", "Lead Source", "Trade Show"), "target_list")
    assert "Trade Show: target_list" in answered(found, said=said).mapping


def test_what_the_form_captured_is_in_the_mapping(desk: Desk) -> None:
    found = looked_at(desk, leads=LEADS.replace("01/02", "13/02"))
    card = answered(found, said=(About("captured", column="Mood"), "yes"))
    assert "captured_at_form: [Mood]" in card.mapping and "Mood" in card.attributes
    assert not any("'Mood'" in warning for warning in desk.bring(card.mapping).warnings)


def test_a_word_that_reads_as_missing_can_be_a_word(desk: Desk) -> None:
    found = looked_at(desk, leads="Lead ID,Mood\n1,None\n2,good\n")
    assert "missing: [None]" in card_of(found).mapping
    desk.bring(answered(found, said=(About("missing", word="None"), "kept")).mapping)
    assert desk.rows('SELECT count("Mood") FROM leads') == [(2,)]


def test_events_that_are_stages_are_said_word_by_word(desk: Desk) -> None:
    events = "case_id,activity,timestamp\nA1,Offered,2026-01-06T08:00:00Z\nA1,Bought,2026-01-09T09:00:00Z\n"
    found = looked_at(desk, cases="case_id,amount\nA1,100\n", events=events)
    assert "# stages:" in card_of(found).mapping
    rows = [row for table in card_of(found).tables() for row in table if row.about.column == "activity "]
    said = dict(zip([row.about for row in rows], ("mql", "won"), strict=True))
    card = card_of(found, Answers(tuple(said.items())))
    desk.bring(card.mapping)
    assert desk.rows("SELECT stage FROM stages ORDER BY entered_at") == [("mql",), ("won",)]


def test_samples_are_few_and_stay_out_of_what_is_printed(desk: Desk) -> None:
    found = looked_at(desk, leads=LEADS)
    assert line(card_of(found), "Email").samples == ("ada@one.example", "ben@two.example", "cem@three.example")
    assert "ada@one" not in str(found.to_json()) and "ada@one" in str(found.to_answer())


def test_no_file_is_no_accident() -> None:
    card = card_of(replace(Inspection((), None, "", ())))
    assert card.files == () and card.doubts


MARKETO = """Id,Full Name,Email Address,Company Name,Job Title,Lead Status,Lead Score,Original Source Type,Created At
1001,Ada Byte,ada@one.example,One,VP Sales,Open,42,Web page visit,2026-01-02 10:00:00
1002,Ben Bit,ben@two.example,Two,Clerk,Qualified,7,List import,2026-01-03 10:00:00
"""
MARKETO_LOG = """marketoGUID,leadId,activityDate,activityTypeId,campaignId,primaryAttributeValue,attributes
a1,1001,2026-01-05T10:00:00Z,1,,www.us.example/pricing,{}
a2,1001,2026-01-06T10:00:00Z,11,,January mail,{}
a3,1002,2026-01-07T10:00:00Z,2,,Demo form,{}
a4,1002,2026-01-07T10:00:01Z,13,,Lead Status,{}
"""


def test_marketos_leads_and_log_of_activities_are_known(desk: Desk) -> None:
    found = looked_at(desk, leads=MARKETO, log=MARKETO_LOG)
    card = card_of(found)
    assert card.crm == "Marketo" and not card.open
    assert line(card, "Lead Score").becomes == TOTAL and line(card, "Id").becomes == "leads.lead_id"
    desk.bring(card.mapping)
    assert desk.rows("SELECT lead_id, kind, detail FROM activities ORDER BY occurred_at") == [
        ("1001", "page_visit", "www.us.example/pricing"),
        ("1001", "email_click", "January mail"),
        ("1002", "form_fill", "Demo form"),
        ("1002", "13", "Lead Status"),
    ]
    assert desk.rows("SELECT company, title FROM leads WHERE lead_id = '1001'") == [("One", "VP Sales")]


def test_hubspots_dates_of_stages_are_a_stage_each(desk: Desk) -> None:
    entered = '"Date entered ""Marketing Qualified Lead (Lifecycle Stage Pipeline)"""'
    others = "Became a Sales Qualified Lead Date,hs_v2_date_entered_customer"
    head = f"Record ID,Email,Create Date,Lifecycle Stage,{entered},{others}"
    rows = "1,a@b.example,2026-01-02 10:00,Customer,2026-01-03 10:00,2026-01-04 10:00,2026-01-05 10:00"
    card = card_of(looked_at(desk, contacts=f"{head}\n{rows}\n"))
    desk.bring(card.mapping)
    assert card.crm == "HubSpot"
    assert desk.rows("SELECT stage FROM stages ORDER BY entered_at") == [("mql",), ("sql",), ("won",)]


@pytest.mark.parametrize(
    ("crm", "head"),
    [
        ("HubSpot", "Record ID,First Name,Email,Lifecycle Stage,Create Date,Number of Page Views"),
        ("Salesforce", "Id,Email,Company,LeadSource,Status,IsConverted,CreatedDate"),
        ("Zoho", "LEADID,Company,Lead Owner,Email,Lead Source,Created Time"),
        ("Pipedrive", "Person - ID,Person - Name,Person - Organization,Person - Email - Work,Person - Created"),
        ("Marketo", "Id,Email Address,Lead Status,Lead Score,Acquisition Date,Created At"),
    ],
)
def test_a_header_alone_is_recognised_and_needs_no_answer(desk: Desk, crm: str, head: str) -> None:
    card = card_of(looked_at(desk, leads=f"{head}\n"))
    assert card.crm == crm and not card.open and card.files[0].read_as.endswith("no rows, only a header")
    meant = {each.becomes for each in card.files[0].lines}
    assert {"leads.lead_id", "leads.email", "leads.created_at"} <= meant


def test_exports_of_several_months_are_dated_by_their_names_and_what_differs_gets_a_day(desk: Desk) -> None:
    head = "Lead ID,Email,Employees\n"
    october = desk.write("contacts-2026-10-01.csv", head + "1,ada@one.example,50\n2,ben@two.example,7\n")
    later = desk.write("contacts-2026-11-02.csv", head + "1,ada@one.example,60\n2,ben@two.example,7\n")
    found = inspect([october, later])
    asked = {each.about.file: each.taken for each in card_of(found).whole if each.about.subject == "exported"}
    assert asked == {"contacts-2026-10-01.csv": "2026-10-01", "contacts-2026-11-02.csv": "2026-11-02"}
    card = answered(found, said=(About("exported", "contacts-2026-11-02.csv"), "2026-11-01"))
    desk.bring(card.mapping)
    assert desk.rows("SELECT lead_id, number, changed_at::DATE::VARCHAR FROM changes ORDER BY ALL") == [
        ("1", 50.0, "2026-10-01"),
        ("1", 60.0, "2026-11-01"),
        ("2", 7.0, "2026-10-01"),
    ]


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("contacts-2026-10-01.csv", "2026-10-01"),
        ("export_20261001_leads.csv", "2026-10-01"),
        ("Report1760000000000.csv", None),
        ("leads 2026-02-31.csv", None),
        ("2026-01-01 to 2026-02-01.csv", None),
    ],
)
def test_the_day_of_an_export_stands_in_a_name(name: str, day: str | None) -> None:
    assert guessed_day(name) == (date.fromisoformat(day) if day else None)
