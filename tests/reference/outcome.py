"""What two scorers are compared on: a row per scored lead in order, and how many were left out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from .dataset import Facts, Tables
from .landmarks import EXCLUDED, Lens
from .scorer import LeadScore, score_leads

Lines = tuple[tuple[str, str, Fraction], ...]
"""Kind, rule or group, and contribution of every line of an explanation."""


@dataclass(frozen=True, slots=True)
class Found:
    """Units of every rule for a lead at T, and the rules of which a needed fact is unknown."""

    units: dict[str, int]
    unknown: frozenset[str]


@dataclass(frozen=True, slots=True)
class Row:
    """One scored lead; groups of 0 points are left away.

    `lines` is None where nobody asked for the explanation.
    """

    lead_id: str
    as_of: datetime | None
    found: Found
    groups: dict[str, Fraction]
    score: Fraction
    band: str | None
    grade: str | None
    temperature: str | None
    lines: Lines | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """The rows in the order in which people see the leads, and the numbers of those left out."""

    rows: tuple[Row, ...]
    without_landmark: int
    excluded: int


def score_with_reference(model: dict[str, Any], tables: Tables, facts: Facts, lens: Lens) -> Outcome:
    """The reference scorer's outcome."""
    scores = score_leads(model, tables, facts, lens)
    excluded = scores.left_out.get(EXCLUDED, 0)
    return Outcome(tuple(map(row_of, scores.leads)), sum(scores.left_out.values()) - excluded, excluded)


def row_of(lead: LeadScore) -> Row:
    """A lead of the reference scorer as a row to compare."""
    return Row(
        lead_id=lead.lead_id,
        as_of=lead.as_of,
        found=Found(lead.units, lead.unknown),
        groups={name: points for name, points in lead.groups.items() if points},
        score=lead.score,
        band=lead.band,
        grade=lead.grade,
        temperature=lead.temperature,
        lines=tuple((line.kind, line.rule or line.group or "", line.contribution) for line in lead.lines),
    )


def differences(ours: Outcome, theirs: Outcome) -> list[str]:
    """In words, where two outcomes part; the lines of an explanation may stand in any order, all else may not."""
    counts = [(each.without_landmark, each.excluded) for each in (ours, theirs)]
    found = [] if counts[0] == counts[1] else [f"without landmark, excluded: {counts[0]} | {counts[1]}"]
    order = [[(row.lead_id, row.as_of) for row in outcome.rows] for outcome in (ours, theirs)]
    if sorted(order[0], key=str) != sorted(order[1], key=str):
        return [*found, f"leads: {order[0]} | {order[1]}"]
    others = {(row.lead_id, row.as_of): row for row in theirs.rows}
    for row in ours.rows:
        found += _differences(row, others[row.lead_id, row.as_of])
    return found if found or order[0] == order[1] else [f"order: {order[0]} | {order[1]}"]


def _differences(ours: Row, theirs: Row) -> list[str]:
    found = [f"{ours.lead_id} {line}" for line in parted(ours.found, theirs.found)]
    names = ("groups", "score", "band", "grade", "temperature")
    pairs = [(name, getattr(ours, name), getattr(theirs, name)) for name in names]
    if ours.lines is not None and theirs.lines is not None:
        pairs.append(("lines", sorted(ours.lines), sorted(theirs.lines)))
    return found + [f"{ours.lead_id} {name}: {one} | {other}" for name, one, other in pairs if one != other]


def parted(ours: Found, theirs: Found) -> list[str]:
    """The rules on which two pieces of evidence part, in words."""
    both = {
        rule: ((ours.units[rule], rule in ours.unknown), (theirs.units.get(rule), rule in theirs.unknown))
        for rule in ours.units
    }
    return [f"units, unknown of {rule}: {one} | {other}" for rule, (one, other) in both.items() if one != other]
