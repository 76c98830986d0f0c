"""One click makes a signal a rule of a model: at 0 points, since what it is worth is for the room to say."""

from __future__ import annotations

from leadscore.errors import UsageError
from leadscore.model.hashes import condition_hash
from leadscore.model.model import Model
from leadscore.model.rules import Rule


def same_rule(model: Model, rule: Rule) -> Rule | None:
    """The rule of a model that asks what another one does, if it has any."""
    asked = condition_hash([rule.when])
    return next((each for each in model.rules if condition_hash([each.when]) == asked), None)


def with_rule(model: Model, rule: Rule) -> Model:
    """A new model with the rule behind its own, under an id that is free; UsageError where it asks the same already.

    Where the model spells the rule's group in other letters, the model's spelling is taken.
    """
    same = same_rule(model, rule)
    if same is not None:
        raise UsageError(f"Rule '{same.name}' asks the same already: give it points on Tune.")
    taken = {each.id for each in model.rules}
    numbered = (rule.id if n == 1 else f"{rule.id}_{n}" for n in range(1, len(taken) + 2))
    group = next((name for name in model.group_names if name.lower() == rule.group.lower()), rule.group)
    new = Rule(**{**dict(rule), "id": next(each for each in numbered if each not in taken), "group": group})
    return Model(**{**dict(model), "rules": (*model.rules, new)})
