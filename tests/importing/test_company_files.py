"""Files about companies are recognised beside a list of contacts, and what is proposed for them can be imported."""

from __future__ import annotations

import pytest

from leadscore.importing import inspect, run
from leadscore.importing.proposing.inspection import Inspection

from .desk import NOW, Desk

CONTACTS = (
    "Record ID,Email,Company,Create Date,Lifecycle Stage,Became a marketing qualified lead date\n"
    "1,anna@acme.com,Acme,2026-01-02,Lead,2026-01-09\n2,bo@acme.com,Acme,2026-01-03,Lead,\n"
    "3,cleo@bolt.example,Bolt,2026-01-04,Lead,\n"
)
INTENT = "Domain,Topic,Surge Score,Week of\nacme.com,Lead scoring,82,2026-02-02\nnobody.example,CRM,60,2026-02-02\n"
ENRICHED = (
    "domain,employees,industry,tech_stack,phone,as_of\n"
    "acme.com,50,Steel,Zoho,030,2026-01-10\nacme.com,90,Steel,,030,2026-03-10\n"
)
ACCOUNTS = CONTACTS.replace("Company,", "Company,Associated Company Domain,").replace("Acme,", "Acme,acme.com,")
ACCOUNTS = ACCOUNTS.replace("Bolt,", "Bolt,bolt.example,")
COMPANIES = "Company Name,Company Domain Name,Industry,Number of Employees,City\nAcme,acme.com,Steel,50,Oslo\n"


def looked_at(desk: Desk, **files: str) -> Inspection:
    paths = [desk.write(f"{name}.csv", text) for name, text in files.items()]
    return inspect(paths)


def brought(desk: Desk, found: Inspection) -> object:
    return run(desk.place, desk.write("map.yaml", found.mapping), now=NOW)


def test_intent_reaches_every_lead_of_the_company_dated(desk: Desk) -> None:
    found = looked_at(desk, contacts=CONTACTS, intent=INTENT)
    assert "lead_id: {column: Domain, matches_each: email_domain}" in found.mapping
    brought(desk, found)
    assert desk.rows("SELECT lead_id, kind, detail, value, actor FROM activities ORDER BY 1") == [
        ("1", "second_party_intent", "Lead scoring", 82.0, "company"),
        ("2", "second_party_intent", "Lead scoring", 82.0, "company"),
    ]
    assert desk.manifest().kinds == {"second_party_intent": 2}


def test_intent_by_address_is_of_one_lead(desk: Desk) -> None:
    by_mail = "Email,Intent Topic,Intent Score,Date\nBO@acme.com,CRM,3,2026-02-02\n"
    found = looked_at(desk, contacts=CONTACTS, intent=by_mail)
    assert "lead_id: {column: Email, matches: email}" in found.mapping
    brought(desk, found)
    assert desk.rows("SELECT lead_id, kind FROM activities") == [("2", "second_party_intent")]


def test_dated_facts_become_changes_one_source_a_column(desk: Desk) -> None:
    found = looked_at(desk, contacts=CONTACTS, enriched=ENRICHED)
    brought(desk, found)
    assert desk.manifest().changed_fields == ("company_size", "industry", "tech_stack")
    assert desk.rows("SELECT company_size, industry, tech_stack FROM leads") == [
        (90.0, "Steel", "Zoho"), (90.0, "Steel", "Zoho"), (None, None, None),
    ]  # fmt: skip
    assert desk.rows("SELECT count(*) FROM changes WHERE field = 'tech_stack'") == [(2,)]


def test_an_older_enrichment_file_that_is_added_later_tells_nothing_newer(desk: Desk) -> None:
    older = ENRICHED.replace("acme.com,90,Steel,,030,2026-03-10", "bolt.example,7,Bolts,,030,2026-01-10")
    brought(desk, looked_at(desk, contacts=CONTACTS, enriched=ENRICHED))
    run(
        desk.place,
        desk.write("map.yaml", looked_at(desk, contacts=CONTACTS, enriched=older).mapping),
        now=NOW,
        add=True,
    )
    assert desk.rows("SELECT company_size FROM leads ORDER BY lead_id") == [(90.0,), (90.0,), (7.0,)]


def test_an_undated_list_of_companies_fills_todays_values(desk: Desk) -> None:
    found = looked_at(desk, contacts=ACCOUNTS, companies=COMPANIES)
    assert "lead_id: {column: Company Domain Name, matches_each: account_id}" in found.mapping
    brought(desk, found)
    assert desk.rows("SELECT industry, company_size FROM leads") == [("Steel", 50.0), ("Steel", 50.0), (None, None)]
    attributes = {each.name: each for each in desk.manifest().attributes}
    assert not attributes["industry"].captured_at_form and "industry" not in desk.manifest().changed_fields
    assert "City" not in attributes


def test_what_the_form_captured_is_not_filled_with_what_holds_today(desk: Desk) -> None:
    contacts = ACCOUNTS.replace("Create Date", "Industry,Create Date").replace("acme.com,2", "acme.com,,2")
    contacts = contacts.replace("bolt.example,2", "bolt.example,Tea,2")
    found = looked_at(desk, contacts=contacts, companies=COMPANIES)
    mapping = "captured_at_form: [industry]\n" + found.mapping
    run(desk.place, desk.write("map.yaml", mapping), now=NOW)
    assert desk.rows("SELECT industry, company_size FROM leads") == [(None, 50.0), (None, 50.0), ("Tea", None)]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (
            "tickets",
            "Ticket ID,Create Date,Associated Contact Email,Company Domain\n9,2026-01-01,a@acme.com,acme.com\n",
        ),
        ("users", "USER_ID,First Name,Email\n1,Ann,ann@ours.example\n"),
        ("campaigns", "CAMPAIGNID,Campaign Name,Type,Start Date\n1,Spring,Event,2026-01-01\n"),
    ],
)
def test_other_files_are_no_files_about_companies(desk: Desk, name: str, text: str) -> None:
    found = looked_at(desk, contacts=CONTACTS, **{name: text})
    assert "matches_each" not in found.mapping
    assert any(doubt.startswith(f"{name}.csv") and "left out" in doubt for doubt in found.doubts)


def test_a_list_of_companies_that_no_lead_names_is_left_to_a_person(desk: Desk) -> None:
    found = looked_at(desk, contacts=CONTACTS, companies=COMPANIES)
    assert "matches_each" not in found.mapping
    assert "companies.csv names no lead and is left out" in found.doubts
