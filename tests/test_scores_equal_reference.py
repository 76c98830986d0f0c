"""The product and the plain-Python reference say exactly the same of every lead of every random world.

LEADSCORE_WORLDS sets how many worlds are drawn (200 unless said), LEADSCORE_FIRST_WORLD the first seed.
"""

from __future__ import annotations

import os

import pytest
from reference.outcome import differences, score_with_reference
from reference.product import READY, score_with_product
from reference.worlds import random_world

WORLDS = int(os.environ.get("LEADSCORE_WORLDS", "200"))
FIRST = int(os.environ.get("LEADSCORE_FIRST_WORLD", "0"))
BATCH = 20

pytestmark = pytest.mark.skipif(not READY, reason="the product's scoring cannot be asked yet")


@pytest.mark.parametrize("first", range(FIRST, FIRST + WORLDS, BATCH))
def test_scores_equal_the_reference(first: int) -> None:
    found = {}
    for seed in range(first, min(first + BATCH, FIRST + WORLDS)):
        world = random_world(seed)
        asked = (world.model, world.tables, world.facts, world.lens)
        parted = differences(score_with_reference(*asked), score_with_product(*asked))
        if parted:
            found[seed] = parted[:5]
    assert not found, "\n".join(f"world {seed} (reference | product): {line}" for seed in found for line in found[seed])
