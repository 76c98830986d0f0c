"""Rows find their lead by e-mail address; what is said of a company reaches every lead of it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from leadscore.errors import MappingError

from .desk import LEADS, Desk, cells

PEOPLE = (
    "id,email,Second Email,company,Website,account_id\n"
    "anna, Anna@Acme.com ,a.olsen@home.example,Acme,https://www.acme.com/nl,17\n"
    "bo,bo@acme.com,,ACME ,,17\n"
    "cleo,cleo@gmail.com,,Bolt,bolt.example,18\n"
    "dan,dan@gmail.com,,Cork,,\n"
)
SURGES = """
activities:
  - {file: surges.csv, dialect: {delimiter: ",", encoding: utf-8}, lead_id: {column: who, MATCHED},
     occurred_at: at, kind: {value: second_party_intent}, detail: topic, value: score}
"""


def intent(matched: str) -> str:
    return LEADS + SURGES.replace("MATCHED", matched)


def surges(*who: str) -> str:
    return "who,at,topic,score\n" + "".join(f"{each},2026-03-04,crm,80\n" for each in who)


def test_an_address_is_found_in_any_of_several_columns_whatever_its_case(desk: Desk) -> None:
    desk.write("surges.csv", surges("ANNA@acme.com", " a.olsen@HOME.example", "bo@acme.com", "nobody@acme.com"))
    report = desk.bring(intent("matches: [email, Second Email]"), leads=PEOPLE)
    assert desk.rows("SELECT lead_id, count(*) FROM activities GROUP BY 1 ORDER BY 1") == [("anna", 1), ("bo", 1)]
    assert report.reasons["activities"] == {"duplicate": 1, "no lead has this 'email' or 'Second Email'": 1}


def test_several_addresses_in_one_cell_are_parted(desk: Desk) -> None:
    desk.write("surges.csv", surges("second@acme.com"))
    desk.bring(intent("matches: email"), leads="id,email\nanna,first@acme.com; Second@acme.com\n")
    assert desk.rows("SELECT lead_id FROM activities") == [("anna",)]


@pytest.mark.parametrize("said", ["acme.com", "https://WWW.acme.com/about", "www.acme.com:443", "info@acme.com"])
def test_a_domain_reaches_every_lead_with_an_address_there(desk: Desk, said: str) -> None:
    desk.write("surges.csv", surges(said))
    report = desk.bring(intent("matches_each: email_domain"), leads=PEOPLE)
    assert desk.rows("SELECT lead_id, kind, detail, value FROM activities ORDER BY 1") == [
        ("anna", "second_party_intent", "crm", 80.0),
        ("bo", "second_party_intent", "crm", 80.0),
    ]
    assert report.tables["activities"] == {
        "read": 1, "accepted": 1, "rejected": 0, "duplicates": 0, "left_out": 0, "spread": 1,
    }  # fmt: skip


def test_matching_each_by_email_takes_domains_and_addresses(desk: Desk) -> None:
    desk.write("surges.csv", surges("acme.com", "cleo@gmail.com"))
    desk.bring(intent("matches_each: email"), leads=PEOPLE)
    assert desk.rows("SELECT DISTINCT lead_id FROM activities ORDER BY 1") == [("anna",), ("bo",), ("cleo",)]


def test_a_free_mail_domain_belongs_to_no_company(desk: Desk) -> None:
    desk.write("surges.csv", surges("gmail.com", "acme.com"))
    report = desk.bring(intent("matches_each: email_domain"), leads=PEOPLE)
    assert report.reasons["activities"] == {"a free mail domain belongs to no company": 1}
    assert desk.rows("SELECT DISTINCT lead_id FROM activities ORDER BY 1") == [("anna",), ("bo",)]


def test_a_subdomain_or_an_ending_alike_is_another_company(desk: Desk) -> None:
    desk.write("surges.csv", surges("acme.com.example", "notacme.com", "acme.co"))
    report = desk.bring(intent("matches_each: email_domain"), leads=PEOPLE)
    assert report.reasons["activities"] == {"no lead has this 'email_domain'": 3}


@pytest.mark.parametrize(
    ("matched", "who", "found"),
    [
        ("account_id", "17", ["anna", "bo"]),
        ("company", " acme", ["anna", "bo"]),
        ("Website", "acme.com", ["anna"]),
        ("[company, Website]", "http://bolt.example", ["cleo"]),
    ],
    ids=["account", "company", "website", "either"],
)
def test_an_account_reaches_every_lead_of_it(desk: Desk, matched: str, who: str, found: list[str]) -> None:
    desk.write("surges.csv", surges(who))
    desk.bring(intent(f"matches_each: {matched}"), leads=PEOPLE)
    assert [lead for (lead,) in desk.rows("SELECT lead_id FROM activities ORDER BY 1")] == found


def test_two_spellings_of_one_signal_are_one_and_the_ledger_adds_up(desk: Desk) -> None:
    desk.write("surges.csv", surges("acme.com", "www.acme.com", "bolt.example", "gmail.com"))
    report = desk.bring(intent("matches_each: email_domain"), leads=PEOPLE)
    counts = report.tables["activities"]
    assert counts == {"read": 4, "accepted": 1, "rejected": 3, "duplicates": 1, "left_out": 0, "spread": 1}
    assert counts["read"] == counts["accepted"] + counts["rejected"]
    assert [row[2:4] for row in cells(report)] == [
        ["3", "duplicate"], ["4", "no lead has this 'email_domain'"], ["5", "a free mail domain belongs to no company"],
    ]  # fmt: skip
    assert len(desk.rows("FROM activities")) == counts["accepted"] + counts["spread"]


def test_one_lead_is_meant_where_each_is_not_said(desk: Desk) -> None:
    desk.write("surges.csv", surges("acme.com"))
    report = desk.bring(intent("matches: email_domain"), leads=PEOPLE)
    assert report.reasons["activities"] == {"several leads have this 'email_domain'": 1}


ENRICHED = """
changes:
  - {file: enriched.csv, dialect: {delimiter: ",", encoding: utf-8}, where: {column: size, known: true},
     lead_id: {column: domain, matches_each: email}, field: {value: company_size}, value: size, changed_at: as_of}
  - {file: enriched.csv, dialect: {delimiter: ",", encoding: utf-8}, where: {column: stack, known: true},
     lead_id: {column: domain, matches_each: email}, field: {value: stack}, value: stack, changed_at: as_of}
