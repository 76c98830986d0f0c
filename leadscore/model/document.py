"""The model as a file that a person can read, diff and mail: YAML 1.2 in and out."""

from __future__ import annotations

import io
from decimal import Decimal
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.nodes import ScalarNode
from ruamel.yaml.representer import RoundTripRepresenter

from leadscore.errors import ModelError
from leadscore.model import yaml_text
from leadscore.model.mistakes import sentences
from leadscore.model.model import Model
from leadscore.model.values import shortest


def load(path: Path) -> Model:
    """Read a model file; ModelError lists every mistake with its place and its mend."""
    try:
        raw = path.read_bytes()
    except IsADirectoryError as error:
        raise ModelError(f"The model file '{path}' is a folder. Name a file, or move the folder away.") from error
    except OSError as error:
        raise ModelError(f"The model file '{path}' cannot be read: {error.strerror}. Check the path.") from error
    try:
        return parse(raw.decode("utf-8-sig"), path.name)
    except UnicodeDecodeError as error:
        raise ModelError(
            f"The model file '{path}' is not UTF-8 text (byte {error.start}). Save it as UTF-8."
        ) from error


def parse(text: str, source: str = "model") -> Model:
    """Read a model from the text of a YAML or JSON document; `source` names it in errors."""
    try:
        document = yaml_text.values(text)
    except yaml_text.TooDeep as error:
        raise ModelError(f"'{source}' nests its conditions too deeply. Split the rule in two.") from error
    except yaml_text.YamlError as error:
        raise ModelError(f"'{source}' {error}") from error
    if not isinstance(document, dict):
        raise ModelError(f"'{source}' is no model: it needs at least 'name: ...' and 'rules: [...]'.")
    return of_values(document, source)


def of_values(document: dict[str, Any], source: str = "model") -> Model:
    """Read a model from plain values, as a YAML or JSON document holds them; ModelError as `parse`."""
    try:
        return Model.model_validate(document, by_name=False)
    except ValidationError as error:
        problems = sentences(error, document)
        listed = "\n".join(f"- {problem}" for problem in problems)
        raise ModelError(f"The model '{source}' cannot be used as it stands:\n{listed}", problems) from error


def to_yaml(model: Model) -> str:
    """The model as YAML text, a rule a line, without what is default; reads back to an equal model."""
    return _written(_document(model), width=4096)


def part_text(part: BaseModel) -> str:
    """A condition or another part of a model on one line, as it stands in the model file."""
    return _written(_flow(_shown(part)), width=10**9).strip("\n")


def _written(document: Any, width: int) -> str:
    stream = io.StringIO()
    writer = YAML()
    writer.Representer = _Representer
    writer.width = width
    writer.indent(mapping=2, sequence=4, offset=2)
    writer.brace_single_entry_mapping_in_flow_sequence = True
    writer.dump(document, stream)
    return stream.getvalue()


class _Representer(RoundTripRepresenter):
    """Writes exact numbers as people write them: 10, 12.5."""

    def represent_exact(self, data: Decimal) -> ScalarNode:
        digits = shortest(data)
        return self.represent_scalar(f"tag:yaml.org,2002:{'float' if '.' in digits else 'int'}", digits)

    def ignore_aliases(self, data: object) -> bool:
        """Equal numbers are written out each time: the reader refuses aliases."""
        return True


_Representer.add_representer(Decimal, _Representer.represent_exact)


def _document(model: Model) -> CommentedMap:
    """The model as the mapping that is written: sections as blocks, each rule and group on a line of its own."""
    document = CommentedMap(_shown(model))
    for section in ("groups", "rules"):
        entries = document.get(section)
        if isinstance(entries, dict):
            document[section] = CommentedMap({key: _flow(entry) for key, entry in entries.items()})
        elif entries is not None:
            document[section] = CommentedSeq([_flow(entry) for entry in entries])
    for section in ("population", "cut_offs", "balance", "evaluation"):
        if section in document:
            document[section] = _flow(document[section])
    return document


def _shown(value: Any) -> Any:
    """A value without its defaults, keys as spelled in the file, telling keys first."""
    if isinstance(value, BaseModel):
        fields = type(value).model_fields
        shown = {
            info.alias or name: _shown(getattr(value, name))
            for name, info in fields.items()
            if info.is_required() or getattr(value, name) != info.get_default(call_default_factory=True)
        }
        for key in ("activity", "of", "per"):
            shown[key] = shown[key][0] if len(shown.get(key, ())) == 1 else shown.get(key)
        shown = {key: each for key, each in shown.items() if each is not None}
        return dict(sorted(shown.items(), key=lambda item: item[0] not in ("attribute", "activity", "of", "id")))
    if isinstance(value, dict):
        return {key: _shown(each) for key, each in value.items()}
    return [_shown(each) for each in value] if isinstance(value, tuple) else value


def _flow(value: Any) -> Any:
    """The same value, written on one line."""
    if isinstance(value, dict):
        mapping = CommentedMap({key: _flow(each) for key, each in value.items()})
        mapping.fa.set_flow_style()
        return mapping
    if isinstance(value, list):
        sequence = CommentedSeq([_flow(each) for each in value])
        sequence.fa.set_flow_style()
        return sequence
    return value
