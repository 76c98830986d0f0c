"""What rules ask of a lead's attributes alone: judged once a lead, before anything is joined.

A text is trimmed, lowered and compared while its column still is a dictionary of few distinct values; what travels on
to the landmarks are whole numbers.
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlglot import exp

from leadscore.evidence import portable as p
from leadscore.evidence.computed import Computed
from leadscore.evidence.staging import Stage

NAME = "attribute_tests"


class AttributeTests:
    """Collects a column of units for each distinct test; NULL are the units of an unknown."""

    def __init__(self) -> None:
        self._columns: dict[str, tuple[str, exp.Expr]] = {}

    def judged(self, computed: Computed) -> Computed:
        """A condition over columns of `leads`, as it is read from `facts` afterwards."""
        always_known = computed.unknown == p.FALSE
        units = computed.units if always_known else p.choose([(computed.unknown, exp.null())], computed.units)
        column = self._column(units)
        holds = exp.GT(this=column, expression=p.whole(0))
        if always_known:
            return Computed(column.copy(), holds, p.FALSE.copy())
        known = exp.Coalesce(this=column.copy(), expressions=[p.whole(0)])
        return Computed(known, p.surely(holds), p.is_missing(column))

    @property
    def names(self) -> tuple[str, ...]:
        """The generated names."""
        return tuple(name for name, _ in self._columns.values())

    def stage(self, attributes: Mapping[str, str]) -> Stage:
        """The tests beside the attributes, each as it stands under its generated name."""
        values = [p.column("leads", attribute).as_(name) for attribute, name in attributes.items()]
        tests = [units.as_(name) for name, units in self._columns.values()]
        select = exp.select(p.column("leads", "lead_id"), *values, *tests).from_("leads")
        return Stage(
            NAME, "what rules ask of attributes without a history, once a lead: units, NULL is unknown", select
        )

    def _column(self, units: exp.Expr) -> exp.Expr:
        name, _ = self._columns.setdefault(units.sql(), (f"t{len(self._columns)}", units))
        return p.column("facts", name)
