"""What a column seems to hold, guessed from a sample of its cells; every guess that could be wrong is said."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Literal

from leadscore.importing.proposing.synonyms import MISSING_WORDS
from leadscore.importing.reading import instants
from leadscore.importing.reading.decimals import DECIMAL, NOT_FINITE, PLAIN, NotANumber, read_number
from leadscore.importing.reading.rows import Cell

Seems = Literal["text", "number", "date", "time", "blank"]

MOST_WORDS = 40
MOST_SAMPLES = 3
_LONGEST_SAMPLE = 40
_LONGEST_WORD = 500
_LOOKED_AT = 400
_UTC = instants.zone_named("UTC")
_DAYS = ("%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y", "%d-%m-%Y", "%m-%d-%Y", "%d %b, %Y", "%d %b %Y", "%b %d, %Y",
         "%d %B %Y", "%B %d, %Y", "%Y/%m/%d", "%d/%m/%y", "%m/%d/%y")  # fmt: skip
_SWAPPED = {"%d/%m": "%m/%d", "%d-%m": "%m-%d"}
_TIMES = ("", " %H:%M", " %H:%M:%S", " %I:%M %p", " %I:%M:%S %p")
_BARE_DAY, _BARE_FORM = re.compile(r"(19|20|21)\d{6}", re.ASCII), "%Y%m%d"
_OFFSET = re.compile(r"(Z|[+-]\d{2}:?(\d{2})?)$")


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a sample: what it seems to hold, how many cells are filled and distinct, and what is in doubt.

    `words` are its commonest words with their counts, only where there are few; `samples` a few of its cells.
    `both_ways` are the two formats that read every date, and `marks` the two decimal marks that read every number,
    where nothing in the cells tells which is meant.
    """

    name: str
    type: Seems
    filled: int
    distinct: int
    format: str | None = None
    decimal: str | None = None
    spelled: bool = False
    naive: bool = False
    missing: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    words: tuple[tuple[str, int], ...] = ()
    samples: tuple[str, ...] = ()
    both_ways: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()


def guess(name: str, cells: Sequence[Cell], decimal: str = DECIMAL) -> Column:
    """The guess for a column from its sampled cells; `decimal` is the likelier mark where a number reads both ways."""
    filled = [cell.strip() for cell in cells if cell is not None and cell.strip()]
    missing = tuple(word for word in MISSING_WORDS if word in set(filled))
    counted = Counter(cell for cell in filled if cell not in missing)
    looked_at = list(counted)[:_LOOKED_AT]
    few = len(counted) <= MOST_WORDS and max(map(len, counted), default=0) <= _LONGEST_WORD
    words = tuple(counted.most_common()) if few else ()
    if not looked_at:
        return Column(name, "blank", 0, 0, missing=missing)
    found = _dated(looked_at) or _numeric(looked_at, decimal) or {"type": "text"}
    return Column(
        name,
        filled=sum(counted.values()),
        distinct=len(counted),
        missing=missing,
        words=words,
        samples=tuple(text[:_LONGEST_SAMPLE] for text in _telling(looked_at)),
        **found,  # type: ignore[arg-type]
    )


def _telling(texts: list[str]) -> list[str]:
    """The samples to show: of many, those from the beginning that are not all alike in length."""
    first = texts[:MOST_SAMPLES]
    longest = max(texts, key=len)
    return first if longest in first or len(first) < MOST_SAMPLES else [*first[:-1], longest]


def _dated(texts: list[str]) -> dict[str, object] | None:
    if _all(texts, lambda text: instants.read_iso(text, _UTC)):
        timed = any(len(text) > 10 for text in texts)
        naive = any(len(text) > 10 and not _OFFSET.search(text[10:]) for text in texts)
        return {"type": "time" if timed else "date", "naive": naive}
    if all(map(_BARE_DAY.fullmatch, texts)) and _all(texts, instants.reader(_BARE_FORM, _UTC)):
        doubt = "every value is a day written as a number, 20261031, or a number; check `format`"
        return {"type": "date", "format": _BARE_FORM, "doubts": (doubt,)}
    if not any(letter.isdigit() for letter in texts[0]) or len(texts[0]) < 6:
        return None
    fitting = [day + time for day, time in product(_DAYS, _TIMES) if _all(texts, instants.reader(day + time, _UTC))]
    if not fitting:
        return None
    doubt = "day and month cannot be told apart: every value reads both ways; check `format`"
    other = next((form for form in fitting if _SWAPPED.get(fitting[0][:5]) == form[:5]), None)
    both = (fitting[0], other) if other is not None else ()
    timed = "%H" in fitting[0] or "%I" in fitting[0]
    kind = "time" if timed else "date"
    return {
        "type": kind,
        "format": fitting[0],
        "naive": timed,
        "doubts": (doubt,) if both else (),
        "both_ways": both,
    }


def _numeric(texts: list[str], likelier: str) -> dict[str, object] | None:
    plain = all(re.fullmatch(PLAIN, text) or text.lower() in NOT_FINITE for text in texts)
    if not plain and any(re.fullmatch(r"\+?0\d+.*|\+\d[\d\s()/-]{6,}|\d{16,}", text) for text in texts):
        return None
    point, comma = _all(texts, read_number), _all(texts, lambda text: read_number(text, ","))
    if point and comma and any(mark in text for text in texts for mark in ".,"):
        doubt = (
            "every point and comma could be the decimal mark or group thousands, so 5.000 is 5 or 5,000: "
            f"'{likelier}' was taken for the decimal mark; check `decimal`"
        )
        return {"type": "number", "decimal": likelier, "doubts": (doubt,), "marks": (".", ",")}
    if comma and not point:
        return {"type": "number", "decimal": ","}
    return {"type": "number", "spelled": not plain} if point else None


def _all(texts: list[str], read: Callable[[str], object]) -> bool:
    try:
        for text in texts:
            read(text)
    except (instants.NotAnInstant, NotANumber):
        return False
    return True
