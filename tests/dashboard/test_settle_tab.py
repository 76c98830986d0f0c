"""The tab on what the data can settle: a card a rule, what to bring next, and where the exports are found."""

from __future__ import annotations

from pathlib import Path

import pytest

from leadscore.learning.settle import settle_card
from leadscore.simulation import lock_of
from leadscore.workshop.export_ways import SOURCE_WORDS
from leadscore.workshop.exports import CRMS

from . import companies
from .room import Visit, as_read, opened, visit

TAB = "What it can settle"

MISFIT = "name: Typo\nrules: [{id: t, points: 5, when: {attribute: titel, has_word: vp}}]"

MARKED = """
name: Marked
rules:
  - {id: vp, label: "=HYPERLINK('x') **bold**", points: 20, when: {attribute: title, has_word: vp}}
  - {id: demo, label: ":red[Demo]", points: 30, when: {activity: demo_requested}}
  - {id: webinar, label: "<b>Webinar</b>", points: 12.5, when: {activity: webinar_attended}}
"""


def settle_tab(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Visit:
    return visit(folder, monkeypatch, "data").turn_to(TAB)


def tables(visited: Visit) -> list[dict[str, str]]:
    return [row for table in visited.app.table for row in table.value.to_dict("records")]


def test_the_tab_says_of_each_rule_what_the_library_says(
    sample_workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = companies.copied(sample_workspace, tmp_path / "saas")
    shelf, model = opened(folder)
    card = settle_card(shelf, model, before=lock_of(shelf).starts)
    words = settle_tab(folder, monkeypatch).words()
    assert card.settled.reach.sentence in words
    assert f"leads handed over and worked within 30 days: {card.settled.reach.n}." in words
    for rule in card.settled.rules:
        assert f"**{rule.name}**" in words and rule.why in words and rule.asks in words
    demo = next(rule for rule in card.settled.rules if rule.rule_id == "demo")
    assert demo.held and demo.not_held
    assert f"With it: {demo.held.hits} of {demo.held.n}. Without: {demo.not_held.hits} of {demo.not_held.n}." in words
    assert f"Can be judged: {card.settled.reach.settled}" in words
    assert "A longer history, or time" in words


def test_of_two_leads_nothing_is_concluded_and_it_says_what_to_bring(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = settle_tab(companies.small(tmp_path), monkeypatch).words()
    assert "This history can settle nothing about your 2 rules" in words
    assert "1. **When leads became confirmed SQL, of more leads**: every rule rests on it." in words


def test_names_of_a_model_are_texts_and_points_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = companies.small(tmp_path, tuple(f"Lead {number}" for number in range(30)), months=3)
    companies.written(folder / "model.yaml", MARKED)
    visited = settle_tab(folder, monkeypatch)
    marked = [str(each.value) for each in visited.app.markdown]
    assert any("\\*\\*bold\\*\\*" in each for each in marked)
    assert not any(":red[" in each or "<b>" in each for each in marked)
    assert (
        "Dated activities of the kind webinar_attended** (webinars and fairs): opens '<b>Webinar</b>' (12.5 points)."
        in visited.words()
    )


def test_without_data_it_says_where_to_begin_and_how_to_export(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    visited = settle_tab(companies.emptied(tmp_path / "room"), monkeypatch)
    assert "Open 'Bring data' first" in visited.words()
    assert {row["Rests on"] for row in tables(visited)} <= set(SOURCE_WORDS.values())
    assert any(row["Brings"] == "When a field changed" for row in tables(visited))


@pytest.mark.parametrize("model", [None, MISFIT], ids=["no model", "a model that does not fit"])
def test_without_a_model_that_fits_the_best_start_stands_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, model: str | None
) -> None:
    folder = companies.small(tmp_path)
    (folder / "model.yaml").unlink() if model is None else companies.written(folder / "model.yaml", model)
    words = settle_tab(folder, monkeypatch).words()
    assert ("There is no model yet." if model is None else "looks at 'titel'") in words
    assert "a place to start from" in words
    assert "This history can settle nothing about your" in words


@pytest.mark.real_data
def test_without_dates_it_asks_for_them_first(real_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    model = (
        "name: School\nrules: [{id: tags, points: 40, when: {attribute: Tags, is: Busy}}]\nevaluation: {outcome: won}"
    )
    words = settle_tab(companies.x_education(tmp_path / "room", model), monkeypatch).words()
    assert "1. **Dates: when leads were created and when they entered their stages**" in words
    assert "2. **When fields became known (Tags)**: opens 'tags' (40 points)." in words
    assert "It asks for 'Tags', of which only today's value is known" in words


def test_the_guide_tells_of_every_crm_what_it_rests_on_and_what_it_cannot_bring(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    guide = visit(companies.emptied(tmp_path / "room"), monkeypatch, "guide")
    guide.app.session_state["guide tabs"] = "Exporting from a CRM"
    for each in CRMS:
        guide.app.session_state["exported from"] = each.name
        guide.run()
        shown = [as_read(row["Where"]) for row in tables(guide)]
        assert shown == [way.where for way in each.ways]
        assert f"What it cannot bring: {each.cannot}" in guide.words()
    assert "nothing here was tried in an account" in guide.words()


def test_the_missing_kinds_lead_to_the_exports_that_bring_them(
    sample_workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = companies.copied(sample_workspace, tmp_path / "saas")
    companies.written(folder / "model.yaml", "name: Views\nrules: [{id: s, points: 9, when: {activity: survey_sent}}]")
    visited = settle_tab(folder, monkeypatch)
    assert "Dated activities of the kind survey_sent" in visited.words()
    assert tables(visited)[0]["Brings"] == "What sales did, Other activities"
    companies.written(folder / "model.yaml", "name: Orders\nrules: [{id: o, points: 9, when: {activity: order}}]")
    assert "Not from HubSpot: orders and contracts (Other sources)." in visited.run().words()
