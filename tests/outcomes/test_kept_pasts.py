"""What no period or grouping changes is built once, is the same for every question, and goes when nobody holds it."""

from __future__ import annotations

import gc
from datetime import date
from pathlib import Path

import pytest

from leadscore.evidence import Arrival, Handoff, Shelf
from leadscore.figures.closed_loop import closed_loop
from leadscore.model import Model, load
from leadscore.outcomes import Question, figures
from leadscore.outcomes.pasts import KEPT, hand_offs_cohort, kept_cohort, unscored_cohort
from leadscore.scoring import score
from leadscore.simulation import build_board, lock_of
from leadscore.store.database import open_current

PERIODS = (
    {"by": "band"},
    {"by": "month", "to": date(2026, 3, 31)},
    {"by": "source", "from_": date(2026, 1, 1), "to": date(2026, 2, 28)},
    {"from_": date(2026, 2, 1), "to": date(2026, 2, 28)},
    {},
)


@pytest.fixture
def shelf(sample_workspace: Path) -> Shelf:
    return Shelf(open_current(sample_workspace))


@pytest.fixture(scope="module")
def model(sample_workspace: Path) -> Model:
    return load(sample_workspace / "model.yaml")


def kept_tables(shelf: Shelf) -> list[str]:
    sql = "SELECT table_name FROM duckdb_tables() WHERE NOT temporary ORDER BY table_oid"
    found = [row[0] for row in shelf.database.cursor().execute(sql).fetchall()]
    return [name for name in found if name.startswith(("first_entries", "sales_contacts", "scored_leads"))]


def test_figures_of_one_kept_past_are_those_of_a_past_of_their_own(shelf: Shelf, model: Model) -> None:
    """Asked one after the other, in both orders, with what the question before left behind."""
    manifest = shelf.database.manifest
    scores, population = score(shelf, model, Handoff()).table, shelf.population(model, manifest.data_date)
    alone = []
    for asked in PERIODS:
        period = (asked.get("from_"), asked.get("to"))
        question = Question.of(manifest, model.evaluation, "handoff", period=period, by=asked.get("by"))
        alone.append(figures(shelf.database.cursor(), manifest, scores, question, population, draws=0).figures)
    in_both_orders = list(zip(PERIODS, alone, strict=True))
    for asked, expected in (*in_both_orders, *reversed(in_both_orders)):
        assert closed_loop(shelf, model, Handoff(), draws=0, **asked).figures == expected
    assert len(kept_tables(shelf)) == 3


def test_board_lock_and_figures_share_one_past(shelf: Shelf, model: Model) -> None:
    everyone = model.model_copy(update={"population": type(model.population)()})
    lock = lock_of(shelf)
    built = kept_tables(shelf)
    build_board(shelf, everyone, lock=lock)
    unscored_cohort(shelf, everyone, Handoff())
    assert kept_tables(shelf) == built


def test_another_population_lens_or_scoring_is_another_past(shelf: Shelf, model: Model) -> None:
    """Nothing stale: what a model scores is told apart by all that decides it."""
    everyone = model.model_copy(update={"population": type(model.population)()})
    question = Question(data_date=shelf.database.manifest.data_date)
    cursor = shelf.database.cursor()
    leads = [hand_offs_cohort(shelf, question).facts.leads]
    leads += [kept_cohort(shelf, cursor, each, Handoff(), question).facts.leads for each in (model, everyone)]
    assert (leads[1] < leads[0]) == bool(model.population.exclude)
    assert leads[2] == leads[0]
    first = kept_cohort(shelf, cursor, model, Handoff(), question).scored
    rules = {rule.id: rule.points * 2 for rule in model.rules if rule.points}
    assert kept_cohort(shelf, cursor, model.with_points(rules), Handoff(), question).scored is not first
    assert kept_cohort(shelf, cursor, model, Arrival(14), question).scored is not first


def test_the_oldest_past_goes_when_nobody_holds_it(shelf: Shelf, model: Model) -> None:
    held = unscored_cohort(shelf, model, Handoff())
    for days in range(1, KEPT + 2):
        unscored_cohort(shelf, model, Arrival(days))
    assert held.rows((), "SELECT COUNT(*) FROM cohort")[0][0] == held.facts.leads
    del held
    gc.collect()
    assert sum(name.startswith("scored_leads") for name in kept_tables(shelf)) == KEPT
