"""What is proposed for files about companies: lists of accounts, facts that were looked up, signals of intent.

A row of such a file concerns every lead of its company, found by account, by domain or by the company's name.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from leadscore.importing.mappings.spelling import quoted
from leadscore.importing.proposing import synonyms
from leadscore.importing.proposing.answers import About
from leadscore.importing.proposing.draft import Headers, Lines, Proposal, file_lines
from leadscore.importing.proposing.guesses import Column
from leadscore.importing.proposing.meanings import COMPANY_COLUMNS, Choice, Question
from leadscore.importing.proposing.readings import instant, number
from leadscore.importing.proposing.synonyms import key
from leadscore.importing.taking.joins import EMAIL_DOMAIN

ROLES = tuple(COMPANY_COLUMNS)
INTENT_KIND = "second_party_intent"
ABOUT_COMPANIES = ("industry", "company_size", "annual_revenue", "country", "company")
"""Attributes of leads that a company's list can fill."""

ACCOUNT_IDS = ("companyid", "accountid", "organizationid", "organisationid")
DOMAINS = (
    "companydomainname",
    "companydomain",
    "domain",
    "domainname",
    "website",
    "websiteurl",
    "companywebsite",
    "url",
)
COMPANY_NAMES = ("companyname", "accountname", "company", "account", "organization", "organisation")
TOPICS = ("topic", "intenttopic", "topicname", "surgetopic", "keyword", "intentkeyword", "signal", "intentsignal",
          "category", "interest")  # fmt: skip
SURGES = ("surge", "surgescore", "intentscore", "compositescore", "topicscore", "score", "intentstrength", "intensity",
          "strength", "signalscore")  # fmt: skip
DATES = ("date", "weekof", "week", "weekstarting", "weekending", "surgedate", "intentdate", "signaldate", "reportdate",
         "activitydate", "timestamp", "occurredat")  # fmt: skip
KNOWN_SINCE = ("asof", "asofdate", "enrichedat", "enrichedon", "enrichmentdate", "dateenriched", "lastenriched",
               "observedat", "observedon", "verifiedat", "verifiedon", "snapshotdate", "effectivedate",
               "validfrom")  # fmt: skip
NO_FACTS = frozenset({"id", "phone", "fax", "street", "address", "postal", "zip", "owner", "url", "website", "domain",
                      "notes", "description", "linkedin"})  # fmt: skip
"""Words of columns that are not worth a history."""


@dataclass(frozen=True, slots=True)
class Way:
    """How rows of a file name leads: a column, and what of the leads it is compared with."""

    column: Column
    matches: str
    each: bool = True

    @property
    def line(self) -> str:
        """The way as a line of a mapping."""
        how = "matches_each" if self.each else "matches"
        return f"    lead_id: {{column: {quoted(self.column.name)}, {how}: {quoted(self.matches)}}}"

    @property
    def words(self) -> str:
        """The way as people read it."""
        whom = "Every lead of the company" if self.each else "The lead"
        return f"{whom}, found by '{self.column.name}'"


def role_of(headers: Headers, leads: Headers) -> str | None:
    """What a file holds of companies: intent, enrichment or companies; None where it holds nothing that leads have.

    A plain list of companies is proposed where leads name their account; a person may choose it elsewhere.
    """
    ways = list(_ways(headers, leads))
    if not ways:
        return None
    if headers.first(DATES) and (headers.first(TOPICS) or headers.first(SURGES)):
        return "intent"
    facts = list(_facts(headers, ways[0].column))
    if facts and headers.first(KNOWN_SINCE):
        return "enrichment"
    linked = ways[0].matches == "account_id"  # a list of all companies, met by chance, would mostly be refused rows
    return "companies" if linked and any(name in ABOUT_COMPANIES for name, _ in facts) else None


def propose_file(proposal: Proposal, headers: Headers, leads: Headers, role: str) -> None:
    """The sources that a file about companies gives."""
    way = _way(proposal, headers, leads, role)
    if way is None:
        proposal.doubts.append(f"{headers.name} names no company of the leads and is left out")
    elif role == "intent":
        _propose_intent(proposal, headers, way)
    elif role == "enrichment":
        _propose_enrichment(proposal, headers, way)
    else:
        _propose_companies(proposal, headers, way)


def _ways(headers: Headers, leads: Headers) -> Iterator[Way]:
    """The ways in which rows can name leads, the surest first."""
    account = leads.named("leads.account_id", synonyms.LEAD_FIELDS["account_id"])
    by_domain = account is not None and "domain" in key(account.name)
    email = leads.named("leads.email", synonyms.LEAD_FIELDS["email"])
    for column in (column for role in ROLES for column in headers.said_to_be(f"{role}.lead_id")):
        if email is not None:
            yield Way(column, EMAIL_DOMAIN)
    is_list = any(word in headers.name.lower() for word in ("compan", "account", "organi"))
    own_id = headers.first((*ACCOUNT_IDS, *(("id", "recordid") if is_list else ())))
    domain = headers.first(DOMAINS)
    if account is not None and own_id is not None and not by_domain:
        yield Way(own_id, "account_id")
    if account is not None and domain is not None and by_domain:
        yield Way(domain, "account_id")
    address = headers.first(synonyms.LEAD_FIELDS["email"])
    if email is not None and address is not None:
        yield Way(address, "email", each=False)
    if email is not None and domain is not None:
        yield Way(domain, EMAIL_DOMAIN)
    name = headers.first((*COMPANY_NAMES, *(("name",) if is_list else ())))
    if name is not None and leads.named("leads.company", synonyms.LEAD_FIELDS["company"]) is not None:
        yield Way(name, "company")


