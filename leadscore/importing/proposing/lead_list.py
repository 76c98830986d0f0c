"""What is proposed for the list of leads: its attributes, its stages, totals of today, and first and last dates."""

from __future__ import annotations

from leadscore.importing.mappings.mapping import SOURCE_KEYS
from leadscore.importing.mappings.spelling import listed, quoted, values
from leadscore.importing.proposing import export_dates, moments, source_kinds, synonyms, totals
from leadscore.importing.proposing.answers import About
from leadscore.importing.proposing.draft import Headers, Lines, Proposal, file_lines
from leadscore.importing.proposing.guesses import Column
from leadscore.importing.proposing.meanings import (
    FLAG,
    KEPT,
    LEFT_OUT,
    MOMENT,
    STAGE_OF_TODAY,
    TOTAL,
    Choice,
    Confidence,
    Question,
    spoken,
    stage_choices,
)
from leadscore.importing.proposing.readings import instant, number, stages
from leadscore.vocabulary import NUMBER_ATTRIBUTES

ID = "lead_id"


def propose_leads(proposal: Proposal, headers: Headers) -> None:
    """The leads of a file, and whatever its other columns say of them."""
    found = {name: headers.named(f"leads.{name}", keys) for name, keys in synonyms.LEAD_FIELDS.items()}
    lead_id = found[ID] or found["email"]
    if lead_id is None:
        return
    _note_id(proposal, headers, lead_id, found[ID] is not None)
    lines = [*file_lines(proposal, headers), f"    lead_id: {quoted(lead_id.name)}"]
    created = found["created_at"]
    if created is not None:
        lines.append(f"    created_at: {instant(proposal, headers, created)}")
        proposal.means(headers, created, "leads.created_at", *_as_date(created))
    used = {lead_id.name, created.name if created else ""}
    lines += _attributes(proposal, headers, found, used)
    proposal.add("leads", [*lines, *_kept(headers), *export_dates.ask(proposal, headers)])
    _stages_of_leads(proposal, headers, lead_id)
    _moments(proposal, headers, lead_id, used)
    _totals(proposal, headers, used)


def _note_id(proposal: Proposal, headers: Headers, lead_id: Column, has_id: bool) -> None:
    why = f"'{lead_id.name}' names a lead." if has_id else "There is no id: the address stands in for it."
    proposal.means(headers, lead_id, "leads.lead_id", "sure" if has_id else "likely", why)


def _as_date(column: Column) -> tuple[Confidence, str]:
    """How sure it is that a column holds the dates that its name promises."""
    if column.type == "blank":
        return "likely", "Its name says so; the first rows hold no value."
    if column.type not in ("date", "time"):
        return "ask", "Its name says so, but its cells are no dates that can be read."
    if column.both_ways:
        return "ask", "Day and month cannot be told apart."
    return "sure", f"Its name says so, and all {column.filled:,} values of the first rows are dates."


def _attributes(proposal: Proposal, headers: Headers, found: dict[str, Column | None], used: set[str]) -> Lines:
    """Well-known attributes by `rename`, or as fields where their numbers need a word; notes which columns they use."""
    lines, renamed = [], []
    for name, column in found.items():
        if column is None or column.name in used or name in (ID, "created_at"):
            continue
        used.add(column.name)
        proposal.means(headers, column, f"leads.{name}", *_as_attribute(name, column))
        if column.name == name:
            continue
        if column.spelled or column.decimal:
            lines.append(f"    {name}: {number(proposal, headers, column)}")
        else:
            renamed.append(f"{quoted(column.name)}: {name}")
    asked = [column for column in headers.file.columns if column.decimal and column.name not in {*used, *found}]
    asked = [column for column in asked if headers.said.get(column.name) != LEFT_OUT]
    lines += [
        f"    {quoted(each.name)}: {number(proposal, headers, each)}" for each in asked if each.name not in SOURCE_KEYS
    ]
    lines += _source_kind(proposal, headers, found["source"])
    return lines + ([f"    rename: {{{', '.join(renamed)}}}"] if renamed else [])


