"""A table lives exactly as long as what it was built for, however alike two builds are."""

from __future__ import annotations

import gc
from decimal import Decimal
from pathlib import Path

import pytest

from leadscore.desk.alike import crowd_of, peers_after
from leadscore.desk.listing import Filters, listed
from leadscore.desk.queue import build_queue
from leadscore.evidence import Shelf
from leadscore.model import Model, load
from leadscore.store.database import open_current
from leadscore.store.own_tables import drop, own_table

from .company import MODEL

RENAMED = MODEL.model_copy(update={"name": "Another name"})


def tables(shelf: Shelf) -> set[str]:
    found = shelf.database.cursor().execute("SELECT table_name FROM duckdb_tables()").fetchall()
    return {row[0] for row in found}


@pytest.mark.parametrize("other", [MODEL, RENAMED, MODEL.with_points({"demo": Decimal(31)})])
def test_the_end_of_one_queue_is_not_the_end_of_its_like(shelf: Shelf, other: Model) -> None:
    first, second = build_queue(shelf, MODEL), build_queue(shelf, other)
    first.close()
    assert listed(second, Filters()).total == 5


def test_the_end_of_one_crowd_is_not_the_end_of_its_like(sample_workspace: Path) -> None:
    shelf = Shelf(open_current(sample_workspace))
    model = load(sample_workspace / "model.yaml")
    other = model.with_points({"webinar": Decimal(21)})
    first, second = crowd_of(shelf, model), crowd_of(shelf, other)
    first.close()
    assert len(peers_after(second, 1).band) > 100


def test_a_table_goes_with_the_last_who_holds_it(shelf: Shelf) -> None:
    queue = build_queue(shelf, MODEL)
    name, held = queue.table, [queue]
    del queue
    gc.collect()
    assert name in tables(shelf)
    held.clear()
    gc.collect()
    assert name not in tables(shelf)


def test_a_database_may_be_closed_before_its_tables_are_let_go(sample_workspace: Path) -> None:
    database = open_current(sample_workspace)
    database.close()
    drop(database, own_table("queue"))
