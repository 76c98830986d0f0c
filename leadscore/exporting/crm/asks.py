"""What a rule looks for as lines that a person sets in another system: one a filter, and how the filters are joined."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from string import ascii_lowercase
from typing import Any

from leadscore.model.conditions import (
    ActivityCondition,
    AllOf,
    AnyOf,
    AttributeCondition,
    Comparison,
    CompletenessCondition,
    InactiveCondition,
    Not,
    OpenDealCondition,
    RateCondition,
)
from leadscore.model.values import shortest

WHOLE = Decimal(1)


@dataclass(frozen=True, slots=True)
class Ask:
    """One filter: an attribute or events (`kinds`), compared with `value`, so often, within so many days before now.

    `share` is the part of the rule's points that it gives, None where it is one of several joined filters.
    """

    what: str
    operator: str
    value: str = ""
    kinds: tuple[str, ...] = ()
    at_least: int = 1
    at_most: int = 1
    days: int | None = None
    share: Decimal | None = None

    @property
    def is_event(self) -> bool:
        """Whether it counts activities."""
        return bool(self.kinds)


@dataclass(frozen=True, slots=True)
class Asked:
    """The filters of one rule, lettered in order, and the logic over their letters ("": each gives its own share)."""

    asks: tuple[Ask, ...]
    logic: str = ""


def asked_of(condition: Any) -> Asked:
    """What a rule's condition comes to."""
    if isinstance(condition, AttributeCondition) and condition.shares is not None:
        return Asked(tuple(_steps(condition)))
    if isinstance(condition, CompletenessCondition):
        share = WHOLE / len(condition.known_share)
        return Asked(tuple(Ask(name, "known", share=share) for name in condition.known_share))
    asks = list(_filters(condition))
    if len(asks) == 1 and not isinstance(condition, Not):
        return Asked((replace(asks[0], share=WHOLE),))
    return Asked(tuple(asks), _logic(condition, iter(range(len(asks)))))


def letter(place: int) -> str:
    """The letter of a filter: a to z, then a2, b2, ..."""
    round_, place = divmod(place, len(ascii_lowercase))
    return ascii_lowercase[place] + (str(round_ + 1) if round_ else "")


def points_of(share: Decimal, worth: Decimal) -> Decimal:
    """The points that a share of a rule gives, in hundredths as scores count them."""
    return (worth * share).quantize(Decimal("0.01"), ROUND_HALF_UP)


def _filters(condition: Any) -> Iterator[Ask]:
    """Every leaf as filters, left to right; `any` of words of one attribute is one filter."""
    merged = _merged(condition)
    if merged is not None:
        yield merged
        return
    if isinstance(condition, (AllOf, AnyOf)):
        for part in condition.all if isinstance(condition, AllOf) else condition.any:
            yield from _filters(part)
    elif isinstance(condition, Not):
        yield from _filters(condition.not_)
    else:
        yield _leaf(condition)


def _logic(condition: Any, letters: Iterator[int]) -> str:
    """The same leaves by their letters: a and (b or not c)."""
    if _merged(condition) is not None:
        return letter(next(letters))
    if isinstance(condition, (AllOf, AnyOf)):
        listed, word = (condition.all, " and ") if isinstance(condition, AllOf) else (condition.any, " or ")
        inner = [_logic(part, letters) for part in listed]
        return word.join(f"({each})" if " " in each and not each.startswith("not ") else each for each in inner)
    if isinstance(condition, Not):
        inside = _logic(condition.not_, letters)
        return f"not ({inside})" if " " in inside else f"not {inside}"
    return letter(next(letters))


_MERGED = {"is": "in", "in": "in", "contains": "contains_any", "has_word": "word_any", "starts_with": "starts_any"}


