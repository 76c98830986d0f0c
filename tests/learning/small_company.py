"""A company of a few hundred leads, written as files and imported: one letter column a rule."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np

from leadscore import importing
from leadscore.evidence import Shelf
from leadscore.model import Model, parse
from leadscore.store import workspace as workspaces
from leadscore.store.database import open_current

NOW = datetime.fromisoformat("2026-11-02T09:00:00")
START = datetime.fromisoformat("2026-01-01T09:00:00")


@dataclass
class SmallCompany:
    """Leads with letters (a, b, ...: yes or no), each handed over on day 1 and called on day 2."""

    leads: list[str] = field(default_factory=list)
    stages: list[str] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)
    rules: int = 0
    called: bool = True
    dated: bool = True
    captured: bool = True

    def lead(self, letters, outcome: str | None = None, account: str = "", called: bool = True, day: float = 0) -> None:
        """One more lead; an outcome is reached on the tenth day after `day`."""
        name, self.rules = f"lead{len(self.leads)}", len(letters)
        flags = ",".join("" if letter is None else "yes" if letter else "no" for letter in letters)
        self.leads.append(f"{name},{at(day)},{account},{flags}")
        self.stages.append(f"{name},mql,{at(day + 1)}")
        if outcome:
            self.stages.append(f"{name},{outcome},{at(day + 10)}")
        if called and self.called:
            self.calls.append(f"{name},{at(day + 2)},call")

    def crowd(self, seed: int, leads: int, log_odds, base: float = -0.5) -> SmallCompany:
        """So many leads with these true log odds ratios of sql, at random."""
        chance = np.random.default_rng(seed)
        holds = chance.random((leads, len(log_odds))) < 0.4
        hits = chance.random(leads) < 1 / (1 + np.exp(-(base + holds @ np.asarray(log_odds))))
        for letters, hit in zip(holds, hits, strict=True):
            self.lead(letters, "sql" if hit else None)
        return self

    def shelf(self, folder: Path) -> Shelf:
        """The company imported into a workspace."""
        letters = "abcdefghijklmnopqrstuvwxyz"[: self.rules]
        folder.mkdir(parents=True, exist_ok=True)
        write(folder / "leads.csv", f"id,created,account_id,{','.join(letters)}", self.leads)
        write(folder / "stages.csv", "id,stage,at", self.stages)
        write(folder / "calls.csv", "id,at,kind", self.calls)
        (folder / "mapping.yaml").write_text(self.mapping(list(letters)), encoding="utf-8")
        workspace = workspaces.create(folder / "workspace")
        importing.run(workspace, folder / "mapping.yaml", now=NOW)
        return Shelf(open_current(workspace))

    def mapping(self, letters: list[str]) -> str:
        """The mapping file; undated companies leave every date out."""
        when = ", entered_at: at" if self.dated else ""
        lines = [
            "zone: UTC",
            'data_date: "2026-10-31"' if self.dated else "",
            f"captured_at_form: [{', '.join(letters)}]" if self.captured else "",
            f"leads: [{source('leads')}{', created_at: created' if self.dated else ''}, keep: all}}]",
            f"stages: [{source('stages')}, stage: stage{when}}}]",
        ]
        if self.calls and self.dated:
            lines.append(f"activities: [{source('calls')}, occurred_at: at, kind: kind}}]")
        return "\n".join(line for line in lines if line)

    def model(self, points: int = 10) -> Model:
        """One rule a letter, all with the same points."""
        rules = [
            f"  - {{id: {each}, points: {points}, when: {{attribute: {each}, is: 'yes'}}}}"
            for each in "abcdefghijklmnopqrstuvwxyz"[: self.rules]
        ]
        return parse("\n".join(["name: Small", "rules:", *rules]))


def source(table: str) -> str:
    return f'{{file: {table}.csv, dialect: {{delimiter: ",", encoding: utf-8}}, lead_id: id'


def at(day: float) -> str:
    return (START + timedelta(days=day)).isoformat(sep=" ")


def write(file: Path, head: str, rows: list[str]) -> None:
    file.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
