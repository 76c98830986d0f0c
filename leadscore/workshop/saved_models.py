"""Models as versions: a model becomes what is saved, a version becomes a model again."""

from __future__ import annotations

from leadscore.errors import StoreError
from leadscore.model import Model, model_hash, parse, scoring_hash, to_yaml
from leadscore.store.state import Saving, Version


def saving(model: Model, line: str, reason: str, base: int | None) -> Saving:
    """A model ready to be saved on a line, with both its hashes; `base` as in `Saving`."""
    return Saving(line, to_yaml(model), model_hash(model), scoring_hash(model), reason, base)


def model_of(version: Version) -> Model:
    """The model of a version; StoreError where the text no longer gives the model that was saved."""
    model = parse(version.document, f"version {version.number} of {version.line}")
    if model_hash(model) != version.model_hash:
        raise StoreError(
            f"Version {version.number} of '{version.line}' reads as another model than was saved. "
            "Read it with the leadscore that saved it, or restore a backup."
        )
    return model
