"""A mapping to start from, proposed from what the files seem to hold.

Nothing here decides anything: the proposal is text that a person reads, mends and imports with.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from leadscore.importing import synonyms
from leadscore.importing.draft import (
    Headers,
    Lines,
    Proposal,
    file_lines,
    instant,
    known_words,
    number,
    quoted,
    said,
    values,
)
from leadscore.importing.guesses import Column
from leadscore.importing.inspection import FileInspection, Inspection, inspect_file
from leadscore.importing.limits import Limits
from leadscore.importing.mapping import SOURCE_KEYS
from leadscore.importing.synonyms import key


def inspect_files(files: Sequence[Path], limits: Limits) -> dict[str, Any]:
    """Look at files and propose a mapping; the answer of the child process, read by Inspection.from_answer."""
    inspected = tuple(inspect_file(file, limits) for file in files)
    proposal = propose(inspected)
    whole = Inspection(inspected, crm_of(inspected), proposal.text(), tuple(dict.fromkeys(proposal.doubts)))
    document = whole.to_json()
    for printed, each in zip(document["files"], inspected, strict=True):
        for column, found in zip(printed["columns"], each.columns, strict=True):
            column["words"] = found.words
    return document


def crm_of(files: Iterable[FileInspection]) -> str | None:
    """The CRM whose marks the files carry, if any."""
    headers = [{key(column.name) for column in each.columns} for each in files]
    for crm, marks in synonyms.CRMS.items():
        if any(mark <= found for mark in marks for found in headers):
            return crm
    return None


def propose(files: Sequence[FileInspection]) -> Proposal:
    """A mapping for the files: the likeliest list of leads first, then whatever refers to it."""
    proposal = Proposal(crm_of(files), Path(files[0].file).parent if files else Path())
    proposal.doubts += [doubt for each in files for doubt in each.doubts]
    leads = max((Headers(each) for each in files), key=_like_leads, default=None)
    if leads is None or _like_leads(leads) == 0:
        proposal.doubts.append("no file looks like a list of leads: state `leads:` yourself")
        return proposal
    _propose_leads(proposal, leads)
    for each in (Headers(file) for file in files if file is not leads.file):
        _propose_other(proposal, each, leads)
    if "stages" not in proposal.tables and "deals" not in proposal.tables:
        _ask_for_stages(proposal, files, leads)
    return proposal


def _ask_for_stages(proposal: Proposal, files: Sequence[FileInspection], leads: Headers) -> None:
    """Where the stages stand among the activities, a person must say which is which: lines to fill in."""
    for each in (Headers(file) for file in files if file is not leads.file):
        kind, at = (each.first(synonyms.ACTIVITY_FIELDS[name]) for name in ("kind", "occurred_at"))
        reference = _reference(each, leads)
        if kind is None or at is None or reference is None or not kind.words:
            continue
        column, words = quoted(kind.name), ", ".join(quoted(word) for word, _ in kind.words)
        proposal.doubts.append(
            f"{each.name}: nothing says which '{kind.name}' is a stage, so no outcome is known: fill in `stages:` below"
        )
        proposal.asked += [
            f"# ? which of these is a stage? {words}",
            "# stages:    # put the words of your own for HANDED_OVER, CONFIRMED, WON and LOST, and take the # away",
            *(f"# {line}" for line in (*file_lines(proposal, each), *reference)),
            f"#     where: {{column: {column}, in: [HANDED_OVER, CONFIRMED, WON, LOST]}}",
            f"#     stage: {{column: {column}, values: {{HANDED_OVER: mql, CONFIRMED: sql, WON: won, LOST: lost}}}}",
            f"#     entered_at: {instant(proposal, at)}",
        ]
        return


def _like_leads(headers: Headers) -> int:
    """How much a file looks like the list of leads: 0 without an id."""
    if headers.first(synonyms.LEAD_FIELDS["lead_id"]) is None and not headers.has("email"):
        return 0
    if headers.has(*synonyms.DEAL_MARKS) or headers.has("activitytype", "callstarttime", "startdatetime"):
        return 0
    known = sum(headers.first(keys) is not None for keys in synonyms.LEAD_FIELDS.values())
    named = 5 * headers.has("leadid", "leadsource", "leadstatus", "prospectid", "lifecyclestage", "isconverted")
    return known + named + 3 * ("lead" in headers.name.lower()) + 2 * ("contact" in headers.name.lower())


def _propose_leads(proposal: Proposal, headers: Headers) -> None:
    found = {name: headers.first(keys) for name, keys in synonyms.LEAD_FIELDS.items()}
    lead_id = found["lead_id"] or found["email"]
    if lead_id is None:
        return
    lines = [*file_lines(proposal, headers), f"    lead_id: {quoted(lead_id.name)}"]
    if found["created_at"]:
        lines.append(f"    created_at: {instant(proposal, found['created_at'])}")
    used = {lead_id.name, found["created_at"].name if found["created_at"] else ""}
    renamed = []
    for name, column in found.items():
        if column is None or column.name in used or column.name == name or name in ("lead_id", "created_at"):
            continue
        used.add(column.name)
        if column.spelled or column.decimal:
            lines.append(f"    {name}: {number(column)}")
        else:
            renamed.append(f"{quoted(column.name)}: {name}")
    asked = [column for column in headers.file.columns if column.decimal and column.name not in {*used, *found}]
    lines += [f"    {quoted(each.name)}: {number(each)}" for each in asked if each.name not in SOURCE_KEYS]
    lines += [f"    rename: {{{', '.join(renamed)}}}"] if renamed else []
    proposal.add("leads", [*lines, "    keep: all"])
    proposal.missing += [word for column in headers.file.columns for word in column.missing]
    _propose_stages_of_leads(proposal, headers, lead_id)


def _propose_stages_of_leads(proposal: Proposal, headers: Headers, lead_id: Column) -> None:
    """Stages that stand in the list of leads itself: dated columns, a yes or no, or today's stage."""
    for stage, keys in synonyms.STAGE_DATES.items():
        column = headers.first(keys)
        if column:
            entered = [f"    stage: {{value: {stage}}}", f"    entered_at: {instant(proposal, column)}"]
            proposal.add("stages", [*file_lines(proposal, headers), f"    lead_id: {quoted(lead_id.name)}", *entered])
    for name, meant in synonyms.CONVERTED.items():
        column = headers.first([name])
        yes = next((word for word, _ in column.words if word.lower() in synonyms.YES), None) if column else None
        if column and yes is not None:
            stage = "opportunity" if headers.has(*synonyms.CONVERTED_TO_DEAL) else meant
            _propose_flag(proposal, headers, lead_id, column, yes, stage)
    today = headers.first(synonyms.LEAD_STAGES)
    words = known_words(today, synonyms.STAGE_WORDS) if today and "stages" not in proposal.tables else {}
    if today and words:
        proposal.doubts.append(f"{headers.name}: '{today.name}' is the stage of today, without a date")
        where = f"    where: {{column: {quoted(today.name)}, in: [{', '.join(map(quoted, words))}]}}"
        stage_of = f"    stage: {{column: {quoted(today.name)}, values: {values(words)}}}"
        proposal.add(
            "stages", [*file_lines(proposal, headers), where, f"    lead_id: {quoted(lead_id.name)}", stage_of]
        )


