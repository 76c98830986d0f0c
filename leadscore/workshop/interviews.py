"""Interviews with sales: each answer becomes a hypothesis about a signal, and the past supports or contradicts it.

Each hypothesis has one test: the effect of its signal at equal other rules and hypotheses, among leads whose outcome is
known.  What is about the same facts takes no part in its test: it would explain away what it asks.  All tests together
are held to one false discovery rate (Benjamini and Hochberg 1995).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from pydantic import TypeAdapter, ValidationError

from leadscore.errors import UsageError, did_you_mean
from leadscore.evidence import Facts
from leadscore.evidence.facts import compared
from leadscore.model.conditions import Condition, InactiveCondition, kinds_of, leaves
from leadscore.model.hashes import condition_hash
from leadscore.model.words import in_words
from leadscore.workshop.perspectives import subjects

Expects = Literal["more", "less"]

QUESTIONS = {
    "won": "Think of your last deal that was won: what did they do before you first spoke?",
    "asked": "Which question of a lead tells you that there is a budget behind it?",
    "person": "Who has to be in the conversation for it to become a deal?",
    "company": "What kind of company says yes twice as often?",
    "soon": "What do leads do in the last two weeks before they are ready?",
    "wasted": "Which leads look good on paper and waste your day?",
    "quiet": "What tells you that a lead has gone cold for good?",
    "missing": "What do you always look up yourself, because nobody hands it to you?",
}
"""To be asked of one person in sales at a time; each answer names one signal, if the data has it."""

EXPECTS: dict[str, str] = {"more": "more often ready", "less": "less often ready"}

NOT_IN_DATA = "not in the data: start to record it"

_CONDITION: TypeAdapter[Any] = TypeAdapter(Condition)


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """What somebody in sales said: the signal (None where the data has no name for it), and what it makes of a lead."""

    question: str
    signal: Condition | None
    expects: Expects
    said: str = ""

    @property
    def words(self) -> str:
        """The signal in words; what was said where it is no signal of the data."""
        return in_words(self.signal) if self.signal is not None else self.said

    @property
    def key(self) -> str:
        """The same for the same signal, whoever named it."""
        return signal_key(self.signal) if self.signal is not None else self.said


@dataclass(frozen=True, slots=True)
class Claim:
    """One signal with one expectation, how many named it, and in which words."""

    key: str
    signal: Condition | None
    words: str
    expects: Expects
    named: int
    said: tuple[str, ...]


def hypothesis(question: str, value: Mapping[str, Any] | None, said: str) -> Hypothesis:
    """An answer as it is stored, {"signal": ..., "expects": ...}, as a hypothesis; UsageError where it is none.

    The signal is the name of a kind of activity or a condition as in a model file; without one, words alone are kept.
    """
    if question not in QUESTIONS:
        raise UsageError(f"The interview has no question '{question}'. {did_you_mean(question, QUESTIONS)}")
    value = value or {}
    expects = value.get("expects", "more")
    if expects not in EXPECTS:
        raise UsageError(f"A signal makes leads ready more or less often, not '{expects}'.")
    signal = value.get("signal")
    if not signal and not said.strip():
        raise UsageError("Choose a signal, or write down what was said.")
    return Hypothesis(question, _signal(signal) if signal else None, expects, said.strip())


def stored(signal: Condition | None, expects: str) -> dict[str, Any]:
    """The value of an answer, as `hypothesis` reads it."""
    plain = None if signal is None else _plain(signal.model_dump(by_alias=True, exclude_none=True))
    return {"signal": plain, "expects": expects}


def activity(kind: str, within_days: int | None = None, at_least: int = 1) -> Condition:
    """The signal that a kind of activity happened, so often, in a window before T; UsageError for no such counts."""
    told = {"activity": kind, "at_least": at_least} | ({} if within_days is None else {"within_days": within_days})
    return _signal(told)


def claims(hypotheses: Iterable[Hypothesis]) -> tuple[Claim, ...]:
    """What was said, each signal with each expectation once, the most named first."""
    grouped: dict[tuple[str, str], list[Hypothesis]] = {}
    for each in hypotheses:
        grouped.setdefault((each.key, each.expects), []).append(each)
    found = [_claim(same) for same in grouped.values()]
    return tuple(sorted(found, key=lambda each: (each.signal is None, -each.named, each.words)))


def absent(signal: Condition, facts: Facts) -> str | None:
    """Why the data cannot answer for a signal at all: nothing in it has that name; None where something has."""
    asked = list(leaves(signal))
    names = {name for name in subjects(signal) if not _is_known(name, facts)}
    gone = names == subjects(signal) and names
    undated = not (facts.has_activities and facts.dated) and all(_needs_activities(leaf) for leaf in asked)
    return NOT_IN_DATA if gone or undated else None


def signal_key(signal: Condition) -> str:
    """The same for the same condition, however its numbers were typed."""
    return condition_hash([signal])


def _claim(same: Sequence[Hypothesis]) -> Claim:
    first = same[0]
    said = tuple(dict.fromkeys(each.said for each in same if each.said))
    return Claim(first.key, first.signal, first.words, first.expects, len(same), said)


def _signal(told: Any) -> Condition:
    asked = {"activity": told} if isinstance(told, str) else told
    try:
        found: Condition = _CONDITION.validate_python(asked)
    except ValidationError as error:
        words = "; ".join(dict.fromkeys(each["msg"] for each in error.errors()))
        raise UsageError(f"This is no signal: {words}.") from error
    return found


def _plain(told: Any) -> Any:
    """Values as JSON has them: whole numbers without a point, lists for tuples."""
    if isinstance(told, Mapping):
        return {key: _plain(value) for key, value in told.items()}
    if isinstance(told, (tuple, list)):
        return [_plain(each) for each in told]
    if isinstance(told, Decimal):
        return int(told) if told == told.to_integral_value() else float(told)
    return told


def _is_known(name: str, facts: Facts) -> bool:
    return name in facts.attributes or compared(name) in (facts.kinds or ())


def _needs_activities(leaf: Any) -> bool:
    return bool(kinds_of(leaf)) or isinstance(leaf, InactiveCondition)
