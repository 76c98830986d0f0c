"""What looks wrong in a model on one data set: rules that sleep, and rules that rest on today's values."""

from __future__ import annotations

from collections.abc import Iterator

from leadscore.errors import ModelError
from leadscore.evidence.facts import Facts, check, rests_on_today, sleeping, unknown_names
from leadscore.model.lint import Finding, lint, worst_first
from leadscore.model.model import Model


def lint_on_data(model: Model, facts: Facts | None) -> tuple[Finding, ...]:
    """Findings about the model by itself, then those about it on the data (None: there is no data yet)."""
    by_itself = lint(model)
    if facts is None:
        return by_itself
    found = (*_misfits(model, facts), *by_itself, *_sleeping(model, facts), *_todays_values(model, facts))
    return worst_first(found)


def _misfits(model: Model, facts: Facts) -> Iterator[Finding]:
    try:
        check(model, facts)
    except ModelError as error:
        for problem in error.problems:
            yield Finding("error", "does not fit the data", None, problem)


def _sleeping(model: Model, facts: Facts) -> Iterator[Finding]:
    misspelled = unknown_names(model, facts)
    for rule_id, lacking in sleeping(model, facts).items():
        if rule_id in misspelled:
            continue
        words = (
            f"Rule '{rule_id}' sleeps: this data has no {' and no '.join(lacking)}. Import it, or take the rule out."
        )
        yield Finding("warning", "sleeping", rule_id, words)


def _todays_values(model: Model, facts: Facts) -> Iterator[Finding]:
    for rule_id, names in rests_on_today(model, facts).items():
        mend = "Import dated changes, or confirm captured_at_form in the mapping."
        if facts.totals_today.issuperset(names):
            mend = "It counts on every day: import the dated activities that it counts, and ask for those."
        words = (
            f"Rule '{rule_id}' rests on today's value of {', '.join(names)}, so it stays out of outcome figures. {mend}"
        )
        yield Finding("warning", "today's value", rule_id, words)
