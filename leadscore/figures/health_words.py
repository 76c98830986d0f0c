"""Data health in words: the lines of a check, and what treatments change, as tables read them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from leadscore.estimate import Estimate
from leadscore.figures.words import estimate_in_words
from leadscore.learning.health.check import Check
from leadscore.learning.health.effect import Effect
from leadscore.learning.health.health import Health
from leadscore.store.treatments.steps import step_of
from leadscore.store.treatments.treatment import Done, Treatment
from leadscore.vocabulary import OUTCOME_WORDS, TABLES, counted

NO_HAND_OFFS = "unknown: these data know no hand-offs"


@dataclass(frozen=True, slots=True)
class Change:
    """One number before and after the treatments, in words."""

    what: str
    before: str
    after: str


def summary(health: Health) -> str:
    """How much was looked for and found, in a sentence."""
    faults = len(health.faults)
    found = f"{counted(faults, 'thing')} found that may mislead" if faults else "Nothing found that may mislead"
    treatable = sum(1 for each in health.faults if each.treatment is not None)
    can = f", {treatable} of them can be treated" if treatable else ""
    rest = f"{len(health.clean)} looked for and not found, {len(health.unknown)} cannot be told from these data"
    return f"{found}{can}; {rest}."


def treatment_in_words(treatment: Treatment) -> str:
    """What a treatment does, with its settings."""
    said = "; ".join(f"{key.replace('_', ' ')}: {', '.join(words)}" for key, words in treatment.settings)
    return f"{step_of(treatment.name).words} ({said})" if said else step_of(treatment.name).words


def follows(check: Check) -> str:
    """What may be done about a check, in a sentence."""
    if check.treatment is not None:
        return f"Treatment: {_lower(treatment_in_words(check.treatment))}."
    return check.instead


def changes(effect: Effect) -> tuple[Change, ...]:
    """What treatments change: leads, hand-offs and rates, then the rows of each table that changes."""
    before, after = effect.before, effect.after
    outcome = OUTCOME_WORDS[before.outcome]
    rates = [Change(f"Conversion to {outcome}", *_both(before.conversion, after.conversion))]
    if before.outcome != "won":
        rates.append(Change("Conversion to won", *_both(before.won, after.won)))
    return (
        Change("Leads in the population", f"{before.leads:,}", f"{after.leads:,}"),
        Change("Handed over", _hand_offs(before.handed_over), _hand_offs(after.handed_over)),
        *rates,
        *_rows(before.rows, after.rows),
    )


def caveats(effect: Effect) -> tuple[str, ...]:
    """What stands beside the rates, each sentence once."""
    rates = (effect.before.conversion, effect.after.conversion, effect.before.won, effect.after.won)
    said = (f"Rates: {each.reason}." for each in rates if each.known() and each.reason)
    return tuple(dict.fromkeys(said))


def done_in_words(done: Done) -> str:
    """`Take out test records, with all their rows: 36 of leads, 360 of activities taken out`."""
    parts = [f"{listed} taken out" for listed in [_tables(done.taken_out)] if listed]
    parts += [f"{listed} changed" for listed in [_tables(done.altered)] if listed]
    return f"{treatment_in_words(done.treatment)}: {'; '.join(parts) or 'no row'}"


def all_done(done: Sequence[Done]) -> Iterator[str]:
    """A line for each treatment."""
    return (done_in_words(each) for each in done)


def _both(before: Estimate, after: Estimate) -> tuple[str, str]:
    return _bare(before), _bare(after)


def _bare(estimate: Estimate) -> str:
    return estimate_in_words(replace(estimate, reason=None) if estimate.known() else estimate)


def _hand_offs(count: int | None) -> str:
    return NO_HAND_OFFS if count is None else f"{count:,}"


def _rows(before: dict[str, int], after: dict[str, int]) -> Iterator[Change]:
    for table in TABLES:
        if before.get(table) != after.get(table):
            yield Change(f"Rows of {table.replace('_', ' ')}", f"{before[table]:,}", f"{after[table]:,}")


def _tables(rows: object) -> str:
    found = dict(rows) if isinstance(rows, dict) else {}
    return ", ".join(f"{found[table]:,} of {table.replace('_', ' ')}" for table in TABLES if found.get(table))


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]
