"""Whatever people write into a model stays a text: every engine answers as the reference does and runs nothing else."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest
import sqlglot
from pydantic import ValidationError
from reference.outcome import score_with_reference
from reference.worlds import World
from sqlglot import exp

from leadscore.errors import UsageError
from leadscore.evidence import Handoff, spelled
from leadscore.evidence import portable as p
from leadscore.exporting.sql import DIALECTS, model_sql
from leadscore.model import Model
from leadscore.store.database import Database

from . import canary
from .answer import Answer, answer, differences
from .comparing import Asked
from .duck import Duck
from .nasty_texts import CLOSING, MEANING, NASTY
from .postgres import Postgres
from .question import asked_of
from .small import named_world
from .spark import Spark

FUZZED = 5000
BATCH = 250
PIECES = (
    "'",
    '"',
    "`",
    "\\",
    "\n",
    "\r",
    ";",
    "--",
    "/*",
    "*/",
    "$",
    "{",
    "}",
    "${",
    "$$",
    "x",
    " ",
    "é",
    "\u2028",
    "%",
)

nasty = pytest.mark.parametrize("text", NASTY, ids=range(len(NASTY)))


def expected(world: World) -> Answer:
    """What the reference says, as the exported query would say it."""
    names = Model.model_validate(world.model).group_names
    rows = [
        (row.lead_id, row.as_of, _points(row.score), *[_points(row.groups.get(name, 0)) for name in names])
        + (row.band, row.grade, row.temperature)
        for row in score_with_reference(world.model, world.tables, world.facts, world.lens).rows
    ]
    return answer(("lead_id", "as_of", "score", *names, "band", "grade", "temperature"), rows)


def _points(points: object) -> str:
    return f"{float(points):.4f}"  # type: ignore[arg-type]


def as_column(text: str) -> str | None:
    """The text as a name of a column, where PostgreSQL has room for it and no table has it already."""
    return text if len(text.encode()) <= 63 and text.strip(" ") == text and text != "lead_id" else None


def unharmed(engine: Asked, sql: str, looked_like: Answer) -> list[str]:
    """Where the answer to a query parts from what it should be; the canary lives."""
    found = differences(looked_like, engine.ask(sql), ordered=True)
    assert engine.ask(canary.LOOK).rows == ((1,),)
    return found


@pytest.fixture
def duck_with_canary() -> Iterator[type[Duck]]:
    """DuckDB's answers, from a database with a canary."""

    class Guarded(Duck):
        def __init__(self, database: Database) -> None:
            super().__init__(database)
            database.cursor().execute(canary.CREATE)

    yield Guarded


def test_there_are_enough_of_them() -> None:
    assert len(set(NASTY)) == len(CLOSING) + len(MEANING) >= 54


@nasty
def test_duckdb_reads_texts_as_texts(duck_with_canary: type[Duck], text: str) -> None:
    world = named_world(text, as_column(text))
    with asked_of(world) as question:
        duck = duck_with_canary(question.database)
        assert unharmed(duck, question.exported_sql("duckdb"), expected(world)) == []


@nasty
def test_postgres_reads_texts_as_texts(postgres: Postgres, text: str) -> None:
    world = named_world(text, as_column(text))
    with asked_of(world) as question, postgres.loaded(question.database):
        assert unharmed(postgres, question.exported_sql("postgres"), expected(world)) == []


@pytest.mark.parametrize("text", [text for text in NASTY if "\\" in text], ids=repr)
def test_postgres_with_old_backslashes_reads_texts_as_texts(postgres: Postgres, text: str) -> None:
    world = named_world(text, None)
    with asked_of(world) as question, postgres.loaded(question.database):
        postgres.run("SET LOCAL standard_conforming_strings = off")
        assert unharmed(postgres, question.exported_sql("postgres"), expected(world)) == []


