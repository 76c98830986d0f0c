"""How many leads a pilot hands over a week: those that reach the active model's cut-off in the replayed weeks."""

from __future__ import annotations

from dataclasses import replace

from leadscore.estimate import Estimate
from leadscore.model import Model
from leadscore.simulation.capacity import WEEKS_A_MONTH
from leadscore.simulation.cut_offs import at_cut_offs
from leadscore.simulation.replay import Replayed, score_weeks

REPLAYED = "leads a week that reach the cut-off, each past week replayed under this model"
ACTUAL = "hand-offs a week as they were, since the model has no cut-offs"
NO_POINTS = "no lead of the replayed weeks is given a point by a rule that these data can answer as of then"


def leads_a_week(replayed: Replayed, model: Model) -> tuple[Estimate, str]:
    """The number, and in words what was counted; unknown with a reason where nothing dated is long enough.

    The replay is that of the Cut-offs page, so both speak of the same leads a month.
    """
    if model.cut_offs is None:
        return _a_week(replayed.a_month(int(replayed.handed.sum()))), ACTUAL
    if replayed.weeks is not None and model.cut_offs.mql > 0 and not (score_weeks(replayed, model).best > 0).any():
        return Estimate.unknown(NO_POINTS, len(replayed.lead_id)), REPLAYED
    return _a_week(at_cut_offs(replayed, model, [model.cut_offs.mql])[0].a_month), REPLAYED


def part_of(a_week: Estimate, part: float) -> Estimate:
    """A part of so many leads a week."""
    return a_week if a_week.value is None else replace(a_week, value=a_week.value * part)


def _a_week(a_month: Estimate) -> Estimate:
    return part_of(a_month, 1 / WEEKS_A_MONTH)
