"""Intervals of volume and lift: told small, redrawn in plain Python, and right about as often as they promise."""

from __future__ import annotations

import math
import random
from pathlib import Path
from statistics import mean, quantiles, variance

import numpy as np
import pytest

from leadscore.evidence import Shelf
from leadscore.model import load
from leadscore.outcomes.resampling import NO_INTERVAL, interval, resampled
from leadscore.scoring.in_arrays import rescore
from leadscore.simulation import build_board
from leadscore.simulation.cut_offs import curve
from leadscore.simulation.intervals import lift_of_top_fifth, ranges, volume_change
from leadscore.simulation.ranking import top_lift
from leadscore.simulation.replay import reaches, score_weeks
from leadscore.store.database import open_current

from .history import lift_of_top
from .town import Town, called, model, opened

REDRAWN = 600
CLOSE = 0.2
"""How far an end may be from that of other draws, in widths of the interval."""


def colleagues() -> Town:
    """Twelve accounts of five who asked for a demo, each account confirmed or not, and sixty lone webinars."""
    town = called(opened(), "web", 60, 15, "webinar")
    for account in range(12):
        for place in range(5):
            sql = {"sql": 15} if account % 2 else {}
            town.lead(f"A{account}{place}", account_id=f"A{account}", mql=10, worked=11, did=(("demo", 1),), **sql)
    return town


def alone() -> Town:
    """The same leads, each without an account."""
    town = colleagues()
    town.leads = [{**lead, "account_id": None} for lead in town.leads]
    return town


def test_the_figures_in_the_middle_are_those_of_the_curve():
    replayed = colleagues().replay(model())
    for at, drawn in zip(curve(replayed, model()), ranges(replayed, model()), strict=True):
        assert (drawn.points, drawn.a_month.value) == (at.points, at.a_month.value)
        if at.precision.known():
            assert drawn.lift.value == pytest.approx(at.precision.value / (45 / 120))


def test_colleagues_make_an_interval_wider():
    together, apart = (town.replay(model()) for town in (colleagues(), alone()))
    for figure in ("a_month", "lift"):
        shared, lone = (getattr(ranges(each, model())[30], figure) for each in (together, apart))
        assert shared.value == lone.value
        assert shared.high - shared.low > 1.5 * (lone.high - lone.low)


def test_the_same_question_has_the_same_answer():
    replayed = colleagues().replay(model())
    assert ranges(replayed, model()) == ranges(replayed, model())


def test_few_leads_have_no_interval():
    """Four demos, of whom all were confirmed, would be confirmed in every resample."""
    town = called(called(opened(), "demo", 4, 4, "demo"), "web", 20, 8, "webinar")
    at = ranges(town.replay(model()), model())
    assert (at[30].a_month.n, at[30].a_month.low) == (4, None)
    assert (at[30].lift.value, at[30].lift.low, at[30].lift.reason) == (2.0, None, NO_INTERVAL)
    assert at[31].lift.reason == "no worked and mature lead has this score"


@pytest.mark.parametrize(
    ("town", "reason"),
    [(Town(leads=[{"lead_id": "Ada", "created_at": None}]), "no dates"), (Town().lead("Ada"), "no hand-offs")],
)
def test_without_hand_offs_there_is_no_lift(town, reason):
    replayed = town.replay(model())
    assert all(reason in each.lift.reason for each in ranges(replayed, model()))


def test_two_models_are_compared_on_the_same_resamples():
    """The draft loses the sixty webinars; whoever comes, nobody is gained, and what both hand over takes no part."""
    replayed = colleagues().replay(model())
    draft = model(webinar=10)
    change = volume_change(replayed, draft, model())
    assert change.n == 60
    assert change.value == pytest.approx(-60 / replayed.months)
    assert -68 / replayed.months > change.low > -85 / replayed.months
    assert -35 / replayed.months > change.high > -52 / replayed.months
    same = volume_change(replayed, model(), model())
    assert (same.value, same.low, same.n) == (0, None, 0)


