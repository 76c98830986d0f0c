"""Conditions: what a rule looks for in one lead as of its landmark T.

Every kind is a frozen value that cannot be constructed wrongly; how each is computed stands in `evidence.conditions`.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BeforeValidator, Discriminator, Field, Tag, model_validator

from leadscore.model.values import (
    Between,
    Count,
    Days,
    Kinds,
    Number,
    Scalar,
    Scalars,
    Share,
    Text,
    Value,
    number,
    whole,
)

TEXT_OPERATORS = ("contains", "starts_with", "has_word")
NUMBER_OPERATORS = ("between", "at_least", "above", "at_most", "below")
EITHER_OPERATORS = ("is", "in", "not_in")


_FIELD_OF = {"is": "is_", "in": "in_"}


class Comparison(Value):
    """Exactly one operator and what it compares with."""

    is_: Scalar | None = Field(None, alias="is")
    in_: Scalars | None = Field(None, alias="in")
    not_in: Scalars | None = None
    contains: Text | None = None
    starts_with: Text | None = None
    has_word: Text | None = None
    between: Between | None = None
    at_least: Number | None = None
    above: Number | None = None
    at_most: Number | None = None
    below: Number | None = None

    @property
    def operator(self) -> str:
        """The operator as it is spelled in the model file."""
        return self._given()[0]

    @property
    def operand(self) -> Any:
        """What the operator compares with."""
        return getattr(self, _FIELD_OF.get(self.operator, self.operator))

    @model_validator(mode="after")
    def _exactly_one(self) -> Comparison:
        given = self._given()
        if len(given) != 1:
            found = f"has {len(given)}: {', '.join(given)}" if given else "has none"
            raise ValueError(f"needs exactly one operator ({', '.join(self._operators())}) and {found}")
        return self

    @classmethod
    def _operators(cls) -> tuple[str, ...]:
        return EITHER_OPERATORS + TEXT_OPERATORS + NUMBER_OPERATORS

    def _given(self) -> list[str]:
        return [name for name in self._operators() if getattr(self, _FIELD_OF.get(name, name)) is not None]


class Step(Comparison):
    """One step of a graded condition: the first whose bound fits gives its share of the points."""

    share: Share | None = None
    otherwise: Share | None = None

    @property
    def closes(self) -> bool:
        """Whether this is the closing `otherwise`, which fits whatever is known."""
        return self.otherwise is not None

    @property
    def granted(self) -> Decimal:
        """The share of the points this step gives, 0 to 1."""
        share = self.share if self.otherwise is None else self.otherwise
        assert share is not None
        return share

    @model_validator(mode="after")
    def _exactly_one(self) -> Step:
        bounds = self._given()
        if self.otherwise is not None and (bounds or self.share is not None):
            raise ValueError("'otherwise: SHARE' stands alone in its step")
        if self.otherwise is None and (len(bounds) != 1 or self.share is None):
            raise ValueError("needs one bound and a share, like {below: 50, share: 0.2}, or {otherwise: 1}")
        if bounds and not holds_numbers(self):
            raise ValueError(f"'{bounds[0]}' compares with a text here; steps are for numbers")
        return self


class AttributeCondition(Comparison):
    """An attribute of the lead compared with something, known or unknown, or graded in steps."""

    attribute: Text
    known: bool | None = None
    shares: Annotated[tuple[Step, ...], Field(min_length=1)] | None = None

    @classmethod
    def _operators(cls) -> tuple[str, ...]:
        return (*super()._operators(), "known", "shares")

    @model_validator(mode="after")
    def _otherwise_closes(self) -> AttributeCondition:
        if self.shares and any(step.closes for step in self.shares[:-1]):
            raise ValueError("'otherwise' must be the last step; the steps after it are never reached")
        return self


class Decay(Value):
    """Each activity loses worth with age: `keep` of it remains after every whole period of `every_days`."""

    every_days: Days
    keep: Annotated[Decimal, BeforeValidator(number), Field(gt=0, le=1, decimal_places=4)]


class ActivityCondition(Value):
    """Activities of one or several kinds, counted in a window before T."""

    activity: Kinds
    detail: Comparison | None = None
    value: Comparison | None = None
    within_days: Days | None = None
    at_least: Count = 1
    at_most: Annotated[int, BeforeValidator(whole), Field(ge=1, le=1000)] = 1
    decay: Decay | None = None

    @model_validator(mode="after")
    def _fitting_operators(self) -> ActivityCondition:
        if self.detail is not None and holds_numbers(self.detail):
            raise ValueError(f"detail is a text; '{self.detail.operator}' with a number does not fit it")
        if self.value is not None and not holds_numbers(self.value):
            raise ValueError(f"value is a number; '{self.value.operator}' with a text does not fit it")
        return self


class Rate(Value):
    """How often one kind of activity follows another, such as clicks per delivered e-mail."""

    of: Kinds
    per: Kinds
    at_least: Annotated[Decimal, BeforeValidator(number), Field(gt=0, le=1_000_000, decimal_places=6)]
    minimum: Count = 1
    within_days: Days | None = None


class RateCondition(Value):
    """Holds where a rate reaches its threshold on enough activities."""

    rate: Rate


class InactiveCondition(Value):
    """Holds where the lead existed n days before T and did nothing itself since."""

    inactive_days: Days


class CompletenessCondition(Value):
    """Graded: the share of the named attributes that are known."""

    known_share: Annotated[tuple[Text, ...], Field(min_length=1)]


class AllOf(Value):
    """Holds where every part holds; unknown parts do not hold."""

    all: Annotated[tuple[Condition, ...], Field(min_length=1)]


class AnyOf(Value):
    """Holds where at least one part holds; unknown parts do not hold."""

    any: Annotated[tuple[Condition, ...], Field(min_length=1)]


class Not(Value):
    """Holds where its part does not; unknown where its part is unknown."""

    not_: Condition = Field(alias="not")


class OpenDealCondition(Value):
    """A population condition: whether the lead or its account has a deal open at T."""

    open_deal: bool


KIND_OF_KEY = {
    "attribute": AttributeCondition,
    "activity": ActivityCondition,
    "rate": RateCondition,
    "inactive_days": InactiveCondition,
    "known_share": CompletenessCondition,
    "all": AllOf,
    "any": AnyOf,
    "not": Not,
    "open_deal": OpenDealCondition,
}
"""Each kind of condition by the key that every condition of that kind has."""


def _key_of(value: object) -> str | None:
    """The key that tells which kind of condition this is."""
    if isinstance(value, dict):
        return next((key for key in KIND_OF_KEY if key in value), None)
    return next((key for key, kind in KIND_OF_KEY.items() if isinstance(value, kind)), None)


Condition = Annotated[
    Annotated[AttributeCondition, Tag("attribute")]
    | Annotated[ActivityCondition, Tag("activity")]
    | Annotated[RateCondition, Tag("rate")]
    | Annotated[InactiveCondition, Tag("inactive_days")]
    | Annotated[CompletenessCondition, Tag("known_share")]
    | Annotated[AllOf, Tag("all")]
    | Annotated[AnyOf, Tag("any")]
    | Annotated[Not, Tag("not")]
    | Annotated[OpenDealCondition, Tag("open_deal")],
    Discriminator(_key_of),
]

for _kind in (AllOf, AnyOf, Not):
    _kind.model_rebuild()


def holds_numbers(comparison: Comparison) -> bool:
    """Whether a comparison is with numbers."""
    if comparison.operator in NUMBER_OPERATORS:
        return True
    operand = comparison.operand
    return isinstance(operand[0] if isinstance(operand, tuple) else operand, Decimal)


def parts(condition: Any) -> tuple[Any, ...]:
    """The conditions directly inside a compound one; none for a leaf."""
    if isinstance(condition, AllOf):
        return condition.all
    if isinstance(condition, AnyOf):
        return condition.any
    return (condition.not_,) if isinstance(condition, Not) else ()


def leaves(condition: Any) -> Iterator[Any]:
    """Every leaf of a condition, left to right."""
    inner = parts(condition)
    if not inner:
        yield condition
    for part in inner:
        yield from leaves(part)


def attributes_of(condition: Any) -> tuple[str, ...]:
    """The attributes that a condition looks at, in order, each once."""
    named: list[str] = []
    for leaf in leaves(condition):
        if isinstance(leaf, AttributeCondition):
            named.append(leaf.attribute)
        elif isinstance(leaf, CompletenessCondition):
            named.extend(leaf.known_share)
    return tuple(dict.fromkeys(named))


def kinds_of(leaf: Any) -> tuple[tuple[str, ...], ...]:
    """The lists of activity kinds that a leaf counts: one for an activity, two for a rate."""
    if isinstance(leaf, ActivityCondition):
        return (leaf.activity,)
    return (leaf.rate.of, leaf.rate.per) if isinstance(leaf, RateCondition) else ()
