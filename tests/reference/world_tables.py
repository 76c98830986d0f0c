"""Random canonical tables whose stamps fall exactly on, and a microsecond beside, the edges of windows."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from .dataset import Row
from .landmarks import end_of_day
from .world_deals import random_deals
from .world_instants import DAYS, FIRST, any_instant, in_calendar, maybe, near
from .world_texts import ACCOUNTS, LEAD_IDS, NUMBERS, TEXTS, variant

Tables = dict[str, list[Row]]

ZONES = ("UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Pacific/Kiritimati")
SWITCH_DAYS = (date(2026, 3, 29), date(2026, 3, 8), date(2026, 10, 25), date(2026, 11, 1))
KINDS = (
    "webinar_attended",
    "page_visit",
    "email_delivered",
    "email_click",
    "email_sent",
    "call",
    "meeting",
    "bounced",
    "form_fill",
    "İndirme Straße",
)
GHOST_KIND = "ghost_kind"
ACTORS = (None, None, None, "lead", "Lead ", "LEAD", "seller", "Seller", "bot", "\tlead")
TEXT_ATTRIBUTES = ("title", "industry", "company", "country", "seniority", "email")
NUMBER_ATTRIBUTES = ("company_size", "annual_revenue", "expected_value")
OWN_ATTRIBUTES = {"lifecycle": "text", 'Größe "x"; --': "text", "page views": "number"}


@dataclass(frozen=True, slots=True)
class Setting:
    """What the rows of a world are drawn around."""

    shape: str
    zone: str
    day: date
    arrival_days: int
    attributes: dict[str, str]
    texts: tuple[str, ...]
    numbers: tuple[float, ...]


def random_setting(rng: random.Random) -> Setting:
    """The shape of the data set, its zone, attributes and few different values, and the day of the date lens."""
    shapes = ("full",) * 12 + ("no activities", "no stages", "undated", "no created_at", "empty", "bare")
    attributes = {name: "text" for name in TEXT_ATTRIBUTES if rng.random() < 0.75}
    attributes |= {name: "number" for name in NUMBER_ATTRIBUTES if rng.random() < 0.7}
    attributes |= {name: kind for name, kind in OWN_ATTRIBUTES.items() if rng.random() < 0.5}
    if rng.random() < 0.6:
        attributes["account_id"] = "text"
    day = FIRST.date() + timedelta(days=rng.randrange(DAYS))
    return Setting(
        shape=rng.choice(shapes),
        zone=rng.choice(ZONES),
        day=rng.choice((day, rng.choice(SWITCH_DAYS))),
        arrival_days=rng.choice((1, 7, 14, 14, 30)),
        attributes=attributes,
        texts=tuple(rng.sample(TEXTS, rng.randint(4, 9))),
        numbers=tuple(rng.sample(NUMBERS, rng.randint(4, 9))),
    )


def random_tables(rng: random.Random, setting: Setting) -> Tables:
    """Rows for every table that a data set of this shape has; no two rows of a table are equal."""
    shape = setting.shape
    leads = [] if shape == "empty" else _leads(rng, setting)
    tables: Tables = {"leads": leads}
    if shape not in ("no stages", "bare"):
        tables["stages"] = _stages(rng, leads, dated=shape != "undated")
    anchors = {row["lead_id"]: _anchors(row, tables.get("stages", []), setting) for row in leads}
    if shape not in ("no activities", "bare"):
        tables["activities"] = _activities(rng, anchors, setting)
    if rng.random() < 0.5:
        tables["changes"] = _changes(rng, anchors, setting)
    if rng.random() < 0.5:
        tables["deals"], tables["deal_leads"] = random_deals(rng, anchors)
    return {name: _distinct(rows) for name, rows in tables.items()}


def _distinct(rows: list[Row]) -> list[Row]:
    return list({repr(sorted(row.items(), key=lambda item: item[0])): row for row in rows}.values())


def attribute_value(rng: random.Random, name: str, setting: Setting) -> Any:
    """A value of an attribute, or None."""
    number = setting.attributes[name] == "number"
    if name == "account_id":
        return maybe(rng, lambda: rng.choice(ACCOUNTS))
    return maybe(rng, lambda: rng.choice(setting.numbers if number else setting.texts))


def _leads(rng: random.Random, setting: Setting) -> list[Row]:
    names = list(LEAD_IDS) + [f"lead-{number}" for number in range(30)]
    rows: list[Row] = []
    for lead_id in rng.sample(names, rng.randint(5, 40)):
        created = None if setting.shape in ("undated", "no created_at") else maybe(rng, lambda: any_instant(rng), 0.92)
        if created is not None and rng.random() < 0.1:
            created = end_of_day(setting.day, setting.zone) + timedelta(microseconds=rng.randint(-1, 1))
        values = {name: attribute_value(rng, name, setting) for name in setting.attributes}
        rows.append({"lead_id": lead_id, "created_at": created} | values)
    return rows


def _stages(rng: random.Random, leads: list[Row], dated: bool) -> list[Row]:
    rows = []
    for lead in leads:
        for stage in rng.choices(("mql", "mql", "inquiry", "sal", "sql", "won", " MQL "), k=rng.randint(0, 4)):
            entered = maybe(rng, lambda: any_instant(rng), 0.92) if dated else None
            if entered is not None and lead["created_at"] is not None and rng.random() < 0.8:
                entered = in_calendar(lead["created_at"] + _offset(rng))
            rows.append({"lead_id": lead["lead_id"], "stage": stage, "entered_at": entered})
    empty = {"amount": None, "reason": None, "score": None}
    return [row | empty for row in rows]


def _offset(rng: random.Random) -> timedelta:
    """Whole days later, or seldom earlier, give or take a microsecond."""
    days = rng.choice((0, 1, 7, 14, 14, 30, 45, 60, 61, 90, 100, -3))
    return timedelta(days=days, microseconds=rng.choice((-1, 0, 0, 1, 5_000_000_000)))


def _anchors(lead: Row, stages: list[Row], setting: Setting) -> list[datetime]:
    """Instants around which a lead's rows lie: its landmark under every lens."""
    handed = [row["entered_at"] for row in stages if row["lead_id"] == lead["lead_id"] and row["stage"] == "mql"]
    anchors = [instant for instant in handed if instant is not None]
    if lead["created_at"] is not None:
        anchors += [lead["created_at"], lead["created_at"] + timedelta(days=setting.arrival_days)]
    return [*anchors, end_of_day(setting.day, setting.zone)]


