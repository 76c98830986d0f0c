"""Signals: what a lead shows by its hand-off, how strongly it speaks of a purchase, and the trace that it leaves."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from sample_data.chance import Chance, sigmoid

NEVER = -40.0
NODES = tuple(step / 20 for step in range(-120, 121))
WEIGHTS: tuple[float, ...] = tuple(math.exp(-node * node / 2) for node in NODES)


@dataclass(frozen=True, slots=True)
class Trace:
    """Activities that show a signal: at least ``least`` of them where it is present, at most ``most`` where not."""

    kind: str
    details: tuple[str, ...] = ("",)
    least: int = 1
    extra: float = 0.0
    absent: float = 0.0
    most: int = 0
    days: int = 0
    actor: str = "lead"
    values: tuple[int, ...] = ()
    earlier: bool = False
    daily: bool = False
    late: bool = False
    stale: float = 0.0


@dataclass(frozen=True, slots=True)
class Signal:
    """One line of the table: odds ratio, share, loading on the hidden intent, points of the old model."""

    id: str
    label: str
    kind: str
    odds: float
    share: float
    loading: float
    points: int | None
    group: str
    when: dict[str, Any]
    intercept: float = 0.0
    trace: Trace | None = None
    without: tuple[str, ...] = ()
    implied_by: tuple[str, ...] = ()
    firm: bool = False


@dataclass(frozen=True, slots=True)
class Solved:
    """Constants found by ``python -m sample_data.calibrate``."""

    hand_off_at: float
    top_at: float
    rest_at: float
    sql: float
    win: float
    same_day: float
    rejected: float


def with_intercepts(signals: tuple[Signal, ...], intercepts: dict[str, float]) -> tuple[Signal, ...]:
    """The same signals with their solved intercepts."""
    return tuple(replace(one, intercept=intercepts.get(one.id, one.intercept)) for one in signals)


def chance_of(signal: Signal, intent: float, intercept: float) -> float:
    return sigmoid(intercept + signal.loading * intent)


def draw_present(
    signals: Iterable[Signal], intent: float, chance: Chance, host: frozenset[str] | None
) -> frozenset[str]:
    """The signals that one lead shows; what belongs to the firm is taken from a colleague where there is one."""
    present: set[str] = set()
    for signal in signals:
        drawn = chance.below(chance_of(signal, intent, signal.intercept))
        if host is not None and signal.firm:
            drawn = signal.id in host
        if present.intersection(signal.implied_by) or (drawn and not present.intersection(signal.without)):
            present.add(signal.id)
    return frozenset(present)


def shares_by_intent(signals: Iterable[Signal]) -> dict[str, list[float]]:
    """Probability of every signal at each node of the hidden intent, implied and excluded ones respected."""
    by_id: dict[str, list[float]] = {}
    for signal in signals:
        by_id[signal.id] = conditional_shares(signal, signal.intercept, by_id)
    return by_id


def conditional_shares(signal: Signal, intercept: float, earlier: dict[str, list[float]]) -> list[float]:
    shares = []
    for place, node in enumerate(NODES):
        implied = sum(earlier[other][place] for other in signal.implied_by)
        free = 1.0 - sum(earlier[other][place] for other in signal.without)
        shares.append(implied + (1.0 - implied) * free * chance_of(signal, node, intercept))
    return shares


def mean_share(shares: list[float]) -> float:
    total: float = sum(share * weight for share, weight in zip(shares, WEIGHTS, strict=True))
    return total / sum(WEIGHTS)
