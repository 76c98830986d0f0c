"""A query as a queue of named stages, joined into one WITH, each with a comment that says why it exists."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlglot import exp


@dataclass(frozen=True, slots=True)
class Stage:
    """One step of a query: a name that says what a row is, why the step exists, and its SELECT."""

    name: str
    why: str
    select: Any


def assemble(stages: Sequence[Stage], select: exp.Select) -> exp.Select:
    """The stages as one WITH before the closing SELECT; all expressions are copied."""
    query = select.copy()
    for stage in stages:
        body = stage.select.copy()
        body.add_comments([stage.why], prepend=True)
        query = query.with_(stage.name, as_=body, copy=False)
    return query