def _as_attribute(name: str, column: Column) -> tuple[Confidence, str]:
    if column.marks:
        return "ask", "Its decimal mark cannot be told."
    if name in NUMBER_ATTRIBUTES and column.type in ("text", "date", "time"):
        return "likely", "Its name says so, but it holds no plain numbers."
    return "sure", "Its name says so."


def _source_kind(proposal: Proposal, headers: Headers, source: Column | None) -> Lines:
    """The kind of each source: a target list, automation, social, or another company's intent data."""
    choices = (*(Choice(kind, spoken(kind)) for kind in source_kinds.WORDS), Choice(LEFT_OUT, "Unknown"))
    meant = {}
    for word, rows in source.words if source else ():
        kind = source_kinds.kind_of(word)
        about = About("word", headers.name, source.name if source else "", word)
        sure: Confidence = "likely" if kind else "ask"
        asked = Question(about, word, choices, kind or LEFT_OUT, SOURCE_WHY, confidence=sure, rows=rows)
        meant[word] = proposal.ask(asked) or LEFT_OUT
    known = {word: kind for word, kind in meant.items() if kind != LEFT_OUT}
    if not known or source is None:
        return []
    return [f"    {source_kinds.ATTRIBUTE}: {{column: {quoted(source.name)}, values: {values(known)}}}"]


SOURCE_WHY = "Which kind of source it is"


def _kept(headers: Headers) -> Lines:
    """Every other column under its own name, but those that a person leaves out."""
    left_out = [column.name for column in headers.said_to_be(LEFT_OUT)]
    if not left_out:
        return ["    keep: all"]
    names = [column.name for column in headers.file.columns if column.name not in left_out]
    return [f"    keep: {listed(names)}"]


def _stages_of_leads(proposal: Proposal, headers: Headers, lead_id: Column) -> None:
    """Stages that stand in the list of leads itself: dated columns, a yes or no, or today's stage."""
    begin = [*file_lines(proposal, headers), f"    lead_id: {quoted(lead_id.name)}"]
    for stage, keys in synonyms.STAGE_DATES.items():
        column = headers.named(f"stages.{stage}", keys)
        if column:
            entered = f"    entered_at: {instant(proposal, headers, column)}"
            proposal.add("stages", [*begin, f"    stage: {{value: {stage}}}", entered])
            proposal.means(headers, column, f"stages.{stage}", *_as_date(column))
    for column, meant in _flags(headers):
        _flag(proposal, headers, lead_id, column, meant)
    today = headers.named(STAGE_OF_TODAY, synonyms.LEAD_STAGES)
    said = any(True for _ in headers.said_to_be(STAGE_OF_TODAY))
    if today and (said or "stages" not in proposal.tables):
        _today(proposal, headers, lead_id, today)


def _flags(headers: Headers) -> list[tuple[Column, str]]:
    """Columns of yes and no, with the stage that a yes likely means."""
    named = {name: headers.first([name]) for name in synonyms.CONVERTED}
    likely = [(column, synonyms.CONVERTED[name]) for name, column in named.items() if column]
    to_deal = headers.has(*synonyms.CONVERTED_TO_DEAL)
    found = [(column, "opportunity" if to_deal else meant) for column, meant in likely]
    return [*found, *((column, "won") for column in headers.said_to_be(FLAG))]


