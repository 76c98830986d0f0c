"""PostgreSQL says of random and crossed worlds exactly what DuckDB says.

LEADSCORE_ENGINE_WORLDS sets how many random worlds are drawn (60 unless said), LEADSCORE_FIRST_WORLD the first seed.
"""

from __future__ import annotations

import os
from datetime import timedelta

import pytest
from reference.crossed_worlds import crossed_worlds
from reference.world_instants import DAYS, FIRST
from reference.worlds import random_world

from leadscore.evidence import Replay, mondays_between

from .comparing import parting
from .postgres import Postgres

WORLDS = int(os.environ.get("LEADSCORE_ENGINE_WORLDS", "60"))
FIRST_WORLD = int(os.environ.get("LEADSCORE_FIRST_WORLD", "0"))
LAST = FIRST + timedelta(days=DAYS)


@pytest.mark.parametrize("seed", range(FIRST_WORLD, FIRST_WORLD + WORLDS))
def test_random_worlds(postgres: Postgres, seed: int) -> None:
    assert parting(random_world(seed), postgres) == []


@pytest.mark.parametrize("name", crossed_worlds())
def test_crossed_worlds(postgres: Postgres, name: str) -> None:
    assert parting(crossed_worlds()[name], postgres) == []


@pytest.mark.parametrize("seed", range(FIRST_WORLD, FIRST_WORLD + WORLDS, 6))
def test_random_worlds_where_texts_have_another_order_and_two_small_sigmas(german: Postgres, seed: int) -> None:
    assert parting(random_world(seed), german) == []


@pytest.mark.parametrize("name", ["texts", "words", "spaces", "ties"])
def test_crossed_worlds_in_german(german: Postgres, name: str) -> None:
    assert parting(crossed_worlds()[name], german) == []


@pytest.mark.parametrize("seed", range(FIRST_WORLD, FIRST_WORLD + WORLDS, 10))
def test_replay(postgres: Postgres, seed: int) -> None:
    assert parting(random_world(seed), postgres, lens=Replay(mondays_between(FIRST, LAST))) == []
