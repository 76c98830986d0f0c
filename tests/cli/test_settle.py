"""`leadscore settle`: the card of the Data page, as text and as JSON."""

from __future__ import annotations

from pathlib import Path

import pytest

from leadscore.evidence import Shelf
from leadscore.learning.settle import settle_card
from leadscore.model import load
from leadscore.simulation.lock import lock_of
from leadscore.store.database import open_current

from .conftest import Leadscore


def test_the_command_says_what_the_card_says(sample_workspace: Path, leadscore: Leadscore) -> None:
    shelf = Shelf(open_current(sample_workspace))
    card = settle_card(shelf, load(sample_workspace / "model.yaml"), before=lock_of(shelf).starts)
    told = leadscore("settle", sample_workspace, "--json").json
    assert told["sentence"] == card.settled.reach.sentence
    assert [(rule["rule_id"], rule["state"]) for rule in told["rules"]] == [
        (rule.rule_id, rule.state) for rule in card.settled.rules
    ]
    assert [need["points"] for need in told["needs"]] == [str(need.points) for need in card.needs]
    spoken = leadscore("settle", sample_workspace).out
    assert spoken.splitlines()[-1] == card.settled.reach.sentence
    assert all(rule.why in spoken for rule in card.settled.rules)


def test_larger_differences_are_settled_by_more_rules(sample_workspace: Path, leadscore: Leadscore) -> None:
    counts = [
        leadscore("settle", sample_workspace, "--points", points, "--json").json["settled"]
        for points in ("5", "10", "20")
    ]
    assert counts == sorted(counts) and counts[0] < counts[-1]


@pytest.mark.parametrize("points", ["0", "100", "-3"])
def test_a_difference_that_is_none_is_a_usage_error(sample_workspace: Path, leadscore: Leadscore, points: str) -> None:
    done = leadscore("settle", sample_workspace, f"--points={points}")
    assert done.code == 2 and "Give one above 0 and below 100" in done.err
