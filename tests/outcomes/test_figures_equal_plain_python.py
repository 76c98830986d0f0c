"""Every figure equals the same figure counted in plain Python loops, on small random worlds."""

from __future__ import annotations

from collections import Counter
from functools import cache

import pytest

from leadscore.outcomes import NAMES, figures
from leadscore.outcomes.names import (
    ACCEPTANCE,
    CONTRIBUTION,
    CYCLE,
    PIPELINE,
    REVENUE_PER_LEAD,
    SCORE,
    SLA,
    SPEED,
    WIN_RATE,
)

from .plain import Recount
from .random_story import random_story
from .story import RATES

WORLDS = 80
REVIEW = set(WIN_RATE | CYCLE | CONTRIBUTION | REVENUE_PER_LEAD | SPEED | SLA | ACCEPTANCE | SCORE | PIPELINE)
"""Figures of the monthly review: they are counted again in tests of their own, on worlds that have what they need."""


@cache
def world(seed):
    """The story, the question and the product's report of a seed."""
    story, question = random_story(seed)
    return story, question, figures(story.connect(), story.manifest(), "scores", question, families=RATES)


@pytest.mark.parametrize("seed", range(WORLDS))
def test_figures_equal_plain_python(seed):
    story, question, report = world(seed)
    for (name, group), expected in recounted(story, question, report).items():
        found = report.figure(name, group)
        if isinstance(expected, tuple):
            assert (found.value, found.low, found.high, found.n) == pytest.approx(expected, abs=1e-9), (name, group)
        else:
            assert found.value == pytest.approx(expected, abs=1e-9), (name, group)


def test_the_worlds_are_worth_it():
    """Every figure is known in some world and counted again there: an equality of unknowns would prove nothing."""
    known, recounts = Counter(), Counter()
    for seed in range(WORLDS):
        story, question, report = world(seed)
        known.update({each.name for each in report.figures if each.estimate.known()})
        recounts.update({name for name, _ in recounted(story, question, report)})
    names = set(NAMES) - REVIEW
    assert set(known) & names == names
    assert names - set(recounts) == {
        "left_out_outside_period",
        "deals_won_without_amount",
        "deals_won_without_date",
    }


@pytest.mark.parametrize("seed", range(WORLDS))
def test_the_places_of_an_outcome_add_up_to_the_leads(seed):
    _, _, report = world(seed)
    for outcome in ("sql", "opportunity", "won"):
        rate = report.figure(f"conversion_{outcome}")
        places = ("undated", "before", "not_handed_over", "immature", "unworked")
        names = [f"conversion_{outcome}_{place}" for place in places]
        names += ["conversion_won_same_deal"] if outcome == "won" else []
        if rate.known():
            assert rate.n + sum(report.figure(name).value or 0 for name in names) == report.figure("leads").value


def recounted(story, question, report):
    """The recount of everything that can be known; what the report calls unknown has tests of its own."""
    recount = Recount(story, question)
    recount.waterfall()
    recount.alone()
    if recount.world.hand_offs and recount.world.touches:
        recount.worked()
    days = {horizon.outcome: horizon.days for horizon in report.header.horizons}
    if story.dated and question.stated_horizon("won") is None:
        assert days["won"] == recount.won_horizon()
    for outcome in ("sql", "opportunity", "won"):
        if report.figure(_first_count(story, outcome)).known():
            recount.conversion(outcome, days[outcome])
    if report.figure("lqs").known():
        recount.quality(days["sql"])
    if story.deals is not None and report.figure("revenue_won").known():
        recount.revenue()
    if story.deals is not None and not story.deal_leads:
        _forget_deals(recount)
    return recount.figures


def _first_count(story, outcome):
    """A figure that is known exactly where the outcome can be known."""
    return f"conversion_{outcome}_mature" if story.dated else f"stage_{outcome}"


_BY_LINKS = ("open", "stage_won", "stage_won_share", "stage_lost", "stage_lost_share")
_BY_LINKS += tuple(f"{what}_{which}_lead" for what in ("deals_won", "revenue") for which in ("with", "without"))


def _forget_deals(recount):
    """Deals that no lead is linked to say nothing of any lead."""
    for name, group in list(recount.figures):
        if name in _BY_LINKS:
            del recount.figures[(name, group)]
