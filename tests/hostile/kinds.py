"""Kinds of hostile files: each a function that writes one file into a folder and returns its path.

A kind is seeded by its own name, so that a file is the same in every run and on every machine.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random

Make = Callable[[Path, Random], Path]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind: its name in words, how it is made, whether it weighs more than a push may carry."""

    name: str
    make: Make
    heavy: bool

    def file(self, folder: Path) -> Path:
        """The file, written into the folder."""
        return self.make(folder, Random(self.name))


KINDS: list[Kind] = []


def kind(make: Make) -> Make:
    """Enter a function among the kinds."""
    KINDS.append(Kind(make.__name__.replace("_", " "), make, heavy=False))
    return make


def heavy_kind(make: Make) -> Make:
    """Enter a function among the kinds that take megabytes or seconds."""
    KINDS.append(Kind(make.__name__.replace("_", " "), make, heavy=True))
    return make


def put(folder: Path, name: str, content: str | bytes) -> Path:
    """A file with this content; text is written as UTF-8, line ends as they are."""
    file = folder / name
    file.write_bytes(content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content)
    return file


def corpus() -> tuple[Kind, ...]:
    """Every kind, in the order of the modules that know them."""
    from tests.hostile import json_kinds, other_kinds, parquet_kinds, place_kinds, text_kinds, workbook_kinds

    order = (text_kinds, workbook_kinds, parquet_kinds, json_kinds, other_kinds, place_kinds)
    return tuple(sorted(KINDS, key=lambda each: [module.__name__ for module in order].index(each.make.__module__)))
