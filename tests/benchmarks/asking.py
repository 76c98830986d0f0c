"""S7: one lead's explanation, and the queue of a thousand leads with their reasons, as the pages ask for them."""

from __future__ import annotations

import random

from leadscore.desk.listing import Filters, listed
from leadscore.desk.queue import build_queue
from leadscore.evidence import Shelf
from leadscore.figures import queue_words
from leadscore.model import Model
from leadscore.scoring import Explainer
from tests.benchmarks.timing import Timed, in_turns

QUEUE = 1_000


def measure(shelf: Shelf, model: Model, turns: int) -> dict[str, Timed]:
    """Medians over leads drawn at random; queue and explainer are kept from before, as on the pages."""
    queue = build_queue(shelf, model)
    explainer = Explainer(shelf, model, queue.lens)
    rows = shelf.database.cursor().execute(f"SELECT lead_id FROM {queue.table} ORDER BY lead_id").fetchall()
    dice = random.Random(7)
    to_call = Filters(routes=("work", "kept"))
    few = Filters(routes=("work", "kept"), sources=("fair", "partner"), search="7")

    def rows_of(filters: Filters) -> None:
        queue_words.rows(listed(queue, filters, QUEUE).leads, "UTC")

    return in_turns(
        {
            "explanation": lambda: explainer.explain(dice.choice(rows)[0]),
            "queue": lambda: rows_of(to_call),
            "filtered": lambda: rows_of(few),
        },
        turns,
    )
