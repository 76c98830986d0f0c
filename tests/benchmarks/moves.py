"""S1 to S4: a slider move against one GROUP BY of ready-made scores, and against re-scoring in pandas."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from itertools import cycle
from typing import Any

import duckdb
import numpy as np
import pandas as pd

from leadscore.evidence import Handoff, Shelf, units_column
from leadscore.model import Model
from leadscore.scoring.in_arrays import BANDS, rescore
from leadscore.simulation import Board, Lock, build_board
from leadscore.simulation.counts import PAIR, Counts
from leadscore.simulation.look import BINS, cells
from tests.benchmarks.timing import Timed, in_turns

COLUMNS = ("of_conversion", "hit_conversion")


def measure(shelf: Shelf, model: Model, turns: int) -> tuple[Board, dict[str, Timed]]:
    """Medians of one move's core (S1), the whole look (S2), the GROUP BY beside them, and pandas (S4)."""
    board = build_board(shelf, model, lock=Lock.off())
    cursor = shelf.database.cursor()
    _ready_made(cursor, shelf, model)
    frame = _frame(cursor, shelf, model)
    drafts = cycle([model.with_points({"webinar": Decimal(points)}) for points in (5, 12, 20, 27)])
    things: dict[str, Callable[[], Any]] = {
        "group_by": lambda: cursor.execute(_GROUP_BY).fetchall(),
        "core": core(board, drafts),
        "look": lambda: board.look(next(drafts)),
    }
    found = in_turns(things, turns)
    found |= in_turns({"pandas": lambda: in_pandas(frame, next(drafts)), "core_again": core(board, drafts)}, 5)
    return board, found


_GROUP_BY = "SELECT score, COUNT(*), SUM(converted), SUM(revenue) FROM ready_made GROUP BY score"


def _ready_made(cursor: duckdb.DuckDBPyConnection, shelf: Shelf, model: Model) -> None:
    """Every lead's score as if it were known already, with what the GROUP BY adds up."""
    evidence = shelf.evidence(model, Handoff()).table
    cursor.execute(
        f"""CREATE OR REPLACE TABLE ready_made AS SELECT CAST(HASH(lead_id) % 101 AS INTEGER) AS score,
    CAST(HASH(lead_id, 1) % 10 = 0 AS INTEGER) AS converted, CAST(HASH(lead_id, 2) % 1000 AS DOUBLE) AS revenue
FROM {evidence}"""
    )


def core(board: Board, drafts: Any) -> Callable[[], Any]:
    """All leads re-scored with caps and gates; leads, conversions and revenue by whole point and band."""
    tallies, size = board.tallies, len(BANDS) * BINS
    kinds = tallies.counts.kinds
    wanted = Counts(("leads", *COLUMNS), _pairs(board, [kinds.index(name) for name in COLUMNS]))

    def move() -> Any:
        cell = cells(rescore(next(drafts), tallies.units))
        return wanted.by_cell(cell, size), tallies.revenue.by_cell(cell, size)

    return move


def _pairs(board: Board, places: list[int]) -> tuple[Any, ...]:
    """Leads, n and hits of the conversion, two in a column as on the board."""
    columns = [board.tallies.leads]
    for place in places:
        both = board.tallies.counts.pairs[place // 2].astype(np.int64)
        columns.append((both // PAIR if place % 2 else both % PAIR).astype(np.float64))
    return columns[0] + PAIR * columns[1], columns[2]


def _frame(cursor: duckdb.DuckDBPyConnection, shelf: Shelf, model: Model) -> pd.DataFrame:
    evidence = shelf.evidence(model, Handoff()).table
    units = ", ".join(units_column(place) for place in range(len(model.rules)))
    return cursor.execute(
        f"""SELECT {units}, HASH(lead_id, 1) % 10 = 0 AS converted, CAST(HASH(lead_id, 2) % 1000 AS DOUBLE) AS revenue
FROM {evidence}"""
    ).df()


def in_pandas(frame: pd.DataFrame, model: Model) -> Any:
    """The same move as an analyst writes it: a row a lead, vectorised, with caps, gates and sums."""
    groups = {}
    for name in model.group_names:
        places = [place for place, rule in enumerate(model.rules) if rule.group == name]
        points = sum(frame[units_column(place)] * float(model.rules[place].worth) / 100 for place in places)
        cap = model.group(name).cap
        groups[name] = points.clip(upper=None if cap is None else float(cap))
    score = sum(groups.values()).clip(0, 100)
    cut_offs = model.cut_offs
    assert cut_offs is not None
    ids = [rule.id for rule in model.rules]
    intent = (frame[[units_column(ids.index(name)) for name in cut_offs.sql_needs.any_of]] > 0).any(axis=1)
    for name, least in cut_offs.sql_needs.at_least.items():
        intent &= groups[name] >= float(least)
    ready, over = (score >= float(cut_offs.sql)) & intent, score >= float(cut_offs.mql)
    band = np.where(ready, "ready", np.where(over, "hand_over", "nurture"))
    table = pd.DataFrame(
        {"band": band, "bin": score.astype(int), "converted": frame["converted"], "revenue": frame["revenue"]}
    )
    return table.groupby(["band", "bin"]).agg(leads=("bin", "size"), hits=("converted", "sum"), sum=("revenue", "sum"))
