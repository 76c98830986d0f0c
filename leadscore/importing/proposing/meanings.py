"""What columns can mean, what a proposal takes them for, how sure it is and why, and what it has to ask."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from leadscore.importing.mappings.mapping import FIELDS
from leadscore.importing.proposing.answers import About
from leadscore.vocabulary import STAGES, WELL_KNOWN_ATTRIBUTES

Confidence = Literal["said", "sure", "likely", "ask"]
"""said: a person answered; sure: a name that CRMs write; likely: the best guess; ask: only a person can know."""

CONFIDENCE_WORDS: Mapping[Confidence, str] = {
    "ask": "Please say",
    "likely": "Likely",
    "said": "You said",
    "sure": "Sure",
}
"""In the order in which people should look at them."""

LEFT_OUT = "left out"
KEPT = "kept"
TOTAL = "total"
MOMENT = "moment"
FLAG = "flag"
STAGE_OF_TODAY = "stage of today"

FILE_WORDS = {
    "leads": "The list of leads",
    "activities": "Activities: what leads and sellers did",
    "stages": "Stages: when a lead became what",
    "deals": "Deals",
    "changes": "Changes of attributes, dated",
    "companies": "Companies: what they are today",
    "enrichment": "Companies: facts with their dates",
    "intent": "Companies: signals of intent",
    LEFT_OUT: "Left out",
}
"""What a file can hold."""

COMPANY_COLUMNS = {
    "companies": ("leads.company", "leads.industry", "leads.company_size", "leads.annual_revenue", "leads.country"),
    "enrichment": ("changes.changed_at", "changes.value"),
    "intent": ("activities.occurred_at", "activities.detail", "activities.value"),
}
"""What columns of files about companies can mean, beside which company a row is about."""

_OF_LEADS = {
    "leads.lead_id": "Id of the lead",
    "leads.created_at": "When the lead was created",
    KEPT: "Kept under its own name",
    LEFT_OUT: "Left out",
    STAGE_OF_TODAY: "Stage as of today, undated",
    FLAG: "A yes means a stage",
    TOTAL: "Total of today, no history",
    MOMENT: "First or last date of a kind of activity",
}
_SPOKEN = {
    "occurred_at": "When it happened",
    "entered_at": "When the stage began",
    "opened_at": "When the deal was opened",
    "closed_at": "When the deal was closed",
    "changed_at": "When it changed",
    "lead_id": "Which lead",
    "deal_id": "Id of the deal",
    "kind": "Kind of activity",
    "actor": "Who acted",
    "outcome": "Won, lost or open",
}


@dataclass(frozen=True, slots=True)
class Meaning:
    """What one column of one file is taken for; a column can have several meanings, the first is the chief one."""

    file: str
    column: str
    becomes: str
    confidence: Confidence
    why: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One possible answer, and its words."""

    value: str
    words: str


@dataclass(frozen=True, slots=True)
class Question:
    """What a person should say or confirm.

    `proposed` is taken until somebody answers; None where nobody can guess, so that an import waits for the answer.
    """

    about: About
    asks: str
    choices: tuple[Choice, ...]
    proposed: str | None
    why: str
    answer: str | None = None
    confidence: Confidence = "likely"
    rows: int | None = None

    @property
    def taken(self) -> str | None:
        """What holds at the moment."""
        return self.answer if self.answer is not None else self.proposed

    @property
    def open(self) -> bool:
        """Whether an import has to wait for the answer."""
        return self.taken is None


def choices_of(role: str) -> dict[str, str]:
    """What a column of a file can mean, by what the file holds, with the words for it."""
    if role == "leads":
        known = {f"leads.{name}": _attribute(name) for name in WELL_KNOWN_ATTRIBUTES if name != "source_kind"}
        dated = {f"stages.{stage}": f"When it became {_stage(stage)}" for stage in STAGES}
        return {**_OF_LEADS, **known, **dated}
    if role == LEFT_OUT:
        return {LEFT_OUT: "Left out"}
    if role in COMPANY_COLUMNS:
        named = {f"{role}.lead_id": "Which company or lead"}
        facts = {each: spoken(each.partition(".")[2]) for each in COMPANY_COLUMNS[role]}
        return {LEFT_OUT: "Left out", **named, **facts}
    linked = {"deal_leads.lead_id": spoken("lead_id")} if role == "deals" else {}
    return {LEFT_OUT: "Left out", **linked, **{f"{role}.{name}": spoken(name) for name in FIELDS[role]}}


def in_words(becomes: str) -> str:
    """A meaning as people read it, whatever table it belongs to."""
    table, _, name = becomes.partition(".")
    if table == "leads" or becomes in _OF_LEADS or name in STAGES:
        return choices_of("leads").get(becomes, spoken(name))
    return spoken(name) if name else becomes


def spoken(name: str) -> str:
    """A field of a table in words."""
    return _SPOKEN.get(name, name.replace("_", " ").capitalize())


def stage_choices(leave: str) -> tuple[Choice, ...]:
    """The stages that a word can mean, and the words for none of them."""
    return (*(Choice(stage, _stage(stage)) for stage in STAGES), Choice(LEFT_OUT, leave))


def _stage(stage: str) -> str:
    return _STAGE_WORDS.get(stage, stage.capitalize())


_STAGE_WORDS = {
    "inquiry": "Inquiry, nothing more",
    "mql": "MQL: handed over to sales",
    "sal": "SAL: accepted by sales",
    "sql": "SQL: confirmed by sales",
    "rejected": "Rejected by sales",
    "recycled": "Recycled: back to marketing",
}


def _attribute(name: str) -> str:
    return {"source": "Source", "account_id": "Account id", "owner": "Owner"}.get(name, spoken(name))