def _merged(condition: Any) -> Ask | None:
    """An `any` that asks one attribute for several texts in the same way, as one filter."""
    if not isinstance(condition, AnyOf) or not all(isinstance(part, AttributeCondition) for part in condition.any):
        return None
    first: AttributeCondition = condition.any[0]  # type: ignore[assignment]
    ways = {_MERGED.get(part.operator) for part in condition.any}  # type: ignore[union-attr]
    if len({part.attribute for part in condition.any}) > 1 or len(ways) > 1 or None in ways:  # type: ignore[union-attr]
        return None
    values = [each for part in condition.any for each in _listed(part.operand)]  # type: ignore[union-attr]
    return Ask(first.attribute, str(ways.pop()), _joined(values))


def _leaf(leaf: Any) -> Ask:
    if isinstance(leaf, AttributeCondition):
        return _of_attribute(leaf)
    if isinstance(leaf, ActivityCondition):
        parts = [("detail", leaf.detail), ("value", leaf.value)]
        said = [f"{name} {spelled_out(test)}" for name, test in parts if test is not None]
        return Ask(
            what=" or ".join(leaf.activity),
            operator="did",
            value=" and ".join(said),
            kinds=leaf.activity,
            at_least=leaf.at_least,
            at_most=leaf.at_most,
            days=leaf.within_days,
        )
    if isinstance(leaf, RateCondition):
        rate = leaf.rate
        what = f"{' or '.join(rate.of)} per {' or '.join(rate.per)}"
        return Ask(what, "rate", f"{shortest(rate.at_least * 100)} %", days=rate.within_days)
    if isinstance(leaf, InactiveCondition):
        return Ask("last own activity", "inactive", str(leaf.inactive_days))
    if isinstance(leaf, CompletenessCondition):
        return Ask(", ".join(leaf.known_share), "known")
    assert isinstance(leaf, OpenDealCondition)
    return Ask("open deal", "open" if leaf.open_deal else "none_open")


def _of_attribute(leaf: AttributeCondition) -> Ask:
    if leaf.shares is not None:
        return Ask(leaf.attribute, "graded")
    if leaf.operator == "known":
        return Ask(leaf.attribute, "known" if leaf.known else "unknown")
    return Ask(leaf.attribute, leaf.operator, _joined(_listed(leaf.operand), leaf.operator))


def _steps(condition: AttributeCondition) -> Iterator[Ask]:
    """The steps of a graded condition as ranges that do not overlap, where each is bounded above and they rise."""
    low: tuple[str, Decimal] | None = None
    for step in condition.shares or ():
        bound = None if step.closes else (step.operator, step.operand)
        ranges = [_bound(each) for each in (low, bound) if each is not None]
        yield Ask(condition.attribute, "range", " and ".join(ranges) or "any number", share=step.granted)
        rises = bound is not None and bound[0] in _ABOVE and (low is None or bound[1] > low[1])
        low = (_ABOVE[bound[0]], bound[1]) if bound is not None and rises else low


def is_orderly(condition: Any) -> bool:
    """Whether the ranges of a graded condition say by themselves which step counts."""
    steps = getattr(condition, "shares", None) or ()
    bounds = [step for step in steps if not step.closes]
    rising = all(earlier.operand < later.operand for earlier, later in zip(bounds, bounds[1:], strict=False))
    return all(step.operator in _ABOVE for step in bounds) and rising


_ABOVE = {"below": "at_least", "at_most": "above"}
_SIGNS = {"at_least": "at least", "above": "more than", "at_most": "at most", "below": "less than"}


def _bound(bound: tuple[str, Any]) -> str:
    operator, operand = bound
    if operator == "between":
        return f"{shortest(operand[0])} to {shortest(operand[1])}"
    listed = _joined(_listed(operand))
    return f"{_SIGNS.get(operator, operator.replace('_', ' '))} {listed}"


def spelled_out(test: Comparison) -> str:
    """A comparison of a detail or a value, in words."""
    return _bound((test.operator, test.operand))


def _listed(operand: Any) -> list[str]:
    values = operand if isinstance(operand, tuple) else (operand,)
    return [shortest(each) if isinstance(each, Decimal) else str(each) for each in values]


def _joined(values: Sequence[str], operator: str = "") -> str:
    return (" to " if operator == "between" else "; ").join(values)