"""


def test_dated_facts_of_a_company_become_changes_of_its_leads(desk: Desk) -> None:
    facts = "domain,size,stack,as_of\nacme.com,50,Zoho,2026-01-10\nacme.com,90,,2026-05-10\nbolt.example,,,2026-01-10\n"
    desk.write("enriched.csv", facts)
    report = desk.bring(
        LEADS + ENRICHED, leads="id,email\nanna,anna@acme.com\nbo,bo@acme.com\ncleo,cleo@bolt.example\n"
    )
    assert desk.rows("SELECT lead_id, field, number FROM changes WHERE field <> 'stack' ORDER BY ALL") == [
        ("anna", "company_size", 50.0), ("anna", "company_size", 90.0), ("bo", "company_size", 50.0),
        ("bo", "company_size", 90.0),
    ]  # fmt: skip
    assert report.tables["changes"] == {
        "read": 3, "accepted": 3, "rejected": 0, "duplicates": 0, "left_out": 3, "spread": 3,
    }  # fmt: skip
    assert desk.manifest().changed_fields == ("company_size", "stack")


def test_what_only_changes_tell_is_an_attribute_with_its_last_value(desk: Desk) -> None:
    desk.write("enriched.csv", "domain,size,stack,as_of\nacme.com,90,,2026-05-10\nacme.com,50,Zoho,2026-01-10\n")
    report = desk.bring(LEADS + ENRICHED, leads="id,email\nanna,anna@acme.com\ncleo,cleo@bolt.example\n")
    assert desk.rows("SELECT lead_id, company_size, stack FROM leads") == [("anna", 90.0, "Zoho"), ("cleo", None, None)]
    types = {each.name: each.type for each in desk.manifest().attributes}
    assert types == {"email": "text", "company_size": "number", "stack": "text"}
    assert not any("have no attribute" in warning for warning in report.warnings)


def test_an_attribute_of_the_leads_keeps_its_own_value_of_today(desk: Desk) -> None:
    desk.write("enriched.csv", "domain,size,stack,as_of\nacme.com,90,Zoho,2026-05-10\n")
    desk.bring(LEADS + ENRICHED, leads="id,email,company_size\nanna,anna@acme.com,7\n")
    assert desk.rows("SELECT company_size, stack FROM leads") == [(7.0, "Zoho")]


@pytest.mark.parametrize("name", ["Email", "LEAD_ID", '"; DROP TABLE leads; --'])
def test_a_name_that_cannot_be_an_attribute_or_looks_like_sql_harms_nothing(desk: Desk, name: str) -> None:
    desk.write("enriched.csv", "domain,stack,as_of\nacme.com,Zoho,2026-05-10\n")
    told = f"""
changes:
  - file: enriched.csv
    lead_id: {{column: domain, matches_each: email}}
    field: {{value: {json.dumps(name)}}}
    value: stack
    changed_at: as_of
