"""Workspaces that a page may find: too little in them, or something odd."""

from __future__ import annotations

import shutil
from datetime import datetime, timedelta
from pathlib import Path

from real_data_sets import mapping_of

from leadscore import importing, serving
from leadscore.model import presets
from leadscore.store import workspace

NOW = datetime.fromisoformat("2026-11-02T09:00:00")
DIALECT = "dialect: {delimiter: ',', encoding: utf-8}"
MAPPING = f"""
zone: UTC
captured_at_form: [name, company, title]
leads:
  - file: leads.csv
    {DIALECT}
    lead_id: id
    created_at: created
    keep: all
activities:
  - file: deeds.csv
    {DIALECT}
    lead_id: id
    occurred_at: when
    kind: what
    actor: who
stages:
  - file: steps.csv
    {DIALECT}
    lead_id: id
    stage: step
    entered_at: since
"""
MODEL = """
name: Small
groups: {demographic: {cap: 40}, behaviour: {cap: 60}}
rules:
  - {id: vp, label: Decides, group: demographic, points: 20, when: {attribute: title, has_word: vp}}
  - {id: demo, label: Asked for a demo, group: behaviour, points: 30, when: {activity: demo_requested}}
cut_offs: {mql: 20, sql: 40}
"""


def small(folder: Path, names: tuple[str, ...] = ("Ada", "Ben"), won: bool = True, months: int = 1) -> Path:
    """A company of one lead a name, or more: handed over on days of these months, called, some of them won."""
    source = folder / "files"
    source.mkdir(parents=True)
    leads, deeds, steps = ["id,created,name,company,title"], ["id,when,what,who"], ["id,step,since"]
    for place, name in enumerate(names):
        lead_id, day = f"L{place}", datetime(2026, 1, 3) + timedelta(days=place * 28 * months // len(names))  # noqa: DTZ001
        text = name.replace('"', '""')
        leads.append(f'{lead_id},{day:%Y-%m-%d},"{text}","{text} Inc",{"VP Sales" if place % 2 else "Clerk"}')
        deeds += [f"{lead_id},{day:%Y-%m-%d} 10:00,demo_requested,lead"]
        deeds += [f'{lead_id},{day:%Y-%m-%d} 15:00,call,"{text}"']
        steps.append(f"{lead_id},mql,{day:%Y-%m-%d} 12:00")
        if place % 3 == 0:
            steps += [f"{lead_id},sql,{day:%Y-%m-%d} 18:00"] + [f"{lead_id},won,{day:%Y-%m-%d} 20:00"] * won
    for file, lines in {"leads": leads, "deeds": deeds, "steps": steps}.items():
        (source / f"{file}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return imported(folder / "room", written(source / "mapping.yaml", MAPPING), MODEL)


def imported(folder: Path, mapping: Path, model: str) -> Path:
    """A workspace with what a mapping brings, and a model."""
    made = workspace.create(folder)
    importing.run(made, mapping, now=NOW)
    written(made.model, model)
    return made.folder


def bpi(folder: Path) -> Path:
    """The applications of a bank, under the services preset: most of its rules sleep."""
    return imported(folder, mapping_of("bpi2012_loan", folder.parent), presets.text("services"))


def x_education(folder: Path, model: str) -> Path:
    """Leads without any date."""
    return imported(folder, mapping_of("x_education", folder.parent), model)


def emptied(folder: Path) -> Path:
    """A workspace without anything."""
    return serving.init(folder, None, NOW)[0].folder


def copied(sample: Path, folder: Path) -> Path:
    """The sample to be spoiled."""
    return Path(shutil.copytree(sample, folder))


def written(file: Path, text: str) -> Path:
    """A text as a file."""
    file.write_text(text, encoding="utf-8")
    return file
