"""Rules compiled to evidence: one row for each lead and landmark T, whole hundredths for each rule.

The stages in their order: landmarks, windows, activity counts, attribute tests, attributes at T, open deals, facts,
evidence.
Points play no part, so evidence can be kept while points, caps and cut-offs change.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlglot import exp

from leadscore.evidence import attribute_tests, landmarks
from leadscore.evidence import portable as p
from leadscore.evidence.attribute_tests import AttributeTests
from leadscore.evidence.computed import Computed
from leadscore.evidence.conditions import Conditions
from leadscore.evidence.counts import Counts, own_doing, window_starts
from leadscore.evidence.facts import Facts
from leadscore.evidence.histories import Histories, may_change
from leadscore.evidence.landmarks import landmark, same_lead, same_moment
from leadscore.evidence.open_deals import open_deals
from leadscore.evidence.staging import Stage
from leadscore.model.conditions import (
    AttributeCondition,
    CompletenessCondition,
    InactiveCondition,
    OpenDealCondition,
    attributes_of,
    leaves,
)
from leadscore.model.model import Model

HEAD = ("lead_id", "as_of", "own_at")
"""The first columns of evidence: lead, landmark, and the lead's latest own activity up to it."""


def units_column(index: int) -> str:
    """The generated name of the units of the rule at that place of the model."""
    return f"r{index}"


def unknown_column(index: int) -> str:
    """The generated name of the flag (0 or 1) that a fact needed by that rule is unknown."""
    return f"u{index}"


@dataclass(frozen=True, slots=True)
class Compiled:
    """Stages up to `evidence(lead_id, as_of, own_at, r0, u0, r1, u1, ...)`; attributes by their column in `facts`."""

    stages: tuple[Stage, ...]
    attributes: dict[str, str]


def compile_evidence(model: Model, facts: Facts, lens: landmarks.Lens, lead: exp.Expr | None = None) -> Compiled:
    """The evidence of all leads, or of the one whose id (literal or placeholder) is given, less excluded leads."""
    compiler = _Compiler(model, facts, lens, lead)
    return Compiled(compiler.stages(), compiler.attributes)


def compile_exclusions(model: Model, facts: Facts, lens: landmarks.Lens) -> tuple[Stage, ...]:
    """Stages up to `exclusions(lead_id, excluded_by)`: the place of the first condition that holds, or -1."""
    return _Compiler(model.without_rules([rule.id for rule in model.rules]), facts, lens, None).exclusions()


