"""Scores: the arithmetic over arrays against the arithmetic in SQL."""
