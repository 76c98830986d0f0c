"""Two models brought to the same rules, so that one look at the past answers for both."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from leadscore.model import Model, Rule
from leadscore.simulation.board import same_rules


def side_by_side(draft: Model, other: Model) -> tuple[Model, Model]:
    """Both models with the rules of both, in one order; what a model does not have gives it nothing.

    The other's population gives way to the draft's: the same leads are looked at.  Scores and bands of the draft are
    unchanged, and those of the other model too, on the draft's population.
    """
    if same_rules(draft, other):
        return draft, other
    foreign = _foreign(draft, other)
    ours = (*draft.rules, *(_silent(rule) for rule, _ in foreign))
    kept = {_asked(rule): rule for rule in other.rules}
    theirs = (
        *(_taken(rule, kept.get(_asked(rule))) for rule in draft.rules),
        *(rule for rule, _ in foreign),
    )
    renamed = {original: rule.id for rule, original in foreign}
    return (
        draft.model_copy(update={"rules": ours}),
        other.model_copy(
            update={"rules": theirs, "population": draft.population, "cut_offs": _with_gates(draft, other, renamed)}
        ),
    )


def together(models: Sequence[Model]) -> tuple[Model, ...]:
    """Any number of models with the rules of all, in one order, and the first one's population and evaluation."""
    if not models:
        return ()
    whole = models[0]
    for each in models[1:]:
        whole, _ = side_by_side(whole, each)
    found = (each if same_rules(whole, each) else side_by_side(whole, each)[1] for each in models)
    return tuple(each.model_copy(update={"evaluation": whole.evaluation}) for each in found)


def _foreign(draft: Model, other: Model) -> list[tuple[Rule, str]]:
    """The other model's rules that the draft does not ask, under ids that the draft does not use, and their own ids."""
    asked = {_asked(rule) for rule in draft.rules}
    taken = {rule.id for rule in draft.rules}
    found = []
    for rule in other.rules:
        if _asked(rule) not in asked:
            free = rule.id
            while free in taken:
                free = f"{free}.other"
            taken.add(free)
            found.append((Rule(**{**dict(rule), "id": free}), rule.id))
    return found


def _asked(rule: Rule) -> str:
    """What a rule asks: two rules that ask the same are one."""
    return rule.when.model_dump_json()


def _silent(rule: Rule) -> Rule:
    """A rule that is asked and gives nothing."""
    return Rule(id=rule.id, label=rule.label, group=rule.group, points=Decimal(0), when=rule.when)


def _taken(ours: Rule, theirs: Rule | None) -> Rule:
    """The other model's rule in the place, and under the id, of the draft's."""
    return _silent(ours) if theirs is None else Rule(**{**dict(theirs), "id": ours.id})


def _with_gates(draft: Model, other: Model, renamed: dict[str, str]) -> object:
    """The other model's cut-offs with gates that name its rules by the ids they have here."""
    if other.cut_offs is None:
        return None
    here = {_asked(rule): rule.id for rule in draft.rules}
    ids = {rule.id: here.get(_asked(rule)) or renamed[rule.id] for rule in other.rules}
    needs = other.cut_offs.sql_needs
    gates = needs.model_copy(update={"any_of": tuple(ids[each] for each in needs.any_of)})
    return other.cut_offs.model_copy(update={"sql_needs": gates})
