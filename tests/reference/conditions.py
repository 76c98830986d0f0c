"""Units of one condition for one lead at T: whole hundredths, and whether a needed fact is unknown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from .dataset import DAY, Activity, Dataset, microseconds
from .numbers import NUMBER_OPERATORS, decayed_hundredths, exact, round_half_up
from .text import plain, spaced_words

Condition = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Units:
    """Whole hundredths of a rule's points; `unknown` where a needed fact is not known (then 0)."""

    hundredths: int
    unknown: bool = False

    @property
    def hold(self) -> bool:
        """Whether the condition holds."""
        return self.hundredths > 0


UNKNOWN = Units(0, unknown=True)


@dataclass(frozen=True, slots=True)
class Moment:
    """A lead at its landmark T, in microseconds; T is None in an undated data set."""

    data: Dataset
    lead_id: str
    at: int | None


def units(condition: Condition, moment: Moment) -> Units:
    """Units of any condition; the key that names its kind decides."""
    for kind, judge in KINDS.items():
        if kind in condition:
            return judge(condition, moment)
    raise LookupError(f"no kind of condition in {sorted(condition)}")


def _yes(holds: bool) -> Units:
    return Units(100 if holds else 0)


def _text_is(value: str, literal: Any) -> bool:
    return plain(value) == plain(str(literal))


TEXT_OPERATORS: dict[str, Callable[[str, Any], bool]] = {
    "is": _text_is,
    "in": lambda value, literals: any(_text_is(value, literal) for literal in literals),
    "not_in": lambda value, literals: not any(_text_is(value, literal) for literal in literals),
    "contains": lambda value, literal: plain(literal) in plain(value),
    "starts_with": lambda value, literal: plain(value).startswith(plain(literal)),
    "has_word": lambda value, literal: spaced_words(literal) in spaced_words(value),
}


def _attribute(condition: Condition, moment: Moment) -> Units:
    name = condition["attribute"]
    if not moment.data.has(name):
        return UNKNOWN
    value = moment.data.value(moment.lead_id, name, moment.at)
    if "known" in condition:
        return _yes((value is not None) == condition["known"])
    if value is None:
        return UNKNOWN
    if "shares" in condition:
        return Units(_share(condition["shares"], value))
    operators = NUMBER_OPERATORS if moment.data.facts.attributes[name] == "number" else TEXT_OPERATORS
    return _yes(_passes(condition, value, operators))


def _passes(condition: Condition, value: Any, operators: dict[str, Callable[[Any, Any], bool]]) -> bool:
    tests = [operators[name](value, condition[name]) for name in condition if name in operators]
    if not tests:
        raise LookupError(f"no operator in {sorted(condition)}")
    return all(tests)


def _share(steps: list[Condition], value: float) -> int:
    for step in steps:
        if "otherwise" in step:
            return round_half_up(100 * exact(step["otherwise"]))
        if _passes(step, value, NUMBER_OPERATORS):
            return round_half_up(100 * exact(step["share"]))
    return 0


def _kinds(named: str | list[str]) -> set[str]:
    return {plain(kind) for kind in ([named] if isinstance(named, str) else named)}


def _in_window(moment: Moment, kinds: set[str], within_days: int | None) -> list[Activity]:
    """Activities of the kinds at or before T and, with a window, later than its start."""
    assert moment.at is not None
    start = None if within_days is None else moment.at - within_days * DAY
    return [
        each
        for each in moment.data.activities_until(moment.lead_id, moment.at)
        if each.kind in kinds and (start is None or each.at > start)
    ]


def _filtered(activity: Activity, condition: Condition) -> bool:
    """Whether the activity passes the filters on its detail and value; what is missing passes none."""
    filters = (("detail", activity.detail, TEXT_OPERATORS), ("value", activity.value, NUMBER_OPERATORS))
    return all(
        value is not None and _passes(condition[name], value, operators)
        for name, value, operators in filters
        if name in condition
    )


