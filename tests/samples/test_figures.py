"""The samples hold the printed rates, counts and delays, counted here from the files alone."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

import pytest

from .sample import COMPANIES, sample

PERIODS = {"saas": (24, 300), "manufacturing": (36, 110), "services": (30, 140)}
TOLERANCE = {
    "mql_by_data_date": 0.05,
    "sql_by_data_date": 0.10,
    "won_by_data_date": 0.12,
    "lost_by_data_date": 0.12,
    "open_at_data_date": 0.15,
    "mql_rate": 0.02,
    "sql_rate_of_mql": 0.06,
    "win_rate_of_sql": 0.10,
    "hand_off_to_won_p50": 0.10,
    "hand_off_to_won_p80": 0.10,
    "rejected_of_mql": 0.05,
    "same_day_of_sql": 0.10,
    "first_touch_hours_top": 0.06,
    "first_touch_hours_rest": 0.06,
    "worked_top": 0.05,
    "worked_next": 0.05,
    "worked_rest": 0.05,
}


@pytest.mark.parametrize("name", COMPANIES)
def test_figures_are_near_their_targets(name: str) -> None:
    figures = sample(name).truth["figures"]
    for figure, part in TOLERANCE.items():
        assert figures[figure]["realised"] == pytest.approx(figures[figure]["target"], rel=part), figure


@pytest.mark.parametrize("name", COMPANIES)
def test_leads_are_months_times_leads_a_month(name: str) -> None:
    months, per_month = PERIODS[name]
    assert len(sample(name).real) == pytest.approx(months * per_month, abs=2)


@pytest.mark.parametrize("name", COMPANIES)
def test_the_files_hold_the_counts_that_the_truth_states(name: str) -> None:
    company = sample(name)
    explored = {lead for lead, row in company.leads.items() if row.get("exploration") == "yes"}
    figures = {figure: one["realised"] for figure, one in company.truth["figures"].items()}
    confirmed = [lead for lead in company.real if company.first(lead, "sql")]
    assert len(set(company.handed) - explored) == figures["mql_by_data_date"]
    assert len(confirmed) == figures["sql_by_data_date"]
    assert sum(company.first(lead, "lost") is not None for lead in confirmed) == figures["lost_by_data_date"]


@pytest.mark.parametrize("name", COMPANIES)
def test_won_deals_with_and_without_a_lead(name: str) -> None:
    company, share = sample(name), {"saas": 0.28, "manufacturing": 0.45, "services": 0.55}[name]
    linked = {deal for deal, _ in company.deal_leads}
    won = [deal for deal, row in company.deals.items() if row["outcome"] == "won"]
    assert len([deal for deal in won if deal in linked]) == company.truth["figures"]["won_by_data_date"]["realised"]
    assert len([deal for deal in won if deal not in linked]) / len(won) == pytest.approx(share, abs=0.01)


@pytest.mark.parametrize("name", COMPANIES)
def test_nothing_happens_after_the_data_date(name: str) -> None:
    company = sample(name)
    end = datetime.fromisoformat(company.truth["data_date"]) + timedelta(days=1, hours=6)
    for table in (company.activities, company.stages, company.changes):
        assert max(one.at for rows in table.values() for one in rows) < end


@pytest.mark.parametrize("name", COMPANIES)
def test_extra_records_have_their_shares(name: str) -> None:
    company = sample(name)
    real = len(company.real)
    duplicates = sum(bool(row["duplicate_of"]) for row in company.leads.values())
    tests = sum(row["email"].endswith(".test") for row in company.leads.values())
    assert duplicates / real == pytest.approx(0.04, abs=0.003)
    assert tests / real == pytest.approx(0.005, abs=0.001)


@pytest.mark.parametrize("name", COMPANIES)
def test_a_fifth_of_the_leads_share_an_account(name: str) -> None:
    company = sample(name)
    sizes = Counter(company.leads[lead]["account_id"] for lead in company.real)
    assert sum(size for size in sizes.values() if size > 1) / len(company.real) == pytest.approx(0.22, abs=0.03)


@pytest.mark.parametrize("name", COMPANIES)
def test_wins_come_as_early_as_printed(name: str) -> None:
    found = {figure: one for figure, one in sample(name).truth["figures"].items() if figure.startswith("wins_within")}
    assert len(found) == 2
    assert all(one["realised"] == pytest.approx(one["target"], abs=0.06) for one in found.values())


@pytest.mark.parametrize("name", COMPANIES)
def test_months_follow_the_season(name: str) -> None:
    company = sample(name)
    factors = company.truth["effects"]["month_factors"]
    arrived = Counter((company.created[lead].year, company.created[lead].month) for lead in company.real)
    seen = Counter(month for _, month in arrived)
    mean = {month: sum(n for (_, m), n in arrived.items() if m == month) / times for month, times in seen.items()}
    plain = [count for month, count in mean.items() if str(month) not in factors]
    for month, factor in factors.items():
        assert mean[int(month)] / (sum(plain) / len(plain)) == pytest.approx(factor, rel=0.08), month
