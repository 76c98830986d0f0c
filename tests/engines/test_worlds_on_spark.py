"""Spark Connect says of random and crossed worlds exactly what DuckDB says.

Run with `pytest tests/engines --slow` where `pip install -e '.[test,spark]'` was done and Java 17 or later is.
LEADSCORE_ENGINE_WORLDS sets how many random worlds are drawn (60 unless said), LEADSCORE_FIRST_WORLD the first seed.
"""

from __future__ import annotations

import os

import pytest
from reference.crossed_worlds import crossed_worlds
from reference.worlds import random_world

from .comparing import parting
from .spark import Spark

WORLDS = int(os.environ.get("LEADSCORE_ENGINE_WORLDS", "60"))
FIRST_WORLD = int(os.environ.get("LEADSCORE_FIRST_WORLD", "0"))

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("seed", range(FIRST_WORLD, FIRST_WORLD + WORLDS))
def test_random_worlds(spark: Spark, seed: int) -> None:
    assert parting(random_world(seed), spark) == []


@pytest.mark.parametrize("name", crossed_worlds())
def test_crossed_worlds(spark: Spark, name: str) -> None:
    assert parting(crossed_worlds()[name], spark) == []
