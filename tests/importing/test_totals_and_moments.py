"""Totals of today stay out of history; a first or last date beside a lead is one dated activity."""

# ruff: noqa: DTZ001 - instants are stored as naive UTC
from __future__ import annotations

from datetime import datetime

import pytest

from leadscore.errors import MappingError
from leadscore.evidence import Facts, rests_on_today
from leadscore.evidence.data_lint import lint_on_data
from leadscore.importing.proposing.guesses import Column
from leadscore.importing.proposing.moments import Moment, moment_of
from leadscore.importing.proposing.totals import is_total
from leadscore.model import parse

from .desk import Desk

TOTALS = (
    "Number of Pageviews", "Number of Sessions", "Number of Form Submissions", "Number of times contacted",
    "Marketing emails opened", "Emails Clicked", "Emails Delivered", "Average Pageviews", "TotalVisits",
    "Page Views Per Visit", "Total Time Spent on Website", "hs_analytics_num_page_views", "hs_email_open",
    "Number Of Chats", "Days Visited", "Total activities", "Email messages count", "Sends Since Last Engagement",
)  # fmt: skip
NO_TOTALS = (
    "Number of Employees", "NumberOfEmployees", "No. of Employees", "Annual Revenue", "Lead Number", "Phone Number",
    "Number of locations", "Amount", "Probability", "Age in Days", "Company size", "Email", "Zip", "Total Revenue",
    "Score", "Expected number of calls", "How many emails do you send per month", "Call Duration (in seconds)",
)  # fmt: skip


@pytest.mark.parametrize("header", TOTALS)
def test_a_counted_doing_over_numbers_is_a_total(header: str) -> None:
    assert is_total(Column(header, "number", 9, 3))
    assert is_total(Column(header, "blank", 0, 0))
    assert not is_total(Column(header, "text", 9, 3))
    assert not is_total(Column(header, "date", 9, 3))


@pytest.mark.parametrize("header", NO_TOTALS)
def test_what_a_form_asks_is_no_total(header: str) -> None:
    assert not is_total(Column(header, "number", 9, 3))


MOMENTS = {
    "Time First Seen": Moment("page_visit", "first"),
    "Time of Last Session": Moment("page_visit", "last"),
    "First Page Seen": Moment("page_visit", "first"),
    "First Conversion Date": Moment("form_fill", "first"),
    "Recent Conversion Date": Moment("form_fill", "last"),
    "Last Activity Date": Moment("logged_activity", "last", "seller"),
    "LastActivityDate": Moment("logged_activity", "last", "seller"),
    "Last marketing email open date": Moment("email_open", "last"),
    "First marketing email click date": Moment("email_click", "first"),
    "Last marketing email send date": Moment("email_delivered", "last"),
    "Last sales email reply date": Moment("email_reply", "last"),
    "Recent deal close date": Moment("deal_closed", "last", "seller"),
    "First deal created date": Moment("deal_created", "first", "seller"),
    "Last Contacted": Moment("contacted", "last", "seller"),
    "FirstCallDateTime": Moment("call", "first", "seller"),
    "Last login": Moment("in_app", "last"),
    "hs_analytics_last_visit_timestamp": Moment("page_visit", "last"),
}


@pytest.mark.parametrize("header", MOMENTS)
def test_a_first_or_last_date_is_a_moment(header: str) -> None:
    assert moment_of(Column(header, "time", 9, 3)) == MOMENTS[header]
    assert moment_of(Column(header, "text", 9, 3)) is None, "the page that was seen is no date"


@pytest.mark.parametrize(
    "header",
    ["Create Date", "Last Modified Date", "LastViewedDate", "Close Date", "Next Activity Date", "Last Name",
     "Birthdate", "Owner Assigned Date", "Became a customer date", "Last score change date"],
)  # fmt: skip
def test_other_dates_are_none(header: str) -> None:
    assert moment_of(Column(header, "time", 9, 3)) is None


def test_a_header_without_values_must_speak_of_a_date() -> None:
    assert moment_of(Column("Last Page Seen", "blank", 0, 0)) is None
    assert moment_of(Column("Last Activity Date", "blank", 0, 0)) == Moment("logged_activity", "last", "seller")