def _activity(condition: Condition, moment: Moment) -> Units:
    kinds = _kinds(condition["activity"])
    if moment.at is None or not kinds & moment.data.kinds:
        return UNKNOWN
    counted = _in_window(moment, kinds, condition.get("within_days"))
    counted = [each for each in counted if _filtered(each, condition)]
    if len(counted) < condition.get("at_least", 1):
        return Units(0)
    total = sum(_worth(each, condition.get("decay"), moment.at) for each in counted)
    return Units(min(total, 100 * condition.get("at_most", 1)))


def _worth(activity: Activity, decay: Condition | None, at: int) -> int:
    if decay is None:
        return 100
    periods = (at - activity.at) // (decay["every_days"] * DAY)
    return decayed_hundredths(exact(decay["keep"]), periods)


def _rate(condition: Condition, moment: Moment) -> Units:
    rate = condition["rate"]
    of, per = _kinds(rate["of"]), _kinds(rate["per"])
    if moment.at is None or not of & moment.data.kinds or not per & moment.data.kinds:
        return UNKNOWN
    share = exact(rate["at_least"])
    counts = [len(_in_window(moment, kinds, rate.get("within_days"))) for kinds in (of, per)]
    enough = counts[1] >= rate.get("minimum", 1)
    return _yes(enough and counts[0] * share.denominator >= share.numerator * counts[1])


def _inactive(condition: Condition, moment: Moment) -> Units:
    created_at = moment.data.leads[moment.lead_id].get("created_at")
    if moment.at is None or created_at is None or not moment.data.kinds:
        return UNKNOWN
    start = moment.at - condition["inactive_days"] * DAY
    silent = not any(each.own and each.at > start for each in moment.data.activities_until(moment.lead_id, moment.at))
    return _yes(microseconds(created_at) <= start and silent)


def _completeness(condition: Condition, moment: Moment) -> Units:
    names = condition["known_share"]
    if not all([moment.data.has(name) for name in names]):
        return UNKNOWN
    known = sum(moment.data.value(moment.lead_id, name, moment.at) is not None for name in names)
    return Units(round_half_up(Fraction(100 * known, len(names))))


def _all(condition: Condition, moment: Moment) -> Units:
    return _yes(all([units(part, moment).hold for part in condition["all"]]))


def _any(condition: Condition, moment: Moment) -> Units:
    return _yes(any([units(part, moment).hold for part in condition["any"]]))


def _not(condition: Condition, moment: Moment) -> Units:
    part = units(condition["not"], moment)
    return UNKNOWN if part.unknown else _yes(not part.hold)


def _open_deal(condition: Condition, moment: Moment) -> Units:
    data = moment.data
    if moment.at is None or not data.deals:
        return UNKNOWN
    linked = data.deals_of_lead.get(moment.lead_id, set())
    account = data.value(moment.lead_id, "account_id", moment.at) if data.has("account_id") else None
    mine = [deal for deal in data.deals if deal["deal_id"] in linked or _same(deal["account_id"], account)]
    return _yes(any(_open_at(deal, moment.at) for deal in mine) == condition["open_deal"])


def _same(text: str | None, other: str | None) -> bool:
    return text is not None and other is not None and plain(text) == plain(other)


def _open_at(deal: dict[str, Any], at: int) -> bool:
    opened, closed = deal["opened_at"], deal["closed_at"]
    if opened is None or microseconds(opened) > at:
        return False
    ended = deal["outcome"] in ("won", "lost")
    return not (ended and closed is not None and microseconds(closed) <= at)


KINDS: dict[str, Callable[[Condition, Moment], Units]] = {
    "attribute": _attribute,
    "activity": _activity,
    "rate": _rate,
    "inactive_days": _inactive,
    "known_share": _completeness,
    "all": _all,
    "any": _any,
    "not": _not,
    "open_deal": _open_deal,
}
