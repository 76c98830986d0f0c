"""YAML 1.2 texts that people write, as plain values: safe, small, without aliases, numbers exact, dates as texts."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.constructor import SafeConstructor
from ruamel.yaml.error import YAMLError
from ruamel.yaml.events import AliasEvent, CollectionEndEvent, CollectionStartEvent
from ruamel.yaml.nodes import Node, ScalarNode

LARGEST = 1_000_000
"""Characters; a model of a thousand rules has about 200,000."""

DEEPEST = 40
"""Levels of lists and mappings: 18 conditions within each other, far above what anyone reads, far below what breaks."""


class YamlError(Exception):
    """Why a text cannot be read and how to mend it: a sentence whose subject is missing."""


class TooDeep(YamlError):
    """Lists and mappings inside each other beyond DEEPEST."""


def values(text: str) -> Any:
    """What a YAML or JSON text holds; raises YamlError."""
    if len(text) > LARGEST:
        raise YamlError(f"has {len(text):,} characters; at most {LARGEST:,} are read. Is it the right file?")
    reader = YAML(typ="safe", pure=True)
    reader.Constructor = _Constructor
    try:
        _refuse_aliases_and_depth(text)
        return reader.load(text)
    except YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f" at line {mark.line + 1}, column {mark.column + 1}" if mark else ""
        reason = getattr(error, "problem", None) or str(error).splitlines()[0]
        raise YamlError(f"is not YAML{place}: {reason}. Mend that line and try again.") from error
    except RecursionError as error:
        raise TooDeep(f"nests more than {DEEPEST} levels. Write it flatter.") from error
    except (ValueError, ArithmeticError) as error:
        raise YamlError(
            "has a number that cannot be read, such as one with thousands of digits. Write a shorter one."
        ) from error


class _Constructor(SafeConstructor):
    """Numbers with a fraction stay exact, dates stay text."""

    def construct_exact(self, node: ScalarNode) -> Decimal:
        text = str(node.value).replace("_", "").lower()
        return Decimal(text.replace(".inf", "inf").replace(".nan", "nan"))

    def construct_as_text(self, node: Node) -> str:
        return str(node.value)


_Constructor.add_constructor("tag:yaml.org,2002:float", _Constructor.construct_exact)
_Constructor.add_constructor("tag:yaml.org,2002:timestamp", _Constructor.construct_as_text)


def _refuse_aliases_and_depth(text: str) -> None:
    """Looked for event by event: a few aliases can stand for billions of values, a few brackets for hours."""
    depth = 0
    for event in YAML(typ="safe", pure=True).parse(text):
        line = event.start_mark.line + 1
        if isinstance(event, AliasEvent):
            raise YamlError(f"uses an alias (*name) at line {line}. Write the value out instead.")
        depth += isinstance(event, CollectionStartEvent) - isinstance(event, CollectionEndEvent)
        if depth > DEEPEST:
            raise TooDeep(f"nests more than {DEEPEST} levels at line {line}. Write it flatter.")
