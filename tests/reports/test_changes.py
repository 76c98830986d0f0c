"""What changed: differences with intervals, the largest first."""

from __future__ import annotations

from datetime import date

import pytest

from leadscore.estimate import AccountSums, Estimate, difference, proportion
from leadscore.reports import Month, Past, Review
from leadscore.reports.changes import change, changes, times_as_many
from leadscore.reports.wording import Value


def share(hits: int, n: int) -> Value:
    """A share of leads that all stand alone."""
    return Value(proportion(AccountSums.alone(hits, n)))


def test_twice_as_many_leads_as_before() -> None:
    ratio = times_as_many(80, 40)
    assert ratio.value == 2
    assert ratio.low is not None
    assert ratio.high is not None
    assert 1 < ratio.low < 2 < ratio.high
    assert times_as_many(40, 80).high == pytest.approx(1 / ratio.low)


def test_nothing_can_be_so_many_times_none() -> None:
    assert times_as_many(3, 0).value is None


def test_a_large_share_of_few_is_a_smaller_change_than_a_small_one_of_many() -> None:
    few, many = change("few", share(2, 4), share(1, 4)), change("many", share(600, 1000), share(500, 1000))
    assert few.size is not None
    assert many.size is not None
    assert few.size < 1 < many.size
    assert (few.beyond, many.beyond) == (False, True)
    assert "cannot tell" in few.in_words("July 2026")
    assert "more than chance explains" in many.in_words("July 2026")


def test_a_median_has_no_interval_and_says_so() -> None:
    days = change("cycle", Value(Estimate.count(40.0, 9), "days"), Value(Estimate.count(30.0, 9), "days"))
    assert days.size is None
    assert days.in_words("July 2026") == (
        "cycle: 40.0 days after 30.0 days in July 2026. No interval is known for this difference."
    )


def test_the_sample_month_against_the_one_before(past: Past, month: Month) -> None:
    found = changes(past, month, past.months)
    sizes = [each.size for each in found.found if each.size is not None]
    assert sizes == sorted(sizes, reverse=True)
    assert [each.size is None for each in found.found] == sorted(each.size is None for each in found.found)
    by_name = {each.what: each for each in found.found}
    now, before = past.of(month), past.of(past.month("2026-05"))
    lqs = by_name["Lead Quality Score"]
    assert (lqs.now.estimate, lqs.before.estimate) == (now.figure("lqs"), before.figure("lqs"))
    assert lqs.apart == difference(now.figure("lqs"), before.figure("lqs"))
    handed_over = by_name["Leads handed over"]
    assert handed_over.apart.value == pytest.approx(69 / 82)
    assert f"{len(sizes)} differences looked at" in found.caution


def test_the_first_month_has_nothing_to_be_compared_with(past: Past) -> None:
    assert changes(past, past.months[0], past.months).reason == "no lead has its hand-off in the month before"


def test_a_promise_is_not_set_against_a_month_before_it(past: Past, month: Month) -> None:
    held = past.under(past.commitments, {"sales": date(2026, 6, 1), "marketing": date(2026, 6, 1)})
    found = changes(held, month, held.months)
    assert {"Sales' part of the agreement kept", "First touch within the agreed time"} <= set(found.unknown)
    assert "Sales' part of the agreement kept" in {each.what for each in changes(past, month, past.months).found}


def test_a_difference_of_shares_is_in_points(june: Review) -> None:
    (table,) = june.section("changed").tables
    row = next(row for row in table.words() if row[0] == "Lead Quality Score")
    assert " points (" in row[3]
    assert row[3].startswith(("+", "-"))
