"""A condition as SQL."""

from __future__ import annotations

from dataclasses import dataclass

from sqlglot import exp

from leadscore.evidence import portable as p

FULL = 100
"""Units of a condition that holds once, in hundredths."""


@dataclass(frozen=True, slots=True)
class Computed:
    """A condition as SQL: whole hundredths, whether it holds (units above 0), whether a needed fact is unknown."""

    units: exp.Expr
    holds: exp.Expr
    unknown: exp.Expr


def yes_or_no(test: exp.Expr, unknown: exp.Expr | None = None) -> Computed:
    """A condition of 100 or 0 units; a NULL test counts as no."""
    return Computed(p.choose([(test, p.whole(FULL))], p.whole(0)), p.surely(test), unknown or p.FALSE.copy())


UNKNOWN = Computed(p.whole(0), p.FALSE.copy(), p.TRUE.copy())
"""What a condition is for every lead where the data set lacks what it needs."""
