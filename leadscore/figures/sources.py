"""Where leads come from: the words of their sources, the kind that each is stated to mean, and its leads."""

from __future__ import annotations

from dataclasses import dataclass

from leadscore.store.database import Database
from leadscore.vocabulary import SOURCE_KINDS

MOST_WORDS = 100
UNKNOWN = "unknown: no kind is stated for it"


@dataclass(frozen=True, slots=True)
class SourceWord:
    """One word of a source as most leads spell it, the kind it is stated to mean in words, and its leads."""

    word: str
    kind: str
    leads: int


@dataclass(frozen=True, slots=True)
class Sources:
    """The words of sources, those of most leads first; `reason` says why there are none or no kinds."""

    words: tuple[SourceWord, ...]
    more: int = 0
    reason: str | None = None


def sources(database: Database) -> Sources:
    """What the sources of the leads are stated to mean."""
    names = {each.name for each in database.manifest.attributes}
    if "source" not in names:
        return Sources((), reason="This data has no 'source' of its leads: map a column to it.")
    kind = "source_kind" if "source_kind" in names else "NULL"
    sql = f"""SELECT FIRST(word ORDER BY leads DESC, word), kind, SUM(leads), COUNT(*) OVER ()
FROM (SELECT TRIM(CAST(source AS VARCHAR), ' ') AS word, {kind} AS kind, COUNT(*) AS leads FROM leads
  WHERE source IS NOT NULL GROUP BY ALL)
GROUP BY LOWER(word), kind ORDER BY 3 DESC, LOWER(word), kind NULLS LAST LIMIT {MOST_WORDS}"""
    rows = database.cursor().execute(sql).fetchall()
    words = tuple(SourceWord(word, SOURCE_KINDS.get(str(meant), UNKNOWN), int(leads)) for word, meant, leads, _ in rows)
    reason = None
    if kind == "NULL":
        reason = "No kinds of source are stated: map the words of the source to 'source_kind' when you bring the data."
    return Sources(words, rows[0][3] - len(rows) if rows else 0, reason)
