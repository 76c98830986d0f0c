"""Rules compiled to evidence: one row for each lead and landmark T, whole hundredths for each rule.

The stages in their order: landmarks, windows, activity counts, attributes at T, open deals, facts, evidence.
Points play no part, so evidence can be kept while points, caps and cut-offs change.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlglot import exp

from leadscore.evidence import landmarks
from leadscore.evidence import portable as p
from leadscore.evidence.conditions import Computed, Conditions
from leadscore.evidence.counts import Counts, own_doing, window_starts
from leadscore.evidence.facts import Facts
from leadscore.evidence.staging import Stage
from leadscore.model.conditions import InactiveCondition, OpenDealCondition, leaves
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
        self._counts = Counts()
        self.attributes: dict[str, str] = {}
        conditions = Conditions(facts, self._counts, self._value_at)
        self._rules = [conditions.compute(rule.when) for rule in model.rules]
        self._excluded = [conditions.compute(condition) for condition in model.population.exclude]
        if self._asks_for_open_deals() and "account_id" in facts.attributes:
            self._value_at("account_id")

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
        optional = (self._activity_counts(), self._attributes_at(), self._open_deals())
        used = tuple(stage for stage in optional if stage is not None)
        windows = (self._windows(),) if self._looks_at_activities() else ()
        return (*self._landmarks, *windows, *self._governed(), *used, self._facts_stage(used))

    def _value_at(self, attribute: str) -> exp.Expr:
        name = self.attributes.setdefault(attribute, f"a{len(self.attributes)}")
        return p.column("facts", name)

    def _looks_at_activities(self) -> bool:
        """Also for the order of leads, which rests on their own activities; not for a population that asks for none."""
        asked = self._model.rules or self._counts.names or self._asks_for_silence()
        return bool(asked) and self._facts.has_activities and self._facts.dated

    def _asks_for_silence(self) -> bool:
        excluded = self._model.population.exclude
        return any(isinstance(leaf, InactiveCondition) for condition in excluded for leaf in leaves(condition))

    def _windows(self) -> Stage:
        starts = window_starts(self._counts.columns)
        select = exp.select(*_landmark(), *starts).from_("landmarks")
        return Stage("windows", "the start of every window that rules look back to, once a lead", select)

    def _activity_counts(self) -> Stage | None:
        if not self._looks_at_activities():
            return None
        keys = [p.column("windows", name) for name in ("lead_id", "as_of")]
        occurred_at = p.column("activities", "occurred_at")
        own_at = exp.Max(this=p.choose([(own_doing(), occurred_at)], exp.null())).as_("own_at")
        same_lead = exp.EQ(this=p.column("activities", "lead_id"), expression=keys[0])
        up_to_landmark = exp.LTE(this=occurred_at.copy(), expression=keys[1])
        select = (
            exp.select(*keys, own_at, *self._counts.columns)
            .from_("windows")
            .join("activities", on=p.every([same_lead, up_to_landmark]))
            .group_by(*keys)
        )
        return Stage("activity_counts", "what each lead had done, and what was done to it, up to its landmark", select)

    def _changed(self) -> list[str]:
        if not self._facts.dated:
            return []
        fields = self._facts.changed_fields
        return [name for name in self.attributes if name in fields or not self._facts.histories_known]

    def _governed(self) -> tuple[Stage, ...]:
        """Which attributes have a history, asked of the data itself where it is not known beforehand."""
        if self._facts.histories_known or not self._changed():
            return ()
        field = p.column("changes", "field")
        flags = [
            exp.Max(this=p.choose([(exp.EQ(this=field, expression=p.text(name)), p.whole(1))], p.whole(0))).as_(
                self.attributes[name]
            )
            for name in self._changed()
        ]
        select = exp.select(*flags).from_("changes")
        return (Stage("governed", "which attributes have a dated history: one row of 0 and 1", select),)

    def _known(self, attribute: str) -> exp.Expr:
        """The attribute as it was known at the landmark: from its history, else as it stands."""
        column = self.attributes[attribute]
        if attribute not in self._changed():
            return p.column("leads", attribute)
        if self._facts.histories_known:
            return p.column("attributes_at", column)
        governed = exp.EQ(this=p.column("governed", column), expression=p.whole(1))
        return p.choose([(governed, p.column("attributes_at", column))], p.column("leads", attribute))

    def _attributes_at(self) -> Stage | None:
        changed = self._changed()
        if not changed:
            return None
        field, nth = p.column("latest_changes", "field"), p.column("latest_changes", "nth")
        values = [
            exp.Max(
                this=p.choose([(exp.EQ(this=field, expression=p.text(name)), self._changed_value(name))], exp.null())
            ).as_(self.attributes[name])
            for name in changed
        ]
        keys = [p.column("latest_changes", "lead_id"), p.column("latest_changes", "as_of")]
        select = (
            exp.select(*keys, *values)
            .from_(_latest_changes(changed).subquery("latest_changes"))
            .where(exp.EQ(this=nth, expression=p.whole(1)))
            .group_by(*keys)
        )
        return Stage("attributes_at", "attributes whose history is known, as they were at the landmark", select)

    def _changed_value(self, name: str) -> exp.Expr:
        holds = "number" if self._facts.attributes.get(name) == "number" else "value"
        return p.column("latest_changes", holds)

    def _asks_for_open_deals(self) -> bool:
        asked = any(
            isinstance(leaf, OpenDealCondition)
            for condition in self._model.population.exclude
            for leaf in leaves(condition)
        )
        return asked and self._facts.has_deals and self._facts.dated

    def _open_deals(self) -> Stage | None:
        if not self._asks_for_open_deals():
            return None
        found: exp.Query = _deals_of_lead()
        if "account_id" in self._facts.attributes:
            found = exp.union(found, self._deals_of_account(), distinct=False)
        keys = [p.column("deals_at", "lead_id"), p.column("deals_at", "as_of")]
        select = exp.select(*keys, p.whole(1).as_("open_deal")).from_(found.subquery("deals_at")).group_by(*keys)
        return Stage(
            "open_deals", "leads that had a deal open at the landmark, by themselves or by their account", select
        )

    def _deals_of_account(self) -> exp.Select:
        """Deals open at the landmark on the account that the lead belonged to then."""
        account = self._known("account_id")
        same_account = exp.EQ(this=p.plain(p.column("deals", "account_id")), expression=p.plain(account))
        select = exp.select(*_landmark()).from_("landmarks").join("leads", on=_same_lead("leads"))
        if "account_id" in self._changed():
            at_landmark = p.every([_same_lead("attributes_at"), _same_moment("attributes_at")])
            select = self._with_governed(select.join("attributes_at", on=at_landmark, join_type="left"))
        return select.join("deals", on=p.every([same_account, _open_at_landmark()]))

    def _with_governed(self, select: exp.Select) -> exp.Select:
        return select.join("governed", join_type="cross") if self._governed() else select

    def _facts_stage(self, used: Sequence[Stage]) -> Stage:
        names = [stage.name for stage in used]
        own_at = (
            p.column("activity_counts", "own_at") if "activity_counts" in names else exp.cast(exp.null(), "timestamp")
        )
        columns = [*_landmark(), p.column("landmarks", "created_at"), own_at.as_("own_at")]
        columns += [_or_zero("activity_counts", name) for name in self._counts.names]
        columns += [_or_zero("open_deals", "open_deal")] if "open_deals" in names else []
        columns += [self._known(attribute).as_(name) for attribute, name in self.attributes.items()]
        select = exp.select(*columns).from_("landmarks").join("leads", on=_same_lead("leads"))
        select = self._with_governed(select)
        for name in names:
            select = select.join(name, on=p.every([_same_lead(name), _same_moment(name)]), join_type="left")
        return Stage("facts", "all that the rules ask about a lead at its landmark, in one row", select)

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


def _landmark() -> list[exp.Expr]:
    return [p.column("landmarks", "lead_id"), p.column("landmarks", "as_of")]


def _same_lead(table: str) -> exp.Expr:
    return exp.EQ(this=p.column(table, "lead_id"), expression=p.column("landmarks", "lead_id"))


def _same_moment(table: str) -> exp.Expr:
    return exp.EQ(this=p.column(table, "as_of"), expression=p.column("landmarks", "as_of"))


def _or_zero(table: str, name: str) -> exp.Expr:
    return exp.Coalesce(this=p.column(table, name), expressions=[p.whole(0)]).as_(name)


def _latest_changes(fields: Sequence[str]) -> exp.Select:
    """Changes up to the landmark, the latest of each field numbered 1; a tie goes to the greater text."""
    changed_at, value = p.column("changes", "changed_at"), p.column("changes", "value")
    latest_first = [
        exp.Ordered(this=changed_at, desc=True, nulls_first=False),
        exp.Ordered(this=p.by_code_point(value), desc=True, nulls_first=False),
    ]
    nth = exp.Window(
        this=exp.RowNumber(),
        partition_by=[*_landmark(), p.column("changes", "field")],
        order=exp.Order(expressions=latest_first),
    )
    up_to_landmark = exp.LTE(this=changed_at.copy(), expression=p.column("landmarks", "as_of"))
    wanted = exp.In(this=p.column("changes", "field"), expressions=[p.text(name) for name in fields])
    return (
        exp.select(*_landmark(), *(p.column("changes", name) for name in ("field", "value", "number")), nth.as_("nth"))
        .from_("landmarks")
        .join("changes", on=p.every([_same_lead("changes"), up_to_landmark]))
        .where(wanted)
    )


def _open_at_landmark() -> exp.Expr:
    as_of = p.column("landmarks", "as_of")
    opened = exp.LTE(this=p.column("deals", "opened_at"), expression=as_of)
    decided = p.is_among(p.column("deals", "outcome"), ("won", "lost"))
    closed = p.surely(p.every([decided, exp.LTE(this=p.column("deals", "closed_at"), expression=as_of.copy())]))
    return p.every([opened, exp.not_(closed)])


def _deals_of_lead() -> exp.Select:
    same_deal = exp.EQ(this=p.column("deals", "deal_id"), expression=p.column("deal_leads", "deal_id"))
    return (
        exp.select(*_landmark())
        .from_("landmarks")
        .join("deal_leads", on=_same_lead("deal_leads"))
        .join("deals", on=p.every([same_deal, _open_at_landmark()]))
    )
