"""The criteria template: a model as one table that people edit in a spreadsheet, whole enough to be read back equal."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from leadscore.cells import csv_line
from leadscore.errors import UsageError
from leadscore.exporting.workbooks import write_workbook
from leadscore.model import Model
from leadscore.model.document import part_text
from leadscore.model.values import shortest
from leadscore.model.words import in_words

COLUMNS = (
    "Part",
    "Name",
    "Label",
    "Group",
    "Side",
    "Points",
    "Lowest",
    "Highest",
    "Criterion in words",
    "Criterion",
)
KNOCK_OUT = "knock-out"
"""Stands for the points of a rule that rules out."""

SHEET = "Criteria"
_WIDTHS = (12, 24, 40, 16, 14, 10, 10, 10, 60, 80)

Cells = tuple[str | Decimal | None, ...]


def criteria_rows(model: Model) -> Iterator[Cells]:
    """The rows under COLUMNS: the model, its groups and rules, who is left out, cut-offs, balance and evaluation.

    Lowest and highest are a group's floor and cap, or the ends of a rule's slider.
    """
    yield _row("model", model.name)
    for name, group in model.groups.items():
        yield _row("group", name, side=group.side, lowest=group.floor, highest=group.cap)
    for rule in model.rules:
        low, high = rule.range or (None, None)
        points = KNOCK_OUT if rule.knock_out else rule.points
        yield (
            *("rule", rule.id, rule.label, rule.group, None, points, low, high),
            *(in_words(rule.when), part_text(rule.when)),
        )
    for condition in model.population.exclude:
        yield _row("left out", words=in_words(condition), criterion=part_text(condition))
    yield from _cut_offs(model)
    for side in ("behavioural", "demographic"):
        yield _row("balance", side, points=getattr(model.balance, side))
    yield from _evaluation(model)


def write_criteria(model: Model, file: Path) -> int:
    """Write the template as .csv or .xlsx and return its number of rows; UsageError for another ending."""
    ending = file.suffix.lower()
    if ending == ".xlsx":
        return write_workbook(file, COLUMNS, criteria_rows(model), SHEET, _WIDTHS)
    if ending != ".csv":
        raise UsageError(f"'{file.name}' must end in .csv or .xlsx.")
    rows = list(criteria_rows(model))
    file.write_bytes("".join(csv_line(row) for row in (COLUMNS, *map(_plain, rows))).encode("utf-8-sig"))
    return len(rows)


def _cut_offs(model: Model) -> Iterator[Cells]:
    if model.cut_offs is None:
        return
    yield _row("cut-off", "mql", points=model.cut_offs.mql)
    yield _row("cut-off", "sql", points=model.cut_offs.sql)
    for rule_id in model.cut_offs.sql_needs.any_of:
        yield _row("sql needs", rule_id, words="one of these rules holds")
    for group, points in model.cut_offs.sql_needs.at_least.items():
        yield _row("sql needs", group=group, points=points, words="at least these points in the group")


def _evaluation(model: Model) -> Iterator[Cells]:
    asked = model.evaluation
    yield _row("evaluation", "lens", criterion=asked.lens)
    yield _row("evaluation", "arrival_days", criterion=str(asked.arrival_days))
    yield _row("evaluation", "outcome", criterion=asked.outcome)
    for outcome in ("sql", "opportunity", "won"):
        days = getattr(asked.horizon_days, outcome)
        if days is not None:
            yield _row("evaluation", f"horizon_days {outcome}", criterion=str(days))


def _row(
    part: str,
    name: str | None = None,
    group: str | None = None,
    side: str | None = None,
    points: Decimal | None = None,
    lowest: Decimal | None = None,
    highest: Decimal | None = None,
    words: str | None = None,
    criterion: str | None = None,
) -> Cells:
    return (part, name, None, group, side, points, lowest, highest, words, criterion)


def _plain(row: Cells) -> tuple[str, ...]:
    return tuple("" if cell is None else shortest(cell) if isinstance(cell, Decimal) else cell for cell in row)
