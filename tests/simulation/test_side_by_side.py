"""A draft and a preset with other rules, brought to the same rules: nobody's score changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from leadscore.evidence import Handoff, Shelf
from leadscore.model import Model, load, presets
from leadscore.model.model import Population
from leadscore.scoring import score
from leadscore.simulation.board import same_rules
from leadscore.simulation.side_by_side import side_by_side
from leadscore.store.database import open_current


def scores(shelf: Shelf, model: Model) -> dict[str, tuple[object, object]]:
    return {each.lead_id: (each.score, each.band) for each in score(shelf, model, Handoff()).rows()}


@pytest.mark.parametrize("name", ["saas", "criteria_template", "whos_buying"])
def test_scores_and_bands_stay_as_they_were(sample_workspace: Path, name: str) -> None:
    shelf = Shelf(open_current(sample_workspace))
    draft = load(sample_workspace / "model.yaml")
    other = presets.preset(name).model_copy(update={"population": draft.population})
    ours, theirs = side_by_side(draft, other)
    assert same_rules(ours, theirs)
    assert scores(shelf, ours) == scores(shelf, draft)
    assert scores(shelf, theirs) == scores(shelf, other)


def test_the_same_rule_with_other_points_stands_once(sample_workspace: Path) -> None:
    draft = load(sample_workspace / "model.yaml")
    other = draft.with_points({"webinar": draft.rule("demo").worth}).model_copy(update={"population": Population()})
    ours, theirs = side_by_side(draft, other)
    assert [rule.id for rule in ours.rules] == [rule.id for rule in theirs.rules] == [rule.id for rule in draft.rules]
    assert theirs.rule("webinar").worth == draft.rule("demo").worth
    assert theirs.population == draft.population


def test_a_gate_follows_its_rule_to_the_id_that_the_draft_gave_it(sample_workspace: Path) -> None:
    other = load(sample_workspace / "model.yaml")
    renamed = tuple(rule.model_copy(update={"id": f"our {rule.id}"}) for rule in other.rules)
    draft = other.model_copy(update={"rules": renamed, "cut_offs": None})
    _, theirs = side_by_side(draft, other)
    assert other.cut_offs is not None and theirs.cut_offs is not None
    assert theirs.cut_offs.sql_needs.any_of == tuple(f"our {each}" for each in other.cut_offs.sql_needs.any_of)