def _activities(rng: random.Random, anchors: dict[str, list[datetime]], setting: Setting) -> list[Row]:
    kinds = rng.sample(KINDS, rng.randint(3, len(KINDS)))
    rows = []
    for lead_id, each in anchors.items():
        rows += [activity(rng, lead_id, kinds, each, setting) for _ in range(rng.randint(0, 12))]
    for _ in range(rng.randint(0, 3)):
        rows.append(activity(rng, "nobody", [*kinds, GHOST_KIND], [FIRST], setting))
    return rows


def activity(rng: random.Random, lead_id: str, kinds: list[str], anchors: list[datetime], setting: Setting) -> Row:
    """One activity of one of the kinds, as some system would spell it."""
    return {
        "lead_id": lead_id,
        "occurred_at": near(rng, anchors),
        "kind": variant(rng, rng.choice(kinds)),
        "detail": maybe(rng, lambda: rng.choice(setting.texts), 0.5),
        "value": maybe(rng, lambda: rng.choice(setting.numbers), 0.5),
        "actor": rng.choice(ACTORS),
    }


def _changes(rng: random.Random, anchors: dict[str, list[datetime]], setting: Setting) -> list[Row]:
    fields = rng.sample(sorted(setting.attributes), min(len(setting.attributes), rng.randint(1, 4)))
    rows = []
    for lead_id, each in anchors.items():
        for name in fields:
            for _ in range(rng.choice((0, 1, 1, 2, 4))):
                rows.append(change(rng, lead_id, name, near(rng, each), setting))
                if rng.random() < 0.5:
                    rows.append(change(rng, lead_id, name, rows[-1]["changed_at"], setting))
    if fields and rng.random() < 0.2:
        rows.append(change(rng, "nobody", fields[0], FIRST, setting))
    return rows


def change(rng: random.Random, lead_id: str, name: str, at: datetime, setting: Setting) -> Row:
    """One dated value of an attribute; a number stands beside its text."""
    value = attribute_value(rng, name, setting)
    number = value if setting.attributes[name] == "number" else None
    text = repr(value) if number is not None else value
    return {"lead_id": lead_id, "field": name, "value": text, "number": number, "changed_at": at}
