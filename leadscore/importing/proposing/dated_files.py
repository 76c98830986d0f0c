"""What is proposed for the files beside the list of leads: activities, stages, deals, and changes of attributes."""

from __future__ import annotations

from collections.abc import Mapping

from leadscore.importing.mappings.spelling import listed, quoted
from leadscore.importing.proposing import synonyms
from leadscore.importing.proposing.draft import Headers, Lines, Proposal, file_lines
from leadscore.importing.proposing.guesses import Column
from leadscore.importing.proposing.meanings import LEFT_OUT, Confidence
from leadscore.importing.proposing.readings import left_out, said
from leadscore.importing.proposing.references import reference_of, references, with_conditions
from leadscore.importing.proposing.stage_steps import steps_among_changes
from leadscore.importing.proposing.synonyms import key

Fields = Mapping[str, tuple[str, ...]]

_DATES = ("occurred_at", "entered_at", "opened_at", "closed_at", "changed_at")


def role_of(headers: Headers, leads: Headers) -> tuple[str, str]:
    """What a file beside the list of leads likely holds, and why it is left out where it is."""
    referring = references(headers, leads)
    if headers.has(*synonyms.DEAL_MARKS) and headers.first(synonyms.DEAL_FIELDS["outcome"]):
        return "deals", ""
    if not referring:
        return LEFT_OUT, f"{headers.name} names no lead and is left out"
    if all(headers.first(keys) for keys in synonyms.CHANGE_FIELDS.values()) and headers.has("field", "fieldname"):
        return "changes", ""
    if headers.has("stage", "tostage", "newstage") and headers.first(synonyms.STAGE_FIELDS["entered_at"]):
        return "stages", ""
    if not headers.first(synonyms.ACTIVITY_FIELDS["occurred_at"]):
        return LEFT_OUT, f"{headers.name} has no dates that belong to leads and is left out"
    if _kind_of_file(headers) is None and headers.first(synonyms.ACTIVITY_FIELDS["kind"]) is None:
        return LEFT_OUT, f"{headers.name} has dates but no kinds of activity and is left out"
    return "activities", ""


def propose_file(proposal: Proposal, headers: Headers, leads: Headers, role: str) -> None:
    """A source of one table from a file that holds it."""
    reference = reference_of(proposal, headers, leads, "deal_leads" if role == "deals" else role)
    if role == "deals":
        _propose_deals(proposal, headers, leads, reference)
    elif reference is None:
        proposal.doubts.append(f"{headers.name} names no lead and is left out")
    elif role == "activities":
        _propose_activities(proposal, headers, reference)
    elif role == "stages":
        _propose_table(proposal, "stages", headers, reference, synonyms.STAGE_FIELDS)
    elif role == "changes":
        _propose_table(proposal, "changes", headers, reference, synonyms.CHANGE_FIELDS)
        steps_among_changes(proposal, headers, leads, reference)


def _propose_activities(proposal: Proposal, headers: Headers, reference: Lines) -> None:
    kind_of_file = _kind_of_file(headers)
    fields = {name: keys for name, keys in synonyms.ACTIVITY_FIELDS.items() if not (name == "kind" and kind_of_file)}
    extra = [f"    kind: {{value: {kind_of_file}}}"] if kind_of_file else []
    _propose_table(proposal, "activities", headers, [*reference, *extra], fields)


def _kind_of_file(headers: Headers) -> str | None:
    """The one kind of activity that a file holds, where its columns tell it."""
    if any(True for _ in headers.said_to_be("activities.kind")):
        return None
    return next((kind for kind, keys in synonyms.KIND_OF_FILE.items() if headers.has(*keys)), None)


def _propose_table(proposal: Proposal, table: str, headers: Headers, reference: Lines, fields: Fields) -> None:
    lines, used = [*file_lines(proposal, headers)], " ".join(reference)
    body: Lines = []
    conditions: Lines = []
    for name, keys in fields.items():
        column = _column(headers, f"{table}.{name}", keys, used)
        if column is None or column.type == "blank":
            continue
        used += f" {quoted(column.name)}"
        body.append(f"    {name}: {said(proposal, table, name, headers, column)}")
        proposal.means(headers, column, f"{table}.{name}", *_confidence(name, column))
        words = left_out(proposal, headers, column) if name in ("kind", "stage") else []
        conditions += [f"{{column: {quoted(column.name)}, not_in: {listed(words)}}}"] if words else []
    proposal.add(table, [*lines, *with_conditions(conditions, reference), *body])


def _column(headers: Headers, becomes: str, keys: tuple[str, ...], used: str) -> Column | None:
    """The column that a person named, else that of the first key that nothing else uses."""
    named = next(headers.said_to_be(becomes), None)
    free = (headers.first([each]) for each in keys)
    return named or next((column for column in free if column and quoted(column.name) not in used), None)


def _confidence(name: str, column: Column) -> tuple[Confidence, str]:
    if name in _DATES and column.both_ways:
        return "ask", "Day and month cannot be told apart."
    if name in _DATES and column.type not in ("date", "time"):
        return "ask", "Its name says so, but its cells are no dates that can be read."
    return "sure", "Its name says so."


def _propose_deals(proposal: Proposal, headers: Headers, leads: Headers, reference: Lines | None) -> None:
    fields = dict(synonyms.DEAL_FIELDS)
    deal_id = headers.named("deals.deal_id", fields.pop("deal_id")) or headers.first(["leadid"])
    if deal_id is None:
        proposal.doubts.append(f"{headers.name} has deals without an id and is left out")
        return
    own = key(deal_id.name) != "leadid"
    if not own:
        proposal.doubts.append(f"{headers.name} has no id of deals: the lead's id stands in, for one deal a lead")
    why = "Its name says so." if own else "There is no id of deals: the lead's id stands in, one deal a lead."
    proposal.means(headers, deal_id, "deals.deal_id", "sure" if own else "likely", why)
    _propose_table(proposal, "deals", headers, [f"    deal_id: {quoted(deal_id.name)}"], fields)
    _propose_deal_leads(proposal, headers, leads, (deal_id, reference))


def _propose_deal_leads(
    proposal: Proposal, headers: Headers, leads: Headers, known: tuple[Column, Lines | None]
) -> None:
    deal_id, reference = known
    converted = leads.first(["convertedopportunityid"])
    lead_id = leads.named("leads.lead_id", synonyms.LEAD_FIELDS["lead_id"])
    if reference is not None:
        proposal.add("deal_leads", [*file_lines(proposal, headers), f"    deal_id: {quoted(deal_id.name)}", *reference])
    elif converted and lead_id:
        where = f"    where: {{column: {quoted(converted.name)}, known: true}}"
        ids = [f"    deal_id: {quoted(converted.name)}", f"    lead_id: {quoted(lead_id.name)}"]
        proposal.add("deal_leads", [*file_lines(proposal, leads), where, *ids])
        proposal.means(leads, converted, "deal_leads.deal_id", "sure", "The deal that the lead became.")
    else:
        proposal.doubts.append(f"{headers.name}: nothing says which lead a deal belongs to")
