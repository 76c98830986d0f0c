"""Random deals around the landmarks of the leads they belong to, by account or by link."""

from __future__ import annotations

import random
from datetime import datetime

from .dataset import Row
from .world_instants import FIRST, maybe, near
from .world_texts import ACCOUNTS

NOBODY = "nobody"


def random_deals(rng: random.Random, anchors: dict[str, list[datetime]]) -> tuple[list[Row], list[Row]]:
    """Rows of deals and of deal_leads; some deals have no lead, some leads are nobody the data knows."""
    deals: list[Row] = []
    links: list[Row] = []
    for number in range(rng.randint(0, 12)):
        lead_id = rng.choice([*anchors, NOBODY])
        deal_id = f"deal-{number}"
        deals.append({"deal_id": deal_id} | _deal(rng, anchors.get(lead_id, [FIRST])))
        linked = {lead_id, rng.choice([*anchors, NOBODY])} if rng.random() < 0.7 else set()
        links += [{"deal_id": deal_id, "lead_id": each} for each in sorted(linked)]
    return deals, links


def _deal(rng: random.Random, anchors: list[datetime]) -> Row:
    return {
        "account_id": maybe(rng, lambda: rng.choice(ACCOUNTS)),
        "opened_at": maybe(rng, lambda: _edge(rng, anchors), 0.9),
        "closed_at": maybe(rng, lambda: _edge(rng, anchors), 0.6),
        "outcome": rng.choice(("won", "lost", "open", "open", None)),
        "amount": maybe(rng, lambda: 1000.0),
        "currency": None,
        "type": None,
    }


def _edge(rng: random.Random, anchors: list[datetime]) -> datetime:
    """Often a landmark itself, else the edge of some window."""
    return rng.choice(anchors) if rng.random() < 0.4 else near(rng, anchors)
