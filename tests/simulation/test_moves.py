"""What a new version does to the leads as they stand: each lead counted once, in its band before and after."""

from __future__ import annotations

from leadscore.evidence import Everyone
from leadscore.simulation.moves import NO_BAND, NOT_SCORED, moves

from .town import Town, day, model, opened


def street() -> Town:
    """Ada asked for a demo, Ben and Cleo came by webinar, Zoe did nothing (she opens every town)."""
    town = opened()
    town.lead("Ada", did=[("demo", 1)])
    town.lead("Ben", did=[("webinar", 1)])
    return town.lead("Cleo", did=[("webinar", 2)], title="Intern")


def test_leads_change_band_and_scores_rise_or_fall() -> None:
    before = model(webinar=10, demo=30, mql=10, sql=30)
    after = model(webinar=5, demo=35, mql=10, sql=30)
    with street().shelf() as shelf:
        found = moves(shelf, before, after, Everyone(day(30)))
    assert (found.leads, found.changed) == (4, 2)
    assert found.count("hand_over", "nurture") == 2
    assert found.count("ready", "ready") == 1
    assert (found.raised, found.lowered, found.same_score) == (1, 2, 1)


def test_without_cut_offs_there_is_no_band() -> None:
    before = model(webinar=10, demo=30, mql=None)
    with street().shelf() as shelf:
        found = moves(shelf, before, model(webinar=10, demo=30, mql=10, sql=30), Everyone(day(30)))
    assert found.count(NO_BAND, "ready") == 1
    assert found.same_score == found.leads == 4


def test_a_lead_outside_one_population_is_not_scored_there() -> None:
    before = model(webinar=10, demo=30, mql=10, sql=30)
    smaller = model(
        webinar=10, demo=30, mql=10, sql=30, population={"exclude": [{"attribute": "title", "is": "Intern"}]}
    )
    with street().shelf() as shelf:
        found = moves(shelf, before, smaller, Everyone(day(30)))
    assert found.count("hand_over", NOT_SCORED) == 1
    assert (found.leads, found.changed, found.raised + found.lowered) == (4, 1, 0)
