"""The arithmetic over arrays gives the scores, groups and bands that SQL gives, however the columns lie in blocks."""

from __future__ import annotations

import random
from decimal import Decimal

import numpy as np
import pytest

from leadscore.evidence import Arrival, Shelf, units_column
from leadscore.model import Model, load, parse
from leadscore.model.rules import CutOffs, Group, SqlNeeds
from leadscore.scoring import score
from leadscore.scoring.in_arrays import BANDS, Units, distinct_rows, rescore
from leadscore.scoring.in_sql import group_column
from leadscore.store.database import open_current


def draft(model: Model, dice: random.Random) -> Model:
    """The same rules with points, bounds, cut-offs and gates by the dice."""
    worth = [0, 1, -7, Decimal("12.25"), 30, 1000, -1000]
    points = {rule.id: dice.choice([*worth, rule.worth]) for rule in model.rules if not rule.knock_out}
    bounds = {name: dice.choice(_BOUNDS) for name in model.group_names}
    sql = dice.choice([20, Decimal("33.5"), 70])
    needs = SqlNeeds(
        any_of=tuple(rule.id for rule in dice.sample(model.rules, dice.choice([0, 2]))),
        at_least={name: 5 for name in dice.sample(model.group_names, dice.choice([0, 1]))} | {"absent": -1},
    )
    cut_offs = dice.choice([None, CutOffs(mql=20, sql=sql, sql_needs=needs), CutOffs(mql=0, sql=sql)])
    return model.with_points(points).with_cut_offs(cut_offs).model_copy(update={"groups": bounds})


_BOUNDS = (Group(), Group(cap=20), Group(floor=-10), Group(cap=-5), Group(cap=Decimal("12.75"), floor=3))


@pytest.mark.parametrize("seed", range(12))
def test_scores_groups_and_bands_are_those_of_sql(sample_workspace, seed: int) -> None:
    shelf, dice = Shelf(open_current(sample_workspace)), random.Random(seed)
    model = load(sample_workspace / "model.yaml")
    evidence, cursor = shelf.evidence(model, Arrival(14)).table, shelf.database.cursor()
    places = ", ".join(units_column(place) for place in range(len(model.rules)))
    columns = list(cursor.execute(f"SELECT {places} FROM {evidence} ORDER BY lead_id").fetchnumpy().values())
    blocks = [None, [rule.group for rule in model.rules], [dice.choice("ab") for _ in model.rules]]
    for _ in range(3):
        asked = draft(model, dice)
        table = score(shelf, asked, Arrival(14)).table
        groups = ", ".join(group_column(place) for place in range(len(asked.group_names)))
        wanted = cursor.execute(f"SELECT score, band, {groups} FROM {table} ORDER BY lead_id").fetchall()
        for together in blocks:
            found = rescore(asked, Units(columns, len(columns[0]), together))
            bands = [BANDS[place] if place >= 0 else None for place in found.band]
            in_groups = [found.groups[name].tolist() for name in asked.group_names]
            assert list(zip(found.score.tolist(), bands, *in_groups, strict=True)) == wanted


def test_no_sum_overflows() -> None:
    """Three times 1,000 points for 1,000 activities: far above what 32 bits hold."""
    rules = "".join(
        f"  - {{id: r{n}, points: {points}, when: {{activity: k, at_most: 1000}}}}\n"
        for n, points in enumerate((1000, 1000, -1000))
    )
    units = np.array([100_000], dtype=np.int32)
    found = rescore(parse(f"name: Large\nrules:\n{rules}"), Units([units, units, units], 1))
    assert found.groups["ungrouped"].tolist() == [1000 * 100 * 100_000]
    assert found.score.tolist() == [1_000_000]


def test_distinct_rows_are_numbered() -> None:
    first, row = distinct_rows([np.array([0, 100, 0, 100]), np.array([7, 7, 7, 70_000])], 4)
    assert row.tolist() == [0, 1, 0, 2]
    assert first.tolist() == [0, 1, 3]
    many = [np.arange(5) * 2**17 for _ in range(40)]
    assert distinct_rows(many, 5)[1].tolist() == [0, 1, 2, 3, 4]
    assert [each.tolist() for each in distinct_rows([], 3)] == [[0], [0, 0, 0]]
