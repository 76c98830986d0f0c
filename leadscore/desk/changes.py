"""What changed a score between two moments: rule by rule, with the likely cause; the parts sum to the difference."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Literal

from leadscore.desk.history import Then
from leadscore.desk.timeline import Happened
from leadscore.model import Model, Rule
from leadscore.model.conditions import ActivityCondition, AttributeCondition, InactiveCondition, RateCondition, leaves

Cause = Literal["activity", "age", "fact", "silence", "bounds", "version"]


@dataclass(frozen=True, slots=True)
class Change:
    """What one rule, or the caps, floors and ends of the scale together, changed; the latest new activity, if any."""

    label: str
    points: Decimal
    cause: Cause
    activity: Happened | None = None


@dataclass(frozen=True, slots=True)
class Changed:
    """From one moment to a later one: the parts sum to the difference of the scores."""

    since: datetime
    before: Decimal
    after: Decimal
    band_before: str | None
    band_after: str | None
    parts: tuple[Change, ...]

    @property
    def points(self) -> Decimal:
        """The difference."""
        return self.after - self.before


def what_changed(model: Model, before: Then, after: Then, happened: Sequence[Happened]) -> Changed:
    """The difference between two moments under one model, the largest parts first."""
    new = [each for each in happened if before.at < each.at <= after.at and not each.is_stage]
    parts = [
        _change(rule, after.gave[place] - before.gave[place], new)
        for place, rule in enumerate(model.rules)
        if after.gave[place] != before.gave[place]
    ]
    rest = after.score - before.score - sum((part.points for part in parts), Decimal(0))
    if rest:
        parts.append(Change("Caps, floors and the ends of the scale", rest, "bounds"))
    parts.sort(key=lambda part: (-abs(part.points), part.label))
    return Changed(before.at, before.score, after.score, before.band, after.band, tuple(parts))


def under_earlier_version(changed: Changed, then: Then, words: str) -> Changed:
    """The same where another version of the model was in force: what it said then, and what the versions differ by."""
    part = Change(words, changed.before - then.score, "version")
    parts = (part, *changed.parts) if part.points else changed.parts
    return replace(changed, before=then.score, band_before=then.band, parts=parts)


def _change(rule: Rule, points: Decimal, new: Sequence[Happened]) -> Change:
    counted = [each for each in new if any(given.rule == rule.id for given in each.given)]
    if counted and points * rule.worth > 0:
        return Change(rule.name, points, "activity", max(counted, key=lambda each: each.at))
    kinds = {type(leaf) for leaf in leaves(rule.when)}
    if InactiveCondition in kinds:
        return Change(rule.name, points, "silence")
    looks_back = any(
        isinstance(leaf, RateCondition) or (isinstance(leaf, ActivityCondition) and (leaf.within_days or leaf.decay))
        for leaf in leaves(rule.when)
    )
    if points * rule.worth < 0 and looks_back:
        return Change(rule.name, points, "age")
    return Change(rule.name, points, "fact" if AttributeCondition in kinds else "activity")
