"""Text cells that no spreadsheet runs as a formula: the same for every file and every shown table."""

from __future__ import annotations

from leadscore.cells import MARK, Lines, csv_line, restored, safe_text

__all__ = ["MARK", "Lines", "csv_line", "restored", "safe_text"]
