"""Baselines at equal volume: exactly so many leads, whatever their scores."""

from __future__ import annotations

from decimal import Decimal

import pytest

from leadscore.model import Model
from leadscore.simulation.drawn import drawn_handing
from leadscore.simulation.swap_card import compare, handing, swapped

from .town import Town, called, model, names, opened

NOTHING = model(webinar=0, demo=0)


def town() -> Town:
    """Twelve came by webinar, eight asked for a demo; all were handed over."""
    return called(called(opened(), "web", 12, 4, "webinar"), "demo", 8, 4, "demo")


@pytest.mark.parametrize("wanted", [0, 1, 7, 8, 15, 21])
def test_exactly_so_many_are_handed_over_the_highest_first(wanted: int) -> None:
    replayed = town().replay(model())
    found = drawn_handing(replayed, model(), wanted)
    chosen = names(replayed, found.leads)
    assert len(chosen) == found.chosen.leads == wanted
    demos = {each for each in chosen if each.startswith("demo")}
    assert len(demos) == min(wanted, 8)


def test_ids_decide_among_equals_and_always_the_same_way() -> None:
    replayed = town().replay(NOTHING)
    first, again = (names(replayed, drawn_handing(replayed, NOTHING, 9).leads) for _ in range(2))
    assert first == again
    assert {each[:3] for each in first} >= {"web", "dem"}
    assert first < names(replayed, drawn_handing(replayed, NOTHING, 10).leads)


def test_leads_from_before_the_period_are_drawn_by_what_they_did_in_it() -> None:
    """Old had its demo long before the record opens; New asked for one in it."""
    more = town().lead("Old", created=-400, did=[("demo", -300)]).lead("New", created=-400, did=[("demo", 3)])
    replayed = more.replay(model())
    chosen = names(replayed, drawn_handing(replayed, model(), 9).leads)
    assert "New" in chosen and "Old" not in chosen


def test_whom_a_knock_out_keeps_out_is_not_drawn() -> None:
    """Nobody knows Zoe's title, so that she is not out."""
    rules = [{"id": "all", "knock_out": True, "when": {"not": {"attribute": "title", "is": "boss"}}}]
    strict = Model.model_validate({"name": "Strict", "rules": rules})
    everyone = opened().lead("Ada", title="clerk", mql=3)
    replayed = everyone.replay(strict)
    assert names(replayed, drawn_handing(replayed, strict, 5).leads) == {"Zoe"}


def test_a_draw_makes_a_card_like_any_other_hand_over() -> None:
    replayed = town().replay(model())
    active = handing(replayed, model())
    card = compare(replayed, drawn_handing(replayed, NOTHING, int(active.leads.sum())), active, "equal volume", "sql")
    assert card.volume.n == card.actual.n == 21
    assert card.kept.leads + card.dropped.leads == 21
    listed = swapped(replayed, card, "kept")
    assert len(listed) == card.kept.leads
    assert {each.draft_score for each in listed} == {Decimal(0)}
