# mypy: disable-error-code="no-untyped-call"
"""The review as PowerPoint: native charts that can be edited, and tables with the same words as the page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from io import BytesIO
from math import ceil
from typing import Any, TypeVar

from pptx import Presentation
from pptx.chart.data import CategoryChartData, XyChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION
from pptx.util import Emu, Inches, Length, Pt

from leadscore.cells import safe_text
from leadscore.figures.chart import Chart
from leadscore.figures.drawing import COLOURS
from leadscore.figures.theme import GREY
from leadscore.reports.review import QUESTION, Review
from leadscore.reports.section import Section, Table

WIDE, HIGH = Inches(13.333), Inches(7.5)
POINTS_A_SLIDE = 400
"""So many points of text are as high as a slide's room below its title."""
MOST_POINTS = 60
"""A curve is thinned to about so many points: Office redraws each by itself."""

_LEFT, _TOP, _WIDTH, _HEIGHT = Inches(0.6), Inches(1.35), Inches(12.1), Inches(5.7)
_BLANK = 6


def slides(review: Review) -> bytes:
    """The whole review as the bytes of one .pptx file."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = WIDE, HIGH
    under = (
        f"{review.month.in_words(review.outcome)}. Model: {review.model_name} ({review.model_hash[:12]}).",
        *review.read_under,
    )
    for part in _parts(under, lambda words: _height(words, _WIDTH, 16)):
        _words(deck, QUESTION, part, size=16)
    for section in review.sections:
        _section(deck, section)
    out = BytesIO()
    deck.save(out)
    return out.getvalue()


def _section(deck: Any, section: Section) -> None:
    told = (*section.sentences, *section.footnotes, *section.notes)
    for part in _parts(told, lambda words: _height(words, _WIDTH, 18)):
        _words(deck, section.question, part)
    for chart in section.charts:
        if chart.known():
            _chart(deck, section, chart)
    for table in section.tables:
        size = _size(table)
        column = Emu(_WIDTH // len(table.columns))
        for rows in _parts(table.words(), lambda row: max(_height(cell, column, size) for cell in row)):  # noqa: B023
            _table(deck, section, table, rows)


T = TypeVar("T")


def _parts(told: Sequence[T], height: Callable[[T], float]) -> Iterator[list[T]]:
    """What is told in parts that each fit a slide."""
    part: list[T] = []
    room = float(POINTS_A_SLIDE)
    for each in told:
        if part and height(each) > room:
            yield part
            part, room = [], float(POINTS_A_SLIDE)
        part.append(each)
        room -= height(each)
    if part:
        yield part


def _height(words: str, width: Length, size: int) -> float:
    """About how many points high a text is in a width of so many: letters are about half as wide as high."""
    letters = max(1, int((width.pt - 15) / (0.52 * size)))
    return 1.2 * size * ceil(max(1, len(words)) / letters) + 8


def _size(table: Table) -> int:
    return 12 if len(table.columns) <= 6 else 9


def _slide(deck: Any, title: str) -> Any:
    slide = deck.slides.add_slide(deck.slide_layouts[_BLANK - 1])
    slide.shapes.title.left, slide.shapes.title.top = _LEFT, Inches(0.35)
    slide.shapes.title.width, slide.shapes.title.height = _WIDTH, Inches(0.9)
    slide.shapes.title.text = title
    slide.shapes.title.text_frame.paragraphs[0].font.size = Pt(26)
    return slide


def _words(deck: Any, title: str, sentences: Sequence[str], size: int = 18) -> None:
    frame = _slide(deck, title).shapes.add_textbox(_LEFT, _TOP, _WIDTH, _HEIGHT).text_frame
    frame.word_wrap = True
    for place, words in enumerate(sentences):
        paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
        paragraph.text = words
        paragraph.font.size, paragraph.space_after = Pt(size), Pt(8)


def _table(deck: Any, section: Section, table: Table, rows: Sequence[Sequence[str]]) -> None:
    slide = _slide(deck, f"{section.question} {table.title}")
    slide.shapes.title.text_frame.paragraphs[0].font.size = Pt(20)
    shape = slide.shapes.add_table(len(rows) + 1, len(table.columns), _LEFT, _TOP, _WIDTH, Inches(0.4))
    for y, row in enumerate((table.columns, *rows)):
        for x, words in enumerate(row):
            cell = shape.table.cell(y, x)
            cell.text = words
            for paragraph in cell.text_frame.paragraphs:
                paragraph.font.size = Pt(_size(table))


def _chart(deck: Any, section: Section, chart: Chart) -> None:
    slide = _slide(deck, chart.question)
    kind, data = _data(chart)
    drawn = slide.shapes.add_chart(kind, _LEFT, _TOP, _WIDTH, _HEIGHT, data).chart
    drawn.has_title = False
    drawn.has_legend, drawn.font.size = True, Pt(14)
    drawn.legend.position, drawn.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    for axis, words in ((drawn.category_axis, chart.x), (drawn.value_axis, chart.y)):
        axis.has_title = True
        axis.axis_title.text_frame.text = words
    for place, (series, plotted) in enumerate(zip(chart.series, drawn.plots[0].series, strict=True)):
        colour = GREY if series.look == "baseline" else COLOURS[place % len(COLOURS)]
        rgb = RGBColor.from_string(colour.lstrip("#"))
        if kind == XL_CHART_TYPE.COLUMN_CLUSTERED:
            plotted.format.fill.solid()
            plotted.format.fill.fore_color.rgb = rgb
        else:
            plotted.format.line.color.rgb = rgb
            plotted.smooth = False


def _data(chart: Chart) -> tuple[Any, Any]:
    """Curves over numbers become scatter lines, months become lines, everything else columns.

    A chart carries its numbers in a workbook of its own, so its names are cells as well.
    """
    if all(isinstance(x, float) for series in chart.series for x in series.x):
        points = XyChartData()
        for series in chart.series:
            line = points.add_series(safe_text(series.name))
            every = max(1, len(series.x) // MOST_POINTS)
            for x, y in list(zip(series.x, series.y, strict=True))[::every]:
                if y is not None:
                    line.add_data_point(x, y)
        return XL_CHART_TYPE.XY_SCATTER_LINES_NO_MARKERS, points
    names = list(dict.fromkeys(x for series in chart.series for x in series.x))
    data = CategoryChartData()
    data.categories = [safe_text(str(name)) for name in names]
    for series in chart.series:
        values = dict(zip(series.x, series.y, strict=True))
        data.add_series(safe_text(series.name), [values.get(name) for name in names])
    lines = any(series.look in ("line", "baseline") for series in chart.series)
    return (XL_CHART_TYPE.LINE_MARKERS if lines else XL_CHART_TYPE.COLUMN_CLUSTERED), data
