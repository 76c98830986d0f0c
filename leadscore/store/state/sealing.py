"""A hash over every row: SQLite does not notice a flipped byte, a reader of sealed rows does."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence


def seal(table: str, row: Sequence[object]) -> str:
    """SHA-256 of a row (its id first) and of the table it belongs to, in hexadecimal."""
    return digest((table, *row))


def digest(values: Sequence[object]) -> str:
    """SHA-256 of values as compact JSON in ASCII; what is no JSON value differs from all that is."""
    return hashlib.sha256(_ENCODER.encode(values).encode("ascii")).hexdigest()


_ENCODER = json.JSONEncoder(ensure_ascii=True, separators=(",", ":"), default=repr)
