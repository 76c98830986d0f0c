"""The whole lint of a model: by itself, on the facts of the data, on its leads, and against the outcome.

Errors stop a signature where they are found without the outcome; what is found here is told beside the signatures.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from leadscore.errors import ModelError
from leadscore.estimate import wilson
from leadscore.evidence import Shelf, check
from leadscore.evidence.data_lint import lint_on_data
from leadscore.learning.effect import Counted
from leadscore.learning.leaks.barred import in_words, kinds_of_rule
from leadscore.learning.leaks.impossible_dates import ImpossibleDates, impossible_dates
from leadscore.learning.leaks.leaks import FieldCheck, Leaks, leaks
from leadscore.learning.leaks.leaky_kinds import KindCheck
from leadscore.learning.leaks.rules_on_data import rules_on_data
from leadscore.model.conditions import attributes_of
from leadscore.model.lint import Finding, Level, worst_first
from leadscore.model.model import Model
from leadscore.model.rules import Rule
from leadscore.vocabulary import OUTCOME_WORDS, TOUCH_KINDS, counted

MANY = 0.01
"""Where more rows than this have an impossible date, the data are to be mended before anything is concluded."""

CERTAIN = ("the outcome itself", "separates too well", "stage as input", "written afterwards")
"""Signs that make a rule on the field an error; the others make it one only where the field counts in outcomes."""

TAKE_OUT = "Take the rule out."


def lint_with_outcomes(
    shelf: Shelf, model: Model, outcome: str | None = None, before: datetime | None = None
) -> tuple[Finding, ...]:
    """Every finding about a model on this data, errors first; `outcome` is the model's own unless given.

    `before` (naive UTC) leaves the locked period out.  Where the model does not fit the data that is the finding.
    """
    try:
        check(model, shelf.facts)
    except ModelError:
        return lint_on_data(model, shelf.facts)
    return findings(shelf, model, leaks(shelf, model, outcome, before))


def findings(shelf: Shelf, model: Model, found: Leaks) -> tuple[Finding, ...]:
    """The same where the leaks of the data are known already."""
    return worst_first(
        (
            *_of_rules(shelf, model, found),
            *lint_on_data(model, shelf.facts),
            *rules_on_data(shelf, model),
            *_of_data(model, found),
            *(_of_dates(each) for each in impossible_dates(shelf)),
        )
    )


def _of_rules(shelf: Shelf, model: Model, found: Leaks) -> Iterator[Finding]:
    for rule in model.rules:
        for name in attributes_of(rule.when):
            field = found.field(name)
            if field is not None and field.must_not_be_used:
                yield _leaking_rule(rule, field, name in shelf.facts.captured_at_form)
        for kind in kinds_of_rule(rule):
            known = found.kind(kind)
            if known is not None:
                yield from _rule_on_kind(rule, known, found)


def _leaking_rule(rule: Rule, field: FieldCheck, captured: bool) -> Finding:
    worst = min(field.signs, key=lambda sign: (sign.check not in CERTAIN, sign.check == "name of an outcome"))
    level: Level = "error" if worst.check in CERTAIN or (captured and field.verdict == "leaks") else "warning"
    words = f"Rule '{rule.id}' looks at '{field.name}', which must not be an input: {in_words(field)}. {TAKE_OUT}"
    return Finding(level, worst.check, rule.id, words)


def _rule_on_kind(rule: Rule, kind: KindCheck, found: Leaks) -> Iterator[Finding]:
    outcome = OUTCOME_WORDS[found.outcome]
    if kind.a_step:
        yield Finding("warning", "a step on the way", rule.id, f"Rule '{rule.id}': {a_step(kind, outcome)} {TAKE_OUT}")
    elif kind.too_well and kind.name not in TOUCH_KINDS:
        auc = f"{kind.alone.value:.3f} ({kind.alone.low:.3f} to {kind.alone.high:.3f})"
        words = f"Rule '{rule.id}' counts '{kind.name}', which alone separates the outcomes with an AUC of {auc}."
        yield Finding("warning", "separates too well", rule.id, f"{words} Look who writes it, and when.")


def a_step(kind: KindCheck, outcome: str) -> str:
    """Why the difference that an activity makes is no evidence of an effect, in a sentence."""
    return (
        f"'{kind.name}' looks like a step on the way: {_share(kind.with_it)} with it became {outcome}, "
        f"{_share(kind.without_it)} without. Where hardly anybody gets there without it, the difference cannot be told "
        "from a step that must come first or comes along: it is no evidence of an effect."
    )


def _share(leads: Counted) -> str:
    if not leads.n:
        return "none of 0 leads"
    low, high = wilson(leads.hits, leads.n)
    return f"{100 * leads.hits / leads.n:.0f} % ({100 * low:.0f} to {100 * high:.0f}) of {counted(leads.n, 'lead')}"


def _of_data(model: Model, found: Leaks) -> Iterator[Finding]:
    """What must not be used, whether a rule uses it or not: notes, since no score rests on it."""
    used = {name for rule in model.rules for name in attributes_of(rule.when)}
    for field in found.fields:
        if field.must_not_be_used and field.name not in used:
            check_name = field.signs[0].check
            yield Finding(
                "note", check_name, None, f"'{field.name}' must not be an input of a score: {in_words(field)}."
            )
    of_rules = {kind for rule in model.rules for kind in kinds_of_rule(rule)}
    for kind in found.kinds:
        if kind.a_step and kind.name not in of_rules:
            words = a_step(kind, OUTCOME_WORDS[found.outcome])
            yield Finding("note", "a step on the way", None, words[0].upper() + words[1:])
    late = [kind.name for kind in found.kinds if kind.afterwards]
    if late:
        words = f"Most of these activities come after {OUTCOME_WORDS[found.outcome]}: {', '.join(late)}."
        yield Finding("note", "after the outcome", None, f"{words} Scores count them only up to T; totals would not.")


def _of_dates(found: ImpossibleDates) -> Finding:
    level: Level = "warning" if found.share > MANY else "note"
    return Finding(level, "impossible dates", None, f"{found.words} ({100 * found.share:.1f} % of {found.of:,}).")
