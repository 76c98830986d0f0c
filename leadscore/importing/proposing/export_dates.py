"""When a list of leads was exported: guessed from the file's name, said by a person."""

from __future__ import annotations

from leadscore.importing.mappings.exported import KEY, guessed_day
from leadscore.importing.proposing.answers import About
from leadscore.importing.proposing.draft import Headers, Lines, Proposal
from leadscore.importing.proposing.meanings import Question

NOT_SAID = ""


def ask(proposal: Proposal, headers: Headers) -> Lines:
    """The line that dates an export; confirmed where a name holds a day, else left to be asked for."""
    guessed = guessed_day(headers.name)
    if guessed is None:
        return []
    why = "The day stands in its name. What differs from another export of this list gets its day."
    about = About("exported", headers.name)
    asked = Question(about, f"When was {headers.name} exported?", (), guessed.isoformat(), why)
    day = proposal.ask(asked)
    if not day:
        return []
    proposal.needs_zone = True
    return [f"    {KEY}: {day}"]
