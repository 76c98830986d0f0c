"""An agreement as people read it: sentences and tables, the same on the page, on paper and in a terminal."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from leadscore.figures.words import day_in_words, instant_in_words
from leadscore.reports import agreement_evidence_words as evidence_words
from leadscore.reports.agreement_names import Names
from leadscore.reports.promises import promised_in_words
from leadscore.reports.section import Section, Table
from leadscore.store.state import Promised
from leadscore.vocabulary import FIRST_YEAR, TEAMS, counted
from leadscore.workshop.agreement import SECTIONS, Agreement, Commitment
from leadscore.workshop.hand_over import STEPS, View
from leadscore.workshop.plays import NOT_AGREED, is_promised, warnings

QUESTION = "What did we promise each other, on which model, and why?"
SHORT = 12
"""Characters of a hash that people compare by eye."""

KEPT_BY = (
    "Review counts on the same leads whether both sides keep it: marketing by the top-band leads it delivers, sales by "
    "the top-band leads it takes up in time."
)


def sections(agreement: Agreement, names: Names, kept: bool = False) -> tuple[Section, ...]:
    """Every section of the document, in its order, with what people said beside it; one that is kept has a hash."""
    return tuple(
        _with_texts(section, agreement, names)
        for section in (
            *evidence_words.sections(agreement, names),
            *(build(agreement) for build in (_handover, _plays, _commitments, _goals, _rhythm)),
            _signatures(agreement, names),
            _fingerprints(agreement, kept),
        )
    )


def document_hash(agreement: Agreement) -> str:
    """SHA-256 of the document as it is kept."""
    return hashlib.sha256(agreement.to_json().encode("utf-8")).hexdigest()


def heading(agreement: Agreement, kept: bool = False) -> tuple[str, ...]:
    """The lines below the title: whether it is agreed, on which model, and when it was drawn up."""
    version = agreement.version
    which = "never saved as a version" if version is None else f"version {version.number} of '{version.line}'"
    drawn = instant_in_words(agreement.drawn_at, agreement.evidence.zone)
    how = f"Drawn up and kept {drawn}" if kept else f"As of {drawn}; it is not drawn up and kept yet"
    return (
        agreement.first_line,
        f"Model: {agreement.model_name}, {which}. {how}.",
    )


def _with_texts(section: Section, agreement: Agreement, names: Names) -> Section:
    """What people wrote on a section; goals are sentences of their own."""
    if section.key == "goals":
        told = tuple(f"{names.text(each.answer)} ({each.team})" for each in agreement.texts_of("goals"))
        return replace(section, sentences=told) if told else section
    notes = (f"{each.team.capitalize()}: {names.text(each.answer)}" for each in agreement.texts_of(section.key))
    return replace(section, notes=(*section.notes, *notes))


def _handover(agreement: Agreement) -> Section:
    if not agreement.process:
        return Section("handover", SECTIONS["handover"], (f"{NOT_AGREED.capitalize()}: nobody has mapped it.",))
    rows = tuple(
        (STEPS[each.step], _view(each.sales), _view(each.marketing), f"{each.standing.capitalize()}: {each.why}")
        for each in agreement.process
    )
    open_ = sum(each.standing != "agreed" for each in agreement.process)
    words = (
        "Both teams see every step alike."
        if not open_
        else f"{counted(open_, 'step')} of {len(rows)} {'is' if open_ == 1 else 'are'} not agreed yet."
    )
    table = Table("Who owns each step", ("Step", "As sales sees it", "As marketing sees it", "So it is"), rows)
    return Section("handover", SECTIONS["handover"], (words,), (table,))


def _view(view: View) -> str:
    if not view.n:
        return "nothing said"
    hours = "" if view.hours is None else f", within {view.hours:g} hours"
    return f"{view.owner or 'divided'}{hours}"


def _plays(agreement: Agreement) -> Section:
    rows = tuple(
        (
            play.name,
            play.touch_in_words(),
            play.attempts_in_words(),
            play.channels_in_words(),
            play.stops_in_words(),
            play.then_in_words(),
        )
        for play in agreement.plays
    )
    promised = [play.name for play in agreement.plays if is_promised(play.band)]
    columns = ("Band", "First touch", "Attempts", "How", "We stop when", "Then")
    return Section(
        "plays",
        SECTIONS["plays"],
        (f"First touch and attempts of {' and '.join(promised)} are what sales promises below.",) if promised else (),
        (Table("A play for each band", columns, rows),),
        footnotes=tuple(f"To talk about: {words}" for words in warnings(agreement.plays)),
    )


def _commitments(agreement: Agreement) -> Section:
    told = []
    for side in reversed(TEAMS):
        mine = [each for each in agreement.commitments if each.side == side]
        told += [_commitment(each) for each in mine]
        if not mine:
            told.append(f"{side.capitalize()} has promised nothing yet.")
    return Section("commitments", SECTIONS["commitments"], tuple(told), footnotes=(KEPT_BY,))


def _commitment(each: Commitment) -> str:
    terms = (each.leads_a_month, each.touch_within_minutes, each.attempts, each.attempt_days, each.accept_within_days)
    since = "for all months" if each.since.year <= FIRST_YEAR else f"from {each.since:%B %Y} on"
    return f"{each.side.capitalize()}, {since}: {promised_in_words(Promised(each.side, each.since, *terms))}."


def _goals(_: Agreement) -> Section:
    return Section("goals", SECTIONS["goals"], ("No shared goal was written down yet.",))


def _rhythm(agreement: Agreement) -> Section:
    if agreement.rhythm is None:
        return Section("rhythm", SECTIONS["rhythm"], (f"{NOT_AGREED.capitalize()}: no day of the month was chosen.",))
    following = agreement.rhythm.next_after(agreement.drawn_at.date())
    told = agreement.rhythm.in_words()
    return Section(
        "rhythm",
        SECTIONS["rhythm"],
        (f"The review is on {told}; the first after this agreement is on {following:%A, %d %B %Y}.",),
    )


def _signatures(agreement: Agreement, names: Names) -> Section:
    """Who signed, and whose signature is missing."""
    zone = agreement.evidence.zone
    rows = [
        (each.team.capitalize(), names.person(each.id), instant_in_words(each.at, zone))
        for each in agreement.signatures
    ]
    rows += [(team.capitalize(), "not signed", "") for team in agreement.missing]
    table = Table("Signatures on the model", ("For", "Signed by", "On"), tuple(rows))
    words = (
        "Both signatures are on exactly this model: any change of it, in points or in words, makes another hash, which "
        "nobody has signed."
        if agreement.is_signed
        else "It is agreed when one person of sales and another one of marketing have signed the same model."
    )
    return Section("signatures", "Who signed it", (words,), (table,))


def _fingerprints(agreement: Agreement, kept: bool) -> Section:
    """The hashes, short to compare by eye and whole to compare by machine."""
    entries, _, hashed = agreement.head.partition(":")
    named = {
        "Model, every word": agreement.model_hash,
        "Scoring: points, rules, caps, cut-offs": agreement.scoring_hash,
        "Data revision": agreement.evidence.revision,
    }
    if kept:
        named["This document"] = document_hash(agreement)
    rows = [(what, found[:SHORT], found) for what, found in named.items()]
    if agreement.head:
        rows.append(("Audit of all decisions, where it ended", f"{entries}:{hashed[:SHORT]}", agreement.head))
    audit = (
        "The last line is where the audit of all decisions ended when this was drawn up: "
        f"“leadscore check WORKSPACE --head {entries}:{hashed[:SHORT]}” says whether the audit still contains it. "
        "If it does not, something before it was changed or cut off."
        if agreement.head
        else "Nothing was decided in this workspace yet, so there is no audit to check it against."
    )
    until = agreement.evidence.data_date
    data = "undated" if until is None else f"complete until {day_in_words(until, agreement.evidence.zone)}"
    return Section(
        "fingerprints",
        "How can anybody check this paper?",
        (f"The data are {data}. {audit}",),
        (Table("Fingerprints", ("Of what", "Short", "Whole"), tuple(rows)),),
    )
