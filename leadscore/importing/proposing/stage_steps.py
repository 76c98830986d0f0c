"""Stages that stand in a file of something else: among activities, or among the changes of a status."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from leadscore.importing.mappings.spelling import listed, quoted, values
from leadscore.importing.proposing import synonyms
from leadscore.importing.proposing.answers import About
from leadscore.importing.proposing.draft import Headers, Lines, Proposal, file_lines
from leadscore.importing.proposing.guesses import Column
from leadscore.importing.proposing.meanings import LEFT_OUT, Question, stage_choices
from leadscore.importing.proposing.readings import instant, known_words
from leadscore.importing.proposing.readings import stages as stages_of
from leadscore.importing.proposing.references import reference_of, references, with_conditions
from leadscore.importing.proposing.synonyms import key


def ask_for_stages(proposal: Proposal, headers: Headers, leads: Headers) -> bool:
    """Where the stages stand among the activities, a person must say which is which; whether this file can be asked."""
    kind, at = (headers.first(synonyms.ACTIVITY_FIELDS[name]) for name in ("kind", "occurred_at"))
    ways = references(headers, leads)
    if kind is None or at is None or not ways or not kind.words:
        return False
    meant = {}
    for word, rows in kind.words:
        about = About("word", headers.name, f"{kind.name} ", word)  # the same words are asked for their kind
        choices = stage_choices("No stage")
        asked = Question(about, word, choices, LEFT_OUT, STAGES_WHY, confidence="ask", rows=rows)
        meant[word] = proposal.ask(asked) or LEFT_OUT
    stages = {word: stage for word, stage in meant.items() if stage != LEFT_OUT}
    reference = reference_of(proposal, headers, leads, "stages") or []
    if stages:
        _propose_steps(proposal, headers, (kind, at), (stages, reference))
    else:
        _leave_lines(proposal, headers, (kind, at), reference)
    return True


STAGES_WHY = "Which of these is a stage"


def steps_among_changes(proposal: Proposal, headers: Headers, leads: Headers, reference: Lines) -> None:
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
    lines = [*file_lines(proposal, headers), *with_conditions(where, reference)]
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
