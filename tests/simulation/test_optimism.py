"""Optimism: what picking the best of many settings flatters, against a plain loop and against leads never seen."""

from __future__ import annotations

import time
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest
from outcomes.story import Story, day

from leadscore.evidence import Shelf
from leadscore.model import Model, load
from leadscore.outcomes.resampling import resampled
from leadscore.simulation import build_board
from leadscore.simulation.counts import PAIR
from leadscore.simulation.optimism import DRAWS, Histories, fitting, lifts_of, optimism
from leadscore.simulation.ranking import Ranked
from leadscore.simulation.side_by_side import together
from leadscore.store.database import open_current

from .history import model, shelf_of


def ranked(hit: np.ndarray, account: np.ndarray | None = None) -> Ranked:
    """Leads that are all different: each is its own pattern, in one month."""
    alone = np.full(len(hit), -1)
    place = np.arange(len(hit))
    return Ranked(place, np.zeros_like(place), alone if account is None else account, 1, np.flatnonzero(hit), ())


def top_fifth(scores: list[float], hits: list[bool], times: list[int]) -> float:
    """The lift of the top fifth of leads that count so many times each; ties at the border count in part."""
    wanted, taken, found = sum(times) / 5, 0.0, 0.0
    for score in sorted(set(scores), reverse=True):
        alike = [place for place, each in enumerate(scores) if each == score]
        here = sum(times[place] for place in alike)
        part = min(1.0, (wanted - taken) / here) if here else 0.0
        taken += part * here
        found += part * sum(times[place] for place in alike if hits[place])
        if taken >= wanted:
            break
    return found / sum(count for count, hit in zip(times, hits, strict=True) if hit) / 0.2


def test_no_known_lead_has_no_lift_and_is_no_accident() -> None:
    nobody = Histories.of(ranked(np.array([], dtype=bool)), draws=3)
    lifts = nobody.lifts(np.array([], dtype=np.int64))
    assert len(lifts) == nobody.draws + 1 and np.isnan(lifts).all()
    assert optimism(nobody, [lifts]).lift.value is None


@pytest.mark.parametrize("named", [False, True], ids=["leads alone", "accounts of three"])
def test_it_is_what_a_plain_loop_finds(named: bool) -> None:
    rng = np.random.default_rng(5)
    hit = rng.random(60) < 0.4
    account = np.arange(60) // 3 if named else np.full(60, -1)
    settings = [rng.integers(0, 8, 60) for _ in range(6)]
    histories = Histories.of(ranked(hit, account), draws=40)
    found = optimism(histories, [histories.lifts(each) for each in settings])

    drawn = resampled(account, 2 * np.arange(60) + hit, 120, 40)
    differences = []
    for row in drawn:
        times = [int(row[2 * place] + row[2 * place + 1]) for place in range(60)]
        there = [top_fifth(list(each), list(hit), times) for each in settings]
        best = there.index(max(there))
        differences.append(there[best] - top_fifth(list(settings[best]), list(hit), [1] * 60))
    assert found.expected.value == pytest.approx(sum(differences) / 40)
    lifts = [top_fifth(list(each), list(hit), [1] * 60) for each in settings]
    assert found.lift.value == pytest.approx(max(lifts))
    assert (found.best, found.settings, found.draws) == (lifts.index(max(lifts)), 6, 40)


