"""PostgreSQL says of random and crossed worlds exactly what DuckDB says.

LEADSCORE_ENGINE_WORLDS sets how many random worlds are drawn (60 unless said), LEADSCORE_FIRST_WORLD the first seed.
"""

from __future__ import annotations

import os

import pytest
from reference.crossed_worlds import crossed_worlds
from reference.worlds import random_world

from .comparing import parting
from .postgres import Postgres

WORLDS = int(os.environ.get("LEADSCORE_ENGINE_WORLDS", "60"))
FIRST_WORLD = int(os.environ.get("LEADSCORE_FIRST_WORLD", "0"))


@pytest.mark.parametrize("seed", range(FIRST_WORLD, FIRST_WORLD + WORLDS))
def test_random_worlds(postgres: Postgres, seed: int) -> None:
    assert parting(random_world(seed), postgres) == []


@pytest.mark.parametrize("name", crossed_worlds())
def test_crossed_worlds(postgres: Postgres, name: str) -> None:
    assert parting(crossed_worlds()[name], postgres) == []
