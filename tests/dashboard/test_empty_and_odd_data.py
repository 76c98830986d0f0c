"""Whatever a workspace lacks, every page says what, and what to do; no page throws."""

from __future__ import annotations

from pathlib import Path

import pytest

from leadscore.model import load, presets
from leadscore.store import snapshots

from . import companies
from .room import PAGES, Visit, visit

NEED_DATA = ("home", "tune", "cutoffs", "lead")

UNDATED_MODEL = """
name: Education
groups: {demographic: {cap: 100}}
rules:
  - {id: works, label: Working professional, group: demographic, points: 40,
     when: {attribute: What is your current occupation, is: Working Professional}}
  - {id: source, label: Referred, group: demographic, points: 30, when: {attribute: Lead Source, is: Reference}}
cut_offs: {mql: 30, sql: 60}
"""


@pytest.mark.parametrize("page", NEED_DATA)
def test_without_data_a_page_sends_to_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, page: str) -> None:
    visitor = visit(companies.emptied(tmp_path / "room"), monkeypatch, page)
    assert "Bring a CRM export, or start with a synthetic sample company." in visitor.words()
    assert "No data yet" in visitor.words()
    assert "Open Data" in [each.value for each in visitor.app.page_link]


def test_without_data_the_data_page_begins_with_bringing_some(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    visitor = visit(companies.emptied(tmp_path / "room"), monkeypatch, "data")
    assert "Your own export" in visitor.words()
    assert "There is no data yet" not in visitor.words()


@pytest.mark.parametrize("page", NEED_DATA)
def test_without_a_model_a_page_offers_presets(
    own_sample_workspace: Path, monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    (own_sample_workspace / "model.yaml").unlink()
    visitor = visit(own_sample_workspace, monkeypatch, page)
    assert "Choose a preset to start from." in visitor.words()
    assert {each.label for each in visitor.app.selectbox} == {"Preset"}


def test_a_preset_becomes_the_model_with_one_click(own_sample_workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    model = own_sample_workspace / "model.yaml"
    model.unlink()
    home = visit(own_sample_workspace, monkeypatch)
    home.app.selectbox[0].set_value("saas")
    home.press("Start from it")
    assert load(model) == presets.preset("saas")
    assert home.metric("Active model") == presets.preset("saas").name


def test_a_model_that_does_not_fit_says_why_and_is_kept(
    own_sample_workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = own_sample_workspace / "model.yaml"
    spoiled = model.read_text(encoding="utf-8").replace("attribute: company_size", "attribute: shoe_size")
    model.write_text(spoiled, encoding="utf-8")
    visitor = visit(own_sample_workspace, monkeypatch)
    for page in NEED_DATA:
        said = visitor.open(page).words()
        assert "looks at 'shoe_size', which this data does not have." in said
        assert "Mend the file, bring data that fits, or start from a preset." in said
    visitor.press("Start from it")
    (draft,) = (own_sample_workspace / "drafts").glob("before-*")
    assert draft.read_text(encoding="utf-8") == spoiled


@pytest.mark.parametrize("text", ["rules: [", "name: A\nrules:\n  - {id: a, when: {attribute: title, like: x}}\n"])
def test_a_file_that_is_no_model_is_named(
    own_sample_workspace: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    (own_sample_workspace / "model.yaml").write_text(text, encoding="utf-8")
    visitor = visit(own_sample_workspace, monkeypatch)
    assert "Mend the file" in visitor.words()
    assert str(own_sample_workspace / "model.yaml") in visitor.words()


def test_damaged_data_are_told_on_every_page(own_sample_workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (snapshots.current(own_sample_workspace)[0] / "manifest.json").write_bytes(b"spoiled")
    visitor = visit(own_sample_workspace, monkeypatch)
    for page in PAGES:
        visitor.open(page)
        assert "The data cannot be opened" in visitor.words()
    assert "manifest.json" in visitor.open("home").words()


def test_one_month_without_a_won_lead(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names = ("Ada", "Ben", "Cleo", "Dan", "Eve", "Fay")
    visitor = every_page(companies.small(tmp_path, names, won=False), monkeypatch)
    assert "6 leads in the figures = 6 leads in the data" in visitor.open("home").words()
    assert "unknown" in visitor.open("tune").words()
    assert visitor.open("lead", lead="L1").metric("Score at") == "50"


def test_a_single_lead(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    every_page(companies.small(tmp_path, ("Ada",)), monkeypatch)


def test_a_lead_never_handed_over_has_a_score_too(sample_workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    visitor = visit(sample_workspace, monkeypatch, "lead", lead="L00001")
    assert "Never handed over: this is its score when the data ends." in visitor.words()


def test_a_lead_that_nobody_knows(sample_workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    visitor = visit(sample_workspace, monkeypatch, "lead")
    assert "Type a company or a lead id into 'Find my deal' in the sidebar." in visitor.words()
    assert "This link leads to no lead of this workspace." in visitor.open("lead", lead="nobody").words()
    assert "Try a shorter part of the name." in visitor.open("lead").search("%_'; DROP TABLE leads").words()


@pytest.mark.real_data
def test_undated_leads(real_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert real_data.is_dir()
    visitor = every_page(companies.x_education(tmp_path / "room", UNDATED_MODEL), monkeypatch)
    assert "no dates" in visitor.open("tune").words()
    assert {
        "This data has no dates",
        "To know: accounts are unknown: intervals take every lead as alone.",
    } <= set(visitor.words().splitlines())


@pytest.mark.real_data
def test_the_applications_of_a_bank(real_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert real_data.is_dir()
    every_page(companies.bpi(tmp_path / "room"), monkeypatch)


def every_page(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> Visit:
    """A visitor who opened every page; none threw, and each asks its question."""
    visitor = visit(workspace, monkeypatch)
    for page in PAGES:
        assert visitor.open(page).app.title[0].value.endswith("?")
    return visitor