def test_colleagues_are_drawn_together() -> None:
    hit = np.repeat(np.arange(20) % 2 == 0, 3)
    histories = Histories.of(ranked(hit, np.arange(60) // 3), draws=50)
    of_accounts = (histories.pairs % PAIR).reshape(51, 20, 3)
    assert (of_accounts == of_accounts[:, :, :1]).all()
    assert (of_accounts[0] == 1).all()
    assert (histories.leads, histories.reached) == (60, 30)


def test_the_best_of_200_settings_on_300_leads(capsys: pytest.CaptureFixture[str]) -> None:
    """Twelve signals of which three mean a little, 200 random settings: what the guard expects is most of the gap."""
    rows = [fished(np.random.default_rng(seed)) for seed in range(40)]
    seen, fresh, expected = (float(np.mean(column)) for column in zip(*rows, strict=True))
    with capsys.disabled():
        print(
            f"\nbest of 200 settings on 300 leads, 40 worlds: lift {seen:.2f} on them, {fresh:.2f} on fresh leads, "
            f"gap {seen - fresh:.2f}, expected too much {expected:.2f}"
        )
    assert (seen - fresh, expected) == pytest.approx((0.33, 0.28), abs=0.02), "as README says"
    assert 0.5 < expected / (seen - fresh) < 1.2


def fished(rng: np.random.Generator) -> tuple[float, float, float]:
    """In one world: the lift of the best setting where it was picked, that on 30,000 fresh leads, and the optimism."""

    def leads(n: int) -> tuple[np.ndarray, np.ndarray]:
        signals = rng.random((n, 12)) < 0.35
        logit = -1.0 + signals[:, :3] @ np.array([0.12, 0.08, 0.04])
        return signals, rng.random(n) < 1 / (1 + np.exp(-logit))

    (signals, hit), (later, hit_later) = leads(300), leads(30_000)
    settings = rng.integers(0, 21, (200, 12))
    histories = Histories.of(ranked(hit))
    found = optimism(histories, [histories.lifts(signals @ points) for points in settings])
    assert found.best is not None
    then = Histories.of(ranked(hit_later), draws=0).lifts(later @ settings[found.best])
    return found.lift.value or 0.0, float(then[0]), found.expected.value or 0.0


def test_one_setting_is_hardly_flattered() -> None:
    rng = np.random.default_rng(2)
    histories = Histories.of(ranked(rng.random(2000) < 0.3))
    many = [histories.lifts(rng.integers(0, 50, 2000)) for _ in range(100)]
    alone, best = optimism(histories, many[:1]), optimism(histories, many)
    assert abs(alone.expected.value or 1.0) < 0.03
    assert (best.expected.value or 0.0) > 0.1


def test_nothing_is_said_of_nothing() -> None:
    histories = Histories.of(ranked(np.arange(40) % 2 == 0), draws=10)
    assert optimism(histories, []).expected.reason == "no other setting was looked at"
    few = Histories.of(ranked(np.arange(40) < 4), draws=10)
    assert optimism(few, [few.lifts(np.arange(40))]).expected.reason == "too few outcomes for an interval"
    none = Histories.of(ranked(np.zeros(40, dtype=bool)), draws=10)
    assert "needs leads that reached the outcome" in str(optimism(none, [none.lifts(np.arange(40))]).expected.reason)


def test_very_many_leads_are_resampled_less_often() -> None:
    assert fitting(DRAWS, 20_000) == 200
    assert fitting(DRAWS, 100_000) == 40
    assert fitting(DRAWS, 10**7) == 20


def test_on_a_board_it_is_the_lift_of_a_look() -> None:
    story = Story(captured=("source",))
    for number in range(120):
        reached = {"sql": number + 9} if number % 4 == 0 else {}
        source = "web" if number % 5 else "fair"
        story.lead(f"L{number:03}", created=0, handed=number, worked=number + 1, source=source, **reached)
        if number % 3:
            story.touch(f"L{number:03}", number - 0.5, "email_open")
    with shelf_of(story, day(400)) as shelf:
        asked = model("no cut-offs")
        board = build_board(shelf, asked)
        histories = Histories.of(board.tallies.ranked)
        for points in (0, 10, 40):
            setting = asked.with_points({"web": Decimal(points)})
            assert lifts_of(board, histories, setting)[0] == board.look(setting).lift_top_fifth.value


def test_models_of_different_rules_are_asked_together() -> None:
    first = model("low")
    second = model("low", rules="rules: [{id: web, points: 5, when: {attribute: source, is: fair}}]\n")
    third = first.with_points({"web": Decimal(1)})
    brought = together([first, second, third])
    assert [len(each.rules) for each in brought] == [6, 6, 6]
    assert [rule.id for rule in brought[1].rules] == [rule.id for rule in brought[0].rules]
    assert [[rule.worth for rule in each.rules if rule.worth] for each in brought] == [
        [rule.worth for rule in each.rules] for each in (first, second, third)
    ]
    assert together([]) == ()
    assert together([first, third]) == (first, third)


def test_a_hundred_settings_of_a_sample_take_about_a_second(sample_workspace: Path) -> None:
    shelf = Shelf(open_current(sample_workspace))
    active: Model = load(sample_workspace / "model.yaml")
    board = build_board(shelf, active)
    rng = np.random.default_rng(1)
    ids = [rule.id for rule in active.rules if not rule.knock_out]
    settings = [active.with_points({each: Decimal(int(rng.integers(0, 20))) for each in ids}) for _ in range(100)]
    begun = time.perf_counter()
    histories = Histories.of(board.tallies.ranked)
    found = optimism(histories, [lifts_of(board, histories, each) for each in settings])
    assert time.perf_counter() - begun < 4
    assert (found.expected.value or 0.0) > 0
