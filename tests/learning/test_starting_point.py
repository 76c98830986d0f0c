"""A model from the data itself: what splits the leads is asked, at no points, and the outcome is never looked at."""

from __future__ import annotations

from pathlib import Path

import pytest
from simulation.town import Town

from leadscore.evidence import Shelf, check, sleeping
from leadscore.learning.asking.starting_point import MOST_RULES, starting_point
from leadscore.model import parse, to_yaml
from leadscore.store.database import open_current


def asked(town: Town) -> dict[str, str]:
    """The rules of a town's starting point: label and group."""
    with town.shelf() as shelf:
        found = starting_point(shelf)
    return {rule.name: rule.group for rule in found.rules} if found else {}


def people() -> Town:
    """Six of ten are clerks and two bosses; half asked for a demo; everybody opened a mail; sales called all."""
    town = Town(attributes={"title": "text", "account_id": "text"})
    for place, title in enumerate(("Clerk",) * 5 + ("clerk ",) + ("Boss",) * 2 + (None, None)):
        did = [("email_open", 1), *([("demo", 1)] if place % 2 else [])]
        town.lead(f"L{place}", title=title, account_id=f"A{place // 2}", did=did, mql=2, worked=3)
    return town


def test_common_values_and_activities_of_some_are_asked():
    assert asked(people()) == {"Title: Clerk": "demographic", "Title: Boss": "demographic", "Demo": "behaviour"}


def test_what_comes_after_the_hand_off_is_not_asked():
    town = people()
    for place in range(10, 15):
        town.lead(f"L{place}", did=[("email_open", 1), ("contract_read", 5)], mql=2, worked=3)
    assert "Contract read" not in asked(town)


def test_the_outcome_changes_nothing():
    town = people()
    before = asked(town)
    for place in range(5):
        town.lead(f"W{place}", title="Clerk", did=[("email_open", 1), ("demo", 1)], mql=2, worked=3, won=4)
        town.lead(f"V{place}", title=None, did=[("email_open", 1)], mql=2, worked=3)
    assert asked(town) == before


def test_without_anything_to_ask_there_is_no_model():
    assert asked(Town().lead("Ada").lead("Ben")) == {}


def test_every_rule_is_awake_at_no_points_and_can_be_written(sample_workspace: Path):
    shelf = Shelf(open_current(sample_workspace))
    found = starting_point(shelf)
    assert found == starting_point(shelf)
    check(found, shelf.facts)
    assert not sleeping(found, shelf.facts)
    assert 8 <= len(found.rules) <= MOST_RULES
    assert {rule.worth for rule in found.rules} == {0}
    assert parse(to_yaml(found), "model.yaml") == found


@pytest.mark.real_data
def test_what_was_written_after_the_outcome_is_not_offered(real_data: Path, tmp_path: Path):
    from dashboard.companies import x_education

    assert real_data.is_dir()
    found = starting_point(Shelf(open_current(x_education(tmp_path / "room", "name: A\nrules: []\n"))))
    attributes = {rule.when.attribute for rule in found.rules}
    assert "Total Time Spent on Website" in attributes
    assert not attributes & {"Converted", "Tags", "Lead Quality", "Lead Number", "Last Activity", "Prospect ID"}
