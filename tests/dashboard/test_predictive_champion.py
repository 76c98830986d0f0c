"""Predictive: the champion beside its challengers, basic beside predictive; proposals that nobody signs."""

from __future__ import annotations

import builtins
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import streamlit as st

from leadscore.figures.calibration import calibration_chart
from leadscore.simulation.lock import lock_of
from leadscore.store.state import By, State
from leadscore.store.workspace import Workspace
from leadscore.workshop.predictive.challenger import Challengers
from leadscore.workshop.predictive.challengers import challengers
from leadscore.workshop.predictive.scoring_ways import thresholds
from leadscore.workshop.saved_models import saving
from pages._parts.champion_parts import ADVICE, NONE, OF_SAVED, difference_in_words
from pages._parts.ways_of_scoring import COMPUTED_FOR
from pages._session import champion

from . import companies
from .room import Visit, as_read, choices, opened, visit

TABS = "predictive tabs"
CHAMPION, WAYS = "Champion and challengers", "Basic or predictive"
ASLEEP = """
name: Asleep
groups: {behaviour: {cap: 50}}
rules: [{id: never, label: Never seen, group: behaviour, points: 10, when: {activity: never_seen}}]
cut_offs: {mql: 5, sql: 10}
"""


@pytest.fixture(scope="module")
def found(sample_workspace: Path) -> Challengers:
    """What the library says of the sample."""
    shelf, model = opened(sample_workspace)
    return challengers(shelf, model, before=lock_of(shelf).starts)


@pytest.fixture(scope="module")
def visitor(sample_workspace: Path) -> Iterator[Visit]:
    """One visitor for all stories that only read."""
    with pytest.MonkeyPatch.context() as patched:
        yield visit(sample_workspace, patched)
    st.cache_resource.clear()


def at(visited: Visit, tab: str, chosen: str | None = None) -> Visit:
    """Predictive with one tab open, and a challenger looked at closer."""
    visited.app.session_state[TABS] = tab
    visited.open("predictive")
    if chosen is not None:
        choices(visited, "challenger").set_value(chosen)
        visited.run()
    return visited


def table_of(visited: Visit, place: int = 0) -> list[dict[str, str]]:
    frame = visited.app.table[place].value
    return [{name: as_read(str(cell)) for name, cell in row.items()} for row in frame.to_dict("records")]


def test_each_challenger_has_its_line_with_the_numbers_of_the_library(visitor: Visit, found: Challengers) -> None:
    rows = table_of(at(visitor, CHAMPION))
    assert len(rows) == len(found.challengers)
    for row, one in zip(rows, found.challengers, strict=True):
        assert row["Challenger"].startswith(one.name)
        if one.card is None:
            assert row["What follows"] == NONE
            assert one.reason[1:] in visitor.words()
            continue
        assert row["Change hands a month"] == f"{one.card.changing_hands.value:,.0f}"
        assert row["Difference"] == difference_in_words(one.card.swap)
        assert f"{one.card.only_draft.leads:,} leads; {one.card.only_draft.outcomes} of" in row["Only it"]


def test_history_says_switch_on_no_line_and_the_lock_is_not_touched(visitor: Visit) -> None:
    words = at(visitor, CHAMPION).words()
    assert ADVICE["switch"] not in {row["What follows"] for row in table_of(visitor)}
    assert "is not touched here" in words
    assert "history alone never says switch" in words
    assert "are locked away: no draft is judged on them, and only the active model's own figures hold them" in words
    assert "not on this page" not in words


def test_where_the_older_leads_have_no_signal_it_says_that_signals_learns_from_more(
    visitor: Visit, found: Challengers
) -> None:
    assert found.of("suggested").reason and found.suggestion is not None
    assert f"Here they were learned from {found.suggestion.n:,} older leads alone" in at(visitor, CHAMPION).words()


def test_no_rank_of_the_champion_stands_beside_another(visitor: Visit) -> None:
    """The learned score's own AUC is told once, where it is looked at closer, and says of whom it speaks."""
    assert "times in 100" not in at(visitor, CHAMPION).words()
    assert not {"AUC", "Lift"} & set(table_of(visitor)[0])
    words = at(visitor, CHAMPION, "learned").words()
    assert len({line for line in words.splitlines() if "times in 100" in line}) == 1
    assert "That speaks of this score alone." in words
    assert "times in 100" not in at(visitor, WAYS).words()


def test_the_learned_score_shows_whether_its_chances_come_true(visitor: Visit, found: Challengers) -> None:
    at(visitor, CHAMPION, "learned")
    chart = calibration_chart(found.learned.calibration, found.outcome)
    assert chart.question in visitor.words()
    assert f"Learned from {found.learned.learned:,} leads" in visitor.words()
    assert f"n = {found.learned.checked:,}" in visitor.words()
    fifths = table_of(visitor, 1)
    assert [row["Leads"] for row in fifths] == [str(each.n) for each in found.learned.calibration.fifths]


def test_leads_are_named_but_not_before_a_room(visitor: Visit, found: Challengers) -> None:
    at(visitor, CHAMPION, "learned")
    choices(visitor, "swap of learned").set_value("dropped")
    visitor.run()
    assert len(visitor.table(0)) == found.of("learned").card.dropped.leads
    visitor.app.toggle(key="projector").set_value(True)
    visitor.run()
    assert "Lead ids are hidden on the projector." in visitor.words()
    visitor.app.toggle(key="projector").set_value(False)
    visitor.run()


