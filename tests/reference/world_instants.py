"""Instants of random worlds: on the edges of windows, and a microsecond beside them."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeVar

T = TypeVar("T")

FIRST = datetime.fromisoformat("2026-01-05")
EARLIEST = datetime.fromisoformat("1900-01-01")
LATEST = datetime.fromisoformat("2199-12-31T23:59:59.999999")
DAYS = 280
WINDOWS = (1, 7, 14, 30, 60, 90)


def maybe(rng: random.Random, draw: Callable[[], T], chance: float = 0.75) -> T | None:
    """What is drawn, or nothing."""
    return draw() if rng.random() < chance else None


def in_calendar(instant: datetime) -> datetime:
    """The instant, held within what a data set may contain."""
    return min(max(instant, EARLIEST), LATEST)


def any_instant(rng: random.Random) -> datetime:
    """Any time in the year; often midnight, and now and then an edge of the calendar."""
    day = FIRST + timedelta(days=rng.randrange(DAYS))
    if rng.random() < 0.02:
        return rng.choice((EARLIEST, LATEST))
    return day if rng.random() < 0.3 else day + timedelta(microseconds=rng.randrange(86_400_000_000))


def near(rng: random.Random, anchors: list[datetime]) -> datetime:
    """An instant on the edge of a window before an anchor, or a microsecond beside it; sometimes anywhere."""
    if rng.random() < 0.2:
        return any_instant(rng)
    days = rng.choice((0, 0, 0, 1, 2, 3, *WINDOWS, 15, 45, 120))
    shift = rng.choice((-1, 0, 0, 1, -3_600_000_000, rng.randrange(86_400_000_000)))
    return in_calendar(rng.choice(anchors) - timedelta(days=days) + timedelta(microseconds=shift))
