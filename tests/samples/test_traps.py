# ruff: noqa: DTZ001
"""The planted traps are really there: what a careless analysis would find, and why it would be wrong."""

from __future__ import annotations

import math
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from .evidence import at_hand_off, holds
from .sample import COMPANIES, Sample, sample

DAY = timedelta(days=1)


def local(company: Sample, moment: datetime) -> datetime:
    return moment.replace(tzinfo=ZoneInfo("UTC")).astimezone(ZoneInfo(company.truth["zone"])).replace(tzinfo=None)


def winners(company: Sample) -> list[str]:
    return [lead for lead in company.real if company.first(lead, "sql") and company.first(lead, "won")]


def kinds(company: Sample, lead: str, kind: str) -> list[datetime]:
    return [one.at for one in company.activities.get(lead, []) if one.row["kind"] == kind]


def test_scanners_click_within_five_seconds_from_month_14_on() -> None:
    company = sample("saas")
    quick: list[datetime] = []
    domains: set[str] = set()
    for lead in company.real:
        sent = set(kinds(company, lead, "email_delivered"))
        hits = [
            at
            for at in kinds(company, lead, "email_click")
            if any(at - timedelta(seconds=late) in sent for late in range(1, 6))
        ]
        quick += hits
        domains |= {company.leads[lead]["email"].split("@")[1]} if hits else set()
    late = {company.leads[lead]["email"].split("@")[1] for lead in company.real if company.created[lead] > min(quick)}
    assert min(quick) >= datetime(2025, 11, 30)
    assert len(domains) / len(late) == pytest.approx(0.15, abs=0.03)


def test_orders_of_winners_come_after_the_hand_off() -> None:
    company = sample("manufacturing")
    rule = next(one for one in company.truth["signals"] if one["id"] == "repeat_buyer")["condition"]
    end = datetime(2026, 11, 1)
    won = [lead for lead in winners(company) if lead in company.handed]
    then = sum(holds(rule, company, lead, company.handed[lead]) for lead in won) / len(won)
    now = sum(holds(rule, company, lead, end) for lead in won) / len(won)
    assert now > then + 0.25


def test_fair_lists_fill_april_and_september_and_convert_badly() -> None:
    company = sample("manufacturing")
    listed = [lead for lead in company.real if company.leads[lead]["source"] == "trade fair list"]
    months = {local(company, company.created[lead]).month for lead in listed}
    assert months == {4, 9}
    in_fairs = [lead for lead in company.real if local(company, company.created[lead]).month in months]
    assert len(listed) / len(in_fairs) == pytest.approx(1 - 1 / 2.2, abs=0.05)


def test_winners_praise_after_winning_and_few_are_known_before() -> None:
    company = sample("services")
    end = datetime(2026, 10, 31) - 62 * DAY
    won = {lead: company.first(lead, "won") for lead in winners(company)}
    settled = {lead: at for lead, at in won.items() if at is not None and at < end}
    praised = [
        lead
        for lead, at in settled.items()
        if any(29 * DAY < answer - at < 62 * DAY for answer in kinds(company, lead, "nps_response"))
    ]
    known = [
        lead
        for lead, at in company.handed.items()
        if any(at - 180 * DAY < answer <= at for answer in kinds(company, lead, "nps_response"))
    ]
    assert len(praised) / len(settled) == pytest.approx(0.85, abs=0.06)
    assert len(known) / len(company.handed) == pytest.approx(0.30, abs=0.05)


def test_a_started_trial_contains_an_active_one() -> None:
    found = at_hand_off("saas").values()
    assert all("trial" in one for one in found if "trial_active" in one)
    assert sum("trial" in one for one in found) > 1.5 * sum("trial_active" in one for one in found)


@pytest.mark.parametrize("name", COMPANIES)
def test_lead_quality_is_written_only_when_the_outcome_is_known(name: str) -> None:
    company = sample(name)
    for lead, changes in company.changes.items():
        for change in changes:
            if change.row["field"] == "lead_quality":
                ends = [at for stage in ("sql", "rejected", "won", "lost") if (at := company.first(lead, stage))]
                assert change.at >= min(ends)


@pytest.mark.parametrize("name", COMPANIES)
def test_sellers_fill_fields_in_at_sql(name: str) -> None:
    company = sample(name)
    confirmed = [lead for lead in company.real if company.first(lead, "sql")]
    others = [lead for lead in company.real if not company.first(lead, "sql")]
    for field in ("budget", "timeline", "authority"):
        assert share(company, others, field) == pytest.approx(0.12, abs=0.02)
        assert share(company, confirmed, field) == pytest.approx(0.80, abs=0.05)
    assert share(company, others, "title") == pytest.approx(0.70, abs=0.03)
    assert share(company, confirmed, "title") == pytest.approx(0.95, abs=0.03)