def _propose_flag(proposal: Proposal, headers: Headers, lead_id: Column, column: Column, yes: str, stage: str) -> None:
    dated = headers.first(["converteddate", "convertedat", "conversiondate"])
    lines = [
        *file_lines(proposal, headers),
        f"    where: {{column: {quoted(column.name)}, is: {quoted(yes)}}}",
        f"    lead_id: {quoted(lead_id.name)}",
        f"    stage: {{value: {stage}}}    # ? what a yes in '{column.name}' means",
    ]
    if dated and dated.type in ("date", "time"):
        lines.append(f"    entered_at: {instant(proposal, dated)}")
    else:
        proposal.doubts.append(f"{headers.name}: '{column.name}' has no date: the stage '{stage}' is undated")
    proposal.add("stages", lines)


def _propose_other(proposal: Proposal, headers: Headers, leads: Headers) -> None:
    reference = _reference(headers, leads)
    if headers.has(*synonyms.DEAL_MARKS) and headers.first(synonyms.DEAL_FIELDS["outcome"]):
        _propose_deals(proposal, headers, leads, reference)
    elif reference is None:
        proposal.doubts.append(f"{headers.name} names no lead and is left out")
    elif all(headers.first(keys) for keys in synonyms.CHANGE_FIELDS.values()) and headers.has("field", "fieldname"):
        _propose_table(proposal, "changes", headers, reference, synonyms.CHANGE_FIELDS)
    elif headers.has("stage", "tostage", "newstage") and headers.first(synonyms.STAGE_FIELDS["entered_at"]):
        _propose_table(proposal, "stages", headers, reference, synonyms.STAGE_FIELDS)
    elif headers.first(synonyms.ACTIVITY_FIELDS["occurred_at"]):
        _propose_activities(proposal, headers, reference)
    else:
        proposal.doubts.append(f"{headers.name} has no dates that belong to leads and is left out")


