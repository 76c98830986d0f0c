"""Scores of all leads under one lens: evidence, contributions, groups, score, band, order and explanation."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from .conditions import Moment, Units, units
from .dataset import Dataset, Facts, Tables, dataset, microseconds
from .landmarks import EXCLUDED, Lens, landmarks
from .numbers import clip, exact

Model = dict[str, Any]
GRADES = {"ready": "A", "hand_over": "B"}
TEMPERATURES = {"A": "hot", "B": "warm", "C": "cold", "D": "cold"}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an explanation: kind is rule, cap, floor, clip or knock_out."""

    kind: str
    contribution: Fraction
    rule: str | None = None
    group: str | None = None
    units: int | None = None
    unknown: bool = False


@dataclass(frozen=True, slots=True)
class LeadScore:
    """Everything the model says of one lead at its landmark."""

    lead_id: str
    as_of: datetime | None
    units: dict[str, int]
    unknown: frozenset[str]
    contributions: dict[str, Fraction]
    groups: dict[str, Fraction]
    score: Fraction
    knocked_out: bool
    band: str | None
    grade: str | None
    temperature: str | None
    latest_own_activity: int | None
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Scores:
    """The scored leads in the order in which people see them, and the numbers of those left out by reason."""

    leads: tuple[LeadScore, ...]
    left_out: dict[str, int]


def score_leads(model: Model, tables: Tables, facts: Facts, lens: Lens) -> Scores:
    """Score every lead that has a landmark under the lens and is not excluded by the population."""
    data = dataset(tables, facts)
    pairs, reasons = landmarks(data, model, lens)
    excluding = model.get("population", {}).get("exclude", [])
    scored = []
    for lead_id, as_of in pairs:
        moment = Moment(data, lead_id, None if as_of is None or not data.dated else microseconds(as_of))
        if any([units(condition, moment).hold for condition in excluding]):
            reasons.append(EXCLUDED)
        else:
            scored.append(_lead_score(model, moment, as_of if data.dated else None))
    return Scores(tuple(sorted(scored, key=_place)), dict(Counter(reasons)))


def _place(lead: LeadScore) -> tuple[Fraction, bool, int, str]:
    """Score, then latest own activity (none comes last), both falling; then the lead's id by code point."""
    latest = lead.latest_own_activity
    return -lead.score, latest is None, -(latest or 0), lead.lead_id


def _lead_score(model: Model, moment: Moment, as_of: datetime | None) -> LeadScore:
    found = {rule["id"]: units(rule["when"], moment) for rule in model["rules"]}
    contributions = {rule["id"]: _contribution(rule, found[rule["id"]]) for rule in model["rules"]}
    sums = group_sums(model, contributions)
    groups = {name: clip(total, *_bounds(model, name)) for name, total in sums.items()}
    total = sum(groups.values(), Fraction(0))
    score = clip(total, Fraction(0), Fraction(100))
    knocked_out = any(rule.get("knock_out", False) and found[rule["id"]].hold for rule in model["rules"])
    band = band_of(model, score, groups, found, knocked_out)
    grade = grade_of(model, score, band)
    return LeadScore(
        lead_id=moment.lead_id,
        as_of=as_of,
        units={name: each.hundredths for name, each in found.items()},
        unknown=frozenset(name for name, each in found.items() if each.unknown),
        contributions=contributions,
        groups=groups,
        score=score,
        knocked_out=knocked_out,
        band=band,
        grade=grade,
        temperature=None if grade is None else TEMPERATURES[grade],
        latest_own_activity=_latest_own_activity(moment.data, moment.lead_id, moment.at),
        lines=_lines(model, found, contributions, sums, groups, score),
    )


def _contribution(rule: Model, found: Units) -> Fraction:
    if rule.get("knock_out", False):
        return Fraction(0)
    return exact(rule["points"]) * found.hundredths / 100


def group_of(rule: Model) -> str:
    """The group a rule counts in."""
    return str(rule.get("group", "ungrouped"))


def group_sums(model: Model, contributions: dict[str, Fraction]) -> dict[str, Fraction]:
    """The sum of contributions of every group that is declared or used, before its bounds."""
    sums = {name: Fraction(0) for name in model.get("groups", {})}
    for rule in model["rules"]:
        sums[group_of(rule)] = sums.get(group_of(rule), Fraction(0)) + contributions[rule["id"]]
    return sums


def _bounds(model: Model, group: str) -> tuple[Fraction | None, Fraction | None]:
    declared = model.get("groups", {}).get(group, {})
    floor, cap = declared.get("floor"), declared.get("cap")
    return None if floor is None else exact(floor), None if cap is None else exact(cap)


def band_of(
    model: Model, score: Fraction, groups: dict[str, Fraction], found: dict[str, Units], knocked_out: bool
) -> str | None:
    """The band of a lead; without cut-offs only a knock-out gives one."""
    if knocked_out:
        return "out"
    cut_offs = model.get("cut_offs")
    if not cut_offs:
        return None
    if score >= exact(cut_offs["sql"]) and _gates_open(cut_offs.get("sql_needs", {}), groups, found):
        return "ready"
    return "hand_over" if score >= exact(cut_offs["mql"]) else "nurture"


def _gates_open(needs: Model, groups: dict[str, Fraction], found: dict[str, Units]) -> bool:
    any_of = needs.get("any_of")
    if any_of and not any(found[rule].hold for rule in any_of):
        return False
    minima = needs.get("at_least", {})
    return all(groups.get(name, Fraction(0)) >= exact(minimum) for name, minimum in minima.items())


def grade_of(model: Model, score: Fraction, band: str | None) -> str | None:
    """A, B, C or D; none for a lead without a band or out."""
    if band is None or band == "out":
        return None
    near = 2 * score >= exact(model["cut_offs"]["mql"])
    return GRADES.get(band) or ("C" if near else "D")


def _latest_own_activity(data: Dataset, lead_id: str, at: int | None) -> int | None:
    if at is None:
        return None
    return max((each.at for each in data.activities_until(lead_id, at) if each.own), default=None)


def _lines(
    model: Model,
    found: dict[str, Units],
    contributions: dict[str, Fraction],
    sums: dict[str, Fraction],
    groups: dict[str, Fraction],
    score: Fraction,
) -> tuple[Line, ...]:
    lines = [_rule_line(rule, found[rule["id"]], contributions[rule["id"]]) for rule in model["rules"]]
    for name, total in sums.items():
        loss = groups[name] - total
        if loss != 0:
            lines.append(Line("cap" if loss < 0 else "floor", loss, group=name))
    clipped = score - sum(groups.values(), Fraction(0))
    if clipped != 0:
        lines.append(Line("clip", clipped))
    return tuple(lines)


def _rule_line(rule: Model, found: Units, contribution: Fraction) -> Line:
    kind = "knock_out" if rule.get("knock_out", False) else "rule"
    return Line(kind, contribution, rule["id"], group_of(rule), found.hundredths, found.unknown)
