"""What an export can settle: every rule with whether its data can judge it, and what to bring next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from leadscore.evidence import Shelf, lens_of
from leadscore.learning.effects import effects
from leadscore.learning.settle_needs import Need, needs
from leadscore.learning.settle_rules import Settled, settled_rules
from leadscore.model.model import Model
from leadscore.outcomes.pasts import unscored_cohort


@dataclass(frozen=True, slots=True)
class SettleCard:
    """Every rule of one model on one data set, and what to bring next, the most valuable first."""

    settled: Settled
    needs: tuple[Need, ...]


def settle_card(
    shelf: Shelf,
    model: Model,
    outcome: str | None = None,
    before: datetime | None = None,
    size: float | None = None,
) -> SettleCard:
    """What the data can settle of each rule, by an outcome (without a word the model's own).

    `before` (naive UTC) leaves out leads with T at or after it: the locked period; `size` is the difference of shares
    that is asked for, by default one that matters.  Raises ModelError where the data cannot answer the model at all,
    UsageError for an outcome or size that is none.
    """
    asked = outcome or model.evaluation.outcome
    found = effects(shelf, model, outcome=asked, before=before)
    settled = settled_rules(model, shelf.facts, found, size)
    lens = lens_of(None, model.evaluation, shelf.database.manifest.zone)
    cohort = unscored_cohort(shelf, model, lens, asked).facts
    totals = [each.name for each in shelf.database.manifest.attributes if each.total_today]
    return SettleCard(settled, tuple(needs(model, shelf.facts, cohort, settled, totals)))
