"""Header cells as column names: trimmed, never blank, never twice."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from leadscore.importing.reading.decimals import NotANumber, read_number

_VALUE = re.compile(
    r"[^\s@]+@[^\s@]+\.[^\s@]+|https?://\S+"  # addresses
    r"|\d{4}-\d{2}-\d{2}\b.*|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b.*"  # days in digits
    r"|\d{1,2} [^\W\d]{3,9}\.?,? \d{4}\b.*|[^\W\d]{3,9} \d{1,2}, \d{4}\b.*"  # with the month's name
    r"|\+?[\d(][\d\s()/.,-]{3,}"  # telephone numbers
)
LONGEST = 200
"""Characters of a column name; what is beyond them is cut off."""

_GAPS = re.compile(r"[\s\x00-\x1f\x7f\ufeff]+")


@dataclass(frozen=True, slots=True)
class Header:
    """The names of a file's columns, which of them the file left blank, and what had to be done to get there."""

    names: tuple[str, ...]
    unnamed: frozenset[str] = frozenset()
    notes: tuple[str, ...] = ()


def read_header(cells: Sequence[str | None]) -> Header:
    """Names for header cells: padding gone, blank ones `column 38`, repeated ones `name 2`."""
    bare = [_bare(cell or "") for cell in cells]
    named = [name or f"column {number}" for number, name in enumerate(bare, 1)]
    names = distinct(named)
    unnamed = frozenset(name for name, text in zip(names, bare, strict=True) if not text)
    repeated = [name for name, wanted in zip(names, named, strict=True) if name != wanted]
    shown = f"as {', '.join(repeated)}" if not look_like_values(bare) else f"({len(repeated)} of them)"
    notes = [f"repeated column names were told apart {shown}"] if repeated else []
    cut = sum(len(cell or "") > LONGEST for cell in cells)
    notes += [f"{cut} column names of more than {LONGEST} characters were cut there"] if cut else []
    return Header(tuple(names), unnamed, tuple(notes))


def _bare(cell: str) -> str:
    return _GAPS.sub(" ", cell[:LONGEST]).strip()


def look_like_values(names: Sequence[str]) -> bool:
    """Whether one of the names reads as a number, a date, a telephone number or an address: a row of data, no header.

    Such names are data of people and stay out of messages.
    """
    return any(_VALUE.fullmatch(name) or _is_number(name) for name in names)


def are_values(first: Sequence[str], second: Sequence[str]) -> bool:
    """Whether the first row of a file is data like the second: a date or an address in it, or numbers only.

    Years and days name columns too: not those that hold values of the same sort, where others have words.
    """
    pairs = [(_bare(one), _bare(two)) for one, two in zip(first, second, strict=False) if one.strip()]
    alike = [_sort_of(one) for one, two in pairs if _sort_of(one) and _sort_of(two) in (_sort_of(one), "blank")]
    told = [_sort_of(one) for one, _ in pairs if _sort_of(one)]
    return alike == told and ("value" in told or (bool(told) and len(told) == len(pairs)))


def _sort_of(name: str) -> str | None:
    if not name:
        return "blank"
    if _is_number(name):
        return "number"
    return "value" if _VALUE.fullmatch(name) else None


def _is_number(name: str) -> bool:
    try:
        read_number(name)
    except NotANumber:
        return False
    return True


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
