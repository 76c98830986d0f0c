"""Whatever a company's data lack or hold, its queue stands in the order of the scores and its leads add up."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from reference.product import opened
from reference.worlds import random_world

from leadscore.desk.account import account_of
from leadscore.desk.changes import what_changed
from leadscore.desk.history import Historian
from leadscore.desk.listing import Filters, listed
from leadscore.desk.near import Scout
from leadscore.desk.queue import build_queue
from leadscore.desk.steps import steps
from leadscore.desk.sub_scores import sub_scores
from leadscore.desk.timeline import timeline
from leadscore.desk.what_if import Added, moves, what_if
from leadscore.figures import lead_words, queue_words
from leadscore.figures.waterfall import waterfall
from leadscore.model import Model
from leadscore.model.conditions import kinds_of, leaves
from leadscore.scoring import Explainer, score


@pytest.mark.parametrize("seed", range(200, 212))
def test_the_desk_of_a_random_company(seed: int) -> None:
    world = random_world(seed)
    with opened(world.tables, world.facts) as (_, shelf):
        model = Model.model_validate(world.model)
        queue = build_queue(shelf, model)
        rows = listed(queue, Filters(closed=True), 5_000).leads
        assert [row.lead_id for row in rows] == [each.lead_id for each in score(shelf, model, queue.lens).rows()]
        assert len(queue_words.rows(rows, "UTC")) == queue.left_out.scored
        explainer, historian, scout = Explainer(shelf, model, queue.lens), Historian(shelf, model), Scout(shelf, model)
        for row in rows[:4]:
            actual = explainer.explain(row.lead_id)
            assert (row.score, row.band, row.grade) == (actual.score, actual.band, actual.grade)
            made = steps(actual, model)
            assert sum((step.points for step in made), Decimal(0)) == actual.score
            waterfall(made, float(actual.score))
            happened = timeline(shelf, model, actual)
            assert happened.of_activities + happened.of_facts + happened.of_bounds == actual.score
            lead_words.sub_score_rows(sub_scores(actual, model))
            lead_words.timeline_rows(happened, "UTC", names=True)
            assert what_if(shelf, model, queue.lens, actual, {}).score == actual.score
            if shelf.facts.dated and actual.as_of is not None:
                kinds = [
                    kind
                    for rule in model.rules
                    for leaf in leaves(rule.when)
                    for each in kinds_of(leaf)
                    for kind in each
                ]
                after = what_if(shelf, model, queue.lens, actual, {}, [Added(kind) for kind in kinds[:3]])
                assert sum((points for _, points in moves(actual, after)), Decimal(0)) == after.score - actual.score
            outlook = scout.look(actual)
            lead_words.outlook_sentences(outlook)
            for way in outlook.ways:
                there = what_if(shelf, model, queue.lens, actual, dict(way.variant.facts), way.variant.added)
                assert (there.score, there.band) == (way.score, way.band)
            account_of(shelf.database, row.lead_id)
            history = historian.history(row.lead_id, queue.as_of)
            if queue.as_of is None or actual.as_of != queue.as_of:
                continue
            now = history.at(queue.as_of)
            assert now is not None
            assert (now.score, now.band) == (actual.score, actual.band)
            before = history.at(queue.as_of - timedelta(days=7))
            if before is not None:
                changed = what_changed(model, before, now, happened.happened)
                assert sum((part.points for part in changed.parts), Decimal(0)) == changed.points
        queue.close()
