"""Why a lead has its score: lines that sum to it exactly, from the same evidence row as the score."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import groupby
from typing import Any, Literal

import duckdb
from sqlglot import exp

from leadscore.errors import DataError
from leadscore.evidence import Lens, Replay, Shelf, check, compile_evidence, units_column
from leadscore.evidence.compiler import Compiled
from leadscore.evidence.facts import Facts
from leadscore.model.conditions import AttributeCondition, InactiveCondition, attributes_of, leaves
from leadscore.model.model import Model
from leadscore.model.rules import Rule
from leadscore.scoring import explanation_queries as queries
from leadscore.scoring.arithmetic import HIGHEST, UNIT, exact, hundredths
from leadscore.scoring.counted import counting_rules
from leadscore.scoring.in_sql import group_column
from leadscore.scoring.one_row import scored_row

LineKind = Literal["rule", "cap", "floor", "clip", "knock_out"]


@dataclass(frozen=True, slots=True)
class Activity:
    """One activity that a rule counted."""

    occurred_at: datetime
    kind: str


@dataclass(frozen=True, slots=True)
class Line:
    """One step from 0 to the score: what a rule gave, or what a cap, floor or the ends of the scale took or added."""

    kind: LineKind
    rule: str | None
    label: str
    group: str | None
    points: Decimal | None
    units: int | None
    contribution: Decimal
    activities: tuple[Activity, ...] = ()
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Explanation:
    """A lead's score as of its landmark and the lines that sum to it."""

    lead_id: str
    as_of: datetime | None
    score: Decimal
    band: str | None
    grade: str | None
    temperature: str | None
    lines: tuple[Line, ...]


def rule_line(rule: Rule, units: int, activities: tuple[Activity, ...] = (), unknown: tuple[str, ...] = ()) -> Line:
    """What a rule gave for its units; a knock-out gives nothing and belongs to no group."""
    return Line(
        kind="knock_out" if rule.knock_out else "rule",
        rule=rule.id,
        label=rule.name,
        group=None if rule.knock_out else rule.group,
        points=rule.points,
        units=units,
        contribution=exact(hundredths(rule.worth) * units),
        activities=activities if units else (),
        unknown=unknown,
    )


class Explainer:
    """Explains leads under one model and lens; the queries are spelled once, so each lead takes milliseconds.

    Where the shelf has built the evidence of all leads, a lead's row is read from it.
    """

    def __init__(self, shelf: Shelf, model: Model, lens: Lens) -> None:
        check(model, shelf.facts)
        self._shelf = shelf
        self._model = model
        self._lens = lens
        self._compiled = compile_evidence(model, shelf.facts, lens, lead=exp.Placeholder())
        self._row_query = queries.row_query(self._compiled, model)
        self._facts_asked = facts_asked(model, shelf.facts, self._compiled.attributes)
        self._counting = counting_rules(model, shelf.facts)
        attributes_at = shelf.facts.dated and set(self._compiled.attributes) & shelf.facts.changed_fields
        self._may_be_kept = not attributes_at and not isinstance(lens, Replay)
        self._kept_queries: dict[str, str] = {}
        self._activity_query = queries.activity_query(list(self._counting.values())) if self._counting else ""

    def explain(self, lead_id: str) -> Explanation:
        """One lead's score in lines; DataError where the lead is unknown, has no landmark or is excluded."""
        row = self._row(lead_id)
        return self._explanation(row, self._activities(lead_id, row["as_of"]))

    def explain_all(self) -> Iterator[Explanation]:
        """Every lead that has a score, in the order of lead_id: two queries however many they are."""
        compiled = compile_evidence(self._model, self._shelf.facts, self._lens)
        cursor = self._shelf.database.cursor().execute(queries.all_rows_query(compiled, self._model))
        names = [each[0] for each in cursor.description or ()]
        counted = self._all_activities(compiled)
        while chunk := cursor.fetchmany(10_000):
            for values in chunk:
                row = dict(zip(names, values, strict=True))
                yield self._explanation(row, counted.pop(row["lead_id"], {}))

    def _explanation(self, row: dict[str, Any], activities: dict[str, tuple[Activity, ...]]) -> Explanation:
        return explanation_of(self._model, self._facts_asked, row, activities)

    def _row(self, lead_id: str) -> dict[str, Any]:
        """The lead's evidence, score and facts."""
        found = self._kept_row(lead_id) or self._asked(self._row_query, [lead_id])
        if found is None:
            raise DataError(_why_not_scored(self._shelf, self._lens, lead_id))
        return found

    def _kept_row(self, lead_id: str) -> dict[str, Any] | None:
        """The same from evidence that was built for all leads, if it is still there: much less work, scored here."""
        table = self._shelf.kept(self._model, self._lens) if self._may_be_kept else None
        if table is None:
            return None
        if table not in self._kept_queries:
            self._kept_queries = {table: queries.kept_row_query(table, self._compiled, self._model)}
        try:
            found = self._asked(self._kept_queries[table], [lead_id, lead_id])
        except duckdb.CatalogException:  # let go since
            return None
        return None if found is None else found | scored_row(self._model, found)

    def _asked(self, query: str, values: list[str]) -> dict[str, Any] | None:
        cursor = self._shelf.database.cursor().execute(query, values)
        names = [each[0] for each in cursor.description or ()]
        found = cursor.fetchone()
        return None if found is None else dict(zip(names, found, strict=True))

    def _activities(self, lead_id: str, as_of: datetime | None) -> dict[str, tuple[Activity, ...]]:
        """For each rule id the activities up to T that it counts, latest first."""
        if as_of is None or not self._counting:
            return {}
        found = self._shelf.database.cursor().execute(self._activity_query, [as_of, lead_id]).fetchall()
        return self._by_rule(found)

    def _all_activities(self, compiled: Compiled) -> dict[str, dict[str, tuple[Activity, ...]]]:
        """The same for every lead, by lead_id."""
        if not self._counting:
            return {}
        sql = queries.all_activities_query(compiled, list(self._counting.values()))
        found = self._shelf.database.cursor().execute(sql).fetchall()
        return {lead: self._by_rule([row[1:] for row in rows]) for lead, rows in groupby(found, lambda row: row[0])}

    def _by_rule(self, found: Sequence[tuple[Any, ...]]) -> dict[str, tuple[Activity, ...]]:
        """Rows (occurred_at, kind, whether each counting rule counts it) by the id of the rule."""
        return {
            rule_id: tuple(Activity(occurred_at, kind) for occurred_at, kind, *flags in found if flags[place])
            for place, rule_id in enumerate(self._counting)
        }


