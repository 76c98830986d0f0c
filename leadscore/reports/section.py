"""What a review is made of: sections, each a question with sentences, tables, charts, and ways to its rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

from leadscore.figures.chart import Chart
from leadscore.reports.origin import Way
from leadscore.reports.wording import Value
from leadscore.store.state.people import LONGEST_NAME

Cell = str | Value


@dataclass(frozen=True, slots=True)
class Table:
    """A table under a title; a cell is a text or a value with its interval, n and reason."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def __post_init__(self) -> None:
        wrong = next((row for row in self.rows if len(row) != len(self.columns)), None)
        if wrong is not None:
            raise ValueError(f"table '{self.title}' has {len(self.columns)} columns and a row of {len(wrong)} cells")

    @property
    def ways(self) -> tuple[Way, ...]:
        """A way to the rows of every cell that is a figure, row by row."""
        return tuple(
            Way(f"{', '.join(_named(row))}: {column}", cell.origin)
            for row in self.rows
            for column, cell in zip(self.columns, row, strict=True)
            if isinstance(cell, Value) and cell.origin is not None
        )

    def words(self) -> tuple[tuple[str, ...], ...]:
        """Every cell as people read it."""
        return tuple(tuple(cell if isinstance(cell, str) else cell.words for cell in row) for row in self.rows)

    def to_json(self) -> dict[str, Any]:
        """The table with values and words."""
        rows = [[cell if isinstance(cell, str) else cell.to_json() for cell in row] for row in self.rows]
        return {"title": self.title, "columns": list(self.columns), "rows": rows}


def _named(row: tuple[Cell, ...]) -> Iterator[str]:
    """The texts that begin a row: what its figures are of."""
    return (str(cell) for cell in takewhile(lambda cell: isinstance(cell, str), row))


@dataclass(frozen=True, slots=True)
class Section:
    """One question of the review and its answer; `chart_ways` are, chart by chart, the ways from it to rows."""

    key: str
    question: str
    sentences: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    charts: tuple[Chart, ...] = ()
    chart_ways: tuple[tuple[Way, ...], ...] = ()
    footnotes: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if len(self.chart_ways) != len(self.charts):
            raise ValueError(f"section '{self.key}' has {len(self.charts)} charts and ways of {len(self.chart_ways)}")

    @property
    def known_charts(self) -> tuple[tuple[Chart, tuple[Way, ...]], ...]:
        """The charts that have anything to draw, each with its ways."""
        return tuple(each for each in zip(self.charts, self.chart_ways, strict=True) if each[0].known())

    @property
    def figures(self) -> tuple[str, ...]:
        """Everything that a note can be about, as the reader sees it: the question, charts, rows, and single cells."""
        named = [self.question, *(chart.question for chart, _ in self.known_charts)]
        for table in self.tables:
            named += [str(row[0] if isinstance(row[0], str) else row[0].words) for row in table.rows]
        named += [way.label for table in self.tables for way in table.ways]
        return tuple(dict.fromkeys(each[:LONGEST_NAME] for each in named))

    def to_json(self) -> dict[str, Any]:
        """The section as plain values."""
        return {
            "key": self.key,
            "question": self.question,
            "sentences": list(self.sentences),
            "tables": [each.to_json() for each in self.tables],
            "charts": [each.to_json() for each in self.charts if each.known()],
            "footnotes": list(self.footnotes),
            "notes": list(self.notes),
        }
