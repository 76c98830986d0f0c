"""The tab on data health: what was found with its rows, a switch and its effect, and the way back."""

from __future__ import annotations

from pathlib import Path

import pytest

from leadscore import importing
from leadscore.store import snapshots, workspace

from . import companies
from .room import Visit, as_read, visit

TAB = "Data health"
TESTS = "Take out test records, with all their rows"


def health_tab(folder: Path, monkeypatch: pytest.MonkeyPatch, projector: bool = False) -> Visit:
    visitor = visit(folder, monkeypatch, "data")
    if projector:
        visitor.app.session_state["projector"] = True
    return visitor.turn_to(TAB)


def found(visitor: Visit) -> list[str]:
    """What the boxes of the tab are called."""
    return [as_read(each.label) for each in visitor.app.expander]


def switch(visitor: Visit, label: str) -> Visit:
    next(each for each in visitor.app.toggle if as_read(each.label) == label).set_value(True)
    return visitor.run()


def effect(visitor: Visit) -> dict[str, tuple[str, str]]:
    table = next(each.value for each in visitor.app.dataframe if "As imported" in each.value.columns)
    return {row[""]: (row["As imported"], row["Treated"]) for row in table.to_dict("records")}


def test_a_treatment_is_switched_tried_applied_and_taken_back(
    own_sample_workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor = health_tab(own_sample_workspace, monkeypatch)
    assert "Test records, and leads of your own people: 36 of 7,590 leads (0.5 %)" in found(visitor)
    assert "7 things found that may mislead, 6 of them can be treated" in visitor.words()
    assert "qa7489@ourselves.test" in {row for each in visitor.app.dataframe for row in each.value.get("email", [])}
    imported = snapshots.current(own_sample_workspace)
    switch(visitor, TESTS)
    assert effect(visitor)["Rows of leads"] == ("7,590", "7,554")
    before, after = effect(visitor)["Conversion to confirmed SQL"]
    assert "n = " in before and " to " in after
    assert snapshots.current(own_sample_workspace) == imported
    visitor.press("Apply 1 treatment")
    assert "The data in use went through 1 treatment" in visitor.words()
    assert snapshots.current(own_sample_workspace)[1].rows("leads") == 7_554
    assert "The data in use are these." in visitor.words()
    visitor.press("Undo all: back to the data as imported")
    assert snapshots.current(own_sample_workspace)[1] == imported[1]
    assert "Earlier data were treated; the data in use are not." in visitor.words()
    visitor.press("Treat them the same way")
    assert snapshots.current(own_sample_workspace)[1].rows("leads") == 7_554


def people(folder: Path) -> Path:
    """A workspace of five undated leads: Ada is there twice, and one is a trial."""
    folder.mkdir()
    (folder / "leads.csv").write_text(
        "id,name,email,company\n1,Ada Kroll,ada@works.example,Works\n2,A. Kroll,ADA@works.example,Works\n"
        "3,Ben Dorn,ben@other.example,Other\n4,Cleo Ek,cleo@more.example,More\n5,Test Test,t@trial.example,Trial\n"
    )
    (folder / "map.yaml").write_text("leads: [{file: leads.csv, lead_id: id, keep: all}]\n")
    made = workspace.create(folder / "ws")
    importing.run(made, folder / "map.yaml", now=companies.NOW)
    return made.folder


def test_before_a_projector_examples_name_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = people(tmp_path / "people")
    shown = health_tab(folder, monkeypatch)
    assert "Ada Kroll" in {cell for each in shown.app.dataframe for cell in each.value.get("name", [])}
    hidden = health_tab(folder, monkeypatch, projector=True)
    assert "they are hidden before a projector" in hidden.words()
    assert not any("name" in each.value.columns for each in hidden.app.dataframe)


def test_undated_data_have_their_checks_and_reasons(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    visitor = health_tab(people(tmp_path / "people"), monkeypatch)
    assert "One person under several leads: the same e-mail address: 1 of 5 leads (20.0 %)" in found(visitor)
    said = visitor.words()
    assert "Dated in the future: cannot be told: no dates" in said
    assert "cannot be told: these data have no attribute 'account_id'" in said
    switch(visitor, "Make one lead of the several that are one person, with all their rows (by: email)")
    assert effect(visitor)["Rows of leads"] == ("5", "4")
    assert effect(visitor)["Handed over"][0] == "unknown: these data know no hand-offs"


def test_a_click_on_a_page_that_is_not_true_any_more_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = people(tmp_path / "people")
    visitor = health_tab(folder, monkeypatch)
    switch(visitor, TESTS)
    (folder.parent / "leads.csv").write_text("id,name\n1,Zoe Ray\n2,Test Test\n")  # somebody brings other data
    importing.run(workspace.find(folder), folder.parent / "map.yaml", now=companies.NOW)
    visitor.press("Apply 1 treatment")
    assert snapshots.current(folder)[1].treatments == ()


def test_without_data_the_tab_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    visitor = health_tab(companies.emptied(tmp_path / "room"), monkeypatch)
    assert (
        "There is no data yet" in [each.proto.title for each in visitor.app.info]
        or "Bring an export" in visitor.words()
    )