Asked = tuple[tuple[tuple[str, str | None], ...], ...]
"""For each rule its facts: the name of each, and the column that is empty where it is unknown (None: always)."""


def facts_asked(model: Model, facts: Facts, attributes: dict[str, str]) -> Asked:
    """What the rules ask for; `attributes`: the column of a row that holds each attribute."""

    def of_leaf(leaf: Any) -> list[tuple[str, str | None]]:
        lacking = facts.lacks(leaf)
        if lacking:
            return [(words, None) for words in lacking]
        if isinstance(leaf, InactiveCondition):
            return [("created_at", "created_at")]
        if isinstance(leaf, AttributeCondition) and leaf.operator == "known":
            return []
        return [(name, attributes[name]) for name in attributes_of(leaf)]

    return tuple(tuple(asked for leaf in leaves(rule.when) for asked in of_leaf(leaf)) for rule in model.rules)


def explanation_of(
    model: Model, asked: Asked, row: dict[str, Any], activities: dict[str, tuple[Activity, ...]]
) -> Explanation:
    """A scored row of evidence in lines."""
    reader = _Reader(model, asked, row)
    return Explanation(
        lead_id=row["lead_id"],
        as_of=row["as_of"],
        score=exact(row["score"]),
        band=row["band"],
        grade=row["grade"],
        temperature=row["temperature"],
        lines=tuple(reader.lines(activities)),
    )


class _Reader:
    """Reads one lead's row into lines."""

    def __init__(self, model: Model, asked: Asked, row: dict[str, Any]) -> None:
        self._model = model
        self._asked = asked
        self._row = row

    def lines(self, activities: dict[str, tuple[Activity, ...]]) -> list[Line]:
        """A line for each rule, then for each bound that mattered, then for the ends of the scale."""
        rules = [
            rule_line(rule, self._row[units_column(i)], activities.get(rule.id, ()), self._unknown(i))
            for i, rule in enumerate(self._model.rules)
        ]
        bounds = [line for i, name in enumerate(self._model.group_names) for line in self._bound_line(i, name, rules)]
        return [*rules, *bounds, *self._clip_line()]

    def _bound_line(self, index: int, name: str, rules: Sequence[Line]) -> list[Line]:
        before = sum((line.contribution for line in rules if line.group == name), Decimal(0))
        difference = exact(self._row[group_column(index)]) - before
        if difference == 0:
            return []
        group = self._model.group(name)
        if difference < 0:
            return [Line("cap", None, f"Cap of {name}: at most {group.cap} points", name, group.cap, None, difference)]
        return [
            Line("floor", None, f"Floor of {name}: at least {group.floor} points", name, group.floor, None, difference)
        ]

    def _clip_line(self) -> list[Line]:
        before = sum(self._row[group_column(i)] for i in range(len(self._model.group_names)))
        difference = exact(self._row["score"] - before)
        if difference == 0:
            return []
        end = HIGHEST if before > HIGHEST * UNIT else 0
        words = f"A score is at most {HIGHEST}" if end else "A score is at least 0"
        return [Line("clip", None, words, None, Decimal(end), None, difference)]

    def _unknown(self, index: int) -> tuple[str, ...]:
        """The facts that the rule asked for and this lead, or the whole data set, does not have."""
        asked = self._asked[index]
        return tuple(dict.fromkeys(name for name, column in asked if column is None or self._row[column] is None))


def _why_not_scored(shelf: Shelf, lens: Lens, lead_id: str) -> str:
    cursor = shelf.database.cursor()
    if cursor.execute("SELECT 1 FROM leads WHERE lead_id = ?", [lead_id]).fetchone() is None:
        return f"There is no lead '{lead_id}' in this data. Copy the lead_id from the leads file or the queue."
    landmark = {
        "handoff": "was never handed over; use --as-of arrival or a date",
        "arrival": "has no creation date; use --as-of handoff",
        "date": "did not exist at that date, or has no creation date; use a later date",
    }.get(lens.name, "has no landmark")
    return f"Lead '{lead_id}' has no score here: it {landmark}, or the model's population excludes it."
