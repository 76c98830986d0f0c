"""What the room should argue about, in a sentence that is true for whatever the votes and the past say."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from leadscore.workshop.argument import Argument, Verdict

_LETTERS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]


def advice(arguments: Sequence[Argument], reason: str | None) -> str:
    """One paragraph on all rules that were voted on; `reason`: why no past can be replayed at all, if so."""
    if not arguments:
        return "Nothing was voted on yet."
    parts = _by_distance(arguments, reason) if reason else _by_effect(arguments)
    return " ".join(parts)


def _by_effect(arguments: Sequence[Argument]) -> Iterator[str]:
    argue, later, rest = _of(arguments, "argue"), _of(arguments, "later"), _of(arguments, "average")
    agreed, unknown = _of(arguments, "agreed"), _of(arguments, "unknown")
    if argue:
        which = f"these {_letters(len(argue))}: {_names(argue)}" if len(argue) > 1 else f"{_names(argue)}"
        yield f"Argue {'first' if later else 'only'} about {which}."
    elif rest:
        yield "No disagreement is worth an argument."
    elif agreed and not unknown:
        yield _everyone_agrees(agreed)
        return
    if later:
        yield f"{_more(later)} {_upper_bound(later)}: argue about {_them(later)} if there is time."
    if rest:
        yield f"{_others(rest, bool(argue or later))} {_lower_bound(rest)}: take the average."
    if agreed:
        yield f"On {_rules(agreed)} the teams agree."
    yield from _unknown(unknown)


def _by_distance(arguments: Sequence[Argument], reason: str | None) -> Iterator[str]:
    """Where nothing can be replayed the votes are all there is."""
    apart = [each for each in _of(arguments, "unknown") if each.voted.apart]
    agreed = _of(arguments, "agreed")
    if agreed and len(agreed) == len(arguments):
        yield _everyone_agrees(agreed)
        return
    if apart:
        yield (
            f"Nobody can say whom these disagreements would change ({reason}), so they stand by how far the teams are "
            f"apart: first {_names(apart[:1])}, {apart[0].distance}."
        )
    if agreed:
        yield f"On {_rules(agreed)} the teams agree."
    yield from _silent(_of(arguments, "unknown"))


def _unknown(unknown: Sequence[Argument]) -> Iterator[str]:
    yield from _silent(unknown)
    by_reason: dict[str, list[Argument]] = {}
    for each in unknown:
        if each.voted.reason is None:
            by_reason.setdefault(each.effect.reason or "", []).append(each)
    for reason, alike in by_reason.items():
        yield f"Nobody can say whom {_names(alike)} would change: {reason}."


def _silent(arguments: Sequence[Argument]) -> Iterator[str]:
    """Rules on which a team said nothing have no middle to take."""
    by_reason: dict[str, list[Argument]] = {}
    for each in arguments:
        silent = [team.reason for team in each.voted.teams if team.reason]
        if silent:
            by_reason.setdefault(" and ".join(silent), []).append(each)
    for reason, alike in by_reason.items():
        yield f"On {_names(alike)} {reason}, so there is nothing between the teams to take."


def _everyone_agrees(agreed: Sequence[Argument]) -> str:
    which = {1: "the rule that was", 2: "both rules that were"}
    rules = which.get(len(agreed), f"all {_letters(len(agreed))} rules that were")
    return f"The teams agree on {rules} voted on: there is nothing to argue about."


def _others(rest: Sequence[Argument], after_some: bool) -> str:
    number = len(rest)
    if after_some:
        return f"The other {_letters(number)}"
    return {1: f"{_names(rest)} alone", 2: "Both"}.get(number, f"All {_letters(number)}")


def _lower_bound(rest: Sequence[Argument]) -> str:
    """How few leads each of them changes at most: a whole number that all of them stay under."""
    most = max(each.size for each in rest)
    one = len(rest) == 1
    if most == 0:
        return "would change nobody's hand-off"
    under, each = math.floor(most) + 1, "" if one else " each"
    leads = "one lead" if under == 1 else f"{_letters(under)} leads"
    return f"would change fewer than {leads}{_a_month(rest)}{each}"


def _upper_bound(later: Sequence[Argument]) -> str:
    most = math.ceil(max(each.size for each in later))
    return f"would change up to {most:,} leads{_a_month(later)}"


def _more(later: Sequence[Argument]) -> str:
    return f"{_names(later)}" if len(later) == 1 else f"{_letters(len(later)).capitalize()} more ({_names(later)})"


def _them(later: Sequence[Argument]) -> str:
    return "it" if len(later) == 1 else "them"


def _a_month(arguments: Sequence[Argument]) -> str:
    return "" if any(each.effect.value is None for each in arguments) else " a month"


def _rules(arguments: Sequence[Argument]) -> str:
    return _names(arguments) if len(arguments) <= 3 else f"{_letters(len(arguments))} rules"


def _names(arguments: Sequence[Argument]) -> str:
    *first, last = (f"'{each.name}'" for each in arguments)
    return f"{', '.join(first)} and {last}" if first else last


def _letters(number: int) -> str:
    """Small numbers as words."""
    return _LETTERS[number] if number < len(_LETTERS) else f"{number:,}"


def _of(arguments: Sequence[Argument], *verdicts: Verdict) -> list[Argument]:
    return [each for each in arguments if each.verdict in verdicts]
