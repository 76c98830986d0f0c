"""One value compared with what a condition names; a missing value makes the comparison NULL, which is not true."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from sqlglot import exp

from leadscore.evidence import portable as p
from leadscore.model.conditions import Comparison


def holds(value: exp.Expr, comparison: Comparison) -> exp.Expr:
    """Whether a text or number passes a comparison; `known` never is NULL."""
    return _TESTS[comparison.operator](value, comparison.operand)


def _is(value: exp.Expr, operand: str | Decimal) -> exp.Expr:
    return _in(value, (operand,))


def _in(value: exp.Expr, operands: tuple[str | Decimal, ...]) -> exp.Expr:
    texts = [operand for operand in operands if isinstance(operand, str)]
    if texts:
        return p.is_among(value, texts)
    numbers = [p.double(operand) for operand in operands if isinstance(operand, Decimal)]
    return exp.In(this=value.copy(), expressions=numbers)


def _not_in(value: exp.Expr, operands: tuple[str | Decimal, ...]) -> exp.Expr:
    return exp.not_(_in(value, operands))


def _contains(value: exp.Expr, operand: str) -> exp.Expr:
    return exp.GT(this=p.position(p.plain(value), p.plain(p.text(operand))), expression=p.whole(0))


def _starts_with(value: exp.Expr, operand: str) -> exp.Expr:
    return exp.EQ(this=p.position(p.plain(value), p.plain(p.text(operand))), expression=p.whole(1))


def _has_word(value: exp.Expr, operand: str) -> exp.Expr:
    """A text is cut into words, the slowest of all tests, only where a look at it as it stands does not tell."""
    word = p.words(p.text(operand))
    by_itself = exp.GT(this=p.position(p.padded(p.plain(value)), word), expression=p.whole(0))
    cut = exp.GT(this=p.position(p.words(value), word.copy()), expression=p.whole(0))
    told: list[tuple[exp.Expr, exp.Expr]] = [(by_itself, p.TRUE)]
    letters = max(p.spaced(operand).split(" "), key=len)
    if letters:
        absent = exp.EQ(this=p.position(p.plain(value), p.plain(p.text(letters))), expression=p.whole(0))
        told.insert(0, (absent, p.FALSE))
    return p.choose(told, cut)


def _between(value: exp.Expr, operand: tuple[Decimal, Decimal]) -> exp.Expr:
    return p.every([_compare(exp.GTE)(value, operand[0]), _compare(exp.LTE)(value, operand[1])])


def _compare(kind: type[exp.Binary]) -> Callable[[exp.Expr, Decimal], exp.Expr]:
    return lambda value, operand: kind(this=value.copy(), expression=p.double(operand))


def _known(value: exp.Expr, operand: bool) -> exp.Expr:
    return exp.not_(p.is_missing(value)) if operand else p.is_missing(value)


_TESTS: dict[str, Callable[[exp.Expr, Any], exp.Expr]] = {
    "is": _is,
    "in": _in,
    "not_in": _not_in,
    "contains": _contains,
    "starts_with": _starts_with,
    "has_word": _has_word,
    "between": _between,
    "at_least": _compare(exp.GTE),
    "above": _compare(exp.GT),
    "at_most": _compare(exp.LTE),
    "below": _compare(exp.LT),
    "known": _known,
}
