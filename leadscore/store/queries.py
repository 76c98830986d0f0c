"""SQL as a queue of named stages, joined into one WITH; a stage's `why` stands before it as a comment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Stage:
    """One named step of a query: a snake_case name that says what a row is, why it exists, and its SELECT."""

    name: str
    why: str
    sql: str


def assemble(stages: Sequence[Stage], select: str) -> str:
    """All stages as one WITH, followed by the closing SELECT."""
    if not stages:
        return select
    steps = ",\n".join(f"-- {stage.why}\n{stage.name} AS (\n{stage.sql}\n)" for stage in stages)
    return f"WITH\n{steps}\n{select}"
