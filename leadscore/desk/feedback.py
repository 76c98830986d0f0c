"""Feedback of sales on leads: bound to the score it is about, and summed up for those who read it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from leadscore.model import Model, model_hash
from leadscore.scoring import Explanation
from leadscore.store.state import Feedback, Given

LATELY = timedelta(days=14)
"""How far back feedback counts as continuous."""


def given(
    explanation: Explanation,
    model: Model,
    handed_over_at: datetime | None,
    rating: str,
    reason: str | None = None,
    concerns: Sequence[str] = (),
    text: str = "",
    named: Sequence[str] = (),
    version: int | None = None,
) -> Given:
    """A rating bound to the score, the model and the rules that it is about; UsageError as Given."""
    return Given(
        lead_id=explanation.lead_id,
        rating=rating,
        model_hash=model_hash(model),
        reason=reason,
        concerns=tuple(concerns),
        text=text,
        version=version,
        score=explanation.score,
        band=explanation.band,
        handed_over_at=handed_over_at,
        fired=fired(explanation),
        named=tuple(named),
    )


def fired(explanation: Explanation) -> tuple[str, ...]:
    """The ids of the rules that gave or took points, or put the lead out."""
    counts = (line.rule for line in explanation.lines if line.contribution or (line.kind == "knock_out" and line.units))
    return tuple(dict.fromkeys(rule for rule in counts if rule is not None))


@dataclass(frozen=True, slots=True)
class Pulse:
    """How alive the feedback is at a moment; `median_reply` is None while nothing was answered."""

    lately: int
    all: int
    open_disputes: int
    answered: int
    median_reply: timedelta | None


def pulse(feedback: Sequence[Feedback], now: datetime) -> Pulse:
    """Counts of all feedback, of that of the last 14 days, open disputes, and the median time to the first reply."""
    replies = [each.time_to_reply for each in feedback if each.time_to_reply is not None]
    return Pulse(
        lately=sum(now - each.at <= LATELY for each in feedback),
        all=len(feedback),
        open_disputes=sum(each.is_open for each in feedback),
        answered=len(replies),
        median_reply=_median(replies),
    )


def _median(times: Sequence[timedelta]) -> timedelta | None:
    return timedelta(seconds=median(each.total_seconds() for each in times)) if times else None


@dataclass(frozen=True, slots=True)
class RuleDisputes:
    """One rule and the feedback on leads to which it gave or took points."""

    rule: str
    name: str
    feedback: int
    disputes: int
    named: int
    """Disputes whose author points at this rule."""


def disputes_by_rule(feedback: Iterable[Feedback], model: Model) -> tuple[RuleDisputes, ...]:
    """Each rule of the model that was disputed, those pointed at most often first, then by disputes."""
    said = list(feedback)
    found = (_of_rule(said, rule.id, rule.name) for rule in model.rules)
    disputed = [each for each in found if each.disputes]
    return tuple(sorted(disputed, key=lambda each: (-each.named, -each.disputes, each.name)))


def _of_rule(feedback: Sequence[Feedback], rule: str, name: str) -> RuleDisputes:
    about = [each for each in feedback if rule in each.fired or rule in each.named]
    disputes = [each for each in about if each.rating == "dispute"]
    return RuleDisputes(rule, name, len(about), len(disputes), sum(rule in each.named for each in disputes))
