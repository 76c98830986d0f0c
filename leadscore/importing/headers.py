"""Header cells as column names: trimmed, never blank, never twice."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_GAPS = re.compile(r"[\s\x00-\x1f\x7f\ufeff]+")


@dataclass(frozen=True, slots=True)
class Header:
    """The names of a file's columns, which of them the file left blank, and what had to be done to get there."""

    names: tuple[str, ...]
    unnamed: frozenset[str] = frozenset()
    notes: tuple[str, ...] = ()


def read_header(cells: Sequence[str | None]) -> Header:
    """Names for header cells: padding gone, blank ones `column 38`, repeated ones `name 2`."""
    bare = [_GAPS.sub(" ", cell or "").strip() for cell in cells]
    named = [name or f"column {number}" for number, name in enumerate(bare, 1)]
    names = distinct(named)
    unnamed = frozenset(name for name, text in zip(names, bare, strict=True) if not text)
    repeated = [name for name, wanted in zip(names, named, strict=True) if name != wanted]
    notes = (f"repeated column names were told apart as {', '.join(repeated)}",) if repeated else ()
    return Header(tuple(names), unnamed, notes)


def numbered(width: int) -> Header:
    """Names for a file without a header: `column 1`, `column 2`, ..."""
    return Header(tuple(f"column {number}" for number in range(1, width + 1)))


def distinct(names: Sequence[str], taken: Sequence[str] = ()) -> list[str]:
    """The names with ` 2`, ` 3` ... added where one, whatever its case, is there already."""
    wanted = {name.lower() for name in names}
    seen = {name.lower() for name in taken}
    told_apart = []
    for name in names:
        free, number = name, 2
        while free.lower() in seen or (free != name and free.lower() in wanted):
            free, number = f"{name} {number}", number + 1
        seen.add(free.lower())
        told_apart.append(free)
    return told_apart
