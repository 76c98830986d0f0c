"""The hindsight switch: what of a lead may be looked at, and who is in the denominator."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from leadscore.errors import UsageError, did_you_mean
from leadscore.evidence import Arrival, AsOf, Handoff, Lens, Shelf, rests_on_today
from leadscore.model import Model
from leadscore.model.model import Population
from leadscore.outcomes.header import out_of
from leadscore.outcomes.standing import NO_DATES
from leadscore.vocabulary import HAND_OFF

Hindsight = Literal["now", "then", "then_worked"]

HINDSIGHTS: dict[Hindsight, str] = {
    "now": "everything we know now",
    "then": "as known then",
    "then_worked": "as known then, worked leads only",
}
"""The positions of the switch, from the most naive to the honest one, in words."""

NAIVE = "naive: later behaviour and today's values are counted as if they had been known then"


@dataclass(frozen=True, slots=True)
class View:
    """One position of the switch on one data set: whose T counts, whose evidence, and which rules take part."""

    hindsight: Hindsight
    lens: Lens
    """Where T stands, from which outcomes are counted."""
    evidence_lens: Lens
    """As of when evidence is looked at; another moment than T only with everything known now."""
    left_out: tuple[str, ...]
    """Rules that stay out, since they rest on today's values."""
    pooled: bool
    """Whether leads that nobody worked are in the denominator."""
    badges: tuple[str, ...]

    def rules_of(self, model: Model) -> Model:
        """The model as this position scores it."""
        return model.without_rules(self.left_out) if self.left_out else model

    def evidence_model(self, model: Model) -> Model:
        """The model for the evidence query: at another moment than T, the population at T has decided already."""
        rules = self.rules_of(model)
        return rules if self.evidence_lens == self.lens else rules.model_copy(update={"population": Population()})


def view(shelf: Shelf, model: Model, hindsight: str, lens: Lens | None = None) -> View:
    """What a position of the switch means for this data; UsageError for an unknown position.

    T is the hand-off; data without hand-offs are looked at after the model's arrival days.  Without dates there is
    one position only: everything, as it stands.
    """
    if hindsight not in HINDSIGHTS:
        raise UsageError(f"There is no hindsight '{hindsight}'. {did_you_mean(hindsight, HINDSIGHTS)}")
    manifest = shelf.database.manifest
    chosen = lens or _lens(shelf, model)
    if not manifest.dated or manifest.data_date is None:
        return View("now", chosen, chosen, (), True, (NO_DATES,))
    if hindsight == "now":
        return View("now", chosen, AsOf(manifest.data_date), (), True, (NAIVE,))
    todays = tuple(rests_on_today(model, shelf.facts))
    badges = (out_of(todays, "the figures"),) if todays else ()
    return View("then" if hindsight == "then" else "then_worked", chosen, chosen, todays, hindsight == "then", badges)


def _lens(shelf: Shelf, model: Model) -> Lens:
    """A hand-off after the data date is none yet."""
    manifest = shelf.database.manifest
    if not manifest.dated:
        return Handoff()
    sql = f"""SELECT COUNT(*) > 0 FROM stages WHERE LOWER(TRIM(stage, ' ')) = '{HAND_OFF}'
AND entered_at IS NOT NULL AND ($until IS NULL OR entered_at <= $until)"""
    handed_over = shelf.database.cursor().execute(sql, {"until": manifest.data_date}).fetchall()[0][0]
    return Handoff() if handed_over else Arrival(model.evaluation.arrival_days)
