"""Attributes as they were known at the landmark, from the dated changes of those that have a history."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlglot import exp

from leadscore.evidence import portable as p
from leadscore.evidence.facts import Facts
from leadscore.evidence.landmarks import landmark, same_lead, same_moment
from leadscore.evidence.staging import Stage

NAME = "attributes_at"


def may_change(facts: Facts, attribute: str) -> bool:
    """Whether the attribute has a history, or may have one."""
    return facts.dated and (attribute in facts.changed_fields or not facts.histories_known)


class Histories:
    """The histories of the attributes that rules ask for, given as attribute to generated name."""

    def __init__(self, facts: Facts, attributes: Mapping[str, str]) -> None:
        self._facts = facts
        self._names = {attribute: name for attribute, name in attributes.items() if may_change(facts, attribute)}

    @property
    def attributes(self) -> tuple[str, ...]:
        """The attributes that have a history, or may have one."""
        return tuple(self._names)

    @property
    def beside_leads(self) -> bool:
        """Whether attributes are also read as they stand, since the query itself looks which have a history."""
        return bool(self._names) and not self._facts.histories_known

    def stages(self) -> tuple[Stage, ...]:
        """Which attributes have a history, where that is not known beforehand, and what they were; none of none."""
        if not self._names:
            return ()
        return (self._governed(), self._attributes_at()) if self.beside_leads else (self._attributes_at(),)

    def joined(self, select: exp.Select) -> exp.Select:
        """Rows of landmarks (and leads) with what their attributes were beside them."""
        if not self._names:
            return select
        select = select.join("governed", join_type="cross") if self.beside_leads else select
        return select.join(NAME, on=same_moment(NAME), join_type="left")

    def known(self, attribute: str, as_it_stands: exp.Expr) -> exp.Expr:
        """The attribute as it was known at the landmark: from its history, else as it stands."""
        if attribute not in self._names:
            return as_it_stands
        name = self._names[attribute]
        if self._facts.histories_known:
            return p.column(NAME, name)
        governed = exp.EQ(this=p.column("governed", name), expression=p.whole(1))
        return p.choose([(governed, p.column(NAME, name))], as_it_stands)

    def _governed(self) -> Stage:
        field = p.column("changes", "field")
        flags = [
            exp.Max(this=p.choose([(exp.EQ(this=field, expression=p.text(attribute)), p.whole(1))], p.whole(0))).as_(
                name
            )
            for attribute, name in self._names.items()
        ]
        select = exp.select(*flags).from_("changes")
        return Stage("governed", "which attributes have a dated history: one row of 0 and 1", select)

    def _attributes_at(self) -> Stage:
        field, nth = p.column("latest_changes", "field"), p.column("latest_changes", "nth")
        values = [
            exp.Max(
                this=p.choose([(exp.EQ(this=field, expression=p.text(attribute)), self._value(attribute))], exp.null())
            ).as_(name)
            for attribute, name in self._names.items()
        ]
        keys = [p.column("latest_changes", "lead_id"), p.column("latest_changes", "as_of")]
        select = (
            exp.select(*keys, *values)
            .from_(_latest_changes(list(self._names)).subquery("latest_changes"))
            .where(exp.EQ(this=nth, expression=p.whole(1)))
            .group_by(*keys)
        )
        return Stage(NAME, "attributes whose history is known, as they were at the landmark", select)

    def _value(self, attribute: str) -> exp.Expr:
        holds = "number" if self._facts.attributes.get(attribute) == "number" else "value"
        return p.column("latest_changes", holds)


def _latest_changes(fields: Sequence[str]) -> exp.Select:
    """Changes up to the landmark, the latest of each field numbered 1; a tie goes to the greater text."""
    changed_at, value = p.column("changes", "changed_at"), p.column("changes", "value")
    latest_first = [
        exp.Ordered(this=changed_at, desc=True, nulls_first=False),
        exp.Ordered(this=p.by_code_point(value), desc=True, nulls_first=False),
    ]
    nth = exp.Window(
        this=exp.RowNumber(),
        partition_by=[*landmark(), p.column("changes", "field")],
        order=exp.Order(expressions=latest_first),
    )
    up_to_landmark = exp.LTE(this=changed_at.copy(), expression=p.column("landmarks", "as_of"))
    wanted = exp.In(this=p.column("changes", "field"), expressions=[p.text(name) for name in fields])
    return (
        exp.select(*landmark(), *(p.column("changes", name) for name in ("field", "value", "number")), nth.as_("nth"))
        .from_("landmarks")
        .join("changes", on=p.every([same_lead("changes"), up_to_landmark]))
        .where(wanted)
    )
