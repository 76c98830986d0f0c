"""A clean company of 120 leads, and one fault after the other that may be planted in it, with its exact number."""

# ruff: noqa: DTZ001 - instants are stored as naive UTC
from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from leadscore import importing
from leadscore.store import workspace as workspaces
from leadscore.store.workspace import Workspace

NOW = datetime(2026, 11, 2, 9, 30)
FIRST = datetime(2026, 1, 5, 8, 0, 11)
LEADS = 120
Row = dict[str, str]
Plant = Callable[["FaultyCompany"], None]

COLUMNS = {
    "leads": ("id", "created", "email", "name", "company", "account_id", "source", "phone"),
    "acts": ("id", "at", "kind", "detail", "who"),
    "stages": ("id", "stage", "at"),
    "deals": ("deal", "account", "opened", "closed", "outcome"),
    "links": ("deal", "id"),
    "changes": ("id", "field", "value", "at"),
}

MAPPING = """zone: UTC
data_date: '2026-08-31'
captured_at_form: [{captured}]
leads: [{{file: leads.csv, lead_id: id, created_at: created, keep: all}}]
activities: [{{file: acts.csv, lead_id: id, occurred_at: at, kind: kind, detail: detail, actor: who}}]
stages: [{{file: stages.csv, lead_id: id, stage: stage, entered_at: at}}]
deals: [{{file: deals.csv, deal_id: deal, account_id: account, opened_at: opened, closed_at: closed, outcome: outcome}}]
deal_leads: [{{file: links.csv, deal_id: deal, lead_id: id}}]
changes: [{{file: changes.csv, lead_id: id, field: field, value: value, changed_at: at}}]
"""


def at(place: int, days: float = 0, seconds: float = 0) -> str:
    """An instant that many days after the lead of that place came; leads come twice a day."""
    return (FIRST + timedelta(days=place / 2 + days, seconds=place % 7 + seconds)).isoformat(" ", "seconds")


