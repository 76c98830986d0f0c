"""Suggested points on real exports: where there is no signal it is said, and today's values are not learned from."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import pytest
import real_data_sets

from leadscore import importing
from leadscore.evidence import Shelf
from leadscore.learning.asking.starting_point import starting_point
from leadscore.learning.suggesting.suggestion import Suggestion, suggest
from leadscore.store import workspace as workspaces
from leadscore.store.database import open_current

NOW = datetime.fromisoformat("2026-11-02T09:00:00")
DEMO = """
leads:
  - file: REAL_DATA/zoho_crm/Leads.csv
    dialect: {delimiter: ",", encoding: utf-8}
    lead_id: LEADID
    keep: all
stages:
  - file: REAL_DATA/zoho_crm/Leads.csv
    dialect: {delimiter: ",", encoding: utf-8}
    where: {column: CONVERTED, is: Yes}
    lead_id: LEADID
    stage: {value: opportunity}
"""

pytestmark = pytest.mark.real_data


def suggested(folder: Path, mapping: str, outcome: str, captured: bool) -> Suggestion:
    """What a data set suggests for the rules that it starts from, its attributes confirmed as captured or not."""
    shelf = imported(folder / "first", mapping)
    if captured:
        names = sorted({rule.when.attribute for rule in starting_point(shelf).rules})
        shelf = imported(folder / "captured", f"captured_at_form: {json.dumps(names)}\n{mapping}")
    return suggest(shelf, starting_point(shelf), outcome, draws=100)


def imported(folder: Path, mapping: str) -> Shelf:
    folder.mkdir(parents=True)
    written = folder / "mapping.yaml"
    written.write_text(mapping.replace("REAL_DATA", real_data_sets.FOLDER.as_posix()), encoding="utf-8")
    workspace = workspaces.create(folder / "workspace")
    importing.run(workspace, written, now=NOW)
    return Shelf(open_current(workspace))


def test_a_demo_organisation_converts_whatever_is_known_of_a_lead(tmp_path: Path, real_data: Path) -> None:
    """3,900 leads of which 93 % were converted, whoever they are: there is nothing to learn, and it says so."""
    found = suggested(tmp_path, DEMO, "opportunity", captured=True)
    assert (found.n, found.hits) == (3900, 3632)
    assert found.model is None
    assert found.held_out.low < 0.5 < found.held_out.high and found.gain < 0
    told = "points learned on some accounts pick the lead that became opportunity out of a pair of others"
    assert found.sentence.startswith(f"History suggests no points: no signal: {told}")
    assert found.sentence.endswith("and foretell outcomes no better than one rate for all.")


def test_values_of_today_are_not_learned_from(tmp_path: Path, real_data: Path) -> None:
    mapping = (real_data_sets.MAPPINGS / "x_education.yaml").read_text(encoding="utf-8")
    found = suggested(tmp_path, mapping, "won", captured=False)
    assert (found.n, found.hits) == (9240, 3561)
    assert found.reason == "no rule can be learned from: each is left out or too rare"
    assert found.points
    assert all("rests on today's value of" in each.sentence for each in found.points)


def test_what_was_captured_at_the_form_is_learned_from_without_an_order_in_time(
    tmp_path: Path, real_data: Path
) -> None:
    mapping = (real_data_sets.MAPPINGS / "x_education.yaml").read_text(encoding="utf-8")
    found = suggested(tmp_path, mapping, "won", captured=True)
    assert found.signal and found.held_out.low > 0.55
    assert "without dates points were judged on accounts left out at random, not on later ones" in found.caveats
    assert any("not as agreed" in each for each in found.caveats)
