"""A YAML text of ours as plain values: safe, small, without aliases, dates left as texts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.constructor import SafeConstructor
from ruamel.yaml.error import YAMLError
from ruamel.yaml.events import AliasEvent, CollectionEndEvent, CollectionStartEvent

from leadscore.errors import MappingError

MOST_BYTES = 1_000_000
DEEPEST = 40
"""Levels of lists and mappings inside each other."""


class _Constructor(SafeConstructor):
    """Safe construction in which a date stays the text it was written as."""


_Constructor.add_constructor("tag:yaml.org,2002:timestamp", SafeConstructor.construct_yaml_str)


def document_of(path: Path) -> dict[str, Any]:
    """The mapping at the top of a YAML file; raises MappingError where there is none."""
    text = _text(path)
    try:
        _refuse_aliases_and_depth(text, path.name)
        yaml = YAML(typ="safe", pure=True)
        yaml.Constructor = _Constructor
        document = yaml.load(text)
    except (YAMLError, RecursionError, ValueError) as error:
        raise MappingError(f"{path.name} is no readable YAML: {_first_line(error)}. Mend it there.") from error
    if not isinstance(document, dict):
        raise MappingError(f"{path.name} is empty or no mapping. Start it with `leads:` and a list of sources.")
    return {str(key): value for key, value in document.items()}


def _refuse_aliases_and_depth(text: str, name: str) -> None:
    """Looked for event by event, so that a small file of many brackets is refused at once."""
    depth = 0
    for event in YAML(typ="safe", pure=True).parse(text):
        if isinstance(event, AliasEvent):
            raise MappingError(f"{name} uses YAML aliases (*name). Write the values out instead.")
        depth += isinstance(event, CollectionStartEvent) - isinstance(event, CollectionEndEvent)
        if depth > DEEPEST:
            line = event.start_mark.line + 1
            raise MappingError(
                f"{name} nests more than {DEEPEST} levels at line {line}. No mapping needs that: mend it."
            )


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise MappingError(f"{path.name} is larger than 1 MB, which no mapping is. Name the mapping, not the data.")
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise MappingError(f"The mapping file {path} could not be read ({error.strerror}). Check its path.") from error
    except UnicodeDecodeError as error:
        raise MappingError(f"{path.name} is not UTF-8 text. Save the mapping as UTF-8.") from error


def _first_line(error: Exception) -> str:
    mark = getattr(error, "problem_mark", None)
    what = getattr(error, "problem", None) or str(error).splitlines()[0]
    return f"line {mark.line + 1}: {what}" if mark else str(what)
