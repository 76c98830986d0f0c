"""A mapping for other files: the text stays as a person wrote it, comments and all, but names the new ones."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from pathlib import PurePath
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from leadscore.importing.mappings.mapping import FIELDS

OF_ITS_TIME = ("data_date", "complete_until")
"""What a mapping says of one moment: the next export has another."""

Dialects = Mapping[str, tuple[str | None, str | None]]


def renamed(text: str, names: Mapping[str, str], dialects: Dialects) -> tuple[str, tuple[str, ...]]:
    """The mapping with other file names, delimiters and encodings, and what was left out of it, as sentences.

    `names` says the new name of each old one.  Statements about one moment go; `exported_at` goes, to be asked again.
    """
    yaml = round_trip()
    try:
        document = yaml.load(text)
    except YAMLError:
        return text, ("the mapping of last time cannot be read any more",)
    notes = [f"last time's mapping stated `{key}`, which was left out: it spoke of then" for key in _gone(document)]
    for source in sources_of(document):
        _name(source, names, dialects)
        source.pop("exported_at", None)
    written = io.StringIO()
    yaml.dump(document, written)
    return written.getvalue(), tuple(notes)


def round_trip() -> YAML:
    """Reads and writes YAML as a person laid it out."""
    yaml = YAML(typ="rt")
    yaml.preserve_quotes = True
    yaml.width = 10_000
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml


def named_in(text: str) -> tuple[str, ...]:
    """The files that a mapping names, as it writes them, once each."""
    document = YAML(typ="safe", pure=True).load(text)
    return tuple(dict.fromkeys(str(source["file"]) for source in sources_of(document) if "file" in source))


def sources_of(document: Any) -> Iterator[Any]:
    """Every source of a mapping's document."""
    for table in FIELDS:
        listed = document.get(table) if isinstance(document, dict) else None
        yield from (each for each in (listed if isinstance(listed, list) else [listed]) if isinstance(each, dict))


def _gone(document: Any) -> list[str]:
    gone = [key for key in OF_ITS_TIME if key in document]
    for key in gone:
        del document[key]
    return gone


def _name(source: Any, names: Mapping[str, str], dialects: Dialects) -> None:
    old = str(source.get("file"))
    if old not in names:
        return
    source["file"] = PurePath(names[old]).as_posix()
    stated = source.get("dialect")
    for key, value in zip(("delimiter", "encoding"), dialects.get(old, (None, None)), strict=True):
        if isinstance(stated, dict) and stated.get(key) is not None and value is not None and stated[key] != value:
            stated[key] = value