def _flag(proposal: Proposal, headers: Headers, lead_id: Column, column: Column, likely: str) -> None:
    yes, rows = next(((word, rows) for word, rows in column.words if word.lower() in synonyms.YES), (None, 0))
    if yes is None:
        return
    about = About("flag", headers.name, column.name)
    asks = f"What does '{yes}' in '{column.name}' mean?"
    why = f"{rows:,} of the first {headers.file.sampled:,} rows have it."
    asked = Question(about, asks, stage_choices("No stage"), likely, why, rows=rows)
    stage = proposal.ask(asked) or likely
    proposal.means(headers, column, FLAG, "likely", f"A yes is taken for: {stage}.")
    if stage == LEFT_OUT:
        return
    dated = headers.first(["converteddate", "convertedat", "conversiondate"])
    note = "" if proposal.answers.of(about) else f"    # ? what a yes in '{column.name}' means"
    lines = [
        *file_lines(proposal, headers),
        f"    where: {{column: {quoted(column.name)}, is: {quoted(yes)}}}",
        f"    lead_id: {quoted(lead_id.name)}",
        f"    stage: {{value: {stage}}}{note}",
    ]
    if dated and dated.type in ("date", "time"):
        lines.append(f"    entered_at: {instant(proposal, headers, dated)}")
        proposal.means(headers, dated, f"stages.{stage}", "likely", f"The date of '{column.name}'.")
    else:
        proposal.doubts.append(f"{headers.name}: '{column.name}' has no date: the stage '{stage}' is undated")
    proposal.add("stages", lines)


def _today(proposal: Proposal, headers: Headers, lead_id: Column, today: Column) -> None:
    """The stage of today, without a date: asked word by word."""
    words = {word: stage for word, stage in stages(proposal, headers, today).items() if stage != LEFT_OUT}
    proposal.means(headers, today, STAGE_OF_TODAY, "likely", "No column of dated stages was found beside it.")
    if not words:
        proposal.doubts.append(f"{headers.name}: nobody said which stages the words of '{today.name}' are")
        return
    proposal.doubts.append(f"{headers.name}: '{today.name}' is the stage of today, without a date")
    where = f"    where: {{column: {quoted(today.name)}, in: {listed(words)}}}"
    stage_of = f"    stage: {{column: {quoted(today.name)}, values: {values(words)}}}"
    proposal.add("stages", [*file_lines(proposal, headers), where, f"    lead_id: {quoted(lead_id.name)}", stage_of])


def _moments(proposal: Proposal, headers: Headers, lead_id: Column, used: set[str]) -> None:
    """First and last dates as activities: one each, where the lead has it."""
    taken = {each.column for each in proposal.meanings if each.file == headers.name}
    for column in headers.file.columns:
        said = headers.said.get(column.name)
        moment = moments.moment_of(column) if said in (None, MOMENT) and column.name not in used | taken else None
        if moment is None or (column.type == "blank" and headers.file.sampled):
            continue
        lines = [
            *file_lines(proposal, headers),
            f"    lead_id: {quoted(lead_id.name)}",
            f"    occurred_at: {instant(proposal, headers, column)}",
            f"    kind: {{value: {moment.kind}}}",
        ]
        proposal.add("activities", lines + ([f"    actor: {{value: {moment.actor}}}"] if moment.actor else []))
        why = f"The {moment.which} {spoken(moment.kind).lower()}, dated; what lies between is not in the export."
        proposal.means(headers, column, MOMENT, "likely", why)


def _totals(proposal: Proposal, headers: Headers, used: set[str]) -> None:
    """Counts that the CRM keeps up to date, and every column that is simply kept."""
    taken = used | {each.column for each in proposal.meanings if each.file == headers.name}
    for column in headers.file.columns:
        said = headers.said.get(column.name)
        if column.name in taken:
            continue
        if said == TOTAL or (said is None and totals.is_total(column)):
            proposal.totals.append(column.name)
            why = "How much was done by the day of the export, not when: it stays out of figures of the past."
            proposal.means(headers, column, TOTAL, "likely", why)
        elif said == LEFT_OUT:
            proposal.means(headers, column, LEFT_OUT, "said", "You said so.")
        else:
            why = "Nothing in it so far." if column.type == "blank" else "Its name says nothing else."
            proposal.means(headers, column, KEPT, "sure", why)
