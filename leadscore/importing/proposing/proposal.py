"""A mapping to start from, proposed from what the files seem to hold and from what a person answered.

Nothing here decides anything: the proposal is text that a person reads, mends and imports with.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from leadscore.importing.limits import Limits
from leadscore.importing.proposing import company_files, dated_files, lead_list, stage_steps, synonyms
from leadscore.importing.proposing.answers import NOBODY, About, Answers
from leadscore.importing.proposing.draft import Headers, Proposal
from leadscore.importing.proposing.inspection import FileInspection, Inspection, inspect_file
from leadscore.importing.proposing.meanings import FILE_WORDS, LEFT_OUT, Choice, Question
from leadscore.importing.proposing.synonyms import key
from leadscore.importing.reading import instants

LIKE = 0.8
"""The share of column names that two files of the same list have in common at least."""


def inspect_files(files: Sequence[Path], limits: Limits) -> dict[str, Any]:
    """Look at files and propose a mapping; the answer of the child process, read by Inspection.from_answer."""
    inspected = tuple(inspect_file(file, limits) for file in files)
    proposal = propose(inspected)
    doubts = tuple(dict.fromkeys(proposal.doubts))
    return Inspection(inspected, crm_of(inspected), proposal.text(), doubts).to_answer()


def crm_of(files: Iterable[FileInspection]) -> str | None:
    """The CRM whose marks the files carry, if any."""
    headers = [{key(column.name) for column in each.columns} for each in files]
    for crm, marks in synonyms.CRMS.items():
        if any(mark <= found for mark in marks for found in headers):
            return crm
    return None


def propose(files: Sequence[FileInspection], answers: Answers = NOBODY, zone: str = "UTC") -> Proposal:
    """A mapping for the files: the likeliest list of leads first, then whatever refers to it.

    `zone` is the likely one of times without an offset, until a person says which it is.
    """
    folder = Path(files[0].file).parent if files else Path()
    proposal = Proposal(crm_of(files), folder, answers, zone)
    proposal.doubts += [doubt for each in files for doubt in _unanswered(each, answers)]
    headers = [Headers(each, answers) for each in files]
    lists = _lists_of_leads(headers, answers)
    for each in lists:
        lead_list.propose_leads(proposal, each)
    if not lists:
        proposal.doubts.append("no file looks like a list of leads: state `leads:` yourself")
    others = [each for each in headers if each.file not in [leads.file for leads in lists]]
    _ask_what_files_hold(proposal, lists, others)
    for each in others if lists else ():
        _propose_other(proposal, each, lists[0])
    if lists and "stages" not in proposal.tables and "deals" not in proposal.tables:
        any(stage_steps.ask_for_stages(proposal, each, lists[0]) for each in others)
    _ask_of_the_whole(proposal, files)
    return proposal


def role_in(proposal: Proposal, headers: Headers) -> str:
    """What a file holds, as the proposal takes it."""
    about = About("file", headers.name)
    return next((each.taken or LEFT_OUT for each in proposal.questions if each.about == about), LEFT_OUT)


def _unanswered(file: FileInspection, answers: Answers) -> list[str]:
    """What is in doubt about a file, but for what a person settled."""
    name = Path(file.file).name
    settled = [
        f"{name}: column '{column.name}': {doubt}"
        for column in file.columns
        for doubt in column.doubts
        if any(answers.of(About(subject, name, column.name)) for subject in ("format", "decimal"))
    ]
    return [doubt for doubt in file.doubts if doubt not in settled]


def _lists_of_leads(headers: Sequence[Headers], answers: Answers) -> list[Headers]:
    """The files that a person says list the leads; else the likeliest, with those that have nearly its columns."""
    said = {each.name: answers.of(About("file", each.name)) for each in headers}
    named = [each for each in headers if said[each.name] == "leads"]
    free = [each for each in headers if said[each.name] is None]
    likeliest = max(free, key=_like_leads, default=None)
    if named or likeliest is None or _like_leads(likeliest) == 0:
        return named
    parts = [each for each in free if _alike(each, likeliest) >= LIKE and _like_leads(each) > 0]
    return [likeliest, *(each for each in parts if each is not likeliest)]


def _alike(one: Headers, other: Headers) -> float:
    """The share of all column names that both files have."""
    mine, theirs = ({column.name for column in each.file.columns} for each in (one, other))
    return len(mine & theirs) / max(len(mine | theirs), 1)


def _like_leads(headers: Headers) -> int:
    """How much a file looks like the list of leads: 0 without an id."""
    if headers.first(synonyms.LEAD_FIELDS["lead_id"]) is None and not headers.has("email", "emailaddress"):
        return 0
    if headers.has(*synonyms.DEAL_MARKS, *synonyms.NOT_OF_LEADS):
        return 0
    known = sum(headers.first(keys) is not None for keys in synonyms.LEAD_FIELDS.values())
    named = 5 * headers.has("leadid", "leadsource", "leadstatus", "prospectid", "lifecyclestage", "isconverted")
    return known + named + 3 * ("lead" in headers.name.lower()) + 2 * ("contact" in headers.name.lower())


def _ask_what_files_hold(proposal: Proposal, lists: Sequence[Headers], others: Sequence[Headers]) -> None:
    """What each file holds: proposed, and always there to be changed."""
    choices = tuple(Choice(role, words) for role, words in FILE_WORDS.items())
    roles = [(each, "leads", "") for each in lists]
    roles += [(each, *(_role_of(each, lists[0]) if lists else (LEFT_OUT, ""))) for each in others]
    for headers, role, why in roles:
        about = About("file", headers.name)
        proposal.ask(Question(about, f"What {headers.name} holds", choices, role, why))
        if why and role_in(proposal, headers) == LEFT_OUT and proposal.answers.of(about) is None:
            proposal.doubts.append(why)


def _role_of(headers: Headers, leads: Headers) -> tuple[str, str]:
    """What a file beside the list of leads likely holds, of leads or of their companies, and why it is left out."""
    role, why = dated_files.role_of(headers, leads)
    of_companies = company_files.role_of(headers, leads) if role == LEFT_OUT else None
    return (of_companies, "") if of_companies else (role, why)


def _propose_other(proposal: Proposal, headers: Headers, leads: Headers) -> None:
    role = role_in(proposal, headers)
    if role in company_files.ROLES:
        company_files.propose_file(proposal, headers, leads, role)
    elif role != LEFT_OUT:
        dated_files.propose_file(proposal, headers, leads, role)


def _ask_of_the_whole(proposal: Proposal, files: Sequence[FileInspection]) -> None:
    """The zone of times without an offset, and the words that say that nothing is known."""
    words = dict.fromkeys(word for file in files for column in file.columns for word in column.missing)
    for word in words if proposal.tables else ():
        choices = (Choice("missing", "Nothing is known"), Choice("kept", "A word like any other"))
        asked = Question(About("missing", word=word), f"What does '{word}' in a cell say?", choices, "missing", "")
        if proposal.ask(asked) == "missing":
            proposal.missing.append(word)
    if proposal.needs_zone:
        why = "Some dates or times in these files have no offset, so they are local times of one zone."
        proposal.ask(Question(About("zone"), "Time zone of dates without an offset", _zones(), proposal.zone, why))


@lru_cache(maxsize=1)
def _zones() -> tuple[Choice, ...]:
    return tuple(Choice(zone, zone.replace("_", " ")) for zone in instants.zone_names())
