"""Scores as rows that a CRM can take in: whom, the score, three dated reasons, the rest, and which model said so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from leadscore.desk.dates import date_column, dated_places, latest_dates
from leadscore.evidence import Lens, Shelf, check, units_column
from leadscore.exporting.crm.shapes import NUMBERS, PARTS, SOURCES, Shape, whole_salesforce_id
from leadscore.figures.reasons import sentence, strongest
from leadscore.model import Model, model_hash, scoring_hash
from leadscore.scoring import Activity, Line, score
from leadscore.scoring.arithmetic import exact
from leadscore.scoring.explanation import rule_line
from leadscore.scoring.scores import ORDER
from leadscore.store.database import quoted
from leadscore.vocabulary import BAND_WORDS

DRAFT = "DRAFT, not agreed"
NOT_SIGNED = "not signed by both teams"
WHO = ("email", "name")
_ADDRESS_MARK = "@"
_CHUNK = 10_000


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
    """The rows of one model on one data set in the shape of one CRM, from its evidence; leads stream through."""

    def __init__(self, shelf: Shelf, origin: Origin, lens: Lens, shape: Shape) -> None:
        check(origin.model, shelf.facts)
        self.shape = shape
        self.origin = origin
        self._shelf = shelf
        self._lens = lens
        self._zone = shelf.database.manifest.zone
        self._words = origin.words
        self._known = [name for name in WHO if shelf.database.manifest.attribute(name) is not None]
        self._with_emails = "email" in self._known or self._ids_are_emails()
        self._with_names = "name" in self._known and shape.name_column is not None
        self._dated = dated_places(shelf, origin.model)

    @property
    def columns(self) -> tuple[str, ...]:
        """The header: what the CRM finds the record by, then its fields."""
        who = [self.shape.email_column] if self._with_emails else []
        who += [self.shape.name_column] if self._with_names and self.shape.name_column else []
        return (self.shape.id_column, *who, *(self.shape.columns[key] for key in (*PARTS, *SOURCES)))

    def first(self, most: int) -> tuple[Row, ...]:
        """The rows of the leads with the highest scores."""
        return tuple(row for _, row in self._asked(f"WHERE s.place <= {int(most)} ORDER BY s.place"))

    def rows(self) -> Iterator[tuple[str, Row]]:
        """Every lead that has a score, by lead_id, with the object of the CRM that its id belongs to."""
        return self._asked("ORDER BY s.lead_id")

    def counted(self) -> Written:
        """How many rows there are, and how many the CRM may not find."""
        scores = score(self._shelf, self.origin.model, self._lens)
        form = self.shape.id_form.pattern if self.shape.id_form else ".*"
        email = self._held("email")
        cursor = self._shelf.database.cursor().execute(
            f"""SELECT COUNT(*), COUNT(*) FILTER (WHERE NOT known), COUNT(found), COUNT(DISTINCT LOWER(found))