@dataclass
class FaultyCompany:
    """Rows by table as texts; without a plant nothing is wrong with them."""

    rows: dict[str, list[Row]] = field(default_factory=lambda: {name: [] for name in COLUMNS})
    captured: str = "email"

    def add(self, table: str, *values: str) -> Row:
        """Another row."""
        row = dict(zip(COLUMNS[table], values, strict=True))
        self.rows[table].append(row)
        return row

    def lead(self, lead_id: str, created: str, **other: str) -> Row:
        """Another lead, like no other unless told."""
        usual = (f"{lead_id}@{lead_id}.example", f"Ann {lead_id}", f"Firm {lead_id}", f"A{lead_id}", "web", "1")
        row = self.add("leads", lead_id, created, *usual)
        row.update(other)
        return row

    def of(self, name: str) -> Row:
        """The lead of that id."""
        return next(row for row in self.rows["leads"] if row["id"] == name)

    def workspace(self, folder: Path) -> Workspace:
        """The company imported."""
        folder.mkdir(parents=True, exist_ok=True)
        for table, columns in COLUMNS.items():
            lines = [",".join(columns), *(",".join(row[name] for name in columns) for row in self.rows[table])]
            (folder / f"{table}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
        (folder / "map.yaml").write_text(MAPPING.format(captured=self.captured), encoding="utf-8")
        made = workspaces.create(folder / "workspace")
        importing.run(made, folder / "map.yaml", now=NOW)
        return made


def clean() -> FaultyCompany:
    """120 leads with mail and visits: two of three handed over and called, half of these sql, some of them won."""
    company = FaultyCompany()
    for place in range(LEADS):
        name = f"L{place:03}"
        company.lead(name, at(place))
        company.add("acts", name, at(place, 0, 40), "form_fill", "contact", "lead")
        company.add("acts", name, at(place, 1, 5), "email_delivered", "news", "system")
        company.add("acts", name, at(place, 1, 3605), "email_click", "news", "lead")
        company.add("acts", name, at(place, 3), "page_visit", "/price", "lead")
        company.add("changes", name, "phone", "1", at(place, 2))
        if place % 3:
            company.add("stages", name, "mql", at(place, 10))
            company.add("acts", name, at(place, 11), "call", "", "Rita")
        if place % 3 == 1:
            company.add("stages", name, "sql", at(place, 20))
        if place % 12 == 1:
            company.add("stages", name, "won", at(place, 50))
            company.add("deals", f"D{place}", f"A{name}", at(place, 21), at(place, 50), "won")
            company.add("links", f"D{place}", name)
    return company


def trials(company: FaultyCompany) -> None:
    """Five test records, each by another sign, and two people who only look like it."""
    for number, (key, value) in enumerate(
        [
            ("email", "qa@nowhere.test"),
            ("email", "someone@example.com"),
            ("email", "test123@firm.example"),
            ("name", "Test User"),
            ("company", "asdf"),
        ]
    ):
        company.lead(f"T{number}", at(number, 0, 20), **{key: value})
    company.lead("T8", at(8, 0, 20), name="Tess Tester", company="Testing House Ltd")
    company.lead("T9", at(9, 0, 20), email="contest@fair.example", name="Test Pilot")


def doubles(company: FaultyCompany) -> None:
    """Three leads with an address that is there, differently written; shared and invented addresses are nobody's."""
    company.of("L001")["email"] = "ada.k@works.example"
    company.of("L002")["email"] = "ben@works.example"
    company.lead("E1", at(30, 0, 1), email="ADA.K@Works.example")
    company.lead("E2", at(31, 0, 1), email="ada.k+news@works.example")
    company.lead("E3", at(32, 0, 1), email=" ben@works.example ")
    for number in range(2):
        company.lead(f"S{number}", at(40 + number, 0, 1), email="info@shared.example", account_id="AS")
    for number in range(4):
        company.lead(f"P{number}", at(50 + number, 0, 1), email="none@none.example", account_id="AP")
    for name in ("L001", "E1", "E2"):
        company.of(name)["account_id"] = "AW"
    for name in ("L002", "E3"):
        company.of(name)["account_id"] = "AW"


def namesakes(company: FaultyCompany) -> None:
    """One person by name and company, and one namesake elsewhere."""
    company.of("L001").update(name="Ada Kroll", company="Acme")
    company.lead("N1", at(30, 0, 1), name="ada  kroll", company="ACME Inc.")
    company.lead("N2", at(31, 0, 1), name="Ada Kroll", company="Bolt")


def two_ids(company: FaultyCompany) -> None:
    """One account under three ids, by its domain; two firms of one name with other domains are two."""
    company.of("L001").update(email="a@acme.example", company="Acme")
    company.of("L002").update(email="b@acme.example", company="Acme GmbH")
    company.of("L003").update(email="c@acme.example", company="ACME")
    company.of("L004").update(email="d@bolt.example", company="Bolt")
    company.of("L005").update(email="e@other.example", company="Bolt")


def copied_win(company: FaultyCompany) -> None:
    """A win on two more contacts of its account, within the minute."""
    for name in ("C1", "C2"):
        company.lead(name, at(3, 0, 9), account_id="AL001")
        company.add("stages", name, "won", at(1, 50, 20))


def scanned(company: FaultyCompany) -> None:
    """Four clicks and two opens within seconds of a delivery, three clicks at once; a quick reader is none."""
    for place in range(4):
        company.add("acts", f"L{place:03}", at(place, 1, 8), "email_click", "scan", "lead")
    for place in range(2):
        company.add("acts", f"L{place:03}", at(place, 1, 6), "email_open", "scan", "lead")
    for second in range(3):
        company.add("acts", "L020", at(20, 5, second), "email_click", f"link {second}", "lead")
    company.add("acts", "L021", at(21, 1, 15), "email_click", "news", "lead")


def made_anew(company: FaultyCompany) -> None:
    """Two leads whose record is younger than their hand-off."""
    for name, place in (("L001", 1), ("L002", 2)):
        company.of(name)["created"] = at(place, 12)


def swapped(company: FaultyCompany) -> None:
    """One lead confirmed before its hand-off, one won before it was confirmed (and after the hand-off)."""
    stages = {(row["id"], row["stage"]): row for row in company.rows["stages"]}
    stages["L004", "sql"]["at"] = at(4, 5)
    stages["L013", "won"]["at"] = at(13, 15)
    company.rows["deals"][1]["opened"] = at(13, 14)


def closed_first(company: FaultyCompany) -> None:
    """One deal that closed before it opened."""
    company.rows["deals"][0]["opened"] = at(1, 70)


def older_deal(company: FaultyCompany) -> None:
    """A lead that was put on a deal which was open before."""
    company.lead("O1", at(1, 30), account_id="AL001")
    company.add("links", "D1", "O1")


def by_rule(company: FaultyCompany) -> None:
    """Half of the confirmations a minute after the hand-off: 20 of 40."""
    for number, row in enumerate(row for row in company.rows["stages"] if row["stage"] == "sql"):
        if number % 2:
            row["at"] = at(int(row["id"][1:]), 10, 60)


def loaded(company: FaultyCompany) -> None:
    """A list of 30 leads in one minute."""
    for number in range(30):
        company.lead(f"B{number}", f"2026-02-02 10:00:{number:02}")


def to_come(company: FaultyCompany) -> None:
    """A mistyped year, twice."""
    company.rows["acts"][0]["at"] = "2062-01-05 08:00:51"
    stages = [row for row in company.rows["stages"] if row["stage"] == "sql"]
    stages[1]["at"] = "2066-01-05 08:00:51"


def undated(company: FaultyCompany) -> None:
    """Five stages without a date."""
    for row in company.rows["stages"][:5]:
        row["at"] = ""


def dates_alone(company: FaultyCompany) -> None:
    """Ten activities with a date alone."""
    for row in company.rows["acts"][-10:]:
        row["at"] = row["at"][:10]


def known_later(company: FaultyCompany) -> None:
    """An attribute that only those at sql have, said to be captured at the form."""
    won = {row["id"] for row in company.rows["stages"] if row["stage"] == "sql"}
    for row in company.rows["leads"]:
        row["source"] = "grade A" if row["id"] in won else "grade B"
    company.captured = "source"


def asked_later(company: FaultyCompany) -> None:
    """A field that the form asks only since February."""
    for row in company.rows["leads"]:
        row["phone"] = "1" if row["created"] >= "2026-02" else ""


def tracked_later(company: FaultyCompany) -> None:
    """A chat that began in the last weeks: 40 rows."""
    for place in range(100, 120):
        for day in (6, 7):
            company.add("acts", f"L{place:03}", at(place, day), "chat", "", "lead")


def silent_week(company: FaultyCompany) -> None:
    """No activity in the week of the second of February."""
    company.rows["acts"] = [row for row in company.rows["acts"] if not "2026-02-02" <= row["at"] < "2026-02-09"]


def from_nowhere(company: FaultyCompany) -> None:
    """Seven leads without a source."""
    for row in company.rows["leads"][:7]:
        row["source"] = ""


PLANTED: dict[str, tuple[Plant, int]] = {
    "test_records": (trials, 5),
    "same_email": (doubles, 3),
    "same_name_and_company": (namesakes, 1),
    "same_account": (two_ids, 2),
    "synced_wins": (copied_win, 2),
    "mail_scanners": (scanned, 9),
    "before_creation": (made_anew, 2),
    "stages_out_of_order": (swapped, 2),
    "deal_closed_first": (closed_first, 1),
    "deal_older_than_lead": (older_deal, 1),
    "sql_by_automation": (by_rule, 20),
    "created_in_bulk": (loaded, 30),
    "in_the_future": (to_come, 2),
    "missing_stamps": (undated, 5),
    "dates_without_time": (dates_alone, 10),
    "filled_later": (known_later, 1),
    "attributes_over_time": (asked_later, 1),
    "kinds_over_time": (tracked_later, 1),
    "weeks_without_rows": (silent_week, 1),
    "no_source": (from_nowhere, 7),
}
"""Each check, the fault that it must find, and how often."""

TOGETHER = (
    ("test_records", "mail_scanners", "deal_closed_first", "no_source"),
    ("same_email", "stages_out_of_order", "dates_without_time", "attributes_over_time"),
    ("same_name_and_company", "synced_wins", "sql_by_automation", "created_in_bulk"),
    ("same_account", "before_creation", "in_the_future", "kinds_over_time"),
    ("deal_older_than_lead", "missing_stamps", "filled_later", "weeks_without_rows"),
)
"""Faults that can be planted together without touching one another."""
