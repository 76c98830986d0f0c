"""What a mapping says of a source's columns: fields, zones and conditions as frozen values, every mistake told."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from leadscore.errors import did_you_mean
from leadscore.importing.mappings.doors import FieldDoor, checked
from leadscore.importing.mappings.mapping import FIELDS, REQUIRED, SOURCE_KEYS, Condition, Field
from leadscore.importing.mappings.selection import OPERATORS, condition_problem
from leadscore.importing.reading import instants


def read_fields(table: str, place: str, document: dict[str, Any], problems: list[str]) -> tuple[tuple[str, Field], ...]:
    """The fields of a source, those that its table requires among them."""
    fields: dict[str, Field] = {}
    for name, said in document.items():
        if name in SOURCE_KEYS:
            continue
        if table != "leads" and name not in FIELDS[table]:
            problems.append(f"{place}: unknown field '{name}'. {did_you_mean(name, (*FIELDS[table], *SOURCE_KEYS))}")
            continue
        field = _field(said, f"{place}.{name}", problems)
        if field:
            fields[name] = field
    for name in REQUIRED[table]:
        if name not in document:
            problems.append(f"{place}: no `{name}`. Say which column holds it: `{name}: COLUMN`.")
    return tuple(fields.items())


def _field(said: Any, place: str, problems: list[str]) -> Field | None:
    if isinstance(said, (str, int, float, Decimal)) and not isinstance(said, bool):
        return Field(column=str(said))
    if not isinstance(said, dict):
        problems.append(f"{place}: write a column's name, {{column: ...}} or {{value: ...}}.")
        return None
    texts = {str(key): value for key, value in said.items()}
    if isinstance(texts.get("values"), dict):
        texts["values"] = {_word(key): _word(value) for key, value in texts["values"].items()}
    door = checked(FieldDoor, texts, place, problems)
    if door is None:
        return None
    if (door.column is None) == (door.value is None):
        problems.append(f"{place}: give either `column:` or `value:`.")
    if door.matches is not None and door.matches_each is not None:
        problems.append(f"{place}: give `matches:` (the one lead) or `matches_each:` (every lead of the account).")
    return Field(
        column=door.column,
        constant=None if door.value is None else _word(door.value),
        format=door.format,
        zone=zone_of(door.zone, f"{place}.zone", problems),
        decimal=door.decimal,
        type="number" if door.decimal and not door.type else door.type,
        values=tuple((key.strip().lower(), _word(value)) for key, value in door.values.items()),
        missing=tuple(door.missing),
        matches=_listed(door.matches_each or door.matches),
        each=door.matches_each is not None,
    )


def _listed(said: str | list[str] | None) -> tuple[str, ...]:
    return () if said is None else (said,) if isinstance(said, str) else tuple(said)


def _word(value: Any) -> str:
    """A YAML scalar as the word a person wrote: true stays true."""
    return ("true" if value else "false") if isinstance(value, bool) else "" if value is None else str(value)


def read_conditions(said: Any, place: str, problems: list[str]) -> tuple[Condition, ...]:
    """The conditions under `where:`, one or a list."""
    if said is None:
        return ()
    documents = said if isinstance(said, list) else [said]
    found = (_condition(each, place, problems) for each in documents)
    return tuple(condition for condition in found if condition)


def _condition(said: Any, place: str, problems: list[str]) -> Condition | None:
    if not isinstance(said, dict) or "column" not in said or len(said) != 2:
        problems.append(f"{place}: write {{column: C, OPERATOR: ...}} with one operator of: {', '.join(OPERATORS)}.")
        return None
    operator = next(str(key) for key in said if key != "column")
    if operator not in OPERATORS:
        problems.append(f"{place}: unknown operator '{operator}'. {did_you_mean(operator, OPERATORS)}")
        return None
    value = said[operator]
    condition = Condition(str(said["column"]), operator, tuple(value) if isinstance(value, list) else value)
    problem = condition_problem(condition)
    if problem:
        problems.append(f"{place}: {problem}")
    return None if problem else condition


def zone_of(name: str | None, where: str, problems: list[str]) -> str | None:
    """The name of a time zone, if it is one."""
    if name is None:
        return None
    try:
        instants.zone_named(name)
    except ValueError as error:
        near = did_you_mean(name, instants.zone_names()).split(" Choose")[0]
        problems.append(f"{where}: {error}. {near} Write it like Europe/Amsterdam, America/New_York or UTC.")
        return None
    return name
