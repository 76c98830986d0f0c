"""What the data say of the rules: which never hold or always, which are one rule, and what nobody reaches.

Looked at as of T, under the model's own lens, over all leads with a T; no outcome is asked.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from leadscore.evidence import AsOf, Lens, Shelf, lens_of, sleeping, units_column, unknown_column
from leadscore.model.hashes import condition_hash
from leadscore.model.lint import Finding
from leadscore.model.model import Model
from leadscore.model.overlaps import sign
from leadscore.model.rules import CutOffs, Rule
from leadscore.scoring import score
from leadscore.scoring.arithmetic import exact, ten_thousandths
from leadscore.store.database import quoted
from leadscore.vocabulary import counted

FEWEST = 30
"""Of fewer leads nothing is said."""

ALIKE = 0.95
"""Of the leads for whom either of two rules holds, so many have both: they are one rule."""

FEWEST_BOTH = 10


@dataclass(frozen=True, slots=True, eq=False)
class RulesOnData:
    """How much of each rule holds (leads x rules, hundredths), and whether what it asks was unknown, as of T."""

    model: Model
    units: NDArray[np.int64]
    unknown: NDArray[np.bool_]
    asleep: frozenset[str]

    @property
    def n(self) -> int:
        """Leads with a T."""
        return len(self.units)

    @property
    def holds(self) -> NDArray[np.bool_]:
        """Whether each rule holds."""
        return np.asarray(self.units != 0)


def rules_on_data(shelf: Shelf, model: Model) -> tuple[Finding, ...]:
    """Findings about the rules on this data; none under FEWEST leads.  ModelError where the model does not fit."""
    seen = _look(shelf, model, lens_of(None, model.evaluation, shelf.database.manifest.zone))
    if seen.n < FEWEST:
        return ()
    return (*_dead(shelf, seen), *_twins(seen), *_unreached(shelf, model, seen.n))


def _look(shelf: Shelf, model: Model, lens: Lens) -> RulesOnData:
    columns = range(len(model.rules))
    flags = ", ".join(
        f"{units_column(i)} AS units_{i}, {unknown_column(i)} = 1 AND {units_column(i)} = 0 AS unknown_{i}"
        for i in columns
    )
    sql = f"SELECT {flags} FROM {quoted(shelf.evidence(model, lens).table)}"
    found = shelf.database.cursor().execute(sql).fetchnumpy()
    units = np.column_stack([np.asarray(found[f"units_{i}"], dtype=np.int64) for i in columns])
    unknown = np.column_stack([np.asarray(found[f"unknown_{i}"], dtype=np.bool_) for i in columns])
    return RulesOnData(model, units, unknown, frozenset(sleeping(model, shelf.facts)))


def _dead(shelf: Shelf, seen: RulesOnData) -> Iterator[Finding]:
    """A knock-out that never holds among leads handed over has done its work; sleeping rules are told as such."""
    never = [
        place
        for place, rule in enumerate(seen.model.rules)
        if not seen.units[:, place].any() and not rule.knock_out and rule.id not in seen.asleep
    ]
    for place in _never_today(shelf, seen.model, never):
        rule, unknown = seen.model.rules[place], int(seen.unknown[:, place].sum())
        why = f"; what it asks is unknown of {unknown:,}" if unknown else ""
        words = f"Rule '{rule.id}' holds for none of {counted(seen.n, 'lead')}, neither as of T nor today{why}."
        yield Finding("warning", "dead on data", rule.id, f"{words} Mend what it asks, or take it out.")
    for place, rule in enumerate(seen.model.rules):
        first = seen.units[0, place]
        if first and (seen.units[:, place] == first).all():
            words = f"Rule '{rule.id}' holds for every one of {counted(seen.n, 'lead')} as of T: it tells nobody apart."
            yield Finding("warning", "dead on data", rule.id, f"{words} Ask for more, or take it out.")


def _never_today(shelf: Shelf, model: Model, places: list[int]) -> list[int]:
    """Those that do not hold as of the data date either: silence, say, never holds at the hand-off, but later."""
    moment = shelf.database.manifest.data_date
    if not places or moment is None:
        return places
    few = model.model_copy(update={"rules": tuple(model.rules[place] for place in places), "cut_offs": None})
    today = _look(shelf, few, AsOf(moment)).holds
    return [place for column, place in enumerate(places) if not today[:, column].any()]


def _twins(seen: RulesOnData) -> Iterator[Finding]:
    rules, holds = seen.model.rules, seen.holds
    sizes = holds.sum(axis=0)
    for place, rule in enumerate(rules):
        for later in range(place + 1, len(rules)):
            both = int((holds[:, place] & holds[:, later]).sum())
            either = int(sizes[place] + sizes[later]) - both
            if both >= max(FEWEST_BOTH, ALIKE * either) and either < seen.n:
                yield from _twin(rule, rules[later], both, either)


def _twin(rule: Rule, other: Rule, both: int, either: int) -> Iterator[Finding]:
    if condition_hash(rule.when) == condition_hash(other.when) or not sign(rule) * sign(other):
        return  # told without any data, or one of them gives nothing
    words = f"Rules '{rule.id}' and '{other.id}' hold for the same leads ({both:,} of {either:,} with either)"
    if sign(rule) == sign(other):
        mend = "one fact counts twice. Keep one, or cap their group."
        yield Finding("warning", "duplicate on data", other.id, f"{words}: {mend}")
    else:
        mend = "and one helps while the other harms. Agree on what they mean, and keep one."
        yield Finding("warning", "opposite signs", other.id, f"{words}, {mend}")


def _unreached(shelf: Shelf, model: Model, n: int) -> Iterator[Finding]:
    """A cut-off or gate that no lead of the past passed."""
    if model.cut_offs is None:
        return
    lens = lens_of(None, model.evaluation, shelf.database.manifest.zone)
    table = score(shelf, model, lens).table
    sql = f"""SELECT MAX(score), COUNT(*) FILTER (WHERE score >= $mql), COUNT(*) FILTER (WHERE score >= $sql),
    COUNT(*) FILTER (WHERE band = 'ready') FROM {quoted(table)}"""
    bound = {"mql": ten_thousandths(model.cut_offs.mql), "sql": ten_thousandths(model.cut_offs.sql)}
    highest, mql, sql_leads, ready = shelf.database.cursor().execute(sql, bound).fetchall()[0]
    words = _out_of_reach(model.cut_offs, exact(highest), (mql, sql_leads, ready), n)
    if words:
        yield Finding("warning", "unreachable on data", None, words)


def _out_of_reach(cut_offs: CutOffs, highest: Decimal, passed: tuple[int, int, int], n: int) -> str | None:
    reached = f"the highest score of {counted(n, 'lead')} as of T is {highest:f}"
    if not passed[0]:
        return f"Nobody reaches the MQL cut-off of {cut_offs.mql:f}: {reached}. Lower it, or raise points."
    if not passed[1]:
        return f"Nobody reaches the SQL cut-off of {cut_offs.sql:f}: {reached}. Lower it, or raise points."
    if not passed[2]:
        met = f"{counted(passed[1], 'lead')} reached the SQL cut-off, and none of them what it needs besides"
        return f"Nobody is ready: {met}. Look at the needs of the SQL gate on Cut-offs."
    return None
