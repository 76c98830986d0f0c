"""S7: one lead's explanation, and the queue of a thousand leads."""

from __future__ import annotations

import random

from leadscore.evidence import Handoff, Shelf
from leadscore.model import Model
from leadscore.scoring import Explainer, score
from tests.benchmarks.timing import Timed, in_turns

QUEUE = 1_000


def measure(shelf: Shelf, model: Model, turns: int) -> dict[str, Timed]:
    """Medians over leads drawn at random; explainer and scores are kept from before, as on a page."""
    explainer, scores = Explainer(shelf, model, Handoff()), score(shelf, model, Handoff())
    rows = shelf.database.cursor().execute(f"SELECT lead_id FROM {scores.table} ORDER BY lead_id").fetchall()
    dice = random.Random(7)
    return in_turns(
        {
            "explanation": lambda: explainer.explain(dice.choice(rows)[0]),
            "queue": lambda: list(scores.rows(QUEUE)),
        },
        turns,
    )