def test_models_without_cut_offs_have_no_volume_to_compare():
    assert volume_change(colleagues().replay(model()), model(mql=None), model()).value is None


@pytest.mark.parametrize("seed", range(6))
def test_volume_and_lift_equal_a_plain_bootstrap(seed):
    town = random_town(seed)
    replayed = town.replay(model())
    cut_off = (20, 30)[seed % 2]
    found = ranges(replayed, model())[cut_off]
    over = reaches(replayed, score_weeks(replayed, model()), model(mql=cut_off).cut_offs.mql)
    counted = (replayed.outcomes["sql"].standing == "counted").tolist()
    hit = replayed.outcomes["sql"].hit.tolist()
    leads = list(zip(replayed.account.tolist(), over.tolist(), counted, hit, strict=True))
    drawn = list(redrawn(leads, seed))
    volumes = [sum(over for _, over, _, _ in each) / replayed.months for each in drawn]
    assert_close(found.a_month, volumes)
    assert_close(found.lift, [lift for each in drawn if (lift := plain_lift(each)) is not None])


@pytest.mark.parametrize("seed", range(3))
def test_a_change_equals_a_plain_bootstrap_of_pairs(seed):
    replayed = random_town(seed).replay(model())
    draft = model(webinar=10, demo=25)
    ours, theirs = (
        reaches(replayed, score_weeks(replayed, each), each.cut_offs.mql).tolist() for each in (draft, model())
    )
    leads = list(zip(replayed.account.tolist(), ours, theirs, strict=True))
    changes = [sum(a - b for _, a, b in each) / replayed.months for each in redrawn(leads, seed)]
    assert_close(volume_change(replayed, draft, model()), changes)


def test_cells_vary_as_accounts_do():
    """Mean n and variance sum of squares of each account's leads in a cell: what Poisson draws of accounts have."""
    account = np.array([0, 0, 0, 1, 1, -1, -1, 2])
    cell = np.array([0, 0, 1, 1, 1, 0, 1, 0])
    drawn = resampled(account, cell, 2, draws=20_000)
    assert drawn.mean(axis=0) == pytest.approx([4, 4], rel=0.03)
    assert drawn.var(axis=0) == pytest.approx([2**2 + 1 + 1, 1 + 2**2 + 1], rel=0.05)
    assert np.cov(drawn.T)[0, 1] == pytest.approx(2 * 1, rel=0.12)


def test_no_lead_is_drawn_from_nowhere():
    assert resampled(np.zeros(0, dtype=int), np.zeros(0, dtype=int), 3).sum() == 0


def test_what_most_resamples_do_not_have_has_no_interval():
    assert interval(1.0, np.array([np.nan] * 50 + [1.0] * 50), 3).low is None
    assert interval(1.0, np.full(9, np.nan), 3).low is None


@pytest.mark.parametrize("seed", range(40))
def test_the_lift_of_the_top_fifth_is_that_of_a_list(seed):
    """Leads in order of their score, those that tie at the border counted in part."""
    draw = random.Random(seed)
    leads = [(draw.randrange(6), draw.random() < 0.4) for _ in range(draw.randrange(1, 40))] + [(3, True)]
    n, hits = (
        np.bincount([score for score, _ in chosen], minlength=6) for chosen in (leads, [x for x in leads if x[1]])
    )
    assert float(top_lift(n, hits)) == pytest.approx(plain_top_lift(leads))
    both = top_lift(np.stack([n, 2 * n]), np.stack([hits, 2 * hits]))
    assert both == pytest.approx([plain_top_lift(leads)] * 2)


