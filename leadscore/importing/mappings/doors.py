"""The shapes that a mapping file may have, as pydantic sees them, and what is said where it does not."""

from __future__ import annotations

from typing import Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from leadscore.errors import did_you_mean


class _Door(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, coerce_numbers_to_str=True)


Door = TypeVar("Door", bound=_Door)


class DialectDoor(_Door):
    delimiter: str | None = None
    quote: str | None = None
    encoding: str | None = None
    header_row: int = 1


class FieldDoor(_Door):
    column: str | None = None
    value: str | bool | None = None
    format: str | None = None
    zone: str | None = None
    decimal: Literal[".", ","] | None = None
    type: Literal["text", "number"] | None = None
    values: dict[str, str | bool] = {}
    missing: list[str] = []
    matches: str | list[str] | None = None
    matches_each: str | list[str] | None = None


class SourceDoor(_Door):
    file: str
    sheet: str | None = None
    dialect: DialectDoor = DialectDoor()
    keep: Literal["all"] | list[str] = []
    rename: dict[str, str] = {}
    exported_at: str | None = None


class TopDoor(_Door):
    zone: str | None = None
    missing: list[str] = []
    data_date: str | None = None
    complete_until: dict[str, str] = {}
    captured_at_form: list[str] = []
    totals_today: list[str] = []


def checked(door: type[Door], document: dict[str, Any], place: str, problems: list[str]) -> Door | None:
    try:
        return door.model_validate(document)
    except ValidationError as error:
        problems.extend(_explained(each, door, place) for each in error.errors())
        return None


def _explained(error: Any, door: type[_Door], place: str) -> str:
    path = ".".join([*([place] if place else []), *(str(step) for step in error["loc"][:-1])])
    last = str(error["loc"][-1])
    if error["type"] == "extra_forbidden":
        inner = DialectDoor if "dialect" in error["loc"][:-1] else door
        return f"{path + ': ' if path else ''}unknown key '{last}'. {did_you_mean(last, inner.model_fields)}"
    if error["type"] == "missing":
        return f"{path}: no `{last}`. Add it."
    return f"{path + '.' if path else ''}{last}: {error['msg'].lower()}."
