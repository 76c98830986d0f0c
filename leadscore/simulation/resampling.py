"""Resampled histories of a board; the resampling itself is that of the outcomes."""

from __future__ import annotations

from leadscore.outcomes.resampling import DRAWS, NO_INTERVAL, SEED, UNDEFINED, Column, interval, ratio, resampled

__all__ = ["DRAWS", "NO_INTERVAL", "SEED", "UNDEFINED", "Column", "interval", "ratio", "resampled"]
