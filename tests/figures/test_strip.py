"""The population strip says in plain words who is left out, and adds up."""

from __future__ import annotations

import pytest
from simulation.town import Town, day, model

from leadscore.evidence import Arrival, AsOf, Handoff, Lens
from leadscore.figures.closed_loop import closed_loop
from leadscore.figures.strip import leads_sum


def town() -> Town:
    """Ada and Ben handed over, Cleo never; Dan repeats Ada, Eve is a student, Fay comes late."""
    told = Town(attributes={"title": "text", "duplicate_of": "text", "thesis": "text"}, until=40)
    told.captured = ("title", "duplicate_of", "thesis")
    told.lead("Ada", mql=5).lead("Ben", mql=8).lead("Cleo").lead("Dan", mql=6).lead("Eve", mql=7)
    told.lead("Fay", created=35, mql=50)
    for lead in told.leads:
        lead |= {"duplicate_of": "Ada" if lead["lead_id"] == "Dan" else None}
        lead |= {"thesis": "yes" if lead["lead_id"] == "Eve" else None}
    return told


EXCLUDED = {"exclude": [{"attribute": "duplicate_of", "known": True}, {"attribute": "thesis", "known": True}]}

SAID = {
    Handoff(): "2 leads in the figures = 6 leads in the data - 1 (duplicates) - 1 (thesis filled in)"
    " - 1 (no hand-off with a date) - 1 (handed over after the data date)",
    Arrival(14): "3 leads in the figures = 6 leads in the data - 1 (duplicates) - 1 (thesis filled in)"
    " - 1 (younger than 14 days on the data date)",
    AsOf(day(30)): "3 leads in the figures = 6 leads in the data - 1 (duplicates) - 1 (thesis filled in)"
    " - 1 (created later or nobody knows when)",
}


@pytest.mark.parametrize("lens", SAID, ids=lambda lens: lens.name)
def test_who_is_left_out_is_said_in_plain_words(lens: Lens) -> None:
    with town().shelf() as shelf:
        report = closed_loop(shelf, model(population=EXCLUDED), lens, families=("waterfall",), draws=0)
    assert leads_sum(report).in_words() == SAID[lens]
