"""The one definition of the arithmetic: points x units, groups within floor and cap, the score, the band.

All numbers are whole ten-thousandths of a point, so no float ever decides a band.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache

from sqlglot import exp

from leadscore.evidence import Stage, units_column
from leadscore.evidence import portable as p
from leadscore.model.model import Model
from leadscore.model.rules import CutOffs

UNIT = 10_000
"""Ten-thousandths in a point."""

HIGHEST = 100
"""The highest score in points; the lowest is 0."""


def group_column(index: int) -> str:
    """The generated name of the points of the group at that place of `model.group_names`."""
    return f"g{index}"


def scoring_stages(model: Model, source: str, carried: Sequence[str]) -> tuple[Stage, ...]:
    """Stages from a relation of units (r0, r1, ...) to `banded`: what is carried, groups, score, band and words."""
    return (
        Stage(
            "group_points",
            "points of each group within its floor and cap, in ten-thousandths",
            _groups(model, source, carried),
        ),
        Stage("lead_scores", "the sum of the groups, from 0 to 100 points", _scores(model, carried)),
        Stage("banded", "what the score says", _banded(model, carried)),
    )


def _groups(model: Model, source: str, carried: Sequence[str]) -> exp.Select:
    groups = [_group_points(model, source, name).as_(group_column(i)) for i, name in enumerate(model.group_names)]
    knocked = [_holds(source, i) for i, rule in enumerate(model.rules) if rule.knock_out]
    flags = [_flag(p.some(knocked)).as_("knocked_out"), _flag(_intent_gate(model, source)).as_("has_intent")]
    return exp.select(*_carried(source, carried), *groups, *flags).from_(source)


def _group_points(model: Model, source: str, name: str) -> exp.Expr:
    contributions = [
        exp.Mul(this=p.big(p.column(source, units_column(i))), expression=p.whole(hundredths(rule.worth)))
        for i, rule in enumerate(model.rules)
        if rule.group == name and not rule.knock_out
    ]
    group, points = model.group(name), p.plus(contributions)
    if group.floor is not None:
        points = p.at_least(points, ten_thousandths(group.floor))
    return p.at_most(points, ten_thousandths(group.cap)) if group.cap is not None else points


def _intent_gate(model: Model, source: str) -> exp.Expr:
    wanted = model.cut_offs.sql_needs.any_of if model.cut_offs else ()
    if not wanted:
        return p.TRUE.copy()
    return p.some(_holds(source, i) for i, rule in enumerate(model.rules) if rule.id in wanted)


def _scores(model: Model, carried: Sequence[str]) -> exp.Select:
    groups = [p.column("group_points", group_column(i)) for i in range(len(model.group_names))]
    score = p.at_most(p.at_least(p.plus(groups), 0), HIGHEST * UNIT)
    flags = [p.column("group_points", name) for name in ("knocked_out", "has_intent")]
    columns = [*_carried("group_points", carried), *(group.copy() for group in groups), *flags, score.as_("score")]
    return exp.select(*columns).from_("group_points")


def _banded(model: Model, carried: Sequence[str]) -> exp.Select:
    groups = [p.column("lead_scores", group_column(i)) for i in range(len(model.group_names))]
    words = [
        _ladder(model, ("ready", "hand_over", "nurture", "nurture"), "out").as_("band"),
        _ladder(model, ("A", "B", "C", "D"), None).as_("grade"),
        _ladder(model, ("hot", "warm", "cold", "cold"), None).as_("temperature"),
    ]
    columns = [*_carried("lead_scores", carried), *groups, p.column("lead_scores", "knocked_out")]
    return exp.select(*columns, p.column("lead_scores", "score"), *words).from_("lead_scores")


def _ladder(model: Model, words: tuple[str, str, str, str], out: str | None) -> exp.Expr:
    """One mapping for band, grade and temperature: at or above SQL, above MQL, above half of MQL, below."""
    score, nothing = p.column("lead_scores", "score"), exp.cast(exp.null(), "text")
    knocked_out = exp.EQ(this=p.column("lead_scores", "knocked_out"), expression=p.whole(1))
    first = (knocked_out, p.text(out) if out else nothing)
    if model.cut_offs is None:
        return p.choose([first], nothing)
    mql = ten_thousandths(model.cut_offs.mql)
    return p.choose(
        [
            first,
            (_ready(model, model.cut_offs), p.text(words[0])),
            (exp.GTE(this=score, expression=p.whole(mql)), p.text(words[1])),
            (
                exp.GTE(this=exp.Mul(this=score.copy(), expression=p.whole(2)), expression=p.whole(mql)),
                p.text(words[2]),
            ),
        ],
        p.text(words[3]),
    )


def _ready(model: Model, cut_offs: CutOffs) -> exp.Expr:
    enough = exp.GTE(this=p.column("lead_scores", "score"), expression=p.whole(ten_thousandths(cut_offs.sql)))
    intent = exp.EQ(this=p.column("lead_scores", "has_intent"), expression=p.whole(1))
    minima = [
        exp.GTE(this=_group_or_zero(model, name), expression=p.whole(ten_thousandths(minimum)))
        for name, minimum in sorted(cut_offs.sql_needs.at_least.items())
    ]
    return p.every([enough, intent, *minima])


def _group_or_zero(model: Model, name: str) -> exp.Expr:
    if name not in model.group_names:
        return p.whole(0)
    return p.column("lead_scores", group_column(model.group_names.index(name)))


def _holds(source: str, index: int) -> exp.Expr:
    return exp.GT(this=p.column(source, units_column(index)), expression=p.whole(0))


def _flag(test: exp.Expr) -> exp.Expr:
    return p.choose([(test, p.whole(1))], p.whole(0))


def _carried(source: str, names: Sequence[str]) -> list[exp.Expr]:
    return [p.column(source, name) for name in names]


def hundredths(points: Decimal) -> int:
    """Points with two decimals as whole hundredths."""
    return int(points * 100)


def ten_thousandths(points: Decimal) -> int:
    """Points as whole ten-thousandths."""
    return int(points * UNIT)


@lru_cache(maxsize=65_536)
def exact(score: int) -> Decimal:
    """Ten-thousandths as points, in their shortest exact form."""
    points = Decimal(score) / UNIT
    return points.quantize(Decimal(1)) if points == points.to_integral_value() else points.normalize()
