"""The criteria template read back: whatever a person changed in it, and what cannot be used, by row."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from leadscore.errors import ModelError, did_you_mean
from leadscore.exporting.criteria import KNOCK_OUT
from leadscore.exporting.criteria_tables import places_of, table_rows
from leadscore.importing.reading.sheets import Rows
from leadscore.model import Model, yaml_text
from leadscore.model.document import of_values
from leadscore.model.words import in_words

PARTS = ("model", "group", "rule", "left out", "cut-off", "sql needs", "balance", "evaluation")
_NUMBER = re.compile(r"[+-]?\d+(\.\d*)?|[+-]?\.\d+")


@dataclass(frozen=True, slots=True)
class ReadCriteria:
    """The model of a sheet, and what in the sheet was looked at but does not count."""

    model: Model
    notes: tuple[str, ...] = ()


def read_criteria(file: Path) -> ReadCriteria:
    """Read a criteria template from .csv or .xlsx.

    Raises ModelError with every cell that cannot be used, ImportRefused for a workbook that cannot be read.
    """
    return criteria_of(table_rows(file), file.name)


def criteria_of(rows: Rows, source: str) -> ReadCriteria:
    """The same from the rows of the table, its header first."""
    places = places_of(rows, source)
    reading = _Reading()
    for number, cells in enumerate(rows[1:], start=2):
        if any(cell.strip() for cell in cells):
            reading.take(_Row(number, {name: cells[at] for name, at in places.items() if at < len(cells)}))
    if reading.problems:
        raise _refusal(source, reading.problems)
    model = of_values(reading.document, source)
    return ReadCriteria(model, tuple(_notes(reading.words, model)))


def _refusal(source: str, problems: Sequence[str]) -> ModelError:
    listed = "\n".join(f"- {problem}" for problem in problems)
    return ModelError(f"The criteria of '{source}' cannot be used as they stand:\n{listed}", tuple(problems))


@dataclass(frozen=True, slots=True)
class _Row:
    """One row by the names of its columns."""

    number: int
    cells: dict[str, str]

    def text(self, column: str) -> str | None:
        """A text as it stands; None where the cell is blank."""
        cell = self.cells.get(column, "")
        return cell if cell.strip() else None

    def named(self) -> str:
        """Where it stands, and what it is called."""
        name = self.text("Name")
        return f"row {self.number}" + (f" ({name.strip()})" if name else "")


class _Problem(Exception):
    """Why a cell cannot be used: a sentence."""


@dataclass(slots=True)
class _Reading:
    """The rows read so far, as the values of a model file."""

    document: dict[str, Any] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    words: dict[str, tuple[str, str]] = field(default_factory=dict)

    def take(self, row: _Row) -> None:
        """Add what a row says, or why it says nothing."""
        try:
            self._add(row, (row.text("Part") or "").strip().lower())
        except _Problem as problem:
            self.problems.append(f"{row.named()}: {problem}")

    def _add(self, row: _Row, part: str) -> None:
        if part not in PARTS:
            raise _Problem(f"'{part}' is no part. {did_you_mean(part, PARTS)}" if part else "has no part.")
        adding = {
            "model": self._model,
            "group": self._group,
            "rule": self._rule,
            "left out": self._left_out,
            "cut-off": self._cut_off,
            "sql needs": self._sql_needs,
            "balance": self._balance,
            "evaluation": self._evaluation,
        }
        adding[part](row)

    def _model(self, row: _Row) -> None:
        if "name" in self.document:
            raise _Problem("there is a second row 'model'; leave one.")
        self.document["name"] = _needed(row, "Name")

    def _group(self, row: _Row) -> None:
        groups = self.document.setdefault("groups", {})
        name = _needed(row, "Name")
        if name in groups:
            raise _Problem("the group stands there twice; leave one row.")
        found = {"floor": _number(row, "Lowest"), "cap": _number(row, "Highest"), "side": row.text("Side")}
        groups[name] = {key: value for key, value in found.items() if value is not None}

    def _rule(self, row: _Row) -> None:
        low, high = _number(row, "Lowest"), _number(row, "Highest")
        if (low is None) != (high is None):
            raise _Problem("gives one end of its range; fill both 'Lowest' and 'Highest', or neither.")
        points = row.text("Points")
        out = points is not None and points.strip().lower() in (KNOCK_OUT, "knock out", "knockout")
        found = {
            "id": _needed(row, "Name"),
            "label": row.text("Label"),
            "group": row.text("Group"),
            "points": None if out else _number(row, "Points"),
            "knock_out": True if out else None,
            "range": None if low is None else [low, high],
            "when": _values(row),
        }
        self.document.setdefault("rules", []).append({key: each for key, each in found.items() if each is not None})
        self.words[str(found["id"])] = (row.named(), row.text("Criterion in words") or "")

    def _left_out(self, row: _Row) -> None:
        self.document.setdefault("population", {}).setdefault("exclude", []).append(_values(row))

    def _cut_off(self, row: _Row) -> None:
        name = _one_of(row, ("mql", "sql"))
        self.document.setdefault("cut_offs", {})[name] = _number_needed(row)

    def _sql_needs(self, row: _Row) -> None:
        needs = self.document.setdefault("cut_offs", {}).setdefault("sql_needs", {})
        group = row.text("Group")
        if group is not None:
            needs.setdefault("at_least", {})[group] = _number_needed(row)
        else:
            needs.setdefault("any_of", []).append(_needed(row, "Name"))

    def _balance(self, row: _Row) -> None:
        name = _one_of(row, ("behavioural", "demographic"))
        self.document.setdefault("balance", {})[name] = _number_needed(row)

    def _evaluation(self, row: _Row) -> None:
        known = ("lens", "arrival_days", "outcome", "horizon_days sql", "horizon_days opportunity", "horizon_days won")
        first, _, second = _one_of(row, known).partition(" ")
        asked = self.document.setdefault("evaluation", {})
        (asked.setdefault(first, {}) if second else asked)[second or first] = _values(row)


def _needed(row: _Row, column: str) -> str:
    found = row.text(column)
    if found is None:
        raise _Problem(f"'{column}' is empty; fill it, or remove the row.")
    return found


def _one_of(row: _Row, known: Sequence[str]) -> str:
    name = " ".join(_needed(row, "Name").lower().split())
    if name not in known:
        raise _Problem(f"'{name}' is none of its names. {did_you_mean(name, known)}")
    return name


def _number(row: _Row, column: str) -> Decimal | None:
    """A number as people write it: 20, +20, -5, 12.5; None where the cell is blank."""
    text = row.text(column)
    if text is None:
        return None
    plain = text.strip().replace("\u2212", "-")
    if not _NUMBER.fullmatch(plain):
        mend = "write the decimals after a point, like 12.5" if "," in plain else "write a number such as 20 or -5"
        or_out = ", or 'knock-out'" if column == "Points" else ""
        raise _Problem(f"'{plain}' under '{column}' is no number; {mend}{or_out}.")
    try:
        return Decimal(plain)
    except InvalidOperation as error:
        raise _Problem(f"'{plain[:40]}' under '{column}' cannot be read as a number.") from error


def _number_needed(row: _Row) -> Decimal:
    found = _number(row, "Points")
    if found is None:
        raise _Problem("'Points' is empty; write a number.")
    return found


def _values(row: _Row) -> Any:
    text = _needed(row, "Criterion")
    try:
        return yaml_text.values(text)
    except yaml_text.YamlError as error:
        raise _Problem(f"its criterion {error} It looks like {{activity: webinar_attended}}.") from error


def _notes(words: dict[str, tuple[str, str]], model: Model) -> Iterator[str]:
    """Where the words of a criterion no longer say what the criterion asks."""
    for rule in model.rules:
        place, said = words[rule.id]
        if said.strip() and " ".join(said.split()) != " ".join(in_words(rule.when).split()):
            yield (
                f"{place}: the criterion in words differs from the criterion, which alone counts and asks: "
                f"{in_words(rule.when)}."
            )
