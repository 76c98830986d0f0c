"""A world is a model, a data set and a lens, drawn from one seed: the same seed always draws the same world."""

from __future__ import annotations

import random
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from .dataset import Facts
from .landmarks import Lens
from .scorer import score_leads
from .world_instants import FIRST, near
from .world_models import random_cut_offs, random_model
from .world_tables import Setting, Tables, random_setting, random_tables


@dataclass(frozen=True, slots=True)
class World:
    """Everything two scorers need to be compared."""

    seed: int
    model: dict[str, Any]
    tables: Tables
    facts: Facts
    lens: Lens


def random_world(seed: int, lens: Lens | None = None) -> World:
    """The world of a seed, under its own lens or another."""
    rng = random.Random(seed)
    setting = random_setting(rng)
    tables = random_tables(rng, setting)
    facts = Facts(setting.attributes, setting.zone)
    model = random_model(rng, setting)
    chosen = _lens(rng, setting, tables) if lens is None else lens
    if rng.random() < 0.85:
        found = score_leads(model, tables, facts, chosen).leads
        groups = [_cents(points) for lead in found for points in lead.groups.values()]
        model["cut_offs"] = random_cut_offs(rng, model, [_cents(lead.score) for lead in found], groups)
    return World(seed, model, tables, facts, chosen)


def _cents(number: Fraction) -> Decimal:
    exact = Decimal(number.numerator) / Decimal(number.denominator)
    return exact.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP).normalize() + 0


def _lens(rng: random.Random, setting: Setting, tables: Tables) -> Lens:
    lenses: list[Lens] = [*["handoff"] * 4, *["arrival"] * 3, *[setting.day] * 2]
    if setting.shape in ("no stages", "bare"):
        lenses = ["handoff", *["arrival"] * 4, *[setting.day] * 4]
    stamps = [row["occurred_at"] for row in tables.get("activities", [])]
    return rng.choice([*lenses, near(rng, stamps or [FIRST])])