def _way(proposal: Proposal, headers: Headers, leads: Headers, role: str) -> Way | None:
    ways = {way.column.name: way for way in reversed(list(_ways(headers, leads)))}
    if not ways:
        return None
    chosen = next(reversed(ways))
    if len(ways) > 1:
        choices = tuple(Choice(name, way.words) for name, way in reversed(ways.items()))
        asks = f"How does {headers.name} name the leads?"
        about = About("join", headers.name)
        chosen = proposal.ask(Question(about, asks, choices, chosen, "Several of its columns could.")) or chosen
    way = ways[chosen]
    proposal.means(headers, way.column, f"{role}.lead_id", "sure" if len(ways) == 1 else "likely", way.words)
    return way


def _facts(headers: Headers, joined: Column) -> Iterator[tuple[str, Column]]:
    """The attributes that a file tells of companies: the well-known first, then what else has words or numbers."""
    used = {joined.name}
    for name in ABOUT_COMPANIES:
        column = headers.named(f"leads.{name}", synonyms.LEAD_FIELDS[name])
        if column is not None and column.name not in used and column.type in ("text", "number", "blank"):
            used.add(column.name)
            yield name, column
    taken = (*DATES, *KNOWN_SINCE, *TOPICS, *SURGES, *ACCOUNT_IDS, *DOMAINS, *COMPANY_NAMES, "name", "email")
    for column in headers.file.columns:
        words = set(column.name.lower().replace("_", " ").split())
        said = headers.said.get(column.name)
        free = said is None and key(column.name) not in taken and not words & NO_FACTS
        if column.name not in used and (free or said == "changes.value") and column.type in ("text", "number"):
            yield column.name, column


def _propose_companies(proposal: Proposal, headers: Headers, way: Way) -> None:
    lines = [*file_lines(proposal, headers), *_filled([way.column], headers), way.line]
    for name, column in _facts(headers, way.column):
        if name in ABOUT_COMPANIES:
            lines.append(f"    {name}: {_value(proposal, headers, column)}")
            proposal.means(headers, column, f"leads.{name}", "sure", "Fills what a lead does not say itself.")
    proposal.add("leads", lines)


def _propose_enrichment(proposal: Proposal, headers: Headers, way: Way) -> None:
    at = headers.named("changes.changed_at", (*KNOWN_SINCE, *DATES))
    if at is None:
        proposal.doubts.append(f"{headers.name} does not say since when its facts are known and is left out")
        return
    proposal.means(headers, at, "changes.changed_at", "sure", "Since when the facts are known.")
    for name, column in _facts(headers, way.column):
        lines = [*file_lines(proposal, headers), *_filled([column, way.column, at], headers), way.line]
        lines += [f"    field: {{value: {quoted(name)}}}", f"    value: {_value(proposal, headers, column)}"]
        proposal.add("changes", [*lines, f"    changed_at: {instant(proposal, headers, at)}"])
        proposal.means(headers, column, "changes.value", "sure", f"A dated value of '{name}'.")


def _propose_intent(proposal: Proposal, headers: Headers, way: Way) -> None:
    fields = {"occurred_at": (*DATES, *KNOWN_SINCE), "detail": TOPICS, "value": SURGES}
    found = {name: headers.named(f"activities.{name}", keys) for name, keys in fields.items()}
    if found["occurred_at"] is None:
        proposal.doubts.append(f"{headers.name} has no dates of its signals and is left out")
        return
    lines = [*file_lines(proposal, headers), *_filled([way.column], headers), way.line]
    lines += [f"    kind: {{value: {INTENT_KIND}}}", "    actor: {value: company}"]
    for name, column in found.items():
        if column is None or (name == "value" and column.type == "text"):
            continue
        reading = instant(proposal, headers, column) if name == "occurred_at" else _value(proposal, headers, column)
        lines.append(f"    {name}: {reading}")
        proposal.means(headers, column, f"activities.{name}", "sure", "Its name says so.")
    proposal.add("activities", lines)


def _value(proposal: Proposal, headers: Headers, column: Column) -> str:
    return number(proposal, headers, column) if column.spelled or column.decimal else quoted(column.name)


def _filled(columns: list[Column], headers: Headers) -> Lines:
    """A condition that leaves out rows without a value in the columns, as far as they have gaps."""
    gaps = [column for column in columns if column.filled < headers.file.sampled]
    conditions = [f"{{column: {quoted(column.name)}, known: true}}" for column in gaps]
    if not conditions:
        return []
    return [f"    where: {conditions[0] if len(conditions) == 1 else '[' + ', '.join(conditions) + ']'}"]
