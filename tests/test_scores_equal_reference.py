"""The product and the plain-Python reference say exactly the same of every lead of every random world.

LEADSCORE_WORLDS sets how many worlds are drawn (200 unless said), LEADSCORE_FIRST_WORLD the first seed.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from reference.crossed_worlds import crossed_worlds
from reference.landmarks import end_of_day
from reference.outcome import differences, parted, row_of, score_with_reference
from reference.product import replayed_with_product, score_with_product
from reference.scorer import score_leads
from reference.world_instants import DAYS, FIRST
from reference.worlds import World, random_world

WORLDS = int(os.environ.get("LEADSCORE_WORLDS", "200"))
FIRST_WORLD = int(os.environ.get("LEADSCORE_FIRST_WORLD", "0"))
BATCH = 20
MONDAYS = tuple(end_of_day((FIRST + timedelta(days=each)).date(), "UTC") for each in range(0, DAYS, 28))


def parting(world: World) -> list[str]:
    """Where the two scorers part over a world, in words, the first few; a quarter of the worlds is explained too."""
    asked = (world.model, world.tables, world.facts, world.lens)
    explained = 3 if world.seed % 4 == 0 else 0
    return differences(score_with_reference(*asked), score_with_product(*asked, explained=explained))[:8]


@pytest.mark.parametrize("first", range(FIRST_WORLD, FIRST_WORLD + WORLDS, BATCH))
def test_scores_equal_the_reference(first: int) -> None:
    seeds = range(first, min(first + BATCH, FIRST_WORLD + WORLDS))
    found = {seed: parting(random_world(seed)) for seed in seeds}
    assert not any(found.values()), report(found)


@pytest.mark.parametrize("name", crossed_worlds())
def test_crossed_worlds_equal_the_reference(name: str) -> None:
    found = {name: parting(crossed_worlds()[name])}
    assert not any(found.values()), report(found)


@pytest.mark.parametrize("first", range(FIRST_WORLD, FIRST_WORLD + max(WORLDS // 10, 1), 10))
def test_replayed_evidence_equals_the_reference_at_the_same_landmarks(first: int) -> None:
    """Evidence is a function of lead and T: the product's own pairs, judged one by one, give its own units."""
    found = {seed: replayed(random_world(seed)) for seed in range(first, first + 10)}
    assert not any(found.values()), report(found)


def replayed(world: World) -> list[str]:
    """Where the product's replay parts from the reference, in words; the first few."""
    theirs = replayed_with_product(world.model, world.tables, world.facts, MONDAYS)
    pairs = [(lead_id, as_of) for lead_id, as_of in theirs if as_of is not None]
    ours = score_leads(world.model, world.tables, world.facts, pairs).leads if pairs else ()
    evidence = {(row.lead_id, row.as_of): row for row in map(row_of, ours)}
    if set(evidence) != set(pairs):
        return [f"leads and landmarks: {sorted(evidence)} | {sorted(pairs)}"]
    return [f"{key} {line}" for key, row in evidence.items() for line in parted(row.found, theirs[key])][:8]


def report(found: Mapping[Any, list[str]]) -> str:
    """One line for each difference, with the seed or name of its world."""
    lines = [f"world {name} (reference | product): {line}" for name, each in found.items() for line in each]
    return "\n".join(["", *lines])