def test_three_differences_in_figures(visitor: Visit, found: Challengers) -> None:
    rows = table_of(at(visitor, WAYS))
    assert [row[""] for row in rows] == ["Weights", "Learning", "Cut-offs"]
    cut = thresholds(found)
    assert (
        f"MQL {cut.chosen.mql}, SQL {cut.chosen.sql}; {cut.chosen_volume.value:,.1f} leads a month" in rows[2]["Basic"]
    )
    assert f"MQL {cut.computed.mql}" in rows[2]["Predictive"]
    assert "leads a month change hands" in rows[0]["What it would change"]
    for row in rows:
        assert any(sign in row["What it would change"] for sign in ("(", "unknown"))


def test_which_volume_the_cut_offs_are_computed_for_is_said(visitor: Visit) -> None:
    assert COMPUTED_FOR in at(visitor, WAYS).words()


def test_a_champion_that_tells_nobody_apart_is_compared_with_nothing(
    own_sample_workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (own_sample_workspace / "model.yaml").write_text(ASLEEP, encoding="utf-8")
    visitor = visit(own_sample_workspace, monkeypatch)
    assert "the model in use gives every lead the same score" in at(visitor, CHAMPION).words()
    assert not visitor.app.table
    assert "the model in use gives every lead the same score" in at(visitor, WAYS).words()
    assert not visitor.app.table


@pytest.fixture
def own(own_sample_workspace: Path, monkeypatch: pytest.MonkeyPatch) -> Visit:
    return at(visit(own_sample_workspace, monkeypatch), CHAMPION, "learned")


def test_a_proposal_lies_on_the_sliders_can_be_undone_and_is_signed_by_nobody(
    own: Visit, own_sample_workspace: Path, found: Challengers
) -> None:
    before = own.app.session_state["_draft"].draft
    own.press("Put it on the sliders")
    proposed = own.app.session_state["_draft"].draft
    assert proposed.model == found.of("learned").model
    assert proposed.undone().model == before.model
    assert "Learned score lies on the sliders now" in own.words()
    with State.open(Workspace(own_sample_workspace)) as kept:
        assert (kept.versions.lines(), kept.signatures.all()) == ((), ())
    own.open("tune")
    assert {f"points of {rule.id}" for rule in proposed.model.rules if not rule.knock_out} <= {
        slider.key for slider in own.app.slider
    }


def test_a_click_that_is_told_twice_acts_once(own: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    put: list[object] = []
    monkeypatch.setattr(champion.draft, "set_model", put.append)
    original = champion.propose
    monkeypatch.setattr(champion, "propose", lambda *told: [original(*told) for _ in range(2)])
    own.run().press("Put it on the sliders")
    assert len(put) == 1


def test_a_saved_proposal_waits_for_leads_that_both_models_score(
    own_sample_workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model, by = opened(own_sample_workspace)[1], By("Ada", "sales", companies.NOW)
    other = model.with_points({model.rules[0].id: model.rules[0].worth + 7})
    with State.open(Workspace(own_sample_workspace)) as kept:
        kept.versions.save(saving(model, "Ours", "as it is", None), by)
        kept.versions.save(saving(other, "Theirs", "as it might be", None), by)
    visited = at(visit(own_sample_workspace, monkeypatch), CHAMPION)
    (row,) = [each for each in table_of(visited) if each["Challenger"].startswith("Saved proposal")]
    assert "version 1 of 'Theirs'" in row["Challenger"]
    assert row["What follows"] not in (ADVICE["switch"], ADVICE["try it"])
    assert OF_SAVED in visited.words()
    assert "No lead has met both models: these data end before both stood fixed." in visited.words()


def test_without_scikit_learn_the_page_says_how_to_get_it(
    sample_workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = builtins.__import__

    def absent(name: str, *rest: Any, **more: Any) -> Any:
        if name.startswith("sklearn"):
            raise ModuleNotFoundError("No module named 'sklearn'", name="sklearn")
        return original(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", absent)
    visited = at(visit(sample_workspace, monkeypatch), CHAMPION)
    (row,) = [each for each in table_of(visited) if each["Challenger"].startswith("Learned score")]
    assert row["What follows"] == NONE
    assert "pip install 'leadscore[predict]'" in visited.words()


@pytest.mark.parametrize("tab", [CHAMPION, WAYS])
def test_a_company_of_two_leads_is_told_what_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tab: str
) -> None:
    words = at(visit(companies.small(tmp_path / "small"), monkeypatch), tab).words()
    said = {CHAMPION: "No challenger can be judged", WAYS: "The two ways cannot be compared"}[tab]
    assert f"{said}: no lead has a known outcome." in words
    assert "no dates" not in words


@pytest.mark.real_data
@pytest.mark.parametrize("tab", [CHAMPION, WAYS])
def test_without_dates_there_is_no_later(
    real_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tab: str
) -> None:
    assert real_data.is_dir()
    model = "name: X\nrules: [{id: source, points: 30, when: {attribute: source, known: true}}]\n"
    words = at(visit(companies.x_education(tmp_path / "x", model), monkeypatch), tab).words()
    assert "this data has no dates" in words
