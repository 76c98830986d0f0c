"""A name for the content of a data set: the same tables, read the same way, are the same revision."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from leadscore.store.manifest import Manifest

_NOT_CONTENT = ("revision", "ledger", "warnings", "untreated", "grown_from")
_ONLY_WHERE_SAID = ("treatments", "total_today")
"""Left out where they say nothing, so that content from before they were known keeps its name."""


def revision_of(manifest: Manifest) -> str:
    """The revision of what a manifest describes: how it came about plays no part."""
    said = {key: value for key, value in _said(json.loads(manifest.to_json())).items() if key not in _NOT_CONTENT}
    said["attributes"] = [_said(attribute) for attribute in said["attributes"]]
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:16]


def _said(document: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in document.items() if value or key not in _ONLY_WHERE_SAID}
