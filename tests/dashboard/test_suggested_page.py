"""Signals: suggested points as a visitor finds them; one click puts them on the sliders, nothing does so by itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from leadscore.evidence import Shelf
from leadscore.learning.suggesting.suggestion import suggest
from leadscore.model import Model, load
from leadscore.simulation import lock_of
from leadscore.store.database import open_current

from . import companies
from .room import Visit, visit

TAB = "Suggested points"
CLICK = "Put these points on the sliders"
UNDATED = """
name: Undated
rules: [{id: referred, points: 20, when: {attribute: Lead Source, is: Reference}}]
cut_offs: {mql: 20, sql: 40}
"""


def at_the_tab(folder: Path, patched: pytest.MonkeyPatch) -> Visit:
    """A new visitor at the tab."""
    visitor = visit(folder, patched)
    visitor.app.session_state["signal tabs"] = TAB
    return visitor.open("signals")


def draft_of(visitor: Visit) -> Model:
    """What lies on the sliders."""
    return visitor.app.session_state["_draft"].draft.model


def buttons(visitor: Visit) -> list[str]:
    return [each.label for each in visitor.app.button]


def test_the_page_shows_what_the_library_suggests(sample_workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf = Shelf(open_current(sample_workspace))
    found = suggest(shelf, load(sample_workspace / "model.yaml"), before=lock_of(shelf).starts)
    visitor = at_the_tab(sample_workspace, monkeypatch)
    assert found.sentence in visitor.words()
    assert visitor.metric("Right of 100 pairs") == f"{100 * found.held_out.value:.0f}"
    assert visitor.metric("Without the balance") == f"{100 * found.balance.evidence.value:.0f}"
    (table,) = [each.value for each in visitor.app.table]
    demo = found.of("demo")
    row = table[table["Rule"] == demo.name].iloc[0]
    assert (row["Now"], row["Suggested"]) == ("15", f"{demo.suggested} ({demo.low} to {demo.high})")
    assert len(table) == len(found.points)


def test_nothing_happens_by_itself_and_one_click_is_one_step(
    sample_workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = companies.copied(sample_workspace, tmp_path / "saas")
    model, file = load(folder / "model.yaml"), (folder / "model.yaml").read_bytes()
    visitor = at_the_tab(folder, monkeypatch)
    assert draft_of(visitor) == model
    visitor.press(CLICK)
    taken = draft_of(visitor)
    assert taken != model and taken.rule("webinar").worth < 10 and taken.cut_offs == model.cut_offs
    assert CLICK not in buttons(visitor)
    assert "These points lie on the sliders." in visitor.words()
    assert (folder / "model.yaml").read_bytes() == file
    visitor.press("Undo")
    assert draft_of(visitor) == model
    assert CLICK in buttons(visitor)


def test_tune_shows_the_sliders_where_the_click_put_them(
    sample_workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor = at_the_tab(companies.copied(sample_workspace, tmp_path / "saas"), monkeypatch)
    visitor.press(CLICK)
    taken = draft_of(visitor)
    visitor.open("tune")
    sliders = {each.key: each.value for each in visitor.app.slider}
    for rule in taken.rules:
        if not rule.knock_out:
            assert sliders[f"points of {rule.id}"] == rule.worth


@pytest.mark.real_data
def test_data_without_dates_say_why_nothing_is_suggested(
    tmp_path: Path, real_data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor = at_the_tab(companies.x_education(tmp_path, UNDATED), monkeypatch)
    assert "History suggests no points: " in visitor.words()
    assert CLICK not in buttons(visitor)
