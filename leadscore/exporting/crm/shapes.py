"""The shape in which a CRM takes a file in: how it finds records, what its columns are called, how much it takes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

PARTS = ("score", "band", "grade", "reason_1", "reason_2", "reason_3", "other_points", "as_of")
"""What is said of a lead."""

SOURCES = ("model", "version", "model_hash", "scoring_hash")
"""What is said of the model behind it."""

WORDS = {
    "score": "Leadscore score",
    "band": "Leadscore band",
    "grade": "Leadscore grade",
    "reason_1": "Leadscore reason 1",
    "reason_2": "Leadscore reason 2",
    "reason_3": "Leadscore reason 3",
    "other_points": "Leadscore other points",
    "as_of": "Leadscore as of",
    "model": "Leadscore model",
    "version": "Leadscore version",
    "model_hash": "Leadscore model hash",
    "scoring_hash": "Leadscore scoring hash",
}
"""Each field as a label; the names of fields in a CRM are made from these."""

NUMBERS = ("score", "other_points")


@dataclass(frozen=True, slots=True)
class Shape:
    """What one CRM's import takes: columns, and at most so many rows, bytes and characters a text.

    `id_form` is what its record ids look like, `objects` the beginnings of ids of different objects, each of which
    needs a file of its own.  `how` says what to do there, `unproved` what was not found in its documentation.
    """

    name: str
    title: str
    id_column: str
    email_column: str
    columns: dict[str, str]
    instant: str
    most_rows: int
    most_bytes: int
    most_text: int
    id_form: re.Pattern[str] | None = None
    objects: tuple[tuple[str, str], ...] = ()
    name_column: str | None = None
    most_rows_xlsx: int = 0
    refused: str = ""
    needs_email: bool = False
    types: str = ""
    how: tuple[str, ...] = ()
    unproved: tuple[str, ...] = ()

    @property
    def takes_xlsx(self) -> bool:
        """Whether its import reads workbooks."""
        return self.most_rows_xlsx > 0

    def instant_text(self, moment: datetime | None, zone: str) -> str:
        """A moment (naive UTC) as its import reads dates: a day by the company's calendar, or an instant in UTC."""
        if moment is None:
            return ""
        aware = moment.replace(tzinfo=UTC)
        return (aware.astimezone(ZoneInfo(zone)) if self.instant == DAY else aware).strftime(self.instant)

    def looks_like_id(self, lead_id: str) -> bool:
        """Whether a lead_id can be one of its record ids."""
        return self.id_form is None or self.id_form.fullmatch(lead_id) is not None

    def object_of(self, lead_id: str) -> str:
        """Which of its objects an id belongs to; "" where its ids do not tell."""
        return next((words for prefix, words in self.objects if lead_id.startswith(prefix)), "")


def whole_salesforce_id(lead_id: str) -> str:
    """A Salesforce id of 15 letters, whose case matters, as the one of 18 that survives spreadsheets; others as is.

    The three last letters say, five letters at a time, which of the fifteen are capitals.
    """
    if not _SHORT_SALESFORCE_ID.fullmatch(lead_id):
        return lead_id
    return lead_id + "".join(_CASES[_capitals(lead_id[start : start + 5])] for start in (0, 5, 10))


_SHORT_SALESFORCE_ID = re.compile(r"(00Q|003)[A-Za-z0-9]{12}")
_CASES = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"
DAY = "%Y-%m-%d"


def _capitals(five: str) -> int:
    """Which of five letters are capitals, as the bits of a number."""
    return sum(1 << place for place, letter in enumerate(five) if "A" <= letter <= "Z")


def advice(shape: Shape) -> tuple[str, ...]:
    """What to do in the CRM, in order, and what was not proved of it, as sentences."""
    columns = ", ".join(shape.columns.values())
    said = [each.format(columns=columns, types=shape.types) for each in shape.how]
    return (*said, *(f"Not verified: {each}." for each in shape.unproved))
