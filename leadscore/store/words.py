"""The words by which a person is known (id of the lead, e-mail addresses), and whether a text holds one of them."""

from __future__ import annotations

import re
from dataclasses import dataclass

SHORTEST_WITHIN = 4
"""A shorter id ("12") is looked for as a whole value only: within texts it would be found everywhere."""


@dataclass(frozen=True, slots=True)
class Words:
    """A lead's id and the e-mail addresses that the data know of it."""

    lead_id: str
    emails: tuple[str, ...] = ()

    def are(self, value: str) -> bool:
        """Whether a value is one of the words, capitals and blanks aside."""
        plain = value.strip().lower()
        return plain in (self.lead_id.strip().lower(), *(each.strip().lower() for each in self.emails))

    def are_in(self, text: str) -> bool:
        """Whether a text holds one of them as a word of its own."""
        return any(re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text, re.IGNORECASE) for word in self._within())

    def _within(self) -> tuple[str, ...]:
        words = (self.lead_id.strip(), *(each.strip() for each in self.emails))
        return tuple(word for word in words if len(word) >= SHORTEST_WITHIN)
