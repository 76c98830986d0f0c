"""All signals on the page: what is told, one looked into, one made a rule, and what other data say instead."""

from __future__ import annotations

from pathlib import Path

import pytest

from leadscore import importing
from leadscore.store import workspace as workspaces
from pages._parts.ways import TODAY

from . import companies
from .room import Visit, as_read, visit

CHOSEN = "signal looked into"


def looked_into(visited: Visit, label: str) -> Visit:
    """Choose a signal in the box."""
    box = visited.app.selectbox(key=CHOSEN)
    place = next(place for place, option in enumerate(box.options) if as_read(option) == label)
    box.select_index(place)
    return visited.run()


def table(visited: Visit):
    return next(each.value for each in visited.app.dataframe if "Signal" in each.value)


@pytest.fixture
def page(own_sample_workspace: Path, monkeypatch: pytest.MonkeyPatch) -> Visit:
    return visit(own_sample_workspace, monkeypatch, "signals")


def test_the_head_says_among_whom_and_how_all_were_tested_and_the_surest_come_first(page: Visit) -> None:
    said = page.words()
    assert "Of 169 questions tested together, leads with 6 of them became confirmed SQL more often and with 1" in said
    assert "979 leads of 948 accounts: leads handed over and worked within 30 days. 343 of them became" in said
    assert "one false discovery rate of 5 %, every form counted" in said
    shown = table(page)
    assert len(shown) == 169
    assert list(shown["Signal"][:2]) == ["In app, at least 3 times", "Demo requested"]
    assert shown["Difference"][1] == pytest.approx(27.8, abs=0.05)
    assert shown["With it"][1] == "80 of 155"


def test_what_is_asked_for_is_shown(page: Visit) -> None:
    page.app.text_input(key="signals search").set_value("freemail")
    assert list(table(page.run())["Outcome"]) == ["Less often"]
    page.app.text_input(key="signals search").set_value("no such thing")
    assert "No signal is like that." in page.run().words()


def test_one_looked_into_tells_its_counts_its_thirds_and_what_it_goes_with(page: Visit) -> None:
    said = looked_into(page, "In app, at least 3 times").words()
    assert "At equal other things leads with it became confirmed SQL 25.2 percentage points more often" in said
    assert "As counted, not adjusted: with it 49.3 % (" in said
    assert "n = 272 became confirmed SQL" in said
    assert "Over time: steady, since the effect shows in each part of the time by itself." in said
    assert "holds for 100 % of them" in said
    thirds = next(each.value for each in page.app.dataframe if "Handed over" in each.value)
    assert len(thirds) == 3
    assert "It lies on the draft: rule 'Trial active on three days or more', at 0 points." in said


def test_one_click_makes_a_rule_of_the_draft_and_undo_takes_it_back(page: Visit) -> None:
    looked_into(page, "Email at freemail.example")
    page.press("Draft rule")
    assert "It lies on the draft: rule 'Email at freemail.example', at 0 points." in page.words()
    assert "Draft rule" not in [each.label for each in page.app.button]
    page.open("tune")
    assert "Email at freemail.example" in [as_read(each.label) for each in page.app.slider]
    page.press("Undo")
    assert "Email at freemail.example" not in [as_read(each.label) for each in page.app.slider]


def test_its_rows_and_the_sql_that_finds_them_are_one_click_away(page: Visit) -> None:
    looked_into(page, "Demo requested")
    page.press("Rows and SQL")
    assert (
        "Demo requested: demo requested. 155 of the leads handed over and worked within 30 days have it."
        in page.words()
    )
    assert any("demo_requested" in each.value for each in page.app.code)
    assert any("Lead" in each.value and len(each.value) == 155 for each in page.app.dataframe)


def test_on_the_projector_the_rows_are_hidden(page: Visit) -> None:
    page.app.session_state["projector"] = True
    looked_into(page.run(), "Demo requested").press("Rows and SQL")
    assert "Leads are hidden on the projector." in page.words()
    assert not any("Lead" in each.value for each in page.app.dataframe)


def test_what_is_left_out_is_listed_with_its_reason(page: Visit) -> None:
    listed = next(each.value for each in page.app.dataframe if "Why" in each.value)
    reasons = dict(zip(listed["Name"], listed["Why"], strict=True))
    assert reasons["call"] == "sales does it: who was called says nothing of the lead"
    assert reasons["lead_quality"].startswith("by its name it is written after the outcome")


def test_few_leads_get_a_reason_and_no_picture(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = visit(companies.small(tmp_path / "small"), monkeypatch, "signals")
    assert "History can tell of no signal:" in found.words()
    assert not found.app.get("plotly_chart")


def test_without_dates_the_attributes_are_told_and_nothing_of_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = looked_into(visit(undated(tmp_path), monkeypatch, "signals"), "Title: Boss")
    assert "since this data has no dates" in found.words()
    assert "Over time: cannot tell (no dates)." in found.words()


def undated(folder: Path, captured: str = "captured_at_form: [title]\n") -> Path:
    """A hundred leads without any date; most bosses became sql."""
    lines = [f"L{place},{('Boss', 'Clerk')[place % 2]}" for place in range(100)]
    steps = [f"L{place},sql" for place in range(100) if place % 2 == 0 and place % 8 or place % 16 == 1]
    companies.written(folder / "leads.csv", "\n".join(["id,title", *lines]))
    companies.written(folder / "steps.csv", "\n".join(["id,stage", *steps]))
    source = "dialect: {delimiter: ',', encoding: utf-8}, lead_id: id"
    mapping = companies.written(
        folder / "mapping.yaml",
        f"zone: UTC\n{captured}leads: [{{file: leads.csv, {source}, keep: all}}]\n"
        f"stages: [{{file: steps.csv, {source}, stage: stage}}]\n",
    )
    place = workspaces.create(folder / "room")
    importing.run(place, mapping, now=companies.NOW)
    place.model.write_text(
        "name: A\nrules: [{id: a, points: 5, when: {attribute: title, is: Clerk}}]\n", encoding="utf-8"
    )
    return place.folder


def test_an_outcome_that_nobody_reached_is_told_with_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = visit(companies.small(tmp_path, ("Ada", "Ben", "Cy"), won=False), monkeypatch, "signals")
    assert "No lead is known" not in page.words()
    page.app.selectbox(key="outcome").set_value("won")
    assert (
        "No lead is known to have become won. Choose 'confirmed SQL', or bring that stage with its dates under Data."
        in page.run().words()
    )


def test_values_of_today_are_told_with_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = visit(undated(tmp_path, captured=""), monkeypatch, "signals")
    assert TODAY in page.words()
    page.app.session_state["signal tabs"] = "Suggested points"
    assert TODAY in page.run().words()
