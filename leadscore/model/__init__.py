"""The agreed model: a frozen value read from and written to YAML, with two hashes that signatures can bind."""

from leadscore.model.document import load, parse, to_yaml
from leadscore.model.hashes import model_hash, scoring_hash
from leadscore.model.model import Model
from leadscore.model.rules import CutOffs, Group, Rule

__all__ = ["CutOffs", "Group", "Model", "Rule", "load", "model_hash", "parse", "scoring_hash", "to_yaml"]
