"""Rules, the groups that bound them, and the cut-offs that turn a score into a band."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from leadscore.model.conditions import Condition
from leadscore.model.values import Points, Score, Text, Value
from leadscore.vocabulary import SIDE_OF_GROUP, UNGROUPED

RESERVED_NAMES = ("lead_id", "as_of", "score", "band", "grade", "temperature")
"""Columns of the scores table, which no group may be called."""


def _name(text: str) -> str:
    if len(text) > 64 or not all(character.isalnum() or character in "_-. " for character in text):
        raise ValueError("may have letters, digits, spaces and _ - . only, 64 at most")
    return text


Name = Annotated[Text, AfterValidator(_name)]
Side = Literal["behavioural", "demographic", "neither"]


class Group(Value):
    """A family of rules whose points together stay between a floor and a cap."""

    cap: Points | None = None
    floor: Points | None = None
    side: Side | None = None

    @model_validator(mode="after")
    def _floor_below_cap(self) -> Group:
        if self.cap is not None and self.floor is not None and self.floor > self.cap:
            raise ValueError(f"has its floor ({self.floor}) above its cap ({self.cap})")
        return self

    def side_of(self, name: str) -> Side:
        """The side of the balance, by the group's own word or else by its name."""
        return self.side or SIDE_OF_GROUP.get(name, "neither")  # type: ignore[return-value]


class Rule(Value):
    """One argument of the room: when this holds, a lead gets these points (or is out)."""

    id: Name
    label: Text | None = None
    group: Name = UNGROUPED
    points: Points | None = None
    when: Condition
    knock_out: bool = False
    range: tuple[Points, Points] | None = None

    @model_validator(mode="after")
    def _points_or_knock_out(self) -> Rule:
        if self.knock_out and self.points is not None:
            raise ValueError("is a knock-out and therefore has no points; take 'points' or 'knock_out' out")
        if not self.knock_out and self.points is None:
            raise ValueError("needs 'points' (a number), or 'knock_out: true'")
        if self.range is not None and self.range[0] >= self.range[1]:
            raise ValueError(f"range runs backwards: {self.range[0]} is not below {self.range[1]}")
        return self

    @property
    def name(self) -> str:
        """What people see: the label, or the id where there is none."""
        return self.label or self.id

    @property
    def worth(self) -> Decimal:
        """The points, 0 for a knock-out."""
        return self.points or Decimal(0)

    @property
    def slider(self) -> tuple[Decimal, Decimal]:
        """Lowest and highest position of the rule's slider, in points."""
        if self.range is not None:
            return self.range
        reach = max(Decimal(30), 2 * abs(self.worth))
        return (-reach, Decimal(0)) if self.worth < 0 else (Decimal(0), reach)


class SqlNeeds(Value):
    """What a lead must have besides the score to be `ready`."""

    any_of: tuple[Name, ...] = ()
    at_least: dict[Name, Points] = Field(default_factory=dict)


class CutOffs(Value):
    """The scores from which a lead is handed over (mql) and ready (sql), and the gates of the latter."""

    mql: Score
    sql: Score
    sql_needs: SqlNeeds = SqlNeeds()

    @model_validator(mode="after")
    def _in_order(self) -> CutOffs:
        if self.mql > self.sql:
            raise ValueError(f"mql ({self.mql}) is above sql ({self.sql}); SQL is the stricter of the two")
        return self
