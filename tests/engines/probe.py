"""Whether an engine means by a model's SQL what this product means: one small query to run before the first scores.

Most of it hangs on the engine's language settings: LOWER of letters beyond ASCII, the order and equality of texts.
"""

from __future__ import annotations

from sqlglot import exp

from leadscore.evidence import portable as p
from leadscore.evidence import spelled

_ONE_LETTER_EACH = ("ÀÉŁÑØŽΑΣİÌĨЖI", "àéłñøžασiìĩжi")
_LAST_LETTER = ("ΟΔΟΣ", "οδοσ")
_OTHER_SPACES = ("\u00a0X\t ", "\u00a0x\t")
_VARIABLE = "${env:HOME}"


def probe_sql(dialect: str) -> str:
    """A query of rows (trait, holds): where any `holds` is 0, that engine or session would give other scores."""
    rows = [
        exp.select(p.text(trait).as_("trait"), p.choose([(p.surely(test), p.whole(1))], p.whole(0)).as_("holds"))
        for trait, test in _traits(dialect).items()
    ]
    return spelled(exp.union(*rows, distinct=False), dialect)


def _traits(dialect: str) -> dict[str, exp.Expr]:
    one = p.whole(1)
    traits = {
        "LOWER knows letters beyond ASCII, one for one": _becomes(*_ONE_LETTER_EACH),
        "LOWER looks at no neighbours": _becomes(*_LAST_LETTER),
        "TRIM takes plain spaces only": _becomes(*_OTHER_SPACES),
        "texts are equal letter by letter": exp.NEQ(this=p.text("a"), expression=p.text("A")),
        "texts sort by code point": exp.LT(this=p.by_code_point(p.text("B")), expression=p.text("a")),
        "a backslash is a backslash": exp.EQ(this=exp.Length(this=p.text("\\")), expression=one),
        "no variables in texts": exp.EQ(this=exp.Length(this=p.text(_VARIABLE)), expression=p.whole(len(_VARIABLE))),
    }
    if dialect in ("spark", "databricks"):
        zone = exp.Anonymous(this="current_timezone", expressions=[])
        traits["the session's zone is UTC"] = exp.In(
            this=zone, expressions=[p.text(name) for name in ("UTC", "Etc/UTC", "Z", "GMT")]
        )
    return traits


def _becomes(written: str, compared: str) -> exp.Expr:
    return exp.EQ(this=p.plain(p.text(written)), expression=p.text(compared))
