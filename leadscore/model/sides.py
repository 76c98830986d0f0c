"""The two sides of the agreed balance: how many points each can give at most."""

from __future__ import annotations

from decimal import Decimal

from leadscore.model.model import Model
from leadscore.model.reach import highest_points

SIDES = ("behavioural", "demographic")


def maximum_points(model: Model) -> dict[str, Decimal]:
    """The most positive points of either side, after caps."""
    most = dict.fromkeys(SIDES, Decimal(0))
    for name in model.group_names:
        side = model.group(name).side_of(name)
        if side in most:
            most[side] += max(Decimal(0), highest_points(model, name))
    return most
