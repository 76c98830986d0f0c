"""What of the files an import remembers, so that next month's are recognised: columns, and words where they are few."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from leadscore.importing.mappings.mapping import Mapping, Source
from leadscore.importing.mappings.renamed import named_in
from leadscore.importing.proposing import source_kinds
from leadscore.importing.reading import headers
from leadscore.importing.reading.rows import Batch, Reading

MOST_WORDS = 200
"""A column of more words is free text or names: none of them is kept."""

_WORDS_COUNT = (("activities", "kind"), ("stages", "stage"), ("deals", "outcome"))
"""Fields whose every word has a meaning of its own."""


class Remembering:
    """One file while it is read: the words of the columns whose words the mapping gives a meaning."""

    def __init__(self, reading: Reading, sources: Sequence[Source]) -> None:
        self._names = reading.header.names
        self._named = [name for name in self._names if name not in reading.header.unnamed]
        self._sources = sources
        wanted = {column for source in sources for column in _worded(source)}
        self._words: dict[int, set[str]] = {
            position: set() for position, name in enumerate(self._names) if name in wanted
        }

    def note(self, batch: Batch) -> None:
        """Take the words of a batch; a column of too many is let go."""
        for position, words in list(self._words.items()):
            words.update(cell.strip() for cell in set(batch.columns[position]) if cell is not None and cell.strip())
            if len(words) > MOST_WORDS:
                del self._words[position]

    def read(self, names: dict[Path, str]) -> dict[str, Any] | None:
        """What is remembered, as plain values; None of a file whose header is itself data of people."""
        source = self._sources[0]
        if headers.look_like_values(self._names) or source.file not in names:
            return None
        needed = {column for source in self._sources for column in _needed(source)}
        return {
            "name": names[source.file],
            "columns": self._named,
            "needed": sorted(needed),
            "words": {self._names[position]: sorted(words) for position, words in self._words.items()},
            "sheet": source.sheet,
        }


def names_of(mapping: Mapping) -> dict[Path, str]:
    """The files of a mapping with their names as it writes them."""
    written = named_in(mapping.file.read_text(encoding="utf-8-sig"))
    return {mapping.file.parent / name: name for name in written}


def _worded(source: Source) -> Iterator[str]:
    for name, field in source.fields:
        if name == source_kinds.ATTRIBUTE:  # a new source is of an unknown kind, which is said anyway
            continue
        if field.column is not None and (field.values or (source.table, name) in _WORDS_COUNT):
            yield field.column


def _needed(source: Source) -> Iterator[str]:
    yield from (field.column for _, field in source.fields if field.column is not None)
    yield from (condition.column for condition in source.where)
    yield from (column for column in source.keep if source.keep != "all")
    yield from (column for column, _ in source.rename)
