"""Rows taken in: chosen and read by the mapping, joined, settled as tables, and counted twice."""
