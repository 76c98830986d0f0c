"""A hash over every row: SQLite does not notice a flipped byte, a reader of sealed rows does."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence


def seal(table: str, row: Sequence[object]) -> str:
    """SHA-256 of a row (its id first) and of the table it belongs to, in hexadecimal."""
    text = json.dumps([table, *row], ensure_ascii=True, separators=(",", ":"), default=repr)
    return hashlib.sha256(text.encode("ascii")).hexdigest()
