"""Models of many rules: PostgreSQL takes as many columns as it says, and more are refused with a word."""

from __future__ import annotations

from typing import Any

import pytest

from leadscore.errors import UsageError
from leadscore.evidence import Handoff
from leadscore.exporting.sql import model_sql
from leadscore.model import Model

from .answer import differences
from .duck import Duck
from .postgres import Postgres
from .question import asked_of
from .small import T, world_of


def model_of(rules: int) -> dict[str, Any]:
    sizes = [
        {"id": f"r{place}", "points": 0.1, "when": {"attribute": "company_size", "above": place}}
        for place in range(rules)
    ]
    return {"name": "Large", "rules": sizes}


def test_duckdb_takes_long_sums_and_long_lists_of_conditions() -> None:
    parts = [{"attribute": "company_size", "is": place} for place in range(1200)]
    rules = [*model_of(1200)["rules"], {"id": "any", "points": 7, "when": {"any": parts}}]
    leads = [{"lead_id": "ada", "company_size": 100.0}]
    world = world_of({"name": "Long", "rules": rules}, leads, {"company_size": "number"})
    with asked_of(world) as question:
        found = Duck(question.database).ask(question.exported_sql("duckdb"))
        assert found.rows[0][2] == "17.0000"


@pytest.mark.slow
def test_postgres_scores_a_model_of_a_thousand_rules(postgres: Postgres) -> None:
    world = world_of(model_of(1000), [{"lead_id": "ada", "company_size": 500.0}], {"company_size": "number"})
    with asked_of(world) as question, postgres.loaded(question.database):
        found = postgres.ask(question.exported_sql("postgres"))
        assert found.rows[0][:3] == ("ada", f"{T}.000000", "50.0000")
        assert differences(Duck(question.database).ask(question.exported_sql("duckdb")), found) == []


def test_more_columns_than_postgres_holds_are_refused() -> None:
    with pytest.raises(UsageError, match=r"needs 1,603 columns in one step and postgres holds 1,600\. Split it"):
        model_sql(Model.model_validate(model_of(1600)), Handoff(), "postgres")