@pytest.mark.slow
@nasty
def test_spark_reads_texts_as_texts(spark: Spark, text: str) -> None:
    world = named_world(text, None if "${" in text else as_column(text))
    with asked_of(world) as question, spark.loaded(question.database):
        assert unharmed(spark, question.exported_sql("spark"), expected(world)) == []


@pytest.mark.parametrize("text", [text for text in NASTY if "${" in text], ids=repr)
def test_spark_gets_no_column_that_it_would_read_as_a_variable(text: str) -> None:
    model = Model.model_validate(named_world(text, text).model)
    with pytest.raises(UsageError, match="Give the attribute another name"):
        model_sql(model, Handoff(), "spark")


@pytest.mark.parametrize("dialect", DIALECTS)
def test_the_text_for_every_dialect_is_one_statement(dialect: str) -> None:
    whens = [{"activity": text, "detail": {"contains": text}} for text in NASTY]
    rules = [{"id": f"r{place}", "label": NASTY[place], "points": 1, "when": when} for place, when in enumerate(whens)]
    sql = model_sql(Model.model_validate({"name": "All of them", "rules": rules}), Handoff(), dialect)
    assert [type(each) for each in sqlglot.parse(sql, dialect=dialect)] == [exp.Select]


@nasty
def test_a_name_stays_in_the_comment_above_the_query(text: str) -> None:
    rules = [{"id": "vp", "points": 1, "when": {"attribute": "title", "is": "vp"}}]
    sql = model_sql(Model.model_validate({"name": text, "rules": rules}), Handoff(), "databricks")
    heading = sql[: sql.index("\nWITH ")]
    assert {line[:3] for line in heading.split("\n")} == {"-- "}
    assert len(heading.splitlines()) == 5
    assert "${" not in heading


@nasty
def test_ids_of_rules_and_names_of_groups_are_words(text: str) -> None:
    if all(character.isalnum() or character in "_-. " for character in text):
        return
    rule = {"id": "r", "points": 1, "when": {"attribute": "title", "is": "x"}}
    for change in ({"id": text}, {"group": text}):
        with pytest.raises(ValidationError, match="letters, digits, spaces"):
            Model.model_validate({"name": "x", "rules": [rule | change]})


@pytest.mark.parametrize(
    "name", ["select", "banded", "own_at", "g0", "Größe co", "group", "a.b", "NULL", "-- x", "...", "null", "user"]
)
def test_a_group_may_be_called_as_anything_of_the_query_is(postgres: Postgres, name: str) -> None:
    world = named_world("vp", None)
    rules = [rule | {"group": name} for rule in world.model["rules"]]
    called = World(world.seed, world.model | {"rules": rules}, world.tables, world.facts, world.lens)
    with asked_of(called) as question, postgres.loaded(question.database):
        assert unharmed(postgres, question.exported_sql("postgres"), expected(called)) == []
        assert differences(expected(called), Duck(question.database).ask(question.exported_sql("duckdb"))) == []


def fuzzed() -> list[str]:
    rng = random.Random(0)
    return ["".join(rng.choices(PIECES, k=rng.randint(1, 9))) for _ in range(FUZZED)]


def returned(engine: Asked) -> list[object]:
    """What an engine makes of fuzzed literals."""
    texts, found = fuzzed(), []
    for first in range(0, FUZZED, BATCH):
        literals = [p.text(text).as_(f"t{place}") for place, text in enumerate(texts[first : first + BATCH])]
        found += engine.ask(spelled(exp.select(*literals), engine.dialect)).rows[0]
    assert engine.ask(canary.LOOK).rows == ((1,),)
    return found


def test_duckdb_returns_fuzzed_texts(duck_with_canary: type[Duck]) -> None:
    with asked_of(named_world("x", None)) as question:
        assert returned(duck_with_canary(question.database)) == fuzzed()


def test_postgres_returns_fuzzed_texts(postgres: Postgres) -> None:
    assert returned(postgres) == fuzzed()


@pytest.mark.slow
def test_spark_returns_fuzzed_texts(spark: Spark) -> None:
    assert returned(spark) == fuzzed()
