"""The pack says what the page says: one file that opens offline, slides with native charts, and plain numbers."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import datetime
from html import escape
from io import BytesIO

import pytest

from leadscore.reports import Circumstances, Month, Past, Review, Section, Table, assembled
from leadscore.reports.html import html
from leadscore.store.state import Author, Note

NASTY = "</script><script>alert(1)</script>\"'><img src=//evil.test/x>"


@pytest.fixture(scope="module")
def page(june: Review) -> str:
    """The HTML file of the sample's June."""
    return html(june)


def test_every_sentence_and_cell_is_in_the_file(june: Review, page: str) -> None:
    for section in june.sections:
        for words in (section.question, *section.sentences):
            assert escape(words) in page
        for table in section.tables:
            assert all(f"<td>{escape(cell)}</td>" in page for row in table.words() for cell in row)


def test_the_file_asks_nothing_of_anybody(page: str) -> None:
    own = page[: page.index("<script>")] + page[page.index("</script></head>") :]
    assert re.findall(r"(?:src|href)=['\"](?!#)", own) == []
    assert "default-src 'none'" in own


def test_the_chart_library_is_in_it_once_and_every_chart_is_drawn(june: Review, page: str) -> None:
    charts = sum(chart.known() for section in june.sections for chart in section.charts)
    assert charts >= 9
    assert page.count("Plotly.newPlot('") == charts
    assert len(re.findall(r"\* plotly\.js v", page)) == 1


def test_a_text_of_the_data_is_never_markup(june: Review) -> None:
    chart = june.section("closes").charts[0]
    hostile = Section(
        "x",
        NASTY,
        (NASTY,),
        (Table(NASTY, (NASTY,), ((NASTY,),)),),
        (replace(chart, question=NASTY, series=tuple(replace(each, name=NASTY) for each in chart.series)),),
        ((),),
    )
    page = html(replace(june, model_name=NASTY, sections=(hostile,)))
    assert "<script>alert" not in page
    assert "<img" not in page[page.index("</script></head>") :]


def test_slides_have_native_charts_and_the_same_words(june: Review) -> None:
    pptx = pytest.importorskip("pptx", reason="pip install 'leadscore[reports]'")
    from leadscore.reports.slides import slides

    deck = pptx.Presentation(BytesIO(slides(june)))
    shapes = [shape for slide in deck.slides for shape in slide.shapes]
    charts = sum(chart.known() for section in june.sections for chart in section.charts)
    assert sum(shape.has_chart for shape in shapes) == charts
    cells = {cell.text for shape in shapes if shape.has_table for row in shape.table.rows for cell in row.cells}
    words = {cell for each in june.sections for table in each.tables for row in table.words() for cell in row}
    assert words <= cells
    said = "\n".join(shape.text_frame.text for shape in shapes if shape.has_text_frame)
    assert all(words in said for each in june.sections for words in each.sentences)


def test_a_native_chart_holds_the_numbers_of_the_page(june: Review) -> None:
    pptx = pytest.importorskip("pptx", reason="pip install 'leadscore[reports]'")
    from leadscore.reports.slides import slides

    deck = pptx.Presentation(BytesIO(slides(june)))
    wanted = june.section("closes").charts[0]
    slide = next(each for each in deck.slides if each.shapes.title.text == wanted.question)
    drawn = next(shape.chart for shape in slide.shapes if shape.has_chart)
    assert [tuple(series.values) for series in drawn.plots[0].series] == [each.y for each in wanted.series]


def test_numbers_are_valid_json_with_interval_n_and_reason(june: Review) -> None:
    told = json.loads(json.dumps(june.to_json()))
    cell = told["sections"][1]["tables"][0]["rows"][1][1]
    assert set(cell) == {"words", "unit", "value", "low", "high", "n", "reason"}
    assert (told["month"], told["mature"]) == ("2026-06", ["sql", "opportunity", "won"])


def test_no_slide_is_fuller_than_its_room(june: Review) -> None:
    pptx = pytest.importorskip("pptx", reason="pip install 'leadscore[reports]'")
    from leadscore.reports.slides import slides

    long = Table("Long", ("What", "Why"), tuple((f"{'word ' * 60}{place}", "short") for place in range(20)))
    hostile = Section("long", "A question?", tuple("word " * 50 for _ in range(30)), (long,))
    deck = pptx.Presentation(BytesIO(slides(replace(june, sections=(*june.sections, hostile)))))
    for slide in deck.slides:
        for shape in slide.shapes:
            if shape.has_text_frame and shape != slide.shapes.title:
                lines = sum(1 + len(each.text) // 110 for each in shape.text_frame.paragraphs)
                assert lines <= 18, slide.shapes.title.text
            if shape.has_table:
                wide = 2 * 12.1 * 72 / len(shape.table.columns) / 12
                lines = sum(max(1 + int(len(cell.text) / wide) for cell in row.cells) for row in shape.table.rows)
                assert lines <= 26, slide.shapes.title.text
    cells = [
        cell.text
        for slide in deck.slides
        for s in slide.shapes
        if s.has_table
        for r in s.table.rows
        for cell in r.cells
    ]
    assert sum(cell == "short" for cell in cells) == 20


def test_a_note_on_any_figure_travels_in_every_pack(june: Review, past: Past, month: Month) -> None:
    """On a question, a chart, a row and a single cell."""
    pptx = pytest.importorskip("pptx", reason="pip install 'leadscore[reports]'")
    from leadscore.reports.slides import slides

    quality = june.section("quality")
    at = datetime.fromisoformat("2026-11-02T12:00:00")
    abouts = (
        quality.question,
        quality.charts[0].question,
        "Lead Quality Score",
        "Share worked: All months until then",
    )
    assert set(abouts) <= set(quality.figures)
    notes = tuple(
        Note(place, at, Author("Ada", "marketing"), "2026-06", about, f"{NASTY} {place}")
        for place, about in enumerate(abouts)
    )
    found = assembled(past, month, june.sections, Circumstances(notes=notes))
    assert len(found.section("quality").notes) == 4
    page = html(found)
    assert "<script>alert" not in page
    assert all(escape(each) in page for each in found.section("quality").notes)
    deck = pptx.Presentation(BytesIO(slides(found)))
    said = "\n".join(s.text_frame.text for slide in deck.slides for s in slide.shapes if s.has_text_frame)
    assert all(each in said for each in found.section("quality").notes)
    assert json.dumps(found.section("quality").notes[0])[1:-1] in json.dumps(found.to_json())
