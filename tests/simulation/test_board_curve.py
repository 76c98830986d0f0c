"""Without dates, cut-offs are judged on every lead at the score it has, and nothing is a month."""

from __future__ import annotations

from pathlib import Path

import pytest

from leadscore.evidence import Shelf
from leadscore.model import load, parse
from leadscore.simulation import Lock, build_board
from leadscore.simulation.board_curve import board_curve
from leadscore.simulation.cut_offs import curve
from leadscore.simulation.replay import build_replay
from leadscore.store.database import open_current

from .town import Town

MODEL = """
name: Small
rules:
  - {id: boss, points: 30, when: {attribute: title, is: Boss}}
  - {id: clerk, points: 10, when: {attribute: title, is: Clerk}}
"""


def undated() -> Town:
    """Four bosses of whom three were won, and six clerks of whom one was."""
    town = Town(attributes={"title": "text", "account_id": "text"})
    for place in range(10):
        name, title = f"L{place}", "Boss" if place < 4 else "Clerk"
        town.lead(name, created=None, title=title)
        if place in (0, 1, 2, 9):
            town.stages.append(
                {"lead_id": name, "stage": "won", "entered_at": None, "amount": None, "reason": None, "score": None}
            )
    return town


def test_precision_and_recall_of_undated_leads():
    with undated().shelf() as shelf:
        at = board_curve(build_board(shelf, parse(MODEL, "m"), "now", "won"), parse(MODEL, "m"))
    assert (at[30].precision.value, at[30].precision.n, at[30].recall.value) == (0.75, 4, 0.75)
    assert (at[10].precision.value, at[10].precision.n, at[10].recall.value) == (0.4, 10, 1.0)
    assert at[10].worked_per_outcome.value == 2.5
    assert at[31].precision.value is None
    assert at[31].recall.value == 0
    assert {each.a_month.reason for each in at} == {"no dates"}


def test_on_dated_data_it_equals_the_replays_curve(sample_workspace: Path):
    """With nothing locked, worked hand-offs at their score then are the same leads on both roads."""
    shelf, model = Shelf(open_current(sample_workspace)), load(sample_workspace / "model.yaml")
    board, replayed = build_board(shelf, model, lock=Lock.off()), build_replay(shelf, model)
    for ours, theirs in zip(board_curve(board, model)[::9], curve(replayed, model)[::9], strict=True):
        assert ours.precision.value == theirs.precision.value
        assert ours.precision.n == theirs.precision.n
        assert ours.precision.low == pytest.approx(theirs.precision.low, nan_ok=True) or ours.precision.low is None
        assert ours.recall == theirs.recall
