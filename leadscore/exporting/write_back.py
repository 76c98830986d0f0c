"""Scores as rows that a CRM can take in: whom, the score, three dated reasons, the rest, and which model said so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from leadscore.evidence import Lens, Shelf
from leadscore.exporting.shapes import NUMBERS, PARTS, SOURCES, Shape, whole_salesforce_id
from leadscore.figures.reasons import sentence, strongest
from leadscore.model import Model, model_hash, scoring_hash
from leadscore.scoring import Explainer, Explanation, score
from leadscore.vocabulary import BAND_WORDS

DRAFT = "DRAFT, not agreed"
NOT_SIGNED = "not signed by both teams"
_ADDRESS_MARK = "@"


@dataclass(frozen=True, slots=True)
class Origin:
    """Which model the scores are of, and what it is: a signed version, the unsigned model file, or a draft."""

    model: Model
    version: str

    @property
    def is_draft(self) -> bool:
        """Whether nobody agreed to work with it."""
        return self.version == DRAFT

    @property
    def words(self) -> dict[str, str]:
        """What stands in every row."""
        hashes = {"model_hash": model_hash(self.model), "scoring_hash": scoring_hash(self.model)}
        return {"model": self.model.name, "version": self.version, **hashes}


@dataclass(frozen=True, slots=True)
class Person:
    """Whom a lead_id stands for, as far as the data knows."""

    email: str | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """What went out, and what will not find its way: leads by count, never by name.

    `leads` = rows written + `without_landmark` + `excluded`; the other counts are of rows written.
    """

    leads: int
    rows: int
    without_landmark: int
    excluded: int
    strange_ids: int
    without_email: int
    shared_emails: int


Row = tuple[str | Decimal, ...]


class WriteBack:
    """The rows of one model on one data set in the shape of one CRM; nothing is computed before it is asked for."""

    def __init__(self, shelf: Shelf, origin: Origin, lens: Lens, shape: Shape) -> None:
        self.shape = shape
        self.origin = origin
        self._shelf = shelf
        self._zone = shelf.database.manifest.zone
        self._words = origin.words
        self._explainer = Explainer(shelf, origin.model, lens)
        self._scores = score(shelf, origin.model, lens)
        self._known = [name for name in ("email", "name") if shelf.database.manifest.attribute(name) is not None]
        self._with_emails = "email" in self._known or self._ids_are_emails()
        self._with_names = "name" in self._known and shape.name_column is not None

    @property
    def columns(self) -> tuple[str, ...]:
        """The header: what the CRM finds the record by, then its fields."""
        who = [self.shape.email_column] if self._with_emails else []
        who += [self.shape.name_column] if self._with_names and self.shape.name_column else []
        return (self.shape.id_column, *who, *(self.shape.columns[key] for key in (*PARTS, *SOURCES)))

    @property
    def as_of(self) -> datetime | None:
        """The latest moment as of which leads are scored (naive UTC); None where nothing is dated."""
        found = self._ask(f"SELECT MAX(as_of) FROM {self._scores.table}")
        return found[0][0]  # type: ignore[return-value]

    def first(self, most: int) -> tuple[Row, ...]:
        """The rows of the leads with the highest scores."""
        ids = [each.lead_id for each in self._scores.rows(most)]
        people = self._people(ids)
        return tuple(self._row(self._explainer.explain(each), people.get(each, Person())) for each in ids)

    def rows(self) -> Iterator[tuple[str, Row]]:
        """Every lead that has a score, by lead_id, with the object of the CRM that its id belongs to."""
        people = self._people(None)
        for explanation in self._explainer.explain_all():
            row = self._row(explanation, people.get(explanation.lead_id, Person()))
            yield self.shape.object_of(str(row[0])), row

    def counted(self) -> Written:
        """How many rows there are, and how many the CRM may not find."""
        people, left_out = self._people(None), self._scores.left_out
        ids = [str(lead) for (lead,) in self._ask(f"SELECT lead_id FROM {self._scores.table}")]
        emails = [self._found_by(lead, people.get(lead, Person()))[1].strip().lower() for lead in ids]
        filled = [email for email in emails if email]
        return Written(
            leads=left_out.leads,
            rows=len(ids),
            without_landmark=left_out.without_landmark,
            excluded=left_out.excluded,
            strange_ids=sum(not self.shape.looks_like_id(lead) for lead in ids),
            without_email=len(ids) - len(filled),
            shared_emails=len(filled) - len(set(filled)),
        )

    def _ids_are_emails(self) -> bool:
        """Whether the data were joined by e-mail, so that ids are addresses."""
        found = self._ask(f"SELECT COUNT(*) FILTER (WHERE CONTAINS(lead_id, '{_ADDRESS_MARK}')) FROM leads")
        return bool(found[0][0])

    def _people(self, ids: list[str] | None) -> dict[str, Person]:
        """Whom each lead stands for."""
        if not self._known:
            return {}
        shown = ", ".join(f"CAST({name} AS VARCHAR)" for name in self._known)
        only = "" if ids is None else " WHERE list_contains($ids, lead_id)"
        found = self._ask(f"SELECT lead_id, {shown} FROM leads{only}", {} if ids is None else {"ids": ids})
        return {str(lead): Person(**dict(zip(self._known, texts, strict=True))) for lead, *texts in found}  # type: ignore[arg-type]

    def _ask(self, sql: str, values: dict[str, object] | None = None) -> list[tuple[object, ...]]:
        return self._shelf.database.cursor().execute(sql, values or {}).fetchall()

    def _row(self, explanation: Explanation, person: Person) -> Row:
        said = self._said(explanation)
        lead_id, email = self._found_by(explanation.lead_id, person)
        who = [lead_id, *([email] if self._with_emails else []), *([person.name or ""] if self._with_names else [])]
        fields = [said[key] if key in NUMBERS else self._fitting(str(said[key])) for key in (*PARTS, *SOURCES)]
        return tuple([*who, *fields])

    def _found_by(self, lead_id: str, person: Person) -> tuple[str, str]:
        """Id and e-mail; an id that is an address stands under e-mail where the CRM has ids of another form."""
        whole = whole_salesforce_id(lead_id) if self.shape.name == "salesforce" else lead_id
        if _ADDRESS_MARK in lead_id and not self.shape.looks_like_id(lead_id):
            return "", person.email or lead_id
        return whole, person.email or ""

    def _said(self, explanation: Explanation) -> dict[str, str | Decimal]:
        """Each field by its key; the points of the reasons and of all else sum to the score."""
        lines = strongest(explanation)
        reasons = [sentence(line, self._zone) for line in lines] + [""] * 3
        other = explanation.score - sum((line.contribution for line in lines), Decimal(0))
        return {
            "score": explanation.score,
            "band": BAND_WORDS.get(explanation.band or "", ""),
            "grade": explanation.grade or "",
            **{f"reason_{place}": text for place, text in enumerate(reasons[:3], 1)},
            "other_points": other,
            "as_of": self.shape.instant_text(explanation.as_of, self._zone),
            **self._words,
        }

    def _fitting(self, text: str) -> str:
        """A text as the CRM takes it: on one line, without letters that it refuses, cut where it is too long."""
        plain = " ".join("".join(" " if letter in self.shape.refused else letter for letter in text).split())
        return shortened(plain, self.shape.most_text)


def shortened(text: str, most: int) -> str:
    """At most so many characters; the points and the date at the end of a reason stay."""
    if len(text) <= most:
        return text
    end = text[text.rfind(" (") :] if " (" in text else ""
    end = end if len(end) < most // 2 else ""
    return f"{text[: most - len(end) - 1]}…{end}"


def told(written: Written, shape: Shape) -> tuple[str, ...]:
    """The sum of leads, and who will not be found."""
    said = [
        f"{written.rows:,} rows = {written.leads:,} leads - {written.without_landmark:,} without a landmark - "
        f"{written.excluded:,} excluded by the population."
    ]
    if written.rows < written.leads:
        said.append(
            "Leads that are not in the file keep in the CRM what an earlier file wrote: clear those fields there."
        )
    if written.strange_ids:
        said.append(
            f"{written.strange_ids:,} of {written.rows:,} ids do not look like ids of {shape.title}, which will not "
            "find them by id. Import with the record id as lead_id."
        )
    if written.without_email and (shape.needs_email or written.without_email < written.rows):
        said.append(f"{written.without_email:,} of {written.rows:,} have no e-mail address to be found by.")
    if written.shared_emails:
        said.append(
            f"{written.shared_emails:,} share an e-mail address with another lead: found by it, the last stays."
        )
    return tuple(said)