def share(company: Sample, leads: list[str], field: str) -> float:
    return sum(bool(company.leads[lead][field]) for lead in leads) / len(leads)


@pytest.mark.parametrize("name", COMPANIES)
def test_some_wins_are_synced_to_every_contact(name: str) -> None:
    company = sample(name)
    stamped = [lead for lead in company.real if company.first(lead, "won") and not company.first(lead, "sql")]
    assert len(stamped) > 3 and company.truth["records"]["wins_synced_to_every_contact"] > 3


@pytest.mark.parametrize("name", COMPANIES)
def test_one_rep_leaves_leads_untouched_and_the_best_band_is_called_most(name: str) -> None:
    company = sample(name)
    lazy = company.truth["effects"]["rep_who_leaves_leads"]
    untouched: dict[bool, list[bool]] = {True: [], False: []}
    for lead, at in company.handed.items():
        untouched[company.leads[lead]["owner"] == lazy].append(not company.touches(lead, at, 30))
    assert rate(untouched[True]) > rate(untouched[False]) + 0.25


def rate(answers: list[bool]) -> float:
    return sum(answers) / len(answers)


@pytest.mark.parametrize("name", COMPANIES)
def test_leads_of_friday_afternoon_wait_for_monday(name: str) -> None:
    company, late = sample(name), 0
    for lead, at in company.handed.items():
        here, sql = local(company, at), company.first(lead, "sql")
        if here.weekday() == 4 and here.hour >= 15 and not (sql and sql - at < DAY):
            late += 1
            assert not company.touches(lead, at, 2.0), lead
    assert late > 20


@pytest.mark.parametrize("name", COMPANIES)
def test_three_losses_in_ten_carry_the_last_day_of_a_quarter(name: str) -> None:
    company = sample(name)
    lost = [local(company, at) for lead in company.real if (at := company.first(lead, "lost"))]
    last = [at for at in lost if (at + DAY).day == 1 and at.month % 3 == 0]
    assert len(last) / len(lost) == pytest.approx(0.30, abs=0.07)


@pytest.mark.parametrize("name", COMPANIES)
def test_hindsight_makes_a_useless_webinar_look_good(name: str) -> None:
    company, end = sample(name), datetime(2026, 11, 1)
    then, now = odds_of_winning(company, None), odds_of_winning(company, end)
    assert now > 1.5 * then and now > 1.8


def odds_of_winning(company: Sample, moment: datetime | None) -> float:
    """Odds ratio of winning with and without a webinar, attended by the hand-off or by a later moment."""
    cells = {(a, b): 0.5 for a in (True, False) for b in (True, False)}
    for lead, at in company.handed.items():
        attended = holds({"activity": "webinar_attended"}, company, lead, moment or at)
        cells[attended, company.first(lead, "won") is not None] += 1
    return math.exp(math.log(cells[True, True] * cells[False, False] / (cells[True, False] * cells[False, True])))


@pytest.mark.parametrize("name", COMPANIES)
def test_lists_come_from_month_ten_on(name: str) -> None:
    company = sample(name)
    listed = [lead for lead in company.real if company.leads[lead]["source"] == "target list"]
    first, start = min(company.created[lead] for lead in listed), min(company.created.values())
    assert 8.5 * 30 < (first - start).days < 10 * 31


@pytest.mark.parametrize("name", COMPANIES)
def test_some_rejected_for_timing_come_back(name: str) -> None:
    company = sample(name)
    back = [lead for lead in company.real if company.first(lead, "recycled")]
    assert back
    for lead in back:
        stages = [one.row["stage"] for one in company.stages[lead]]
        assert stages.count("mql") == 2
        assert {one.row["reason"] for one in company.stages[lead] if one.row["stage"] == "rejected"} == {"timing"}


def test_random_exploration_is_recorded() -> None:
    company = sample("services")
    explored = [lead for lead, row in company.leads.items() if row["exploration"] == "yes"]
    assert len(explored) == company.truth["records"]["random_exploration"] > 30
    assert all(lead in company.handed for lead in explored)


@pytest.mark.parametrize("name", COMPANIES)
def test_every_address_is_in_a_reserved_domain(name: str) -> None:
    assert all(row["email"].lower().endswith((".example", ".test")) for row in sample(name).leads.values())


@pytest.mark.parametrize("name", COMPANIES)
def test_rejections_have_their_reasons(name: str) -> None:
    company = sample(name)
    reasons = [
        one.row["reason"] for lead in company.handed for one in company.stages[lead] if one.row["stage"] == "rejected"
    ]
    assert reasons.count("unable to reach") / len(reasons) == pytest.approx(0.30, abs=0.06)
    assert reasons.count("no fit") / len(reasons) == pytest.approx(0.25, abs=0.06)
    assert reasons.count("student or competitor") > 3
