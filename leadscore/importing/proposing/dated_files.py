"""What is proposed for the files beside the list of leads: activities, stages, deals, and changes of attributes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from leadscore.importing.mappings.spelling import listed, quoted, values
from leadscore.importing.proposing import synonyms
from leadscore.importing.proposing.answers import About
from leadscore.importing.proposing.draft import Headers, Lines, Proposal, file_lines
from leadscore.importing.proposing.guesses import Column
from leadscore.importing.proposing.meanings import LEFT_OUT, Choice, Confidence, Question, stage_choices
from leadscore.importing.proposing.readings import instant, known_words, left_out, said
from leadscore.importing.proposing.readings import stages as stages_of
from leadscore.importing.proposing.synonyms import key

Fields = Mapping[str, tuple[str, ...]]

_DATES = ("occurred_at", "entered_at", "opened_at", "closed_at", "changed_at")


def role_of(headers: Headers, leads: Headers) -> tuple[str, str]:
    """What a file beside the list of leads likely holds, and why it is left out where it is."""
    referring = _references(headers, leads)
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
    reference = _reference(proposal, headers, leads, "deal_leads" if role == "deals" else role)
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
        _propose_steps_among_changes(proposal, headers, leads, reference)


def _references(headers: Headers, leads: Headers) -> dict[str, tuple[Column, str | None]]:
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


def _reference(proposal: Proposal, headers: Headers, leads: Headers, role: str) -> Lines | None:
    """How rows of a file name their lead; asked where there are several ways."""
    ways = _references(headers, leads)
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
    proposal.add(table, [*lines, *_with(conditions, reference), *body])


def _with(conditions: Lines, reference: Lines) -> Lines:
    """A reference to leads with more conditions beside its own."""
    if not conditions:
        return reference
    mark = "    where: "
    own = [line.removeprefix(mark) for line in reference if line.startswith(mark)]
    rest = [line for line in reference if not line.startswith(mark)]
    return [f"    where: [{', '.join([*own, *conditions])}]", *rest]


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


def ask_for_stages(proposal: Proposal, headers: Headers, leads: Headers) -> bool:
    """Where the stages stand among the activities, a person must say which is which; whether this file can be asked."""
    kind, at = (headers.first(synonyms.ACTIVITY_FIELDS[name]) for name in ("kind", "occurred_at"))
    ways = _references(headers, leads)
    if kind is None or at is None or not ways or not kind.words:
        return False
    meant = {}
    for word, rows in kind.words:
        about = About("word", headers.name, f"{kind.name} ", word)  # the same words are asked for their kind
        choices = stage_choices("No stage")
        asked = Question(about, word, choices, LEFT_OUT, STAGES_WHY, confidence="ask", rows=rows)
        meant[word] = proposal.ask(asked) or LEFT_OUT
    stages = {word: stage for word, stage in meant.items() if stage != LEFT_OUT}
    reference = _reference(proposal, headers, leads, "stages") or []
    if stages:
        _propose_steps(proposal, headers, (kind, at), (stages, reference))
    else:
        _leave_lines(proposal, headers, (kind, at), reference)
    return True


STAGES_WHY = "Which of these is a stage"


def _propose_steps_among_changes(proposal: Proposal, headers: Headers, leads: Headers, reference: Lines) -> None:
    """Where a history tells of the status of leads, it tells when they entered their stages."""
    names = ("field", "value", "changed_at")
    field, value, at = (headers.named(f"changes.{name}", synonyms.CHANGE_FIELDS[name]) for name in names)
    if field is None or value is None or at is None:
        return
    status = [word for word, _ in field.words if key(word) in synonyms.LEAD_STAGES]
    words = _words_of_status(value, leads, alone=len(status) == len(field.words))
    meant = stages_of(proposal, headers, replace(value, words=words)) if status else {}
    steps = {word: stage for word, stage in meant.items() if stage != LEFT_OUT}
    if steps:
        of_status = [f"{{column: {quoted(field.name)}, in: {listed(status)}}}"]
        _propose_steps(proposal, headers, (value, at), (steps, reference), of_status)


def _words_of_status(value: Column, leads: Headers, alone: bool) -> tuple[tuple[str, int], ...]:
    """The words that a status had: all that changed where nothing else did, else those of today and those one knows."""
    if alone:
        return value.words
    today = leads.first(synonyms.LEAD_STAGES)
    known = known_words(value, synonyms.STAGE_WORDS)
    return tuple(dict([*(today.words if today else ()), *(each for each in value.words if each[0] in known)]).items())


def _propose_steps(
    proposal: Proposal,
    headers: Headers,
    columns: tuple[Column, Column],
    meant: tuple[dict[str, str], Lines],
    also: Sequence[str] = (),
) -> None:
    (kind, at), (stages, reference) = columns, meant
    where = [*also, f"{{column: {quoted(kind.name)}, in: {listed(stages)}}}"]
    lines = [*file_lines(proposal, headers), *_with(where, reference)]
    lines.append(f"    stage: {{column: {quoted(kind.name)}, values: {values(stages)}}}")
    proposal.add("stages", [*lines, f"    entered_at: {instant(proposal, headers, at)}"])


def _leave_lines(proposal: Proposal, headers: Headers, columns: tuple[Column, Column], reference: Lines) -> None:
    """Lines to be filled in by hand, commented out."""
    kind, at = columns
    column = quoted(kind.name)
    proposal.doubts.append(
        f"{headers.name}: nothing says which '{kind.name}' is a stage, so no outcome is known: fill in `stages:` below"
    )
    proposal.asked += [
        f"# ? which of these is a stage? {', '.join(quoted(word) for word, _ in kind.words)}",
        "# stages:    # put the words of your own for HANDED_OVER, CONFIRMED, WON and LOST, and take the # away",
        *(f"# {line}" for line in (*file_lines(proposal, headers), *reference)),
        f"#     where: {{column: {column}, in: [HANDED_OVER, CONFIRMED, WON, LOST]}}",
        f"#     stage: {{column: {column}, values: {{HANDED_OVER: mql, CONFIRMED: sql, WON: won, LOST: lost}}}}",
        f"#     entered_at: {instant(proposal, headers, at)}",
    ]
