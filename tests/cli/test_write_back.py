"""`leadscore write-back`, `model-sheet` and `read-criteria`."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from leadscore.model import load, model_hash, presets, scoring_hash

from .company import MODEL
from .conftest import Leadscore
from .test_active_model import ADA, BEN, keep, without_demo


def rows_of(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as opened:
        return list(csv.DictReader(opened))


def test_scores_of_the_active_model_are_written_for_hubspot(leadscore: Leadscore, six: Path, tmp_path: Path) -> None:
    called = leadscore("write-back", six, "--crm", "hubspot", "--out", tmp_path / "h.csv")
    rows = rows_of(tmp_path / "h.csv")
    assert called.code == 0 and len(rows) == 6
    assert "6 rows = 6 leads - 0 without a landmark - 0 excluded by the population." in called.err
    assert "Not verified:" in called.err
    assert {row["leadscore_version"] for row in rows} == {"not signed by both teams"}
    assert {row["leadscore_model_hash"] for row in rows} == {model_hash(load(six / "model.yaml"))}
    assert {row["leadscore_scoring_hash"] for row in rows} == {scoring_hash(load(six / "model.yaml"))}


def test_a_file_of_scores_agrees_with_the_score_command(leadscore: Leadscore, six: Path, tmp_path: Path) -> None:
    leadscore("score", six, "--as-of", "2026-10-31", "--out", tmp_path / "s.csv")
    leadscore("write-back", six, "--crm", "csv", "--out", tmp_path / "w.csv")
    scores = {row["lead_id"]: Decimal(row["score"]) for row in rows_of(tmp_path / "s.csv")}
    assert {row["lead_id"]: Decimal(row["score"]) for row in rows_of(tmp_path / "w.csv")} == scores


def test_a_model_that_nobody_agreed_to_needs_a_word_and_says_so(
    leadscore: Leadscore, six: Path, tmp_path: Path
) -> None:
    (tmp_path / "m.yaml").write_text(
        MODEL.replace("points: 15, when: {activity: demo}", "points: 14, when: {activity: demo}")
    )
    asked = ("write-back", six, "--crm", "csv", "--out", tmp_path / "w.csv", "--model", tmp_path / "m.yaml")
    refused = leadscore(*asked)
    assert refused.code == 2 and "is not the active model" in refused.err and not (tmp_path / "w.csv").exists()
    assert leadscore(*asked, "--draft").code == 0
    assert {row["version"] for row in rows_of(tmp_path / "w.csv")} == {"DRAFT, not agreed"}


def test_the_active_model_by_the_name_of_its_file_is_no_draft(leadscore: Leadscore, six: Path, tmp_path: Path) -> None:
    (tmp_path / "same.yaml").write_text(MODEL)
    called = leadscore(
        "write-back", six, "--crm", "csv", "--out", tmp_path / "w.csv", "--model", tmp_path / "same.yaml", "--json"
    )
    assert called.json["version"] == "not signed by both teams" and called.json["rows"] == 6


def test_the_signed_version_goes_out_under_its_number(leadscore: Leadscore, six: Path, tmp_path: Path) -> None:
    keep(six, without_demo(six), ADA, BEN)
    leadscore("write-back", six, "--crm", "csv", "--out", tmp_path / "w.csv")
    ada = next(row for row in rows_of(tmp_path / "w.csv") if row["lead_id"] == "ada")
    assert ada["version"] == "Agreed model, version 1"
    assert ada["model_hash"] == model_hash(without_demo(six)) and "demo" not in " ".join(ada.values())
    named = ("--model", six / "model.yaml")
    refused = leadscore("write-back", six, "--crm", "csv", "--out", tmp_path / "w.csv", *named)
    assert refused.code == 2 and "is not the active model" in refused.err


MISTAKES = {
    "another crm": (("--crm", "hubspo", "--out", "w.csv"), "Did you mean 'hubspot'?"),
    "another ending": (("--crm", "zoho", "--out", "w.parquet"), "must end in .csv or .xlsx"),
    "a workbook for a loader of csv": (("--crm", "salesforce", "--out", "w.xlsx"), "must end in .csv"),
    "draft of nothing": (("--crm", "csv", "--out", "w.csv", "--draft"), "--draft goes with --model"),
}


@pytest.mark.parametrize("name", sorted(MISTAKES))
def test_mistakes_are_said_with_their_mend(
    name: str, leadscore: Leadscore, six: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    options, words = MISTAKES[name]
    called = leadscore("write-back", six, *options)
    assert called.code == 2 and words in called.err and list(tmp_path.glob("w*")) == []


def test_the_workspace_itself_is_not_overwritten(leadscore: Leadscore, six: Path) -> None:
    called = leadscore("write-back", six, "--crm", "csv", "--out", six / "data" / "w.csv")
    assert called.code == 2 and "belongs to the workspace" in called.err


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_a_criteria_template_goes_out_and_comes_back(
    ending: str, leadscore: Leadscore, six: Path, tmp_path: Path
) -> None:
    sheet, back = tmp_path / f"criteria{ending}", tmp_path / "back.yaml"
    assert leadscore("model-sheet", six, "--for", "criteria", "--out", sheet).code == 0
    called = leadscore("read-criteria", sheet, "--out", back)
    assert called.code == 0 and model_hash(load(back)) == model_hash(load(six / "model.yaml"))
    again = leadscore("read-criteria", sheet, "--out", back)
    assert again.code == 2 and "is there already" in again.err


def test_a_preset_is_read_back_onto_the_screen(leadscore: Leadscore, tmp_path: Path) -> None:
    sheet = tmp_path / "c.csv"
    leadscore("model-sheet", "--preset", "criteria_template", "--for", "criteria", "--out", sheet)
    (tmp_path / "m.yaml").write_text(leadscore("read-criteria", sheet).out)
    assert load(tmp_path / "m.yaml") == presets.preset("criteria_template")


def test_a_mistake_in_the_sheet_is_said_by_row(leadscore: Leadscore, tmp_path: Path) -> None:
    sheet = tmp_path / "c.csv"
    leadscore("model-sheet", "--preset", "criteria_template", "--for", "criteria", "--out", sheet)
    sheet.write_text(sheet.read_text("utf-8-sig").replace(",25,", ",many,"), encoding="utf-8")
    called = leadscore("read-criteria", sheet)
    assert called.code == 1 and "row 9 (trial): 'many' under 'Points' is no number" in called.err


@pytest.mark.parametrize("target", ["hubspot", "salesforce", "marketo", "sql"])
def test_settings_of_the_active_model(target: str, leadscore: Leadscore, six: Path, tmp_path: Path) -> None:
    out = tmp_path / ("m.sql" if target == "sql" else "m.csv")
    called = leadscore("model-sheet", six, "--for", target, "--out", out)
    assert called.code == 0
    if target == "sql":
        assert out.read_text().startswith("-- Six leads:")
    else:
        named = [row["Rule"] for row in rows_of(out) if row["Part"] in ("rule", "knock-out")]
        assert named == [rule.name for rule in load(six / "model.yaml").rules]


@pytest.mark.parametrize("name", ["c.csv", "c.xlsx"])
def test_a_place_that_is_not_there_is_said(name: str, leadscore: Leadscore, six: Path, tmp_path: Path) -> None:
    nowhere = tmp_path / "nowhere" / name
    for asked in (("model-sheet", six, "--for", "criteria"), ("write-back", six, "--crm", "csv")):
        called = leadscore(*asked, "--out", nowhere)
        assert called.code == 1 and "cannot be written: No such file or directory" in called.err


def test_a_sheet_needs_a_model(leadscore: Leadscore, tmp_path: Path) -> None:
    called = leadscore("model-sheet", "--for", "hubspot", "--out", tmp_path / "h.csv")
    assert called.code == 2 and "Name a workspace" in called.err
    called = leadscore("model-sheet", "--preset", "saas", "--for", "hubspt", "--out", tmp_path / "h.csv")
    assert called.code == 2 and "Did you mean 'hubspot'?" in called.err
