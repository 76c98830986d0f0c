"""Model files that come with the product, to start a workshop from."""

from __future__ import annotations

from importlib.resources import files

from leadscore.errors import UsageError, did_you_mean
from leadscore.model.document import parse
from leadscore.model.model import Model

_FOLDER = files("leadscore.model") / "presets"


def names() -> tuple[str, ...]:
    """The names of the presets, in alphabetical order."""
    return tuple(sorted(file.name.removesuffix(".yaml") for file in _FOLDER.iterdir() if file.name.endswith(".yaml")))


def text(name: str) -> str:
    """A preset as the text of its file, comments included; UsageError for an unknown name."""
    if name not in names():
        raise UsageError(f"There is no preset '{name}'. {did_you_mean(name, names())}")
    return (_FOLDER / f"{name}.yaml").read_text(encoding="utf-8")


def preset(name: str) -> Model:
    """A preset as a model; UsageError for an unknown name."""
    return parse(text(name), f"{name}.yaml")
