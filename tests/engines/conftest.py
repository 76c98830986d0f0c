"""The engines: a PostgreSQL cluster and a Spark Connect server of the tests' own, each once a session."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from .cluster import binaries, temporary_cluster
from .postgres import Postgres


@pytest.fixture(scope="session")
def cluster() -> Iterator[Path]:
    """The socket folder of a running PostgreSQL."""
    binary = binaries()
    if binary is None:
        pytest.skip("PostgreSQL is not here: install it (Debian: apt-get install postgresql) to prove its SQL")
    with temporary_cluster(binary) as socket:
        yield socket


@pytest.fixture(scope="session")
def postgres(cluster: Path) -> Iterator[Postgres]:
    """PostgreSQL in C.UTF-8."""
    engine = Postgres(cluster)
    yield engine
    engine.close()
