"""A company of 240 leads with the fields, activities and dates that a test asks for; without any, nothing leaks."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from leadscore import importing
from leadscore.evidence import Shelf
from leadscore.model import Model, parse
from leadscore.store import workspace as workspaces
from leadscore.store.database import open_current

from .small_company import NOW, at, source, write

LEADS = 240
NEVER, HANDED, REACHED = "never", "handed", "reached"
Value = Callable[[int, str], str]


def stood(place: int) -> str:
    """How far a lead came: one of three was never handed over, one of three reached sql."""
    return (NEVER, HANDED, REACHED)[place % 3]


def chance(place: int, what: str) -> float:
    """A number from 0 to 1 that has nothing to do with anything."""
    return random.Random(f"{what} {place}").random()


@dataclass(eq=False)
class LeakyCompany:
    """Leads by number: handed over on day 10, called on day 11, sql on day 20 where they reached it.

    `fields` give the value of an attribute, `written` the day on which a field with a history was written, `acts` the
    days on which a lead (or "rep") did something, `stages` a stage on a day of one lead each.
    """

    fields: dict[str, Value] = field(default_factory=dict)
    written: dict[str, Callable[[int, str], float | None]] = field(default_factory=dict)
    acts: dict[str, Callable[[int, str], list[float]]] = field(default_factory=dict)
    stages: list[tuple[int, str, float]] = field(default_factory=list)
    by_rep: tuple[str, ...] = ()
    today: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    dated: bool = True
    data_date: str = "2026-10-31"

    def shelf(self, folder: Path) -> Shelf:
        """The company imported into a workspace."""
        folder.mkdir(parents=True)
        fields = {"size": lambda place, _: str(1 + int(900 * chance(place, "size"))), **self.fields}
        places = range(LEADS)
        rows = [f"L{i},{at(0)},{','.join(value(i, stood(i)) for value in fields.values())}" for i in places]
        write(folder / "leads.csv", f"id,created,{','.join(fields)}", rows)
        write(folder / "stages.csv", "id,stage,at", self._stages())
        write(folder / "acts.csv", "id,at,kind,who", self._acts())
        write(folder / "changes.csv", "id,field,value,at", self._changes(fields))
        captured = [name for name in fields if name not in self.today and name not in self.written]
        (folder / "mapping.yaml").write_text(self._mapping(captured), encoding="utf-8")
        workspace = workspaces.create(folder / "workspace")
        importing.run(workspace, folder / "mapping.yaml", now=NOW)
        return Shelf(open_current(workspace))

    def _stages(self) -> list[str]:
        usual = [(i, "mql", 10.0) for i in range(LEADS) if stood(i) != NEVER]
        usual += [(i, "sql", 20.0) for i in range(LEADS) if stood(i) == REACHED]
        told = {(i, stage): when for i, stage, when in self.stages}
        entries = {(i, stage): when for i, stage, when in usual} | told
        return [f"L{i},{stage},{at(when)}" for (i, stage), when in entries.items()]

    def _acts(self) -> list[str]:
        calls = [f"L{i},{at(11)},call,rep" for i in range(LEADS) if stood(i) != NEVER]
        visits = [f"L{i},{at(5)},visit,lead" for i in range(LEADS) if chance(i, "visit") < 0.5]
        more = [
            f"L{i},{at(when)},{kind},{'rep' if kind in self.by_rep else 'lead'}"
            for kind, days in self.acts.items()
            for i in range(LEADS)
            for when in days(i, stood(i))
        ]
        return calls + visits + more

    def _changes(self, fields: dict[str, Value]) -> list[str]:
        return [
            f"L{i},{name},{fields[name](i, stood(i))},{at(when)}"
            for name, day in self.written.items()
            for i in range(LEADS)
            if fields[name](i, stood(i)) and (when := day(i, stood(i))) is not None
        ]

    def _mapping(self, captured: list[str]) -> str:
        numbers = ", ".join(f"{name}: {{column: {name}, type: number}}" for name in ("size", *self.numbers))
        lines = [f"leads: [{source('leads')}, {numbers}, keep: all}}]"]
        lines.append(f"stages: [{source('stages')}, stage: stage}}]")
        if self.dated:
            lines[0] = lines[0].replace(", keep", ", created_at: created, keep")
            lines[1] = lines[1].replace("stage: stage", "stage: stage, entered_at: at")
            lines.append(f"activities: [{source('acts')}, occurred_at: at, kind: kind, actor: who}}]")
            lines.append(f"data_date: '{self.data_date}'")
        if self.written:
            lines.append(f"changes: [{source('changes')}, field: field, value: value, changed_at: at}}]")
        return "\n".join(["zone: UTC", f"captured_at_form: [{', '.join(captured)}]", *lines])


def model(*rules: str, cut_offs: str = "{mql: 20, sql: 40}", **more: str) -> Model:
    """A model that is sound on a clean company, with these rules besides."""
    sound = (
        "{id: large, points: 30, when: {attribute: size, at_least: 400}}",
        "{id: visits, points: 30, when: {activity: visit}}",
    )
    head = [f"{name}: {value}" for name, value in more.items()]
    return parse("\n".join(["name: Leaky", *head, f"cut_offs: {cut_offs}", f"rules: [{', '.join((*sound, *rules))}]"]))


def asks(name: str, value: str) -> str:
    """A rule on an attribute."""
    return f"{{id: asked, points: 5, when: {{attribute: {name}, is: '{value}'}}}}"


def coin(name: str, *values: str) -> Value:
    """A field whose values have nothing to do with the outcome."""
    return lambda place, _: values[int(len(values) * chance(place, name))]
