"""The tab on leaks and lint: findings with what to do, fields with verdicts, and a true page where data lack things."""

from __future__ import annotations

from pathlib import Path

import pytest

from leadscore.model import parse
from leadscore.store.state import By, State
from leadscore.workshop.saved_models import saving

from . import companies
from .room import Visit, visit

UNDATED = """
name: School
rules:
  - {id: tags, label: Will revert, points: 40, when: {attribute: Tags, is: Will revert after reading the email}}
  - {id: source, label: Referred, points: 30, when: {attribute: Lead Source, is: Reference}}
cut_offs: {mql: 30, sql: 60}
evaluation: {outcome: won}
"""


def leaks_tab(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Visit:
    """A visitor who opened the tab."""
    visitor = visit(folder, monkeypatch, "signals")
    visitor.app.session_state["signal tabs"] = "Leaks and lint"
    return visitor.run()


def tables_of(visitor: Visit) -> dict[str, list[dict[str, str]]]:
    """The rows of every table by its first column."""
    shown = [each.value for each in (*visitor.app.table, *visitor.app.dataframe)]
    return {str(frame.columns[0]): frame.to_dict("records") for frame in shown}


def test_every_field_has_a_verdict_and_the_leak_comes_first(
    sample_workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor = leaks_tab(companies.copied(sample_workspace, tmp_path / "saas"), monkeypatch)
    fields = tables_of(visitor)["Field"]
    assert fields[0]["Field"] == "lead_quality" and fields[0]["Verdict"] == "Leaks: must not be used"
    assert {each["Verdict"] for each in fields[1:]} == {
        "Filled in later, but dated: only what was known at T counts",
        "No sign of a leak",
    }
    kinds = {each["Activity"]: each["Verdict"] for each in tables_of(visitor)["Activity"]}
    assert kinds["call"] == "Done by sales: no signal" and "Perhaps a step on the way" in kinds["meeting"]
    assert "The second is the honest figure." in visitor.words()


def test_a_rule_on_a_leak_is_told_with_what_to_do(
    sample_workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = companies.copied(sample_workspace, tmp_path / "saas")
    (folder / "model.yaml").write_text(
        "name: Leaky\ncut_offs: {mql: 5, sql: 10}\n"
        "rules: [{id: rated, label: '<b>Rated</b>', points: 10, when: {attribute: lead_quality, is: A}}]"
    )
    (first, *_) = tables_of(leaks_tab(folder, monkeypatch))["How bad"]
    assert (first["How bad"], first["Check"]) == ("Error", "written afterwards")
    assert first["Rule"] == "\\<b\\>Rated\\</b\\>"
    assert first["What, and what to do"].endswith("Take the rule out.")


def test_of_twelve_leads_nothing_is_concluded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    visitor = leaks_tab(companies.small(tmp_path, tuple(f"Lead {number}" for number in range(12))), monkeypatch)
    fields = tables_of(visitor)["Field"]
    assert {each["Verdict"] for each in fields} == {"No sign of a leak"}
    assert all(each["AUC alone"].startswith("unknown: needs 10 leads") for each in fields)
    assert "What all fields together know is not known: needs 50 leads" in visitor.words()


def test_who_is_to_sign_sees_that_the_past_speaks_against_a_rule(
    sample_workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = companies.copied(sample_workspace, tmp_path / "saas")
    asked = "name: Leaky\ncut_offs: {mql: 5, sql: 10}\nrules: [{id: r, points: 10, when: %s}]"
    for line, when in (("Leaky", "{attribute: lead_quality, is: A}"), ("Sound", "{activity: demo_requested}")):
        with State.open(folder) as state:
            who = By("Ada", "sales", companies.NOW)
            state.versions.save(saving(parse(asked % when), line, "As found", None), who)
    visitor = visit(folder, monkeypatch, "agreement")
    said = {}
    for line in ("Leaky", "Sound"):
        visitor.app.selectbox(key="line to sign").set_value(line)
        said[line] = visitor.run().words()
    assert "Rule 'r' looks at 'lead_quality', which must not be an input" in said["Leaky"]
    assert "must not be an input" not in said["Sound"]


@pytest.mark.real_data
def test_without_dates_the_fields_are_checked_all_the_same(
    real_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor = leaks_tab(companies.x_education(tmp_path / "room", UNDATED), monkeypatch)
    fields = {each["Field"]: each for each in tables_of(visitor)["Field"]}
    assert fields["Tags"]["Verdict"] == "Leaks: must not be used"
    assert fields["Total Time Spent on Website"]["AUC alone"].startswith("0.6506")
    assert "No activity is dated, so none can be checked." in visitor.words()
