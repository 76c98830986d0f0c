"""From 0 to the score in steps that add up exactly: rules by group, what age took, caps, floors, the scale's ends.

A rule whose activities lose worth with age is told in two steps: what it would give fresh, and what age has taken.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from leadscore.model import Model, Rule
from leadscore.model.conditions import ActivityCondition
from leadscore.scoring import Explanation, Line
from leadscore.scoring.arithmetic import exact, hundredths

StepKind = Literal["rule", "age", "cap", "floor", "clip"]
FULL = 100
"""Units of an activity that has lost nothing."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step: what it is called, its group (None: the scale's end), its points, and where the sum stands after it."""

    kind: StepKind
    label: str
    group: str | None
    points: Decimal
    after: Decimal
    line: Line


def steps(explanation: Explanation, model: Model) -> tuple[Step, ...]:
    """Every step that gave or took something, group by group; the last one ends at the score."""
    at, made = Decimal(0), []
    for kind, label, line, points in _parts(explanation, model):
        at += points
        made.append(Step(kind, label, line.group, points, at, line))
    return tuple(made)


def _parts(explanation: Explanation, model: Model) -> Iterator[tuple[StepKind, str, Line, Decimal]]:
    for line in _by_group(explanation.lines, model):
        if line.kind == "rule" and line.rule is not None and line.contribution:
            lost = taken_by_age(model.rule(line.rule), line)
            yield "rule", line.label, line, line.contribution - lost
            if lost:
                yield "age", f"Age of '{line.label}'", line, lost
        elif line.kind in ("cap", "floor", "clip") and line.contribution:
            yield line.kind, line.label, line, line.contribution


def _by_group(lines: Sequence[Line], model: Model) -> list[Line]:
    """Rules of a group, the strongest first, then its bounds; then the ends of the scale."""
    place = {name: number for number, name in enumerate(model.group_names)}
    kinds = {"rule": 0, "cap": 1, "floor": 1, "clip": 2, "knock_out": 2}

    def order(line: Line) -> tuple[int, int, Decimal, str]:
        group = place[line.group] if line.group is not None else len(place)
        return group, kinds[line.kind], -abs(line.contribution), line.label

    return sorted(lines, key=order)


def taken_by_age(rule: Rule, line: Line) -> Decimal:
    """What the age of its activities took from a rule's points (of the other sign, or 0), exact."""
    condition = rule.when
    if not isinstance(condition, ActivityCondition) or condition.decay is None or not line.units:
        return Decimal(0)
    fresh = min(FULL * len(line.activities), FULL * condition.at_most)
    return exact(hundredths(rule.worth) * (line.units - fresh))
