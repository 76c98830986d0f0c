"""How rows of a file name their lead: by an id or an address, asked where there are several ways."""

from __future__ import annotations

from leadscore.importing.mappings.spelling import quoted
from leadscore.importing.proposing import synonyms
from leadscore.importing.proposing.answers import About
from leadscore.importing.proposing.draft import Headers, Lines, Proposal
from leadscore.importing.proposing.guesses import Column
from leadscore.importing.proposing.meanings import Choice, Confidence, Question
from leadscore.importing.proposing.synonyms import key


def references(headers: Headers, leads: Headers) -> dict[str, tuple[Column, str | None]]:
    """The ways in which rows of a file can name their lead, the likeliest first: by an id, or by an attribute."""
    found: dict[str, tuple[Column, str | None]] = {}
    for each in synonyms.LEAD_REFERENCES:
        column = headers.first([each])
        if column is None or column.name in found:
            continue
        by_mail = "email" in key(column.name)
        if by_mail and not leads.has(*synonyms.LEAD_FIELDS["email"]):
            continue
        found[column.name] = column, "email" if by_mail else None
    return found


def reference_of(proposal: Proposal, headers: Headers, leads: Headers, role: str) -> Lines | None:
    """How rows of a file name their lead; asked where there are several ways."""
    ways = references(headers, leads)
    named = list(headers.said_to_be(f"{role}.lead_id"))
    ways = {column.name: (column, None) for column in named} | ways
    if not ways:
        return None
    chosen = next(iter(ways))
    if len(ways) > 1:
        choices = tuple(Choice(name, _way_in_words(name, by)) for name, (_, by) in ways.items())
        about = About("join", headers.name)
        asks = f"How does {headers.name} name its leads?"
        chosen = proposal.ask(Question(about, asks, choices, chosen, "Several of its columns could.")) or chosen
    column, matches = ways[chosen]
    sure: Confidence = "sure" if len(ways) == 1 else "likely"
    proposal.means(headers, column, f"{role}.lead_id", sure, _way_in_words(chosen, matches))
    known = f"    where: {{column: {quoted(column.name)}, known: true}}"
    where = [] if column.filled >= headers.file.sampled else [known]
    if matches:
        return [*where, f"    lead_id: {{column: {quoted(column.name)}, matches: {matches}}}"]
    return [*where, f"    lead_id: {quoted(column.name)}"]


def _way_in_words(column: str, matches: str | None) -> str:
    return f"By the e-mail address in '{column}'" if matches else f"By the id in '{column}'"


def with_conditions(conditions: Lines, reference: Lines) -> Lines:
    """A reference to leads with more conditions beside its own."""
    if not conditions:
        return reference
    mark = "    where: "
    own = [line.removeprefix(mark) for line in reference if line.startswith(mark)]
    rest = [line for line in reference if not line.startswith(mark)]
    return [f"    where: [{', '.join([*own, *conditions])}]", *rest]
