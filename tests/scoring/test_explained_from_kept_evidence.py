"""A lead is explained alike, whether the evidence of all leads was built before or only its own is."""

from __future__ import annotations

import pytest
from reference.product import opened, product_lens
from reference.worlds import random_world

from leadscore.errors import DataError
from leadscore.evidence import Arrival, Everyone, Handoff, Replay, Shelf
from leadscore.model import Model, load
from leadscore.scoring import Explainer
from leadscore.store.database import open_current


@pytest.mark.parametrize("lens", [Handoff(), Arrival(14)], ids=lambda lens: lens.name)
def test_the_sample_company(sample_workspace, lens) -> None:
    shelf, model = Shelf(open_current(sample_workspace)), load(sample_workspace / "model.yaml")
    leads = [f"{row[0]}" for row in shelf.database.cursor().execute(_LEADS).fetchall()]
    explainer = Explainer(shelf, model, lens)
    before = [explained(explainer, lead) for lead in leads]
    table = shelf.evidence(model, lens).table
    assert shelf.kept(model, lens) == table
    assert [explained(explainer, lead) for lead in leads] == before
    shelf.database.cursor().execute(f"DROP TABLE {table}")
    assert [explained(explainer, lead) for lead in leads] == before


_LEADS = "SELECT lead_id FROM leads ORDER BY HASH(lead_id) LIMIT 12"


def explained(explainer: Explainer, lead: str):
    try:
        return explainer.explain(lead)
    except DataError as error:
        return str(error)


@pytest.mark.parametrize("seed", range(40))
def test_random_worlds(seed: int) -> None:
    world = random_world(seed)
    with opened(world.tables, world.facts) as (_, shelf):
        lens = product_lens(world.model, world.facts, world.lens)
        if isinstance(lens, Replay):
            lens = Everyone(lens.mondays[0]) if lens.mondays else Handoff()
        model = Model.model_validate(world.model)
        explainer = Explainer(shelf, model, lens)
        leads = [row["lead_id"] for row in world.tables["leads"]][:8]
        before = [explained(explainer, lead) for lead in leads]
        shelf.evidence(model, lens)
        assert [explained(explainer, lead) for lead in leads] == before
