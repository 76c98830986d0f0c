"""The swap card, told lead by lead, and the trap of the fixed cut-off."""

from __future__ import annotations

from decimal import Decimal
from math import hypot

import pytest
from scipy.stats import binomtest

from leadscore.estimate import Estimate
from leadscore.evidence import Shelf
from leadscore.model import CutOffs, load
from leadscore.simulation.past import COUNTED
from leadscore.simulation.replay import build_replay
from leadscore.simulation.swap_card import NEVER_HANDED_OVER, swap_card, swapped
from leadscore.simulation.verdict import TOO_FEW, verdict
from leadscore.store.database import open_current
from leadscore.store.workspace import find

from .town import Town, called, day, model, opened


def workshop() -> Town:
    """Ada and Ben came by webinar, Cleo asked for a demo and was never handed over, nor was Fay after her webinar."""
    town = opened()
    town.lead("Ada", did=[("webinar", 1)], mql=10, worked=11, sql=20)
    town.lead("Ben", did=[("webinar", 1)], mql=10, worked=11)
    town.lead("Cleo", did=[("demo", 1)])
    return town.lead("Fay", did=[("webinar", 1)], mql=10)


def card_of(town: Town, draft, active, **asked):
    replayed = town.replay(active)
    return replayed, swap_card(replayed, draft, active, **asked)


def listed(replayed, card, part) -> list[str]:
    return [each.lead_id for each in swapped(replayed, card, part)]


def test_kept_dropped_and_added_at_fixed_cut_offs():
    """The draft gives a demo 20 and a webinar 10: at 20 it hands over Cleo, and nobody else."""
    replayed, card = card_of(workshop(), model(webinar=10, demo=20), model(), terms="fixed cut-offs")
    assert listed(replayed, card, "kept") == []
    assert listed(replayed, card, "dropped") == ["Ada", "Ben", "Fay", "Zoe"]
    assert listed(replayed, card, "added") == ["Cleo"]
    assert (card.dropped.outcomes, card.dropped.rate.n) == (1, 2)
    assert (card.added.rate.value, card.added.rate.reason) == (None, NEVER_HANDED_OVER)


def test_unworked_and_never_handed_leads_have_no_known_outcome():
    replayed, card = card_of(workshop(), model(webinar=10, demo=20), model(), terms="fixed cut-offs")
    found = {
        each.lead_id: (each.outcome, each.standing)
        for part in ("dropped", "added")
        for each in swapped(replayed, card, part)
    }
    assert found["Ada"] == (True, COUNTED)
    assert found["Ben"] == (False, COUNTED)
    assert found["Fay"] == (None, "unworked")
    assert found["Cleo"] == (None, NEVER_HANDED_OVER)


def test_a_lead_is_listed_with_its_scores_then():
    """Eve's demo came after the hand-off: then she had the webinar only."""
    town = workshop().lead("Eve", did=[("webinar", 1), ("demo", 12)], mql=10)
    replayed, card = card_of(town, model(webinar=25), model(), terms="fixed cut-offs")
    eve = next(each for each in swapped(replayed, card, "kept") if each.lead_id == "Eve")
    assert (eve.active_score, eve.draft_score, eve.hand_off) == (Decimal(20), Decimal(25), day(10))
    assert eve.draft_at.isoformat() == "2026-01-12T23:59:59.999999"


def test_equal_volume_moves_the_cut_off_not_the_volume():
    """Five were handed over: demo 30 and five webinars of 20; a draft that doubles everything still hands over six."""
    town = called(opened(), "web", 5, 0, "webinar").lead("Cleo", did=[("demo", 1)])
    replayed, card = card_of(town, model(webinar=40, demo=60), model())
    assert (card.draft.cut_off, card.active.cut_off) == (40, 20)
    assert card.draft.leads.sum() == card.active.leads.sum() == replayed.handed.sum() == 6
    assert card.changing_hands.value == 0
    assert card.verdict == "The draft hands over the same leads as the other model."


def test_too_few_outcomes_are_shown_by_name():
    town = called(called(opened(), "web", 30, 3, "webinar"), "demo", 30, 12, "demo")
    replayed, card = card_of(town, model(webinar=0), model(), terms="fixed cut-offs")
    assert (card.kept.outcomes, card.dropped.outcomes) == (12, 3)
    assert (card.difference.value, card.difference.reason) == (None, TOO_FEW)
    assert card.outcome_names == ("web00", "web01", "web02")


def test_kept_against_dropped_has_newcombes_interval():
    """30 % of 40 against 15 % of 40, by Wilson's intervals of scipy."""
    town = called(called(opened(), "web", 40, 6, "webinar"), "demo", 40, 12, "demo")
    _, card = card_of(town, model(webinar=0), model(), terms="fixed cut-offs")
    kept, dropped = (binomtest(hits, 40).proportion_ci(method="wilson") for hits in (12, 6))
    assert card.difference.value == pytest.approx(0.15)
    assert card.difference.low == pytest.approx(0.15 - hypot(0.3 - kept.low, dropped.high - 0.15))
    assert card.difference.high == pytest.approx(0.15 + hypot(kept.high - 0.3, 0.15 - dropped.low))


def test_colleagues_of_one_account_widen_the_interval():
    apart, together = opened(), opened()
    for place in range(40):
        did, sql = [("demo", 1)], {"sql": 20} if place < 20 else {}
        apart.lead(f"L{place}", did=did, mql=10, worked=11, **sql)
        together.lead(f"L{place}", did=did, mql=10, worked=11, account_id=f"A{place // 10}", **sql)
    rates = [card_of(town, model(), model(), terms="fixed cut-offs")[1].kept.rate for town in (apart, together)]
    assert rates[0].value == rates[1].value == 0.5
    assert rates[1].high - rates[1].low > 2 * (rates[0].high - rates[0].low)


