"""What a slider move shows equals the closed-loop figures, and a recount lead by lead."""

from __future__ import annotations

import random
from collections import Counter
from datetime import UTC, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from outcomes.random_story import random_story
from outcomes.story import day

from leadscore.evidence import Handoff, Shelf
from leadscore.figures.closed_loop import closed_loop
from leadscore.model import Model, load
from leadscore.outcomes.rates import NO_CUT_OFFS
from leadscore.simulation import CLASSES, Lock, build_board
from leadscore.store.database import open_current

from .history import CUT_OFFS, leads_of, lift_of_top, model, pairs_right, shelf_of

SEEDS = range(60)
BANDS = ("ready", "hand_over", "nurture", "out")
LQS = {
    "lqs": "lqs",
    "lqs_worked_share": "worked_share",
    "lqs_rate_worked": "rate_worked",
    "lqs_rate_unworked": "rate_unworked",
}


def drafts(asked: Model, dice: random.Random) -> list[Model]:
    """The model, and the same rules with other points: some halved, some gone, some the other way round."""
    found = [asked]
    for _ in range(2):
        points = {
            rule.id: rule.worth * dice.choice([Decimal("0.5"), 0, 2, -1]) for rule in asked.rules if not rule.knock_out
        }
        found.append(asked.with_points(points))
    return found


def told(seed: int):
    """A random story that its manifest calls captured at the form, a model to it, and a data date."""
    dice = random.Random(1_000 + seed)
    story, _ = random_story(seed)
    story.captured = ("source", "account_id")
    return story, model(dice.choice(list(CUT_OFFS)), dice.random() < 0.4), day(dice.choice([100, 150, 300])), dice


@pytest.mark.parametrize("seed", SEEDS)
def test_worked_leads_as_known_then_equal_the_closed_loop_figures(seed: int) -> None:
    story, asked, until, dice = told(seed)
    if not story.dated or not story.leads:
        return
    with shelf_of(story, until) as shelf:
        board = build_board(shelf, asked, lock=Lock.off())
        for draft in drafts(asked, dice):
            same_as_metrics(shelf, draft, board.look(draft), board)


def same_as_metrics(shelf: Shelf, draft: Model, look, board) -> None:
    report = closed_loop(shelf, draft, board.view.lens, families=("conversion", "quality"))
    bands = report.figure(f"conversion_{board.outcome}_by_band", None).reason if not look.bands else None
    assert bands in (None, NO_CUT_OFFS) or not look.all.conversion.known()
    for name, part in ((f"conversion_{board.outcome}", "conversion"), ("conversion_won", "won")):
        whole = report.figure(name)
        assert getattr(look.all, part).value == whole.value
        if whole.known():
            assert getattr(look.all, part) == whole
        shown = {each.group for each in report.figures if each.name == f"{name}_by_band"}
        for band in shown & set(BANDS):
            assert getattr(look.band(band), part) == report.figure(f"{name}_by_band", band)
    if report.header.lens == "handoff":
        for name, part in LQS.items():
            assert getattr(look.quality, part).value == report.figure(name).value
            if report.figure(name).known():
                assert getattr(look.quality, part) == report.figure(name)


@pytest.mark.parametrize("hindsight", ["then", "then_worked"])
@pytest.mark.parametrize("seed", SEEDS)
def test_a_recount_lead_by_lead_finds_the_same(seed: int, hindsight: str) -> None:
    story, asked, until, dice = told(seed)
    if not story.leads:
        return
    with shelf_of(story, until, dice.choice(["UTC", "America/Los_Angeles"])) as shelf:
        board = build_board(shelf, asked, hindsight, lock=Lock.off())
        for draft in drafts(asked, dice):
            leads = leads_of(shelf, draft, board)
            assert board.leads == len(leads)
            recount(leads, draft, board.look(draft), board)


def recount(leads: list[dict], draft: Model, look, board) -> None:
    inside = ("counted", "unworked") if board.view.pooled else ("counted",)
    classes = {lead["id"]: klass(*lead["outcome"], inside) for lead in leads}
    counted = Counter((classes[lead["id"]], lead["score"] // 10_000) for lead in leads)
    for number, name in enumerate(CLASSES):
        assert look.histogram[number].tolist() == [counted[name, bin_] for bin_ in range(101)]
    for part in look.bands:
        mine = [lead for lead in leads if lead["band"] == part.band]
        assert part.leads == len(mine)
        assert part.classes == {name: sum(classes[lead["id"]] == name for lead in mine) for name in CLASSES}
        if part.revenue.known():
            assert part.revenue.value == pytest.approx(sum(revenue(lead) for lead in mine))
    over = [lead for lead in leads if lead["band"] in ("ready", "hand_over")]
    mature = [lead["quality"] for lead in over if lead["quality"][0] in ("counted", "unworked")]
    if look.bands and look.quality_handed_over.lqs.known():
        assert look.quality_handed_over.lqs.n == len(mature)
        assert look.quality_handed_over.lqs.value == sum(hit for _, hit in mature) / len(mature)
    ranked = [
        {"score": lead["score"], "month": lead["month"], "hit": lead["outcome"][1]}
        for lead in leads
        if lead["outcome"][0] in inside
    ]
    assert look.pairs.value == pytest.approx(pairs_right(ranked), abs=1e-12)
    if look.lift_top_fifth.known():
        assert look.lift_top_fifth.value == pytest.approx(lift_of_top(ranked, 0.2), abs=1e-12)
    scores = [lead["score"] for lead in leads]
    assert (look.balances.variance.behavioural is None) == (len(set(scores)) < 2)


def klass(place: str, hit: bool, inside: tuple[str, ...]) -> str:
    if place in inside:
        return "converted" if hit else "not_converted"
    return place if place in ("unworked", "immature") else "left_out"


def revenue(lead: dict) -> float:
    before = lead["won_at"] is not None and lead["as_of"] is not None and lead["won_at"] < lead["as_of"]
    return 0.0 if before else lead["amount"] or 0.0


@pytest.mark.parametrize("outcome", ["sql", "opportunity", "won"])
def test_the_sample_company_has_the_figures_of_metrics(sample_workspace, outcome: str) -> None:
    shelf = Shelf(open_current(sample_workspace))
    asked = load(sample_workspace / "model.yaml")
    asked = asked.model_copy(update={"evaluation": asked.evaluation.model_copy(update={"outcome": outcome})})
    board = build_board(shelf, asked, lock=Lock.off())
    assert board.leads == sum(part.leads for part in board.look(asked).bands)
    for draft in (asked, asked.with_points({asked.rules[0].id: Decimal("17.25")})):
        same_as_metrics(shelf, draft, board.look(draft), board)


def test_a_period_is_counted_in_full_months_only(sample_workspace) -> None:
    shelf, asked = Shelf(open_current(sample_workspace)), load(sample_workspace / "model.yaml")
    look = build_board(shelf, asked, lock=Lock.off()).look(asked)
    report = closed_loop(shelf, asked, Handoff(), by="month", families=["waterfall"])
    months = {each.group: each.estimate.value for each in report.figures if each.name == "leads" and each.group}
    manifest = shelf.database.manifest
    until = (manifest.data_date + timedelta(microseconds=1)).replace(tzinfo=UTC).astimezone(ZoneInfo(manifest.zone))
    full = [leads for month, leads in months.items() if month < until.strftime("%Y-%m")][1:]
    assert look.all.volume.value == pytest.approx(sum(full) / len(full))
