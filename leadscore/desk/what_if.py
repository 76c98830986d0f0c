"""What if this lead were otherwise: a fact changed, an activity added, scored by the very query that scores it.

The lead's own rows are put in the way of the tables, so evidence and arithmetic are those of every other score.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlglot import exp

from leadscore.errors import DataError, UsageError, did_you_mean
from leadscore.evidence import Lens, Shelf, Stage, check, compile_evidence
from leadscore.evidence import portable as p
from leadscore.evidence.facts import compared
from leadscore.model import Model
from leadscore.scoring import Explanation
from leadscore.scoring.explanation import explanation_of, facts_asked
from leadscore.scoring.explanation_queries import shadowed_row_query
from leadscore.store.manifest import COLUMNS
from leadscore.vocabulary import LEAD_ACTOR, SELLER_KINDS

Fact = str | Decimal | None


@dataclass(frozen=True, slots=True)
class Added:
    """An activity that might happen at the moment that is looked at, by the lead itself."""

    kind: str
    detail: str | None = None
    value: Decimal | None = None


def what_if(
    shelf: Shelf,
    model: Model,
    lens: Lens,
    actual: Explanation,
    facts: Mapping[str, Fact],
    added: Sequence[Added] = (),
) -> Explanation:
    """The lead's explanation with these facts instead of its own and these activities besides, at the same moment.

    Lines carry no activities.  Raises UsageError for a fact the data does not know or of another type, DataError where
    the population would exclude such a lead.
    """
    check(model, shelf.facts)
    for name, value in facts.items():
        _check_fact(shelf, name, value)
    if added and actual.as_of is None:
        raise UsageError("This data has no dates, so no activity can be added. Change a fact instead.")
    compiled = compile_evidence(model, shelf.facts, lens, lead=p.text(actual.lead_id))
    own = _own_tables(shelf, actual, facts, added)
    cursor = shelf.database.cursor().execute(shadowed_row_query(compiled, model, own))
    names = [each[0] for each in cursor.description or ()]
    row = cursor.fetchone()
    if row is None:
        raise DataError("Such a lead would be excluded by the model's population, so it would have no score.")
    asked = facts_asked(model, shelf.facts, compiled.attributes)
    return explanation_of(model, asked, dict(zip(names, row, strict=True)), {})


def moves(before: Explanation, after: Explanation) -> tuple[tuple[str, Decimal], ...]:
    """What each rule, cap, floor and end of the scale moved, by its words; the moves sum to the change of the score."""
    gave = {(line.kind, line.rule, line.group, line.label): line.contribution for line in before.lines}
    then = {(line.kind, line.rule, line.group, line.label): line.contribution for line in after.lines}
    both = ((key[-1], then.get(key, Decimal(0)) - gave.get(key, Decimal(0))) for key in dict.fromkeys([*gave, *then]))
    return tuple((label, points) for label, points in both if points)


def _check_fact(shelf: Shelf, name: str, value: Fact) -> None:
    held = shelf.database.manifest.attribute(name)
    if held is None:
        known = [each.name for each in shelf.database.manifest.attributes]
        raise UsageError(f"This data has no attribute '{name}'. {did_you_mean(name, known)}")
    fits = value is None or (isinstance(value, str) if held.type == "text" else isinstance(value, Decimal))
    if not fits:
        raise UsageError(f"'{name}' is a {held.type} in this data. Give a {held.type}, or nothing for unknown.")


def _own_tables(
    shelf: Shelf, actual: Explanation, facts: Mapping[str, Fact], added: Sequence[Added]
) -> tuple[Stage, ...]:
    """The lead's rows of `leads`, `activities` and `changes` as they would be, under the names of those tables."""
    made = [Stage("leads", "this lead with the facts as they would be", _lead(shelf, actual.lead_id, facts))]
    if added and actual.as_of is not None:
        rows: exp.Query = _mine("activities", COLUMNS["activities"], actual.lead_id)
        for each in added:
            rows = exp.union(rows, _activity(actual.lead_id, actual.as_of, each), distinct=False)
        made.append(Stage("activities", "what this lead did, and what it might do", rows))
    governed = [name for name in facts if name in shelf.facts.changed_fields]
    if governed and actual.as_of is not None:
        made.append(Stage("changes", "its history, overruled", _changes(shelf, actual, facts, governed, actual.as_of)))
    return tuple(made)


def _lead(shelf: Shelf, lead_id: str, facts: Mapping[str, Fact]) -> exp.Select:
    columns = [p.column("leads", "lead_id"), p.column("leads", "created_at")]
    for attribute in shelf.database.manifest.attributes:
        held = p.column("leads", attribute.name)
        instead = _literal(facts[attribute.name], attribute.type == "number") if attribute.name in facts else held
        columns.append(instead.as_(attribute.name, quoted=True))
    return exp.select(*columns).from_(_table("leads")).where(_is_mine("leads", lead_id))


def _changes(
    shelf: Shelf, actual: Explanation, facts: Mapping[str, Fact], governed: Sequence[str], as_of: datetime
) -> exp.Query:
    """Without the history of the changed facts, but with one change to each at the moment itself."""
    others = exp.not_(exp.In(this=p.column("changes", "field"), expressions=[p.text(name) for name in governed]))
    rows: exp.Query = _mine("changes", COLUMNS["changes"], actual.lead_id).where(others)
    for name in governed:
        value = facts[name]
        held = shelf.database.manifest.attribute(name)
        is_number = held is not None and held.type == "number"
        made = {
            "lead_id": p.text(actual.lead_id),
            "field": p.text(name),
            "value": _literal(None if value is None else str(value), False),
            "number": _literal(value if is_number else None, True),
            "changed_at": p.instant(as_of),
        }
        rows = exp.union(rows, _row(made, COLUMNS["changes"]), distinct=False)
    return rows


def _activity(lead_id: str, as_of: datetime, added: Added) -> exp.Select:
    made = {
        "lead_id": p.text(lead_id),
        "occurred_at": p.instant(as_of),
        "kind": p.text(added.kind),
        "detail": _literal(added.detail, False),
        "value": _literal(added.value, True),
        "actor": p.text("seller" if compared(added.kind) in SELLER_KINDS else LEAD_ACTOR),
    }
    return _row(made, COLUMNS["activities"])


def _row(values: Mapping[str, exp.Expr], columns: Mapping[str, str]) -> exp.Select:
    return exp.select(*(values[name].as_(name) for name in columns))


def _mine(table: str, columns: Mapping[str, str], lead_id: str) -> exp.Select:
    return exp.select(*(p.column(table, name) for name in columns)).from_(_table(table)).where(_is_mine(table, lead_id))


def _is_mine(table: str, lead_id: str) -> exp.Expr:
    return exp.EQ(this=p.column(table, "lead_id"), expression=p.text(lead_id))


def _table(name: str) -> exp.Expr:
    """The table itself, not the stage of the same name."""
    return exp.table_(name, db="main", quoted=True)


def _literal(value: Fact, is_number: bool) -> exp.Expr:
    if value is None:
        return exp.cast(exp.null(), "double" if is_number else "text")
    return p.double(value) if isinstance(value, Decimal) else p.text(value)
