"""How each engine spells the portable subset: the few rewrites that make the same words mean the same everywhere.

Texts compare letter by letter (DuckDB's LOWER), sort by code point, and stay texts: nothing in them is ever read as
an escape, a variable or the end of a literal.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from sqlglot import exp
from sqlglot.dialects.dialect import Dialect

from leadscore.errors import UsageError

_LINE_BREAK = "\x00"
"""Stands for a line break while SQLGlot indents; no text of a model or name of a column can hold it."""

_TWO_FORMS = ("\u0130\u03a3", "i\u03c3")
"""Capitals that some engines lower to two letters, or by the letters beside them, and the one letter that is meant."""

_VARIABLE = "${"
"""Opens a variable, which Spark replaces by settings and environment anywhere in the text of a statement."""

_UNSAYABLE = "\x07\x0b"
"""Bell and vertical tab, for which SQLGlot writes escapes that PostgreSQL does not know."""


def spelled(query: exp.Expr, dialect: str) -> str:
    """The query as readable SQL text of one engine; UsageError where the engine cannot name a column safely."""
    tree = query.copy()
    for rewrite in _REWRITES.get(dialect, _ELSEWHERE):
        tree = tree.transform(rewrite, copy=False)
    generator: Any = Dialect.get_or_raise(dialect).generator(pretty=True)
    generator.SENTINEL_LINE_BREAK = _LINE_BREAK
    return str(generator.generate(tree, copy=False))


def _letter_by_letter(node: exp.Expr) -> exp.Expr:
    if not isinstance(node, exp.Lower):
        return node
    capitals, letters = map(exp.Literal.string, _TWO_FORMS)
    return exp.Lower(this=exp.Anonymous(this="TRANSLATE", expressions=[node.this, capitals, letters]))


def _without_collation(node: exp.Expr) -> exp.Expr:
    """Engines but PostgreSQL sort texts by code point unless told otherwise."""
    return node.this if isinstance(node, exp.Collate) else node


def _escapes_said_aloud(node: exp.Expr) -> exp.Expr:
    """A backslash is one in E'...' whatever `standard_conforming_strings` says; two of SQLGlot's escapes are not."""
    if not (isinstance(node, exp.Literal) and node.is_string and "\\" in node.this):
        return node
    pieces = [_said(piece) for piece in re.split(f"([{_UNSAYABLE}])", node.this)]
    return pieces[0] if len(pieces) == 1 else exp.Anonymous(this="CONCAT", expressions=pieces)


def _said(piece: str) -> exp.Expr:
    """A piece of a text, or one of the characters between the pieces."""
    if len(piece) == 1 and piece in _UNSAYABLE:
        return exp.Chr(expressions=[exp.Literal.number(ord(piece))])
    return exp.ByteString(this=piece)


def _without_variables(node: exp.Expr) -> exp.Expr:
    """Texts are cut between the two characters; a column cannot be."""
    if isinstance(node, exp.Identifier) and _VARIABLE in node.this:
        raise UsageError(
            f"Spark would read the column '{node.this}' as a variable, because it holds '{_VARIABLE}'. "
            "Give the attribute another name: 'rename' in the mapping, and in the model."
        )
    if not (isinstance(node, exp.Literal) and node.is_string and _VARIABLE in node.this):
        return node
    first, *rest = node.this.split(_VARIABLE)
    pieces = [first, *("{" + piece for piece in rest)]
    texts = [exp.Literal.string(piece + "$" * (place < len(rest))) for place, piece in enumerate(pieces)]
    return exp.Anonymous(this="CONCAT", expressions=texts)


_SPARK = (_letter_by_letter, _without_collation, _without_variables)
_ELSEWHERE: tuple[Callable[[exp.Expr], exp.Expr], ...] = (_letter_by_letter, _without_collation)
_REWRITES: dict[str, tuple[Callable[[exp.Expr], exp.Expr], ...]] = {
    "duckdb": (_without_collation,),
    "postgres": (_letter_by_letter, _escapes_said_aloud),
    "spark": _SPARK,
    "databricks": _SPARK,
}
"""Every engine's rewrites, in their order."""
