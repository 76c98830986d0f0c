"""What a review is made of: sections, each a question with sentences, tables, charts, and ways to its rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from leadscore.figures.chart import Chart
from leadscore.reports.wording import Value

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

    def words(self) -> tuple[tuple[str, ...], ...]:
        """Every cell as people read it."""
        return tuple(tuple(cell if isinstance(cell, str) else cell.words for cell in row) for row in self.rows)

    def to_json(self) -> dict[str, Any]:
        """The table with values and words."""
        rows = [[cell if isinstance(cell, str) else cell.to_json() for cell in row] for row in self.rows]
        return {"title": self.title, "columns": list(self.columns), "rows": rows}


@dataclass(frozen=True, slots=True)
class Section:
    """One question of the review and its answer; `listings` names the lists of rows behind it."""

    key: str
    question: str
    sentences: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    charts: tuple[Chart, ...] = ()
    listings: tuple[str, ...] = ()
    footnotes: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The section as plain values."""
        return {
            "key": self.key,
            "question": self.question,
            "sentences": list(self.sentences),
            "tables": [each.to_json() for each in self.tables],
            "charts": [each.to_json() for each in self.charts if each.known()],
            "listings": list(self.listings),
            "footnotes": list(self.footnotes),
            "notes": list(self.notes),
        }