def test_a_boards_lift_has_the_interval_of_a_plain_bootstrap(sample_workspace: Path):
    shelf, asked = Shelf(open_current(sample_workspace)), load(sample_workspace / "model.yaml")
    board = build_board(shelf, asked)
    found = lift_of_top_fifth(board, asked)
    ranked = board.tallies.ranked
    assert found.value == board.look(asked).lift_top_fifth.value
    scores = rescore(board.view.rules_of(asked), board.tallies.units).score[ranked.pattern].tolist()
    hit = np.isin(np.arange(len(scores)), ranked.hits).tolist()
    alone_from = int(ranked.account.max()) + 1
    account = [alone_from + place if each < 0 else each for place, each in enumerate(ranked.account.tolist())]
    leads = list(zip(account, scores, hit, strict=True))
    lifts = [plain_top_lift([(score, hit) for _, score, hit in each]) for each in redrawn(leads, 5, 300)]
    assert_close(found, lifts)


def test_an_interval_holds_the_truth_about_as_often_as_it_says():
    """Colleagues share their fate; the truth is the rate over the world's, here 2 by construction (0.5 over 0.25)."""
    draw, inside = np.random.default_rng(8), 0
    for _ in range(200):
        account = np.repeat(np.arange(150), 2)
        high = np.repeat(draw.random(150) < 1 / 3, 2)
        fate = np.repeat(draw.random(150), 2)
        hit = fate < np.where(high, 0.5, 0.125)
        drawn = resampled(account, 2 * high + hit, 4, draws=200, seed=int(draw.integers(1 << 30)))
        rate = (drawn[:, 3] / drawn[:, 2:].sum(axis=1)) / (drawn[:, 1::2].sum(axis=1) / drawn.sum(axis=1))
        found = interval(1.0, rate, 300)
        inside += found.low <= 2.0 <= found.high
    assert 0.90 <= inside / 200 <= 0.99


def random_town(seed: int) -> Town:
    """Accounts of one to four leads who do as their colleagues do, with an outcome that they mostly share."""
    draw, town, number = random.Random(seed), opened(), 0
    for account in range(45):
        demo, luck = draw.random() < 0.5, draw.random()
        for _ in range(draw.choice((1, 1, 2, 4))):
            number += 1
            kind = "demo" if demo or draw.random() < 0.2 else draw.choice(("webinar", "nothing"))
            sql = {"sql": 15} if luck * draw.uniform(0.6, 1.4) < (0.6 if kind == "demo" else 0.35) else {}
            name = f"A{account}" if draw.random() < 0.9 else None
            town.lead(f"L{number:03}", account_id=name, mql=10, worked=11, did=((kind, 1),), **sql)
    return town


def redrawn(leads, seed, times=REDRAWN):
    """Lists of leads, each account (the first field) taken as often as a Poisson number of mean 1 says."""
    draw, accounts = random.Random(seed + 1000), {}
    for lead in leads:
        accounts.setdefault(lead[0], []).append(lead)
    for _ in range(times):
        yield [lead for members in accounts.values() for _ in range(poisson(draw)) for lead in members]


def poisson(draw: random.Random) -> int:
    """A Poisson number of mean 1, by Knuth's product of uniform numbers."""
    number, product = 0, draw.random()
    while product > math.exp(-1):
        number, product = number + 1, product * draw.random()
    return number


def plain_lift(leads) -> float | None:
    """The rate of those over the cut-off, over the rate of all, of those that count."""
    over = [hit for _, above, counted, hit in leads if counted and above]
    everyone = [hit for _, _, counted, hit in leads if counted]
    return mean(over) / mean(everyone) if over and any(everyone) else None


def plain_top_lift(leads) -> float:
    """The lift of the top fifth of (score, hit) pairs."""
    return lift_of_top([{"score": score, "hit": hit} for score, hit in leads], 0.2)


def assert_close(found, values) -> None:
    """An interval is that of plain draws, up to the luck of the draw."""
    points = quantiles(values, n=40)
    low, high = points[0], points[-1]
    assert variance(values) > 0
    assert abs(found.low - low) < CLOSE * (high - low)
    assert abs(found.high - high) < CLOSE * (high - low)
