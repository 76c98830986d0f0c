"""When a list of leads was exported: guessed from the file's name, said by a person."""

from __future__ import annotations

import re
from datetime import date

from leadscore.importing.proposing.answers import About
from leadscore.importing.proposing.draft import Headers, Lines, Proposal
from leadscore.importing.proposing.meanings import Question

_DAY = re.compile(r"(?<!\d)(20\d\d)[-_. ]?(0[1-9]|1[0-2])[-_. ]?(0[1-9]|[12]\d|3[01])(?!\d)")
NOT_SAID = ""


def ask(proposal: Proposal, headers: Headers) -> Lines:
    """The line that dates an export; confirmed where a name holds a day, else left to be asked for."""
    guessed = day_in(headers.name)
    if guessed is None:
        return []
    why = "The day stands in its name. What differs from another export of this list gets its day."
    about = About("exported", headers.name)
    asked = Question(about, f"When was {headers.name} exported?", (), guessed.isoformat(), why)
    day = proposal.ask(asked)
    if not day:
        return []
    proposal.needs_zone = True
    return [f"    exported_at: {day}"]


def day_in(name: str) -> date | None:
    """The one day that a file's name holds; None where it holds none or several."""
    found = {parts for parts in _DAY.findall(name)}
    return _day(next(iter(found))) if len(found) == 1 else None


def _day(parts: tuple[str, str, str]) -> date | None:
    year, month, day = map(int, parts)
    try:
        return date(year, month, day)
    except ValueError:
        return None