"""
    desk.bring(LEADS + told, leads="id,email\nanna,anna@acme.com\n")
    assert desk.rows("SELECT lead_id, email FROM leads") == [("anna", "anna@acme.com")]


COMPANIES = """  - file: companies.csv
    dialect: {delimiter: ',', encoding: utf-8}
    lead_id: {column: Domain, matches_each: email_domain}
    industry: Industry
    company_size: {column: Size, type: number}
"""


def test_a_list_of_companies_fills_what_the_leads_do_not_say(desk: Desk) -> None:
    desk.write(
        "companies.csv",
        "Domain,Industry,Size\nacme.com,Steel,50\nwww.acme.com,Steel,50\nacme.com,Iron,9\nnone.example,,\n",
    )
    people = "id,email,industry\nanna,anna@acme.com,\nbo,bo@acme.com,Tea\ncleo,cleo@gmail.com,\n"
    report = desk.bring(LEADS + COMPANIES, leads=people)
    assert desk.rows("SELECT lead_id, industry, company_size FROM leads") == [
        ("anna", "Steel", 50.0), ("bo", "Tea", 50.0), ("cleo", None, None),
    ]  # fmt: skip
    assert report.tables["leads"] == {
        "read": 7, "accepted": 4, "rejected": 3, "duplicates": 1, "left_out": 0, "filling": 1,
    }  # fmt: skip
    assert report.reasons["leads"] == {
        "duplicate": 1, "no lead has this 'email_domain'": 1, "repeated account": 1,
    }  # fmt: skip


def test_a_list_that_is_joined_needs_a_list_of_leads(desk: Desk) -> None:
    desk.write("companies.csv", "Domain,Industry,Size\nacme.com,Steel,50\n")
    with pytest.raises(MappingError, match="Map one with the leads' own ids"):
        desk.bring("leads:\n" + COMPANIES.replace("email_domain", "industry"), leads=PEOPLE)


@pytest.mark.parametrize(
    ("matched", "said"),
    [
        ("matches_each: e_mail", "Did you mean 'email'"),
        ("matches: email, matches_each: email", "give `matches:` .the one lead. or `matches_each:`"),
    ],
    ids=["misspelled", "both"],
)
def test_a_join_that_cannot_be_is_explained(desk: Desk, matched: str, said: str) -> None:
    desk.write("surges.csv", surges("acme.com"))
    with pytest.raises(MappingError, match=said):
        desk.bring(intent(matched), leads=PEOPLE)


def test_of_two_lists_of_companies_the_later_has_the_last_word_where_no_lead_list_has_the_column(desk: Desk) -> None:
    desk.write("companies.csv", "Domain,Industry,Size\nacme.com,Steel,50\n")
    desk.write("newer.csv", "Domain,Industry,Size\nacme.com,,60\n")
    newer = COMPANIES.replace("companies.csv", "newer.csv")
    desk.bring(LEADS + COMPANIES + newer, leads="id,email\nanna,anna@acme.com\n")
    assert desk.rows("SELECT industry, company_size FROM leads") == [("Steel", 60.0)]


def test_the_mapping_that_the_readme_shows_does_what_it_says(desk: Desk) -> None:
    shown = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    (mapping,) = [each for each in re.findall(r"```yaml\n(.*?)```", shown, re.DOTALL) if "totals_today" in each]
    files = {
        "contacts": "Record ID,email,Work email,account_id,Number of Pageviews,Original Source,Time First Seen\n"
        "1,anna@home.example,Anna@Acme.com,A1,7,Paid Search,2026-01-02\n2,bo@bolt.example,,A2,,Word of mouth,\n",
        "companies": "Company ID,Industry\nA1,Steel\n",
        "calls": "Contact,When\nanna@acme.com,2026-01-03\n",
        "intent": "Domain,Week of,Topic,Surge\nbolt.example,2026-01-05,CRM,70\ngmail.com,2026-01-05,CRM,70\n",
        "enriched": "Domain,Employees,As of\nbolt.example,20,2026-01-06\n",
    }
    for name, text in files.items():
        desk.write(f"{name}.csv", text)
    report = desk.bring("zone: UTC\n" + mapping)
    assert desk.rows("SELECT lead_id, industry, source_kind, company_size FROM leads") == [
        ("1", "Steel", "automation", None), ("2", None, None, 20.0),
    ]  # fmt: skip
    assert desk.rows("SELECT lead_id, kind FROM activities") == [
        ("1", "page_visit"), ("1", "call"), ("2", "second_party_intent"),
    ]  # fmt: skip
    assert report.tables["activities"]["left_out"] == 1 and report.tables["activities"]["rejected"] == 1
    assert [each.name for each in desk.manifest().attributes if each.total_today] == ["Number of Pageviews"]
