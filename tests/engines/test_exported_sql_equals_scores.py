"""The SQL exported without knowing the data gives the scores of the samples, histories of attributes included."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import duckdb
import pytest

from leadscore import serving
from leadscore.evidence import Arrival, Facts, Handoff, Lens, Shelf
from leadscore.exporting.sql import model_sql
from leadscore.model import load
from leadscore.scoring import score
from leadscore.store.database import open_current
from leadscore.store.manifest import COLUMNS

LENSES: tuple[Lens, ...] = (Handoff(), Arrival(14))


@pytest.fixture(scope="module", params=serving.SAMPLES)
def workspace(request: pytest.FixtureRequest, sample_of: Callable[[str], Path]) -> Path:
    return sample_of(request.param)


NOW = datetime.fromisoformat("2026-11-01")


@pytest.mark.parametrize("lens", LENSES, ids=lambda lens: lens.name)
@pytest.mark.parametrize("knows_the_data", [False, True])
def test_exported_sql_gives_the_same_scores(workspace: Path, lens: Lens, knows_the_data: bool) -> None:
    database = open_current(workspace)
    shelf, model = Shelf(database), load(workspace / "model.yaml")
    expected = {each.lead_id: (each.as_of, each.score, each.band) for each in score(shelf, model, lens).rows()}
    query = model_sql(model, lens, "duckdb", Facts.of(database.manifest) if knows_the_data else None)
    warehouse = duckdb.connect()
    for table in COLUMNS.keys() & database.manifest.tables.keys():
        file = database.folder / f"{table}.parquet"
        warehouse.execute(f"CREATE VIEW {table} AS SELECT * FROM '{file}'")
    found = warehouse.execute(query)
    names = [each[0] for each in found.description]
    rows = [dict(zip(names, row, strict=True)) for row in found.fetchall()]
    assert {row["lead_id"]: (row["as_of"], row["score"], row["band"]) for row in rows} == expected
