"""The won amount of a lead: each deal goes to one lead, several deals of a lead add up."""

from __future__ import annotations

from leadscore.outcomes import Question, build_cohort

from .story import LATER, called


def won_amounts(story) -> dict:
    cohort = build_cohort(story.connect(), story.manifest(), "scores", Question(data_date=LATER))
    return dict(cohort.rows((), "SELECT lead_id, won_amount FROM cohort ORDER BY lead_id"))


def test_a_deal_is_credited_once_and_deals_add_up():
    story = called(Ada={}, Ben={"handed": 1}, Cleo={"handed": 2})
    story.deal("D1", ["Ada", "Ben"], closed=50, amount=700.0).deal("D2", ["Ada"], closed=60, amount=300.0)
    story.deal("D3", ["Cleo"], outcome="lost", closed=60, amount=900.0)
    assert won_amounts(story) == {"Ada": 1000.0, "Ben": None, "Cleo": None}


def test_without_deals_no_amount_is_known():
    assert won_amounts(called(Ada={"won": 50})) == {"Ada": None}