VISITS = (
    "id,created,visits,size,first seen,last seen\nanna,2026-01-01,12,50,2026-01-02,2026-02-03\nbo,2026-01-05,,9,,\n"
)
DATED = """zone: UTC
leads:
  - file: leads.csv
    dialect: {delimiter: ',', encoding: utf-8}
    lead_id: id
    created_at: created
    company_size: size
    keep: [visits]
"""
BESIDE = """activities:
  - {file: leads.csv, dialect: {delimiter: ',', encoding: utf-8}, lead_id: id, kind: {value: page_visit},
     occurred_at: first seen}
  - {file: leads.csv, dialect: {delimiter: ',', encoding: utf-8}, lead_id: id, kind: {value: page_visit},
     occurred_at: last seen}
"""
MODEL = """
name: Visits
rules:
  - {id: visits, points: 10, when: {attribute: visits, at_least: 10}}
  - {id: size, points: 10, when: {attribute: company_size, at_least: 10}}
"""


def test_a_total_is_an_attribute_with_todays_value_and_no_activity(desk: Desk) -> None:
    report = desk.bring("totals_today: [visits]\ncaptured_at_form: [company_size]\n" + DATED, leads=VISITS)
    flags = {each.name: (each.captured_at_form, each.total_today) for each in desk.manifest().attributes}
    assert flags == {"company_size": (True, False), "visits": (False, True)}
    assert desk.rows("SELECT visits FROM leads") == [(12.0,), (None,)]
    assert "activities" not in desk.manifest().tables
    assert any("'visits' hold totals of today" in warning for warning in report.warnings)


def test_a_rule_on_a_total_stays_out_of_outcome_figures_and_lint_says_why(desk: Desk) -> None:
    desk.bring("totals_today: [visits]\ncaptured_at_form: [company_size]\n" + DATED, leads=VISITS)
    model, facts = parse(MODEL), Facts.of(desk.manifest())
    assert rests_on_today(model, facts) == {"visits": ("visits",)}
    told = [each.message for each in lint_on_data(model, facts) if each.rule == "visits"]
    assert any("It counts on every day" in words for words in told)


def test_a_total_that_is_said_to_come_from_the_form_is_a_contradiction(desk: Desk) -> None:
    with pytest.raises(MappingError, match="'visits' stands under captured_at_form too. A total goes on counting"):
        desk.bring("totals_today: [visits]\ncaptured_at_form: [visits]\n" + DATED, leads=VISITS)


def test_a_total_of_an_unknown_attribute_is_a_mistake(desk: Desk) -> None:
    with pytest.raises(MappingError, match="totals_today: the leads have no 'visit'. Did you mean 'visits'"):
        desk.bring("totals_today: [visit]\n" + DATED, leads=VISITS)


def test_what_only_reads_like_a_total_is_asked_about(desk: Desk) -> None:
    report = desk.bring(DATED, leads=VISITS)
    assert any("'visits' read like totals" in warning for warning in report.warnings)
    assert not any(each.total_today for each in desk.manifest().attributes)


def test_first_and_last_dates_are_one_activity_each_and_a_blank_is_none(desk: Desk) -> None:
    report = desk.bring(DATED + BESIDE, leads=VISITS)
    end_of = [datetime(2026, 1, 2, 23, 59, 59), datetime(2026, 2, 3, 23, 59, 59)]
    rows = desk.rows("SELECT lead_id, kind, occurred_at FROM activities")
    assert [(lead, kind, at.replace(microsecond=0)) for lead, kind, at in rows] == [
        ("anna", "page_visit", at) for at in end_of
    ]
    assert report.tables["activities"] == {"read": 2, "accepted": 2, "rejected": 0, "duplicates": 0, "left_out": 2}
    assert report.reasons == {}
    told = [warning for warning in report.warnings if "counts of it are too low" in warning]
    assert len(told) == 1 and "'first seen', 'last seen'" in told[0]


def test_in_a_file_of_its_own_an_activity_without_a_date_is_refused(desk: Desk) -> None:
    desk.write("calls.csv", "id,at\nanna,2026-01-02\nanna,\n")
    calls = "activities:\n  - {file: calls.csv, lead_id: id, occurred_at: at, kind: {value: call}}\n"
    report = desk.bring(DATED + calls, leads=VISITS)
    assert report.reasons == {"activities": {"no occurred_at": 1}}
    assert not any("counts of it are too low" in warning for warning in report.warnings)


def test_a_date_that_cannot_be_read_is_refused_all_the_same(desk: Desk) -> None:
    report = desk.bring(DATED + BESIDE, leads=VISITS.replace("2026-01-02", "soon"))
    assert report.tables["activities"]["rejected"] == 1
