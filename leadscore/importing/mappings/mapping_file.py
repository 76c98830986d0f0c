"""The door for mapping files: YAML and pydantic in, frozen values out, every mistake collected and explained."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from leadscore.errors import MappingError, did_you_mean
from leadscore.importing.mappings.doors import DialectDoor, SourceDoor, TopDoor, checked
from leadscore.importing.mappings.mapping import FIELDS, SOURCE_KEYS, Dialect, Mapping, Source
from leadscore.importing.mappings.mapping_fields import read_conditions, read_fields, zone_of
from leadscore.importing.reading import instants
from leadscore.model import yaml_text

MOST_BYTES = 4 * yaml_text.LARGEST
"""Looked at before a file is read: a character has at most four bytes."""

At = tuple[Path, str | None]
"""Where a mapping stands and which zone it states."""


def read_mapping(file: Path | str) -> Mapping:
    """The mapping in that file; raises MappingError that lists every mistake, where it stands and how to mend it."""
    path = Path(file)
    document = _document(path)
    problems: list[str] = []
    mapping = _mapping(path, document, problems)
    if problems:
        raise refused(path, problems)
    return mapping


def _document(path: Path) -> dict[str, Any]:
    """The mapping at the top of the file."""
    try:
        document = yaml_text.values(_text(path))
    except yaml_text.YamlError as error:
        raise MappingError(f"{path.name} {error}") from error
    if not isinstance(document, dict):
        raise MappingError(f"{path.name} is empty or no mapping. Start it with `leads:` and a list of sources.")
    return {str(key): value for key, value in document.items()}


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise MappingError(f"{path.name} is larger than 4 MB, which no mapping is. Name the mapping, not the data.")
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise MappingError(f"The mapping file {path} could not be read ({error.strerror}). Check its path.") from error
    except UnicodeDecodeError as error:
        raise MappingError(f"{path.name} is not UTF-8 text. Save the mapping as UTF-8.") from error


def refused(path: Path, problems: Iterable[str]) -> MappingError:
    """One error for all the mistakes of a mapping."""
    listed = list(dict.fromkeys(problems))
    if len(listed) == 1:
        return MappingError(f"{path.name}: {listed[0]}")
    return MappingError(f"{path.name} has {len(listed)} mistakes:\n" + "\n".join(f"- {each}" for each in listed))


def _mapping(path: Path, document: dict[str, Any], problems: list[str]) -> Mapping:
    for key in document:
        if key not in FIELDS and key not in TopDoor.model_fields:
            problems.append(f"Unknown key '{key}'. {did_you_mean(key, (*FIELDS, *TopDoor.model_fields))}")
    top = checked(TopDoor, {key: document[key] for key in TopDoor.model_fields if key in document}, "", problems)
    top = top or TopDoor()
    zone = zone_of(top.zone, "zone", problems)
    at = path, zone
    sources = tuple(
        source for table in FIELDS if table in document for source in _sources(at, table, document[table], problems)
    )
    if "leads" not in document:
        problems.append("No `leads:`. Every data set needs a table of leads with a lead_id.")
    return Mapping(
        file=path,
        sources=sources,
        zone=zone,
        missing=tuple(top.missing),
        data_date=_date(top.data_date, zone, "data_date", problems),
        complete_until=_complete_until(top, zone, problems),
        captured_at_form=tuple(top.captured_at_form),
        totals_today=tuple(top.totals_today),
    )


def _complete_until(top: TopDoor, zone: str | None, problems: list[str]) -> tuple[tuple[str, Any], ...]:
    for table in top.complete_until:
        if table not in FIELDS:
            problems.append(f"complete_until: no table '{table}'. {did_you_mean(table, FIELDS)}")
    return tuple(
        (table, _date(text, zone, f"complete_until.{table}", problems)) for table, text in top.complete_until.items()
    )


def _date(text: str | None, zone: str | None, where: str, problems: list[str]) -> Any:
    if text is None:
        return None
    try:
        return instants.read_iso(text, instants.zone_named(zone) if zone else None)
    except ValueError as error:
        problems.append(f"{where}: '{text}' {error}.")
        return None


def _sources(at: At, table: str, listed: Any, problems: list[str]) -> list[Source]:
    documents = [listed] if isinstance(listed, dict) else listed
    if not isinstance(documents, list) or not documents:
        problems.append(f"{table}: no list of sources. Write `{table}:` and under it `- file: ...` with its fields.")
        return []
    found = (_source(at, table, f"{table}[{n}]", each, problems) for n, each in enumerate(documents, 1))
    return [source for source in found if source]


def _source(at: At, table: str, place: str, document: Any, problems: list[str]) -> Source | None:
    if not isinstance(document, dict):
        problems.append(f"{place} is no source. Write `file: ...` and a line for each field.")
        return None
    document = {str(key): value for key, value in document.items()}
    plain = {key: value for key, value in document.items() if key in SOURCE_KEYS and key != "where"}
    door = checked(SourceDoor, plain, place, problems)
    fields = read_fields(table, place, document, problems)
    where = read_conditions(document.get("where"), f"{place}.where", problems)
    if door is None:
        return None
    _only_leads(table, place, document, problems)
    return Source(
        table=table,
        place=place,
        file=_found(at[0].parent / door.file, place, problems),
        sheet=door.sheet,
        dialect=_dialect(door.dialect, place, problems),
        where=where,
        fields=fields,
        keep="all" if door.keep == "all" else tuple(door.keep),
        rename=tuple(door.rename.items()),
        exported_at=_date(door.exported_at, at[1], f"{place}.exported_at", problems),
    )


def _only_leads(table: str, place: str, document: dict[str, Any], problems: list[str]) -> None:
    for key in ("keep", "rename"):
        if key in document and table != "leads":
            problems.append(f"{place}: `{key}` belongs to leads only; name the fields of {table} one by one.")
    if "exported_at" in document and table != "leads":
        problems.append(f"{place}: `exported_at` belongs to leads only: what {table} say has dates of its own.")


def _found(file: Path, place: str, problems: list[str]) -> Path:
    if not file.is_file():
        siblings = [each.name for each in file.parent.iterdir()] if file.parent.is_dir() else []
        near = did_you_mean(file.name, siblings) if siblings else "That folder does not exist."
        problems.append(
            f"{place}: no file {file.name} in {file.parent}. {near} Paths are relative to the mapping file."
        )
    return file


def _dialect(door: DialectDoor, place: str, problems: list[str]) -> Dialect:
    for name, text in (("delimiter", door.delimiter), ("quote", door.quote)):
        if text is not None and (len(text) != 1 or text in "\r\n\0") and not (name == "quote" and text == ""):
            problems.append(f"{place}.dialect: the {name} must be one character, not '{text}'.")
    if door.encoding is not None and not _is_encoding(door.encoding):
        problems.append(
            f"{place}.dialect: unknown encoding '{door.encoding}'. Write utf-8, utf-16, cp1252, shift_jis ..."
        )
    if door.header_row < 0:
        problems.append(f"{place}.dialect: header_row counts from 1; 0 means that there is no header.")
    return Dialect(door.delimiter, door.quote, door.encoding, door.header_row)


def _is_encoding(name: str) -> bool:
    try:
        return isinstance(bytes(4).decode(name, "replace"), str)  # as many bytes as the widest letter has
    except (LookupError, UnicodeError):
        return False
