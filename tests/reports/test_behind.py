"""Every figure opens the rows that it counts: as many as it says, with the SQL that ran."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from leadscore.reports import Circumstances, Month, Past, Review, section
from leadscore.reports.behind import behind
from leadscore.reports.heard import heard
from leadscore.reports.origin import Origin
from leadscore.reports.voices import of_month, segments
from leadscore.reports.wording import Value
from leadscore.store import workspace
from leadscore.store.state import By, Given, State


@pytest.fixture
def state(tmp_path: Path) -> Iterator[State]:
    """The open state of an empty workspace."""
    with State.open(workspace.create(tmp_path / "ws")) as opened:
        yield opened


def figures(found: Review) -> Iterator[tuple[str, Value]]:
    """Every figure of every table of a review, with the section it stands in."""
    for each in found.sections:
        for table in each.tables:
            for row in table.rows:
                yield from ((f"{each.key}: {row[0]}", cell) for cell in row if isinstance(cell, Value) and cell.origin)


def test_every_figure_of_the_review_opens_as_many_rows_as_it_counts(june: Review, past: Past, month: Month) -> None:
    """One group stands for all of a figure: they differ by one condition."""
    opened: set[tuple[str, str]] = set()
    for place, value in figures(june):
        assert value.origin is not None
        if (value.origin.name, value.origin.months) in opened or not value.estimate.value:
            continue
        found, said = behind(past, month, value.origin), value.estimate
        opened.add((value.origin.name, value.origin.months))
        assert found.reason is None, place
        assert len(found.rows) == min(found.total, 5_000), place
        if value.unit == "count":
            assert said.value in (found.total, found.counted), (place, value.origin)
        elif value.unit == "money" and found.added is not None and "per_lead" not in value.origin.name:
            assert found.added == pytest.approx(said.value), place
        elif value.unit == "share":
            assert found.total == said.n, (place, value.origin)
            if found.counted is not None:
                assert found.counted == round((said.value or 0) * said.n), (place, value.origin)
    assert len(opened) > 90


def test_only_what_is_no_figure_of_the_library_opens_nothing(june: Review) -> None:
    """The difference of two months has the rows of both, each beside it."""
    for each in june.sections:
        for table in each.tables:
            plain = {
                column
                for row in table.rows
                for column, cell in zip(table.columns, row, strict=True)
                if isinstance(cell, Value) and cell.origin is None
            }
            assert plain <= {"Difference"}, each.key


def test_every_point_of_a_chart_opens_rows(june: Review, past: Past, month: Month) -> None:
    """The first point that each chart offers stands for all: the others differ by their group."""
    assert all(ways for each in june.sections for _, ways in each.known_charts)
    for each in june.sections:
        for chart, ways in each.known_charts:
            found = behind(past, month, ways[0].origin)
            assert found.reason is None, chart.question
            assert found.total, (chart.question, ways[0])
            assert len({way.label for way in ways}) == len(ways), chart.question


def test_the_sql_is_what_ran_with_its_values(past: Past, month: Month) -> None:
    found = behind(past, month, Origin("sla_sales"))
    assert "-- $within = 480" in found.sql
    assert "CREATE OR REPLACE TEMP TABLE sla_cases AS" in found.sql
    assert found.columns[0] == "Lead"
    assert found.columns[-1] == "Counts"
    assert sum(bool(row[-1]) for row in found.rows) == found.counted


def test_the_sql_is_whole_whoever_filled_its_tables_first(past: Past, month: Month) -> None:
    fresh = past.under(past.commitments, past.since)
    first, again = (behind(fresh, month, Origin("acceptance")).sql for _ in range(2))
    assert first == again
    assert first.count("CREATE TABLE episode_rows AS") == 1
    assert first.index("CREATE TABLE episode_rows AS") < first.index("FROM decided")


def test_a_group_of_an_attribute_is_a_value_and_never_sql(past: Past, month: Month) -> None:
    found = behind(past, month, Origin("leads", "'; DROP TABLE leads; --", "source"))
    assert (found.total, found.rows) == (0, ())
    named = section(past, month, "campaigns", Circumstances()).tables[1].rows[0]
    assert isinstance(named[1], Value)
    assert named[1].origin == Origin("leads", str(named[0]), "source")


def test_where_nothing_was_promised_there_are_no_rows_and_a_reason(past: Past, month: Month) -> None:
    found = behind(Past(past.shelf, past.model), month, Origin("sla_sales"))
    assert (found.total, found.reason) == (0, "no time to the first touch is agreed")


def test_figures_of_feedback_open_what_was_said(state: State, past: Past, month: Month) -> None:
    ben = By("Ben", "sales", datetime.fromisoformat("2026-11-02T12:00:00"))
    at = datetime.fromisoformat("2026-06-10T09:00:00")
    state.feedback.give(Given("L00001", "reject", "hash", "no_budget", ("price",), "Too dear", handed_over_at=at), ben)
    state.feedback.give(Given("L00002", "reject", "hash", "no_need", ("price", "timing")), ben)
    state.feedback.give(Given("L00003", "accept", "hash"), ben)
    around, opened = Circumstances(feedback=state.feedback.since(at)), set()
    for table in section(past, month, "voices", around).tables:
        for row in table.rows:
            for value in (cell for cell in row if isinstance(cell, Value)):
                assert value.origin is not None
                given = around.feedback
                asked = of_month(given, month, past.manifest.zone) if value.origin.months == "month" else given
                kinds = segments(past, value.origin.by, asked)
                assert heard(asked, value.origin, kinds).total == value.estimate.value, value.origin
                opened.add((value.origin.name, value.origin.by is None))
    assert opened == {("feedback_by_reason", True), ("feedback_by_concern", True), ("feedback_by_concern", False)}
    (first,) = heard(around.feedback, Origin("feedback_by_reason", "Reject: No money for it")).rows
    assert (first[0], first[-2:]) == ("L00001", ("Price", "Too dear"))
