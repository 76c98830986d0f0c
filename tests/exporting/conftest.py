"""A company whose leads have ids as CRMs give them, and a model whose lines add up."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from leadscore import importing
from leadscore.evidence import Shelf
from leadscore.store import workspace
from leadscore.store.database import open_current

NOW = datetime.fromisoformat("2026-11-02T09:00:00")
LEADS = """id,created,name,email,company,title
101,2026-01-02,Ada,ada@example.com,"Acme | ""Rivals"" <x>",VP Sales
102,2026-01-03,Ben,ben@example.com,Bolt,Clerk
103,2026-01-04,=cmd|'/C calc'!A0,cyd@example.com,Cube,VP Sales
104,2026-01-05,Dan,BEN@example.com,Rival,VP Sales
105,2026-01-06,Eve,,Echo,
"""
DEEDS = """id,when,what
101,2026-02-01 10:00,demo
101,2026-02-03 23:30,visit
101,2026-02-04 10:00,visit
101,2026-02-05 10:00,visit
102,2026-02-06 10:00,visit
103,2026-02-07 10:00,demo
104,2026-02-08 10:00,demo
105,2026-02-09 10:00,unsubscribed
"""
MAPPING = """
zone: Europe/Berlin
data_date: "2026-03-31"
captured_at_form: [name, email, company, title]
leads:
  - {file: leads.csv, dialect: {delimiter: ',', encoding: utf-8}, lead_id: id, created_at: created, keep: all}
activities:
  - {file: deeds.csv, dialect: {delimiter: ',', encoding: utf-8}, lead_id: id, occurred_at: when, kind: what}
"""
MODEL = """
name: Ours
groups: {deeds: {cap: 30}, minus: {floor: -10}}
rules:
  - {id: vp, label: Decides, group: fit, points: 10.5, when: {attribute: title, has_word: vp}}
  - {id: demo, label: Asked for a demo, group: deeds, points: 25, when: {activity: demo}}
  - {id: visits, label: Came back, group: deeds, points: 4, when: {activity: visit, at_most: 3}}
  - {id: once, label: Came, group: deeds, points: 1, when: {activity: visit}}
  - {id: gone, label: Unsubscribed, group: minus, points: -20, when: {activity: unsubscribed}}
  - {id: rival, label: A rival, knock_out: true, when: {attribute: company, is: Rival}}
cut_offs: {mql: 20, sql: 35}
"""


def imported(folder: Path, leads: str, deeds: str, mapping: str) -> Shelf:
    """The files of a company as data in use."""
    source = folder / "files"
    source.mkdir()
    for name, text in {"leads.csv": leads, "deeds.csv": deeds, "map.yaml": mapping}.items():
        (source / name).write_text(text, encoding="utf-8")
    place = workspace.create(folder / "company")
    importing.run(place, source / "map.yaml", now=NOW)
    return Shelf(open_current(place))


@pytest.fixture(scope="session")
def five(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    """The company of five leads, opened once; for reading only."""
    return imported(tmp_path_factory.mktemp("five"), LEADS, DEEDS, MAPPING)


@pytest.fixture
def company(tmp_path: Path) -> Callable[..., Shelf]:
    """`company(leads, mapping)` imports other leads than the five, with the same deeds."""
    return lambda leads, mapping: imported(tmp_path, leads, DEEDS, mapping)