def _reference(headers: Headers, leads: Headers) -> Lines | None:
    """How rows of a file name their lead: by its id, or by an e-mail address that the list of leads has."""
    column = headers.first(synonyms.LEAD_REFERENCES)
    if column is None:
        return None
    filled = (
        [] if column.filled >= headers.file.sampled else [f"    where: {{column: {quoted(column.name)}, known: true}}"]
    )
    if "email" in key(column.name):
        if not leads.has(*synonyms.LEAD_FIELDS["email"]):
            return None
        return [*filled, f"    lead_id: {{column: {quoted(column.name)}, matches: email}}"]
    return [*filled, f"    lead_id: {quoted(column.name)}"]


def _propose_activities(proposal: Proposal, headers: Headers, reference: Lines) -> None:
    kind_of_file = next((kind for kind, keys in synonyms.KIND_OF_FILE.items() if headers.has(*keys)), None)
    kind = headers.first(synonyms.ACTIVITY_FIELDS["kind"])
    if kind_of_file is None and kind is None:
        proposal.doubts.append(f"{headers.name} has dates but no kinds of activity and is left out")
        return
    fields = {name: keys for name, keys in synonyms.ACTIVITY_FIELDS.items() if not (name == "kind" and kind_of_file)}
    extra = [f"    kind: {{value: {kind_of_file}}}"] if kind_of_file else []
    _propose_table(proposal, "activities", headers, [*reference, *extra], fields)


def _propose_table(
    proposal: Proposal, table: str, headers: Headers, reference: Lines, fields: dict[str, tuple[str, ...]]
) -> None:
    lines, used = [*file_lines(proposal, headers), *reference], " ".join(reference)
    for name, keys in fields.items():
        column = next((c for c in (headers.first([each]) for each in keys) if c and quoted(c.name) not in used), None)
        if column is None or column.type == "blank":
            continue
        used += f" {quoted(column.name)}"
        lines.append(f"    {name}: {said(proposal, table, name, column)}")
    proposal.add(table, lines)


def _propose_deals(proposal: Proposal, headers: Headers, leads: Headers, reference: Lines | None) -> None:
    fields = dict(synonyms.DEAL_FIELDS)
    deal_id = headers.first(fields.pop("deal_id")) or headers.first(["leadid"])
    if deal_id is None:
        proposal.doubts.append(f"{headers.name} has deals without an id and is left out")
        return
    if key(deal_id.name) == "leadid":
        proposal.doubts.append(f"{headers.name} has no id of deals: the lead's id stands in, for one deal a lead")
    _propose_table(proposal, "deals", headers, [f"    deal_id: {quoted(deal_id.name)}"], fields)
    converted = leads.first(["convertedopportunityid"])
    lead_id = leads.first(synonyms.LEAD_FIELDS["lead_id"])
    if reference is not None:
        proposal.add("deal_leads", [*file_lines(proposal, headers), f"    deal_id: {quoted(deal_id.name)}", *reference])
    elif converted and lead_id:
        known = f"    where: {{column: {quoted(converted.name)}, known: true}}"
        ids = [f"    deal_id: {quoted(converted.name)}", f"    lead_id: {quoted(lead_id.name)}"]
        proposal.add("deal_leads", [*file_lines(proposal, leads), known, *ids])
    else:
        proposal.doubts.append(f"{headers.name}: nothing says which lead a deal belongs to")
