"""What the regression looks at: counted leads as patterns of rules, by account, from one query."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from leadscore.evidence import units_column, unknown_column
from leadscore.outcomes.cohort import COHORT, Cohort
from leadscore.outcomes.query import execute
from leadscore.outcomes.standing import Target, standing
from leadscore.store.database import quoted
from leadscore.store.queries import Stage, assemble

Floats = NDArray[np.float64]
Wholes = NDArray[np.int64]
Flags = NDArray[np.bool_]

AMONG = {
    "worked": ("counted",),
    "handed_over": ("counted", "unworked"),
    "all": ("counted", "unworked", "not_handed_over"),
}
"""Whose outcomes are looked at, as standings: the honest choice first; the others are there to show the trap."""

BITS = 62
"""Flags to a whole number of 64 bits."""


@dataclass(frozen=True, slots=True)
class Observations:
    """Leads by account and pattern (rows, sorted by account), and by pattern alone.

    `holds` and `unknown` are patterns x rules, in the order of the model's rules; a rule that holds is not unknown.
    `touched_after` counts the hits that the first touch by sales only followed.
    """

    account: Wholes
    pattern: Wholes
    n: Floats
    hits: Floats
    pattern_n: Floats
    pattern_hits: Floats
    holds: Flags
    unknown: Flags
    accounts: int
    """Accounts among the leads; a lead without one is an account of its own."""
    largest_account: float
    touched_after: int = 0

    @classmethod
    def of(
        cls, account: Wholes, pattern: Wholes, n: Floats, hits: Floats, holds: Flags, unknown: Flags
    ) -> Observations:
        """Observations from rows in any order."""
        order = np.lexsort((pattern, account))
        account, pattern, n, hits = account[order], pattern[order], n[order], hits[order]
        starts = np.flatnonzero(np.diff(account, prepend=account[:1] - 1))
        sizes = np.add.reduceat(n, starts) if len(n) else n
        pattern_n, pattern_hits = (_sums(pattern, each, len(holds)) for each in (n, hits))
        largest = float(sizes.max(initial=0))
        return cls(account, pattern, n, hits, pattern_n, pattern_hits, holds, unknown, len(starts), largest)

    def accounts_of(self, flags: Flags) -> int:
        """Accounts of the leads whose pattern is flagged."""
        return len(np.unique(self.account[flags[self.pattern]]))

    def has_accounts(self, flags: Flags, fewest: int) -> bool:
        """Whether the flagged leads are of so many accounts; counted only where their number leaves it open."""
        leads = self.count(flags)[0]
        return leads >= fewest * self.largest_account or (leads >= fewest and self.accounts_of(flags) >= fewest)

    def count(self, flags: Flags) -> tuple[int, int]:
        """Leads whose pattern is flagged, and hits among them."""
        return int(self.pattern_n[flags].sum()), int(self.pattern_hits[flags].sum())


def _sums(pattern: Wholes, counts: Floats, patterns: int) -> Floats:
    return np.asarray(np.bincount(pattern, counts, minlength=patterns), dtype=np.float64)


def observe(
    cohort: Cohort, evidence: str, rules: int, target: Target, days: int, among: str, before: datetime | None
) -> Observations:
    """Look once at the cohort's leads and their evidence; `before` leaves out leads with T at or after it."""
    flags = [f"evidence.{units_column(i)} > 0" for i in range(rules)]
    flags += [f"evidence.{unknown_column(i)} = 1 AND evidence.{units_column(i)} = 0" for i in range(rules)]
    words = [_word(flags[first : first + BITS]) for first in range(0, max(len(flags), 1), BITS)]
    named = ", ".join(f"{word} AS word_{place}" for place, word in enumerate(words))
    rows = Stage(
        "leads_observed",
        "each lead of the denominator with the rules that hold for it and those that are unknown",
        f"""SELECT HASH(account) AS account, CAST(hit AS BIGINT) AS hit,
    CAST(hit AND touched_after AS BIGINT) AS touched_after, {named}
FROM standings JOIN {quoted(evidence)} AS evidence USING (lead_id)
WHERE {_inside(among)}{"" if before is None else " AND standings.as_of < $before"}""",
    )
    keys = ", ".join(["account", *(f"word_{place}" for place in range(len(words)))])
    select = f"""SELECT {keys}, COUNT(*) AS n, CAST(SUM(hit) AS BIGINT) AS hits,
    CAST(SUM(touched_after) AS BIGINT) AS touched_after
FROM leads_observed GROUP BY {keys}"""
    sql = assemble((COHORT, standing(target, cohort.facts), rows), select)
    return _unpacked(execute(cohort.cursor, cohort.question, sql, days=days, before=before).fetchnumpy(), rules)


def _inside(among: str) -> str:
    """Leads that were never handed over stand there before they are mature; pooled leads must be mature, too."""
    places = ", ".join(f"'{place}'" for place in AMONG[among])
    inside = f"standing IN ({places})"
    return f"{inside} AND standings.as_of + to_days($days) <= $data_date" if "not_handed_over" in inside else inside


def _word(flags: list[str]) -> str:
    if not flags:
        return "CAST(0 AS BIGINT)"
    return " + ".join(f"CAST({flag} AS BIGINT) * {2**bit}" for bit, flag in enumerate(flags))


def _unpacked(rows: dict[str, Any], rules: int) -> Observations:
    words = [np.asarray(rows[name]).astype(np.int64) for name in rows if name.startswith("word_")]
    account = np.asarray(rows["account"]).astype(np.uint64).view(np.int64)
    pattern, distinct = _patterns(words)
    flags = np.column_stack([_flags(word, 2 * rules - BITS * place) for place, word in enumerate(distinct)])
    n, hits = (np.asarray(rows[name], dtype=np.float64) for name in ("n", "hits"))
    seen = Observations.of(account, pattern, n, hits, flags[:, :rules], flags[:, rules:])
    return replace(seen, touched_after=int(np.sum(rows["touched_after"])))


def _patterns(words: list[Wholes]) -> tuple[Wholes, list[Wholes]]:
    """Number the distinct rows of words, in their order; and the words of each."""
    number = np.zeros(len(words[0]), dtype=np.int64)
    for word in words:
        own, place = np.unique(word, return_inverse=True)
        _, number = np.unique(number * max(len(own), 1) + place, return_inverse=True)
    _, first = np.unique(number, return_index=True)
    return number, [word[first] for word in words]


def _flags(word: Wholes, left: int) -> Flags:
    bits = np.arange(min(left, BITS), dtype=np.int64)
    return (word[:, None] >> bits & 1).astype(np.bool_)
