"""The engines: a PostgreSQL cluster and a Spark Connect server of the tests' own, each once a session."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from .cluster import binaries, temporary_cluster
from .postgres import Postgres
from .spark import Spark, local_server


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


@pytest.fixture(scope="session")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Spark]:
    """A local Spark Connect server."""
    pytest.importorskip("pyspark.sql.connect", reason="pyspark is not here: pip install -e '.[test,spark]'")
    if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
        pytest.skip("Java is not here: Spark needs 17 or later (Debian: apt-get install default-jre-headless)")
    with local_server(tmp_path_factory.mktemp("warehouse")) as session:
        yield Spark(session)


@pytest.fixture(scope="session")
def german(cluster: Path, postgres: Postgres) -> Iterator[Postgres]:
    """PostgreSQL with German rules for letters and order."""
    postgres.run("CREATE DATABASE german TEMPLATE template0 ENCODING 'UTF8' LOCALE_PROVIDER icu ICU_LOCALE 'de-DE'")
    engine = Postgres(cluster, "german")
    yield engine
    engine.close()
