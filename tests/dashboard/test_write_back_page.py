"""The tab on writing back: whose scores, the first rows, the files, and a criteria sheet that comes back."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from leadscore.exporting.criteria import write_criteria
from leadscore.model import load, model_hash, presets

from . import companies
from .room import Visit, visit

WHAT = {"scores": "Scores of the leads", "settings": "The model as settings", "criteria": "Criteria template"}


def tab(folder: Path, monkeypatch: pytest.MonkeyPatch, what: str = "scores") -> Visit:
    """A visitor who opened the tab, at one of its parts."""
    visitor = visit(folder, monkeypatch, "data")
    visitor.app.session_state["data tabs"] = "Write back"
    visitor.app.session_state["write back what"] = WHAT[what]
    return visitor.run()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return companies.small(tmp_path / "small", names=("Ada", "=1+1", "Cyd"))


def labels(visitor: Visit) -> list[str]:
    return [each.proto.label for each in visitor.app.get("download_button")]


def test_the_first_rows_are_shown_and_the_file_is_prepared_by_a_click(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor = tab(folder, monkeypatch)
    assert "2 rows = 3 leads - 1 without a landmark - 0 excluded by the population." in visitor.words()
    assert "not signed by both teams" in visitor.words()
    first = visitor.table(0)
    assert list(first.columns)[:3] == ["Record ID", "leadscore_score", "leadscore_band"]
    assert first.iloc[0]["leadscore_reason_1"].startswith("Asked for a demo (+30, last on ")
    assert not any(label.startswith("Download") for label in labels(visitor))
    visitor.press("Prepare the file")
    assert "Download leadscore-hubspot.csv" in labels(visitor)
    visitor.app.selectbox(key="write back crm").set_value("zoho")
    visitor.run()
    assert list(visitor.table(0).columns)[0] == "Record Id"
    assert not any(label.startswith("Download") for label in labels(visitor))


def test_names_and_ids_are_hidden_before_a_projector(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    visitor = tab(folder, monkeypatch)
    visitor.app.session_state["projector"] = True
    visitor.app.selectbox(key="write back crm").set_value("pipedrive")
    visitor.run()
    shown = visitor.table(0)
    assert set(shown["Pipedrive System ID - Person"]) == set(shown["Person - Name"]) == {"hidden"}
    assert "=1+1" not in visitor.words()


def test_a_draft_is_offered_only_where_it_differs_and_says_so(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor = tab(folder, monkeypatch, "criteria")
    assert not [each for each in visitor.app.get("button_group") if each.key == "write back of"]
    upload(visitor, edited(folder, tmp_path, {"demo": "12"}))
    visitor.press("Put it on the sliders")
    visitor.app.session_state["write back what"] = WHAT["scores"]
    visitor.run()
    assert "DRAFT" not in visitor.words()
    visitor.app.session_state["write back of"] = "The draft on the table"
    visitor.run()
    assert "DRAFT, not agreed" in visitor.words()
    assert set(visitor.table(0)["leadscore_version"]) == {"DRAFT, not agreed"}
    visitor.press("Prepare the file")
    assert "Download DRAFT-leadscore-hubspot.csv" in labels(visitor)


@pytest.mark.parametrize("where", ["hubspot", "salesforce", "marketo", "sql"])
def test_the_settings_of_each_crm_are_shown(where: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    visitor = tab(folder, monkeypatch, "settings")
    visitor.app.session_state["settings of"] = where
    visitor.run()
    if where == "sql":
        assert "WITH" in visitor.app.code[0].value and labels(visitor) == ["Download the SQL"]
        return
    lines = visitor.app.table[0].value
    rules = [str(each) for each in lines["What"] if str(each).startswith("rule")]
    assert rules == ["rule: Decides", "rule: Asked for a demo"]
    assert list(lines["Points"])[-4:-2] == ["\\+20", "\\+30"] or list(lines["Points"])[-4:-2] == ["+20", "+30"]
    assert "2 rules in" in visitor.words() and labels(visitor) == ["Excel workbook", "CSV"]


def test_a_sheet_that_was_edited_comes_back_onto_the_sliders(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor = tab(folder, monkeypatch, "criteria")
    model = load(folder / "model.yaml")
    assert model_hash(model) in visitor.words()
    upload(visitor, edited(folder, tmp_path, {"vp": "25"}))
    assert "Decides: 25 points, was 20 points" in visitor.words()
    visitor.press("Put it on the sliders")
    assert "It is the model on the table, unchanged." in visitor.words()
    assert visitor.app.session_state["points of vp"] == 25


def test_a_mistake_in_the_sheet_is_said_and_changes_nothing(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor = tab(folder, monkeypatch, "criteria")
    upload(visitor, edited(folder, tmp_path, {"vp": "lots"}))
    assert "row 5 (vp): 'lots' under 'Points' is no number" in visitor.words()
    assert not [each for each in visitor.app.button if each.label == "Put it on the sliders"]


def test_a_sheet_of_what_these_data_lack_is_not_put_on_the_sliders(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor = tab(folder, monkeypatch, "criteria")
    (folder / "other.yaml").write_text(
        (folder / "model.yaml").read_text().replace("attribute: title", "attribute: titel")
    )
    file = tmp_path / "other.csv"
    write_criteria(load(folder / "other.yaml"), file)
    upload(visitor, file)
    visitor.press("Put it on the sliders")
    assert "Did you mean 'title'?" in visitor.words()


def test_a_preset_can_be_taken_away_as_a_sheet(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    visitor = tab(folder, monkeypatch, "criteria")
    visitor.app.selectbox(key="criteria of").set_value("criteria_template")
    visitor.run()
    assert model_hash(presets.preset("criteria_template")) in visitor.words()


def test_without_data_the_tab_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    visitor = tab(companies.emptied(tmp_path / "room"), monkeypatch)
    assert "Open 'Bring data' first" in visitor.words()
    assert not visitor.app.page_link  # the page that it would open is this one


def test_a_file_that_is_no_sheet_is_called_by_its_own_name(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    visitor = tab(folder, monkeypatch, "criteria")
    visitor.app.file_uploader(key="criteria sheet").upload("leads of May.csv", b"hello,world\n1,2\n")
    assert "'leads of May.csv' is no criteria template" in visitor.run().words()


def edited(folder: Path, target: Path, points: dict[str, str]) -> Path:
    """The template of the company's model with other points."""
    file = target / "edited.csv"
    write_criteria(load(folder / "model.yaml"), file)
    rows = list(csv.DictReader(io.StringIO(file.read_text("utf-8-sig"))))
    for row in rows:
        row["Points"] = points.get(row["Name"], row["Points"])
    with file.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.DictWriter(opened, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return file


def upload(visitor: Visit, file: Path) -> None:
    visitor.app.file_uploader(key="criteria sheet").upload(file.name, file.read_bytes())
    visitor.run()
