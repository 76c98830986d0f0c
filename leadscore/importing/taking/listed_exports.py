"""The exports of a list of leads that one mapping names, in their order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from leadscore.importing.mappings.mapping import Mapping
from leadscore.importing.taking.staging import SEQ


@dataclass(frozen=True, slots=True)
class Export:
    """Rows of leads that were exported together: their table, when (None: nobody says), and what has a column."""

    table: str
    at: datetime | None
    sources: tuple[int, ...]


def exports_of(mapping: Mapping, filling: Sequence[int]) -> tuple[Export, ...]:
    """The exports that a mapping names: undated sources together, then each dated one, the earliest first.

    `filling` are sources that list no leads of their own.
    """
    sources = [(number, source) for number, source in enumerate(mapping.sources) if source.table == "leads"]
    leads = [(number, source) for number, source in sources if number not in filling]
    bare = tuple(number for number, source in leads if source.exported_at is None)
    dated = sorted((source.exported_at, number) for number, source in leads if source.exported_at is not None)
    found = [Export("leads_undated", None, bare)] if bare else []
    return (*found, *(Export(f"leads_{number}", at, (number,)) for at, number in dated))


def rank(exports: Sequence[Export]) -> str:
    """SQL: the place of a staged row's export among the exports."""
    if len(exports) < 2:
        return "0"
    whens = (f"WHEN {number} THEN {place}" for place, each in enumerate(exports) for number in each.sources)
    return f"CASE {SEQ} >> 40 {' '.join(whens)} END"
