"""The probe says yes where scores come out alike, and names what is wrong where they would not."""

from __future__ import annotations

from pathlib import Path

import pytest

from .duck import Duck
from .postgres import Postgres
from .probe import probe_sql
from .question import asked_of
from .small import small_world
from .spark import Spark

LETTERS = "LOWER knows letters beyond ASCII, one for one"


def missing(engine: Duck | Postgres | Spark) -> set[object]:
    rows = engine.ask(probe_sql(engine.dialect)).rows
    assert len(rows) >= 7
    return {trait for trait, holds in rows if holds != 1}


def test_duckdb() -> None:
    with asked_of(small_world()) as question:
        assert missing(Duck(question.database)) == set()


def test_postgres(postgres: Postgres) -> None:
    assert missing(postgres) == set()


def test_postgres_in_german(german: Postgres) -> None:
    assert missing(german) == set()


@pytest.mark.parametrize(
    ("locale", "settings"),
    [
        ("turkish", "LOCALE_PROVIDER icu ICU_LOCALE 'tr-TR'"),
        ("lithuanian", "LOCALE_PROVIDER icu ICU_LOCALE 'lt-LT'"),
        ("ascii", "LC_COLLATE 'C' LC_CTYPE 'C'"),
    ],
)
def test_postgres_where_letters_have_other_small_forms(
    cluster: Path, postgres: Postgres, locale: str, settings: str
) -> None:
    postgres.run(f"CREATE DATABASE {locale} TEMPLATE template0 ENCODING 'UTF8' {settings}")
    engine = Postgres(cluster, locale)
    assert LETTERS in missing(engine)
    engine.close()


@pytest.mark.slow
def test_spark(spark: Spark) -> None:
    assert missing(spark) == set()


@pytest.mark.slow
def test_spark_in_another_zone(spark: Spark) -> None:
    spark.run("SET TIME ZONE 'Europe/Berlin'")
    try:
        assert missing(spark) == {"the session's zone is UTC"}
    finally:
        spark.run("SET TIME ZONE 'UTC'")
