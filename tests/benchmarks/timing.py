"""Timing of several things in one run: in turns, so that a busy machine slows all of them alike."""

from __future__ import annotations

import os
import platform
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import median
from typing import Any


@dataclass(frozen=True, slots=True)
class Timed:
    """Medians over the turns, in seconds: what passed, and what the process spent on all cores."""

    wall: float
    cpu: float


def in_turns(things: Mapping[str, Callable[[], Any]], turns: int) -> dict[str, Timed]:
    """Each thing once to warm up, then one after another, `turns` times."""
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in things}
    for turn in range(turns + 1):
        for name, thing in things.items():
            wall, cpu = time.perf_counter(), time.process_time()
            thing()
            if turn:
                found[name].append((time.perf_counter() - wall, time.process_time() - cpu))
    return {name: Timed(median(w for w, _ in each), median(c for _, c in each)) for name, each in found.items()}


def machine() -> str:
    """The machine and how busy it is: without this a time means nothing."""
    load = ", ".join(f"{each:.1f}" for each in os.getloadavg()) if hasattr(os, "getloadavg") else "unknown"
    return f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}; load {load}"


def milliseconds(timed: Timed) -> str:
    """Wall and processor time in milliseconds."""
    return f"{1000 * timed.wall:8.1f} ms ({1000 * timed.cpu:7.1f} cpu)"
