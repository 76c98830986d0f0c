"""The score by kind of evidence: what each gave, the most it can give, and what of it is unknown."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from leadscore.model import Model
from leadscore.model.reach import highest_points
from leadscore.scoring import Explanation
from leadscore.vocabulary import DEFAULT_GROUPS

KINDS = tuple(name for name in DEFAULT_GROUPS if name != "negative")
"""The kinds of evidence that everybody asks about, whether or not a model has rules on them."""


@dataclass(frozen=True, slots=True)
class SubScore:
    """Points of one group within its floor and cap; `points` is None where all of it is unknown.

    `most`: the sum of its positive points, at most its cap; `unknown`: facts that its rules asked for and nobody knows;
    `rules`: how many rules look at it (0: this model does not look).
    """

    group: str
    points: Decimal | None
    most: Decimal
    unknown: tuple[str, ...]
    rules: int


def sub_scores(explanation: Explanation, model: Model) -> tuple[SubScore, ...]:
    """The groups of the model in their order, then kinds of evidence that no rule looks at; known points sum to the
    score before the ends of the scale.
    """
    names = [*model.group_names, *(name for name in KINDS if name not in model.group_names)]
    return tuple(_sub_score(explanation, model, name) for name in names)


def _sub_score(explanation: Explanation, model: Model, name: str) -> SubScore:
    lines = [line for line in explanation.lines if line.group == name]
    rules = [line for line in lines if line.kind == "rule"]
    points = sum((line.contribution for line in lines), Decimal(0))
    unknown = tuple(dict.fromkeys(word for line in rules for word in line.unknown if not line.units))
    nothing_known = bool(rules) and points == 0 and all(line.unknown and not line.units for line in rules)
    return SubScore(name, None if nothing_known else points, highest_points(model, name), unknown, len(rules))
