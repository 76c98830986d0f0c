"""Every lead of every data set: the lines, the steps of the figure and the sentences end at the score exactly."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from real_data_sets import mapping_of

from leadscore import importing
from leadscore.desk.steps import steps
from leadscore.desk.sub_scores import sub_scores
from leadscore.desk.timeline import timeline
from leadscore.evidence import AsOf, Handoff, Lens, Shelf
from leadscore.figures import lead_words, reasons
from leadscore.model import Model, load, parse, presets
from leadscore.scoring import Explainer, Explanation, score
from leadscore.store import workspace
from leadscore.store.database import open_current

EDUCATION = """
name: Education
groups: {fit: {cap: 40}, behaviour: {cap: 30, floor: -10}}
rules:
  - {id: work, group: fit, points: 35, when: {attribute: "What is your current occupation", is: Working Professional}}
  - {id: from, group: fit, points: 12.5, when: {attribute: Lead Source, in: [Google, Reference]}}
  - {id: spent, group: behaviour, points: 30, when: {attribute: Total Time Spent on Website,
     shares: [{below: 100, share: 0.1}, {below: 900, share: 0.45}, {otherwise: 1}]}}
  - {id: mail, group: behaviour, points: -20, when: {attribute: Do Not Email, is: "Yes"}}
cut_offs: {mql: 30, sql: 60}
"""


def test_every_lead_of_the_samples(sample: Path) -> None:
    shelf, model = Shelf(open_current(sample)), load(sample / "model.yaml")
    moment = shelf.database.manifest.data_date
    assert moment is not None
    for lens in (AsOf(moment), Handoff()):
        assert adds_up(shelf, model, lens) > 1_000


def test_all_at_once_says_what_one_by_one_says(sample_workspace: Path) -> None:
    shelf, model = Shelf(open_current(sample_workspace)), load(sample_workspace / "model.yaml")
    moment = shelf.database.manifest.data_date
    assert moment is not None
    explainer = Explainer(shelf, model, AsOf(moment))
    for together in list(explainer.explain_all())[::500]:
        alone = explainer.explain(together.lead_id)
        assert alone == together
        happened = timeline(shelf, model, alone)
        assert happened.of_activities + happened.of_facts + happened.of_bounds == alone.score
        by_rule = {line.rule: line.contribution for line in alone.lines if line.kind == "rule" and line.activities}
        assert shared_by_rule(happened.happened) == {rule: points for rule, points in by_rule.items() if points}


@pytest.mark.slow
@pytest.mark.real_data
@pytest.mark.parametrize("name", ["bpi2012_loan", "x_education"])
def test_every_lead_of_the_real_data(real_data: Path, tmp_path: Path, name: str) -> None:
    importing.run(workspace.create(tmp_path / "room"), mapping_of(name, tmp_path))
    shelf = Shelf(open_current(tmp_path / "room"))
    model = parse(EDUCATION) if name == "x_education" else presets.preset("services")
    assert adds_up(shelf, model, Handoff()) > 3_000


def adds_up(shelf: Shelf, model: Model, lens: Lens) -> int:
    """How many leads there are; each adds up, and all are scored as the table of scores says."""
    scores = {each.lead_id: each.score for each in score(shelf, model, lens).rows()}
    count = 0
    for explanation in explained(shelf, model, lens):
        count += 1
        assert explanation.score == scores[explanation.lead_id]
        assert sum((line.contribution for line in explanation.lines), Decimal(0)) == explanation.score
        made = steps(explanation, model)
        assert sum((step.points for step in made), Decimal(0)) == explanation.score
        assert (made[-1].after if made else Decimal(0)) == explanation.score
        if count % 20 == 0:
            assert lead_words.step_sentences(made, explanation.score, "UTC")[-1] == words_of(explanation)
        lines = reasons.rows(explanation)
        assert sum(Decimal(str(row["points"])) for row in lines[:-1]) == Decimal(str(lines[-1]["points"]))
        known = sum((part.points for part in sub_scores(explanation, model) if part.points is not None), Decimal(0))
        clipped = sum((line.contribution for line in explanation.lines if line.kind == "clip"), Decimal(0))
        assert known + clipped == explanation.score
    assert count == len(scores)
    return count


def words_of(explanation: Explanation) -> str:
    gave = any(line.contribution for line in explanation.lines)
    return f"So the score is {explanation.score:f}." if gave else "No rule gave or took points, so the score is 0."


def explained(shelf: Shelf, model: Model, lens: Lens) -> Iterator[Explanation]:
    yield from Explainer(shelf, model, lens).explain_all()


def shared_by_rule(happened: object) -> dict[str, Decimal]:
    """The points of each rule as its activities share them."""
    sums: dict[str, Decimal] = {}
    for each in happened:  # type: ignore[attr-defined]
        for given in each.given:
            sums[given.rule] = sums.get(given.rule, Decimal(0)) + given.points
    return sums
