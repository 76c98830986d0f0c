"""A table that no query of ours names: whatever runs beside the query finds it gone or changed."""

from __future__ import annotations

NAME = "canary"
CREATE = "CREATE TABLE canary AS SELECT 1 AS alive"
LOOK = "SELECT alive FROM canary"
