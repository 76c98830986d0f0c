"""What two scorers are compared on: a row per scored lead in order, and how many were left out and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from .dataset import Facts, Tables
from .landmarks import Lens
from .scorer import score_leads


@dataclass(frozen=True, slots=True)
class Row:
    """One scored lead; `lines` are the contributions of its explanation by kind, rule or group."""

    lead_id: str
    as_of: datetime | None
    units: dict[str, int]
    unknown: frozenset[str]
    groups: dict[str, Fraction]
    score: Fraction
    band: str | None
    grade: str | None
    temperature: str | None
    lines: tuple[tuple[str, str, Fraction], ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """The rows in the order in which people see the leads, and the numbers of those left out by reason."""

    rows: tuple[Row, ...]
    left_out: dict[str, int]


def score_with_reference(model: dict[str, Any], tables: Tables, facts: Facts, lens: Lens) -> Outcome:
    """The reference scorer's outcome."""
    scores = score_leads(model, tables, facts, lens)
    rows = tuple(
        Row(
            lead_id=lead.lead_id,
            as_of=lead.as_of,
            units=lead.units,
            unknown=lead.unknown,
            groups={name: points for name, points in lead.groups.items() if points},
            score=lead.score,
            band=lead.band,
            grade=lead.grade,
            temperature=lead.temperature,
            lines=tuple((line.kind, line.rule or line.group or "", line.contribution) for line in lead.lines),
        )
        for lead in scores.leads
    )
    return Outcome(rows, scores.left_out)


def differences(ours: Outcome, theirs: Outcome) -> list[str]:
    """In words, where two outcomes part; lines are compared as a set, all else in order."""
    found = [] if ours.left_out == theirs.left_out else [f"left out: {ours.left_out} | {theirs.left_out}"]
    order = [[(row.lead_id, row.as_of) for row in outcome.rows] for outcome in (ours, theirs)]
    if sorted(order[0], key=str) != sorted(order[1], key=str):
        return [*found, f"leads: {order[0]} | {order[1]}"]
    if order[0] != order[1]:
        found.append(f"order: {order[0]} | {order[1]}")
    others = {(row.lead_id, row.as_of): row for row in theirs.rows}
    for row in ours.rows:
        found += _differences(row, others[row.lead_id, row.as_of])
    return found


def _differences(ours: Row, theirs: Row) -> list[str]:
    names = ("units", "unknown", "groups", "score", "band", "grade", "temperature")
    pairs = [(name, getattr(ours, name), getattr(theirs, name)) for name in names]
    pairs.append(("lines", sorted(ours.lines), sorted(theirs.lines)))
    return [f"{ours.lead_id} {name}: {one} | {other}" for name, one, other in pairs if one != other]
