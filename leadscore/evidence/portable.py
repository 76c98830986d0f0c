"""The portable subset of SQL: the only building blocks that evidence and scores are made of.

Each is proved on DuckDB, PostgreSQL and Spark.  Texts and numbers of the model enter as literal nodes.
"""

from __future__ import annotations

import string
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from functools import reduce

from sqlglot import exp

Sql = exp.Expr

PUNCTUATION = string.punctuation
"""The 32 ASCII characters that separate words, as a space does."""

_SPACED = str.maketrans(PUNCTUATION, " " * len(PUNCTUATION))

BUNDLE = 100
"""Values that are chained by one operator; more are put in brackets first."""

TRUE, FALSE = exp.true(), exp.false()


def column(table: str, name: str) -> Sql:
    """A column of a stage or table, quoted."""
    return exp.column(name, table=table, quoted=True)


def text(value: str) -> Sql:
    """A text literal."""
    return exp.Literal.string(value)


def whole(value: int) -> Sql:
    """A whole-number literal."""
    literal = exp.Literal.number(str(abs(value)))
    return exp.Neg(this=literal) if value < 0 else literal


def double(value: Decimal) -> Sql:
    """A number literal of double precision; the exponent keeps engines from reading it as a decimal first."""
    nearest = float(value)
    digits = repr(abs(nearest))
    literal = exp.Literal.number(digits if "e" in digits else f"{digits}e0")
    return exp.cast(exp.Neg(this=literal) if nearest < 0 else literal, "double")


def instant(value: datetime) -> Sql:
    """A timestamp literal, naive UTC."""
    return exp.cast(text(value.isoformat(sep=" ", timespec="microseconds")), "timestamp")


def days_before(moment: Sql, days: int) -> Sql:
    """The instant that many whole days of 24 hours earlier."""
    return exp.Sub(this=moment.copy(), expression=_days(days))


def days_after(moment: Sql, days: int) -> Sql:
    """The instant that many whole days of 24 hours later."""
    return exp.Add(this=moment.copy(), expression=_days(days))


def _days(days: int) -> Sql:
    return exp.Interval(this=text(str(days)), unit=exp.var("DAY"))


def plain(value: Sql) -> Sql:
    """A text as it is compared: trimmed of plain spaces, in lower case; said outright where it is ASCII of the model.

    Without its second argument TRIM takes other spaces on DuckDB than elsewhere.
    """
    if _is_ascii(value):
        return text(value.this.strip(" ").lower())
    return exp.Lower(this=exp.Trim(this=value.copy(), expression=text(" ")))


def _is_ascii(value: Sql) -> bool:
    return isinstance(value, exp.Literal) and value.is_string and value.this.isascii()


def equals_text(value: Sql, word: str) -> Sql:
    """Whether a text equals a word, both as they are compared."""
    return exp.EQ(this=plain(value), expression=plain(text(word)))


def is_among(value: Sql, words: Sequence[str]) -> Sql:
    """Whether a text equals one of the words, all as they are compared."""
    if len(words) == 1:
        return equals_text(value, words[0])
    return exp.In(this=plain(value), expressions=[plain(text(word)) for word in words])


def position(haystack: Sql, needle: Sql) -> Sql:
    """Where the needle first stands in the text, from 1; 0 where it does not."""
    return exp.StrPosition(this=haystack, substr=needle)


def spaced(word: str) -> str:
    """A text of the model with a space for each punctuation."""
    return word.translate(_SPACED)


def words(value: Sql) -> Sql:
    """A text as words: compared form, punctuation as spaces, a space at either end."""
    if _is_ascii(value):
        return text(f" {spaced(plain(value).this)} ")
    without = exp.Anonymous(
        this="TRANSLATE", expressions=[plain(value), text(PUNCTUATION), text(" " * len(PUNCTUATION))]
    )
    return padded(without)


def padded(value: Sql) -> Sql:
    """A text with a space at either end."""
    return exp.DPipe(this=exp.DPipe(this=text(" "), expression=value), expression=text(" "))


def by_code_point(value: Sql) -> Sql:
    """A text to sort by, in the order of its code points whatever the language of the database."""
    return exp.Collate(this=value.copy(), expression=exp.to_identifier("C", quoted=True))


def is_missing(value: Sql) -> Sql:
    """Whether a value is unknown."""
    return exp.Is(this=value.copy(), expression=exp.null())


def every(conditions: Iterable[Sql]) -> Sql:
    """All of the conditions; true where there are none."""
    listed = [condition.copy() for condition in conditions]
    return _in_bundles(listed, lambda few: exp.and_(*few, copy=False)) or TRUE.copy()


def some(conditions: Iterable[Sql]) -> Sql:
    """At least one of the conditions; false where there are none."""
    listed = [condition.copy() for condition in conditions]
    return _in_bundles(listed, lambda few: exp.or_(*few, copy=False)) or FALSE.copy()


def surely(condition: Sql) -> Sql:
    """The condition with an unknown outcome taken as false."""
    return exp.Coalesce(this=condition.copy(), expressions=[FALSE.copy()])


def choose(branches: Iterable[tuple[Sql, Sql]], otherwise: Sql) -> Sql:
    """CASE WHEN ... THEN ... ELSE ... END; the closing value alone where there is no branch."""
    ladder = exp.Case()
    for condition, value in branches:
        ladder = ladder.when(condition.copy(), value.copy(), copy=False)
    return ladder.else_(otherwise.copy(), copy=False) if ladder.args.get("ifs") else otherwise.copy()


def integer(value: Sql) -> Sql:
    """As a 32-bit whole number."""
    return exp.cast(value, "int")


def big(value: Sql) -> Sql:
    """As a 64-bit whole number: sums and products never overflow."""
    return exp.cast(value, "bigint")


def total(value: Sql) -> Sql:
    """The sum over a group's rows, as a 64-bit whole number."""
    return big(exp.Sum(this=value))


def how_many(test: Sql) -> Sql:
    """How many of a group's rows pass a test."""
    return exp.Count(this=exp.Case().when(test.copy(), whole(1), copy=False))


def plus(values: Sequence[Sql]) -> Sql:
    """The sum of the values of one row; 0 of none."""
    return _in_bundles([value.copy() for value in values], _chained_sum) or big(whole(0))


def _in_bundles(values: Sequence[Sql], joined: Callable[[Sequence[Sql]], Sql]) -> Sql | None:
    """The values joined, many of them in bundles of bundles; None of none.  DuckDB takes no chain of a thousand."""
    bundled = list(values)
    while len(bundled) > BUNDLE:
        bundled = [exp.paren(joined(bundled[at : at + BUNDLE])) for at in range(0, len(bundled), BUNDLE)]
    return joined(bundled) if bundled else None


def _chained_sum(values: Sequence[Sql]) -> Sql:
    return reduce(lambda added, value: exp.Add(this=added, expression=value), values)


def lesser(value: Sql, bound: Sql) -> Sql:
    """The value, or the bound where it is above that; neither is ever NULL here."""
    return exp.Least(this=value, expressions=[bound], ignore_nulls=True)


def greater(value: Sql, bound: Sql) -> Sql:
    """The value, or the bound where it is below that; neither is ever NULL here."""
    return exp.Greatest(this=value, expressions=[bound], ignore_nulls=True)