class _Compiler:
    def __init__(self, model: Model, facts: Facts, lens: landmarks.Lens, lead: exp.Expr | None) -> None:
        self._model = model
        self._facts = facts
        self._landmarks = landmarks.stages(lens, facts.dated, lead)
        self._moment = lens.moment if isinstance(lens, landmarks.AsOf) and lead is None else None
        self._counts = Counts()
        self._tests = AttributeTests()
        self.attributes: dict[str, str] = {}
        self._of_leads = Conditions(facts, self._counts, self._value_of_lead)
        conditions = Conditions(facts, self._counts, self._value_at, self._judged_before)
        self._rules = [conditions.compute(rule.when) for rule in model.rules]
        self._excluded = [conditions.compute(condition) for condition in model.population.exclude]
        if self._asks_for_open_deals() and "account_id" in facts.attributes:
            self._value_at("account_id")
        self._histories = Histories(facts, self.attributes)

    def stages(self) -> tuple[Stage, ...]:
        """Every stage in its order; those without a purpose for this model are left out."""
        return (*self._up_to_facts(), self._evidence())

    def exclusions(self) -> tuple[Stage, ...]:
        """Every stage up to which population condition excludes a lead."""
        first = p.choose([(each.holds, p.whole(i)) for i, each in enumerate(self._excluded)], p.whole(-1))
        select = exp.select(p.column("facts", "lead_id"), first.as_("excluded_by")).from_("facts")
        stage = Stage("exclusions", "the first population condition that holds, by its place; -1 is none", select)
        return (*self._up_to_facts(), stage)

    def _up_to_facts(self) -> tuple[Stage, ...]:
        counted = (self._windows(), self._activity_counts()) if self._looks_at_activities() else ()
        tested = (self._tests.stage(self._lasting),) if self._lasting else ()
        deals = (self._open_deals(),) if self._asks_for_open_deals() else ()
        return (*self._landmarks, *counted, *tested, *self._histories.stages(), *deals, self._facts_stage())

    @property
    def _lasting(self) -> dict[str, str]:
        """The attributes that are the same at every landmark, with their generated names."""
        return {each: name for each, name in self.attributes.items() if not may_change(self._facts, each)}

    def _judged_before(self, condition: Any) -> Computed | None:
        """A condition that rests on lasting attributes alone, judged before they are joined to the landmarks."""
        for leaf in leaves(condition):
            about_lead = isinstance(leaf, (AttributeCondition, CompletenessCondition)) and not self._facts.lacks(leaf)
            if not about_lead or any(may_change(self._facts, each) for each in attributes_of(leaf)):
                return None
        return self._tests.judged(self._of_leads.compute(condition))

    def _value_of_lead(self, attribute: str) -> exp.Expr:
        self._value_at(attribute)
        return p.column("leads", attribute)

    def _value_at(self, attribute: str) -> exp.Expr:
        name = self.attributes.setdefault(attribute, f"a{len(self.attributes)}")
        return p.column("facts", name)

    def _looks_at_activities(self) -> bool:
        """Also for the order of leads, which rests on their own activities; not for a population that asks for none."""
        asked = self._model.rules or self._counts.names or self._asks_for_silence()
        return bool(asked) and self._facts.has_activities and self._facts.dated

    def _asks_for_silence(self) -> bool:
        return any(isinstance(leaf, InactiveCondition) for leaf in self._asked_of_population())

    def _asks_for_open_deals(self) -> bool:
        asked = any(isinstance(leaf, OpenDealCondition) for leaf in self._asked_of_population())
        return asked and self._facts.has_deals and self._facts.dated

    def _asked_of_population(self) -> list[Any]:
        return [leaf for condition in self._model.population.exclude for leaf in leaves(condition)]

    def _windows(self) -> Stage:
        """One row for all leads where they share a landmark: their activities then need no join."""
        if self._moment is not None:
            as_of = p.instant(self._moment)
            select = exp.select(as_of.as_("as_of"), *window_starts(self._counts.columns, as_of))
            return Stage("windows", "the start of every window that rules look back to, the same for all leads", select)
        select = exp.select(*landmark(), *window_starts(self._counts.columns)).from_("landmarks")
        return Stage("windows", "the start of every window that rules look back to, once a lead", select)

    def _activity_counts(self) -> Stage:
        occurred_at, lead_id = p.column("activities", "occurred_at"), p.column("activities", "lead_id")
        as_of = p.column("windows", "as_of")
        own_at = exp.Max(this=p.choose([(own_doing(), occurred_at)], exp.null())).as_("own_at")
        up_to_landmark = exp.LTE(this=occurred_at.copy(), expression=as_of)
        if self._moment is not None:
            keys = [lead_id]
            rows = exp.select().from_("activities").join("windows", join_type="cross").where(up_to_landmark)
        else:
            keys = [p.column("windows", "lead_id"), as_of.copy()]
            mine = exp.EQ(this=lead_id, expression=keys[0].copy())
            rows = exp.select().from_("windows").join("activities", on=p.every([mine, up_to_landmark]))
        select = rows.select(*keys, own_at, *self._counts.columns).group_by(*keys)
        return Stage("activity_counts", "what each lead had done, and what was done to it, up to its landmark", select)

    def _open_deals(self) -> Stage:
        return open_deals(self._histories, with_accounts="account_id" in self._facts.attributes)

    def _facts_stage(self) -> Stage:
        columns = [*landmark(), p.column("landmarks", "created_at"), self._own_at().as_("own_at")]
        columns += [_or_zero("activity_counts", name) for name in self._counts.names]
        columns += [_or_zero("open_deals", "open_deal")] if self._asks_for_open_deals() else []
        columns += [self._known(attribute, name).as_(name) for attribute, name in self.attributes.items()]
        columns += [p.column(attribute_tests.NAME, name) for name in self._tests.names]
        select = self._joined(exp.select(*columns).from_("landmarks"))
        return Stage("facts", "all that the rules ask about a lead at its landmark, in one row", select)

    def _own_at(self) -> exp.Expr:
        known = self._looks_at_activities()
        return p.column("activity_counts", "own_at") if known else exp.cast(exp.null(), "timestamp")

    def _known(self, attribute: str, name: str) -> exp.Expr:
        if may_change(self._facts, attribute):
            return self._histories.known(attribute, p.column("leads", attribute))
        return p.column(attribute_tests.NAME, name)

    def _joined(self, select: exp.Select) -> exp.Select:
        """The landmarks with the one row that each stage has about them, if any."""
        if self._lasting:
            select = select.join(attribute_tests.NAME, on=same_lead(attribute_tests.NAME))
        if self._histories.beside_leads:
            select = select.join("leads", on=same_lead("leads"))
        if self._looks_at_activities():
            same = same_lead if self._moment is not None else same_moment
            select = select.join("activity_counts", on=same("activity_counts"), join_type="left")
        select = self._histories.joined(select)
        if self._asks_for_open_deals():
            select = select.join("open_deals", on=same_moment("open_deals"), join_type="left")
        return select

    def _evidence(self) -> Stage:
        columns = [p.column("facts", name) for name in HEAD]
        for index, computed in enumerate(self._rules):
            columns += _rule_columns(index, computed)
        select = exp.select(*columns).from_("facts")
        if self._excluded:
            select = select.where(exp.not_(exp.paren(p.some(each.holds for each in self._excluded))))
        return Stage("evidence", "units (r, in hundredths) and unknowns (u, 0 or 1) of each rule, by its place", select)


def _rule_columns(index: int, computed: Computed) -> list[exp.Expr]:
    flag = p.choose([(computed.unknown, p.whole(1))], p.whole(0))
    return [
        p.integer(computed.units).as_(units_column(index)),
        p.integer(flag).as_(unknown_column(index)),
    ]


def _or_zero(table: str, name: str) -> exp.Expr:
    return exp.Coalesce(this=p.column(table, name), expressions=[p.whole(0)]).as_(name)
