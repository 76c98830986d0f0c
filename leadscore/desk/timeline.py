"""What happened to a lead, and the points that each activity gave: shared out so that they sum to the rules' points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlglot import exp

from leadscore.evidence import Shelf, Stage, assemble, spelled
from leadscore.evidence import portable as p
from leadscore.evidence.counts import ladder, own_doing, window_starts
from leadscore.model import Model, Rule
from leadscore.model.conditions import ActivityCondition
from leadscore.scoring import Explanation
from leadscore.scoring.arithmetic import exact, ten_thousandths
from leadscore.scoring.counted import counting_rules

MOST_MOMENTS = 500


@dataclass(frozen=True, slots=True)
class Given:
    """What one activity gave under one rule, in points."""

    rule: str
    label: str
    points: Decimal


@dataclass(frozen=True, slots=True)
class Happened:
    """One activity or entry to a stage (naive UTC), by the lead itself or not, with what it gave."""

    at: datetime
    kind: str
    detail: str | None
    actor: str | None
    own: bool
    given: tuple[Given, ...] = ()
    is_stage: bool = False

    @property
    def points(self) -> Decimal:
        """All that it gave."""
        return exact(ten_thousandths(sum((each.points for each in self.given), Decimal(0))))


@dataclass(frozen=True, slots=True)
class Timeline:
    """The latest first; score = points of activities + points of facts + what caps, floors and the scale's ends did.

    `older`: activities that are not listed since there are too many; what they gave is in `of_activities` all the same.
    """

    happened: tuple[Happened, ...]
    older: int
    of_activities: Decimal
    of_facts: Decimal
    of_bounds: Decimal


def timeline(shelf: Shelf, model: Model, explanation: Explanation) -> Timeline:
    """The activities and stages of a lead up to the moment of its explanation."""
    lines = [line for line in explanation.lines if line.kind == "rule"]
    bounds = sum((line.contribution for line in explanation.lines if line.kind in ("cap", "floor", "clip")), Decimal(0))
    total = sum((line.contribution for line in lines), Decimal(0))
    if explanation.as_of is None:
        return Timeline((), 0, Decimal(0), total, bounds)
    counting = list(counting_rules(model, shelf.facts).items())
    rows = _activities(shelf, [test for _, test in counting], explanation.lead_id, explanation.as_of)
    given: list[list[Given]] = [[] for _ in rows]
    by_rule = {line.rule: line for line in lines}
    for place, (rule_id, _) in enumerate(counting):
        line = by_rule.get(rule_id)
        counted = [number for number, row in enumerate(rows) if row[5 + place]]
        if line is None or not line.contribution or not counted:
            continue
        worths = _worths(model.rule(rule_id), [rows[number][0] for number in counted], explanation.as_of)
        for number, points in zip(counted, shared_out(line.contribution, worths), strict=True):
            given[number].append(Given(rule_id, line.label, points))
    happened = [
        Happened(row[0], row[1], row[2], row[3], row[4], tuple(gave)) for row, gave in zip(rows, given, strict=True)
    ]
    of_activities = exact(ten_thousandths(sum((each.points for each in happened), Decimal(0))))
    listed = sorted([*happened, *_stages(shelf, explanation)], key=lambda each: each.at, reverse=True)
    older = len(listed) - MOST_MOMENTS
    return Timeline(
        tuple(listed[:MOST_MOMENTS]),
        max(0, older),
        of_activities,
        exact(ten_thousandths(total - of_activities)),
        bounds,
    )


def shared_out(points: Decimal, worths: Sequence[int]) -> list[Decimal]:
    """Points divided in proportion to worths, in ten-thousandths; what is left goes to the first ones."""
    whole, weight = ten_thousandths(points), sum(worths)
    sign, size = (1 if whole >= 0 else -1), abs(whole)
    parts = [size * worth // weight for worth in worths]
    left = [1] * (size - sum(parts))
    worth_something = [number for number, worth in enumerate(worths) if worth]
    for number, one in zip(worth_something, left, strict=False):
        parts[number] += one
    return [exact(sign * part) for part in parts]


def _worths(rule: Rule, moments: Sequence[datetime], as_of: datetime) -> list[int]:
    """What each activity is worth at its age, in hundredths; all alike where no age matters."""
    condition = rule.when
    if not isinstance(condition, ActivityCondition) or condition.decay is None:
        return [100] * len(moments)
    rungs = ladder(condition.decay, condition.within_days)
    worths = [_aged(as_of - moment, rungs) for moment in moments]
    return worths if any(worths) else [100] * len(moments)


def _aged(age: timedelta, rungs: Sequence[tuple[int, int]]) -> int:
    return next((worth for days, worth in rungs[:-1] if age < timedelta(days=days)), rungs[-1][1])


def _activities(shelf: Shelf, tests: Sequence[exp.Expr], lead_id: str, as_of: datetime) -> list[tuple[Any, ...]]:
    """Rows (when, kind, detail, actor, own, a flag for each test), the latest first."""
    columns = [p.column("activities", name) for name in ("occurred_at", "kind", "detail", "actor")]
    moment = Stage("landmarks", "the moment", exp.select(exp.cast(exp.Placeholder(), "timestamp").as_("as_of")))
    starts = exp.select(p.column("landmarks", "as_of"), *window_starts(tests)).from_("landmarks")
    windows = Stage("windows", "the start of every window that rules look back to", starts)
    flags = [p.surely(test).as_(f"counted_{place}") for place, test in enumerate(tests)]
    mine = exp.EQ(this=p.column("activities", "lead_id"), expression=exp.Placeholder())
    by_then = exp.LTE(this=columns[0].copy(), expression=p.column("windows", "as_of"))
    select = (
        exp.select(*columns, p.surely(own_doing()).as_("own"), *flags)
        .from_("activities")
        .join("windows", join_type="cross")
        .where(mine, by_then)
        .order_by(exp.Ordered(this=columns[0].copy(), desc=True, nulls_first=False), columns[1].copy())
    )
    sql = spelled(assemble((moment, windows), select), "duckdb")
    return shelf.database.cursor().execute(sql, [as_of, lead_id]).fetchall()


def _stages(shelf: Shelf, explanation: Explanation) -> list[Happened]:
    sql = """SELECT entered_at, LOWER(TRIM(stage, ' ')), reason FROM stages
WHERE lead_id = $lead_id AND entered_at <= $as_of"""
    values = {"lead_id": explanation.lead_id, "as_of": explanation.as_of}
    found = shelf.database.cursor().execute(sql, values).fetchall()
    return [Happened(at, stage, reason, None, False, is_stage=True) for at, stage, reason in found]
