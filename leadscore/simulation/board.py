"""The past as the sliders see it: built once per data revision and rules, then asked at every slider move."""

from __future__ import annotations

from dataclasses import dataclass

from leadscore.errors import UsageError, did_you_mean
from leadscore.evidence import Lens, Shelf
from leadscore.model import Model
from leadscore.outcomes import Horizon
from leadscore.outcomes.pasts import unscored_cohort
from leadscore.simulation.hindsight import View, view
from leadscore.simulation.leads import read_leads
from leadscore.simulation.lock import Lock, lock_of
from leadscore.simulation.look import Look, look
from leadscore.simulation.tallies import Asked, Tallies, tally
from leadscore.vocabulary import OUTCOMES


@dataclass(frozen=True, slots=True, eq=False)
class Board:
    """All leads with a T outside the locked period, in arrays; `look` asks them for one model.

    `horizons`: of the outcome, of won and of quality; `left_out`: leads of the locked period, leads without evidence
    at the moment that is looked at.
    """

    view: View
    lock: Lock
    outcome: str
    horizons: tuple[Horizon, ...]
    rules: Model
    """The model it was built for: other points, caps and cut-offs may be asked, other conditions not."""
    leads: int
    locked: int
    unseen: int
    patterns: int
    tallies: Tallies

    def look(self, model: Model) -> Look:
        """What these points, caps and cut-offs would have made of the past; UsageError for a model of other rules."""
        if not same_rules(model, self.rules):
            raise UsageError(
                f"The model '{model.name}' has other rules or another population than this board. Build a board for it."
            )
        return look(self.tallies, self.view.rules_of(model))


def same_rules(model: Model, other: Model) -> bool:
    """Whether two models have the same rules and population, whatever their points, groups, bounds and cut-offs."""
    if model.population != other.population or len(model.rules) != len(other.rules):
        return False
    return all(a.id == b.id and a.when == b.when for a, b in zip(model.rules, other.rules, strict=True))


def build_board(
    shelf: Shelf,
    model: Model,
    hindsight: str = "then_worked",
    outcome: str | None = None,
    lock: Lock | None = None,
    lens: Lens | None = None,
) -> Board:
    """The board of a model's rules; the outcome is the model's own unless given.

    Without a `lock` that of the data revision is computed; pass the kept one, Lock.off(), or an opened one, of which
    the board then holds the leads and no others.  `lens`: where T stands,
    by default the hand-off.  Raises UsageError for unknown words, ModelError where the data cannot answer the model.
    """
    chosen = outcome or model.evaluation.outcome
    if chosen not in OUTCOMES:
        raise UsageError(f"There is no outcome '{chosen}'. {did_you_mean(chosen, OUTCOMES)}")
    seen = view(shelf, model, hindsight, lens)
    held = lock_of(shelf) if lock is None else lock
    cohort = unscored_cohort(shelf, seen.rules_of(model), seen.lens, chosen)
    asked = Asked.of(cohort, chosen)
    rules = seen.evidence_model(model)
    evidence = shelf.evidence(rules, seen.evidence_lens)
    leads = read_leads(cohort, evidence.table, len(rules.rules), asked.targets(), held)
    return Board(
        view=seen,
        lock=held,
        outcome=chosen,
        horizons=(asked.outcome[1], asked.won[1], asked.quality[1]),
        rules=model,
        leads=len(leads.pattern),
        locked=leads.locked,
        unseen=leads.unseen,
        patterns=leads.patterns,
        tallies=tally(cohort, leads, asked, seen.pooled, held, [rule.group for rule in rules.rules]),
    )
