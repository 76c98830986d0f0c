"""What an import says when it is done."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class ImportReport:
    """The ledger by table, the file of refused rows (None where there are none or after a dry run), the revision.

    `changed` is false where the data in use already were the same, or after a dry run.
    """

    tables: dict[str, dict[str, int]]
    rejected_file: Path | None
    revision: str
    warnings: tuple[str, ...]
    reasons: dict[str, dict[str, int]]
    changed: bool

    def to_json(self) -> dict[str, Any]:
        """The report as the command line prints it."""
        return {
            "tables": self.tables,
            "rejected_file": str(self.rejected_file) if self.rejected_file else None,
            "revision": self.revision,
            "warnings": list(self.warnings),
            "reasons": self.reasons,
            "changed": self.changed,
        }
