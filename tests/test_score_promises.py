"""Promises of every score: explained without a rest, never changed by later events, each lead counted once."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction
from functools import cache
from typing import Any

import pytest
from reference.dataset import dataset
from reference.landmarks import end_of_day
from reference.outcome import Outcome, differences, score_with_reference
from reference.product import score_with_product
from reference.world_instants import LATEST
from reference.world_tables import activity, change, random_setting
from reference.worlds import World, random_world

from leadscore.model import Model, parse, to_yaml

WORLDS = 24
BESIDE_T = (timedelta(microseconds=1), timedelta(seconds=1), timedelta(days=1), timedelta(days=90))

Scorer = Callable[..., Outcome]
SCORERS = [
    pytest.param(score_with_reference, id="reference"),
    pytest.param(score_with_product, id="product"),
]
both = pytest.mark.parametrize("scorer", SCORERS)


def scored(scorer: Scorer, world: World, tables: dict[str, list[dict[str, Any]]] | None = None) -> Outcome:
    return scorer(world.model, world.tables if tables is None else tables, world.facts, world.lens)


@cache
def known(scorer: Scorer, seed: int) -> tuple[World, Outcome]:
    """The world of a seed and what the scorer says of it, worked out once."""
    world = random_world(seed)
    return world, scored(scorer, world)


@both
@pytest.mark.parametrize("seed", range(WORLDS))
def test_the_lines_of_every_explanation_sum_to_the_score(scorer: Scorer, seed: int) -> None:
    for row in known(scorer, seed)[1].rows:
        assert row.lines is not None
        assert sum((contribution for _, _, contribution in row.lines), Fraction(0)) == row.score
        assert all(contribution == 0 for kind, _, contribution in row.lines if kind == "knock_out")


@both
@pytest.mark.parametrize("seed", range(WORLDS))
def test_each_lead_is_scored_once_or_left_out_once(scorer: Scorer, seed: int) -> None:
    world, outcome = known(scorer, seed)
    assert max(Counter((row.lead_id, row.as_of) for row in outcome.rows).values(), default=1) == 1
    assert len(outcome.rows) + outcome.without_landmark + outcome.excluded == len(world.tables["leads"])


@both
@pytest.mark.parametrize("seed", range(WORLDS))
def test_nothing_dated_after_t_changes_a_score(scorer: Scorer, seed: int) -> None:
    world, before = known(scorer, seed)
    asked = (world.model, with_rows_beside_t(world, before, later=True), world.facts, world.lens)
    after = score_with_reference(*asked) if scorer is score_with_reference else score_with_product(*asked, explained=1)
    assert differences(before, after) == []


def test_the_same_rows_dated_at_t_do_change_scores() -> None:
    """The promise above is no empty one: the rows it inserts matter as soon as they are dated at T."""
    changed = 0
    for seed in range(60):
        world, before = known(score_with_reference, seed)
        after = scored(score_with_reference, world, with_rows_beside_t(world, before, later=False))
        changed += differences(before, after) != []
    assert changed > 30


def with_rows_beside_t(world: World, outcome: Outcome, later: bool) -> dict[str, list[dict[str, Any]]]:
    """The world's tables with activities, changes, stages and deals of each scored lead after its T (or at it).

    Only kinds, fields and tables that the data already has: that a kind exists at all is no dated fact, and the
    first row of it wakes the rules that slept for want of it.
    """
    rng = random.Random(world.seed)
    setting = random_setting(random.Random(world.seed))
    data = dataset(world.tables, world.facts)
    tables = {name: list(rows) for name, rows in world.tables.items()}
    kinds = sorted(data.kinds)
    last = {row.lead_id: row.as_of for row in sorted(outcome.rows, key=lambda row: str(row.as_of)) if row.as_of}
    for lead_id, as_of in last.items():
        at = min(as_of + rng.choice(BESIDE_T), LATEST) if later else as_of
        if later and at <= as_of:
            continue
        if kinds:
            drawn = [activity(rng, lead_id, ["call"], [at], setting) for _ in range(6)]
            tables["activities"] += [row | {"occurred_at": at, "kind": rng.choice(kinds)} for row in drawn]
        for name in sorted(data.changed_fields):
            tables["changes"].append(change(rng, lead_id, name, at, setting))
        tables.setdefault("stages", []).append(stage(rng, lead_id) | {"entered_at": at})
        if data.deals:
            deal_id = f"later-{lead_id}"
            opened = {"deal_id": deal_id, "account_id": None, "opened_at": at, "closed_at": None, "outcome": "open"}
            tables["deals"].append(data.deals[0] | opened)
            tables["deal_leads"].append({"deal_id": deal_id, "lead_id": lead_id})
    return tables


def stage(rng: random.Random, lead_id: str) -> dict[str, Any]:
    """A stage that some lead enters."""
    name = rng.choice(("mql", "sql", "won", "lost", "rejected"))
    return {"lead_id": lead_id, "stage": name, "amount": None, "reason": None, "score": None}


def test_a_hand_off_after_t_opens_no_earlier_landmark() -> None:
    """With the arrival lens a lead handed over on day 20 is judged on day 14, as if nobody knew."""
    world = next(each for each in map(random_world, range(500)) if each.lens == "arrival" and each.tables["leads"])
    before = score_with_reference(world.model, world.tables, world.facts, "arrival")
    hand_off = stage(random.Random(0), "") | {"stage": "mql"}
    stages = [
        hand_off | {"lead_id": row.lead_id, "entered_at": row.as_of + timedelta(days=6)}
        for row in before.rows
        if row.as_of
    ]
    tables = world.tables | {"stages": [*world.tables.get("stages", []), *stages]}
    assert differences(before, score_with_reference(world.model, tables, world.facts, "arrival")) == []


def test_the_zone_moves_the_landmark_of_a_date() -> None:
    day = date(2026, 10, 25)
    world = random_world(3, lens=day)
    found = {row.as_of for row in scored(score_with_reference, world).rows}
    assert found == {end_of_day(day, world.facts.zone)} != {end_of_day(day, "UTC")}


@pytest.mark.parametrize("first", range(0, 200, 50))
def test_a_model_read_back_from_its_own_file_is_equal(first: int) -> None:
    for seed in range(first, first + 50):
        model = Model.model_validate(random_world(seed).model)
        assert parse(to_yaml(model)) == model