FROM (SELECT known, NULLIF(TRIM(CASE WHEN NOT known AND CONTAINS(lead_id, '{_ADDRESS_MARK}')
    THEN COALESCE({email}, lead_id) ELSE {email} END), '') AS found
    FROM (SELECT lead_id, REGEXP_FULL_MATCH(lead_id, $form) AS known FROM {scores.table})
    LEFT JOIN leads AS l USING (lead_id))""",
            {"form": form},
        )
        rows, strange, filled, different = cursor.fetchall()[0]
        left_out = scores.left_out
        return Written(
            leads=left_out.leads,
            rows=rows,
            without_landmark=left_out.without_landmark,
            excluded=left_out.excluded,
            strange_ids=strange,
            without_email=rows - filled,
            shared_emails=filled - different,
        )

    def _ids_are_emails(self) -> bool:
        """Whether the data were joined by e-mail, so that ids are addresses."""
        sql = f"SELECT COUNT(*) FROM leads WHERE CONTAINS(lead_id, '{_ADDRESS_MARK}')"
        return bool(self._shelf.database.cursor().execute(sql).fetchall()[0][0])

    def _held(self, name: str) -> str:
        """A well-known attribute as SQL; empty where the data lack it."""
        return f"CAST(l.{quoted(name)} AS VARCHAR)" if name in self._known else "CAST(NULL AS VARCHAR)"

    def _asked(self, which: str) -> Iterator[tuple[str, Row]]:
        """The rows of a query over scores, units of rules and latest dates, a chunk at a time."""
        cursor = self._shelf.database.cursor().execute(self._query(which))
        names = [each[0] for each in cursor.description or ()]
        while chunk := cursor.fetchmany(_CHUNK):
            for values in chunk:
                row = self._row(dict(zip(names, values, strict=True)))
                yield self.shape.object_of(str(row[0])), row

    def _query(self, which: str) -> str:
        model = self.origin.model
        scores, evidence = score(self._shelf, model, self._lens), self._shelf.evidence(model, self._lens)
        dates = latest_dates(self._shelf, model, self._lens)
        units = "".join(f", e.{units_column(place)}" for place in range(len(model.rules)))
        latest = "".join(f", d.{date_column(place)}" for place in self._dated) if dates else ""
        joined = f"LEFT JOIN ({dates}) AS d USING (lead_id)" if dates else ""
        who = ", ".join(f"{self._held(name)} AS {quoted(f'{name} of the lead')}" for name in WHO)
        return f"""SELECT s.lead_id, s.as_of, s.score, s.band, s.grade, {who}{units}{latest}
FROM (SELECT *, ROW_NUMBER() OVER (ORDER BY {ORDER}) AS place FROM {scores.table}) AS s
JOIN {evidence.table} AS e USING (lead_id)
LEFT JOIN leads AS l USING (lead_id) {joined}
{which}"""

    def _row(self, found: dict[str, Any]) -> Row:
        said = self._said(found)
        email, name = (found[f"{each} of the lead"] for each in WHO)
        lead_id, email = self._found_by(found["lead_id"], email)
        who = [lead_id, *([email] if self._with_emails else []), *([name or ""] if self._with_names else [])]
        fields = [said[key] if key in NUMBERS else self._fitting(str(said[key])) for key in (*PARTS, *SOURCES)]
        return tuple([*who, *fields])

    def _found_by(self, lead_id: str, email: str | None) -> tuple[str, str]:
        """Id and e-mail; an id that is an address stands under e-mail where the CRM has ids of another form."""
        whole = whole_salesforce_id(lead_id) if self.shape.name == "salesforce" else lead_id
        if _ADDRESS_MARK in lead_id and not self.shape.looks_like_id(lead_id):
            return "", email or lead_id
        return whole, email or ""

    def _said(self, found: dict[str, Any]) -> dict[str, str | Decimal]:
        """Each field by its key; the points of the reasons and of all else sum to the score."""
        points = exact(found["score"])
        lines = strongest([self._line(place, found) for place in range(len(self.origin.model.rules))])
        reasons = [sentence(line, self._zone) for line in lines] + [""] * 3
        return {
            "score": points,
            "band": BAND_WORDS.get(found["band"] or "", ""),
            "grade": found["grade"] or "",
            **{f"reason_{place}": text for place, text in enumerate(reasons[:3], 1)},
            "other_points": points - sum((line.contribution for line in lines), Decimal(0)),
            "as_of": self.shape.instant_text(found["as_of"], self._zone),
            **self._words,
        }

    def _line(self, place: int, found: dict[str, Any]) -> Line:
        """What a rule gave, with the latest activity behind it."""
        latest = found.get(date_column(place)) if place in self._dated else None
        return rule_line(
            self.origin.model.rules[place],
            found[units_column(place)],
            (Activity(latest, ""),) if latest is not None else (),
        )

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
