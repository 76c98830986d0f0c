"""The figures of the monthly review equal the same counted in plain Python and scikit-learn, on random companies."""

from __future__ import annotations

from collections import Counter
from functools import cache

import pytest

from leadscore.outcomes import ALL_FAMILIES, figures

from .plain_review import Review
from .random_review import review_story
from .story import RATES

WORLDS = 20
FAMILIES = tuple(set(ALL_FAMILIES) - set(RATES))
COUNTED_BY = (
    *("win_rate", "opened", "contribution", "per_lead", "cycle", "speed", "acceptance", "sla"),
    *("ranking", "drift", "inflation", "snapshot", "velocity", "cases"),
)


@cache
def world(seed):
    """A review and its recount."""
    story, question, agreed = review_story(seed)
    report = figures(
        story.connect(), story.manifest(), "scores", question, commitments=agreed, draws=0, families=FAMILIES
    )
    days = {horizon.outcome: horizon.days for horizon in report.header.horizons}
    recount = Review(story, question, agreed, days)
    for family in COUNTED_BY:
        getattr(recount, family)()
    return report, recount


@pytest.mark.parametrize("seed", range(WORLDS))
def test_the_review_equals_plain_python(seed):
    report, recount = world(seed)
    compared = 0
    for (name, group), (value, low, high, n) in recount.figures.items():
        found = _figure(report, name, group)
        if found is None or (found.value is None and value is not None and _may_be_unknown(found.reason)):
            continue
        assert found.value == (None if value is None else pytest.approx(value, abs=1e-9)), (name, group, found)
        if low is not None:
            assert (found.low, found.high) == pytest.approx((low, high), abs=1e-9), (name, group)
        if n is not None and found.value is not None:
            assert found.n == n, (name, group)
        compared += found.value is not None
    assert compared > 5


def _figure(report, name, group):
    try:
        return report.figure(name, group)
    except KeyError:
        return None


def _may_be_unknown(reason):
    """What this data as a whole cannot tell is a matter of the tests of the unknown."""
    beginnings = (
        "needs at least 1",
        "no horizon",
        "the won deals are in",
        "its deals are not linked",
        "the model has no",
    )
    return reason.startswith(beginnings) or "have no date" in reason or "decides who is worked" in reason


def test_the_reasons_of_rejections_add_up():
    seen = 0
    for seed in range(WORLDS):
        report, recount = world(seed)
        shares = [each.estimate for each in report.figures if each.name == "rejections_by_reason"]
        if recount.reasons and all(each.known() for each in shares):
            found = sorted((each.value, each.n) for each in shares)
            assert found == [pytest.approx(expected, abs=1e-9) for expected in recount.reasons]
            seen += 1
    assert seen > 5


def test_the_worlds_are_worth_it():
    """Nearly every figure is known in some world and equal there."""
    known = Counter()
    for seed in range(WORLDS):
        report, recount = world(seed)
        counted = set(recount.figures)
        known.update({f.name for f in report.figures if f.estimate.known() and (f.name, f.group) in counted})
    assert {name for name, count in known.items() if count > 1} >= set(COMPARED)


COMPARED = (
    *("win_rate", "win_rate_by_band", "win_rate_by_close_month", "win_rate_of_opened"),
    *("won_scored", "won_never_scored", "won_no_lead", "revenue_at_or_above", "revenue_below"),
    *("revenue_per_lead_at_or_above", "revenue_per_lead_below", "revenue_per_lead_ratio"),
    *("cycle_leads", "cycle_open", "cycle_mean", "cycle_median", "cycle_p25", "cycle_p75"),
    *("cycle_won_30", "cycle_won_60", "cycle_won_90", "cycle_won_60_by_band"),
    *("cycle_p95", "cycle_stale", "cycle_win_rate_stale_lost"),
    *("speed_median", "speed_kept", "speed_untouched", "speed_ended_before_touch", "speed_no_time_of_day"),
    *("acceptance", "acceptance_rejected", "acceptance_expired", "sla_sales", "sla_sales_not_due"),
    *("sla_sales_untouched", "sla_sales_late", "sla_sales_too_few_attempts", "sla_sales_no_time_of_day"),
    *("ranking_pairs", "lift_10", "gain_20", "precision", "recall", "drift_psi_by_month", "inflation_share_by_month"),
    *("snapshot_mql_sql_by_month", "snapshot_opportunity_won_by_month", "velocity", "velocity_change"),
    *("missed_wins", "false_alarms"),
)
