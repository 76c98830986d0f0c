"""What an export of a CRM is: what it brings, where it is found, what to mind, and what such a line rests on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from leadscore.learning.settle_needs import Topic

Source = Literal["maker", "others", "unchecked"]

SOURCE_WORDS: dict[Source, str] = {
    "maker": "the maker's documentation",
    "others": "reported by others",
    "unchecked": "not checked",
}
"""What a line rests on."""

TOPIC_WORDS: dict[Topic, str] = {
    "stage dates": "Dates of stages",
    "sales": "What sales did",
    "fields": "Fields of the lead",
    "field history": "When a field changed",
    "forms": "Forms and downloads",
    "e-mails": "E-mails",
    "web": "Visits to the site",
    "events": "Webinars and fairs",
    "product": "Use of the product",
    "intent": "Intent from elsewhere",
    "orders": "Orders and contracts",
    "surveys": "Surveys",
    "deals": "Deals",
    "activities": "Other activities",
    "time": "More leads",
}
"""What kind of export brings it, in words."""


@dataclass(frozen=True, slots=True)
class Way:
    """One export: what it brings, where it is found, what to mind, and what this rests on."""

    topics: tuple[Topic, ...]
    where: str
    mind: str
    source: Source

    @property
    def brings(self) -> str:
        """What it brings, in words."""
        return ", ".join(TOPIC_WORDS[topic] for topic in self.topics)


@dataclass(frozen=True, slots=True)
class Crm:
    """One CRM: its exports, and what it cannot bring."""

    name: str
    ways: tuple[Way, ...]
    cannot: str

    def for_topics(self, topics: frozenset[Topic]) -> tuple[Way, ...]:
        """The exports that bring any of these."""
        return tuple(way for way in self.ways if topics & set(way.topics))