def test_a_lead_handed_over_after_the_period_is_added_and_counted_as_such():
    town = workshop().lead("Gus", created=20, did=[("demo", 21)], mql=90)
    with town.shelf() as shelf:
        replayed = build_replay(shelf, model(), before=day(60))
    card = swap_card(replayed, model(), model(), "fixed cut-offs")
    assert set(listed(replayed, card, "added")) == {"Cleo", "Gus"}
    assert "1 added lead was handed over after the replayed period." in card.caveats
    none_later = swap_card(town.replay(model()), model(), model(), "fixed cut-offs")
    assert not any("after the replayed period" in each for each in none_later.caveats)


VERDICTS = [
    ((0, 0, Estimate.unknown("x"), Estimate.count(0, 0)), "The draft hands over the same leads as the other model."),
    (
        (9, 8, Estimate(0.1, -0.1, 0.3, 40), Estimate.count(41.0, 500)),
        "History cannot tell these apart; your call: 41 leads a month change hands.",
    ),
    ((9, 8, Estimate(0.2, 0.1, 0.3, 40), Estimate.count(3.2, 17)), "History says try it: "),
    ((9, 8, Estimate(-0.2, -0.3, -0.1, 40), Estimate.count(3.2, 17)), "History speaks against it: "),
    ((9, 0, Estimate.unknown("x"), Estimate.count(3.2, 9)), "The draft only hands over more leads, "),
    ((0, 9, Estimate.unknown("x"), Estimate.count(3.2, 9)), "The draft only hands over fewer leads, "),
    ((9, 8, Estimate.unknown(TOO_FEW), Estimate.count(3.2, 17)), "Too few outcomes to compare, "),
    ((9, 8, Estimate.unknown("no dates"), Estimate.count(3.2, 17)), "Nothing can be said of outcomes (no dates); "),
    (
        (9, 8, Estimate(0.1, -0.1, 0.3, 40), Estimate.unknown("no month", 17)),
        "History cannot tell these apart; your call: 17 leads change hands.",
    ),
]


@pytest.mark.parametrize(("found", "words"), VERDICTS)
def test_the_verdict_claims_no_more_than_history_can_settle(found, words):
    assert verdict(*found).startswith(words)


UNKNOWN = {
    "undated data": (Town(leads=[{"lead_id": "Ada", "created_at": None}]), "no dates"),
    "no hand-offs": (Town().lead("Ada", did=[("demo", 1)]), "this data has no hand-offs"),
    "everyone out": (Town().lead("Ada", title="VP", mql=3), "every lead is out, so no cut-off hands anyone over"),
}


@pytest.mark.parametrize("name", UNKNOWN)
def test_what_cannot_be_compared_says_why(name):
    town, reason = UNKNOWN[name]
    rules = [{"id": "vp", "knock_out": True, "when": {"attribute": "title", "is": "VP"}}]
    asked = model(rules=rules) if name == "everyone out" else model()
    replayed, card = card_of(town, asked, asked)
    assert card.reason == reason
    assert card.kept.a_month.value is None and card.difference.value is None and card.changing_hands.value is None
    assert swapped(replayed, card, "kept") == ()


def test_fixed_cut_offs_need_cut_offs():
    _, card = card_of(workshop(), model(mql=None), model(), terms="fixed cut-offs")
    assert card.reason == "the model has no cut-offs: draft"
    assert card_of(workshop(), model(mql=None), model(mql=None))[1].reason is None


def test_without_touches_handed_over_leads_stand_in_and_without_outcomes_nothing_is_known():
    town = opened().lead("Ada", did=[("demo", 1)], mql=10, sql=20).lead("Ben", did=[("demo", 1)], mql=10)
    assert card_of(town, model(), model())[1].kept.rate.n == 3
    nothing = opened().lead("Ada", did=[("demo", 1)], mql=10, worked=11)
    card = card_of(nothing, model(), model())[1]
    assert card.kept.rate.reason == "needs at least 1 sql lead; this data has none"


@pytest.fixture(scope="module")
def saas(sample_workspace):
    """The SaaS sample's replay and its model."""
    active = load(find(sample_workspace).model)
    return build_replay(Shelf(open_current(sample_workspace)), active), active


def test_ten_points_for_a_useless_rule_gain_at_a_fixed_cut_off_and_lose_at_equal_volume(saas):
    """Webinars do nothing for a lead of this company; more points for them only let more leads through."""
    replayed, active = saas
    strict = active.with_cut_offs(CutOffs(mql=Decimal(50), sql=Decimal(60)))
    draft = strict.with_points({"webinar": strict.rule("webinar").worth + 10})
    fixed, equal = (swap_card(replayed, draft, strict, terms) for terms in ("fixed cut-offs", "equal volume"))
    assert fixed.gain.value > 25
    assert fixed.volume.value > 1.1 * swap_card(replayed, strict, strict, "fixed cut-offs").volume.value
    assert equal.gain.value < 0
    assert equal.difference.n == fixed.difference.n == 1303


def test_parts_add_up_to_the_hand_offs(saas):
    replayed, active = saas
    for points in (0, 10, 30):
        card = swap_card(replayed, active.with_points({"webinar": Decimal(points)}), active)
        assert card.kept.leads + card.dropped.leads == replayed.handed.sum() == 1818
        assert card.kept.leads + card.added.leads == card.draft.leads.sum()
        assert len(swapped(replayed, card, "kept")) == card.kept.leads
        assert len(swapped(replayed, card, "kept", most=7)) == 7
