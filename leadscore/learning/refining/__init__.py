"""A learned score as a model of points, and the yardsticks beside it."""
