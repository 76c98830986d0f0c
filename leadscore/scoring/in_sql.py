"""The arithmetic as stages of a query: scores of every lead, and what they say."""

from __future__ import annotations

from collections.abc import Sequence

from sqlglot import exp

from leadscore.evidence import Stage, units_column
from leadscore.evidence import portable as p
from leadscore.model.model import Model
from leadscore.scoring import arithmetic
from leadscore.scoring.arithmetic import OUT, RUNGS, ten_thousandths


class _Sql:
    """The algebra of SQL expressions."""

    def number(self, value: int) -> exp.Expr:
        return p.big(p.whole(value))

    def times(self, value: exp.Expr, number: exp.Expr) -> exp.Expr:
        return exp.Mul(this=value, expression=number)

    def plus(self, values: Sequence[exp.Expr]) -> exp.Expr:
        return p.plus(values)

    def lesser(self, value: exp.Expr, bound: exp.Expr) -> exp.Expr:
        return p.lesser(value, bound)

    def greater(self, value: exp.Expr, bound: exp.Expr) -> exp.Expr:
        return p.greater(value, bound)

    def reaches(self, value: exp.Expr, number: exp.Expr) -> exp.Expr:
        return exp.GTE(this=value, expression=number)

    def every(self, tests: Sequence[exp.Expr]) -> exp.Expr:
        return p.every(tests)

    def some(self, tests: Sequence[exp.Expr]) -> exp.Expr:
        return p.some(tests)


SQL = _Sql()


def group_column(index: int) -> str:
    """The generated name of the points of the group at that place of `model.group_names`."""
    return f"g{index}"


def scoring_stages(model: Model, source: str, carried: Sequence[str]) -> tuple[Stage, ...]:
    """From a relation of units (r0, r1, ...) to `banded`: what is carried, groups, knocked_out, score and words."""
    in_groups = "points of each group within its floor and cap, in ten-thousandths"
    return (
        Stage("group_points", in_groups, _groups(model, source, carried)),
        Stage("lead_scores", "the sum of the groups, from 0 to 100 points", _scores(model, carried)),
        Stage("banded", "what the score says", _banded(model, carried)),
    )


def _groups(model: Model, source: str, carried: Sequence[str]) -> exp.Select:
    def units(index: int) -> exp.Expr:
        return p.big(p.column(source, units_column(index)))

    points = [
        arithmetic.group_points(SQL, model, name, units).as_(group_column(i))
        for i, name in enumerate(model.group_names)
    ]
    flags = [
        _flag(arithmetic.knocked_out(SQL, model, units)).as_("knocked_out"),
        _flag(arithmetic.has_intent(SQL, model, units)).as_("has_intent"),
    ]
    named = [each.as_(column) for each, column in zip(points, _group_columns(model), strict=True)]
    return exp.select(*(p.column(source, name) for name in carried), *named, *flags).from_(source)


def _scores(model: Model, carried: Sequence[str]) -> exp.Select:
    groups = [p.column("group_points", name) for name in _group_columns(model)]
    columns = [p.column("group_points", name) for name in (*carried, *_group_columns(model), "knocked_out")]
    score = arithmetic.score(SQL, groups).as_("score")
    return exp.select(*columns, _flag(_gate(model)).as_("gate"), score).from_("group_points")


def _gate(model: Model) -> exp.Expr:
    def group(name: str) -> exp.Expr:
        return p.column("group_points", group_column(model.group_names.index(name)))

    return p.every([_is_set("group_points", "has_intent"), arithmetic.has_minima(SQL, model, group)])


def _banded(model: Model, carried: Sequence[str]) -> exp.Select:
    columns = [p.column("lead_scores", name) for name in (*carried, *_group_columns(model), "knocked_out", "score")]
    words = [_ladder(model, words, OUT if column == "band" else None).as_(column) for column, words in RUNGS.items()]
    return exp.select(*columns, *words).from_("lead_scores")


def _ladder(model: Model, words: tuple[str, str, str, str], out: str | None) -> exp.Expr:
    """At or above SQL with its gate, at or above MQL, at or above half of MQL, below; a knock-out before all."""
    score, nothing = p.column("lead_scores", "score"), exp.cast(exp.null(), "text")
    first = (_is_set("lead_scores", "knocked_out"), p.text(out) if out else nothing)
    if model.cut_offs is None:
        return p.choose([first], nothing)
    mql, sql = (p.whole(ten_thousandths(each)) for each in (model.cut_offs.mql, model.cut_offs.sql))
    rungs = [
        p.every([exp.GTE(this=score, expression=sql), _is_set("lead_scores", "gate")]),
        exp.GTE(this=score.copy(), expression=mql),
        exp.GTE(this=exp.Mul(this=score.copy(), expression=p.whole(2)), expression=mql.copy()),
    ]
    return p.choose([first, *zip(rungs, map(p.text, words), strict=False)], p.text(words[3]))


def _group_columns(model: Model) -> list[str]:
    return [group_column(i) for i in range(len(model.group_names))]


def _is_set(table: str, flag: str) -> exp.Expr:
    return exp.EQ(this=p.column(table, flag), expression=p.whole(1))


def _flag(test: exp.Expr) -> exp.Expr:
    return p.choose([(test, p.whole(1))], p.whole(0))
