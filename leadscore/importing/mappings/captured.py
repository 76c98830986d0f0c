"""Which attributes the form captured: asked of a person, written into the mapping that they confirm."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from leadscore.importing.mappings.mapping import FIELDS, SOURCE_KEYS
from leadscore.importing.proposing.inspection import Inspection
from leadscore.model import yaml_text

KEY = "captured_at_form"


def attributes_of(mapping: str, found: Inspection, stated: bool = False) -> tuple[str, ...]:
    """The attributes that a mapping would give the leads of these files.

    None where the mapping says itself which are captured, unless also `stated` ones are wanted; nor where its text
    cannot be read: importing it tells why.
    """
    document = _document(mapping)
    if document is None or (KEY in document and not stated) or not isinstance(document.get("leads"), list):
        return ()
    listing = (each for each in document["leads"] if isinstance(each, dict) and not _is_joined(each))
    names = [name for source in listing for name in _names(source, found)]
    return tuple(dict.fromkeys(names))


def with_captured(mapping: str, names: Sequence[str]) -> str:
    """The mapping with a line that says that the form captured these; unchanged without any."""
    if not names:
        return mapping
    return f"{KEY}: [{', '.join(json.dumps(name, ensure_ascii=False) for name in names)}]\n{mapping}"


def _document(mapping: str) -> dict[str, Any] | None:
    try:
        document = yaml_text.values(mapping)
    except yaml_text.YamlError:
        return None
    return document if isinstance(document, dict) else None


def _is_joined(source: dict[str, Any]) -> bool:
    """Whether the source only fills attributes: what a list of companies says today no form captured."""
    field = source.get("lead_id")
    return isinstance(field, dict) and ("matches" in field or "matches_each" in field)


def _names(source: dict[str, Any], found: Inspection) -> Iterator[str]:
    fields = {name: field for name, field in source.items() if name not in SOURCE_KEYS}
    renamed = source["rename"] if isinstance(source.get("rename"), dict) else {}
    yield from (str(name) for name in fields if name not in FIELDS["leads"])
    yield from (str(name) for name in renamed.values())
    kept = _columns(source, found) if source.get("keep") == "all" else source.get("keep")
    used = {field.get("column") if isinstance(field, dict) else field for field in fields.values()}
    for column in kept if isinstance(kept, list) else ():
        if column not in used and column not in renamed:
            yield str(column)


def _columns(source: dict[str, Any], found: Inspection) -> list[str]:
    name = Path(str(source.get("file"))).name
    return [column.name for file in found.files if Path(file.file).name == name for column in file.columns]
