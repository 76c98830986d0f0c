"""The monthly review on the sample companies, against what their generator knows; and on the bank's real cases."""

from __future__ import annotations

import math
from datetime import date
from pathlib import Path

import pytest
from scipy import stats

from leadscore.evidence import Handoff, Shelf
from leadscore.figures.closed_loop import closed_loop
from leadscore.model import load
from leadscore.outcomes import Commitments
from leadscore.store.database import open_current
from sample_data.companies import COMPANIES
from tests.samples.sample import sample

from .test_real_data import bank_folder, report  # noqa: F401

FAMILIES = ("conversion", "win_rate", "cycle", "contribution", "revenue", "speed", "acceptance", "ranking")


@pytest.fixture(scope="module", params=["saas", "manufacturing", "services"])
def told(request, sample_of):
    """A company, its workspace, and its review."""
    folder = sample_of(request.param)
    return request.param, folder, asked(folder, FAMILIES)


def asked(folder: Path, families, **period):
    shelf = Shelf(open_current(folder))
    model = load(folder / "model.yaml")
    agreed = Commitments(touch_within_minutes=480)
    return closed_loop(shelf, model, Handoff(), families=families, commitments=agreed, **period)


def won_by(company, days, median):
    """The share of confirmed leads won within some days, had all of them been followed to their end."""
    share = sample(company).truth["figures"]["win_rate_of_sql"]["realised"]
    return share * stats.norm.cdf(math.log(days / median) / COMPANIES[company].pace.to_won[1])


def test_the_incidence_of_won_covers_the_truth(told):
    """Manufacturing sells faster to those who were choosing a vendor, so its truth lies between two curves."""
    company, _, review = told
    pace = COMPANIES[company].pace
    for days in (30, 60, 90, 180):
        found = review.figure(f"cycle_won_{days}")
        slow, fast = sorted(
            won_by(company, days, median) for median in (pace.to_won[0], pace.fast_won or pace.to_won[0])
        )
        assert found.low <= fast and slow <= found.high, (days, found, slow, fast)


def test_the_plain_mean_of_recent_leads_is_biased_early_and_the_incidence_is_not(told):
    company, folder, review = told
    pace = COMPANIES[company].pace
    truth = pace.to_won[0] * math.exp(pace.to_won[1] ** 2 / 2)
    recent = asked(folder, ("cycle",), from_=date.fromisoformat("2026-03-01" if pace.fast_won else "2026-07-01"))
    assert recent.figure("cycle_mean").value < 0.7 * truth
    assert recent.figure("cycle_mean").value < review.figure("cycle_mean").value
    days = 30 if pace.fast_won else 60
    found = recent.figure(f"cycle_won_{days}")
    assert found.low <= won_by(company, days, pace.to_won[0]) <= found.high


def test_revenue_reconciles_to_closed_won(told):
    _, _, review = told
    parts = [review.figure(f"revenue_{part}").value for part in ("at_or_above", "below", "never_scored", "no_lead")]
    assert sum(parts) == pytest.approx(review.figure("revenue_won").value)
    assert review.figure("won_no_lead").value == review.figure("deals_won_without_lead").value


def test_top_leads_are_called_sooner_and_never_touched_ones_count(told):
    company, _, review = told
    ready, others = (review.figure("speed_median_by_band", band).value for band in ("ready", "hand_over"))
    assert ready < others
    assert review.figure("speed_untouched").value > 0.1 * review.figure("speed_median").n
    truth = sample(company).truth["figures"]["first_touch_hours_top"]["realised"]
    assert ready > 60 * truth


def test_scores_pick_the_buyer_more_often_than_a_coin(told):
    _, _, review = told
    assert review.figure("ranking_pairs").low > 0.5


@pytest.mark.real_data
def test_the_banks_review_shows_no_artefact_of_calling(real_data, bank_folder):  # noqa: F811
    handed = "(SELECT MIN(entered_at) FROM stages WHERE stage = 'mql' AND stages.lead_id = leads.lead_id)"
    found = report(bank_folder, "bpi2012_loan", handed)
    for name in ("ranking_pairs", "lift_10", "precision", "recall", "false_alarms"):
        assert "the outcome decides who is worked" in found.figure(name).reason, name
    for figure in found.figures:
        assert figure.estimate.value is not None or figure.estimate.reason


@pytest.mark.real_data
def test_the_banks_open_cases_are_followed_to_the_data_date(real_data, bank_folder):  # noqa: F811
    found = report(bank_folder, "bpi2012_loan", "created_at", lens="arrival", arrival_days=0)
    ended = found.figure("cycle_leads").value - found.figure("cycle_open").value
    assert 0 < found.figure("cycle_open").value <= 399 == found.figure("open").value
    assert ended <= 2246 + 7635 + 2807
