"""Data health: what is wrong with imported data, the rows, which figures it hurts, and what a treatment changes."""
