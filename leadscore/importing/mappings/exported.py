"""When a list of leads was exported: guessed from its file's name, confirmed by a person, written into the mapping."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from ruamel.yaml.error import YAMLError

from leadscore.importing.mappings.renamed import round_trip, sources_of
from leadscore.model import yaml_text

KEY = "exported_at"
_DAY = re.compile(r"(?<!\d)(20\d\d)[-_. ]?(0[1-9]|1[0-2])[-_. ]?(0[1-9]|[12]\d|3[01])(?!\d)")
_DAY_FIRST = re.compile(r"(?<!\d)(0?[1-9]|[12]\d|3[01])[-_. ](0?[1-9]|1[0-2])[-_. ](20\d\d)(?!\d)")


def guessed_day(name: str) -> date | None:
    """The day that the name of a file states; None where it states none, or one that could be two days."""
    found = [_day(*map(int, each)) for each in _DAY.findall(name)]
    for first, second, year in _DAY_FIRST.findall(name):
        if int(first) > 12 or first == second:  # 03-04-2026 is a day in March or in April
            found.append(_day(int(year), int(second), int(first)))
    days = {each for each in found if each is not None}
    return days.pop() if len(days) == 1 else None


def undated(mapping: str) -> tuple[str, ...]:
    """The files of leads of which the mapping does not say when they were exported, as it names them."""
    try:
        document = yaml_text.values(mapping)
    except yaml_text.YamlError:
        return ()
    return tuple(dict.fromkeys(str(each["file"]) for each in _lists(document) if KEY not in each and "file" in each))


def with_days(mapping: str, days: Mapping[str, date]) -> str:
    """The mapping with the day of export of each file of leads that is named; unchanged where there is none."""
    if not days:
        return mapping
    yaml = round_trip()
    try:
        document = yaml.load(mapping)
    except YAMLError:
        return mapping
    for source in _lists(document):
        if (day := days.get(str(source.get("file")))) is not None and KEY not in source:
            source[KEY] = day.isoformat()
    written = io.StringIO()
    yaml.dump(document, written)
    return written.getvalue()


def _lists(document: Any) -> Iterator[Any]:
    """The sources that list leads: not those that only fill attributes of leads that others list."""
    leads = {"leads": document.get("leads")} if isinstance(document, dict) else {}
    for source in sources_of(leads):
        field = source.get("lead_id")
        if not (isinstance(field, dict) and ("matches" in field or "matches_each" in field)):
            yield source


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
